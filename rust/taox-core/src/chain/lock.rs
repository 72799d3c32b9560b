//! Stake that is locked for a hotkey: mass, conviction, and how time changes them (transitions.md
//! 2.9).
//!
//! A coldkey has at most one lock per subnet. It adds up with all others on its hotkey; what is
//! locked for the owner's hotkey stands apart. Sums age by themselves, so that in time they differ
//! from the locks they were made of by some rao.

use super::hyperparameters::NetworkParams;
use super::interner::{ColdIx, HotIx};
use super::state::State;
use super::subnet::Subnet;
use crate::fixed::{FixedPoint, U64F64, decay};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Mass and conviction below this many alpha rao are nothing.
const DUST: u64 = 100;

/// Whether a lock's mass fades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockMode {
    /// The mass fades, conviction rises and falls with it.
    Decaying,
    /// The mass stays, conviction grows towards it.
    Perpetual,
}

/// How much is locked, as of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Locked {
    /// Alpha rao.
    pub(crate) mass: u64,
    /// Alpha rao that count in the choice of an owner.
    pub(crate) conviction: U64F64,
    /// When both were right.
    pub(crate) block: u64,
}

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

/// The present, and how fast locks age.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LockTime {
    now: u64,
    unlock_rate: u64,
    maturity_rate: u64,
}

impl State {
    /// The time by which locks age.
    pub(crate) fn lock_time(&self) -> LockTime {
        let NetworkParams {
            unlock_rate,
            maturity_rate,
            ..
        } = self.network;
        LockTime {
            now: self.block,
            unlock_rate,
            maturity_rate,
        }
    }
}

impl Locked {
    /// A lock that begins now.
    pub(crate) fn new(mass: u64, conviction: U64F64, time: LockTime) -> Self {
        let block = time.now;
        Self {
            mass,
            conviction,
            block,
        }
    }

    /// Whether nothing is locked.
    pub(crate) fn is_nothing(&self) -> bool {
        self.mass == 0 && self.conviction == U64F64::ZERO
    }

    /// As of now, for a hotkey that does not own the subnet.
    pub(crate) fn aged(self, mode: LockMode, time: LockTime) -> Self {
        let age = time.now.saturating_sub(self.block);
        if age == 0 {
            return self.without_dust();
        }
        let kept = decay(age, time.maturity_rate);
        let gain = time.gain(mode, age);
        let conviction = self.conviction.saturating_mul(kept);
        let gained = amount(self.mass).saturating_mul(gain);
        let conviction = conviction.saturating_add(gained);
        Self::new(self.faded(mode, age, time), conviction, time).without_dust()
    }

    /// As of now, for the owner's hotkey: all mass is conviction.
    pub(crate) fn aged_on_owner(self, mode: LockMode, time: LockTime) -> Self {
        let age = time.now.saturating_sub(self.block);
        let mass = self.faded(mode, age, time);
        Self::new(mass, amount(mass), time).without_dust()
    }

    fn faded(&self, mode: LockMode, age: u64, time: LockTime) -> u64 {
        match mode {
            LockMode::Perpetual => self.mass,
            LockMode::Decaying => amount(self.mass)
                .saturating_mul(decay(age, time.unlock_rate))
                .saturating_to_num(),
        }
    }

    fn without_dust(self) -> Self {
        if self.mass >= DUST || self.conviction >= amount(DUST) {
            return self;
        }
        Self::default()
    }

    /// A part of the mass, with the conviction that belongs to it.
    pub(crate) fn part(&self, mass: u64) -> Self {
        let part = amount(mass).safe_div(amount(self.mass));
        Self {
            mass,
            conviction: self.conviction.saturating_mul(part),
            block: self.block,
        }
    }

    /// More mass and conviction of the same age.
    pub(crate) fn plus(self, mass: u64, conviction: U64F64) -> Self {
        Self {
            mass: self.mass.saturating_add(mass),
            conviction: self.conviction.saturating_add(conviction),
            block: self.block,
        }
    }

    /// Less mass and conviction of the same age.
    pub(crate) fn minus(self, mass: u64, conviction: U64F64) -> Self {
        Self {
            mass: self.mass.saturating_sub(mass),
            conviction: self.conviction.saturating_sub(conviction),
            block: self.block,
        }
    }
}

impl LockTime {
    /// The conviction that a unit of mass gains in a time.
    fn gain(self, mode: LockMode, age: u64) -> U64F64 {
        let (unlock, maturity) = (self.unlock_rate, self.maturity_rate);
        let kept = decay(age, maturity);
        match mode {
            LockMode::Perpetual => U64F64::ONE.saturating_sub(kept),
            LockMode::Decaying if unlock == maturity => {
                amount(age).safe_div(amount(maturity)).saturating_mul(kept)
            }
            LockMode::Decaying => {
                // Both differences have the same sign.
                let left = decay(age, unlock);
                let apart = distance(left, kept).saturating_mul(amount(unlock));
                apart.safe_div(amount(unlock.abs_diff(maturity)))
            }
        }
    }
}

fn amount(rao: u64) -> U64F64 {
    U64F64::saturating_from_num(rao)
}

fn distance(one: U64F64, other: U64F64) -> U64F64 {
    one.max(other).saturating_sub(one.min(other))
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

    /// Writes down how old a coldkey's lock has become.
    ///
    /// As on the chain the sum loses what the lock lost, **without aging itself**, and counts as aged
    /// from here on: conviction that others would have gained since is gone.
    pub(crate) fn refresh_lock(&mut self, coldkey: ColdIx, time: LockTime) {
        let Some(&before) = self.locks.held.get(&coldkey) else {
            return;
        };
        let (hotkey, mode) = (before.hotkey, self.lock_mode(coldkey));
        self.set_lock(coldkey, before, time);
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
}
