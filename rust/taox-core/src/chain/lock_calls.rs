//! Calls on locked stake (transitions.md 2.9). There is none to unlock: a lock fades, or never does.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::lock::{LockMode, LockTime, Locked};
use super::lock_book::Lock;
use super::state::State;
use super::subnet::Subnet;
use crate::fixed::U64F64;

impl Chain {
    /// Locks alpha of a coldkey for a hotkey: it cannot leave the subnet, and counts in the choice of
    /// the subnet's owner. What is locked need not be staked on that hotkey.
    ///
    /// # Errors
    /// In this order: `AmountTooLow` for nothing, `HotKeyAccountNotExists`, `LockHotkeyMismatch` if
    /// there is a lock for another hotkey, `InsufficientStakeForLock`.
    pub fn lock_stake(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        alpha: u64,
    ) -> Result<(), ChainError> {
        if alpha == 0 {
            let minimum = 1;
            return Err(ChainError::AmountTooLow { amount: 0, minimum });
        }
        let target = self.existing_hotkey(hotkey)?;
        let holder = self.state.coldkeys.find(coldkey);
        let subnet = self.state.subnets.get(netuid);
        let lock = subnet
            .zip(holder)
            .and_then(|(subnet, holder)| subnet.lock_of(holder, self.state.lock_time()));
        self.check_lock_target(coldkey, netuid, lock, target)?;
        let stake = self.stake_on_subnet(coldkey, netuid);
        let locked = lock.map_or(0, |lock| lock.locked.mass);
        let Some(holder) = holder.filter(|_| stake >= locked.saturating_add(alpha)) else {
            return Err(ChainError::InsufficientStakeForLock {
                coldkey,
                netuid,
                stake,
                locked,
                amount: alpha,
            });
        };
        self.state.add_lock(netuid, holder, target, alpha);
        self.emit(Event::StakeLocked {
            coldkey,
            hotkey,
            netuid,
            alpha,
        });
        Ok(())
    }

    /// Makes a coldkey's lock on a subnet, and those to come, last (`enabled`) or fade.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn set_perpetual_lock(
        &mut self,
        coldkey: Coldkey,
        netuid: u16,
        enabled: bool,
    ) -> Result<(), ChainError> {
        self.subnet(netuid)?;
        let holder = self.state.coldkeys.intern(coldkey);
        let time = self.state.lock_time();
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            let mode = if enabled {
                LockMode::Perpetual
            } else {
                LockMode::Decaying
            };
            subnet.set_lock_mode(holder, mode, time);
        }
        self.emit(Event::PerpetualLockUpdated {
            coldkey,
            netuid,
            enabled,
        });
        Ok(())
    }

    /// Locks what is locked for another hotkey. Conviction goes along only between hotkeys of one
    /// owner.
    ///
    /// # Errors
    /// `HotKeyAccountNotExists`, then `NoExistingLock`.
    pub fn move_lock(
        &mut self,
        coldkey: Coldkey,
        destination_hotkey: Hotkey,
        netuid: u16,
    ) -> Result<(), ChainError> {
        let target = self.existing_hotkey(destination_hotkey)?;
        let time = self.state.lock_time();
        let missing = ChainError::NoExistingLock { coldkey, netuid };
        let (holder, lock) = self.lock_and_holder(coldkey, netuid, time).ok_or(missing)?;
        let owner = |hotkey| self.state.hotkeys.get(hotkey).owner;
        let conviction = if owner(lock.hotkey) == owner(target) {
            lock.locked.conviction
        } else {
            U64F64::ZERO
        };
        let origin_hotkey = self.state.hotkeys.key(lock.hotkey);
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.take_locked(holder, lock, lock.locked, time);
            let locked = Locked {
                conviction,
                ..lock.locked
            };
            subnet.give_locked(holder, target, locked, time);
        }
        self.emit(Event::LockMoved {
            coldkey,
            origin_hotkey,
            destination_hotkey,
            netuid,
        });
        Ok(())
    }

    /// Refuses stake that is locked when others transfer it to the coldkey (`enabled`, which is what
    /// was never set means), or accepts it.
    pub fn set_reject_locked_alpha(&mut self, coldkey: Coldkey, enabled: bool) {
        let index = self.state.coldkeys.intern(coldkey);
        self.state.coldkeys.get_mut(index).accepts_locked_alpha = !enabled;
        self.emit(Event::RejectLockedAlphaUpdated { coldkey, enabled });
    }

    /// `StakeUnavailable` if so much cannot leave the subnet.
    pub(crate) fn check_unlocked(
        &self,
        subnet: &Subnet,
        holder: ColdIx,
        amount: u64,
    ) -> Result<(), ChainError> {
        if !subnet.locks.held.contains_key(&holder) {
            return Ok(());
        }
        let available = self.state.unlocked(subnet, holder);
        if available >= amount {
            return Ok(());
        }
        Err(ChainError::StakeUnavailable {
            coldkey: self.state.coldkeys.key(holder),
            netuid: subnet.netuid,
            available,
            amount,
        })
    }

    /// A lock and one to come must be for the same hotkey.
    pub(crate) fn check_lock_target(
        &self,
        coldkey: Coldkey,
        netuid: u16,
        lock: Option<Lock>,
        target: HotIx,
    ) -> Result<(), ChainError> {
        match lock.filter(|lock| lock.hotkey != target) {
            None => Ok(()),
            Some(lock) => Err(ChainError::LockHotkeyMismatch {
                coldkey,
                netuid,
                locked_for: self.state.hotkeys.key(lock.hotkey),
                hotkey: self.state.hotkeys.key(target),
            }),
        }
    }

    pub(crate) fn lock_and_holder(
        &self,
        coldkey: Coldkey,
        netuid: u16,
        time: LockTime,
    ) -> Option<(ColdIx, Lock)> {
        let holder = self.state.coldkeys.find(coldkey)?;
        let lock = self.state.subnets.get(netuid)?.lock_of(holder, time)?;
        Some((holder, lock))
    }
}

impl State {
    /// What a coldkey owns on a subnet on all hotkeys together.
    pub(crate) fn held_on(&self, subnet: &Subnet, holder: ColdIx) -> u64 {
        let hotkeys = self.coldkeys.get(holder).staking.iter();
        hotkeys
            .map(|hotkey| subnet.stake_of_holder(hotkey, holder))
            .fold(0, u64::saturating_add)
    }

    /// What of it is not locked.
    pub(crate) fn unlocked(&self, subnet: &Subnet, holder: ColdIx) -> u64 {
        let lock = subnet.lock_of(holder, self.lock_time());
        let locked = lock.map_or(0, |lock| lock.locked.mass);
        self.held_on(subnet, holder).saturating_sub(locked)
    }

    /// Locks more of what a coldkey owns.
    pub(crate) fn add_lock(&mut self, netuid: u16, holder: ColdIx, hotkey: HotIx, alpha: u64) {
        let time = self.lock_time();
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.refresh_lock(holder, time);
            let more = Locked::new(alpha, U64F64::ZERO, time);
            subnet.give_locked(holder, hotkey, more, time);
        }
    }

    /// Locks the owner's cut on its arrival; not if the owner has a lock for another hotkey.
    pub(crate) fn lock_owner_cut(&mut self, netuid: u16, owner: ColdIx, hotkey: HotIx, cut: u64) {
        let time = self.lock_time();
        let subnet = self.subnets.get(netuid);
        let wanted = subnet.filter(|one| cut > 0 && one.params.subnet.owner_cut_auto_lock_enabled);
        let fits = wanted.is_some_and(|subnet| {
            let lock = subnet.lock_of(owner, time);
            lock.is_none_or(|lock| lock.hotkey == hotkey)
        });
        if fits {
            self.add_lock(netuid, owner, hotkey, cut);
        }
    }
}
