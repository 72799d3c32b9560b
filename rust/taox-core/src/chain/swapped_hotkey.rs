//! What moves from an old hotkey to a new one (transitions.md 3.1).

use super::family::Family;
use super::interner::{ColdIx, HotIx, Index};
use super::serving::rename;
use super::share_pool::SharePool;
use super::state::State;
use super::subnet::{Payouts, ROOT, Subnet};

impl State {
    /// A swap on one subnet. The old hotkey goes on elsewhere and keeps its owner.
    pub(crate) fn swap_on_subnet(&mut self, old: HotIx, new: HotIx, netuid: u16, keep_stake: bool) {
        let owner = self.hotkeys.get(new).owner;
        self.move_seat(old, new, netuid);
        if !keep_stake {
            self.move_stakes(old, new, netuid);
        }
        self.note_swap(owner, netuid);
    }

    /// A swap on all subnets. The old hotkey loses its owner, and its take.
    pub(crate) fn swap_everywhere(
        &mut self,
        old: HotIx,
        new: HotIx,
        owner: ColdIx,
        keep_stake: bool,
    ) {
        self.hotkeys.get_mut(old).owner = None;
        self.hotkeys.get_mut(new).owner = Some(owner);
        let owned = &mut self.coldkeys.get_mut(owner).owned;
        owned.insert(new);
        owned.remove(old);
        let nominators = self.nominators(old);
        let netuids: Vec<_> = self.subnets.iter().map(|subnet| subnet.netuid).collect();
        for netuid in netuids {
            let subnet = self.subnets.get(netuid);
            let was_home = subnet.is_some_and(|subnet| subnet.is_home_of(old));
            self.move_seat(old, new, netuid);
            if !keep_stake {
                self.move_stakes(old, new, netuid);
            }
            if was_home {
                self.note_swap(Some(owner), netuid);
            }
        }
        if let Some(take) = self.hotkeys.get_mut(old).take.take() {
            self.hotkeys.get_mut(new).take = Some(take);
        }
        if !keep_stake {
            self.rename_staking(&nominators, old, new);
        }
    }

    /// Everything on a subnet but stake.
    fn move_seat(&mut self, old: HotIx, new: HotIx, netuid: u16) {
        let (time, hotkeys) = (self.lock_time(), &self.hotkeys);
        let Some(subnet) = self.subnets.get_mut(netuid) else {
            return;
        };
        subnet.swap_neuron(old, new);
        subnet.neurons.sort_by_hotkey(|hotkey| hotkeys.key(hotkey));
        subnet.family.swap(old, new, |hotkey| hotkeys.key(hotkey));
        subnet.auto_stake.swap(old, new);
        subnet.swap_locks(old, new, time);
    }

    /// All stake, coldkey by coldkey as floored values: of several a few units stay behind. With root
    /// stake goes what it may claim and what it was paid.
    fn move_stakes(&mut self, old: HotIx, new: HotIx, netuid: u16) {
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.payouts.swap(old, new);
        }
        for holder in self.holders_of(old, netuid) {
            let subnet = self.subnets.get(netuid);
            let alpha = subnet.map_or(0, |subnet| subnet.stake_of_holder(old, holder));
            self.debit_stake(netuid, old, holder, alpha);
            self.credit_stake(netuid, new, holder, alpha);
            let staking = &mut self.coldkeys.get_mut(holder).staking;
            if staking.position(old).is_some() {
                staking.insert(new);
            }
        }
        if netuid == ROOT {
            self.move_claims(old, new);
        }
    }

    fn move_claims(&mut self, old: HotIx, new: HotIx) {
        let rates = core::mem::take(&mut self.hotkeys.get_mut(old).claimable);
        self.hotkeys.get_mut(new).claimable = rates;
        let from_old = self.claimed.range((old, ColdIx::from_position(0))..);
        let keys = from_old.map(|(key, _)| *key);
        let keys: Vec<_> = keys.take_while(|(hotkey, _)| *hotkey == old).collect();
        for (_, holder) in keys {
            rename(&mut self.claimed, (old, holder), (new, holder));
        }
    }

    /// Who holds a hotkey's stake on a subnet, by their bytes.
    fn holders_of(&self, hotkey: HotIx, netuid: u16) -> Vec<ColdIx> {
        let subnet = self.subnets.get(netuid);
        let pool = subnet.and_then(|subnet| subnet.stakes.get(&hotkey));
        let shares = pool.into_iter().flat_map(SharePool::shares);
        let mut holders: Vec<_> = shares.map(|(holder, _)| holder).collect();
        holders.sort_unstable_by_key(|holder| self.coldkeys.key(*holder));
        holders
    }

    /// Who holds a hotkey's stake anywhere.
    fn nominators(&self, hotkey: HotIx) -> Vec<ColdIx> {
        let netuids = self.subnets.iter().map(|subnet| subnet.netuid);
        netuids
            .flat_map(|netuid| self.holders_of(hotkey, netuid))
            .collect()
    }

    /// The new hotkey goes to the end of what its nominators stake on.
    fn rename_staking(&mut self, nominators: &[ColdIx], old: HotIx, new: HotIx) {
        for nominator in nominators {
            let staking = &mut self.coldkeys.get_mut(*nominator).staking;
            if staking.position(old).is_some() {
                staking.remove(old);
                staking.remove(new);
                staking.insert(new);
            }
        }
    }

    fn note_swap(&mut self, coldkey: Option<ColdIx>, netuid: u16) {
        let (subnet, block) = (self.subnets.get_mut(netuid), self.block);
        if let Some((subnet, coldkey)) = subnet.zip(coldkey) {
            subnet.hotkey_swaps.insert(coldkey, block);
        }
    }
}

impl Subnet {
    /// Whether a hotkey has a uid or children here.
    pub(crate) fn is_home_of(&self, hotkey: HotIx) -> bool {
        self.neurons.uid(hotkey).is_some() || !self.family.children_of(hotkey).is_empty()
    }

    /// Of commits only hashes go along, and nobody can reveal them: they cover the old hotkey.
    fn swap_neuron(&mut self, old: HotIx, new: HotIx) {
        if self.neurons.rename(old, new) {
            self.serving.swap(old, new);
            for mechanism in &mut self.mechanisms {
                rename(&mut mechanism.commits.hashed, old, new);
            }
        }
    }
}

impl Payouts {
    fn swap(&mut self, old: HotIx, new: HotIx) {
        let before = self.stake.remove(&old).unwrap_or(0);
        let stake = self.stake.entry(new).or_default();
        *stake = stake.saturating_add(before);
        if let Some(at) = self.alpha.iter().position(|(hotkey, _)| *hotkey == old) {
            let (_, paid) = self.alpha.remove(at);
            match self.alpha.iter_mut().find(|(hotkey, _)| *hotkey == new) {
                Some((_, alpha)) => *alpha = alpha.saturating_add(paid),
                None => self.alpha.push((new, paid)),
            }
        }
    }
}

impl Family {
    /// A hotkey takes the place of another one as parent, child, and in lists that wait. Lists by
    /// account have it where its bytes belong, those that wait at the end.
    fn swap<K: Ord>(&mut self, old: HotIx, new: HotIx, key: impl Fn(HotIx) -> K) {
        self.rebind(old, new, key);
        rename(&mut self.takes, old, new);
        rename(&mut self.pending, old, new);
        for waiting in self.pending.values_mut() {
            let children = &mut waiting.children;
            if let Some(at) = children.iter().position(|(_, child)| *child == old) {
                let (proportion, _) = children.remove(at);
                children.push((proportion, new));
            }
        }
    }
}
