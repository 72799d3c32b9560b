//! Who has root dividends claimed automatically, and what they become (coinbase.md 13).

use super::index_map::IndexMap;
use super::interner::ColdIx;
use serde::{Deserialize, Serialize, Serializer};

/// What a coldkey's root dividends become when they are claimed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RootClaimType {
    /// They are sold, and the TAO is staked on root.
    #[default]
    Swap,
    /// They are staked where they were earned.
    Keep,
    /// As `Keep` on these subnets, as `Swap` on all others.
    KeepSubnets(Vec<u16>),
}

impl RootClaimType {
    /// Whether dividends of this subnet are kept as alpha.
    pub(crate) fn keeps(&self, netuid: u16) -> bool {
        match self {
            Self::Swap => false,
            Self::Keep => true,
            Self::KeepSubnets(netuids) => netuids.contains(&netuid),
        }
    }
}

/// A dense array of coldkeys: the last one fills the place of one that leaves.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<ColdIx>")]
pub(crate) struct ClaimIndex {
    coldkeys: Vec<ColdIx>,
    positions: IndexMap<ColdIx, usize>,
}

impl ClaimIndex {
    /// How many coldkeys there are (`NumStakingColdkeys`).
    pub(crate) fn len(&self) -> u64 {
        self.coldkeys.len().try_into().unwrap_or(u64::MAX)
    }

    /// The coldkey at a position (`StakingColdkeysByIndex`).
    pub(crate) fn get(&self, position: u64) -> Option<ColdIx> {
        self.coldkeys.get(usize::try_from(position).ok()?).copied()
    }

    /// All coldkeys by position.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ColdIx> + '_ {
        self.coldkeys.iter().copied()
    }

    /// Adds a coldkey at the end unless it is there.
    pub(crate) fn insert(&mut self, coldkey: ColdIx) {
        let end = self.coldkeys.len();
        if *self.positions.entry(coldkey).or_insert(end) == end {
            self.coldkeys.push(coldkey);
        }
    }

    /// Takes a coldkey out; the last one moves to its place.
    pub(crate) fn remove(&mut self, coldkey: ColdIx) {
        let Some(position) = self.positions.remove(&coldkey) else {
            return;
        };
        let Some(last) = self.coldkeys.pop() else {
            return;
        };
        if last != coldkey {
            if let Some(slot) = self.coldkeys.get_mut(position) {
                *slot = last;
            }
            self.positions.insert(last, position);
        }
    }
}

impl From<Vec<ColdIx>> for ClaimIndex {
    fn from(coldkeys: Vec<ColdIx>) -> Self {
        let mut index = Self::default();
        for coldkey in coldkeys {
            index.insert(coldkey);
        }
        index
    }
}

impl Serialize for ClaimIndex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.coldkeys.serialize(serializer)
    }
}
