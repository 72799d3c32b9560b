//! Children of a hotkey on a subnet: scheduling and applying them (transitions.md 2.6, coinbase.md
//! 15.1).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::clocks::Action;
use super::error::ChainError;
use super::events::Event;
use super::family::{Link, PendingChildren};
use super::interner::HotIx;
use super::state::State;
use super::subnet::{ROOT, Subnet};
use crate::fixed::{FixedPoint, U64F64};
use std::collections::HashSet;

/// Blocks between two lists of one hotkey on one subnet.
const SET_CHILDREN_RATE_LIMIT: u64 = 150;
/// How many children a hotkey may have on a subnet.
const MAX_CHILDREN: usize = 5;

/// A child of a call: its proportion of 2^64 − 1, and who it is.
pub type Child = (u64, Hotkey);

impl Chain {
    /// Replaces the children of a hotkey on a subnet: after a cooldown with the subnet's next epoch,
    /// or at once while the subnet has not started. An empty list revokes all.
    ///
    /// # Errors
    /// In this order: `TxRateLimitExceeded`, `RegistrationNotPermittedOnRootSubnet`,
    /// `SubnetNotExists`, `NonAssociatedColdKey`, `DuplicateChild`, `InvalidChild`,
    /// `TooManyChildren`, `ProportionOverflow`, `ChildParentInconsistency`,
    /// `NotEnoughStakeToSetChildkeys`.
    pub fn set_children(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        children: &[Child],
    ) -> Result<(), ChainError> {
        let parent = self.check_set_children(coldkey, hotkey, netuid, children)?;
        let links: Vec<Link> = children
            .iter()
            .map(|&(proportion, child)| (proportion, self.state.hotkeys.intern(child)))
            .collect();
        let block = self.state.block;
        let cooldown_block = block.saturating_add(self.state.network.pending_child_key_cooldown);
        let missing = ChainError::SubnetNotExists { netuid };
        let subnet = self.state.subnets.get_mut(netuid).ok_or(missing)?;
        let clocks = &mut self.state.clocks;
        clocks.stamp_action(hotkey.0, netuid, Action::SetChildren, block);
        if subnet.params.subnet.subtoken_enabled {
            let pending = PendingChildren {
                children: links,
                cooldown_block,
            };
            subnet.family.pending.insert(parent, pending);
            self.emit(Event::SetChildrenScheduled {
                hotkey,
                netuid,
                cooldown_block,
            });
        } else {
            let keys = &self.state.hotkeys;
            subnet
                .family
                .set_children(parent, &links, |hotkey| keys.key(hotkey));
            self.emit(Event::SetChildren { hotkey, netuid });
        }
        Ok(())
    }

    fn check_set_children(
        &self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        children: &[Child],
    ) -> Result<HotIx, ChainError> {
        self.check_set_children_rate(hotkey, netuid)?;
        if netuid == ROOT {
            return Err(ChainError::RegistrationNotPermittedOnRootSubnet { netuid });
        }
        let subnet = self.subnet(netuid)?;
        let parent = self.owned_hotkey(coldkey, hotkey)?;
        check_list(hotkey, netuid, children)?;
        let parents = subnet.family.parents_of(parent);
        let is_parent = |child: Hotkey| {
            let child = self.state.hotkeys.find(child);
            parents.iter().any(|(_, parent)| Some(*parent) == child)
        };
        if let Some(&(_, child)) = children.iter().find(|(_, child)| is_parent(*child)) {
            return Err(ChainError::ChildParentInconsistency {
                hotkey,
                child,
                netuid,
            });
        }
        if !children.is_empty() && subnet.owner_hotkey != Some(parent) {
            let (stake, required) = (
                self.state.total_tao_value(parent),
                self.state.network.stake_threshold,
            );
            if stake < required {
                return Err(ChainError::NotEnoughStakeToSetChildkeys {
                    hotkey,
                    stake,
                    required,
                });
            }
        }
        Ok(parent)
    }

    fn check_set_children_rate(&self, hotkey: Hotkey, netuid: u16) -> Result<(), ChainError> {
        let clocks = &self.state.clocks;
        let last = clocks.last_action(hotkey.0, netuid, Action::SetChildren);
        self.check_tx_rate(netuid, last, SET_CHILDREN_RATE_LIMIT)
    }

    /// The index of a hotkey that the signer owns.
    pub(crate) fn owned_hotkey(
        &self,
        coldkey: Coldkey,
        hotkey: Hotkey,
    ) -> Result<HotIx, ChainError> {
        let known = self.state.hotkeys.find(hotkey);
        known
            .filter(|_| self.state.owner_of(hotkey) == Some(coldkey))
            .ok_or(ChainError::NonAssociatedColdKey { coldkey, hotkey })
    }

    /// Lets lists take effect whose time has come, on subnets whose epoch slot was consumed in this
    /// block. One that has become inconsistent is dropped silently.
    pub(crate) fn apply_due_children(&mut self) {
        let now = self.state.block;
        let mut applied = Vec::new();
        let keys = &self.state.hotkeys;
        for subnet in self.state.subnets.iter_mut() {
            if subnet.clock.last_epoch_block != now || subnet.family.pending.is_empty() {
                continue;
            }
            for (parent, pending) in take_due(subnet, now, |hotkey| keys.key(hotkey)) {
                let done = subnet
                    .family
                    .set_children(parent, &pending.children, |hotkey| keys.key(hotkey));
                if done {
                    applied.push((keys.key(parent), subnet.netuid));
                }
            }
        }
        for (hotkey, netuid) in applied {
            self.emit(Event::SetChildren { hotkey, netuid });
        }
    }
}

/// Takes out the lists whose cooldown is over, by hotkey bytes; all of them before the start.
fn take_due<K: Ord>(
    subnet: &mut Subnet,
    now: u64,
    key: impl Fn(HotIx) -> K,
) -> Vec<(HotIx, PendingChildren)> {
    let started = subnet.params.subnet.subtoken_enabled;
    let pending = core::mem::take(&mut subnet.family.pending);
    let (mut due, rest): (Vec<_>, Vec<_>) = pending
        .into_iter()
        .partition(|(_, list)| !started || list.cooldown_block < now);
    subnet.family.pending = rest.into_iter().collect();
    due.sort_unstable_by_key(|(hotkey, _)| key(*hotkey));
    due
}

/// What can be seen from the list alone.
fn check_list(hotkey: Hotkey, netuid: u16, children: &[Child]) -> Result<(), ChainError> {
    let mut seen = HashSet::with_capacity(children.len());
    if let Some(&(_, child)) = children.iter().find(|(_, child)| !seen.insert(*child)) {
        return Err(ChainError::DuplicateChild {
            hotkey,
            child,
            netuid,
        });
    }
    if children.iter().any(|(_, child)| *child == hotkey) {
        return Err(ChainError::InvalidChild { hotkey, netuid });
    }
    if children.len() > MAX_CHILDREN {
        let (children, limit) = (children.len() as u64, MAX_CHILDREN as u64);
        return Err(ChainError::TooManyChildren {
            hotkey,
            netuid,
            children,
            limit,
        });
    }
    let sum = children
        .iter()
        .try_fold(0_u64, |sum, (proportion, _)| sum.checked_add(*proportion));
    match sum {
        Some(_) => Ok(()),
        None => Err(ChainError::ProportionOverflow { hotkey, netuid }),
    }
}

impl State {
    /// What all stake of a hotkey is worth at spot prices, root included, TAO rao. Sums wrap as on
    /// the chain (transitions.md 1.13).
    pub(crate) fn total_tao_value(&self, hotkey: HotIx) -> u64 {
        let values = self.subnets.iter().map(|subnet| {
            let alpha = subnet.stake_of(hotkey);
            if alpha == 0 {
                return U64F64::ZERO;
            }
            U64F64::saturating_from_num(alpha).saturating_mul(subnet.pool().price())
        });
        values.sum::<U64F64>().saturating_to_num()
    }

    /// A hotkey that is worth too little to have children loses those that wait.
    pub(crate) fn cancel_pending_children(&mut self, hotkey: HotIx) {
        let waits = self
            .subnets
            .iter()
            .any(|subnet| subnet.family.pending.contains_key(&hotkey));
        if waits && self.total_tao_value(hotkey) < self.network.stake_threshold {
            for subnet in self.subnets.iter_mut() {
                subnet.family.pending.remove(&hotkey);
            }
        }
    }
}
