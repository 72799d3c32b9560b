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
/// Links of hotkeys in one direction.
type Links = BTreeMap<HotIx, Vec<Link>>;

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
        bind(&mut self.children, &mut self.parents, parent, list);
        if let Some(parents) = self.parents.get_mut(&parent) {
            parents.sort_by_key(|(_, grandparent)| key(*grandparent));
        }
        true
    }

    /// Whether one of two hotkeys is parent of the other, also one that waits.
    pub(crate) fn is_related(&self, one: HotIx, other: HotIx) -> bool {
        let pending = |hotkey: HotIx| self.pending.get(&hotkey).map(|list| &list.children[..]);
        let knows = |hotkey: HotIx, wanted: HotIx| {
            let links = [
                self.children_of(hotkey),
                pending(hotkey).unwrap_or_default(),
            ];
            links
                .into_iter()
                .flatten()
                .any(|(_, known)| *known == wanted)
        };
        knows(one, other) || knows(other, one)
    }

    /// A hotkey gets the children and parents of another one, which loses them, instead of its own.
    pub(crate) fn rebind<K: Ord>(&mut self, old: HotIx, new: HotIx, key: impl Fn(HotIx) -> K) {
        let Self {
            children, parents, ..
        } = self;
        let taken = |near: &mut Links, far: &mut Links| {
            let mut links = near.remove(&old).unwrap_or_default();
            for (_, other) in &links {
                cut(far, *other, old);
            }
            links.sort_by_key(|(_, other)| key(*other));
            links
        };
        let (to_children, to_parents) = (taken(children, parents), taken(parents, children));
        bind(children, parents, new, to_children);
        bind(parents, children, new, to_parents);
    }

    fn is_consistent(&self, parent: HotIx, children: &[Link]) -> bool {
        let sum = children
            .iter()
            .try_fold(0_u64, |sum, (proportion, _)| sum.checked_add(*proportion));
        let parents = self.parents_of(parent);
        let is_parent = |child: HotIx| parents.iter().any(|(_, parent)| *parent == child);
        sum.is_some() && !children.iter().any(|(_, child)| is_parent(*child))
    }
}

/// Gives a hotkey other links, at both ends.
fn bind(near: &mut Links, far: &mut Links, hotkey: HotIx, links: Vec<Link>) {
    let kept: BTreeSet<HotIx> = links.iter().map(|(_, other)| *other).collect();
    for (_, other) in near.remove(&hotkey).unwrap_or_default() {
        if !kept.contains(&other) {
            cut(far, other, hotkey);
        }
    }
    for &(proportion, other) in &links {
        link(far.entry(other).or_default(), (proportion, hotkey));
    }
    if !links.is_empty() {
        near.insert(hotkey, links);
    }
}

/// Takes one link of a hotkey away.
fn cut(links: &mut Links, hotkey: HotIx, other: HotIx) {
    if let Some(known) = links.get_mut(&hotkey) {
        known.retain(|(_, one)| *one != other);
        if known.is_empty() {
            links.remove(&hotkey);
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
