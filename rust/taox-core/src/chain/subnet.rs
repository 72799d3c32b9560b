//! One subnet: who owns it, its parameters, clock, pots, pool, neurons and stake.

use super::auto_stake::AutoStake;
use super::family::Family;
use super::hyperparameters::Hyperparameters;
use super::identity::SubnetIdentity;
use super::interner::{ColdIx, HotIx};
use super::lock_book::Locks;
use super::market::Market;
use super::neurons::{Mechanism, Neurons};
use super::serving::Serving;
use super::share_pool::SharePool;
use crate::fixed::{I96F32, U96F32};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The network every TAO holder can stake to; it has no neurons and no epochs here.
pub const ROOT: u16 = 0;
/// The storage index of mechanism m of subnet n is 4096 m + n (transitions.md 0.1).
pub const NETUIDS: u16 = 4_096;

/// The price of registration where none was ever stored: 0.1 TAO.
const UNSET_BURN: u64 = 100_000_000;

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

/// The price of registration and who has paid it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Registrations {
    /// `Burn`: what the next registration costs, rao; none if it was never stored.
    burn: Option<u64>,
    pub(crate) this_block: u16,
    pub(crate) this_interval: u16,
    /// `RAORecycledForRegistration`: what all of them cost, rao.
    pub(crate) paid: u64,
}

impl Registrations {
    /// What the next registration costs, rao.
    pub(crate) fn burn(&self) -> u64 {
        self.burn.unwrap_or(UNSET_BURN)
    }

    /// What is stored of it.
    pub(crate) fn stored_burn(&self) -> Option<u64> {
        self.burn
    }

    /// Stores what the next registration costs.
    pub(crate) fn set_burn(&mut self, burn: u64) {
        self.burn = Some(burn);
    }
}

/// What the last block in which a subnet emitted did to it, rao.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BlockMetrics {
    pub(crate) tao_in: u64,
    pub(crate) alpha_in: u64,
    pub(crate) alpha_out: u64,
    pub(crate) excess_tao: u64,
    /// Of the last block, whether it emitted or not.
    pub(crate) root_sell_tao: u64,
    /// Whether blocks have passed since. The chain does not store it: its amounts stay as they were
    /// when emission ends.
    pub(crate) is_past: bool,
}

/// TAO that came less TAO that went, rao: nothing reads it (coinbase.md 17).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flows {
    pub(crate) user: i64,
    pub(crate) protocol: i64,
}

impl Flows {
    /// Users' TAO came in.
    pub(crate) fn user_in(&mut self, tao: u64) {
        self.user = self.user.saturating_add(signed(tao));
    }

    /// Users' TAO went out.
    pub(crate) fn user_out(&mut self, tao: u64) {
        self.user = self.user.saturating_sub(signed(tao));
    }

    /// The chain's TAO came in.
    pub(crate) fn protocol_in(&mut self, tao: u64) {
        self.protocol = self.protocol.saturating_add(signed(tao));
    }

    /// The chain's TAO went out.
    pub(crate) fn protocol_out(&mut self, tao: u64) {
        self.protocol = self.protocol.saturating_sub(signed(tao));
    }
}

fn signed(tao: u64) -> i64 {
    i64::try_from(tao).unwrap_or(i64::MAX)
}

/// The side ledger of a subnet's alpha, which no formula reads, rao.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AlphaAssets {
    pub(crate) issuance: u64,
    /// Left in issuance, owned by nobody.
    pub(crate) burned: u64,
    /// Taken out of issuance.
    pub(crate) recycled: u64,
}

/// What the last epoch paid, alpha rao.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payouts {
    /// `AlphaDividendsPerSubnet`.
    pub(crate) alpha: Vec<(HotIx, u64)>,
    /// `RootAlphaDividendsPerSubnet`.
    pub(crate) root: Vec<(HotIx, u64)>,
    /// `TotalHotkeyAlphaLastEpoch`: stake after the last payout.
    pub(crate) stake: BTreeMap<HotIx, u64>,
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
    pub(crate) market: Market,
    pub(crate) registrations: Registrations,
    /// `SubnetMovingPrice`, TAO per alpha.
    pub(crate) moving_price: I96F32,
    /// `RootProp`, informational.
    pub(crate) root_proportion: U96F32,
    pub(crate) last_block: BlockMetrics,
    pub(crate) flows: Flows,
    /// Alpha that the chain bought and nobody owns (`SubnetProtocolAlpha`), rao.
    pub(crate) protocol_alpha: u64,
    pub(crate) alpha_assets: AlphaAssets,
    pub(crate) neurons: Neurons,
    /// As many as `params.subnet.mechanism_count`.
    pub(crate) mechanisms: Vec<Mechanism>,
    /// Stake of every hotkey here.
    pub(crate) stakes: BTreeMap<HotIx, SharePool<ColdIx>>,
    /// Epochs assign emission but pay nobody: an archived subnet is replayed.
    pub(crate) stake_held: bool,
    /// Part of the last epoch's incentive that was withheld from the owner's uids.
    pub(crate) miner_burned: U96F32,
    /// Children, parents, and what waits to become them.
    pub(crate) family: Family,
    /// Where coldkeys' miner incentive goes instead.
    pub(crate) auto_stake: AutoStake,
    pub(crate) payouts: Payouts,
    /// `SubnetLocked`: what its creation cost, rao.
    pub(crate) locked: u64,
    /// `TokenSymbol`.
    pub(crate) symbol: Option<String>,
    /// `SubnetIdentitiesV3`.
    pub(crate) identity: Option<SubnetIdentity>,
    /// Where neurons can be reached.
    pub(crate) serving: Serving,
    /// `LastHotkeySwapOnNetuid`: when a coldkey last swapped a hotkey here.
    pub(crate) hotkey_swaps: BTreeMap<ColdIx, u64>,
    /// Stake that its owners have locked.
    pub(crate) locks: Locks,
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
            market: Market::default(),
            registrations: Registrations::default(),
            moving_price: I96F32::ZERO,
            root_proportion: U96F32::ZERO,
            last_block: BlockMetrics::default(),
            flows: Flows::default(),
            protocol_alpha: 0,
            alpha_assets: AlphaAssets::default(),
            neurons: Neurons::default(),
            mechanisms: vec![Mechanism::first(0); mechanisms],
            stakes: BTreeMap::new(),
            stake_held: false,
            miner_burned: U96F32::ZERO,
            family: Family::default(),
            auto_stake: AutoStake::default(),
            payouts: Payouts::default(),
            locked: 0,
            symbol: None,
            identity: None,
            serving: Serving::default(),
            hotkey_swaps: BTreeMap::new(),
            locks: Locks::default(),
            params,
        }
    }

    /// Whether this is root.
    pub(crate) fn is_root(&self) -> bool {
        self.netuid == ROOT
    }

    /// Mints alpha outside the pool.
    pub(crate) fn mint_alpha_out(&mut self, alpha: u64) {
        self.market.alpha_out = self.market.alpha_out.saturating_add(alpha);
        self.alpha_assets.issuance = self.alpha_assets.issuance.saturating_add(alpha);
    }

    /// Mints alpha into the pool.
    pub(crate) fn mint_alpha_in(&mut self, alpha: u64) {
        self.market.alpha_in = self.market.alpha_in.saturating_add(alpha);
        self.alpha_assets.issuance = self.alpha_assets.issuance.saturating_add(alpha);
    }

    /// Takes alpha outside the pool out of issuance.
    pub(crate) fn recycle_alpha(&mut self, alpha: u64) {
        self.market.alpha_out = self.market.alpha_out.saturating_sub(alpha);
        let assets = &mut self.alpha_assets;
        assets.recycled = assets.recycled.saturating_add(alpha);
        assets.issuance = assets.issuance.saturating_sub(alpha);
    }

    /// Leaves alpha outside the pool to nobody.
    pub(crate) fn burn_alpha(&mut self, alpha: u64) {
        self.alpha_assets.burned = self.alpha_assets.burned.saturating_add(alpha);
    }

    /// Whether alpha and TAO are emitted into it: started, and open for registration; closing
    /// registrations stops emission (coinbase.md 5).
    pub(crate) fn emits(&self) -> bool {
        let params = &self.params.subnet;
        !self.is_root()
            && self.first_emission_block.is_some()
            && params.subtoken_enabled
            && params.registration_allowed
    }

    /// What the last block did to it, whether it emitted or not.
    pub(crate) fn of_last_block(&self) -> BlockMetrics {
        let metrics = &self.last_block;
        if metrics.is_past {
            BlockMetrics {
                root_sell_tao: metrics.root_sell_tao,
                ..BlockMetrics::default()
            }
        } else {
            metrics.clone()
        }
    }

    /// Notes that a block passes, or has passed, without emission here.
    pub(crate) fn age_metrics(&mut self) {
        let BlockMetrics {
            tao_in,
            alpha_in,
            alpha_out,
            excess_tao,
            ..
        } = self.last_block;
        let is_something = [tao_in, alpha_in, alpha_out, excess_tao] != [0; 4];
        self.last_block.is_past = is_something && !self.emits();
    }

    /// Gives a hotkey the next uid, in all mechanisms.
    pub(crate) fn append_neuron(&mut self, hotkey: HotIx, block: u64) -> u16 {
        self.mechanisms
            .iter_mut()
            .for_each(|mechanism| mechanism.append(block));
        self.neurons.append(hotkey, block)
    }

    /// Gives a hotkey a uid that another one held, in all mechanisms. What that one had published
    /// is deleted.
    pub(crate) fn replace_neuron(&mut self, uid: u16, hotkey: HotIx, block: u64) {
        if let Some(old) = self.neurons.hotkey(uid) {
            self.serving.forget(old);
        }
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

    /// Takes a subnet out.
    pub(crate) fn remove(&mut self, netuid: u16) -> Option<Subnet> {
        let position = self.position(netuid).ok()?;
        Some(self.0.remove(position))
    }

    fn position(&self, netuid: u16) -> Result<usize, usize> {
        // Netuids without a gap are their own positions. A search would read many of the large
        // entries, and payouts look their subnet up several times for each uid.
        let guess = usize::from(netuid);
        let guessed = self.0.get(guess).map(|subnet| subnet.netuid);
        if guessed == Some(netuid) {
            return Ok(guess);
        }
        let key = netuid.swap_bytes();
        self.0
            .binary_search_by_key(&key, |subnet| subnet.netuid.swap_bytes())
    }
}
