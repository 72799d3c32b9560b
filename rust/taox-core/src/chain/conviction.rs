//! A subnet goes to the coldkey in whose hotkey most conviction lies (coinbase.md 9.4,
//! transitions.md 2.9).

use super::Chain;
use super::account::Hotkey;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::lock::LockMode;
use super::lock_book::LockSums;
use super::register::place_neuron;
use super::state::State;
use super::subnet::Subnet;
use crate::fixed::{FixedPoint, U64F64};

/// A subnet younger than a year keeps its owner: 365 days and six hours of blocks.
const MIN_AGE: u64 = 2_629_800;
/// Conviction decides from this part of the alpha outside the pool on: a tenth.
const QUORUM: u64 = 10;

impl Chain {
    /// Gives a subnet to whom conviction wants as its owner; before an epoch pays.
    pub(crate) fn change_owner_by_conviction(&mut self, netuid: u16) {
        let Some((hotkey, owner)) = self.owner_by_conviction(netuid) else {
            return;
        };
        if !self.seat_new_owner(netuid, hotkey) {
            return;
        }
        let Some(subnet) = self.state.subnets.get_mut(netuid) else {
            return;
        };
        let old = subnet.owner.replace(owner);
        self.state.set_owner_hotkey(netuid, hotkey);
        let (old_coldkey, new_coldkey) = (
            old.map(|old| self.state.coldkeys.key(old)),
            self.state.coldkeys.key(owner),
        );
        self.emit(Event::SubnetOwnerChanged {
            netuid,
            old_coldkey,
            new_coldkey,
        });
    }

    /// The conviction in a hotkey on a subnet now, alpha rao.
    pub fn conviction(&self, hotkey: Hotkey, netuid: u16) -> U64F64 {
        let known = self.state.hotkeys.find(hotkey);
        let subnet = self.state.subnets.get(netuid);
        subnet.zip(known).map_or(U64F64::ZERO, |(subnet, hotkey)| {
            self.state.conviction_of(subnet, hotkey)
        })
    }

    fn owner_by_conviction(&self, netuid: u16) -> Option<(HotIx, ColdIx)> {
        let subnet = self.state.subnets.get(netuid)?;
        let age = self.state.block.saturating_sub(subnet.registered_at);
        if age < MIN_AGE || subnet.market.alpha_out == 0 {
            return None;
        }
        let convictions = self.state.convictions(subnet);
        let all = convictions
            .iter()
            .fold(U64F64::ZERO, |all, (_, one)| all.saturating_add(*one));
        let decisive = U64F64::saturating_from_num(QUORUM).saturating_mul(all);
        if decisive < U64F64::saturating_from_num(subnet.market.alpha_out) {
            return None;
        }
        let most = convictions
            .iter()
            .map(|(_, conviction)| *conviction)
            .max()?;
        let (hotkey, _) = *convictions.iter().find(|(_, one)| *one == most)?;
        let owner = self.state.hotkeys.get(hotkey).owner?;
        (subnet.owner != Some(owner)).then_some((hotkey, owner))
    }

    /// Registers the hotkey free of charge unless it holds a uid; `false` if it can get none.
    fn seat_new_owner(&mut self, netuid: u16, hotkey: HotIx) -> bool {
        let Some(subnet) = self.state.subnets.get(netuid) else {
            return false;
        };
        if subnet.neurons.uid(hotkey).is_some() {
            return true;
        }
        let Some(place) = self.place(subnet) else {
            return false;
        };
        let uid = place_neuron(&mut self.state, netuid, hotkey, place);
        let hotkey = self.state.hotkeys.key(hotkey);
        self.emit(Event::NeuronRegistered {
            netuid,
            uid,
            hotkey,
        });
        true
    }
}

impl State {
    /// Makes a hotkey the owner's. What is locked for it counts as conviction from now on; what is
    /// locked for the one before keeps the conviction it has.
    pub(crate) fn set_owner_hotkey(&mut self, netuid: u16, hotkey: HotIx) {
        let time = self.lock_time();
        let Some(subnet) = self.subnets.get_mut(netuid) else {
            return;
        };
        if subnet.owner_hotkey == Some(hotkey) {
            return;
        }
        let sums = core::mem::take(&mut subnet.locks.on_owner);
        let before = sums.map(|sum, mode| sum.aged_on_owner(mode, time));
        if let Some(old) = subnet.owner_hotkey.filter(|_| !before.is_nothing()) {
            subnet.locks.by_hotkey.insert(old, before);
        }
        let sums = subnet.locks.by_hotkey.remove(&hotkey).unwrap_or_default();
        subnet.locks.on_owner = sums.map(|sum, mode| sum.aged_on_owner(mode, time));
        subnet.owner_hotkey = Some(hotkey);
    }

    /// Every hotkey that something is locked for and its conviction, by hotkey bytes.
    fn convictions(&self, subnet: &Subnet) -> Vec<(HotIx, U64F64)> {
        let owner = subnet.owner_hotkey.into_iter();
        let hotkeys = subnet.locks.by_hotkey.keys().copied().chain(owner);
        let mut convictions: Vec<_> = hotkeys
            .map(|hotkey| (hotkey, self.conviction_of(subnet, hotkey)))
            .collect();
        convictions.sort_unstable_by_key(|(hotkey, _)| self.hotkeys.key(*hotkey));
        convictions
    }

    fn conviction_of(&self, subnet: &Subnet, hotkey: HotIx) -> U64F64 {
        let time = self.lock_time();
        let LockSums {
            decaying,
            perpetual,
        } = subnet.lock_sums(hotkey);
        let of = |sum, mode| subnet.age(sum, hotkey, mode, time).conviction;
        of(decaying, LockMode::Decaying).saturating_add(of(perpetual, LockMode::Perpetual))
    }
}
