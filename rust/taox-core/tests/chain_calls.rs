//! Bodies without guards, in the order of their checks, and what bytes cannot do to a restore.

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use taox_core::chain::{
    Chain, ChainError, Coldkey, Hotkey, LOCAL, SNAPSHOT_VERSION, Setting, WeightsCall,
};

const TAO: u64 = 1_000_000_000;

fn key(index: u16) -> Hotkey {
    Hotkey::from_name(&format!("hotkey-{index}"))
}

fn alice() -> Coldkey {
    Coldkey::from_name("alice")
}

/// A subnet of the owner and three neurons of alice, registered in block 0.
fn network() -> Chain {
    let balances = [(alice(), 10_000 * TAO)];
    let mut chain = Chain::new(LOCAL.hyperparameters(), &balances, b"test").unwrap();
    let mut params = chain.defaults().clone();
    params.epoch.tempo = 10;
    chain
        .create_subnet(Coldkey::from_name("owner"), key(0), None, params)
        .unwrap();
    for index in 1..4 {
        chain.register(alice(), 1, key(index)).unwrap();
    }
    chain
}

fn set(chain: &mut Chain, name: &str, value: i128) {
    let setting = Setting::Integer(name.to_owned(), value);
    chain.set_hyperparameters(1, &[setting]).unwrap();
}

/// What refuses a body, in a chain that it must not have changed.
fn refused(chain: &mut Chain, call: &WeightsCall<'_>) -> ChainError {
    let before = (chain.state_hash(), chain.event_count());
    let error = chain.set_weights_body(call).unwrap_err();
    assert_eq!((chain.state_hash(), chain.event_count()), before);
    error
}

#[test]
fn the_body_checks_what_the_guard_would_have_found() {
    let mut chain = network();
    chain.run(1).unwrap();
    chain.register(alice(), 1, key(4)).unwrap();
    chain
        .set_network_parameters(&[("stake_threshold", 5)])
        .unwrap();
    set(&mut chain, "weights_version_key", 2);
    let call = WeightsCall {
        hotkey: key(4),
        netuid: 1,
        mechanism: 0,
        uids: &[1, 1],
        weights: &[1, 1],
        version_key: 1,
    };
    let mut names = Vec::new();
    let mut seen = |chain: &mut Chain, call: &WeightsCall<'_>| {
        names.push(refused(chain, call).name());
    };
    seen(
        &mut chain,
        &WeightsCall {
            mechanism: 1,
            ..call
        },
    );
    seen(
        &mut chain,
        &WeightsCall {
            hotkey: key(9),
            ..call
        },
    );
    seen(&mut chain, &call);
    chain
        .set_network_parameters(&[("stake_threshold", 0)])
        .unwrap();
    seen(&mut chain, &call);
    seen(
        &mut chain,
        &WeightsCall {
            version_key: 2,
            ..call
        },
    );
    chain.run(100).unwrap();
    seen(
        &mut chain,
        &WeightsCall {
            version_key: 2,
            ..call
        },
    );
    assert_eq!(
        names,
        [
            "MechanismDoesNotExist",
            "HotKeyNotRegisteredInSubNet",
            "NotEnoughStakeToSetWeights",
            "IncorrectWeightVersionKey",
            "SettingWeightsTooFast",
            "NeuronNoValidatorPermit",
        ]
    );
}

#[test]
fn guard_and_body_together_are_the_call() {
    let mut chain = network();
    let call = WeightsCall {
        hotkey: key(0),
        netuid: 1,
        mechanism: 0,
        uids: &[1, 2],
        weights: &[1, 2],
        version_key: 0,
    };
    let mut parts = chain.clone();
    chain.set_weights(&call).unwrap();
    parts.set_weights_guard(&call).unwrap();
    parts.set_weights_body(&call).unwrap();
    assert_eq!(parts.state_hash(), chain.state_hash());
}

fn sealed(body: &[u8]) -> Vec<u8> {
    let digest: [u8; 32] = Sha256::digest(body).into();
    [
        b"taox".as_slice(),
        &SNAPSHOT_VERSION.to_le_bytes(),
        &digest,
        body,
    ]
    .concat()
}

/// One step of a random history.
#[derive(Clone, Debug)]
enum Operation {
    Step,
    Register(u16),
    Add(u16, u64),
    Remove(u16, u64),
    Weigh(u16, Vec<(u16, u16)>),
}

fn operation() -> impl Strategy<Value = Operation> {
    let amount = prop_oneof![0..3_000_000_u64, 0..2_000 * TAO];
    let row = prop::collection::vec((0..8_u16, any::<u16>()), 0..6);
    prop_oneof![
        3 => Just(Operation::Step),
        1 => (0..12_u16).prop_map(Operation::Register),
        2 => (0..12_u16, amount.clone()).prop_map(|(who, much)| Operation::Add(who, much)),
        2 => (0..12_u16, amount).prop_map(|(who, much)| Operation::Remove(who, much)),
        3 => (0..12_u16, row).prop_map(|(who, row)| Operation::Weigh(who, row)),
    ]
}

fn perform(chain: &mut Chain, operation: &Operation) -> Result<(), ChainError> {
    match operation {
        Operation::Step => {
            chain.run(3).unwrap();
            Ok(())
        }
        Operation::Register(who) => chain.register(alice(), 1, key(*who)).map(drop),
        Operation::Add(who, much) => chain.add_stake(alice(), key(*who), 1, *much).map(drop),
        Operation::Remove(who, much) => chain.remove_stake(alice(), key(*who), 1, *much).map(drop),
        Operation::Weigh(who, row) => {
            let (uids, weights): (Vec<_>, Vec<_>) = row.iter().copied().unzip();
            chain.set_weights(&WeightsCall {
                hotkey: key(*who),
                netuid: 1,
                mechanism: 0,
                uids: &uids,
                weights: &weights,
                version_key: 0,
            })
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_history_keeps_the_invariants_and_its_future(
        operations in prop::collection::vec(operation(), 0..80)
    ) {
        let mut chain = network();
        set(&mut chain, "max_allowed_uids", 6);
        set(&mut chain, "weights_set_rate_limit", 0);
        for operation in &operations {
            let before = chain.clone();
            if perform(&mut chain, operation).is_err() {
                prop_assert_eq!(chain.state_hash(), before.state_hash());
                prop_assert_eq!(chain.event_log_hash(), before.event_log_hash());
            }
            prop_assert_eq!(chain.check_invariants(), Ok(()));
        }
        let mut restored = Chain::restore(&chain.snapshot()).unwrap();
        let mut renumbered = chain.renumbered().unwrap();
        let height = chain.run(25);
        for other in [&mut restored, &mut renumbered] {
            prop_assert_eq!(other.run(25), height.clone());
            prop_assert_eq!(other.state_hash(), chain.state_hash());
        }
    }

    #[test]
    fn any_bytes_are_restored_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Chain::restore(&bytes).is_err());
        prop_assert!(Chain::restore(&sealed(&bytes)).is_err());
    }

    #[test]
    fn a_damaged_body_is_refused_or_a_chain_that_runs(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let mut body = network().snapshot()[38..].to_vec();
        for (place, value) in changes {
            let place = place.index(body.len());
            body[place] = value;
        }
        if let Ok(mut chain) = Chain::restore(&sealed(&body)) {
            let _ = chain.run(25);
            prop_assert!(Chain::restore(&chain.snapshot()).is_ok());
            let _ = chain.check_invariants();
        }
    }
}
