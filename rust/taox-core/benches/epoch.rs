//! One epoch of several subnets on the fast and the reference path: `cargo bench --bench epoch`.

#![allow(
    missing_docs,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::match_bool
)]

mod common;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use taox_core::epoch::{Scratch, epoch_fast, epoch_reference};

fn paths(criterion: &mut Criterion) {
    for case in common::NAMES.into_iter().filter_map(common::case) {
        let mut group = criterion.benchmark_group(case.name);
        let mut scratch = Scratch::new();
        group.bench_function("fast", |bencher| {
            bencher.iter(|| case.run(|input| epoch_fast(black_box(input), &mut scratch)));
        });
        group.sample_size(10);
        group.bench_function("reference", |bencher| {
            bencher.iter(|| case.run(|input| epoch_reference(black_box(input))));
        });
        group.finish();
    }
}

criterion_group!(benches, paths);
criterion_main!(benches);
