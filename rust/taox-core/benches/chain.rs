//! A network of 128 subnets: the block step, a tempo with all its epochs, calls, snapshots.
//!
//! `cargo bench -p taox-core --bench chain`. A day is 20 tempos of 360 blocks.

#[path = "../tests/common/traffic.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod traffic;

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use taox_core::chain::{
    Chain, Coldkey, Hotkey, Hyperparameters, LOCAL, Reserves, Setting, WeightsCall,
};

const TAO: u64 = 1_000_000_000;
const SUBNETS: u16 = 128;
const UIDS: u16 = 256;
const VALIDATORS: u16 = 64;
const TEMPO: u16 = 360;

fn whale() -> Coldkey {
    Coldkey::from_name("whale")
}

fn hotkey(netuid: u16, uid: u16) -> Hotkey {
    Hotkey::from_name(&format!("{netuid}/{uid}"))
}

fn parameters() -> Hyperparameters {
    let mut params = LOCAL.hyperparameters();
    params.epoch.tempo = TEMPO;
    params.epoch.max_allowed_validators = VALIDATORS;
    params.subnet.max_burn = 500_000;
    params.subnet.weights_set_rate_limit = 0;
    params
}

/// 128 started subnets with pools like those of the live network, and root stake that earns.
fn subnets(uids: u16) -> Chain {
    let mut chain = Chain::new(parameters(), &[(whale(), 9_000_000 * TAO)], b"bench").expect("chain");
    let network = [("max_epochs_per_block", 4)];
    chain.set_network_parameters(&network).expect("parameters");
    for netuid in 1..=SUBNETS {
        let reserves = Reserves {
            tao: (3_000 + 97 * u64::from(netuid)) * TAO,
            alpha: (60_000 + 811 * u64::from(netuid)) * TAO,
        };
        let owner = Coldkey::from_name(&format!("owner {netuid}"));
        chain
            .create_subnet_with_pool(owner, hotkey(netuid, 0), None, parameters(), reserves)
            .expect("subnet");
        for uid in 1..uids {
            chain.register(whale(), netuid, hotkey(netuid, uid)).expect("uid");
        }
        for uid in 0..VALIDATORS.min(uids) {
            let amount = (2 + u64::from(uid)) * TAO;
            chain.add_stake(whale(), hotkey(netuid, uid), netuid, amount).expect("stake");
        }
        chain.add_stake(whale(), hotkey(netuid, 0), 0, 20_000 * TAO).expect("root stake");
    }
    chain
}

/// The same after a tempo, with weights of all validators towards 192 miners.
fn network() -> Chain {
    let mut chain = subnets(UIDS);
    chain.run(TEMPO.into()).expect("blocks");
    let uids: Vec<u16> = (VALIDATORS..UIDS).collect();
    for netuid in 1..=SUBNETS {
        for validator in 0..VALIDATORS {
            let weights: Vec<u16> =
                uids.iter().map(|uid| 1 + (uid * 31 + validator * 7 + netuid) % 997).collect();
            chain
                .set_weights(&WeightsCall {
                    hotkey: hotkey(netuid, validator),
                    netuid,
                    mechanism: 0,
                    uids: &uids,
                    weights: &weights,
                    version_key: 0,
                })
                .expect("weights");
        }
    }
    chain
}

fn block_step(criterion: &mut Criterion) {
    let mut chain = subnets(2);
    for netuid in 1..=SUBNETS {
        let never = [Setting::Integer("tempo".to_owned(), 0)];
        chain.set_hyperparameters(netuid, &never).expect("tempo");
    }
    chain.run(500).expect("blocks");
    criterion.bench_function("block step of 128 subnets, no epoch", |bencher| {
        bencher.iter(|| black_box(chain.step().expect("step")));
    });
}

fn tempo(criterion: &mut Criterion) {
    let mut chain = network();
    chain.run(TEMPO.into()).expect("blocks");
    let mut group = criterion.benchmark_group("128 subnets, 256 uids, 64 validators");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements(TEMPO.into()));
    group.bench_function("a tempo of 360 blocks", |bencher| {
        bencher.iter(|| {
            chain.forget_events(u64::MAX);
            black_box(chain.run(TEMPO.into()).expect("blocks"))
        });
    });
    group.throughput(Throughput::Elements(1));
    println!("snapshot: {} bytes", chain.snapshot().len());
    group.bench_function("snapshot", |bencher| bencher.iter(|| black_box(chain.snapshot().len())));
    let bytes = chain.snapshot();
    group.bench_function("restore", |bencher| {
        bencher.iter(|| black_box(Chain::restore(&bytes).expect("snapshot")));
    });
    group.finish();
}

fn calls(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("random calls");
    group.sample_size(10);
    group.throughput(Throughput::Elements(100_000));
    group.bench_function("100000", |bencher| {
        bencher.iter_batched(
            || traffic::economy(7),
            |(mut chain, mut dice)| {
                for _ in 0..100_000 {
                    let _ = black_box(traffic::random_call(&mut chain, &mut dice));
                }
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, block_step, calls, tempo);
criterion_main!(benches);
