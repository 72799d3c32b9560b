//! One epoch of a subnet and what it pays (coinbase.md 10 to 12).
//!
//! Incentives are paid as amounts, dividends are used as weights. The order is the chain's: the
//! owner's cut, incentives, dividends; inside each, by hotkey bytes.

use super::Chain;
use super::dividends::{Receiver, alpha_dividends};
use super::emission::u16_fraction;
use super::epoch_input::run_epoch;
use super::events::Event;
use super::hyperparameters::RecycleOrBurn;
use super::interner::HotIx;
use super::schedule::Drained;
use super::state::{DEFAULT_TAKE, State};
use super::subnet::{Pending, Subnet};
use crate::epoch::{EpochError, EpochOutput};
use crate::fixed::{FixedPoint, U96F32};

/// What a hotkey was assigned, in the order of payment.
#[derive(Clone, Copy)]
struct Assigned {
    hotkey: HotIx,
    incentive: u64,
    dividend: u64,
}

/// What miners were assigned, and how much of it the owner's uids did not get.
#[derive(Clone, Copy, Default)]
struct Incentives {
    total: u64,
    withheld: u64,
}

impl Chain {
    /// Runs the epoch of a drained subnet and pays its pots out.
    pub(crate) fn distribute(&mut self, drained: &Drained) -> Result<(), EpochError> {
        let Drained { netuid, mut pots } = *drained;
        let Some(subnet) = self.state.subnets.get(netuid) else {
            return Ok(());
        };
        let emission = pots.emission();
        let held = subnet.stake_held;
        let (output, record) = run_epoch(&self.state, subnet, emission, self.keep_epoch_inputs)?;
        let mut assigned = by_hotkey(subnet, &output);
        if held {
            assigned.clear();
            pots = Pending::default();
        }
        if let Some(record) = record {
            self.epoch_inputs.insert(netuid, record);
        }
        // Shares are taken of the stakes before anything is paid.
        let receivers: Vec<_> = assigned
            .iter()
            .map(|one| receiver(&self.state, netuid, one))
            .collect();
        let total: u64 = assigned
            .iter()
            .fold(0, |sum, one| sum.saturating_add(one.incentive));
        // Validators get the miners' half too when no miner earned anything.
        let pot = if total == 0 {
            pots.validator.saturating_add(pots.server)
        } else {
            pots.validator
        };
        let shares = alpha_dividends(&receivers, pot, self.state.network.tao_weight);

        store(&mut self.state, netuid, output);
        let owner_cut = pay_owner_cut(&mut self.state, netuid, pots.owner_cut);
        let incentives = pay_incentives(&mut self.state, netuid, &assigned);
        let dividends = pay_dividends(&mut self.state, netuid, &assigned, &shares);
        let epoch = finish_epoch(&mut self.state, netuid);
        let Incentives {
            total: incentive,
            withheld,
        } = incentives;
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

fn receiver(state: &State, netuid: u16, assigned: &Assigned) -> Receiver {
    let alpha = state
        .subnets
        .get(netuid)
        .map_or(0, |subnet| subnet.stake_of(assigned.hotkey));
    Receiver {
        dividend: assigned.dividend,
        alpha,
        root: state.root_stake(assigned.hotkey),
    }
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
fn finish_epoch(state: &mut State, netuid: u16) -> u64 {
    let block = state.block;
    state.subnets.get_mut(netuid).map_or(0, |subnet| {
        subnet.clock.last_mechanism_step_block = block;
        subnet.clock.epoch_index.saturating_sub(1)
    })
}

/// The owner's cut becomes stake on the owner's hotkey; without an owner it belongs to nobody.
fn pay_owner_cut(state: &mut State, netuid: u16, amount: u64) -> u64 {
    let subnet = state.subnets.get(netuid);
    let Some((hotkey, coldkey)) = subnet.and_then(|subnet| subnet.owner_hotkey.zip(subnet.owner))
    else {
        return 0;
    };
    state.credit_stake(netuid, hotkey, coldkey, amount);
    amount
}

fn pay_incentives(state: &mut State, netuid: u16, assigned: &[Assigned]) -> Incentives {
    let mut sums = Incentives::default();
    for one in assigned.iter().filter(|one| one.incentive > 0) {
        sums.total = sums.total.saturating_add(one.incentive);
        if is_owners(state, netuid, one.hotkey) {
            sums.withheld = sums.withheld.saturating_add(one.incentive);
            withhold(state, netuid, one.incentive);
        } else {
            let owner = state.beneficiary(one.hotkey);
            state.credit_stake(netuid, one.hotkey, owner, one.incentive);
        }
    }
    if let Some(subnet) = state.subnets.get_mut(netuid) {
        let withheld = U96F32::saturating_from_num(sums.withheld);
        subnet.miner_burned = withheld.safe_div(U96F32::saturating_from_num(sums.total));
    }
    sums
}

/// All of the owner's uids are withheld, not only the protected ones (coinbase.md 12.2).
fn is_owners(state: &State, netuid: u16, hotkey: HotIx) -> bool {
    let owner = state.hotkeys.get(hotkey).owner;
    state.subnets.get(netuid).is_some_and(|subnet| {
        subnet.owner_hotkey == Some(hotkey) || (owner.is_some() && subnet.owner == owner)
    })
}

fn withhold(state: &mut State, netuid: u16, amount: u64) {
    let Some(subnet) = state.subnets.get_mut(netuid) else {
        return;
    };
    match subnet.params.subnet.recycle_or_burn {
        RecycleOrBurn::Burn => subnet.alpha_burned = subnet.alpha_burned.saturating_add(amount),
        RecycleOrBurn::Recycle => {
            subnet.alpha_recycled = subnet.alpha_recycled.saturating_add(amount);
            subnet.pool.alpha_out = subnet.pool.alpha_out.saturating_sub(amount);
        }
    }
}

/// The take first, as new shares of the hotkey's owner; then the rest raises the whole pool, in
/// which the fresh take already has its part (coinbase.md 11.3).
fn pay_dividends(state: &mut State, netuid: u16, assigned: &[Assigned], shares: &[U96F32]) -> u64 {
    let mut paid = 0_u64;
    for (one, share) in assigned.iter().zip(shares) {
        if *share == U96F32::ZERO {
            continue;
        }
        let take = state.hotkeys.get(one.hotkey).take.unwrap_or(DEFAULT_TAKE);
        let taken = share.saturating_mul(u16_fraction(take));
        let rest: u64 = share.saturating_sub(taken).saturating_to_num();
        let taken: u64 = taken.saturating_to_num();
        let owner = state.beneficiary(one.hotkey);
        state.credit_stake(netuid, one.hotkey, owner, taken);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.stakes.entry(one.hotkey).or_default().raise(rest);
        }
        paid = paid.saturating_add(taken).saturating_add(rest);
    }
    paid
}
