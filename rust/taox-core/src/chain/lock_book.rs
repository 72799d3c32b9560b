//! All locks on a subnet, and what they add up to (transitions.md 2.9).
//!
//! A coldkey has at most one lock per subnet. It adds up with all others for its hotkey; what is
//! locked for the owner's hotkey stands apart. Sums age by themselves, so that in time they differ
//! from the locks they were made of by some rao.

use super::interner::{ColdIx, HotIx};
use super::lock::{LockMode, LockTime, Locked};
use super::subnet::Subnet;
use crate::fixed::U64F64;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The lock of a coldkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lock {
    pub(crate) hotkey: HotIx,
    pub(crate) locked: Locked,
}

/// What all coldkeys have locked for one hotkey, by mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LockSums {
    pub(crate) decaying: Locked,
    pub(crate) perpetual: Locked,
}

/// All locks on a subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Locks {
    /// `Lock`.
    pub(crate) held: BTreeMap<ColdIx, Lock>,
    /// Whose locks, present or future, do not fade (`DecayingLock` false).
    pub(crate) perpetual: BTreeSet<ColdIx>,
    /// `HotkeyLock` and `DecayingHotkeyLock`.
    pub(crate) by_hotkey: BTreeMap<HotIx, LockSums>,
    /// `OwnerLock` and `DecayingOwnerLock`.
    pub(crate) on_owner: LockSums,
}

impl LockSums {
    /// The sum of a mode.
    pub(crate) fn of(&self, mode: LockMode) -> Locked {
        match mode {
            LockMode::Decaying => self.decaying,
            LockMode::Perpetual => self.perpetual,
        }
    }

    /// The sum of a mode, to change.
    pub(crate) fn of_mut(&mut self, mode: LockMode) -> &mut Locked {
        match mode {
            LockMode::Decaying => &mut self.decaying,
            LockMode::Perpetual => &mut self.perpetual,
        }
    }

    /// Whether nothing is locked.
    pub(crate) fn is_nothing(&self) -> bool {
        self.decaying.is_nothing() && self.perpetual.is_nothing()
    }

    /// Both sums, changed each in its way.
    pub(crate) fn map(self, change: impl Fn(Locked, LockMode) -> Locked) -> Self {
        Self {
            decaying: change(self.decaying, LockMode::Decaying),
            perpetual: change(self.perpetual, LockMode::Perpetual),
        }
    }
}

impl Subnet {
    /// How a coldkey's lock here ages.
    pub(crate) fn lock_mode(&self, coldkey: ColdIx) -> LockMode {
        if self.locks.perpetual.contains(&coldkey) {
            LockMode::Perpetual
        } else {
            LockMode::Decaying
        }
    }

    /// Mass and conviction for a hotkey, as of now.
    pub(crate) fn age(
        &self,
        locked: Locked,
        hotkey: HotIx,
        mode: LockMode,
        time: LockTime,
    ) -> Locked {
        if self.owner_hotkey == Some(hotkey) {
            locked.aged_on_owner(mode, time)
        } else {
            locked.aged(mode, time)
        }
    }

    /// A coldkey's lock as of now; none if nothing is left of it.
    pub(crate) fn lock_of(&self, coldkey: ColdIx, time: LockTime) -> Option<Lock> {
        let Lock { hotkey, locked } = *self.locks.held.get(&coldkey)?;
        let locked = self.age(locked, hotkey, self.lock_mode(coldkey), time);
        (!locked.is_nothing()).then_some(Lock { hotkey, locked })
    }

    /// Stores a coldkey's lock, or that there is none any more.
    pub(crate) fn set_lock(&mut self, coldkey: ColdIx, lock: Lock, time: LockTime) {
        let mode = self.lock_mode(coldkey);
        let locked = self.age(lock.locked, lock.hotkey, mode, time);
        if locked.is_nothing() {
            self.locks.held.remove(&coldkey);
        } else {
            self.locks.held.insert(coldkey, Lock { locked, ..lock });
        }
    }

    /// Ages the sum of a hotkey and mode, then changes it.
    pub(crate) fn change_lock_sum(
        &mut self,
        hotkey: HotIx,
        mode: LockMode,
        time: LockTime,
        change: impl FnOnce(Locked) -> Locked,
    ) {
        let sum = self.lock_sums(hotkey).of(mode);
        let sum = change(self.age(sum, hotkey, mode, time));
        let sum = self.age(
            Locked {
                block: time.now,
                ..sum
            },
            hotkey,
            mode,
            time,
        );
        self.store_lock_sum(hotkey, mode, sum);
    }

    /// What is locked for a hotkey, as it was last stored.
    pub(crate) fn lock_sums(&self, hotkey: HotIx) -> LockSums {
        if self.owner_hotkey == Some(hotkey) {
            return self.locks.on_owner;
        }
        let sums = self.locks.by_hotkey.get(&hotkey);
        sums.copied().unwrap_or_default()
    }

    fn store_lock_sum(&mut self, hotkey: HotIx, mode: LockMode, sum: Locked) {
        let sum = if sum.is_nothing() {
            Locked::default()
        } else {
            sum
        };
        if self.owner_hotkey == Some(hotkey) {
            *self.locks.on_owner.of_mut(mode) = sum;
            return;
        }
        let sums = self.locks.by_hotkey.entry(hotkey).or_default();
        *sums.of_mut(mode) = sum;
        if sums.is_nothing() {
            self.locks.by_hotkey.remove(&hotkey);
        }
    }

    /// Writes down how old a coldkey's lock has become, and nothing else: the sum will lose what the
    /// lock loses only from here on.
    pub(crate) fn age_lock(&mut self, coldkey: ColdIx, time: LockTime) {
        if let Some(&lock) = self.locks.held.get(&coldkey) {
            self.set_lock(coldkey, lock, time);
        }
    }

    /// Writes down how old a coldkey's lock has become, and what the sum has lost by it.
    ///
    /// As on the chain the sum loses what the lock lost, **without aging itself**, and counts as aged
    /// from here on: conviction that others would have gained since is gone.
    pub(crate) fn refresh_lock(&mut self, coldkey: ColdIx, time: LockTime) {
        let Some(&before) = self.locks.held.get(&coldkey) else {
            return;
        };
        let (hotkey, mode) = (before.hotkey, self.lock_mode(coldkey));
        self.age_lock(coldkey, time);
        let mass = self
            .locks
            .held
            .get(&coldkey)
            .map_or(0, |lock| lock.locked.mass);
        let lost = before.locked.mass.saturating_sub(mass);
        let mut sum = self.lock_sums(hotkey).of(mode).minus(lost, U64F64::ZERO);
        sum.block = time.now;
        let sum = self.age(sum, hotkey, mode, time);
        self.store_lock_sum(hotkey, mode, sum);
    }

    /// Lets a coldkey's lock, and those to come, age otherwise.
    pub(crate) fn set_lock_mode(&mut self, holder: ColdIx, mode: LockMode, time: LockTime) {
        self.refresh_lock(holder, time);
        let lock = self.lock_of(holder, time);
        if let Some(lock) = lock {
            self.take_locked(holder, lock, lock.locked, time);
        }
        match mode {
            LockMode::Perpetual => self.locks.perpetual.insert(holder),
            LockMode::Decaying => self.locks.perpetual.remove(&holder),
        };
        if let Some(Lock { hotkey, locked }) = lock {
            self.give_locked(holder, hotkey, locked, time);
        }
    }

    /// Takes a part out of a coldkey's lock, which is given as of now, and out of the sum.
    pub(crate) fn take_locked(&mut self, holder: ColdIx, lock: Lock, part: Locked, time: LockTime) {
        let Locked {
            mass, conviction, ..
        } = part;
        let locked = lock.locked.minus(mass, conviction);
        self.set_lock(holder, Lock { locked, ..lock }, time);
        let mode = self.lock_mode(holder);
        self.change_lock_sum(lock.hotkey, mode, time, |sum| sum.minus(mass, conviction));
    }

    /// Adds to a coldkey's lock for a hotkey, and to the sum.
    pub(crate) fn give_locked(
        &mut self,
        holder: ColdIx,
        hotkey: HotIx,
        more: Locked,
        time: LockTime,
    ) {
        let Locked {
            mass, conviction, ..
        } = more;
        let before = self.lock_of(holder, time);
        let before = before.map_or_else(|| Locked::new(0, U64F64::ZERO, time), |lock| lock.locked);
        let locked = before.plus(mass, conviction);
        self.set_lock(holder, Lock { hotkey, locked }, time);
        let mode = self.lock_mode(holder);
        self.change_lock_sum(hotkey, mode, time, |sum| sum.plus(mass, conviction));
    }

    /// What is locked for a hotkey is locked for another one, which takes its place as the owner's too.
    pub(crate) fn swap_locks(&mut self, old: HotIx, new: HotIx, time: LockTime) {
        for lock in self.locks.held.values_mut() {
            if lock.hotkey == old {
                lock.hotkey = new;
            }
        }
        let is_owners = self.owner_hotkey == Some(old);
        let joining = if is_owners { new } else { old };
        let sums = self.locks.by_hotkey.remove(&joining).unwrap_or_default();
        if is_owners {
            self.owner_hotkey = Some(new);
        }
        for mode in [LockMode::Decaying, LockMode::Perpetual] {
            let joined = sums.of(mode).aged(mode, time);
            if !joined.is_nothing() {
                let grow = |sum: Locked| sum.plus(joined.mass, joined.conviction);
                self.change_lock_sum(new, mode, time, grow);
            }
        }
    }
}
