//! Values, accounts and errors of the chain as Python objects.

use crate::errors::{input_error, param_error};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList};
use taox_core::chain::{
    AccountId, ChainError, Coldkey, Hotkey, InputError, Origin, SnapshotError, Value, VerbError,
};

const ACCOUNTS: &str = "taox.economy.accounts";
const CHAIN_ERRORS: &str = "taox.economy.chain_errors";
const ITS_BYTES: &str = "bytes of Chain.snapshot()";

/// The bytes of an account, as the wrapper hands them over.
pub(crate) type Key = [u8; 32];

pub(crate) fn coldkey(bytes: Key) -> Coldkey {
    Coldkey(AccountId(bytes))
}

pub(crate) fn hotkey(bytes: Key) -> Hotkey {
    Hotkey(AccountId(bytes))
}

/// Who signs; nobody is root.
pub(crate) fn origin(bytes: Option<Key>) -> Origin {
    bytes.map_or(Origin::Root, |bytes| Origin::Signed(coldkey(bytes)))
}

/// A value as the Python object that stands for it.
pub(crate) fn value_to_py<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::None => Ok(py.None().into_bound(py)),
        Value::Bool(flag) => Ok(flag.into_pyobject(py)?.to_owned().into_any()),
        Value::Int(number) => Ok(number.into_pyobject(py)?.into_any()),
        Value::Text(text) => Ok(text.into_pyobject(py)?.into_any()),
        Value::Hotkey(key) => account_to_py(py, "Hotkey", key.bytes()),
        Value::Coldkey(key) => account_to_py(py, "Coldkey", key.bytes()),
        Value::List(values) => {
            let values: PyResult<Vec<_>> =
                values.iter().map(|value| value_to_py(py, value)).collect();
            Ok(PyList::new(py, values?)?.into_any())
        }
    }
}

/// Named values as a dictionary in their order.
pub(crate) fn values_to_py<'py>(
    py: Python<'py>,
    values: &[(&'static str, Value)],
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in values {
        dict.set_item(name, value_to_py(py, value)?)?;
    }
    Ok(dict)
}

fn account_to_py<'py>(py: Python<'py>, class: &str, bytes: &Key) -> PyResult<Bound<'py, PyAny>> {
    py.import(ACCOUNTS)?
        .getattr(class)?
        .call1((PyBytes::new(py, bytes),))
}

/// A value as errors tell it: accounts as text, which is quicker than by way of their objects.
fn told<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Hotkey(Hotkey(account)) | Value::Coldkey(Coldkey(account)) => {
            Ok(account.to_ss58().into_pyobject(py)?.into_any())
        }
        other => value_to_py(py, other),
    }
}

/// The module with the classes, imported once: a refusal is an answer like any other.
fn chain_errors(py: Python<'_>) -> PyResult<&Bound<'_, PyModule>> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || py.import(CHAIN_ERRORS).map(Bound::unbind))?;
    Ok(module.bind(py))
}

/// The exception class of the same name, with the values that failed.
pub(crate) fn chain_error(py: Python<'_>, error: &ChainError) -> PyErr {
    let raised = || {
        let class = chain_errors(py)?.getattr(error.name())?;
        let values = PyDict::new(py);
        for (name, value) in error.values() {
            values.set_item(name, told(py, &value)?)?;
        }
        class.call1((values,))
    };
    raised().map_or_else(|failure| failure, PyErr::from_value)
}

/// A wrong argument, with the core's words.
pub(crate) fn core_input_error(py: Python<'_>, error: &InputError) -> PyErr {
    input_error(py, &error.argument, &error.expected, &error.actual)
}

/// Why bytes are no snapshot.
pub(crate) fn snapshot_error(py: Python<'_>, error: &SnapshotError) -> PyErr {
    let (expected, actual) = match error {
        SnapshotError::NoSnapshot { bytes } => {
            (ITS_BYTES.to_owned(), format!("{bytes} other bytes"))
        }
        SnapshotError::Version { expected, actual } => {
            (format!("format version {expected}"), actual.to_string())
        }
        SnapshotError::Damaged => (ITS_BYTES.to_owned(), "damaged ones (checksum)".to_owned()),
        SnapshotError::Malformed(error) => return core_input_error(py, error),
    };
    input_error(py, "snapshot", expected, actual)
}

/// Whatever a devnet verb was refused with.
pub(crate) fn verb_error(py: Python<'_>, error: &VerbError) -> PyErr {
    match error {
        VerbError::Chain(error) => chain_error(py, error),
        VerbError::Param(error) => param_error(py, error),
        VerbError::Input(error) => input_error(py, &error.argument, &error.expected, &error.actual),
    }
}
