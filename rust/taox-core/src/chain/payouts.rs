//! What an epoch pays, given what it assigned (coinbase.md 11 to 13.1).
//!
//! Incentives are paid as amounts, dividends are used as weights. The order is the chain's: the
//! owner's cut, incentives, alpha dividends, root dividends; inside each, by hotkey bytes.

use super::Chain;
use super::account::Hotkey;
use super::dividends::{Receiver, Shares, share_dividends};
use super::error::ChainError;
use super::fractions::{amount, floor, u16_fraction, u64_fraction};
use super::hyperparameters::RecycleOrBurn;
use super::interner::HotIx;
use super::state::{DEFAULT_TAKE, State};
use super::subnet::{Payouts, Subnet};
use crate::fixed::U96F32;

/// What an epoch assigned to a hotkey, alpha rao.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assigned {
    pub(crate) hotkey: HotIx,
    pub(crate) incentive: u64,
    pub(crate) dividend: u64,
}

/// What an epoch assigned to a hotkey: an amount to be paid, and a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochShare {
    /// Who.
    pub hotkey: Hotkey,
    /// Alpha rao for mining.
    pub incentive: u64,
    /// Weight in the validators' and root's pots.
    pub dividend: u64,
}

/// What there is to pay beside incentives, alpha rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pots {
    /// For validators and their nominators, by dividend.
    pub validators: u64,
    /// For root stakers, by dividend.
    pub root: u64,
    /// For the owner of the subnet.
    pub owner_cut: u64,
}

/// What a distribution paid, alpha rao.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
    /// Assigned to miners, and how much of that the owner's uids did not get.
    pub incentive: u64,
    /// How much of it the owner's uids did not get.
    pub withheld: u64,
    /// By hotkey bytes: what each receives of the validators' pot, before takes.
    pub alpha_dividends: Vec<(Hotkey, U96F32)>,
    /// By hotkey bytes: what each receives of root's pot, before takes.
    pub root_dividends: Vec<(Hotkey, U96F32)>,
}

/// What was done with the pots.
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
    /// Pays what an epoch assigned, given in the order of hotkey bytes.
    ///
    /// The block step does this after an epoch; here it stands alone, to be checked.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn pay_epoch(
        &mut self,
        netuid: u16,
        assigned: &[EpochShare],
        pots: Pots,
    ) -> Result<Payout, ChainError> {
        self.subnet(netuid)?;
        let hotkeys = &mut self.state.hotkeys;
        let assigned = assigned.iter().map(
            |&EpochShare {
                 hotkey,
                 incentive,
                 dividend,
             }| {
                Assigned {
                    hotkey: hotkeys.intern(hotkey),
                    incentive,
                    dividend,
                }
            },
        );
        let assigned: Vec<_> = assigned.collect();
        let paid = self.state.pay(netuid, &assigned, pots);
        let named = |shares: &[U96F32]| {
            let pairs = paid.receivers.iter().zip(shares);
            pairs
                .map(|(hotkey, share)| (self.state.hotkeys.key(*hotkey), *share))
                .collect()
        };
        Ok(Payout {
            incentive: paid.incentive,
            withheld: paid.withheld,
            alpha_dividends: named(&paid.shares.alpha),
            root_dividends: named(&paid.shares.root),
        })
    }

    /// How a hotkey's dividend is divided between its parents and itself, which comes last
    /// (coinbase.md 11.1). Nothing is paid.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn parent_distribution(
        &self,
        netuid: u16,
        hotkey: Hotkey,
        dividend: u64,
    ) -> Result<Vec<(Hotkey, u64)>, ChainError> {
        let subnet = self.subnet(netuid)?;
        let Some(index) = self.state.hotkeys.find(hotkey) else {
            return Ok(vec![(hotkey, dividend)]);
        };
        let parts = self
            .state
            .divide_dividend(subnet, index, dividend)
            .parts
            .into_iter();
        Ok(parts
            .map(|(hotkey, alpha)| (self.state.hotkeys.key(hotkey), alpha))
            .collect())
    }
}

impl State {
    /// Pays what an epoch assigned. `assigned` is in the order of hotkey bytes.
    pub(crate) fn pay(&mut self, netuid: u16, assigned: &[Assigned], pots: Pots) -> Paid {
        // Shares are taken of the stakes before anything is paid.
        let (receivers, burned) = self.receivers(netuid, assigned);
        let stakes: Vec<_> = receivers.iter().map(|(_, receiver)| *receiver).collect();
        let tao_weight = u64_fraction(self.network.tao_weight);
        let shares = share_dividends(&stakes, pots.validators, pots.root, tao_weight);
        let receivers: Vec<_> = receivers.into_iter().map(|(hotkey, _)| hotkey).collect();
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.recycle_alpha(burned);
        }
        let owner_cut = self.pay_owner_cut(netuid, pots.owner_cut);
        let (incentive, withheld) = self.pay_incentives(netuid, assigned);
        let dividends = self.pay_alpha_dividends(netuid, &receivers, &shares.alpha);
        let root_dividends = self.pay_root_dividends(netuid, &receivers, &shares.root);
        Paid {
            receivers,
            shares,
            incentive,
            withheld,
            dividends,
            root_dividends,
            owner_cut,
        }
    }

    /// Who has a part in the dividends, by hotkey bytes, and what is recycled on the way.
    fn receivers(&self, netuid: u16, assigned: &[Assigned]) -> (Vec<(HotIx, Receiver)>, u64) {
        let Some(subnet) = self.subnets.get(netuid) else {
            return (Vec::new(), 0);
        };
        let (parts, burned) = self.divided(subnet, assigned);
        let receivers = parts.into_iter().map(|(hotkey, dividend)| {
            let (alpha, root) = (subnet.stake_of(hotkey), self.root_stake(hotkey));
            (
                hotkey,
                Receiver {
                    dividend,
                    alpha,
                    root,
                },
            )
        });
        (receivers.collect(), burned)
    }

    fn divided(&self, subnet: &Subnet, assigned: &[Assigned]) -> (Vec<(HotIx, U96F32)>, u64) {
        if subnet.family.parents.is_empty() {
            let alone = assigned
                .iter()
                .map(|one| (one.hotkey, amount(one.dividend)));
            return (alone.collect(), 0);
        }
        let (mut parts, mut burned) = (Vec::with_capacity(assigned.len()), 0_u64);
        for one in assigned {
            let divided = self.divide_dividend(subnet, one.hotkey, one.dividend);
            burned = burned.saturating_add(divided.burned);
            parts.extend(
                divided
                    .parts
                    .into_iter()
                    .map(|(hotkey, part)| (hotkey, amount(part))),
            );
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
        self.lock_owner_cut(netuid, coldkey, hotkey, amount);
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
        let chosen = subnet.and_then(|subnet| subnet.auto_stake.destination(owner));
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
            self.raise_stake(netuid, hotkey, rest);
            if let Some(subnet) = self.subnets.get_mut(netuid) {
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
        (floor(taken), floor(share.saturating_sub(taken)))
    }

    fn store_payouts(&mut self, netuid: u16, store: impl FnOnce(&mut Payouts)) {
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            store(&mut subnet.payouts);
        }
    }
}
