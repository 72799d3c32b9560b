//! Creating subnets from outside: free of charge, with the reserves one wants.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::genesis::open_subnet;
use super::hyperparameters::Hyperparameters;
use super::input::{InputError, VerbError};
use super::interner::HotIx;
use super::state::{EXISTENTIAL_DEPOSIT, MAX_TAO_ISSUANCE};
use super::subnet::{NETUIDS, ROOT, Subnet};
use crate::fixed::{FixedPoint, U64F64};

/// The reserves of a new pool, in rao.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserves {
    /// TAO.
    pub tao: u64,
    /// Alpha.
    pub alpha: u64,
}

/// The least that the creation of a subnet costs on the chain: 1000 TAO.
const MIN_LOCK_COST: u64 = 1_000_000_000_000;
/// What the first registration on a new subnet costs, if that is within its limits: 1 TAO.
const FIRST_BURN: u64 = 1_000_000_000;

impl Chain {
    /// Creates a subnet free of charge; the owner's hotkey becomes uid 0.
    ///
    /// Without `netuid` the smallest unused one is taken. A subnet whose `subtoken_enabled` is
    /// set is started: alpha is emitted from the next block on.
    ///
    /// The pool is filled as the chain fills it for the lowest price of creation: 1000 TAO, which
    /// are minted here, and as much alpha as the median of all prices gives for them (1 TAO per
    /// alpha for the first subnet). [`Self::create_subnet_with_pool`] chooses the reserves.
    ///
    /// # Errors
    /// `NonAssociatedColdKey`, `CannotUseSystemAccount`, `SubnetLimitReached`; [`InputError`] for
    /// a netuid that is taken or out of range, parameters that do not go together, or more than
    /// 21 million TAO in all.
    pub fn create_subnet(
        &mut self,
        owner: Coldkey,
        owner_hotkey: Hotkey,
        netuid: Option<u16>,
        params: Hyperparameters,
    ) -> Result<u16, VerbError> {
        let reserves = self.default_reserves();
        self.create_subnet_with_pool(owner, owner_hotkey, netuid, params, reserves)
    }

    /// [`Self::create_subnet`] with other reserves. Their TAO is minted.
    ///
    /// # Errors
    /// As [`Self::create_subnet`].
    pub fn create_subnet_with_pool(
        &mut self,
        owner: Coldkey,
        owner_hotkey: Hotkey,
        netuid: Option<u16>,
        params: Hyperparameters,
        reserves: Reserves,
    ) -> Result<u16, VerbError> {
        let (netuid, hotkey) = self.create_empty(owner, owner_hotkey, netuid, params, reserves)?;
        let block = self.state.block;
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            let uid = subnet.append_neuron(hotkey, block);
            let hotkeys = &self.state.hotkeys;
            subnet.neurons.sort_by_hotkey(|hotkey| hotkeys.key(hotkey));
            self.emit(Event::NeuronRegistered {
                netuid,
                uid,
                hotkey: owner_hotkey,
            });
        }
        self.tell_created(netuid);
        Ok(netuid)
    }

    /// [`Self::create_subnet`] without a neuron: the owner's hotkey holds no uid, as after
    /// `sudo_set_sn_owner_hotkey` to one that never registered.
    ///
    /// # Errors
    /// As [`Self::create_subnet`].
    pub fn create_empty_subnet(
        &mut self,
        owner: Coldkey,
        owner_hotkey: Hotkey,
        netuid: Option<u16>,
        params: Hyperparameters,
    ) -> Result<u16, VerbError> {
        let reserves = self.default_reserves();
        let (netuid, _) = self.create_empty(owner, owner_hotkey, netuid, params, reserves)?;
        self.tell_created(netuid);
        Ok(netuid)
    }

    fn create_empty(
        &mut self,
        owner: Coldkey,
        owner_hotkey: Hotkey,
        netuid: Option<u16>,
        params: Hyperparameters,
        reserves: Reserves,
    ) -> Result<(u16, HotIx), VerbError> {
        params.validate()?;
        self.check_signer(owner, owner_hotkey)?;
        self.check_no_system_account(owner_hotkey)?;
        let netuid = self.free_netuid(netuid)?;
        self.check_reserves(reserves)?;
        let mut subnet = open_subnet(&mut self.state, netuid, params);
        let hotkey = self.state.create_hotkey(owner_hotkey, owner);
        let most = subnet.params.subnet.max_burn;
        self.fill_pool(&mut subnet, reserves);
        subnet.registrations.set_burn(FIRST_BURN.min(most));
        subnet.owner = self.state.coldkeys.find(owner);
        subnet.owner_hotkey = Some(hotkey);
        self.state.subnets.insert(subnet);
        self.state.vacant.remove(netuid);
        Ok((netuid, hotkey))
    }

    fn tell_created(&mut self, netuid: u16) {
        let subnet = self.state.subnets.get(netuid);
        let mechanism = subnet.map_or(0, |subnet| subnet.params.subnet.subnet_mechanism);
        self.emit(Event::NetworkAdded { netuid, mechanism });
    }

    fn default_reserves(&self) -> Reserves {
        let tao = MIN_LOCK_COST;
        let price = self.median_price();
        let alpha = U64F64::saturating_from_num(tao)
            .safe_div(price)
            .saturating_to_num();
        Reserves { tao, alpha }
    }

    fn check_reserves(&self, reserves: Reserves) -> Result<(), InputError> {
        let left = MAX_TAO_ISSUANCE.saturating_sub(self.state.balances_issuance);
        let limit = left.saturating_sub(EXISTENTIAL_DEPOSIT);
        if reserves.tao <= limit {
            return Ok(());
        }
        let expected = format!("at most {limit} rao, to keep 21 million TAO in all");
        Err(InputError::new("reserves.tao", expected, reserves.tao))
    }

    fn fill_pool(&mut self, subnet: &mut Subnet, reserves: Reserves) {
        let state = &mut self.state;
        let tao = state.mint(reserves.tao);
        state.coldkeys.deposit(subnet.account, tao);
        state.total_stake = state.total_stake.saturating_add(tao);
        subnet.market.tao = tao;
        subnet.mint_alpha_in(reserves.alpha);
    }

    /// The median of the spot prices of all subnets but root that are not 0; 1 if there is none.
    fn median_price(&self) -> U64F64 {
        let subnets = self.state.subnets.iter().filter(|subnet| !subnet.is_root());
        let mut prices: Vec<_> = subnets.map(|subnet| subnet.pool().price()).collect();
        prices.retain(|price| *price > U64F64::ZERO);
        prices.sort_unstable();
        let upper = prices.len() / 2;
        let lower = prices.len().saturating_sub(1) / 2;
        match (prices.get(lower), prices.get(upper)) {
            (Some(low), Some(high)) => U64F64::from_bits(low.to_bits().midpoint(high.to_bits())),
            _ => U64F64::ONE,
        }
    }

    fn free_netuid(&self, wanted: Option<u16>) -> Result<u16, VerbError> {
        let taken = self.state.subnets.netuids();
        let limit = self.state.network.subnet_limit;
        if taken.len() >= usize::from(limit) {
            return Err(ChainError::SubnetLimitReached { limit }.into());
        }
        let is_free = |netuid: &u16| *netuid != ROOT && !taken.contains(netuid);
        let expected = "an unused netuid from 1 to 4095";
        match wanted {
            None => (1..NETUIDS).find(is_free),
            Some(netuid) => Some(netuid).filter(|netuid| is_free(netuid) && *netuid < NETUIDS),
        }
        .ok_or_else(|| InputError::new("netuid", expected, wanted.unwrap_or(NETUIDS)).into())
    }
}
