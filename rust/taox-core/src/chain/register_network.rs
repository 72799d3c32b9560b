//! Creating a subnet for its price (transitions.md 1.2) and starting it (1.3).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::clocks::Clock;
use super::error::ChainError;
use super::events::Event;
use super::found_subnet::Founding;
use super::identity::SubnetIdentity;
use super::origin::Origin;
use super::subnet::ROOT;

/// Dynamic: alpha has a price.
const DYNAMIC: u16 = 1;
/// Parameters that creation writes, by storage item; a dump shows them whatever their value.
const WRITTEN: [&str; 11] = [
    "activity_cutoff",
    "immunity_period",
    "kappa",
    "max_allowed_uids",
    "max_allowed_validators",
    "min_allowed_weights",
    "network_registration_allowed",
    "subnet_emission_enabled",
    "subnet_mechanism",
    "tempo",
    "yuma3_on",
];

/// A creation that has passed its checks.
struct Creation {
    /// The subnet that makes room.
    victim: Option<u16>,
    netuid: u16,
    cost: u64,
}

impl Chain {
    /// Creates a subnet for [`Self::lock_cost`], all of which becomes its pool; the hotkey gets uid 0.
    /// Returns the netuid. At the limit the subnet with the lowest moving price is removed.
    ///
    /// # Errors
    /// `NetworkTxRateLimitExceeded`, then as [`Self::register_network_with_identity`].
    pub fn register_network(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
    ) -> Result<u16, ChainError> {
        self.check_creation_rate()?;
        self.register_network_with_identity(coldkey, hotkey, None)
    }

    /// [`Self::register_network`] with what the subnet says about itself; no guard stands in front.
    ///
    /// # Errors
    /// In this order: `NonAssociatedColdKey`, `CannotUseSystemAccount`,
    /// `SubNetRegistrationDisabled`, `NetworkTxRateLimitExceeded`, `SubnetLimitReached`,
    /// `CannotAffordLockCost`, `InvalidIdentity`.
    pub fn register_network_with_identity(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        identity: Option<SubnetIdentity>,
    ) -> Result<u16, ChainError> {
        let creation = self.check_creation(coldkey, hotkey)?;
        if let Some(identity) = &identity {
            identity.check()?;
        }
        let netuid = creation.netuid;
        self.atomically(|chain| chain.create(coldkey, hotkey, identity, &creation))?;
        if let Some(victim) = creation.victim {
            self.forget_beside_state(victim);
        }
        let written = WRITTEN.into_iter().map(|item| (item, Some(netuid)));
        self.explicit.extend(written);
        Ok(netuid)
    }

    /// What the next subnet costs, rao.
    pub fn lock_cost(&self) -> u64 {
        self.state.lock_cost()
    }

    fn check_creation(&self, coldkey: Coldkey, hotkey: Hotkey) -> Result<Creation, ChainError> {
        self.check_signer(coldkey, hotkey)?;
        self.check_no_system_account(hotkey)?;
        if self.state.block < self.state.network.network_registration_start_block {
            return Err(ChainError::SubNetRegistrationDisabled { netuid: ROOT });
        }
        self.check_creation_rate()?;
        let limit = self.state.network.subnet_limit;
        let full = self.state.subnets.netuids().len() >= usize::from(limit);
        let victim = if full { self.state.prunable() } else { None };
        let unused = self.state.unused_netuid().filter(|_| !full);
        let netuid = victim.or(unused);
        let netuid = netuid.ok_or(ChainError::SubnetLimitReached { limit })?;
        let (balance, cost) = (self.state.free(coldkey), self.lock_cost());
        if balance < cost {
            return Err(ChainError::CannotAffordLockCost {
                coldkey,
                balance,
                cost,
            });
        }
        Ok(Creation {
            victim,
            netuid,
            cost,
        })
    }

    /// One clock for the whole network.
    fn check_creation_rate(&self) -> Result<(), ChainError> {
        let rate_limit = self.state.network.network_rate_limit;
        let block = self.state.block;
        match self.state.last_creation() {
            Some(last) if block.saturating_sub(last) < rate_limit => {
                Err(ChainError::NetworkTxRateLimitExceeded {
                    last,
                    block,
                    rate_limit,
                })
            }
            _ => Ok(()),
        }
    }

    fn create(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        identity: Option<SubnetIdentity>,
        creation: &Creation,
    ) -> Result<(), ChainError> {
        let netuid = creation.netuid;
        if let Some(victim) = creation.victim {
            self.dissolve(victim);
        }
        let paid = self.pay_lock(coldkey, netuid, creation.cost)?;
        let reserves = paid.max(self.state.network.network_min_lock_cost);
        let mut params = self.state.defaults.clone();
        self.state.vacant.inherit(netuid, &mut params, &WRITTEN);
        let starts = core::mem::take(&mut params.subnet.subtoken_enabled);
        params.subnet.subnet_mechanism = DYNAMIC;
        let remains = self.state.remains.remove(&netuid).unwrap_or_default();
        let index = self.state.found(Founding {
            netuid,
            owner: coldkey,
            owner_hotkey: hotkey,
            params,
            reserves: self.state.reserves_at_median_price(reserves),
            locked: paid,
            remains,
        });
        self.state.seat_owner(netuid, index);
        self.emit(Event::SubnetOwnerHotkeySet { netuid, hotkey });
        self.introduce(netuid, identity);
        self.adopt(netuid, hotkey);
        self.tell_created(netuid);
        if starts {
            self.start(netuid);
        }
        Ok(())
    }

    /// Moves the price to the subnet's account; the payer keeps its existential deposit.
    fn pay_lock(&mut self, coldkey: Coldkey, netuid: u16, cost: u64) -> Result<u64, ChainError> {
        let payer = self.state.coldkeys.intern(coldkey);
        let account = self.state.subnet_account(netuid);
        let paid = cost.min(self.state.spendable(payer));
        self.state.transfer(payer, account, paid)?;
        self.state.last_lock_cost = Some(paid);
        let block = self.state.block;
        self.state.clocks.stamp(Clock::NetworkRegistered, block);
        Ok(paid)
    }

    fn introduce(&mut self, netuid: u16, identity: Option<SubnetIdentity>) {
        let subnet = self.state.subnets.get_mut(netuid);
        if let Some((subnet, identity)) = subnet.zip(identity) {
            subnet.identity = Some(identity);
            self.emit(Event::SubnetIdentitySet { netuid });
        }
    }

    /// Every hotkey on root that wants it lends the owner's hotkey all of its stake here. The rules
    /// for lists of children hold; those they refuse are left out.
    fn adopt(&mut self, netuid: u16, child: Hotkey) {
        let root = self.state.subnets.get(ROOT);
        let seats = root.map_or(&[][..], |root| &root.neurons.hotkeys);
        let willing = seats.iter().filter_map(|seat| {
            let record = self.state.hotkeys.get(*seat);
            let owner = record.owner.filter(|_| record.auto_parent != Some(false))?;
            Some((
                self.state.coldkeys.key(owner),
                self.state.hotkeys.key(*seat),
            ))
        });
        let willing: Vec<_> = willing.filter(|(_, parent)| *parent != child).collect();
        for (owner, parent) in willing {
            let _ = self.set_children(owner, parent, netuid, &[(u64::MAX, child)]);
        }
    }

    /// Starts a subnet: from the next block on alpha is emitted, and it can be staked at once.
    ///
    /// # Errors
    /// In this order: `SubnetNotExists`, `BadOrigin` unless the owner signs,
    /// `FirstEmissionBlockNumberAlreadySet`, `NeedWaitingMoreBlocksToStarCall`.
    pub fn start_call(&mut self, origin: Origin, netuid: u16) -> Result<(), ChainError> {
        let subnet = self.subnet(netuid)?;
        self.ensure_owner(origin, netuid)?;
        if let Some(first_emission_block) = subnet.first_emission_block {
            return Err(ChainError::FirstEmissionBlockNumberAlreadySet {
                netuid,
                first_emission_block,
            });
        }
        let (registered_at, block) = (subnet.registered_at, self.state.block);
        let delay = self.state.network.start_call_delay;
        if block < registered_at.saturating_add(delay) {
            return Err(ChainError::NeedWaitingMoreBlocksToStarCall {
                netuid,
                registered_at,
                block,
                delay,
            });
        }
        self.start(netuid);
        Ok(())
    }

    fn start(&mut self, netuid: u16) {
        let first_emission_block = self.state.block.saturating_add(1);
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.first_emission_block = Some(first_emission_block);
            subnet.params.subnet.subtoken_enabled = true;
            self.emit(Event::FirstEmissionBlockNumberSet {
                netuid,
                first_emission_block,
            });
        }
    }
}
