//! The one form of a state that does not depend on how it was reached.
//!
//! Inside, accounts are numbered by first use. Here they are numbered by their bytes and those
//! that nothing refers to are left out, so that equal states have equal bytes and one hash.

use super::auto_stake::AutoStake;
use super::family::Family;
use super::interner::{ColdIx, HotIx, Index};
use super::lock_book::Locks;
use super::serving::Serving;
use super::state::{ColdkeyRecord, HotkeyRecord, State};
use super::subnet::{Payouts, Subnet};
use super::weights::CommitQueues;
use std::collections::{BTreeMap, BTreeSet};

/// What to do with every index that a state holds.
struct Renaming<'a> {
    hot: &'a mut dyn FnMut(HotIx) -> HotIx,
    cold: &'a mut dyn FnMut(ColdIx) -> ColdIx,
}

impl State {
    /// This state with its accounts in the order of their bytes, to be written.
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
        let hot_names = state.hotkeys.sort(&hot_used);
        let cold_names = state.coldkeys.sort(&cold_used);
        state.rename_accounts(&mut Renaming {
            hot: &mut |index| renamed(&hot_names, index),
            cold: &mut |index| renamed(&cold_names, index),
        });
        state.sort_payouts();
        state
    }

    /// Lists of payouts in the order of their accounts. No rule depends on how they lie.
    fn sort_payouts(&mut self) {
        for Payouts { alpha, root, .. } in self.subnets.iter_mut().map(|one| &mut one.payouts) {
            alpha.sort_unstable();
            root.sort_unstable();
        }
        for remains in self.remains.values_mut() {
            remains.root_dividends.sort_unstable();
        }
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
            auto_parent: _,
        } in self.hotkeys.records_mut()
        {
            *owner = owner.map(&mut *names.cold);
        }
        for ColdkeyRecord {
            free: _,
            owned,
            staking,
            claim_type: _,
            identity: _,
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
        for remains in self.remains.values_mut() {
            rename_auto_stake(&mut remains.auto_stake, names);
            rename_list(&mut remains.root_dividends, &mut *names.hot);
        }
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
    for mechanism in &mut subnet.mechanisms {
        rename_commits(&mut mechanism.commits, &mut *names.hot);
    }
    rename_auto_stake(&mut subnet.auto_stake, names);
    rename_serving(&mut subnet.serving, &mut *names.hot);
    renamed_keys(&mut subnet.hotkey_swaps, &mut *names.cold);
    rename_locks(&mut subnet.locks, names);
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

fn rename_commits(commits: &mut CommitQueues, name: &mut dyn FnMut(HotIx) -> HotIx) {
    renamed_keys(&mut commits.hashed, name);
    for commit in commits.timelocked.values_mut().flatten() {
        commit.hotkey = name(commit.hotkey);
    }
}

fn rename_payouts(payouts: &mut Payouts, name: &mut dyn FnMut(HotIx) -> HotIx) {
    rename_list(&mut payouts.alpha, name);
    rename_list(&mut payouts.root, name);
    renamed_keys(&mut payouts.stake, name);
}

fn rename_list(list: &mut [(HotIx, u64)], name: &mut dyn FnMut(HotIx) -> HotIx) {
    for (hotkey, _) in list.iter_mut() {
        *hotkey = name(*hotkey);
    }
}

fn rename_auto_stake(auto_stake: &mut AutoStake, names: &mut Renaming<'_>) {
    let AutoStake {
        destinations,
        stakers,
    } = auto_stake;
    for hotkey in destinations.values_mut() {
        *hotkey = (names.hot)(*hotkey);
    }
    renamed_keys(destinations, &mut *names.cold);
    for coldkey in stakers.values_mut().flatten() {
        *coldkey = (names.cold)(*coldkey);
    }
    renamed_keys(stakers, &mut *names.hot);
}

fn rename_serving(serving: &mut Serving, name: &mut dyn FnMut(HotIx) -> HotIx) {
    let Serving {
        axons,
        prometheus,
        certificates,
    } = serving;
    renamed_keys(axons, name);
    renamed_keys(prometheus, name);
    renamed_keys(certificates, name);
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
        || record.identity.is_some()
}

fn mark<I: Index>(used: &mut [bool], index: I) -> I {
    if let Some(flag) = used.get_mut(index.position()) {
        *flag = true;
    }
    index
}

fn renamed<I: Index>(names: &[Option<I>], index: I) -> I {
    // Everything that is referred to was marked as used above.
    names
        .get(index.position())
        .copied()
        .flatten()
        .unwrap_or(index)
}
