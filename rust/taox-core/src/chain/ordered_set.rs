//! A list in order of arrival that knows its members.

use super::index_map::IndexMap;
use serde::{Deserialize, Serialize, Serializer};
use std::hash::Hash;

/// Members in the order in which they came.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    bound = "T: Copy + Eq + Hash + for<'a> Deserialize<'a>",
    from = "Vec<T>"
)]
pub(crate) struct OrderedSet<T> {
    order: Vec<T>,
    positions: IndexMap<T, usize>,
}

impl<T> Default for OrderedSet<T> {
    fn default() -> Self {
        Self {
            order: Vec::new(),
            positions: IndexMap::default(),
        }
    }
}

impl<T: Copy + Eq + Hash> OrderedSet<T> {
    /// Adds a member at the end unless it is there.
    pub(crate) fn insert(&mut self, member: T) {
        let end = self.order.len();
        if *self.positions.entry(member).or_insert(end) == end {
            self.order.push(member);
        }
    }

    /// Takes a member out; those after it move up.
    pub(crate) fn remove(&mut self, member: T) {
        if let Some(position) = self.positions.remove(&member) {
            self.order.remove(position);
            let moved = self.order.iter().enumerate().skip(position);
            self.positions
                .extend(moved.map(|(position, member)| (*member, position)));
        }
    }

    /// How many members there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Gives every member another name; names stay different.
    pub(crate) fn rename(&mut self, mut name: impl FnMut(T) -> T) {
        let mut changed = false;
        for member in &mut self.order {
            let renamed = name(*member);
            changed |= renamed != *member;
            *member = renamed;
        }
        if changed {
            self.positions = self.order.iter().copied().zip(0..).collect();
        }
    }

    /// Forgets those who came after the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        for member in self.order.drain(len.min(self.order.len())..) {
            self.positions.remove(&member);
        }
    }

    /// The members in the order in which they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.order.iter().copied()
    }

    /// How many came before a member.
    pub(crate) fn position(&self, member: T) -> Option<usize> {
        self.positions.get(&member).copied()
    }

    /// Whether there is no member.
    pub(crate) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

impl<T: Copy + Eq + Hash> FromIterator<T> for OrderedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let mut set = Self::default();
        members.into_iter().for_each(|member| set.insert(member));
        set
    }
}

impl<T: Copy + Eq + Hash> From<Vec<T>> for OrderedSet<T> {
    fn from(members: Vec<T>) -> Self {
        members.into_iter().collect()
    }
}

impl<T: Serialize> Serialize for OrderedSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.order.serialize(serializer)
    }
}
