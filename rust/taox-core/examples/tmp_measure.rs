//! A network of 128 subnets: the block step, a tempo with all its epochs, calls, snapshots.
//!
//! `cargo bench -p taox-core --bench chain`. A day is 20 tempos of 360 blocks.

use taox_core::chain::{
    Chain, Coldkey, Hotkey, Hyperparameters, LOCAL, Reserves, Setting, Stored, WeightsCall,
};

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

fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6
}
fn min<T>(n: u32, mut f: impl FnMut() -> T) -> f64 {
    (0..n)
        .map(|_| {
            let t = cpu();
            let out = f();
            let e = cpu() - t;
            drop(out);
            e
        })
        .fold(1e9, f64::min)
}
fn main() {
    let mut chain = network();
    chain.run(TEMPO.into()).unwrap();
    let bytes = chain.snapshot();
    println!("bytes {}", bytes.len());
    println!("snapshot {:.1} ms", min(15, || chain.snapshot()));
    println!("state_hash {:.1} ms", min(15, || chain.state_hash()));
    println!(
        "restore {:.1} ms",
        min(15, || Chain::restore(&bytes).unwrap())
    );
    println!("clone {:.1} ms", min(15, || chain.clone()));
    let t = cpu();
    for _ in 0..20 {
        chain.run(TEMPO.into()).unwrap();
        chain.forget_events(u64::MAX);
    }
    println!("day {:.0} ms", cpu() - t);
}
