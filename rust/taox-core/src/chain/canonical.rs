//! The one form of a state that does not depend on how it was reached.
//!
//! Inside, accounts are numbered by first use. Here they are numbered by their bytes and those
//! that nothing refers to are left out, so that equal states have equal bytes.

use super::interner::{ColdIx, HotIx, Index, Interner};
use super::state::{ColdkeyRecord, HotkeyRecord, State};
use super::subnet::Subnet;
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
        for HotkeyRecord { owner, take: _ } in self.hotkeys.records_mut() {
            *owner = owner.map(&mut *names.cold);
        }
        for ColdkeyRecord {
            free: _,
            owned,
            staking,
        } in self.coldkeys.records_mut()
        {
            *owned = owned.iter().map(&mut *names.hot).collect();
            *staking = staking.iter().map(&mut *names.hot).collect();
        }
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
    let uids = core::mem::take(&mut subnet.neurons.uids);
    subnet.neurons.uids = uids
        .into_iter()
        .map(|(hotkey, uid)| ((names.hot)(hotkey), uid))
        .collect();
    let stakes = core::mem::take(&mut subnet.stakes);
    for (hotkey, mut pool) in stakes {
        pool.rename_holders(&mut *names.cold);
        subnet.stakes.insert((names.hot)(hotkey), pool);
    }
}

fn is_hotkey_used(record: &HotkeyRecord) -> bool {
    *record != HotkeyRecord::default()
}

fn is_coldkey_used(record: &ColdkeyRecord) -> bool {
    record.free > 0 || !record.owned.is_empty() || !record.staking.is_empty()
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
