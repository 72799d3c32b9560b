//! The invariants of swap.md 12 on random pools and orders.

use super::*;
use crate::fixed::U64F64;
use proptest::prelude::*;

fn pools() -> impl Strategy<Value = Pool> {
    let reserve = || (20_u32..=57, any::<u64>()).prop_map(|(bits, value)| value >> (64 - bits));
    let weight = prop_oneof![Just(EVEN_WEIGHT), MIN_WEIGHT..=WEIGHT_ONE - MIN_WEIGHT];
    (
        reserve(),
        reserve(),
        weight,
        any::<bool>(),
        0..=MAX_FEE_RATE,
    )
        .prop_map(
            |(tao_reserve, alpha_reserve, quote_weight, initialized, fee_rate)| Pool {
                mechanism: DYNAMIC_MECHANISM,
                tao_reserve,
                alpha_reserve,
                quote_weight,
                initialized,
                fee_rate,
            },
        )
}

/// Orders of up to twice the input reserve, with limits around the price or far away.
fn orders(pool: Pool) -> impl Strategy<Value = Order> {
    let price = pool.price_in_rao().max(1);
    let limits = price / 2..=price.saturating_mul(2);
    (
        any::<bool>(),
        0.0..2.0_f64,
        prop::option::of(limits),
        any::<bool>(),
    )
        .prop_map(move |(is_buy, part, limit, drop_fees)| {
            let side = if is_buy { Side::Buy } else { Side::Sell };
            let far = if is_buy {
                MAX_PRICE_LIMIT
            } else {
                MIN_PRICE_LIMIT
            };
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "any amount will do"
            )]
            let amount = (pool.reserves(side).0 as f64 * part * part) as u64;
            Order {
                side,
                amount,
                limit_price: limit.unwrap_or(far),
                drop_fees,
            }
        })
}

fn pools_and_orders() -> impl Strategy<Value = (Pool, Order)> {
    pools().prop_flat_map(|pool| (Just(pool), orders(pool)))
}

/// An accepted trade on `pool`, the pool afterwards and the change of `SubnetAlphaOut`.
fn trade(pool: Pool, order: &Order) -> Option<(Swap, Pool, i128)> {
    let swap = pool.simulate(order).ok()?;
    let (executed, after, alpha_out) = executed(pool, order);
    assert_eq!(executed, Ok(swap));
    Some((swap, after, alpha_out))
}

/// ln K = w1 ln x + w2 ln y.
#[allow(clippy::cast_precision_loss, reason = "compared with a tolerance")]
fn log_invariant(pool: &Pool) -> f64 {
    let ln = |reserve: u64| (reserve as f64).ln();
    (pool.base_weight() as f64 * ln(pool.alpha_reserve)
        + pool.quote_weight as f64 * ln(pool.tao_reserve))
        / WEIGHT_ONE as f64
}

proptest! {
    /// Invariant 1.
    #[test]
    fn weights_stay_in_range(pool in pools(), tao in any::<u64>(), alpha in any::<u64>(), shift in 0..63_u32) {
        let mut pool = pool;
        let accepted = pool.adjust(tao >> shift, alpha >> shift);
        prop_assert!(accepted == (tao >> shift, alpha >> shift) || accepted == (0, 0));
        prop_assert!((MIN_WEIGHT..=WEIGHT_ONE - MIN_WEIGHT).contains(&pool.quote_weight));
        prop_assert_eq!(pool.base_weight() + pool.quote_weight, WEIGHT_ONE);
    }

    /// Invariant 2. Each quotient may be floored by 2^−64, which the other one scales, and one rao
    /// of rounded output moves the price of a small pool.
    #[test]
    fn buys_never_lower_and_sells_never_raise_the_price((pool, order) in pools_and_orders()) {
        let even = Pool { initialized: true, quote_weight: if pool.initialized { pool.quote_weight } else { EVEN_WEIGHT }, ..pool };
        if let Some((swap, after, _)) = trade(pool, &order) && after.alpha_reserve > 0 {
            let (before, price) = (even.price(), after.price());
            let rounding = U64F64::from_bits((even.price().to_bits() >> 50) + (1 << 8));
            match order.side {
                Side::Buy => prop_assert!(price.saturating_add(rounding) >= before, "{swap:?}"),
                Side::Sell => prop_assert!(price <= before.saturating_add(rounding), "{swap:?}"),
            }
        }
    }

    /// Invariant 3: at most one rao of output is lost.
    #[test]
    fn the_invariant_falls_by_at_most_one_rao_of_output((pool, order) in pools_and_orders()) {
        let pool = Pool { initialized: true, ..pool };
        if let Some((swap, after, _)) = trade(pool, &order) && swap.paid_out < pool.reserves(order.side).1 {
            let generous = match order.side {
                Side::Buy => Pool { alpha_reserve: after.alpha_reserve + 1, ..after },
                Side::Sell => Pool { tao_reserve: after.tao_reserve + 1, ..after },
            };
            prop_assert!(log_invariant(&generous) >= log_invariant(&pool) - 1e-12);
        }
    }

    /// Invariants 4, 5 and 10.
    #[test]
    fn payments_are_bounded((pool, order) in pools_and_orders()) {
        if let Ok(swap) = pool.simulate(&order) {
            prop_assert!(swap.paid_out <= pool.reserves(order.side).1);
            prop_assert!(swap.paid_in + swap.fee_paid <= order.amount + 2, "{swap:?}");
            prop_assert_eq!(swap.fee_to_block_author, if swap.paid_in > 0 { swap.fee_paid } else { 0 });
        }
    }

    /// Invariant 6.
    #[test]
    fn refused_trades_change_nothing((pool, order) in pools_and_orders(), limit in 0..u64::MAX) {
        let order = Order { limit_price: limit, ..order };
        let mut traded = pool;
        if traded.swap(&order).is_err() {
            prop_assert_eq!(traded, pool);
        }
        prop_assert_eq!((traded.tao_reserve, traded.alpha_reserve), (pool.tao_reserve, pool.alpha_reserve));
    }

    /// Invariants 7 and 8.
    #[test]
    fn alpha_is_kept_and_tao_moves_by_the_trade((pool, order) in pools_and_orders()) {
        if let Some((swap, after, alpha_out)) = trade(pool, &order) {
            let alpha_in = i128::from(after.alpha_reserve) - i128::from(pool.alpha_reserve);
            prop_assert_eq!(alpha_in + alpha_out, 0);
            let tao = i128::from(after.tao_reserve) - i128::from(pool.tao_reserve);
            prop_assert_eq!(tao, match order.side {
                Side::Buy => i128::from(swap.paid_in),
                Side::Sell => -i128::from(swap.paid_out),
            });
        }
    }

    /// Invariant 9, for pools large enough that the weights' grid does not show.
    #[test]
    fn liquidity_keeps_the_price(
        tao in TAO..1 << 55, alpha in TAO..1 << 55, more_tao in 0..10 * TAO, more_alpha in 0..10 * TAO,
    ) {
        let mut pool = Pool { initialized: true, ..Pool::new(tao, alpha) };
        let before = pool.price();
        let (dt, da) = pool.adjust(more_tao, more_alpha);
        pool.tao_reserve += dt;
        pool.alpha_reserve += da;
        let drift = pool.price().to_bits().abs_diff(before.to_bits());
        prop_assert!(drift <= before.to_bits() / 1_000_000_000_000 + (1 << 32), "{drift}");
    }

    /// Invariant 11.
    #[test]
    fn without_a_market_nothing_is_lost((pool, order) in pools_and_orders()) {
        let stable = Pool { mechanism: 0, ..pool };
        prop_assert_eq!(stable.price(), U64F64::ONE);
        prop_assert_eq!(stable.simulate(&order), Ok(Swap::one_to_one(order.amount)));
    }
}
