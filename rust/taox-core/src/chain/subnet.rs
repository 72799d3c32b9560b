//! One subnet: who owns it, its parameters, clock, pots, pool, neurons and stake.

use super::hyperparameters::Hyperparameters;
use super::interner::{ColdIx, HotIx};
use super::neurons::{Mechanism, Neurons};
use super::one_to_one::OneToOnePool;
use super::share_pool::SharePool;
use crate::fixed::U96F32;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The network every TAO holder can stake to; it has no neurons and no epochs here.
pub const ROOT: u16 = 0;
/// The storage index of mechanism m of subnet n is 4096 m + n (transitions.md 0.1).
pub const NETUIDS: u16 = 4_096;

/// When epochs run (coinbase.md 9).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EpochClock {
    pub(crate) blocks_since_last_step: u64,
    pub(crate) last_epoch_block: u64,
    /// A block from which an epoch is due whatever the tempo; 0 = none.
    pub(crate) pending_epoch_at: u64,
    pub(crate) epoch_index: u64,
    /// `LastMechansimStepBlock`: when an epoch last ran and paid, 0 = never.
    pub(crate) last_mechanism_step_block: u64,
}

/// Alpha that waits for the next epoch, in rao (coinbase.md 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) server: u64,
    pub(crate) validator: u64,
    pub(crate) root: u64,
    pub(crate) owner_cut: u64,
}

impl Pending {
    /// What an epoch shares out: everything but the owner's cut.
    pub(crate) fn emission(&self) -> u64 {
        self.server
            .saturating_add(self.validator)
            .saturating_add(self.root)
    }

    /// All four pots together.
    pub(crate) fn total(&self) -> u64 {
        self.emission().saturating_add(self.owner_cut)
    }
}

/// The state of one subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subnet {
    pub(crate) netuid: u16,
    /// The account that holds the subnet's TAO.
    pub(crate) account: ColdIx,
    pub(crate) owner: Option<ColdIx>,
    pub(crate) owner_hotkey: Option<HotIx>,
    pub(crate) registered_at: u64,
    /// Set by the start; alpha is emitted only then.
    pub(crate) first_emission_block: Option<u64>,
    pub(crate) params: Hyperparameters,
    pub(crate) clock: EpochClock,
    pub(crate) pending: Pending,
    pub(crate) pool: OneToOnePool,
    pub(crate) neurons: Neurons,
    /// As many as `params.subnet.mechanism_count`.
    pub(crate) mechanisms: Vec<Mechanism>,
    /// Stake of every hotkey here.
    pub(crate) stakes: BTreeMap<HotIx, SharePool<ColdIx>>,
    /// Epochs assign emission but pay nobody: an archived subnet is replayed.
    pub(crate) stake_held: bool,
    /// Part of the last epoch's incentive that was withheld from the owner's uids.
    pub(crate) miner_burned: U96F32,
    /// Incentive ever withheld and left in issuance (`AlphaBurned`).
    pub(crate) alpha_burned: u64,
    /// Incentive ever withheld and taken out of issuance (`AlphaRecycled`).
    pub(crate) alpha_recycled: u64,
}

impl Subnet {
    /// A subnet without neurons, created in `block`.
    pub(crate) fn new(netuid: u16, account: ColdIx, params: Hyperparameters, block: u64) -> Self {
        let mechanisms = usize::from(params.subnet.mechanism_count);
        let started = netuid != ROOT && params.subnet.subtoken_enabled;
        let clock = EpochClock {
            last_epoch_block: staggered(netuid, &params, block),
            ..EpochClock::default()
        };
        Self {
            netuid,
            account,
            owner: None,
            owner_hotkey: None,
            registered_at: block,
            first_emission_block: started.then(|| block.saturating_add(1)),
            clock,
            pending: Pending::default(),
            pool: OneToOnePool::default(),
            neurons: Neurons::default(),
            mechanisms: vec![Mechanism::empty(0); mechanisms],
            stakes: BTreeMap::new(),
            stake_held: false,
            miner_burned: U96F32::ZERO,
            alpha_burned: 0,
            alpha_recycled: 0,
            params,
        }
    }

    /// Whether this is root.
    pub(crate) fn is_root(&self) -> bool {
        self.netuid == ROOT
    }

    /// Gives a hotkey the next uid, in all mechanisms.
    pub(crate) fn append_neuron(&mut self, hotkey: HotIx, block: u64) -> u16 {
        self.mechanisms
            .iter_mut()
            .for_each(|mechanism| mechanism.append(block));
        self.neurons.append(hotkey, block)
    }

    /// Gives a hotkey a uid that another one held, in all mechanisms.
    pub(crate) fn replace_neuron(&mut self, uid: u16, hotkey: HotIx, block: u64) {
        self.mechanisms
            .iter_mut()
            .for_each(|mechanism| mechanism.replace(uid, block));
        self.neurons.replace(uid, hotkey, block);
    }

    /// The uid of `SubnetOwnerHotkey`, if it holds one.
    pub(crate) fn owner_uid(&self) -> Option<u16> {
        self.neurons.uid(self.owner_hotkey?)
    }

    /// What all holders of a hotkey own together, alpha rao.
    pub(crate) fn stake_of(&self, hotkey: HotIx) -> u64 {
        self.stakes.get(&hotkey).map_or(0, SharePool::total)
    }

    /// What one holder of a hotkey owns, alpha rao.
    pub(crate) fn stake_of_holder(&self, hotkey: HotIx, holder: ColdIx) -> u64 {
        self.stakes
            .get(&hotkey)
            .map_or(0, |pool| pool.value(holder))
    }

    /// The storage index of one of the subnet's mechanisms.
    pub(crate) fn storage_index(&self, mechanism: u8) -> u16 {
        NETUIDS
            .saturating_mul(mechanism.into())
            .saturating_add(self.netuid)
    }
}

/// A new subnet's clock is moved back by netuid mod tempo, so that not all run at once.
fn staggered(netuid: u16, params: &Hyperparameters, block: u64) -> u64 {
    let phase = netuid.checked_rem(params.epoch.tempo).unwrap_or(0);
    block.saturating_sub(phase.into())
}

/// All subnets, in the order in which the chain walks them.
///
/// The map's key is the netuid in two little-endian bytes: 256 comes before 1 (coinbase.md 1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subnets(Vec<Subnet>);

impl Subnets {
    /// The subnet with this netuid.
    pub(crate) fn get(&self, netuid: u16) -> Option<&Subnet> {
        self.position(netuid)
            .ok()
            .and_then(|position| self.0.get(position))
    }

    /// The subnet with this netuid, to change.
    pub(crate) fn get_mut(&mut self, netuid: u16) -> Option<&mut Subnet> {
        self.position(netuid)
            .ok()
            .and_then(|position| self.0.get_mut(position))
    }

    /// Adds a subnet with a netuid of its own.
    pub(crate) fn insert(&mut self, subnet: Subnet) {
        match self.position(subnet.netuid) {
            Err(position) => self.0.insert(position, subnet),
            Ok(position) => {
                if let Some(slot) = self.0.get_mut(position) {
                    *slot = subnet;
                }
            }
        }
    }

    /// All subnets, root included.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Subnet> {
        self.0.iter()
    }

    /// All subnets, root included, to change.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Subnet> {
        self.0.iter_mut()
    }

    /// The netuids of all subnets but root, ascending.
    pub(crate) fn netuids(&self) -> Vec<u16> {
        let mut netuids: Vec<_> = self.0.iter().map(|subnet| subnet.netuid).collect();
        netuids.retain(|netuid| *netuid != ROOT);
        netuids.sort_unstable();
        netuids
    }

    /// Whether the order is that of the map and no netuid occurs twice.
    pub(crate) fn is_ordered(&self) -> bool {
        let keys = || self.0.iter().map(|subnet| subnet.netuid.swap_bytes());
        keys().zip(keys().skip(1)).all(|(key, next)| key < next)
    }

    fn position(&self, netuid: u16) -> Result<usize, usize> {
        let key = netuid.swap_bytes();
        self.0
            .binary_search_by_key(&key, |subnet| subnet.netuid.swap_bytes())
    }
}
