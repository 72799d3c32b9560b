//! Registration of a neuron by burn (transitions.md 1.5 and 1.6, epoch.md 13.1).
//!
//! The price buys alpha, which is recycled: it pushes the price of the alpha up, and its TAO stays in
//! the pool.

use super::Chain;
use super::account::{Coldkey, Hotkey, subnet_of_account};
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::market::{buy, trade};
use super::state::State;
use super::subnet::{ROOT, Subnet};
use crate::epoch::{PruneInput, choose_prune, protected_uids};

/// Where a new neuron goes.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Append,
    Replace(u16),
}

impl Chain {
    /// Registers a hotkey for the current price; the coldkey pays and becomes its owner if nobody
    /// owns it (`burned_register`). Returns the uid.
    ///
    /// # Errors
    /// In this order: `RegistrationNotPermittedOnRootSubnet`, `SubnetNotExists`,
    /// `SubNetRegistrationDisabled`, `HotKeyAlreadyRegisteredInSubNet`, `NotEnoughBalanceToStake`,
    /// `CannotUseSystemAccount`, `NonAssociatedColdKey`, `NoNeuronIdAvailable`; then what the
    /// purchase of alpha is refused with.
    pub fn register(
        &mut self,
        coldkey: Coldkey,
        netuid: u16,
        hotkey: Hotkey,
    ) -> Result<u16, ChainError> {
        let (payer, place) = self.check_registration(coldkey, netuid, hotkey)?;
        self.pay_burn(payer, netuid)?;
        let index = self.state.create_hotkey(hotkey, coldkey);
        let uid = place_neuron(&mut self.state, netuid, index, place);
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.raise_burn();
            let counts = &mut subnet.registrations;
            counts.this_block = counts.this_block.saturating_add(1);
        }
        self.emit(Event::NeuronRegistered {
            netuid,
            uid,
            hotkey,
        });
        Ok(uid)
    }

    /// [`Self::register`] unless it costs more than `limit_price` rao.
    ///
    /// # Errors
    /// `RegistrationNotPermittedOnRootSubnet`, `SubnetNotExists`,
    /// `RegistrationPriceLimitExceeded`, then as [`Self::register`].
    pub fn register_limit(
        &mut self,
        coldkey: Coldkey,
        netuid: u16,
        hotkey: Hotkey,
        limit_price: u64,
    ) -> Result<u16, ChainError> {
        if netuid == ROOT {
            return Err(ChainError::RegistrationNotPermittedOnRootSubnet { netuid });
        }
        let burn = self.subnet(netuid)?.registrations.burn();
        if burn > limit_price {
            return Err(ChainError::RegistrationPriceLimitExceeded {
                netuid,
                burn,
                limit_price,
            });
        }
        self.register(coldkey, netuid, hotkey)
    }

    /// Moves the price to the subnet, buys alpha with it and recycles that. The fee stays on the
    /// subnet's account, outside the reserve.
    fn pay_burn(&mut self, payer: ColdIx, netuid: u16) -> Result<(), ChainError> {
        let missing = ChainError::SubnetNotExists { netuid };
        let burn = self.subnet(netuid)?.registrations.burn();
        let spendable = self.state.spendable(payer);
        let State {
            subnets,
            total_stake,
            ..
        } = &mut self.state;
        let subnet = subnets.get_mut(netuid).ok_or(missing)?;
        let tao = burn.min(spendable);
        let account = subnet.account;
        let swap = trade(subnet, total_stake, &buy(tao))?;
        subnet.market.alpha_out = subnet.market.alpha_out.saturating_sub(swap.paid_out);
        subnet.registrations.paid = subnet.registrations.paid.saturating_add(burn);
        subnet.flows.user_in(tao);
        self.state.transfer(payer, account, tao)
    }

    fn check_registration(
        &self,
        coldkey: Coldkey,
        netuid: u16,
        hotkey: Hotkey,
    ) -> Result<(ColdIx, Place), ChainError> {
        if netuid == ROOT {
            return Err(ChainError::RegistrationNotPermittedOnRootSubnet { netuid });
        }
        let subnet = self.subnet(netuid)?;
        if !subnet.params.subnet.registration_allowed {
            return Err(ChainError::SubNetRegistrationDisabled { netuid });
        }
        self.check_holds_no_uid(netuid, hotkey)?;
        let payer = self.staker(coldkey, subnet.registrations.burn())?;
        Ok((payer, self.check_place(coldkey, subnet, hotkey)?))
    }

    pub(crate) fn check_holds_no_uid(&self, netuid: u16, hotkey: Hotkey) -> Result<(), ChainError> {
        match self.uid(netuid, hotkey) {
            Some(uid) => Err(ChainError::HotKeyAlreadyRegisteredInSubNet {
                hotkey,
                netuid,
                uid,
            }),
            None => Ok(()),
        }
    }

    /// Where a hotkey would go that this coldkey may use.
    pub(crate) fn check_place(
        &self,
        coldkey: Coldkey,
        subnet: &Subnet,
        hotkey: Hotkey,
    ) -> Result<Place, ChainError> {
        self.check_no_system_account(hotkey)?;
        self.check_signer(coldkey, hotkey)?;
        self.place(subnet).ok_or(ChainError::NoNeuronIdAvailable {
            netuid: subnet.netuid,
            uids: subnet.neurons.len(),
        })
    }

    /// A hotkey that exists must be owned by the signer.
    pub(crate) fn check_signer(&self, coldkey: Coldkey, hotkey: Hotkey) -> Result<(), ChainError> {
        match self.state.owner_of(hotkey) {
            Some(owner) if owner != coldkey => {
                Err(ChainError::NonAssociatedColdKey { coldkey, hotkey })
            }
            _ => Ok(()),
        }
    }

    /// The account of a subnet that exists can be no hotkey.
    pub(crate) fn check_no_system_account(&self, hotkey: Hotkey) -> Result<(), ChainError> {
        match subnet_of_account(hotkey.0) {
            Some(netuid) if self.state.subnets.get(netuid).is_some() => {
                Err(ChainError::CannotUseSystemAccount { hotkey, netuid })
            }
            _ => Ok(()),
        }
    }

    /// Where a new neuron would go; none if the subnet is full and nobody may be pruned.
    pub(crate) fn place(&self, subnet: &Subnet) -> Option<Place> {
        let params = &subnet.params.subnet;
        let neurons = &subnet.neurons;
        if params.max_allowed_uids == 0 {
            return None;
        }
        if neurons.len() < params.max_allowed_uids {
            return Some(Place::Append);
        }
        let protected = self.protected_uids(subnet);
        choose_prune(&PruneInput {
            block: self.state.block,
            emission: &neurons.emission,
            block_at_registration: &neurons.block_at_registration,
            protected: &protected,
            immunity_period: params.immunity_period,
            min_non_immune_uids: params.min_non_immune_uids,
        })
        .map(Place::Replace)
    }

    /// The uids of the owner that are never pruned.
    pub(crate) fn protected_uids(&self, subnet: &Subnet) -> Vec<u16> {
        let owned = subnet.owner.map(|owner| self.uids_owned_by(subnet, owner));
        protected_uids(
            &owned.unwrap_or_default(),
            subnet.owner_uid(),
            &subnet.neurons.block_at_registration,
            subnet.params.subnet.immune_owner_uids_limit,
        )
    }

    /// The uids whose hotkeys this coldkey owns.
    fn uids_owned_by(&self, subnet: &Subnet, owner: ColdIx) -> Vec<u16> {
        let owned = |hotkey| self.state.hotkeys.get(hotkey).owner == Some(owner);
        let keyed = (0..subnet.neurons.len()).zip(&subnet.neurons.hotkeys);
        keyed
            .filter(|(_, hotkey)| owned(**hotkey))
            .map(|(uid, _)| uid)
            .collect()
    }
}

/// Gives a hotkey a uid: the next one, or that of a neuron which is replaced.
pub(crate) fn place_neuron(state: &mut State, netuid: u16, hotkey: HotIx, place: Place) -> u16 {
    let block = state.block;
    let State {
        subnets, hotkeys, ..
    } = state;
    let Some(subnet) = subnets.get_mut(netuid) else {
        return 0;
    };
    let uid = match place {
        Place::Append => subnet.append_neuron(hotkey, block),
        Place::Replace(uid) => {
            subnet.replace_neuron(uid, hotkey, block);
            uid
        }
    };
    subnet
        .neurons
        .place_by_hotkey(uid, |hotkey| hotkeys.key(hotkey));
    uid
}
