//! Locked stake: mass, conviction, and how time changes them (transitions.md 2.9).

use super::network_params::NetworkParams;
use super::state::State;
use crate::fixed::{FixedPoint, U64F64, decay};
use serde::{Deserialize, Serialize};

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

/// The present, and how fast locks age.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LockTime {
    pub(crate) now: u64,
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: u64 = 934_866;

    fn time(now: u64, unlock_rate: u64, maturity_rate: u64) -> LockTime {
        LockTime {
            now,
            unlock_rate,
            maturity_rate,
        }
    }

    #[test]
    fn less_than_dust_is_nothing() {
        let time = time(0, RATE, RATE);
        let aged = |mass| Locked::new(mass, U64F64::ZERO, time).aged(LockMode::Decaying, time);
        assert!(aged(99).is_nothing());
        assert_eq!(aged(100).mass, 100);
        let convinced = Locked::new(0, amount(100), time);
        assert!(!convinced.aged(LockMode::Decaying, time).is_nothing());
    }

    #[test]
    fn a_part_takes_its_conviction_along() {
        let locked = Locked::new(1_000, amount(500), time(7, RATE, RATE));
        let part = locked.part(250);
        assert_eq!(
            (part.mass, part.conviction, part.block),
            (250, amount(125), 7)
        );
        let rest = locked.minus(part.mass, part.conviction);
        assert_eq!((rest.mass, rest.conviction), (750, amount(375)));
    }

    proptest! {
        #[test]
        fn conviction_never_exceeds_the_mass_it_came_from(
            mass in 0..=u64::MAX, age in 0_u64..100_000_000,
            unlock in 1_u64..2_000_000, maturity in 1_u64..2_000_000,
        ) {
            let start = Locked::new(mass, U64F64::ZERO, time(0, unlock, maturity));
            for mode in [LockMode::Decaying, LockMode::Perpetual] {
                let aged = start.aged(mode, time(age, unlock, maturity));
                prop_assert!(aged.mass <= mass);
                prop_assert!(aged.conviction <= amount(mass));
            }
            let owned = start.aged_on_owner(LockMode::Decaying, time(age, unlock, maturity));
            prop_assert_eq!(owned.conviction, amount(owned.mass));
        }
    }
}
