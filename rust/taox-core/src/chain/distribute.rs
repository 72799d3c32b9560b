//! One epoch of a subnet: what it reads, stores and hands on to be paid (coinbase.md 10).

use super::Chain;
use super::epoch_input::run_epoch;
use super::events::Event;
use super::payouts::{Assigned, Paid, Pots};
use super::schedule::Drained;
use super::state::State;
use super::subnet::{Pending, Subnet};
use crate::epoch::{EpochError, EpochOutput};

impl Chain {
    /// Runs the epoch of a drained subnet and pays its pots out.
    pub(crate) fn distribute(&mut self, drained: &Drained) -> Result<(), EpochError> {
        let Drained { netuid, pots } = *drained;
        let Some(subnet) = self.state.subnets.get(netuid) else {
            return Ok(());
        };
        let emission = pots.emission();
        let held = subnet.stake_held;
        let rules = self.rules.get(&netuid).map(AsRef::as_ref);
        let keep = self.keep_epoch_inputs;
        let (output, record) = run_epoch(&self.state, subnet, emission, rules, keep)?;
        let assigned = by_hotkey(subnet, &output);
        if let Some(record) = record {
            self.epoch_inputs.insert(netuid, record);
        }
        store(&mut self.state, netuid, output);
        let paid = if held {
            counted(&assigned)
        } else {
            self.state
                .pay(netuid, &assigned, pots.after_epoch(&assigned))
        };
        let epoch = finish_epoch(&mut self.state, netuid);
        let Paid {
            incentive,
            withheld,
            dividends,
            root_dividends,
            owner_cut,
            ..
        } = paid;
        self.emit(Event::EpochRan {
            netuid,
            epoch,
            emission,
            incentive,
            withheld,
            dividends,
            root_dividends,
            owner_cut,
        });
        Ok(())
    }
}

impl Pending {
    /// Validators get the miners' half too when no miner earned anything.
    fn after_epoch(self, assigned: &[Assigned]) -> Pots {
        let no_incentive = assigned.iter().all(|one| one.incentive == 0);
        let more = if no_incentive { self.server } else { 0 };
        Pots {
            validators: self.validator.saturating_add(more),
            root: self.root,
            owner_cut: self.owner_cut,
        }
    }
}

/// What is told of an epoch that pays nobody.
fn counted(assigned: &[Assigned]) -> Paid {
    let incentives = assigned.iter().map(|one| one.incentive);
    Paid {
        incentive: incentives.fold(0, u64::saturating_add),
        ..Paid::default()
    }
}

fn by_hotkey(subnet: &Subnet, output: &EpochOutput) -> Vec<Assigned> {
    let amount = |amounts: &[u64], uid: u16| amounts.get(usize::from(uid)).copied().unwrap_or(0);
    let uids = subnet.neurons.by_hotkey.iter();
    uids.filter_map(|&uid| {
        Some(Assigned {
            hotkey: subnet.neurons.hotkey(uid)?,
            incentive: amount(&output.server_emission, uid),
            dividend: amount(&output.validator_emission, uid),
        })
    })
    .collect()
}

/// What the epoch leaves for the next one and for readers.
fn store(state: &mut State, netuid: u16, output: EpochOutput) {
    let Some(subnet) = state.subnets.get_mut(netuid) else {
        return;
    };
    let neurons = &mut subnet.neurons;
    neurons.active = output.active;
    neurons.emission = output.emission;
    neurons.consensus = output.consensus;
    neurons.dividends = output.dividends;
    neurons.validator_trust = output.validator_trust;
    neurons.stake_weight = output.stake_weight;
    neurons.validator_permit = output.validator_permit;
    for (mechanism, result) in subnet.mechanisms.iter_mut().zip(output.mechanisms) {
        mechanism.incentive = result.incentive;
        mechanism.has_incentive = true;
        mechanism.bonds = result.bonds.into();
    }
}

/// Notes that the subnet's epoch is done; returns its number.
fn finish_epoch(state: &mut State, netuid: u16) -> u64 {
    let block = state.block;
    state.subnets.get_mut(netuid).map_or(0, |subnet| {
        subnet.clock.last_mechanism_step_block = block;
        subnet.clock.epoch_index.saturating_sub(1)
    })
}
