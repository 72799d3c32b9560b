//! Worked examples and edge cases of swap.md 4, 7, 8, 13, 14 and 15.

use super::*;
use crate::fixed::{FixedPoint, U64F64};

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
    let (swap, after, _) = executed(pool, order);
    let swap = swap.expect("accepted");
    ((swap.paid_in, swap.fee_paid, swap.paid_out), after)
}

/// ⌊price · 10^15⌋: as many digits as the examples print.
fn price_digits(pool: &Pool) -> u128 {
    (pool.price().to_bits() * 1_000_000_000_000_000) >> 64
}

fn refused(pool: &Pool, order: &Order) -> &'static str {
    pool.simulate(order).expect_err("refused").name()
}

/// swap.md 3: both quotients are floored before the product, so 0.02 shows as 0.0199….
#[test]
fn a_price_is_floored() {
    let bits = Pool::new(20_000 * TAO, 1_000_000 * TAO).price().to_bits();
    assert_eq!(bits, (1 << 64) / 50);
    assert_eq!(bits >> 32, 85_899_345, "0.0199999998");
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
