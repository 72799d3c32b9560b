//! Accounts as dense indices inside the chain; nothing outside ever sees one.
//!
//! An index is the position at which an account was first used. Rules that depend on an order
//! of accounts compare the accounts' bytes, never their indices.

use super::account::{Coldkey, Hotkey};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::HashMap;
use std::hash::Hash;

/// A position in an [`Interner`].
pub(crate) trait Index: Copy + Ord {
    /// The index of a position.
    fn from_position(position: usize) -> Self;
    /// The position of an index.
    fn position(self) -> usize;
}

macro_rules! index {
    ($(#[doc = $doc:literal])* $name:ident) => {
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub(crate) struct $name(u32);

        impl Index for $name {
            fn from_position(position: usize) -> Self {
                // 2^32 accounts do not fit in memory.
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            fn position(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index! {
    /// A hotkey the chain has seen.
    HotIx
}
index! {
    /// A coldkey the chain has seen.
    ColdIx
}

/// Accounts of one kind with a record beside each.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    bound = "K: Copy + Eq + Hash + for<'a> Deserialize<'a>, I: Index, R: for<'a> Deserialize<'a>"
)]
#[serde(try_from = "Vec<(K, R)>")]
pub(crate) struct Interner<K, I, R> {
    entries: Vec<(K, R)>,
    positions: HashMap<K, I>,
}

/// All hotkeys of a chain.
pub(crate) type Hotkeys<R> = Interner<Hotkey, HotIx, R>;
/// All coldkeys of a chain.
pub(crate) type Coldkeys<R> = Interner<Coldkey, ColdIx, R>;

impl<K, I, R> Default for Interner<K, I, R> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            positions: HashMap::new(),
        }
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "indices are issued here and the table never shrinks; restored ones are checked"
)]
impl<K: Copy + Eq + Hash, I: Index, R> Interner<K, I, R> {
    /// The index of a known account.
    pub(crate) fn find(&self, key: K) -> Option<I> {
        self.positions.get(&key).copied()
    }

    /// The index of an account, known from now on.
    pub(crate) fn intern(&mut self, key: K) -> I
    where
        R: Default,
    {
        let next = I::from_position(self.entries.len());
        let index = *self.positions.entry(key).or_insert(next);
        if index.position() == self.entries.len() {
            self.entries.push((key, R::default()));
        }
        index
    }

    /// The account behind an index.
    pub(crate) fn key(&self, index: I) -> K {
        self.entries[index.position()].0
    }

    /// The record of an account.
    pub(crate) fn get(&self, index: I) -> &R {
        &self.entries[index.position()].1
    }

    /// The record of an account, to change.
    pub(crate) fn get_mut(&mut self, index: I) -> &mut R {
        &mut self.entries[index.position()].1
    }
}

impl<K: Copy + Ord, I: Index, R: Default> Interner<K, I, R> {
    /// Keeps the `used` accounts, in the order of their keys; returns the new index of each old one.
    ///
    /// What is left can be written and walked, but nothing is found in it by key.
    pub(crate) fn sort(&mut self, used: &[bool]) -> Vec<Option<I>> {
        let mut names = vec![None; self.entries.len()];
        let mut entries: Vec<_> = self.entries.drain(..).map(Some).collect();
        // Keys and positions are sorted instead of entries, which are large.
        let keyed = entries.iter().zip(used).enumerate();
        let mut order: Vec<(K, usize)> = keyed
            .filter_map(|(old, (entry, used))| Some((entry.as_ref().filter(|_| *used)?.0, old)))
            .collect();
        order.sort_unstable();
        for (new, (_, old)) in order.into_iter().enumerate() {
            let entry = entries.get_mut(old).and_then(Option::take);
            self.entries.extend(entry);
            if let Some(name) = names.get_mut(old) {
                *name = Some(I::from_position(new));
            }
        }
        self.positions.clear();
        names
    }
}

impl<K: Copy, I: Index, R> Interner<K, I, R> {
    /// How many accounts are known.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Every account with its record, in the order of first use.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, K, &R)> {
        let indexed = self.entries.iter().enumerate();
        indexed.map(|(position, (key, record))| (I::from_position(position), *key, record))
    }

    /// Every account with its record to change, in the order of first use.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (I, K, &mut R)> {
        let indexed = self.entries.iter_mut().enumerate();
        indexed.map(|(position, (key, record))| (I::from_position(position), *key, record))
    }

    /// The records, to change.
    pub(crate) fn records_mut(&mut self) -> impl Iterator<Item = &mut R> {
        self.entries.iter_mut().map(|(_, record)| record)
    }
}

impl<K: Serialize, I, R: Serialize> Serialize for Interner<K, I, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entries.serialize(serializer)
    }
}

impl<K: Copy + Eq + Hash, I: Index, R> TryFrom<Vec<(K, R)>> for Interner<K, I, R> {
    type Error = &'static str;

    fn try_from(entries: Vec<(K, R)>) -> Result<Self, Self::Error> {
        let indexed = entries.iter().enumerate();
        let positions: HashMap<K, I> = indexed
            .map(|(position, (key, _))| (*key, I::from_position(position)))
            .collect();
        if positions.len() == entries.len() {
            Ok(Self { entries, positions })
        } else {
            Err("an account occurs twice")
        }
    }
}
