//! What can be read of locked stake.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::lock::LockMode;
use super::lock_book::Lock;
use crate::fixed::U64F64;

/// A coldkey's lock on a subnet, as of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StakeLock {
    /// For whom.
    pub hotkey: Hotkey,
    /// Alpha rao that cannot leave the subnet.
    pub mass: u64,
    /// Alpha rao that count in the choice of the subnet's owner.
    pub conviction: U64F64,
    /// Whether the mass stays.
    pub perpetual: bool,
}

impl Chain {
    /// A coldkey's lock on a subnet.
    pub fn stake_lock(&self, coldkey: Coldkey, netuid: u16) -> Option<StakeLock> {
        let (holder, lock) = self.lock_and_holder(coldkey, netuid, self.state.lock_time())?;
        let Lock { hotkey, locked } = lock;
        let mode = self.state.subnets.get(netuid)?.lock_mode(holder);
        Some(StakeLock {
            hotkey: self.state.hotkeys.key(hotkey),
            mass: locked.mass,
            conviction: locked.conviction,
            perpetual: mode == LockMode::Perpetual,
        })
    }

    /// Whether a coldkey refuses locked alpha of others.
    pub fn rejects_locked_alpha(&self, coldkey: Coldkey) -> bool {
        let known = self.state.coldkeys.find(coldkey);
        known.is_none_or(|index| !self.state.coldkeys.get(index).accepts_locked_alpha)
    }

    /// What a coldkey owns on a subnet on all hotkeys together, alpha rao.
    pub fn stake_on_subnet(&self, coldkey: Coldkey, netuid: u16) -> u64 {
        let known = self.state.coldkeys.find(coldkey);
        let subnet = self.state.subnets.get(netuid);
        subnet
            .zip(known)
            .map_or(0, |(subnet, holder)| self.state.held_on(subnet, holder))
    }

    /// What of a coldkey's stake on a subnet may leave it, alpha rao.
    pub fn unlocked_stake(&self, coldkey: Coldkey, netuid: u16) -> u64 {
        let known = self.state.coldkeys.find(coldkey);
        let subnet = self.state.subnets.get(netuid);
        subnet
            .zip(known)
            .map_or(0, |(subnet, holder)| self.state.unlocked(subnet, holder))
    }
}
