//! Parents and children of one subnet, and lists that wait to take effect (coinbase.md 15.1,
//! transitions.md 2.6).
//!
//! A hotkey may hand its stake on a subnet to children, in proportions of 2^64 − 1. Each link is
//! stored twice: under the parent and under the child.

use super::interner::HotIx;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// (Proportion, the other end of the link).
pub(crate) type Link = (u64, HotIx);

/// A list of children that waits for its block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingChildren {
    pub(crate) children: Vec<Link>,
    /// The list takes effect after this block.
    pub(crate) cooldown_block: u64,
}

/// Everything about parents and children on one subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Family {
    /// `ChildKeys`.
    pub(crate) children: BTreeMap<HotIx, Vec<Link>>,
    /// `ParentKeys`.
    pub(crate) parents: BTreeMap<HotIx, Vec<Link>>,
    /// `PendingChildKeys`.
    pub(crate) pending: BTreeMap<HotIx, PendingChildren>,
    /// `ChildkeyTake`, of 65535.
    pub(crate) takes: BTreeMap<HotIx, u16>,
}

impl Family {
    /// The children of a hotkey.
    #[inline]
    pub(crate) fn children_of(&self, hotkey: HotIx) -> &[Link] {
        if self.children.is_empty() {
            return &[];
        }
        self.children.get(&hotkey).map_or(&[], Vec::as_slice)
    }

    /// The parents of a hotkey.
    #[inline]
    pub(crate) fn parents_of(&self, hotkey: HotIx) -> &[Link] {
        if self.parents.is_empty() {
            return &[];
        }
        self.parents.get(&hotkey).map_or(&[], Vec::as_slice)
    }

    /// Gives a hotkey other children; `false`, and no change, if they have become inconsistent:
    /// more than the whole, or a child that is also a parent.
    ///
    /// An entry naming the parent itself is dropped, of a repeated child the last entry counts.
    /// Lists are rebuilt in the order of `key`; what is new to a child's parents goes to their end.
    pub(crate) fn set_children<K: Ord>(
        &mut self,
        parent: HotIx,
        children: &[Link],
        key: impl Fn(HotIx) -> K,
    ) -> bool {
        let mut list: Vec<Link> = Vec::with_capacity(children.len());
        for &(proportion, child) in children.iter().filter(|(_, child)| *child != parent) {
            list.retain(|(_, known)| *known != child);
            list.push((proportion, child));
        }
        if !self.is_consistent(parent, &list) {
            return false;
        }
        list.sort_unstable_by_key(|(_, child)| key(*child));
        self.unlink(parent, &list);
        for &(proportion, child) in &list {
            link(self.parents.entry(child).or_default(), (proportion, parent));
        }
        if let Some(parents) = self.parents.get_mut(&parent) {
            parents.sort_by_key(|(_, grandparent)| key(*grandparent));
        }
        if list.is_empty() {
            self.children.remove(&parent);
        } else {
            self.children.insert(parent, list);
        }
        true
    }

    fn is_consistent(&self, parent: HotIx, children: &[Link]) -> bool {
        let sum = children
            .iter()
            .try_fold(0_u64, |sum, (proportion, _)| sum.checked_add(*proportion));
        let parents = self.parents_of(parent);
        let is_parent = |child: HotIx| parents.iter().any(|(_, parent)| *parent == child);
        sum.is_some() && !children.iter().any(|(_, child)| is_parent(*child))
    }

    /// Takes a parent away from those of its children that are not in the new list.
    fn unlink(&mut self, parent: HotIx, kept: &[Link]) {
        let kept: BTreeSet<HotIx> = kept.iter().map(|(_, child)| *child).collect();
        let old = self.children.get(&parent).cloned().unwrap_or_default();
        for (_, child) in old.into_iter().filter(|(_, child)| !kept.contains(child)) {
            if let Some(parents) = self.parents.get_mut(&child) {
                parents.retain(|(_, known)| *known != parent);
                if parents.is_empty() {
                    self.parents.remove(&child);
                }
            }
        }
    }
}

/// Sets the proportion of a link, at its place or at the end.
fn link(links: &mut Vec<Link>, (proportion, other): Link) {
    match links.iter_mut().find(|(_, known)| *known == other) {
        Some(known) => known.0 = proportion,
        None => links.push((proportion, other)),
    }
}
