//! Accounts: keys from names, and their SS58 text.

use crate::chain_values::Key;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use taox_core::chain::{AccountId, Coldkey, Hotkey};

#[pyfunction]
fn hotkey_from_name(label: &str) -> Key {
    *Hotkey::from_name(label).bytes()
}

#[pyfunction]
fn coldkey_from_name(label: &str) -> Key {
    *Coldkey::from_name(label).bytes()
}

#[pyfunction]
fn ss58_encode(account: Key) -> String {
    AccountId(account).to_ss58()
}

#[pyfunction]
fn ss58_decode(text: &str) -> PyResult<Key> {
    let account = AccountId::from_ss58(text);
    account
        .map(|account| account.0)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(hotkey_from_name, module)?)?;
    module.add_function(wrap_pyfunction!(coldkey_from_name, module)?)?;
    module.add_function(wrap_pyfunction!(ss58_encode, module)?)?;
    module.add_function(wrap_pyfunction!(ss58_decode, module)?)
}
