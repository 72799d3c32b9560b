//! Worked examples and edge cases of swap.md 4, 8, 13 and 15, and the invariants of section 12.

use super::*;
use crate::fixed::{FixedPoint, U64F64};
use proptest::prelude::*;

const TAO: u64 = 1_000_000_000;
const TOTALS: (u64, u128, u64) = (0, 0, 0);

/// The pool of the examples: 10 000 TAO, 400 000 alpha, price 0.025.
fn pool() -> Pool {
    Pool {
        initialized: true,
        ..Pool::new(10_000 * TAO, 400_000 * TAO)
    }
}

fn buy(amount: u64) -> Order {
    Order::new(Side::Buy, amount, MAX_PRICE_LIMIT)
}

fn sell(amount: u64) -> Order {
    Order::new(Side::Sell, amount, MIN_PRICE_LIMIT)
}

fn at_limit(order: Order, limit_price: u64) -> Order {
    Order {
        limit_price,
        ..order
    }
}

/// (paid in, fee, paid out) and the pool afterwards.
fn traded(pool: Pool, order: &Order) -> ((u64, u64, u64), Pool) {
    let mut pool = pool;
    let (mut alpha_out, mut volume, mut total_stake) = TOTALS;
    let mut counters = Counters {
        alpha_out: &mut alpha_out,
        volume: &mut volume,
        total_stake: &mut total_stake,
    };
    let Order {
        side,
        amount,
        limit_price,
        drop_fees,
    } = *order;
    let swap = match side {
        Side::Buy => pool.buy_into_pool(amount, limit_price, drop_fees, &mut counters),
        Side::Sell => pool.sell_into_pool(amount, limit_price, drop_fees, &mut counters),
    };
    let swap = swap.expect("accepted");
    ((swap.paid_in, swap.fee_paid, swap.paid_out), pool)
}

/// ⌊price · 10^15⌋: as many digits as the examples print.
fn price_digits(pool: &Pool) -> u128 {
    (pool.price().to_bits() * 1_000_000_000_000_000) >> 64
}

fn refused(pool: &Pool, order: &Order) -> &'static str {
    pool.simulate(order).expect_err("refused").name()
}

#[test]
fn worked_examples() {
    let examples = [
        (
            buy(100 * TAO),
            (99_949_645_228, 50_354_772, 3_958_421_526_397),
        ),
        (
            sell(4_000 * TAO),
            (3_997_985_809_110, 2_014_190_890, 98_960_538_159),
        ),
        (
            at_limit(buy(1_000 * TAO), 26_000_000),
            (198_039_027_185, 99_772_341, 7_767_729_723_610),
        ),
        (
            at_limit(sell(100_000 * TAO), 24_000_000),
            (8_248_290_463_863, 4_155_500_371, 202_041_028_867),
        ),
        (buy(2_000_000), (1_998_993, 1_007, 79_959_704)),
        (
            buy(170_000 * TAO).without_fee(),
            (170_000_000_000_000, 0, 377_777_777_777_777),
        ),
        (
            buy(10_000_000 * TAO).without_fee(),
            (10_000_000_000_000_000, 0, 399_600_399_600_399),
        ),
        (buy(1).without_fee(), (1, 0, 40)),
    ];
    for (order, expected) in examples {
        assert_eq!(traded(pool(), &order).0, expected, "{order:?}");
    }
}

/// The printed prices are rounded in their last digit.
#[test]
fn prices_after_the_worked_examples() {
    let examples = [
        (buy(100 * TAO), 25_502_245_709_035),
        (sell(4_000 * TAO), 24_507_645_606_231),
        (at_limit(buy(1_000 * TAO), 26_000_000), 25_999_999_999_997),
        (
            at_limit(sell(100_000 * TAO), 24_000_000),
            24_000_000_000_001,
        ),
    ];
    for (order, expected) in examples {
        let price = price_digits(&traded(pool(), &order).1);
        assert!(price.abs_diff(expected) <= 1, "{order:?}: {price}");
    }
}

#[test]
fn worked_example_with_uneven_weights() {
    let pool = Pool {
        quote_weight: WEIGHT_ONE / 100 * 48,
        ..pool()
    };
    assert_eq!(price_digits(&pool), 27_083_333_333_333);
    let (swap, after) = traded(pool, &buy(100 * TAO));
    assert_eq!(swap, (99_949_645_228, 50_354_772, 3_655_323_277_514));
    assert!(price_digits(&after).abs_diff(27_606_305_214_299) <= 1);
}

/// swap.md 7.3.
#[test]
fn far_limits_stop_at_17_reserves() {
    let order = at_limit(buy(9_990_000 * TAO), 20_000 * TAO).without_fee();
    let (swap, after) = traded(pool(), &order);
    assert_eq!(swap.0, 174_467_440_737_095);
    assert!(price_digits(&after) / 100_000_000_000_000 == 85);
}

#[test]
fn rounding_may_favour_the_trader_by_one_rao() {
    let ((_, _, paid), after) = traded(pool(), &buy(1).without_fee());
    assert_eq!(paid, 40);
    let product = |pool: &Pool| u128::from(pool.tao_reserve) * u128::from(pool.alpha_reserve);
    assert_eq!(product(&pool()) - product(&after), 40);
    assert_eq!(traded(pool(), &sell(40)).0, (40, 0, 1));
}

#[test]
fn edge_cases() {
    let pool = pool();
    assert_eq!(pool.simulate(&buy(0)), Ok(Swap::default()));
    assert_eq!(refused(&pool, &sell(39)), "ReservesTooLow");
    let (tao, alpha) = (pool.tao_reserve, pool.alpha_reserve);
    let thin = Pool {
        alpha_reserve: 999_999,
        ..pool
    };
    assert_eq!(refused(&thin, &buy(1)), "ReservesTooLow");
    assert_eq!(
        refused(
            &Pool {
                tao_reserve: 0,
                ..pool
            },
            &buy(1)
        ),
        "SwapInputTooLarge"
    );
    assert_eq!(
        refused(
            &Pool {
                alpha_reserve: 0,
                ..pool
            },
            &buy(1)
        ),
        "ReservesTooLow"
    );
    assert_eq!(
        refused(
            &Pool {
                alpha_reserve: 0,
                ..pool
            },
            &sell(1)
        ),
        "SwapInputTooLarge"
    );
    assert_eq!(
        refused(
            &Pool {
                alpha_reserve: 0,
                ..pool
            },
            &sell(0)
        ),
        "PriceLimitExceeded"
    );
    assert!(pool.simulate(&buy(tao * 1000).without_fee()).is_ok());
    assert_eq!(
        refused(&pool, &buy(tao * 1000 + 1).without_fee()),
        "SwapInputTooLarge"
    );
    assert_eq!(
        refused(&pool, &sell(alpha * 1000 + 1).without_fee()),
        "SwapInputTooLarge"
    );
    for order in [buy(TAO), sell(TAO)] {
        assert_eq!(
            refused(&pool, &at_limit(order, 25_000_000)),
            "PriceLimitExceeded"
        );
    }
}

#[test]
fn fees_of_the_edge_cases() {
    let pool = pool();
    let fee = |pool: &Pool, order: Order| pool.simulate(&order).expect("accepted").fee_paid;
    assert_eq!([1_985, 1_986].map(|amount| fee(&pool, buy(amount))), [0, 1]);
    let dear = Pool {
        fee_rate: MAX_FEE_RATE,
        ..pool
    };
    assert_eq!(fee(&dear, buy(TAO)), 152_590_218);
    let limited = dear
        .simulate(&at_limit(buy(1_000 * TAO), 26_000_000))
        .expect("accepted");
    assert_eq!(limited.fee_paid, limited.paid_in * 10_000 / 55_535);
}

/// With a weight of 99 % and 1000 times the reserve the power vanishes.
#[test]
fn a_vanishing_power_pays_the_whole_reserve() {
    let pool = Pool {
        quote_weight: WEIGHT_ONE - MIN_WEIGHT,
        ..pool()
    };
    let order = buy(pool.tao_reserve * 1000).without_fee();
    assert_eq!(
        pool.simulate(&order).map(|swap| swap.paid_out),
        Ok(pool.alpha_reserve)
    );
}

#[test]
fn pools_at_the_price_bounds_are_closed_on_one_side() {
    let worthless = Pool {
        initialized: true,
        ..Pool::new(2_000_000, 2_000_000_000_000)
    };
    assert_eq!(refused(&worthless, &sell(TAO)), "PriceLimitExceeded");
    let precious = Pool {
        initialized: true,
        ..Pool::new(2_000_000_000_000_000, 2_000_000_000)
    };
    assert_eq!(refused(&precious, &buy(TAO)), "PriceLimitExceeded");
}

/// swap.md 4: the first trade forgets what injections did to the weights.
#[test]
fn the_first_trade_resets_the_weights() {
    let mut pool = Pool {
        initialized: false,
        quote_weight: EVEN_WEIGHT / 2,
        ..pool()
    };
    let even = Pool {
        initialized: true,
        quote_weight: EVEN_WEIGHT,
        ..pool
    };
    assert_eq!(pool.simulate(&buy(TAO)), even.simulate(&buy(TAO)));
    assert_eq!(
        pool.quote_weight,
        EVEN_WEIGHT / 2,
        "a simulation keeps nothing"
    );
    pool.swap(&buy(TAO)).expect("accepted");
    assert_eq!(pool, even);
}

#[test]
fn initialisation_at_a_price() {
    let mut pool = Pool {
        initialized: false,
        ..pool()
    };
    let price = U64F64::from_bits((3 << 64) / 100);
    assert_eq!(pool.initialize_at(price), Ok(()));
    assert_eq!(
        (pool.quote_weight, pool.initialized),
        (454_545_454_545_475_206, true)
    );
    let before = pool;
    let far = U64F64::saturating_from_num(1_000);
    assert_eq!(
        pool.initialize_at(far).map_err(|error| error.price_bits),
        Err(1000 << 64)
    );
    let mut empty = Pool::new(0, 0);
    assert!(empty.initialize_at(price).is_err());
    assert_eq!(pool, before);
}

/// swap.md 8.
#[test]
fn protocol_liquidity_examples() {
    let fresh = Pool {
        initialized: true,
        ..Pool::new(1_000 * TAO, 4_000 * TAO)
    };
    let mut pool = fresh;
    assert_eq!(pool.adjust(0, 10 * TAO), (0, 10 * TAO));
    assert_eq!(pool.quote_weight, 499_375_780_274_656_679);
    pool.alpha_reserve += 10 * TAO;
    assert!(price_digits(&pool).abs_diff(250_000_000_000_000) <= 1);

    let mut pool = fresh;
    assert_eq!(pool.adjust(0, 392_000 * TAO), (0, 392_000 * TAO));
    assert_eq!(pool.quote_weight, MIN_WEIGHT);
    let mut pool = fresh;
    assert_eq!(pool.adjust(0, 392_000 * TAO + 1), (0, 0));
    assert_eq!(pool, fresh);
    let mut empty = Pool {
        quote_weight: MIN_WEIGHT,
        ..Pool::new(0, 0)
    };
    assert_eq!(empty.adjust(5, 5), (5, 5));
    assert_eq!(empty.quote_weight, EVEN_WEIGHT);
}

#[test]
fn without_a_market_one_is_one() {
    let stable = Pool {
        mechanism: 0,
        ..pool()
    };
    assert_eq!(stable.price(), U64F64::ONE);
    assert_eq!(
        stable
            .simulate(&buy(77))
            .map(|swap| (swap.paid_in, swap.paid_out)),
        Ok((77, 77))
    );
    assert_eq!(traded(stable, &sell(5_000)).0, (5_000, 0, 5_000));
    assert_eq!((stable.tao_to_alpha(9), stable.alpha_to_tao(9)), (9, 9));
}

#[test]
fn price_only_conversion() {
    let pool = pool();
    assert_eq!(pool.price_in_rao(), 24_999_999);
    assert_eq!(pool.tao_to_alpha(TAO), 40_000_000_000);
    assert_eq!(pool.alpha_to_tao(40 * TAO), 999_999_999);
    let empty = Pool {
        alpha_reserve: 0,
        ..pool
    };
    assert_eq!((empty.price_in_rao(), empty.tao_to_alpha(TAO)), (0, 0));
}

/// swap.md 14.
#[test]
fn rpc_quotes() {
    let pool = pool();
    let quote = pool.rpc_tao_for_alpha(100 * TAO);
    assert_eq!((quote.amount_in, quote.fee), (99_949_645_228, 50_354_772));
    assert_eq!(quote.amount_out, 3_958_421_526_397);
    assert_eq!(quote.slippage, 4_000 * TAO - quote.amount_out);
    let quote = pool.rpc_alpha_for_tao(4_000 * TAO);
    assert_eq!(
        (quote.amount_out, quote.fee),
        (98_960_538_159, 2_014_190_890)
    );
    assert_eq!(
        quote.slippage,
        pool.alpha_to_tao(4_000 * TAO) - quote.amount_out
    );
    assert_eq!(pool.rpc_alpha_for_tao(39), RpcQuote::default());
}

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

/// A pool, an accepted order on it, the trade, the pool afterwards and the change of `SubnetAlphaOut`.
fn trade(pool: Pool, order: &Order) -> Option<(Swap, Pool, i128)> {
    let swap = pool.simulate(order).ok()?;
    let mut after = pool;
    let start = 1 << 62;
    let (mut alpha_out, mut volume, mut total_stake) = (start, 0, start);
    let mut counters = Counters {
        alpha_out: &mut alpha_out,
        volume: &mut volume,
        total_stake: &mut total_stake,
    };
    let Order {
        side,
        amount,
        limit_price,
        drop_fees,
    } = *order;
    let executed = match side {
        Side::Buy => after.buy_into_pool(amount, limit_price, drop_fees, &mut counters),
        Side::Sell => after.sell_into_pool(amount, limit_price, drop_fees, &mut counters),
    };
    assert_eq!(executed, Ok(swap));
    Some((swap, after, i128::from(alpha_out) - i128::from(start)))
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
