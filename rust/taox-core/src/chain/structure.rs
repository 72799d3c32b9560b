//! What must fit together in a state that comes from outside, before anything runs on it.

use super::input::InputError;
use super::neurons::{Mechanism, Neurons};
use super::share_pool::SharePool;
use super::state::State;
use super::subnet::{NETUIDS, Subnet};

/// What the chain can be set to at most; here 2 is (epoch.md 4).
const MAX_MECHANISMS: u8 = 16;

impl State {
    /// Checks indices and lengths, then derives what is not stored.
    ///
    /// # Errors
    /// [`InputError`] about the first thing that does not fit.
    pub(crate) fn check_structure(&mut self) -> Result<(), InputError> {
        if !self.indices_are_valid() {
            return Err(InputError::new(
                "accounts",
                "known indices",
                "an unknown one",
            ));
        }
        if !self.subnets.is_ordered() {
            return Err(InputError::new("subnets", "all in order", "something else"));
        }
        self.subnets.iter().try_for_each(check_subnet)?;
        self.sort_neurons();
        self.index_root_stakes();
        Ok(())
    }

    /// Derives the order of payouts of every subnet.
    pub(crate) fn sort_neurons(&mut self) {
        let hotkeys = &self.hotkeys;
        for subnet in self.subnets.iter_mut() {
            subnet.neurons.sort_by_hotkey(|hotkey| hotkeys.key(hotkey));
        }
    }
}

fn check_subnet(subnet: &Subnet) -> Result<(), InputError> {
    let netuid = subnet.netuid;
    if netuid >= NETUIDS {
        return Err(InputError::new("netuid", "at most 4095", netuid));
    }
    let mechanisms = subnet.params.subnet.mechanism_count;
    if !(1..=MAX_MECHANISMS).contains(&mechanisms) {
        let place = format!("subnet {netuid}: mechanism_count");
        return Err(InputError::new(
            place,
            format!("1 to {MAX_MECHANISMS}"),
            mechanisms,
        ));
    }
    let n = subnet.neurons.hotkeys.len();
    if n > usize::from(NETUIDS) {
        return Err(InputError::new(
            format!("subnet {netuid}"),
            "at most 4096 uids",
            n,
        ));
    }
    length(
        netuid,
        "mechanisms",
        subnet.mechanisms.len(),
        mechanisms.into(),
    )?;
    check_neurons(netuid, &subnet.neurons)?;
    if !subnet.stakes.values().all(SharePool::is_ordered) {
        let place = format!("subnet {netuid}: shares");
        return Err(InputError::new(
            place,
            "each holder once, in order",
            "others",
        ));
    }
    subnet
        .mechanisms
        .iter()
        .try_for_each(|mechanism| check_mechanism(netuid, mechanism, n))
}

fn check_neurons(netuid: u16, neurons: &Neurons) -> Result<(), InputError> {
    let n = neurons.hotkeys.len();
    let lengths = [
        ("block_at_registration", neurons.block_at_registration.len()),
        ("active", neurons.active.len()),
        ("emission", neurons.emission.len()),
        ("consensus", neurons.consensus.len()),
        ("dividends", neurons.dividends.len()),
        ("validator_trust", neurons.validator_trust.len()),
        ("validator_permit", neurons.validator_permit.len()),
        // One short per registration since the last epoch.
        ("stake_weight", neurons.stake_weight.len().max(n)),
    ];
    lengths
        .iter()
        .try_for_each(|(field, actual)| length(netuid, field, *actual, n))?;
    match neurons.uids.values().find(|uid| usize::from(**uid) >= n) {
        Some(uid) => Err(InputError::new(
            format!("subnet {netuid}: uids"),
            format!("below {n}"),
            uid,
        )),
        None => Ok(()),
    }
}

fn check_mechanism(netuid: u16, mechanism: &Mechanism, n: usize) -> Result<(), InputError> {
    let lengths = [
        ("last_update", mechanism.last_update.len()),
        ("incentive", mechanism.incentive.len()),
        ("weights", mechanism.weights.len()),
        ("bonds", mechanism.bonds.len()),
    ];
    lengths
        .iter()
        .try_for_each(|(field, actual)| length(netuid, field, *actual, n))
}

fn length(netuid: u16, field: &str, actual: usize, expected: usize) -> Result<(), InputError> {
    if actual == expected {
        return Ok(());
    }
    Err(InputError::new(
        format!("subnet {netuid}: {field}"),
        format!("{expected} entries"),
        actual,
    ))
}
