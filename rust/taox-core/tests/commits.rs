//! Committing and revealing: bodies in the order of their checks, windows, the opening in the block
//! step, and what a pending commit does to consensus (transitions.md 1.9 to 1.11, Appendix D 9).

use taox_core::chain::{
    Chain, ChainError, Coldkey, Event, Hotkey, LOCAL, RevealCall, SealedPayload, Setting,
    TimelockedCall, WeightsCall, WeightsTarget, weights_hash,
};
use taox_core::epoch::NO_COMMIT;

const TAO: u64 = 1_000_000_000;
const TEMPO: u16 = 10;
const SALT: &[u16] = &[7, 9];

fn key(index: u16) -> Hotkey {
    Hotkey::from_name(&format!("hotkey-{index}"))
}

fn alice() -> Coldkey {
    Coldkey::from_name("alice")
}

fn subnet(chain: &mut Chain, netuid: u16) {
    let mut params = chain.defaults().clone();
    params.epoch.tempo = TEMPO;
    params.epoch.commit_reveal = true;
    params.subnet.weights_set_rate_limit = 0;
    params.subnet.max_allowed_uids = 128;
    params.subnet.mechanism_count = 2;
    chain
        .create_subnet(Coldkey::from_name("owner"), key(0), Some(netuid), params)
        .unwrap();
    for index in 1..4 {
        chain.register(alice(), netuid, key(index)).unwrap();
    }
}

/// A subnet with commit-reveal on and two mechanisms: the owner, and three neurons of alice.
fn network() -> Chain {
    let balances = [(alice(), 10_000 * TAO)];
    let mut chain = Chain::new(LOCAL.hyperparameters(), &balances, b"test").unwrap();
    subnet(&mut chain, 1);
    chain
}

fn set(chain: &mut Chain, name: &str, value: i128) {
    let setting = Setting::Integer(name.to_owned(), value);
    chain.set_hyperparameters(1, &[setting]).unwrap();
}

fn target(index: u16, mechanism: u8) -> WeightsTarget {
    WeightsTarget {
        hotkey: key(index),
        netuid: 1,
        mechanism,
    }
}

/// The owner's weights, who needs no permit.
fn reveal<'a>(uids: &'a [u16], weights: &'a [u16]) -> RevealCall<'a> {
    RevealCall {
        weights: WeightsCall {
            hotkey: key(0),
            netuid: 1,
            mechanism: 0,
            uids,
            weights,
            version_key: 0,
        },
        salt: SALT,
    }
}

fn commit(chain: &mut Chain, call: &RevealCall<'_>) {
    chain
        .commit_weights(target(0, call.weights.mechanism), weights_hash(call))
        .unwrap();
}

fn sealed(index: u16, uids: &[u16], weights: &[u16]) -> Vec<u8> {
    let payload = SealedPayload {
        hotkey: Some(key(index)),
        uids: uids.to_vec(),
        weights: weights.to_vec(),
        version_key: 0,
    };
    payload.seal()
}

fn commit_sealed(chain: &mut Chain, index: u16, ciphertext: &[u8]) -> Result<(), ChainError> {
    let reveal_round = chain.reveal_round(1).unwrap();
    chain.commit_timelocked_weights(&TimelockedCall {
        target: target(index, 0),
        ciphertext,
        reveal_round,
        version: 4,
    })
}

fn row(chain: &Chain, uid: u16, mechanism: usize) -> Vec<(u16, u16)> {
    let metagraph = chain.metagraph(1).unwrap();
    let rows = metagraph.mechanisms[mechanism].weights.as_rows();
    rows.iter_row(uid.into()).collect()
}

fn to_next_epoch(chain: &mut Chain) {
    let due = chain.next_epoch_block(1).unwrap().unwrap();
    chain.run(due - chain.block()).unwrap();
}

/// The name of what refuses, in a chain that it must not have changed.
fn refused<T: core::fmt::Debug>(
    chain: &mut Chain,
    call: impl FnOnce(&mut Chain) -> Result<T, ChainError>,
) -> &'static str {
    let before = (chain.state_hash(), chain.event_count());
    let error = call(chain).unwrap_err();
    assert_eq!((chain.state_hash(), chain.event_count()), before);
    error.name()
}

#[test]
fn a_hash_is_revealed_in_one_epoch_alone() {
    let mut chain = network();
    let call = reveal(&[1, 2], &[1, 2]);
    commit(&mut chain, &call);
    let too_early = refused(&mut chain, |chain| chain.reveal_weights(&call));
    to_next_epoch(&mut chain);
    chain.reveal_weights(&call).unwrap();
    assert_eq!(row(&chain, 0, 0), [(1, 32_768), (2, 65_535)]);
    let repeated = refused(&mut chain, |chain| chain.reveal_weights(&call));
    commit(&mut chain, &call);
    to_next_epoch(&mut chain);
    to_next_epoch(&mut chain);
    let guarded = refused(&mut chain, |chain| chain.reveal_weights(&call));
    let expired = refused(&mut chain, |chain| chain.reveal_weights_body(&call));
    assert_eq!(
        [too_early, repeated, guarded, expired],
        [
            "RevealTooEarly",
            "NoWeightsCommitFound",
            "RevealTooEarly",
            "ExpiredWeightCommit"
        ]
    );
}

#[test]
fn the_body_of_a_commit_checks_in_the_chains_order() {
    let mut chain = network();
    set(&mut chain, "commit_reveal", 0);
    set(&mut chain, "weights_set_rate_limit", 5);
    chain.run(3).unwrap();
    let hash = [1; 32];
    let mut seen = Vec::new();
    let mut wrong = target(9, 2);
    let mut body = |chain: &mut Chain, target: WeightsTarget| {
        seen.push(refused(chain, |chain| {
            chain.commit_weights_body(target, hash)
        }));
    };
    body(&mut chain, wrong);
    wrong.mechanism = 1;
    body(&mut chain, wrong);
    set(&mut chain, "commit_reveal", 1);
    body(&mut chain, wrong);
    chain.commit_weights_body(target(1, 1), hash).unwrap();
    body(&mut chain, target(1, 1));
    set(&mut chain, "weights_set_rate_limit", 0);
    for _ in 0..9 {
        chain.commit_weights_body(target(1, 1), hash).unwrap();
    }
    body(&mut chain, target(1, 1));
    assert_eq!(
        seen,
        [
            "MechanismDoesNotExist",
            "CommitRevealDisabled",
            "HotKeyNotRegisteredInSubNet",
            "CommittingWeightsTooFast",
            "TooManyUnrevealedCommits",
        ]
    );
}

#[test]
fn the_body_of_a_sealed_commit_checks_in_the_chains_order() {
    let mut chain = network();
    set(&mut chain, "commit_reveal", 0);
    set(&mut chain, "weights_set_rate_limit", 5);
    chain.run(3).unwrap();
    let mut call = TimelockedCall {
        target: target(9, 2),
        ciphertext: b"",
        reveal_round: 0,
        version: 3,
    };
    let mut seen = vec![refused(&mut chain, |chain| {
        chain.commit_timelocked_weights(&call)
    })];
    let mut body = |chain: &mut Chain, call: &TimelockedCall<'_>| {
        seen.push(refused(chain, |chain| chain.commit_timelocked_body(call)));
    };
    body(&mut chain, &call);
    call.target.mechanism = 1;
    body(&mut chain, &call);
    set(&mut chain, "commit_reveal", 1);
    body(&mut chain, &call);
    call.version = 4;
    body(&mut chain, &call);
    call.target = target(1, 1);
    chain.commit_timelocked_body(&call).unwrap();
    body(&mut chain, &call);
    set(&mut chain, "weights_set_rate_limit", 0);
    for _ in 0..9 {
        chain.commit_timelocked_body(&call).unwrap();
    }
    body(&mut chain, &call);
    assert_eq!(
        seen,
        [
            "InvalidRevealRound",
            "MechanismDoesNotExist",
            "CommitRevealDisabled",
            "IncorrectCommitRevealVersion",
            "HotKeyNotRegisteredInSubNet",
            "CommittingWeightsTooFast",
            "TooManyUnrevealedCommits",
        ]
    );
}

#[test]
fn the_body_of_a_reveal_knows_what_its_guard_does_not_tell() {
    let mut chain = network();
    let (known, unknown) = (reveal(&[1], &[1]), reveal(&[2], &[1]));
    let mut seen = vec![refused(&mut chain, |chain| {
        chain.reveal_weights_body(&known)
    })];
    commit(&mut chain, &known);
    seen.push(refused(&mut chain, |chain| {
        chain.reveal_weights_body(&unknown)
    }));
    seen.push(refused(&mut chain, |chain| {
        chain.reveal_weights_body(&known)
    }));
    set(&mut chain, "commit_reveal", 0);
    seen.push(refused(&mut chain, |chain| {
        chain.reveal_weights_body(&known)
    }));
    assert_eq!(
        seen,
        [
            "NoWeightsCommitFound",
            "InvalidRevealCommitHashNotMatch",
            "RevealTooEarly",
            "CommitRevealDisabled",
        ]
    );
}

#[test]
fn a_reveal_takes_older_commits_along_and_a_later_one_stays() {
    let mut chain = network();
    let calls = [reveal(&[1], &[1]), reveal(&[2], &[1]), reveal(&[3], &[1])];
    for call in &calls {
        commit(&mut chain, call);
    }
    to_next_epoch(&mut chain);
    chain.reveal_weights(&calls[1]).unwrap();
    let older = refused(&mut chain, |chain| chain.reveal_weights(&calls[0]));
    assert_eq!(older, "NoWeightsCommitFound");
    let left = chain.pending_commits(1, 0).unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].hash, weights_hash(&calls[2]));
}

#[test]
fn the_period_counts_as_it_is_at_the_reveal() {
    let mut chain = network();
    let call = reveal(&[1], &[1]);
    commit(&mut chain, &call);
    set(&mut chain, "reveal_period_epochs", 2);
    to_next_epoch(&mut chain);
    let name = refused(&mut chain, |chain| chain.reveal_weights(&call));
    assert_eq!(name, "RevealTooEarly");
    to_next_epoch(&mut chain);
    chain.reveal_weights(&call).unwrap();
}

#[test]
fn sealed_weights_are_opened_just_before_the_epoch_that_uses_them() {
    let mut chain = network();
    chain.keep_epoch_inputs(true);
    chain.run(3).unwrap();
    commit_sealed(&mut chain, 0, &sealed(0, &[1, 2], &[3, 1])).unwrap();
    let committed = chain.block();
    let due = chain.next_epoch_block(1).unwrap().unwrap();
    chain.run(due - 1 - committed).unwrap();
    assert!(row(&chain, 0, 0).is_empty());
    chain.run(1).unwrap();
    let used = chain.last_epoch_input(1).unwrap();
    let used: Vec<_> = used.mechanisms[0].weights.as_rows().iter_row(0).collect();
    assert_eq!(used, [(1, 65_535), (2, 21_845)]);
    assert_eq!(row(&chain, 0, 0), used);
    let update = chain.metagraph(1).unwrap().mechanisms[0].last_update[0];
    assert_eq!(update, committed);
}

#[test]
fn sealed_weights_meet_the_rules_of_the_moment_in_which_they_are_opened() {
    let mut chain = network();
    let (mine, others) = (sealed(1, &[0, 2], &[1, 1]), sealed(2, &[0], &[1]));
    commit_sealed(&mut chain, 1, &mine).unwrap();
    commit_sealed(&mut chain, 1, &others).unwrap();
    commit_sealed(&mut chain, 1, b"nonsense").unwrap();
    commit_sealed(&mut chain, 0, &sealed(0, &[1], &[1])).unwrap();
    commit_sealed(&mut chain, 0, &sealed(0, &[2], &[1])).unwrap();
    to_next_epoch(&mut chain);
    let dropped: Vec<_> = chain
        .events(0)
        .filter_map(|record| match &record.event {
            Event::TimelockedWeightsDropped { hotkey, reason, .. } => {
                Some((*hotkey, reason.as_str()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        dropped,
        [
            (key(1), "NeuronNoValidatorPermit"),
            (key(1), "sealed for another hotkey"),
            (key(1), "unreadable"),
        ]
    );
    // Of two commits of one hotkey the later one stays.
    assert_eq!(row(&chain, 0, 0), [(2, 65_535)]);
    assert!(chain.pending_commits(1, 0).unwrap().is_empty());
}

#[test]
fn a_round_that_does_not_come_keeps_weights_waiting_until_they_are_dropped() {
    let mut chain = network();
    chain
        .set_network_parameters(&[("drand_rounds_per_block", 0)])
        .unwrap();
    let mut wait = |round: u64, uids: &[u16]| {
        chain
            .commit_timelocked_weights(&TimelockedCall {
                target: target(0, 0),
                ciphertext: &sealed(0, uids, &[1]),
                reveal_round: round,
                version: 4,
            })
            .unwrap();
    };
    wait(8, &[1]);
    wait(9, &[2]);
    to_next_epoch(&mut chain);
    assert_eq!(chain.pending_commits(1, 0).unwrap().len(), 2);
    chain.drand_pulse(8);
    chain.run(1).unwrap();
    assert_eq!(row(&chain, 0, 0), [(1, 65_535)]);
    to_next_epoch(&mut chain);
    chain.drand_pulse(9);
    chain.run(1).unwrap();
    assert_eq!(row(&chain, 0, 0), [(1, 65_535)]);
    assert!(chain.pending_commits(1, 0).unwrap().is_empty());
    let last = chain.events(0).filter_map(|record| match &record.event {
        Event::TimelockedWeightsDropped { reason, .. } => Some(reason.clone()),
        _ => None,
    });
    assert_eq!(last.collect::<Vec<_>>(), ["expired"]);
}

#[test]
fn a_deferred_subnet_opens_its_commits_in_the_block_of_its_epoch() {
    let mut chain = network();
    subnet(&mut chain, 2);
    // Both epochs are due in one block, which runs one.
    for netuid in [1, 2] {
        let tempo = [Setting::Integer("tempo".to_owned(), TEMPO.into())];
        chain.set_hyperparameters(netuid, &tempo).unwrap();
    }
    chain
        .set_network_parameters(&[("max_epochs_per_block", 1)])
        .unwrap();
    let opened = |chain: &Chain| {
        let weights = &chain.metagraph(2).unwrap().mechanisms[0].weights;
        weights.as_rows().pairs()
    };
    chain
        .commit_timelocked_weights(&TimelockedCall {
            target: WeightsTarget {
                netuid: 2,
                ..target(0, 0)
            },
            ciphertext: &sealed(0, &[1], &[1]),
            reveal_round: 1,
            version: 4,
        })
        .unwrap();
    to_next_epoch(&mut chain);
    assert_eq!((opened(&chain), chain.epoch_index(2).unwrap()), (0, 0));
    chain.run(1).unwrap();
    assert_eq!((opened(&chain), chain.epoch_index(2).unwrap()), (1, 1));
}

#[test]
fn an_epoch_reads_the_earliest_pending_commit_of_each_uid_and_mechanism() {
    let mut chain = network();
    chain.keep_epoch_inputs(true);
    set(&mut chain, "reveal_period_epochs", 3);
    chain.run(2).unwrap();
    commit(&mut chain, &reveal(&[1], &[1]));
    chain.run(2).unwrap();
    commit(&mut chain, &reveal(&[2], &[1]));
    commit_sealed(&mut chain, 2, &sealed(2, &[2], &[1])).unwrap();
    to_next_epoch(&mut chain);
    let input = chain.last_epoch_input(1).unwrap();
    let oldest = |mechanism: usize| &input.mechanisms[mechanism].oldest_active_commit_block;
    assert_eq!(*oldest(0), [2, NO_COMMIT, 4, NO_COMMIT]);
    assert!(oldest(1).is_empty());
}

#[test]
fn pending_commits_survive_a_snapshot_and_a_storage_dump() {
    let mut chain = network();
    commit(&mut chain, &reveal(&[1], &[1]));
    commit_sealed(&mut chain, 0, &sealed(0, &[1, 2], &[3, 1])).unwrap();
    commit_sealed(&mut chain, 2, b"nonsense").unwrap();
    let restored = Chain::restore(&chain.snapshot()).unwrap();
    let defaults = chain.defaults().clone();
    let loaded = Chain::from_storage(&chain.to_storage(), defaults, b"test").unwrap();
    for mut other in [restored, loaded] {
        assert_eq!(other.state_hash(), chain.state_hash());
        let mut chain = chain.clone();
        to_next_epoch(&mut chain);
        to_next_epoch(&mut other);
        assert_eq!(row(&other, 0, 0), [(1, 65_535), (2, 21_845)]);
        assert_eq!(other.state_hash(), chain.state_hash());
    }
}
