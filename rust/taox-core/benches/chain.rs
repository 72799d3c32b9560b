//! A network of 128 subnets: the block step, a tempo with all its epochs, calls, snapshots.
//!
//! `cargo bench -p taox-core --bench chain`. A day is 20 tempos of 360 blocks.

#[path = "../tests/common/traffic/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod traffic;

use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use taox_core::chain::{
    Chain, Coldkey, Hotkey, Hyperparameters, LOCAL, Reserves, Setting, Stored, WeightsCall,
};
use taox_core::pool::power::fall_backs;

const TAO: u64 = 1_000_000_000;
const SUBNETS: u16 = 128;
const UIDS: u16 = 256;
const VALIDATORS: u16 = 64;
const TEMPO: u16 = 360;

/// A validator has one hotkey on all subnets, a miner one on each.
fn hotkey(netuid: u16, uid: u16) -> Hotkey {
    if uid < VALIDATORS {
        Hotkey::from_name(&format!("validator {uid}"))
    } else {
        Hotkey::from_name(&format!("{netuid}/{uid}"))
    }
}

/// Validators own themselves; 512 coldkeys own the miners.
fn coldkey(netuid: u16, uid: u16) -> Coldkey {
    let name = if uid < VALIDATORS {
        format!("validator {uid}")
    } else {
        format!("miner {}", (netuid * 7 + uid) % 512)
    };
    Coldkey::from_name(&name)
}

fn parameters() -> Hyperparameters {
    let mut params = LOCAL.hyperparameters();
    params.epoch.tempo = TEMPO;
    params.epoch.max_allowed_validators = VALIDATORS;
    params.subnet.max_burn = 500_000;
    params.subnet.weights_set_rate_limit = 0;
    params
}

fn balances() -> Vec<(Coldkey, u64)> {
    let validators = (0..VALIDATORS).map(|uid| (coldkey(0, uid), 60_000 * TAO));
    let miners = (0..512).map(|miner| (Coldkey::from_name(&format!("miner {miner}")), 100 * TAO));
    validators.chain(miners).collect()
}

/// 128 started subnets with pools like those of the live network, and root stake that earns.
fn subnets(uids: u16) -> Chain {
    let mut chain = Chain::new(parameters(), &balances(), b"bench").expect("chain");
    let network = [("max_epochs_per_block", 4)];
    chain.set_network_parameters(&network).expect("parameters");
    for netuid in 1..=SUBNETS {
        let reserves = Reserves {
            tao: (3_000 + 97 * u64::from(netuid)) * TAO,
            alpha: (60_000 + 811 * u64::from(netuid)) * TAO,
        };
        let owner = Coldkey::from_name(&format!("owner {netuid}"));
        let owned = Hotkey::from_name(&format!("owned {netuid}"));
        chain
            .create_subnet_with_pool(owner, owned, None, parameters(), reserves)
            .expect("subnet");
        for uid in 0..uids - 1 {
            chain
                .register(coldkey(netuid, uid), netuid, hotkey(netuid, uid))
                .expect("uid");
        }
        for uid in 0..VALIDATORS.min(uids - 1) {
            let amount = (2 + u64::from(uid)) * TAO;
            chain
                .add_stake(coldkey(netuid, uid), hotkey(netuid, uid), netuid, amount)
                .expect("stake");
        }
    }
    for uid in 0..VALIDATORS.min(uids - 1) {
        chain
            .add_stake(coldkey(0, uid), hotkey(0, uid), 0, 30_000 * TAO)
            .expect("root stake");
    }
    with_moving_prices(&chain)
}

/// Moving prices as after months, without which no TAO would be emitted.
fn with_moving_prices(chain: &Chain) -> Chain {
    let mut storage = chain.to_storage();
    let prices = chain.netuids().into_iter().map(|netuid| {
        let price = chain.price(netuid).expect("subnet").to_bits() >> 32;
        (netuid.to_string(), Stored::Text(price.to_string()))
    });
    storage.insert(
        "subnet_moving_price".to_owned(),
        Stored::Map(prices.collect()),
    );
    Chain::from_storage(&storage, parameters(), b"bench").expect("storage")
}

/// The same after two tempos, with weights of all validators towards 191 miners.
fn network() -> Chain {
    let mut chain = subnets(UIDS);
    chain.run((2 * TEMPO).into()).expect("blocks");
    let uids: Vec<u16> = (VALIDATORS + 1..UIDS).collect();
    for netuid in 1..=SUBNETS {
        for validator in 0..VALIDATORS {
            let weights: Vec<u16> = uids
                .iter()
                .map(|uid| 1 + (uid * 31 + validator * 7 + netuid) % 997)
                .collect();
            let call = WeightsCall {
                hotkey: hotkey(netuid, validator),
                netuid,
                mechanism: 0,
                uids: &uids,
                weights: &weights,
                version_key: 0,
            };
            // The lowest may hold no permit: the owner has one too.
            let _ = chain.set_weights(&call);
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
    let spent: u64 = chain
        .netuids()
        .iter()
        .map(|netuid| chain.economy(*netuid).expect("subnet").excess_tao)
        .sum();
    println!(
        "TAO for which a block buys: {spent} rao; fall-backs of the power: {}",
        fall_backs()
    );
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
    group.bench_function("snapshot", |bencher| {
        bencher.iter(|| black_box(chain.snapshot().len()));
    });
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
