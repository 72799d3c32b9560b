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
    /// Where each member stands; empty while there are so [few](FEW) that a search is quicker.
    positions: IndexMap<T, usize>,
}

/// Nearly all accounts own and stake on fewer hotkeys than this.
const FEW: usize = 8;

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
        if self.position(member).is_some() {
            return;
        }
        self.order.push(member);
        // With one more than few all positions are new, later the last one is.
        let known = self.positions.len();
        self.note_positions(known);
    }

    /// Takes a member out; those after it move up.
    pub(crate) fn remove(&mut self, member: T) {
        if let Some(position) = self.position(member) {
            self.order.remove(position);
            self.positions.remove(&member);
            self.note_positions(position);
        }
    }

    /// Notes where the members from a place on stand, if they are many.
    fn note_positions(&mut self, from: usize) {
        if self.order.len() <= FEW {
            self.positions.clear();
            return;
        }
        let moved = self.order.iter().enumerate().skip(from);
        self.positions
            .extend(moved.map(|(position, member)| (*member, position)));
    }

    /// How many members there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Gives every member another name; names stay different.
    ///
    /// What is left can be written and walked, but no member is found in it.
    pub(crate) fn rename(&mut self, mut name: impl FnMut(T) -> T) {
        let mut changed = false;
        for member in &mut self.order {
            let renamed = name(*member);
            changed |= renamed != *member;
            *member = renamed;
        }
        if changed {
            self.positions.clear();
        }
    }

    /// Forgets those who came after the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        for member in self.order.drain(len.min(self.order.len())..) {
            self.positions.remove(&member);
        }
        if self.order.len() <= FEW {
            self.positions.clear();
        }
    }

    /// The members in the order in which they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.order.iter().copied()
    }

    /// How many came before a member.
    pub(crate) fn position(&self, member: T) -> Option<usize> {
        if self.order.len() <= FEW {
            return self.order.iter().position(|known| *known == member);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Few or many members: the same as a list without repetition.
        #[test]
        fn a_set_is_a_list_that_knows_its_members(
            changes in prop::collection::vec((0_u8..4, 0_u32..24), 0..120),
        ) {
            let (mut set, mut list) = (OrderedSet::default(), Vec::new());
            for (kind, member) in changes {
                match kind {
                    0 => {
                        set.remove(member);
                        list.retain(|known| *known != member);
                    }
                    1 if member.is_multiple_of(8) => {
                        set.truncate(member as usize);
                        list.truncate(member as usize);
                    }
                    _ => {
                        set.insert(member);
                        if !list.contains(&member) {
                            list.push(member);
                        }
                    }
                }
                prop_assert_eq!(set.iter().collect::<Vec<_>>(), list.clone());
                for member in 0..24 {
                    let expected = list.iter().position(|known| *known == member);
                    prop_assert_eq!(set.position(member), expected);
                }
            }
        }
    }
}
