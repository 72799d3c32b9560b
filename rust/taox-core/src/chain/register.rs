//! Registration of a neuron (transitions.md 1.5 and 1.6, epoch.md 13.1).
//!
//! Free of charge for now: the price is a purchase in the pool and comes with it. Everything
//! else is the chain's: the order of the checks, the free uid or the pruned one, immunity.

use super::Chain;
use super::account::{Coldkey, Hotkey, subnet_of_account};
use super::error::ChainError;
use super::events::Event;
use super::interner::ColdIx;
use super::subnet::{ROOT, Subnet};
use crate::epoch::{PruneInput, choose_prune, protected_uids};

/// Where a new neuron goes.
enum Place {
    Append,
    Replace(u16),
}

impl Chain {
    /// Registers a hotkey; the coldkey becomes its owner if nobody owns it. Returns the uid.
    ///
    /// # Errors
    /// In this order: `RegistrationNotPermittedOnRootSubnet`, `SubnetNotExists`,
    /// `SubNetRegistrationDisabled`, `HotKeyAlreadyRegisteredInSubNet`, `CannotUseSystemAccount`,
    /// `NonAssociatedColdKey`, `NoNeuronIdAvailable`.
    pub fn register(
        &mut self,
        coldkey: Coldkey,
        netuid: u16,
        hotkey: Hotkey,
    ) -> Result<u16, ChainError> {
        let place = self.check_registration(coldkey, netuid, hotkey)?;
        let block = self.state.block;
        let index = self.state.create_hotkey(hotkey, coldkey);
        let missing = ChainError::SubnetNotExists { netuid };
        let subnet = self.state.subnets.get_mut(netuid).ok_or(missing)?;
        let uid = match place {
            Place::Append => subnet.append_neuron(index, block),
            Place::Replace(uid) => {
                subnet.replace_neuron(uid, index, block);
                uid
            }
        };
        let hotkeys = &self.state.hotkeys;
        subnet.neurons.sort_by_hotkey(|hotkey| hotkeys.key(hotkey));
        self.emit(Event::NeuronRegistered {
            netuid,
            uid,
            hotkey,
        });
        Ok(uid)
    }

    fn check_registration(
        &self,
        coldkey: Coldkey,
        netuid: u16,
        hotkey: Hotkey,
    ) -> Result<Place, ChainError> {
        if netuid == ROOT {
            return Err(ChainError::RegistrationNotPermittedOnRootSubnet { netuid });
        }
        let subnet = self.subnet(netuid)?;
        if !subnet.params.subnet.registration_allowed {
            return Err(ChainError::SubNetRegistrationDisabled { netuid });
        }
        if let Some(uid) = self.uid(netuid, hotkey) {
            return Err(ChainError::HotKeyAlreadyRegisteredInSubNet {
                hotkey,
                netuid,
                uid,
            });
        }
        self.check_no_system_account(hotkey)?;
        self.check_signer(coldkey, hotkey)?;
        self.place(subnet).ok_or(ChainError::NoNeuronIdAvailable {
            netuid,
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

    fn place(&self, subnet: &Subnet) -> Option<Place> {
        let params = &subnet.params.subnet;
        let neurons = &subnet.neurons;
        if neurons.len() < params.max_allowed_uids {
            return Some(Place::Append);
        }
        let owned = subnet.owner.map(|owner| self.uids_owned_by(subnet, owner));
        let protected = protected_uids(
            &owned.unwrap_or_default(),
            subnet.owner_uid(),
            &neurons.block_at_registration,
            params.immune_owner_uids_limit,
        );
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
