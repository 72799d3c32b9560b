//! What an epoch pays, given what it assigned (coinbase.md 11 and 12).
//!
//! Incentives are paid as amounts, dividends are used as weights. The order is the chain's: the
//! owner's cut, incentives, dividends; inside each, that of the list, which is by hotkey bytes.

use super::Chain;
use super::account::Hotkey;
use super::dividends::{Receiver, alpha_dividends};
use super::emission::u16_fraction;
use super::error::ChainError;
use super::hyperparameters::RecycleOrBurn;
use super::interner::HotIx;
use super::state::{DEFAULT_TAKE, State};
use crate::fixed::{FixedPoint, U96F32};

/// What an epoch assigned to one hotkey, alpha rao.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assigned {
    pub(crate) hotkey: HotIx,
    pub(crate) incentive: u64,
    pub(crate) dividend: u64,
}

/// What there is to pay beside incentives, alpha rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pots {
    /// For validators and their nominators, by dividend.
    pub validators: u64,
    /// For the owner of the subnet.
    pub owner_cut: u64,
}

/// What was paid, alpha rao.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// Assigned to miners.
    pub incentive: u64,
    /// How much of that the owner's uids did not get.
    pub withheld: u64,
    /// To validators and their nominators.
    pub dividends: u64,
    /// To the owner.
    pub owner_cut: u64,
}

impl Chain {
    /// Pays what an epoch assigned: (hotkey, incentive, dividend) in the order of hotkey bytes.
    ///
    /// The block step does this after an epoch; here it stands alone, to be checked.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn pay_epoch(
        &mut self,
        netuid: u16,
        assigned: &[(Hotkey, u64, u64)],
        pots: Pots,
    ) -> Result<Paid, ChainError> {
        self.subnet(netuid)?;
        let assigned: Vec<_> = assigned
            .iter()
            .map(|&(hotkey, incentive, dividend)| {
                let hotkey = self.state.hotkeys.intern(hotkey);
                Assigned {
                    hotkey,
                    incentive,
                    dividend,
                }
            })
            .collect();
        Ok(pay(&mut self.state, netuid, &assigned, pots))
    }
}

/// Pays everything there is to pay on a subnet.
pub(crate) fn pay(state: &mut State, netuid: u16, assigned: &[Assigned], pots: Pots) -> Paid {
    // Shares are taken of the stakes before anything is paid.
    let receivers: Vec<_> = assigned
        .iter()
        .map(|one| receiver(state, netuid, one))
        .collect();
    let shares = alpha_dividends(&receivers, pots.validators, state.network.tao_weight);
    let owner_cut = pay_owner_cut(state, netuid, pots.owner_cut);
    let (incentive, withheld) = pay_incentives(state, netuid, assigned);
    let dividends = pay_dividends(state, netuid, assigned, &shares);
    Paid {
        incentive,
        withheld,
        dividends,
        owner_cut,
    }
}

fn receiver(state: &State, netuid: u16, assigned: &Assigned) -> Receiver {
    let Assigned {
        hotkey, dividend, ..
    } = *assigned;
    let alpha = state
        .subnets
        .get(netuid)
        .map_or(0, |subnet| subnet.stake_of(hotkey));
    Receiver {
        dividend,
        alpha,
        root: state.root_stake(hotkey),
    }
}

/// The owner's cut becomes stake on the owner's hotkey; without an owner it belongs to nobody.
fn pay_owner_cut(state: &mut State, netuid: u16, amount: u64) -> u64 {
    let subnet = state.subnets.get(netuid);
    let owner = subnet.and_then(|subnet| subnet.owner_hotkey.zip(subnet.owner));
    owner.map_or(0, |(hotkey, coldkey)| {
        state.credit_stake(netuid, hotkey, coldkey, amount);
        amount
    })
}

/// Returns what was assigned, and how much of it was withheld.
fn pay_incentives(state: &mut State, netuid: u16, assigned: &[Assigned]) -> (u64, u64) {
    let (mut total, mut withheld) = (0_u64, 0_u64);
    for one in assigned.iter().filter(|one| one.incentive > 0) {
        total = total.saturating_add(one.incentive);
        if is_owners(state, netuid, one.hotkey) {
            withheld = withheld.saturating_add(one.incentive);
            withhold(state, netuid, one.incentive);
        } else {
            let owner = state.beneficiary(one.hotkey);
            state.credit_stake(netuid, one.hotkey, owner, one.incentive);
        }
    }
    if let Some(subnet) = state.subnets.get_mut(netuid) {
        let part = U96F32::saturating_from_num(withheld);
        subnet.miner_burned = part.safe_div(U96F32::saturating_from_num(total));
    }
    (total, withheld)
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
    for (one, share) in assigned
        .iter()
        .zip(shares)
        .filter(|(_, share)| **share > U96F32::ZERO)
    {
        let take = state.hotkeys.get(one.hotkey).take.unwrap_or(DEFAULT_TAKE);
        let taken = share.saturating_mul(u16_fraction(take));
        let rest: u64 = share.saturating_sub(taken).saturating_to_num();
        let taken: u64 = taken.saturating_to_num();
        let owner = state.beneficiary(one.hotkey);
        state.credit_stake(netuid, one.hotkey, owner, taken);
        state.raise_stake(netuid, one.hotkey, rest);
        paid = paid.saturating_add(taken).saturating_add(rest);
    }
    paid
}
