//! Every kernel on 64 validators by 256 uids, dense: `cargo bench --bench kernels`.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use taox_core::epoch::{split_emission, upscale_weights};
use taox_core::kernels::{
    Layout, LiquidRates, bonds_ema, clip_columns, liquid_alpha, normalize_columns, normalize_rows,
    weighted_median,
};

const ROWS: usize = 64;
const COLUMNS: usize = 256;
const ONE: i64 = 1 << 32;
const LAYOUT: Layout<'_> = Layout::Dense {
    rows: ROWS,
    columns: COLUMNS,
};

/// Numbers below `limit` that look random and are always the same.
fn numbers(count: usize, limit: i64) -> Vec<i64> {
    let step = |state: &mut u64| {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Some((*state >> 33).cast_signed() % limit)
    };
    (0..count).scan(7_u64, |state, _| step(state)).collect()
}

fn in_place(criterion: &mut Criterion) {
    let raw = numbers(ROWS * COLUMNS, 65_535 << 16);
    let limits = numbers(COLUMNS, ONE);
    let mut bench = |name: &str, kernel: &dyn Fn(&mut [i64])| {
        criterion.bench_function(name, |bencher| {
            let fresh = || raw.clone();
            bencher.iter_batched_ref(fresh, |values| kernel(values), BatchSize::SmallInput);
        });
    };
    bench("normalize_rows", &|values| {
        normalize_rows(LAYOUT, values).unwrap();
    });
    bench("normalize_columns", &|values| {
        normalize_columns(LAYOUT, values).unwrap();
    });
    bench("clip_columns", &|values| {
        clip_columns(LAYOUT, values, &limits).unwrap();
    });
}

fn into_new(criterion: &mut Criterion) {
    let mut weights = numbers(ROWS * COLUMNS, 65_535);
    normalize_rows(LAYOUT, &mut weights).unwrap();
    let bonds = numbers(ROWS * COLUMNS, ONE);
    let stake = vec![ONE / 64; ROWS];
    let kappa = ONE / 2;
    let consensus = weighted_median(LAYOUT, &weights, &stake, kappa).unwrap();
    let rates = LiquidRates {
        low: 45_875,
        high: 58_982,
        steepness: 1_000,
    };
    criterion.bench_function("weighted_median", |bencher| {
        bencher.iter(|| weighted_median(LAYOUT, black_box(&weights), &stake, kappa));
    });
    criterion.bench_function("bonds_ema", |bencher| {
        bencher.iter(|| bonds_ema(black_box(&weights), &bonds, ONE / 10));
    });
    criterion.bench_function("liquid_alpha", |bencher| {
        bencher.iter(|| liquid_alpha(LAYOUT, black_box(&weights), &bonds, &consensus, rates));
    });
}

fn small(criterion: &mut Criterion) {
    let row: Vec<u16> = (1..=256).collect();
    criterion.bench_function("upscale_weights", |bencher| {
        bencher.iter(|| upscale_weights(black_box(&row)));
    });
    criterion.bench_function("split_emission", |bencher| {
        bencher.iter(|| split_emission(black_box(1_000_000_001), 2, Some(&[16_383, 49_152])));
    });
}

criterion_group!(benches, in_place, into_new, small);
criterion_main!(benches);
