//! The one way in which a call sets a parameter: the checks of transitions.md 1.14, then the write.

use super::setter::{Bound, Edge, Missing, Setter, Signer, Window};
use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::events::Event;
use crate::chain::hyperparameters::{Hyperparameters, MAX_UIDS_OF_ALL_MECHANISMS};
use crate::chain::input::VerbError;
use crate::chain::interner::ColdIx;
use crate::chain::network_params::NetworkParams;
use crate::chain::origin::Origin;
use crate::chain::parameters::Parameter;
use crate::chain::subnet::ROOT;
use crate::chain::value::Value;
use crate::epoch::ParamError;

impl Chain {
    /// Sets one parameter of a subnet by the chain's own call for it, which [`Setter`] names, under all
    /// its rules. The value is the call's: a whole number, where storage may hold fixed-point bits.
    ///
    /// Of `alpha_low` and `alpha_high`, which one call sets, the other stays. A tempo is set by
    /// `set_tempo` for an owner, by `sudo_set_tempo` for root.
    ///
    /// # Errors
    /// [`VerbError::Param`] for a parameter that no call sets, or a value beyond its type. Then in this
    /// order `BadOrigin`, `TxRateLimitExceeded`, `AdminActionProhibitedDuringWeightsWindow`, what the
    /// row says of a missing subnet, `NotPermittedOnRootSubnet`, what it says of a value out of range.
    pub fn set_hyperparameter(
        &mut self,
        origin: Origin,
        netuid: u16,
        name: &str,
        value: i128,
    ) -> Result<(), VerbError> {
        let setter = Setter::of_subnet(name).ok_or_else(|| unknown(name))?;
        let stored = shifted(setter, value)?;
        Hyperparameters::unset().load(name, stored)?;
        let done = match name {
            "tempo" => self.set_tempo_as(origin, netuid, narrow(value)),
            "activity_cutoff_factor" => {
                self.set_activity_cutoff_factor(origin, netuid, narrow(value))
            }
            "mechanism_count" => self.sudo_set_mechanism_count(origin, netuid, narrow(value)),
            "alpha_low" => {
                let high = self.stored_params(netuid).epoch.alpha_high;
                self.sudo_set_alpha_values(origin, netuid, narrow(value), high)
            }
            "alpha_high" => {
                let low = self.stored_params(netuid).epoch.alpha_low;
                self.sudo_set_alpha_values(origin, netuid, low, narrow(value))
            }
            _ => self.set_by_row(setter, origin, netuid, value),
        };
        Ok(done?)
    }

    /// Sets one parameter of the network by the chain's own call for it; root signs.
    ///
    /// # Errors
    /// [`VerbError::Param`] for a parameter that no call sets, or a value beyond its type; then
    /// `BadOrigin`, then what the row says of a value out of range.
    pub fn set_network_parameter(
        &mut self,
        origin: Origin,
        name: &str,
        value: i128,
    ) -> Result<(), VerbError> {
        let setter = Setter::of_network(name).ok_or_else(|| unknown(name))?;
        let mut network = self.state.network.clone();
        network.load(name, value).ok_or_else(|| unknown(name))??;
        origin.ensure_root()?;
        for bound in setter.bounds {
            self.check_bound(setter, bound, ROOT, value)?;
        }
        self.state.network = network;
        let storage = NetworkParams::row(name).map(|row| row.storage);
        self.explicit.extend(storage.map(|storage| (storage, None)));
        self.emit_parameter_set(None, name, Value::Int(value));
        Ok(())
    }

    fn set_by_row(
        &mut self,
        setter: &Setter,
        origin: Origin,
        netuid: u16,
        value: i128,
    ) -> Result<(), ChainError> {
        let owner = self.check_setter(setter, origin, netuid)?;
        for bound in setter.bounds {
            if owner.is_some() || !bound.owner_only {
                self.check_bound(setter, bound, netuid, value)?;
            }
        }
        self.write_setting(setter, owner, netuid, value);
        Ok(())
    }

    /// All checks before those of the value; the owner, unless root signs.
    pub(super) fn check_setter(
        &self,
        setter: &Setter,
        origin: Origin,
        netuid: u16,
    ) -> Result<Option<ColdIx>, ChainError> {
        let owner = match setter.signer {
            Signer::Owner => self.ensure_owner_or_root(origin, netuid)?,
            Signer::Root => origin.ensure_root().map(|()| None)?,
        };
        self.check_pace(owner, netuid, setter.pace)?;
        if setter.window == Window::Frozen {
            self.check_window(netuid)?;
        }
        self.check_exists(setter.missing, netuid)?;
        if setter.not_on_root && netuid == ROOT {
            return Err(ChainError::NotPermittedOnRootSubnet { netuid });
        }
        Ok(owner)
    }

    fn check_exists(&self, missing: Missing, netuid: u16) -> Result<(), ChainError> {
        if self.state.subnets.get(netuid).is_some() {
            return Ok(());
        }
        match missing {
            Missing::Stored => Ok(()),
            Missing::SubnetDoesNotExist => Err(ChainError::SubnetDoesNotExist { netuid }),
            Missing::MechanismDoesNotExist => {
                let mechanism = 0;
                Err(ChainError::MechanismDoesNotExist { netuid, mechanism })
            }
        }
    }

    /// The value passes the bound as things stand.
    ///
    /// # Errors
    /// That of the bound.
    pub(super) fn check_bound(
        &self,
        setter: &Setter,
        bound: &Bound,
        netuid: u16,
        value: i128,
    ) -> Result<(), ChainError> {
        bound.check(setter.parameter, value, self.edge(bound.edge, netuid))
    }

    fn edge(&self, edge: Edge, netuid: u16) -> i128 {
        let params = self.stored_params(netuid);
        match edge {
            Edge::Number(number) => Some(number),
            Edge::Subnet(name) => params.get(name),
            Edge::Network(name) => self.state.network.get(name),
            Edge::Uids => {
                let subnet = self.state.subnets.get(netuid);
                subnet.map(|subnet| subnet.neurons.len().into())
            }
            Edge::UidsPerMechanism => {
                let mechanisms = usize::from(params.subnet.mechanism_count);
                let share = MAX_UIDS_OF_ALL_MECHANISMS.checked_div(mechanisms);
                share.and_then(|share| i128::try_from(share).ok())
            }
        }
        // Edges name rows of the tables (tested).
        .unwrap_or(0)
    }

    /// Writes a value that has passed, starts the owner's clock, tells.
    pub(super) fn write_setting(
        &mut self,
        setter: &Setter,
        owner: Option<ColdIx>,
        netuid: u16,
        value: i128,
    ) {
        self.store_parameter(netuid, setter, value);
        self.stamp_pace(owner, netuid, setter.pace);
        self.emit_parameter_set(Some(netuid), setter.parameter, Value::Int(value));
    }

    fn store_parameter(&mut self, netuid: u16, setter: &Setter, value: i128) {
        let stored = value.wrapping_shl(setter.shift);
        // The value fits its type: that was checked first.
        let _ = match self.state.subnets.get_mut(netuid) {
            Some(subnet) => subnet.params.load(setter.parameter, stored),
            None => self.state.vacant.load(netuid, setter.parameter, stored),
        };
        let row = Hyperparameters::row(setter.parameter);
        self.explicit
            .extend(row.map(|row| (row.storage, Some(netuid))));
    }

    pub(super) fn emit_parameter_set(&mut self, netuid: Option<u16>, name: &str, value: Value) {
        let name = name.to_owned();
        self.emit(Event::ParameterSet {
            netuid,
            name,
            value,
        });
    }
}

fn unknown(name: &str) -> ParamError {
    ParamError::Unknown {
        name: name.to_owned(),
    }
}

/// The stored value of a call's.
fn shifted(setter: &Setter, value: i128) -> Result<i128, ParamError> {
    let stored = value.wrapping_shl(setter.shift);
    if stored.wrapping_shr(setter.shift) == value {
        return Ok(stored);
    }
    let row = Hyperparameters::row(setter.parameter);
    Err(row.map_or_else(
        || unknown(setter.parameter),
        |row: Parameter| row.error(value),
    ))
}

/// A value that was found to fit its type.
fn narrow<T: TryFrom<i128> + Default>(value: i128) -> T {
    T::try_from(value).unwrap_or_default()
}
