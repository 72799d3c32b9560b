//! The one form of a state that does not depend on how it was reached.
//!
//! Inside, accounts are numbered by first use. Here they are numbered by their bytes and those
//! that nothing refers to are left out, so that equal states have equal bytes.

use super::family::Family;
use super::interner::{ColdIx, HotIx, Index, Interner};
use super::lock_book::Locks;
use super::state::{ColdkeyRecord, HotkeyRecord, State};
use super::subnet::{Payouts, Subnet};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

/// What to do with every index that a state holds.
struct Renaming<'a> {
    hot: &'a mut dyn FnMut(HotIx) -> HotIx,
    cold: &'a mut dyn FnMut(ColdIx) -> ColdIx,
}

impl State {
    /// This state with its accounts in the order of their bytes.
    pub(crate) fn canonical(&self) -> Self {
        let mut state = self.clone();
        let mut hot_used: Vec<_> = state
            .hotkeys
            .iter()
            .map(|(.., record)| is_hotkey_used(record))
            .collect();
        let mut cold_used: Vec<_> = state
            .coldkeys
            .iter()
            .map(|(.., record)| is_coldkey_used(record))
            .collect();
        state.rename_accounts(&mut Renaming {
            hot: &mut |index| mark(&mut hot_used, index),
            cold: &mut |index| mark(&mut cold_used, index),
        });
        let (hotkeys, hot_names) = sorted(&state.hotkeys, &hot_used);
        let (coldkeys, cold_names) = sorted(&state.coldkeys, &cold_used);
        (state.hotkeys, state.coldkeys) = (hotkeys, coldkeys);
        state.rename_accounts(&mut Renaming {
            hot: &mut |index| renamed(&hot_names, index),
            cold: &mut |index| renamed(&cold_names, index),
        });
        state
    }

    /// Whether every index names an account. A state read from bytes may hold any number.
    pub(crate) fn indices_are_valid(&mut self) -> bool {
        let (hotkeys, coldkeys) = (self.hotkeys.len(), self.coldkeys.len());
        let (mut hot_valid, mut cold_valid) = (true, true);
        self.rename_accounts(&mut Renaming {
            hot: &mut |index| {
                hot_valid &= index.position() < hotkeys;
                index
            },
            cold: &mut |index| {
                cold_valid &= index.position() < coldkeys;
                index
            },
        });
        hot_valid && cold_valid
    }

    /// Passes every stored index through. A new field with an index belongs in here.
    fn rename_accounts(&mut self, names: &mut Renaming<'_>) {
        for HotkeyRecord {
            owner,
            take: _,
            claimable: _,
        } in self.hotkeys.records_mut()
        {
            *owner = owner.map(&mut *names.cold);
        }
        for ColdkeyRecord {
            free: _,
            owned,
            staking,
            claim_type: _,
            accepts_locked_alpha: _,
            on_root: _,
        } in self.coldkeys.records_mut()
        {
            owned.rename(&mut *names.hot);
            staking.rename(&mut *names.hot);
        }
        let index = self
            .claim_index
            .iter()
            .map(&mut *names.cold)
            .collect::<Vec<_>>();
        self.claim_index = index.into();
        renamed_keys(&mut self.claimed, &mut |(hotkey, coldkey)| {
            ((names.hot)(hotkey), (names.cold)(coldkey))
        });
        renamed_keys(&mut self.takes_of_no_subnet, &mut |(netuid, hotkey)| {
            (netuid, (names.hot)(hotkey))
        });
        renamed_keys(&mut self.last_stake_block, &mut |(coldkey, hotkey)| {
            ((names.cold)(coldkey), (names.hot)(hotkey))
        });
        self.subnets
            .iter_mut()
            .for_each(|subnet| rename_in_subnet(subnet, names));
    }
}

fn rename_in_subnet(subnet: &mut Subnet, names: &mut Renaming<'_>) {
    subnet.account = (names.cold)(subnet.account);
    subnet.owner = subnet.owner.map(&mut *names.cold);
    subnet.owner_hotkey = subnet.owner_hotkey.map(&mut *names.hot);
    for hotkey in &mut subnet.neurons.hotkeys {
        *hotkey = (names.hot)(*hotkey);
    }
    renamed_keys(&mut subnet.neurons.uids, &mut *names.hot);
    rename_family(&mut subnet.family, &mut *names.hot);
    rename_payouts(&mut subnet.payouts, &mut *names.hot);
    rename_locks(&mut subnet.locks, names);
    let auto_stake = core::mem::take(&mut subnet.auto_stake).into_iter();
    subnet.auto_stake = auto_stake
        .map(|(coldkey, hotkey)| ((names.cold)(coldkey), (names.hot)(hotkey)))
        .collect();
    for pool in subnet.stakes.values_mut() {
        pool.rename_holders(&mut *names.cold);
    }
    renamed_keys(&mut subnet.stakes, &mut *names.hot);
}

/// The same map under the new names of its keys; untouched if they are the old ones.
fn renamed_keys<K: Copy + Ord, V>(map: &mut BTreeMap<K, V>, name: &mut dyn FnMut(K) -> K) {
    let changed = map
        .keys()
        .fold(false, |changed, key| (name(*key) != *key) | changed);
    if changed {
        let entries = core::mem::take(map).into_iter();
        *map = entries.map(|(key, value)| (name(key), value)).collect();
    }
}

fn rename_family(family: &mut Family, name: &mut dyn FnMut(HotIx) -> HotIx) {
    let Family {
        children,
        parents,
        pending,
        takes,
    } = family;
    let links = children.values_mut().chain(parents.values_mut());
    let waiting = pending.values_mut().map(|pending| &mut pending.children);
    for (_, other) in links.chain(waiting).flatten() {
        *other = name(*other);
    }
    renamed_keys(children, name);
    renamed_keys(parents, name);
    renamed_keys(pending, name);
    renamed_keys(takes, name);
}

/// Lists of payouts end up in the order of their new names.
fn rename_payouts(payouts: &mut Payouts, name: &mut dyn FnMut(HotIx) -> HotIx) {
    for list in [&mut payouts.alpha, &mut payouts.root] {
        for (hotkey, _) in list.iter_mut() {
            *hotkey = name(*hotkey);
        }
        list.sort_unstable();
    }
    renamed_keys(&mut payouts.stake, name);
}

fn rename_locks(locks: &mut Locks, names: &mut Renaming<'_>) {
    let Locks {
        held,
        perpetual,
        by_hotkey,
        on_owner: _,
    } = locks;
    for lock in held.values_mut() {
        lock.hotkey = (names.hot)(lock.hotkey);
    }
    renamed_keys(held, &mut *names.cold);
    renamed_keys(by_hotkey, &mut *names.hot);
    let renamed = perpetual.iter().map(|coldkey| (names.cold)(*coldkey));
    *perpetual = renamed.collect::<BTreeSet<_>>();
}

fn is_hotkey_used(record: &HotkeyRecord) -> bool {
    *record != HotkeyRecord::default()
}

fn is_coldkey_used(record: &ColdkeyRecord) -> bool {
    record.free > 0
        || !record.owned.is_empty()
        || !record.staking.is_empty()
        || record.claim_type.is_some()
        || record.accepts_locked_alpha
}

fn mark<I: Index>(used: &mut [bool], index: I) -> I {
    if let Some(flag) = used.get_mut(index.position()) {
        *flag = true;
    }
    index
}

/// The used entries by key, and the new index of each old one.
fn sorted<K: Copy + Eq + Hash + Ord, I: Index, R: Clone + Default>(
    interner: &Interner<K, I, R>,
    used: &[bool],
) -> (Interner<K, I, R>, Vec<Option<I>>) {
    let flagged = interner.iter().zip(used);
    let mut kept: Vec<_> = flagged
        .filter(|(_, used)| **used)
        .map(|(entry, _)| entry)
        .collect();
    kept.sort_unstable_by_key(|(_, key, _)| *key);
    let mut table = Interner::default();
    let mut names = vec![None; interner.len()];
    for (old, key, record) in kept {
        let new = table.intern(key);
        *table.get_mut(new) = record.clone();
        if let Some(name) = names.get_mut(old.position()) {
            *name = Some(new);
        }
    }
    (table, names)
}

fn renamed<I: Index>(names: &[Option<I>], index: I) -> I {
    // Everything that is referred to was marked as used above.
    names
        .get(index.position())
        .copied()
        .flatten()
        .unwrap_or(index)
}
