//! The neurons of one subnet: contiguous vectors by uid, and per mechanism the rows.
//!
//! They are borrowed by an epoch as they are, without copying.

use super::account::Hotkey;
use super::interner::HotIx;
use super::weights::CommitQueues;
use crate::epoch::RowsBuf;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every uid has, whatever the mechanism (epoch.md 3 and 13.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Neurons {
    /// `Keys`.
    pub(crate) hotkeys: Vec<HotIx>,
    /// `Uids`. Differs from the inverse of `hotkeys` only if a hotkey holds two uids.
    pub(crate) uids: BTreeMap<HotIx, u16>,
    /// All uids in the order of their hotkeys' bytes; derived.
    #[serde(skip)]
    pub(crate) by_hotkey: Vec<u16>,
    pub(crate) block_at_registration: Vec<u64>,
    pub(crate) active: Vec<bool>,
    pub(crate) emission: Vec<u64>,
    pub(crate) consensus: Vec<u16>,
    pub(crate) dividends: Vec<u16>,
    pub(crate) validator_trust: Vec<u16>,
    /// One entry short after a registration until the next epoch (epoch.md 13.1).
    pub(crate) stake_weight: Vec<u16>,
    pub(crate) validator_permit: Vec<bool>,
}

/// What every uid has in one mechanism. Copies of a chain share rows until one of them changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mechanism {
    pub(crate) last_update: Vec<u64>,
    pub(crate) incentive: Vec<u16>,
    /// Whether incentive is stored: of the first mechanism always, of those added later once an
    /// epoch ran.
    pub(crate) has_incentive: bool,
    pub(crate) weights: Arc<RowsBuf>,
    pub(crate) bonds: Arc<RowsBuf>,
    /// What was committed and not revealed yet.
    pub(crate) commits: CommitQueues,
}

impl Neurons {
    /// How many uids are taken.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "max_allowed_uids is at most 256"
    )]
    pub(crate) fn len(&self) -> u16 {
        self.hotkeys.len() as u16
    }

    /// The uid of a hotkey.
    pub(crate) fn uid(&self, hotkey: HotIx) -> Option<u16> {
        self.uids.get(&hotkey).copied()
    }

    /// The hotkey that holds a uid.
    pub(crate) fn hotkey(&self, uid: u16) -> Option<HotIx> {
        self.hotkeys.get(usize::from(uid)).copied()
    }

    /// Whether a uid held a permit after the last epoch.
    pub(crate) fn has_permit(&self, uid: u16) -> bool {
        self.validator_permit
            .get(usize::from(uid))
            .copied()
            .unwrap_or(false)
    }

    /// A uid at the end. `StakeWeight` is not extended (epoch.md 13.1).
    pub(crate) fn append(&mut self, hotkey: HotIx, block: u64) -> u16 {
        let uid = self.len();
        self.hotkeys.push(hotkey);
        self.uids.insert(hotkey, uid);
        self.block_at_registration.push(block);
        self.active.push(true);
        self.emission.push(0);
        self.consensus.push(0);
        self.dividends.push(0);
        self.validator_trust.push(0);
        self.validator_permit.push(false);
        uid
    }

    /// Another hotkey takes a uid over, which starts from nothing.
    pub(crate) fn replace(&mut self, uid: u16, hotkey: HotIx, block: u64) {
        if let Some(old) = self.hotkey(uid) {
            self.uids.remove(&old);
        }
        self.uids.insert(hotkey, uid);
        set(&mut self.hotkeys, uid, hotkey);
        set(&mut self.block_at_registration, uid, block);
        set(&mut self.active, uid, true);
        set(&mut self.emission, uid, 0);
        set(&mut self.consensus, uid, 0);
        set(&mut self.dividends, uid, 0);
        set(&mut self.validator_trust, uid, 0);
        set(&mut self.stake_weight, uid, 0);
        set(&mut self.validator_permit, uid, false);
    }

    /// Another hotkey goes on with a uid as it is; `false` if the old one has none.
    pub(crate) fn rename(&mut self, old: HotIx, new: HotIx) -> bool {
        let Some(uid) = self.uids.remove(&old) else {
            return false;
        };
        self.uids.insert(new, uid);
        set(&mut self.hotkeys, uid, new);
        true
    }

    /// Sorts the uids by their hotkeys' bytes: the order of every payout.
    pub(crate) fn sort_by_hotkey(&mut self, key: impl Fn(HotIx) -> Hotkey) {
        let mut keyed: Vec<_> = (0..self.len()).zip(&self.hotkeys).collect();
        keyed.sort_unstable_by_key(|&(uid, hotkey)| (key(*hotkey), uid));
        self.by_hotkey = keyed.into_iter().map(|(uid, _)| uid).collect();
    }

    /// Puts one uid, which is new or has another hotkey, into the order of [`Self::sort_by_hotkey`].
    pub(crate) fn place_by_hotkey(&mut self, uid: u16, key: impl Fn(HotIx) -> Hotkey) {
        self.by_hotkey.retain(|other| *other != uid);
        let rank = |uid: u16| (self.hotkey(uid).map(&key), uid);
        let own = rank(uid);
        let place = self.by_hotkey.partition_point(|other| rank(*other) < own);
        self.by_hotkey.insert(place, uid);
    }

    /// Whether a hotkey holds two uids: then no epoch runs.
    pub(crate) fn has_duplicates(&self) -> bool {
        let sorted = || self.by_hotkey.iter().map(|uid| self.hotkey(*uid));
        sorted()
            .zip(sorted().skip(1))
            .any(|(hotkey, next)| hotkey == next)
    }
}

impl Mechanism {
    /// The mechanism that a subnet begins with.
    pub(crate) fn first(uids: u16) -> Self {
        Self {
            has_incentive: true,
            ..Self::empty(uids)
        }
    }

    /// A mechanism of neurons that have done nothing yet.
    pub(crate) fn empty(uids: u16) -> Self {
        let n = usize::from(uids);
        Self {
            last_update: vec![0; n],
            incentive: vec![0; n],
            has_incentive: false,
            weights: Arc::new(RowsBuf::empty(n)),
            bonds: Arc::new(RowsBuf::empty(n)),
            commits: CommitQueues::default(),
        }
    }

    /// Room for the uid that [`Neurons::append`] added. `LastUpdate` is the block of registration.
    pub(crate) fn append(&mut self, block: u64) {
        self.last_update.push(block);
        self.incentive.push(0);
        Arc::make_mut(&mut self.weights).push_row([]);
        Arc::make_mut(&mut self.bonds).push_row([]);
    }

    /// A uid starts from nothing. Others' weights towards it become 0 but stay; their bonds stay
    /// as they are until the next epoch drops them (epoch.md 13.1).
    pub(crate) fn replace(&mut self, uid: u16, block: u64) {
        set(&mut self.last_update, uid, block);
        set(&mut self.incentive, uid, 0);
        let weights = Arc::make_mut(&mut self.weights);
        weights.replace_row(uid.into(), &[]);
        weights.zero_column(uid);
        Arc::make_mut(&mut self.bonds).replace_row(uid.into(), &[]);
    }
}

/// Writes one entry of a vector by uid; nothing happens beyond its end.
pub(crate) fn set<T>(values: &mut [T], uid: u16, value: T) {
    if let Some(slot) = values.get_mut(usize::from(uid)) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::super::account::AccountId;
    use super::super::interner::Index;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Uids placed one after the other stand as if all were sorted.
        #[test]
        fn a_placed_uid_stands_where_sorting_puts_it(
            seats in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..40), 1..60),
        ) {
            let name = |hotkey: HotIx| {
                let byte = u8::try_from(hotkey.position()).unwrap();
                Hotkey(AccountId([byte.wrapping_mul(37); 32]))
            };
            let mut neurons = Neurons::default();
            for (place, hotkey) in seats {
                let hotkey = HotIx::from_position(hotkey.into());
                let place = u16::try_from(place.index(60)).unwrap();
                let uid = if place < neurons.len() {
                    neurons.replace(place, hotkey, 0);
                    place
                } else {
                    neurons.append(hotkey, 0)
                };
                neurons.place_by_hotkey(uid, name);
                let placed = neurons.by_hotkey.clone();
                neurons.sort_by_hotkey(name);
                prop_assert_eq!(placed, &neurons.by_hotkey[..]);
            }
        }
    }
}
