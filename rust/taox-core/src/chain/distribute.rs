//! One epoch of a subnet and what it pays (coinbase.md 10 to 13.1).
//!
//! Incentives are paid as amounts, dividends are used as weights. The order is the chain's: the
//! owner's cut, incentives, alpha dividends, root dividends; inside each, by hotkey bytes.

use super::Chain;
use super::dividends::{Receiver, Shares, share_dividends};
use super::epoch_input::run_epoch;
use super::events::Event;
use super::fractions::{amount, u16_fraction, u64_fraction};
use super::hyperparameters::RecycleOrBurn;
use super::interner::HotIx;
use super::schedule::Drained;
use super::state::{DEFAULT_TAKE, State};
use super::subnet::{Payouts, Pending, Subnet};
use crate::epoch::{EpochError, EpochOutput};
use crate::fixed::{FixedPoint, U96F32};

/// What an epoch assigned to a hotkey.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assigned {
    pub(crate) hotkey: HotIx,
    pub(crate) incentive: u64,
    pub(crate) dividend: u64,
}

/// What a distribution hands out beside incentives, alpha rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pots {
    /// For validators and their nominators.
    pub validator: u64,
    /// For root stakers.
    pub root: u64,
    /// For the owner.
    pub owner_cut: u64,
}

/// What a distribution did with them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paid {
    /// Who received dividends, in the order of payment.
    pub(crate) receivers: Vec<HotIx>,
    pub(crate) shares: Shares,
    pub(crate) incentive: u64,
    pub(crate) withheld: u64,
    pub(crate) dividends: u64,
    pub(crate) root_dividends: u64,
    pub(crate) owner_cut: u64,
}

impl Chain {
    /// Runs the epoch of a drained subnet and pays its pots out.
    pub(crate) fn distribute(&mut self, drained: &Drained) -> Result<(), EpochError> {
        let Drained { netuid, pots } = *drained;
        let Some(subnet) = self.state.subnets.get(netuid) else {
            return Ok(());
        };
        let emission = pots.emission();
        let (output, record) = run_epoch(&self.state, subnet, emission, self.keep_epoch_inputs)?;
        let assigned = by_hotkey(subnet, &output);
        if let Some(record) = record {
            self.epoch_inputs.insert(netuid, record);
        }
        store(&mut self.state, netuid, output);
        let paid = self.state.pay(netuid, &assigned, pots.after_epoch(&assigned));
        let epoch = finish_epoch(&mut self.state, netuid);
        let Paid { incentive, withheld, dividends, root_dividends, owner_cut, .. } = paid;
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
            validator: self.validator.saturating_add(more),
            root: self.root,
            owner_cut: self.owner_cut,
        }
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
        mechanism.bonds = result.bonds;
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

impl State {
    /// Pays what an epoch assigned. `assigned` is in the order of hotkey bytes.
    pub(crate) fn pay(&mut self, netuid: u16, assigned: &[Assigned], pots: Pots) -> Paid {
        // Shares are taken of the stakes before anything is paid.
        let (receivers, burned) = self.receivers(netuid, assigned);
        let stakes: Vec<_> = receivers.iter().map(|(_, receiver)| *receiver).collect();
        let tao_weight = u64_fraction(self.network.tao_weight);
        let shares = share_dividends(&stakes, pots.validator, pots.root, tao_weight);
        let receivers: Vec<_> = receivers.into_iter().map(|(hotkey, _)| hotkey).collect();
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.recycle_alpha(burned);
        }
        let owner_cut = self.pay_owner_cut(netuid, pots.owner_cut);
        let (incentive, withheld) = self.pay_incentives(netuid, assigned);
        let dividends = self.pay_alpha_dividends(netuid, &receivers, &shares.alpha);
        let root_dividends = self.pay_root_dividends(netuid, &receivers, &shares.root);
        Paid { receivers, shares, incentive, withheld, dividends, root_dividends, owner_cut }
    }

    /// Who has a part in the dividends, by hotkey bytes, and what is recycled on the way.
    fn receivers(&self, netuid: u16, assigned: &[Assigned]) -> (Vec<(HotIx, Receiver)>, u64) {
        let Some(subnet) = self.subnets.get(netuid) else {
            return (Vec::new(), 0);
        };
        let (parts, burned) = self.divided(subnet, assigned);
        let receivers = parts.into_iter().map(|(hotkey, dividend)| {
            let (alpha, root) = (subnet.stake_of(hotkey), self.root_stake(hotkey));
            (hotkey, Receiver { dividend, alpha, root })
        });
        (receivers.collect(), burned)
    }

    fn divided(&self, subnet: &Subnet, assigned: &[Assigned]) -> (Vec<(HotIx, U96F32)>, u64) {
        if subnet.family.parents.is_empty() {
            let alone = assigned.iter().map(|one| (one.hotkey, amount(one.dividend)));
            return (alone.collect(), 0);
        }
        let (mut parts, mut burned) = (Vec::with_capacity(assigned.len()), 0_u64);
        for one in assigned {
            let divided = self.divide_dividend(subnet, one.hotkey, one.dividend);
            burned = burned.saturating_add(divided.burned);
            parts.extend(divided.parts.into_iter().map(|(hotkey, part)| (hotkey, amount(part))));
        }
        parts.sort_by_key(|(hotkey, _)| self.hotkeys.key(*hotkey));
        parts.dedup_by(|next, first| {
            let same = next.0 == first.0;
            if same {
                first.1 = first.1.saturating_add(next.1);
            }
            same
        });
        (parts, burned)
    }

    /// The owner's cut becomes stake on the owner's hotkey; without an owner it belongs to nobody.
    fn pay_owner_cut(&mut self, netuid: u16, amount: u64) -> u64 {
        let subnet = self.subnets.get(netuid);
        let owner = subnet.and_then(|subnet| subnet.owner_hotkey.zip(subnet.owner));
        let Some((hotkey, coldkey)) = owner else {
            return 0;
        };
        self.credit_stake(netuid, hotkey, coldkey, amount);
        amount
    }

    /// Returns what miners were assigned, and how much of it the owner's uids did not get.
    fn pay_incentives(&mut self, netuid: u16, assigned: &[Assigned]) -> (u64, u64) {
        let (mut total, mut withheld) = (0_u64, 0_u64);
        for one in assigned.iter().filter(|one| one.incentive > 0) {
            total = total.saturating_add(one.incentive);
            if self.is_owners(netuid, one.hotkey) {
                withheld = withheld.saturating_add(one.incentive);
                self.withhold(netuid, one.incentive);
            } else {
                self.pay_incentive(netuid, one.hotkey, one.incentive);
            }
        }
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.miner_burned = amount(withheld).safe_div(amount(total));
        }
        (total, withheld)
    }

    fn pay_incentive(&mut self, netuid: u16, hotkey: HotIx, alpha: u64) {
        let owner = self.beneficiary(hotkey);
        let subnet = self.subnets.get(netuid);
        let chosen = subnet.and_then(|subnet| subnet.auto_stake.get(&owner).copied());
        self.credit_stake(netuid, chosen.unwrap_or(hotkey), owner, alpha);
    }

    /// All of the owner's uids are withheld, not only the protected ones (coinbase.md 12.2).
    fn is_owners(&self, netuid: u16, hotkey: HotIx) -> bool {
        let owner = self.hotkeys.get(hotkey).owner;
        self.subnets.get(netuid).is_some_and(|subnet| {
            subnet.owner_hotkey == Some(hotkey) || (owner.is_some() && subnet.owner == owner)
        })
    }

    fn withhold(&mut self, netuid: u16, amount: u64) {
        let Some(subnet) = self.subnets.get_mut(netuid) else {
            return;
        };
        match subnet.params.subnet.recycle_or_burn {
            RecycleOrBurn::Burn => subnet.burn_alpha(amount),
            RecycleOrBurn::Recycle => subnet.recycle_alpha(amount),
        }
    }

    /// The take first, as new shares of the hotkey's owner; then the rest raises the whole pool, in
    /// which the fresh take already has its part (coinbase.md 11.3).
    fn pay_alpha_dividends(&mut self, netuid: u16, receivers: &[HotIx], shares: &[U96F32]) -> u64 {
        let (mut paid, mut payouts) = (0_u64, Vec::with_capacity(receivers.len()));
        for (&hotkey, share) in receivers.iter().zip(shares) {
            let (taken, rest) = self.split_take(hotkey, *share);
            let owner = self.beneficiary(hotkey);
            self.credit_stake(netuid, hotkey, owner, taken);
            payouts.push((hotkey, rest));
            paid = paid.saturating_add(taken).saturating_add(rest);
            if let Some(subnet) = self.subnets.get_mut(netuid) {
                if rest > 0 {
                    subnet.stakes.entry(hotkey).or_default().raise(rest);
                }
                let stake = subnet.stake_of(hotkey);
                subnet.payouts.stake.insert(hotkey, stake);
            }
        }
        self.store_payouts(netuid, |payments| payments.alpha = payouts);
        paid
    }

    /// The take becomes the owner's stake on the subnet, the rest what root stakers may claim.
    fn pay_root_dividends(&mut self, netuid: u16, receivers: &[HotIx], shares: &[U96F32]) -> u64 {
        let (mut paid, mut payouts) = (0_u64, Vec::with_capacity(receivers.len()));
        for (&hotkey, share) in receivers.iter().zip(shares) {
            let (taken, rest) = self.split_take(hotkey, *share);
            let owner = self.beneficiary(hotkey);
            self.credit_stake(netuid, hotkey, owner, taken);
            self.accrue_root(netuid, hotkey, rest);
            payouts.push((hotkey, rest));
            paid = paid.saturating_add(taken).saturating_add(rest);
        }
        self.store_payouts(netuid, |payments| payments.root = payouts);
        paid
    }

    /// A payment as (the owner's take, the rest), each floored to rao.
    fn split_take(&self, hotkey: HotIx, share: U96F32) -> (u64, u64) {
        if share == U96F32::ZERO {
            return (0, 0);
        }
        let take = self.hotkeys.get(hotkey).take.unwrap_or(DEFAULT_TAKE);
        let taken = share.saturating_mul(u16_fraction(take));
        (taken.saturating_to_num(), share.saturating_sub(taken).saturating_to_num())
    }

    fn store_payouts(&mut self, netuid: u16, store: impl FnOnce(&mut Payouts)) {
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            store(&mut subnet.payouts);
        }
    }
}
