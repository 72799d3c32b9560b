//! One epoch of a subnet: what it reads, stores and hands on to be paid (coinbase.md 10).

use super::Chain;
use super::epoch_input::run_epoch;
use super::events::Event;
use super::payouts::{Assigned, Paid, Pots, pay};
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
        if let Some(record) = record {
            self.epoch_inputs.insert(netuid, record);
        }
        let assigned = by_hotkey(subnet, &output);
        store(&mut self.state, netuid, output);
        let pots = shared_out(pots, &assigned);
        let paid = if held {
            counted(&assigned)
        } else {
            pay(&mut self.state, netuid, &assigned, pots)
        };
        let epoch = finish(&mut self.state, netuid);
        let Paid {
            incentive,
            withheld,
            dividends,
            owner_cut,
        } = paid;
        self.emit(Event::EpochRan {
            netuid,
            epoch,
            emission,
            incentive,
            withheld,
            dividends,
            owner_cut,
        });
        Ok(())
    }
}

/// Validators get the miners' pot too when no miner earned anything.
fn shared_out(pots: Pending, assigned: &[Assigned]) -> Pots {
    let nobody_earned = assigned.iter().all(|one| one.incentive == 0);
    let miners = if nobody_earned { pots.server } else { 0 };
    Pots {
        validators: pots.validator.saturating_add(miners),
        owner_cut: pots.owner_cut,
    }
}

/// What is told of an epoch that pays nobody.
fn counted(assigned: &[Assigned]) -> Paid {
    let incentive = assigned
        .iter()
        .fold(0, |sum: u64, one| sum.saturating_add(one.incentive));
    Paid {
        incentive,
        ..Paid::default()
    }
}

/// The epoch's amounts in the order of hotkey bytes, which is that of every payment.
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
        mechanism.bonds = result.bonds;
    }
}

/// Only now has the epoch happened, for the next one to see; returns its number, from 0.
fn finish(state: &mut State, netuid: u16) -> u64 {
    let block = state.block;
    state.subnets.get_mut(netuid).map_or(0, |subnet| {
        subnet.clock.last_mechanism_step_block = block;
        subnet.clock.epoch_index.saturating_sub(1)
    })
}
