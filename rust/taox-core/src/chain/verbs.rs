//! What the person in front of a local network may do that no signer can: the verbs of a devnet.

use super::Chain;
use super::account::{Coldkey, Hotkey, subnet_of_account};
use super::error::ChainError;
use super::events::Event;
use super::genesis::open_subnet;
use super::hyperparameters::Hyperparameters;
use super::input::{InputError, VerbError};
use super::neurons::Mechanism;
use super::state::{EXISTENTIAL_DEPOSIT, MAX_TAO_ISSUANCE};
use super::subnet::{NETUIDS, ROOT, Subnet};
use crate::fixed::{FixedPoint, U64F64};

/// A parameter and its new value.
pub type Setting<'a> = (&'a str, i128);

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
/// What the first registration on a new subnet costs: 1 TAO.
const FIRST_BURN: u64 = 1_000_000_000;

impl Chain {
    /// Sets a free balance; issuance changes by the difference.
    ///
    /// # Errors
    /// `BelowMinimum` for an amount between 0 and the existential deposit; [`InputError`] if more
    /// than 21 million TAO would exist, or for the account of a subnet.
    pub fn set_balance(&mut self, coldkey: Coldkey, free: u64) -> Result<(), VerbError> {
        self.change_balance(coldkey, free)?;
        self.emit(Event::BalanceSet { coldkey, free });
        Ok(())
    }

    /// [`Self::set_balance`] without the event.
    pub(crate) fn change_balance(&mut self, coldkey: Coldkey, free: u64) -> Result<(), VerbError> {
        if let Some(netuid) = subnet_of_account(coldkey.0) {
            let actual = format!("the account of subnet {netuid}");
            return Err(InputError::new("coldkey", "an account of a person", actual).into());
        }
        if free > 0 && free < EXISTENTIAL_DEPOSIT {
            let minimum = EXISTENTIAL_DEPOSIT;
            return Err(ChainError::BelowMinimum {
                coldkey,
                balance: free,
                minimum,
            }
            .into());
        }
        let others = self
            .state
            .total_issuance
            .saturating_sub(self.state.free(coldkey));
        let issuance = others.saturating_add(free);
        if issuance > MAX_TAO_ISSUANCE {
            let limit = MAX_TAO_ISSUANCE.saturating_sub(others);
            let expected = format!("at most {limit} rao, to keep 21 million TAO in all");
            return Err(InputError::new("balance", expected, free).into());
        }
        let account = self.state.coldkeys.intern(coldkey);
        let before = core::mem::replace(&mut self.state.coldkeys.get_mut(account).free, free);
        self.state.recycle(before);
        self.state.mint(free);
        Ok(())
    }

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
    /// a netuid that is taken or out of range, or parameters that do not go together.
    pub fn create_subnet(
        &mut self,
        owner: Coldkey,
        owner_hotkey: Hotkey,
        netuid: Option<u16>,
        params: Hyperparameters,
    ) -> Result<u16, VerbError> {
        let tao = MIN_LOCK_COST;
        let price = self.median_price();
        let alpha = U64F64::saturating_from_num(tao).safe_div(price).saturating_to_num();
        self.create_subnet_with_pool(owner, owner_hotkey, netuid, params, Reserves { tao, alpha })
    }

    /// [`Self::create_subnet`] with other reserves. Their TAO is minted.
    ///
    /// # Errors
    /// As [`Self::create_subnet`]; [`InputError`] if more than 21 million TAO would exist.
    pub fn create_subnet_with_pool(
        &mut self,
        owner: Coldkey,
        owner_hotkey: Hotkey,
        netuid: Option<u16>,
        params: Hyperparameters,
        reserves: Reserves,
    ) -> Result<u16, VerbError> {
        params.validate()?;
        self.check_reserves(reserves)?;
        self.check_signer(owner, owner_hotkey)?;
        self.check_no_system_account(owner_hotkey)?;
        let netuid = self.free_netuid(netuid)?;
        let block = self.state.block;
        let mut subnet = open_subnet(&mut self.state, netuid, params);
        let hotkey = self.state.create_hotkey(owner_hotkey, owner);
        self.fill_pool(&mut subnet, reserves);
        subnet.registrations.set_burn(FIRST_BURN);
        subnet.owner = self.state.coldkeys.find(owner);
        subnet.owner_hotkey = Some(hotkey);
        let uid = append_neuron(&mut subnet, hotkey, block);
        subnet
            .neurons
            .sort_by_hotkey(|hotkey| self.state.hotkeys.key(hotkey));
        self.state.subnets.insert(subnet);
        self.emit(Event::NeuronRegistered {
            netuid,
            uid,
            hotkey: owner_hotkey,
        });
        let mechanism = self.subnet(netuid)?.params.subnet.subnet_mechanism;
        self.emit(Event::NetworkAdded { netuid, mechanism });
        Ok(netuid)
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
        let middle = |offset: usize| {
            let position = prices.len().checked_sub(offset)? / 2;
            prices.get(position).copied()
        };
        match (middle(1), middle(0)) {
            (Some(low), Some(high)) => {
                U64F64::from_bits(low.to_bits().midpoint(high.to_bits()))
            }
            _ => U64F64::ONE,
        }
    }

    /// What a new subnet is created with.
    pub fn defaults(&self) -> &Hyperparameters {
        &self.state.defaults
    }

    /// Sets parameters of a subnet, all or none, without the clocks and windows of its setters.
    ///
    /// A new tempo restarts the cycle; switching the subtoken on starts the subnet.
    ///
    /// # Errors
    /// `SubnetNotExists`; [`VerbError::Param`] for an unknown name or a value out of range;
    /// [`InputError`] for values that do not go together.
    pub fn set_hyperparameters(
        &mut self,
        netuid: u16,
        settings: &[Setting<'_>],
        split: Option<Option<Vec<u16>>>,
    ) -> Result<(), VerbError> {
        let block = self.state.block;
        let missing = ChainError::SubnetNotExists { netuid };
        let subnet = self.state.subnets.get_mut(netuid).ok_or(missing)?;
        let mut params = subnet.params.clone();
        for (name, value) in settings {
            params.set(name, *value)?;
        }
        if let Some(split) = split {
            params.mechanism_emission_split = split;
        }
        params.validate()?;
        let (uids, limit) = (subnet.neurons.len(), params.subnet.max_allowed_uids);
        if limit < uids {
            let expected = format!("at least {uids}, the uids taken");
            return Err(InputError::new("max_allowed_uids", expected, limit).into());
        }
        apply_params(subnet, params, block);
        if settings.iter().any(|(name, _)| *name == "tempo") {
            subnet.clock.last_epoch_block = block;
        }
        for (name, value) in settings {
            let name = (*name).to_owned();
            self.emit(Event::ParameterSet {
                netuid: Some(netuid),
                name,
                value: *value,
            });
        }
        Ok(())
    }

    /// Sets parameters of the network, all or none.
    ///
    /// # Errors
    /// [`VerbError::Param`] for an unknown name or a value out of range.
    pub fn set_network_parameters(&mut self, settings: &[Setting<'_>]) -> Result<(), VerbError> {
        let mut network = self.state.network.clone();
        for (name, value) in settings {
            let unknown = || crate::epoch::ParamError::Unknown {
                name: (*name).to_owned(),
            };
            network.set(name, *value).ok_or_else(unknown)??;
        }
        self.state.network = network;
        for (name, value) in settings {
            let name = (*name).to_owned();
            self.emit(Event::ParameterSet {
                netuid: None,
                name,
                value: *value,
            });
        }
        Ok(())
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

/// Gives a hotkey the next uid, in all mechanisms.
pub(crate) fn append_neuron(
    subnet: &mut Subnet,
    hotkey: super::interner::HotIx,
    block: u64,
) -> u16 {
    for mechanism in &mut subnet.mechanisms {
        mechanism.append(block);
    }
    subnet.neurons.append(hotkey, block)
}

fn apply_params(subnet: &mut Subnet, params: Hyperparameters, block: u64) {
    let uids = subnet.neurons.len();
    let mechanisms = usize::from(params.subnet.mechanism_count);
    subnet
        .mechanisms
        .resize_with(mechanisms, || Mechanism::empty(uids));
    if params.subnet.subtoken_enabled && subnet.first_emission_block.is_none() {
        subnet.first_emission_block = Some(block.saturating_add(1));
    }
    subnet.params = params;
}
