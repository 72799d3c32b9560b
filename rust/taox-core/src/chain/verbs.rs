//! What the person in front of a local network may do that no signer can: the verbs of a devnet.

use super::Chain;
use super::account::{Coldkey, Hotkey, subnet_of_account};
use super::error::ChainError;
use super::events::Event;
use super::hyperparameters::{Hyperparameters, Setting};
use super::input::{InputError, VerbError};
use super::neurons::Mechanism;
use super::register::place_neuron;
use super::state::{EXISTENTIAL_DEPOSIT, MAX_TAO_ISSUANCE};
use super::subnet::{ROOT, Subnet};
use super::value::Value;

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
        self.state.set_free(account, free);
        Ok(())
    }

    /// Gives a hotkey a uid free of charge, as registration would; also where registrations are
    /// closed. No price moves, neither of the alpha nor of the next registration.
    ///
    /// # Errors
    /// In this order: `RegistrationNotPermittedOnRootSubnet`, `SubnetNotExists`,
    /// `HotKeyAlreadyRegisteredInSubNet`, `CannotUseSystemAccount`, `NonAssociatedColdKey`,
    /// `NoNeuronIdAvailable`.
    pub fn seat_neuron(
        &mut self,
        coldkey: Coldkey,
        netuid: u16,
        hotkey: Hotkey,
    ) -> Result<u16, ChainError> {
        if netuid == ROOT {
            return Err(ChainError::RegistrationNotPermittedOnRootSubnet { netuid });
        }
        let subnet = self.subnet(netuid)?;
        self.check_holds_no_uid(netuid, hotkey)?;
        let place = self.check_place(coldkey, subnet, hotkey)?;
        let index = self.state.create_hotkey(hotkey, coldkey);
        let uid = place_neuron(&mut self.state, netuid, index, place);
        self.emit(Event::NeuronRegistered {
            netuid,
            uid,
            hotkey,
        });
        Ok(uid)
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
        settings: &[Setting],
    ) -> Result<(), VerbError> {
        let block = self.state.block;
        let missing = ChainError::SubnetNotExists { netuid };
        let subnet = self.state.subnets.get_mut(netuid).ok_or(missing)?;
        let mut params = subnet.params.clone();
        params.apply(settings)?;
        params.validate()?;
        let (uids, limit) = (subnet.neurons.len(), params.subnet.max_allowed_uids);
        if limit < uids {
            let expected = format!("at least {uids}, the uids taken");
            return Err(InputError::new("max_allowed_uids", expected, limit).into());
        }
        apply_params(subnet, params, block);
        let is_tempo = |one: &Setting| matches!(one, Setting::Integer(name, _) if name == "tempo");
        if settings.iter().any(is_tempo) {
            subnet.clock.last_epoch_block = block;
        }
        for setting in settings {
            self.emit(parameter_set(netuid, setting));
        }
        Ok(())
    }

    /// Sets parameters of the network, all or none.
    ///
    /// # Errors
    /// [`VerbError::Param`] for an unknown name or a value out of range.
    pub fn set_network_parameters(&mut self, settings: &[(&str, i128)]) -> Result<(), VerbError> {
        let mut network = self.state.network.clone();
        for (name, value) in settings {
            let unknown = || crate::epoch::ParamError::Unknown {
                name: (*name).to_owned(),
            };
            network.set(name, *value).ok_or_else(unknown)??;
        }
        self.state.network = network;
        for (name, value) in settings {
            let (name, value) = ((*name).to_owned(), Value::Int(*value));
            self.emit(Event::ParameterSet {
                netuid: None,
                name,
                value,
            });
        }
        Ok(())
    }
}

fn parameter_set(netuid: u16, setting: &Setting) -> Event {
    let (name, value) = match setting {
        Setting::Integer(name, value) => (name.clone(), Value::Int(*value)),
        Setting::EmissionSplit(split) => {
            ("mechanism_emission_split".to_owned(), split.clone().into())
        }
    };
    Event::ParameterSet {
        netuid: Some(netuid),
        name,
        value,
    }
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
