//! Everything a chain is: what a snapshot keeps and what the state hash is taken over.

use super::account::{AccountId, Coldkey, Hotkey};
use super::beacon::Beacon;
use super::claim_index::{ClaimIndex, RootClaimType};
use super::clocks::Clocks;
use super::hyperparameters::Hyperparameters;
use super::interner::{ColdIx, Coldkeys, HotIx, Hotkeys};
use super::network_params::NetworkParams;
use super::ordered_set::OrderedSet;
use super::remains::Remains;
use super::settings::{AccountIdentity, Vacant};
use super::subnet::{ROOT, Subnet, Subnets};
use crate::economy::DecayFactors;
use crate::fixed::I96F32;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An account with less than this does not exist.
pub const EXISTENTIAL_DEPOSIT: u64 = 500;
/// The smallest amount of TAO that is staked or unstaked (`DefaultMinStake`).
pub const MIN_STAKE: u64 = 2_000_000;
/// No more TAO can be issued: 21 million TAO in rao.
pub const MAX_TAO_ISSUANCE: u64 = 21_000_000_000_000_000;
/// The take of a hotkey that never set one: 18 % (`Delegates`).
pub(crate) const DEFAULT_TAKE: u16 = 11_796;
/// Whoever owns a hotkey that nobody owns.
const NOBODY: Coldkey = Coldkey::from_bytes([0; 32]);

/// What belongs to a hotkey on all subnets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HotkeyRecord {
    /// `Owner`; being set is what "the hotkey account exists" means.
    pub(crate) owner: Option<ColdIx>,
    /// `Delegates`: the take of dividends, of 65535; none = 18 %.
    pub(crate) take: Option<u16>,
    /// `RootClaimable`: alpha of each subnet that a rao of root stake has earned, by netuid.
    pub(crate) claimable: Vec<(u16, I96F32)>,
    /// `AutoParentDelegationEnabled`: whether it becomes a parent on new subnets; none = yes.
    pub(crate) auto_parent: Option<bool>,
}

/// What belongs to a coldkey on all subnets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ColdkeyRecord {
    /// Free TAO, rao.
    pub(crate) free: u64,
    /// `OwnedHotkeys`.
    pub(crate) owned: OrderedSet<HotIx>,
    /// `StakingHotkeys`: owned or staked to.
    pub(crate) staking: OrderedSet<HotIx>,
    /// What its root dividends become, if it ever chose.
    pub(crate) claim_type: Option<RootClaimType>,
    /// Takes stake that is locked from others (bit 0 of `AccountFlags`).
    pub(crate) accepts_locked_alpha: bool,
    /// What it says about itself.
    pub(crate) identity: Option<AccountIdentity>,
    /// The hotkeys on which it has, or had, root stake; derived.
    #[serde(skip)]
    pub(crate) on_root: OrderedSet<HotIx>,
}

/// The state of a chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) genesis_hash: [u8; 32],
    pub(crate) block: u64,
    /// Who made the current block.
    pub(crate) author: Option<AccountId>,
    /// The hash of the block before.
    pub(crate) parent_hash: [u8; 32],
    pub(crate) network: NetworkParams,
    /// What a new subnet is created with.
    pub(crate) defaults: Hyperparameters,
    /// TAO in all accounts together, rao.
    pub(crate) balances_issuance: u64,
    /// The economy's own counter of it, from which the emission follows, rao.
    pub(crate) total_issuance: u64,
    /// TAO in all pools together, rao; above it by the fees of purchases.
    pub(crate) total_stake: u64,
    /// The emission last computed, of TAO **or alpha** (coinbase.md 4.3), rao.
    pub(crate) block_emission: u64,
    pub(crate) hotkeys: Hotkeys<HotkeyRecord>,
    pub(crate) coldkeys: Coldkeys<ColdkeyRecord>,
    pub(crate) subnets: Subnets,
    /// `NetworkLastLockCost`: what the last subnet cost, rao; none = 1000 TAO.
    pub(crate) last_lock_cost: Option<u64>,
    /// `RegisteredSubnetCounter`: how often a subnet was created with this netuid.
    pub(crate) creations: BTreeMap<u16, u64>,
    /// What dissolved subnets left to the next ones with their netuids.
    pub(crate) remains: BTreeMap<u16, Remains>,
    /// Parameters of netuids without subnet.
    pub(crate) vacant: Vacant,
    /// Who has root dividends claimed automatically.
    pub(crate) claim_index: ClaimIndex,
    /// `RootClaimed`: what a holder of a hotkey's root stake was paid, by netuid, alpha rao.
    pub(crate) claimed: BTreeMap<(HotIx, ColdIx), Vec<(u16, u128)>>,
    /// `LastColdkeyHotkeyStakeBlock`.
    pub(crate) last_stake_block: BTreeMap<(ColdIx, HotIx), u64>,
    /// `ChildkeyTake` for netuids that no subnet has, of 65535.
    pub(crate) takes_of_no_subnet: BTreeMap<(u16, HotIx), u16>,
    /// When what has a rate limit last happened.
    pub(crate) clocks: Clocks,
    /// The rounds to which weights were sealed.
    pub(crate) beacon: Beacon,
    /// Factors of the decay of registration prices, by half-life; derived.
    #[serde(skip)]
    pub(crate) decay: DecayFactors,
}

impl State {
    /// The coldkey that owns a hotkey.
    pub(crate) fn owner_of(&self, hotkey: Hotkey) -> Option<Coldkey> {
        let owner = self.hotkeys.get(self.hotkeys.find(hotkey)?).owner?;
        Some(self.coldkeys.key(owner))
    }

    /// The coldkey that gets what a hotkey earns.
    pub(crate) fn beneficiary(&mut self, hotkey: HotIx) -> ColdIx {
        let owner = self.hotkeys.get(hotkey).owner;
        owner.unwrap_or_else(|| self.coldkeys.intern(NOBODY))
    }

    /// Free TAO of an account, rao.
    pub(crate) fn free(&self, coldkey: Coldkey) -> u64 {
        self.coldkeys
            .find(coldkey)
            .map_or(0, |account| self.coldkeys.get(account).free)
    }

    /// The index of a coldkey that has so much free TAO, rao.
    pub(crate) fn payer(&self, coldkey: Coldkey, amount: u64) -> Option<ColdIx> {
        let known = self.coldkeys.find(coldkey)?;
        (self.coldkeys.get(known).free >= amount).then_some(known)
    }

    /// The account of a hotkey that exists from now on, owned by `coldkey` if it was new.
    pub(crate) fn create_hotkey(&mut self, hotkey: Hotkey, coldkey: Coldkey) -> HotIx {
        let hotkey = self.hotkeys.intern(hotkey);
        if self.hotkeys.get(hotkey).owner.is_none() {
            let coldkey = self.coldkeys.intern(coldkey);
            self.hotkeys.get_mut(hotkey).owner = Some(coldkey);
            let record = self.coldkeys.get_mut(coldkey);
            record.owned.insert(hotkey);
            record.staking.insert(hotkey);
        }
        hotkey
    }

    /// Sets a free balance; both counters of issuance move by the difference.
    pub(crate) fn set_free(&mut self, account: ColdIx, free: u64) {
        let before = core::mem::replace(&mut self.coldkeys.get_mut(account).free, free);
        self.recycle(before);
        self.mint(free);
    }

    /// Adds alpha to one holder of a hotkey.
    pub(crate) fn credit_stake(&mut self, netuid: u16, hotkey: HotIx, holder: ColdIx, alpha: u64) {
        if alpha == 0 {
            return;
        }
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet
                .stakes
                .entry(hotkey)
                .or_default()
                .credit(holder, alpha);
            let record = self.coldkeys.get_mut(holder);
            record.staking.insert(hotkey);
            if netuid == ROOT {
                record.on_root.insert(hotkey);
            }
        }
    }

    /// The hotkeys on which a coldkey may have root stake, as it came to stake on them.
    pub(crate) fn root_hotkeys(&self, coldkey: ColdIx) -> Vec<HotIx> {
        let record = self.coldkeys.get(coldkey);
        let mut hotkeys: Vec<_> = record.on_root.iter().collect();
        hotkeys.retain(|hotkey| record.staking.position(*hotkey).is_some());
        hotkeys.sort_unstable_by_key(|hotkey| record.staking.position(*hotkey));
        hotkeys
    }

    /// Derives who has root stake where.
    pub(crate) fn index_root_stakes(&mut self) {
        let Self {
            subnets, coldkeys, ..
        } = self;
        let pools = subnets.get(ROOT).into_iter().flat_map(|root| &root.stakes);
        for (hotkey, pool) in pools {
            for (holder, _) in pool.shares() {
                coldkeys.get_mut(holder).on_root.insert(*hotkey);
            }
        }
    }

    /// Takes alpha from one holder of a hotkey; more than it owns is ignored. A pool that holds
    /// nothing any more is not stored.
    pub(crate) fn debit_stake(&mut self, netuid: u16, hotkey: HotIx, holder: ColdIx, alpha: u64) {
        let Some(subnet) = self.subnets.get_mut(netuid) else {
            return;
        };
        if let Some(pool) = subnet.stakes.get_mut(&hotkey) {
            pool.debit(holder, alpha);
            if pool.is_empty() {
                subnet.stakes.remove(&hotkey);
            }
        }
    }

    /// Adds alpha to all holders of a hotkey, in proportion.
    pub(crate) fn raise_stake(&mut self, netuid: u16, hotkey: HotIx, alpha: u64) {
        if alpha == 0 {
            return;
        }
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.stakes.entry(hotkey).or_default().raise(alpha);
        }
    }

    /// Root TAO behind a hotkey, rao.
    pub(crate) fn root_stake(&self, hotkey: HotIx) -> u64 {
        self.subnets
            .get(ROOT)
            .map_or(0, |root| root.stake_of(hotkey))
    }

    /// All subnets but root, in the chain's order.
    pub(crate) fn emitting_candidates(&mut self) -> impl Iterator<Item = &mut Subnet> {
        self.subnets.iter_mut().filter(|subnet| !subnet.is_root())
    }

    /// The subnets that emit, in the chain's order.
    pub(crate) fn emitting(&self) -> impl Iterator<Item = &Subnet> {
        self.subnets.iter().filter(|subnet| subnet.emits())
    }

    /// The subnets that emit, to change.
    pub(crate) fn emitting_mut(&mut self) -> impl Iterator<Item = &mut Subnet> {
        self.subnets.iter_mut().filter(|subnet| subnet.emits())
    }
}
