//! A local chain through its public surface.

use taox_core::chain::{
    ALPHA_PER_BLOCK, CHAIN, Chain, ChainError, Coldkey, Hotkey, LOCAL, WeightsCall,
};

const TAO: u64 = 1_000_000_000;

fn key(index: u16) -> Hotkey {
    Hotkey::from_name(&format!("hotkey-{index}"))
}

fn owner() -> Coldkey {
    Coldkey::from_name("owner")
}

fn alice() -> Coldkey {
    Coldkey::from_name("alice")
}

/// One local subnet of tempo 20 with `neurons` neurons of alice beside the owner's.
fn network(neurons: u16) -> Chain {
    let mut chain =
        Chain::new(LOCAL.hyperparameters(), &[(alice(), 10_000 * TAO)], b"test").unwrap();
    let mut params = chain.defaults().clone();
    params.epoch.tempo = 20;
    chain.create_subnet(owner(), key(0), None, params).unwrap();
    for index in 1..=neurons {
        assert_eq!(chain.register(alice(), 1, key(index)), Ok(index));
    }
    chain
}

fn weigh(chain: &mut Chain, from: u16, uids: &[u16], weights: &[u16]) -> Result<(), ChainError> {
    chain.set_weights(&WeightsCall {
        hotkey: key(from),
        netuid: 1,
        mechanism: 0,
        uids,
        weights,
        version_key: 0,
    })
}

#[test]
fn a_validator_and_two_miners_earn() {
    let mut chain = network(3);
    let bought = chain.add_stake(alice(), key(1), 1, 1_000 * TAO).unwrap();
    chain.keep_epoch_inputs(true);
    chain.run(20).unwrap();
    weigh(&mut chain, 1, &[2, 3], &[3, 1]).unwrap();
    chain.run(20).unwrap();
    chain.check_invariants().unwrap();
    let metagraph = chain.metagraph(1).unwrap();
    let incentive = &metagraph.mechanisms[0].incentive;
    assert!(incentive[2] > incentive[3] && incentive[3] > 0);
    assert!(chain.stake(key(2), alice(), 1) > chain.stake(key(3), alice(), 1));
    let minted = 40 * ALPHA_PER_BLOCK;
    let staked: u64 = (0..4).map(|index| chain.hotkey_stake(key(index), 1)).sum();
    assert!(staked <= bought + minted);
    assert!(staked > bought + minted - 200, "dust only");
    let input = chain.last_epoch_input(1).unwrap();
    assert_eq!(input.run().unwrap().emission, metagraph.emission);
}

#[test]
fn a_seat_is_given_and_a_registration_is_paid() {
    let mut chain = network(0);
    let before = (chain.economy(1).unwrap(), chain.balance(alice()));
    assert_eq!(chain.seat_neuron(alice(), 1, key(1)), Ok(1));
    assert_eq!((chain.economy(1).unwrap(), chain.balance(alice())), before);
    let refused = chain.seat_neuron(alice(), 1, key(1)).unwrap_err();
    assert_eq!(refused.name(), "HotKeyAlreadyRegisteredInSubNet");
    assert_eq!(chain.register(alice(), 1, key(2)), Ok(2));
    let price = before.0.burn;
    assert_eq!(price, TAO);
    assert_eq!(chain.balance(alice()), before.1 - price);
    assert!(chain.economy(1).unwrap().burn > price);
    chain.check_invariants().unwrap();
}

#[test]
fn snapshot_restore_same_future() {
    let mut chain = network(3);
    chain.add_stake(alice(), key(1), 1, 1_000 * TAO).unwrap();
    chain.run(30).unwrap();
    let bytes = chain.snapshot();
    let mut restored = Chain::restore(&bytes).unwrap();
    assert_eq!(restored.snapshot(), bytes);
    assert_eq!(restored.state_hash(), chain.state_hash());
    let mut renumbered = chain.renumbered().unwrap();
    assert_ne!(renumbered.snapshot(), bytes);
    for one in [&mut chain, &mut restored, &mut renumbered] {
        weigh(one, 1, &[2, 3], &[3, 1]).unwrap();
        one.run(100).unwrap();
    }
    for one in [&restored, &renumbered] {
        assert_eq!(one.state_hash(), chain.state_hash());
        assert_eq!(one.event_log_hash(), chain.event_log_hash());
    }
}

#[test]
fn the_chain_preset_refuses_weights_and_stake() {
    let mut chain = Chain::new(CHAIN.hyperparameters(), &[(alice(), TAO)], b"test").unwrap();
    let params = chain.defaults().clone();
    chain.create_subnet(owner(), key(0), None, params).unwrap();
    assert_eq!(
        weigh(&mut chain, 0, &[0], &[1]),
        Err(ChainError::CommitRevealEnabled { netuid: 1 })
    );
    assert_eq!(
        chain.add_stake(alice(), key(0), 1, TAO),
        Err(ChainError::SubtokenDisabled { netuid: 1 })
    );
}
