//! What owners and root set on `_core.Chain`: parameters by name, symbols; identities; and how each
//! parameter is set, as data.

use crate::chain::Chain;
use crate::chain_params::{integers, settings_from_py};
use crate::chain_values::{Key, chain_error, coldkey, origin, verb_error};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use taox_core::chain::{
    AccountIdentity, Bound as Limit, Edge, Hyperparameters, Missing, NetworkParams, Pace, Setter,
    Setting, Signer, SubnetIdentity, Told, Window,
};

#[pymethods]
impl Chain {
    /// Sets what a dictionary of one entry names.
    fn set_hyperparameter(
        &mut self,
        py: Python<'_>,
        signer: Option<Key>,
        netuid: u16,
        setting: &Bound<'_, PyDict>,
    ) -> PyResult<()> {
        let origin = origin(signer);
        for setting in settings_from_py(setting)? {
            let chain = &mut self.inner;
            match setting {
                Setting::Integer(name, value) => {
                    chain.set_hyperparameter(origin, netuid, &name, value)
                }
                Setting::EmissionSplit(split) => chain
                    .sudo_set_mechanism_emission_split(origin, netuid, split)
                    .map_err(Into::into),
            }
            .map_err(|error| verb_error(py, &error))?;
        }
        Ok(())
    }

    /// Sets what a dictionary of one entry names.
    fn set_network_parameter(
        &mut self,
        py: Python<'_>,
        signer: Option<Key>,
        setting: &Bound<'_, PyDict>,
    ) -> PyResult<()> {
        for (name, value) in integers(NetworkParams::TABLE, setting)? {
            self.inner
                .set_network_parameter(origin(signer), name, value)
                .map_err(|error| verb_error(py, &error))?;
        }
        Ok(())
    }

    fn update_symbol(
        &mut self,
        py: Python<'_>,
        signer: Option<Key>,
        netuid: u16,
        symbol: &str,
    ) -> PyResult<()> {
        let result = self.inner.update_symbol(origin(signer), netuid, symbol);
        result.map_err(|error| chain_error(py, &error))
    }

    fn symbol(&self, py: Python<'_>, netuid: u16) -> PyResult<Option<&str>> {
        let symbol = self.inner.symbol(netuid);
        symbol.map_err(|error| chain_error(py, &error))
    }

    fn subnet_identity(&self, py: Python<'_>, netuid: u16) -> PyResult<Option<[&[u8]; 8]>> {
        let identity = self.inner.subnet_identity(netuid);
        let identity = identity.map_err(|error| chain_error(py, &error))?;
        Ok(identity.map(SubnetIdentity::fields))
    }

    fn identity(&self, key: Key) -> Option<[&[u8]; 7]> {
        let identity = self.inner.identity(coldkey(key));
        identity.map(AccountIdentity::fields)
    }
}

/// How the call of a parameter works, if there is one, as a dictionary.
pub(crate) fn setter_to_py<'py>(
    py: Python<'py>,
    parameter: &str,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let mut rows = Setter::subnet().iter().chain(Setter::network());
    let Some(row) = rows.find(|row| row.parameter == parameter) else {
        return Ok(None);
    };
    let dict = PyDict::new(py);
    dict.set_item("call", row.call)?;
    dict.set_item("argument", row.argument)?;
    dict.set_item("signer", signer(row.signer))?;
    dict.set_item("wait", wait(py, row.pace)?)?;
    dict.set_item("frozen", frozen(row.window))?;
    dict.set_item("missing", missing(row.missing))?;
    dict.set_item("not_on_root", row.not_on_root)?;
    dict.set_item("scale", 1_u64.checked_shl(row.shift))?;
    dict.set_item("event", event(row))?;
    let limits: PyResult<Vec<_>> = row.bounds.iter().map(|one| limit(py, one)).collect();
    dict.set_item("limits", limits?)?;
    Ok(Some(dict))
}

fn signer(signer: Signer) -> &'static str {
    match signer {
        Signer::Owner => "owner",
        Signer::Root => "root",
    }
}

/// Blocks, or the parameter of the network that counts tempos.
fn wait(py: Python<'_>, pace: Pace) -> PyResult<Py<PyAny>> {
    match pace {
        Pace::Free => 0_u64.into_py_any(py),
        Pace::Owner(_) => "owner_hyperparam_rate_limit".into_py_any(py),
        Pace::VersionKey => "weights_version_key_rate_limit".into_py_any(py),
        Pace::Blocks(_, blocks) => blocks.into_py_any(py),
    }
}

fn frozen(window: Window) -> &'static str {
    match window {
        Window::Open => "never",
        Window::Frozen => "always",
        Window::FrozenForOwner => "owner",
    }
}

fn missing(missing: Missing) -> Option<&'static str> {
    match missing {
        Missing::Stored => None,
        Missing::SubnetDoesNotExist => Some("SubnetDoesNotExist"),
        Missing::MechanismDoesNotExist => Some("MechanismDoesNotExist"),
    }
}

/// The chain's event: `kappa` gives `KappaSet`.
fn event(row: &Setter) -> Option<String> {
    match row.event {
        Told::Silent => None,
        Told::As(name) => Some(name.to_owned()),
        Told::AsSet => {
            let parameter = Hyperparameters::row(row.parameter);
            let parameter = parameter.or_else(|| NetworkParams::row(row.parameter).copied());
            let storage = parameter.map_or(row.parameter, |parameter| parameter.storage);
            Some(format!("{}Set", camel_case(storage)))
        }
    }
}

fn camel_case(snake: &str) -> String {
    let words = snake.split('_').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_uppercase() + rest
    });
    words.collect()
}

/// (relation, edge, error, for owners alone)
fn limit(py: Python<'_>, limit: &Limit) -> PyResult<(&'static str, Py<PyAny>, &'static str, bool)> {
    let edge = match limit.edge {
        Edge::Number(number) => number.into_py_any(py)?,
        Edge::Subnet(name) | Edge::Network(name) => name.into_py_any(py)?,
        Edge::Uids => "uids taken".into_py_any(py)?,
        Edge::UidsPerMechanism => "256 / mechanism_count".into_py_any(py)?,
    };
    Ok((limit.relation.sign(), edge, limit.error, limit.owner_only))
}
