//! Creating subnets from outside: free of charge, with the reserves one wants.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::found_subnet::Founding;
use super::genesis::open_account;
use super::hyperparameters::Hyperparameters;
use super::input::{InputError, VerbError};
use super::interner::HotIx;
use super::remains::Remains;
use super::state::{EXISTENTIAL_DEPOSIT, MAX_TAO_ISSUANCE};
use super::subnet::{NETUIDS, ROOT};

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
        let uid = self.state.seat_owner(netuid, hotkey);
        self.emit(Event::NeuronRegistered {
            netuid,
            uid,
            hotkey: owner_hotkey,
        });
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
        // Whoever was there before: it begins without inheritance.
        self.state.remains.remove(&netuid);
        open_account(&mut self.state, netuid);
        self.fund_pool(netuid, reserves.tao);
        let hotkey = self.state.found(Founding {
            netuid,
            owner,
            owner_hotkey,
            params,
            reserves,
            locked: 0,
            remains: Remains::default(),
        });
        Ok((netuid, hotkey))
    }

    pub(crate) fn tell_created(&mut self, netuid: u16) {
        let subnet = self.state.subnets.get(netuid);
        let mechanism = subnet.map_or(0, |subnet| subnet.params.subnet.subnet_mechanism);
        self.emit(Event::NetworkAdded { netuid, mechanism });
    }

    fn default_reserves(&self) -> Reserves {
        self.state.reserves_at_median_price(MIN_LOCK_COST)
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

    fn fund_pool(&mut self, netuid: u16, tao: u64) {
        let account = self.state.subnet_account(netuid);
        let tao = self.state.mint(tao);
        self.state.coldkeys.deposit(account, tao);
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
            None => self.state.unused_netuid(),
            Some(netuid) => Some(netuid).filter(|netuid| is_free(netuid) && *netuid < NETUIDS),
        }
        .ok_or_else(|| InputError::new("netuid", expected, wanted.unwrap_or(NETUIDS)).into())
    }
}
