//! Time of one power, fast and exact, of one trade, and of the pool work of a block.
//!
//! `cargo bench -p taox-core --bench power`

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use taox_core::economy::MovingPrice;
use taox_core::fixed::I96F32;
use taox_core::pool::power::{PowRatio, Precision};
use taox_core::pool::{Counters, MAX_PRICE_LIMIT, Order, Pool, Side};

const TAO: u64 = 1_000_000_000;

/// A pool as a subnet has it after some weeks: weights beside one half.
fn pool(i: u64) -> Pool {
    Pool {
        initialized: true,
        quote_weight: 499_999_999_999_992_000 + i,
        ..Pool::new((5_000 + 177 * i) * TAO, (900_000 - 1_333 * i) * TAO)
    }
}

fn quote_power() -> PowRatio {
    PowRatio {
        base_numerator: 20_000 * 1_000_000_000,
        base_denominator: 20_000 * 1_000_000_000 + 194_705_881,
        exponent_numerator: 499_999_999_999_992_000,
        exponent_denominator: 500_000_000_000_008_000,
        scale: 1_000_000_000_000_000_000,
        precision: Precision::Quote,
    }
}

fn limit_power() -> PowRatio {
    PowRatio {
        base_numerator: (26 << 64) / 1_000,
        base_denominator: (25 << 64) / 1_000,
        exponent_denominator: 1_000_000_000_000_000_000,
        precision: Precision::Limit,
        ..quote_power()
    }
}

/// Weights, chain buy, reserves, moving price of 128 subnets, 91 of which buy.
fn pool_part_of_a_block(pools: &mut [Pool], moving: &mut [I96F32]) {
    let (mut alpha_out, mut volume, mut total_stake) = (0, 0, 0);
    let rule = MovingPrice::default();
    for (i, (pool, moving)) in pools.iter_mut().zip(moving).enumerate() {
        let (tao, alpha) = pool.adjust(5_294_117, 264_705_882);
        if i < 91 {
            let mut counters = Counters {
                alpha_out: &mut alpha_out,
                volume: &mut volume,
                total_stake: &mut total_stake,
            };
            let bought = pool.buy_into_pool(194_705_881, MAX_PRICE_LIMIT, true, &mut counters);
            black_box(bought).expect("accepted");
        }
        pool.tao_reserve += tao;
        pool.alpha_reserve += alpha;
        *moving = rule.next(*moving, pool.price(), 300_000);
    }
}

fn powers(c: &mut Criterion) {
    let (quote, limit) = (quote_power(), limit_power());
    c.bench_function("power, quote, fast", |b| {
        b.iter(|| black_box(&quote).evaluate());
    });
    c.bench_function("power, quote, exact", |b| {
        b.iter(|| black_box(&quote).evaluate_exact());
    });
    c.bench_function("power, limit, fast", |b| {
        b.iter(|| black_box(&limit).evaluate());
    });
    c.bench_function("power, limit, exact", |b| {
        b.iter(|| black_box(&limit).evaluate_exact());
    });
}

fn pools(c: &mut Criterion) {
    let pool_1 = pool(1);
    let order = Order::new(Side::Buy, 100 * TAO, MAX_PRICE_LIMIT);
    c.bench_function("spot price", |b| b.iter(|| black_box(&pool_1).price()));
    c.bench_function("adjust", |b| {
        b.iter(|| black_box(pool_1).adjust(black_box(5_294_117), 264_705_882));
    });
    c.bench_function("simulated buy", |b| {
        b.iter(|| black_box(&pool_1).simulate(&order));
    });
    c.bench_function("moving price", |b| {
        let average = I96F32::from_bits(85_899_345);
        b.iter(|| MovingPrice::default().next(black_box(average), pool_1.price(), 300_000));
    });
    let pools: Vec<_> = (0..128).map(pool).collect();
    let moving = vec![I96F32::from_bits(85_899_345); pools.len()];
    c.bench_function("pool part of a block: 128 subnets, 91 buys", |b| {
        b.iter_batched_ref(
            || (pools.clone(), moving.clone()),
            |(pools, moving)| pool_part_of_a_block(pools, moving),
            criterion::BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, powers, pools);
criterion_main!(benches);
