//! Storage dumps: Python dictionaries, lists, integers, text and flags to the core's and back.

use crate::errors::type_error;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyInt, PyList, PyString, PyTuple};
use taox_core::chain::{AccountId, Storage, Stored};

/// A dump is a map of maps of lists of pairs; deeper nesting is no dump.
const MAX_DEPTH: usize = 8;

/// Reads a dictionary of items.
pub(crate) fn storage_from_py(given: &Bound<'_, PyDict>) -> PyResult<Storage> {
    map_from_py(given, "storage", MAX_DEPTH)
}

fn map_from_py(given: &Bound<'_, PyDict>, place: &str, depth: usize) -> PyResult<Storage> {
    let entries = given.iter().map(|(key, value)| {
        let text = key.cast::<PyString>();
        let key = text
            .map_err(|_| unusable(&key, place, "keys that are text"))?
            .to_string();
        let place = format!("{place}[{key:?}]");
        Ok((key, from_py(&value, &place, depth)?))
    });
    entries.collect()
}

fn from_py(given: &Bound<'_, PyAny>, place: &str, depth: usize) -> PyResult<Stored> {
    let expected = "none, a flag, an integer of at most 256 bits, text, a list or a dictionary";
    let Some(below) = depth.checked_sub(1) else {
        return Err(unusable(given, place, "less nesting"));
    };
    if given.is_none() {
        return Ok(Stored::Unit);
    }
    if let Ok(flag) = given.cast::<PyBool>() {
        return Ok(Stored::Bool(flag.is_true()));
    }
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(Stored::Text(text.to_string()));
    }
    if let Ok(map) = given.cast::<PyDict>() {
        return map_from_py(map, place, below).map(Stored::Map);
    }
    if given.is_instance_of::<PyList>() || given.is_instance_of::<PyTuple>() {
        let items = given.try_iter()?;
        let items = items.map(|item| from_py(&item?, place, below));
        return items.collect::<PyResult<_>>().map(Stored::List);
    }
    let integer = given.cast::<PyInt>().ok().and_then(integer_from_py);
    integer.ok_or_else(|| unusable(given, place, expected))
}

/// Up to 128 bits a number; more than that only an account has.
fn integer_from_py(given: &Bound<'_, PyInt>) -> Option<Stored> {
    if let Ok(value) = given.extract::<i128>() {
        return Some(Stored::Int(value));
    }
    let bytes = given.call_method1("to_bytes", (32, "big")).ok()?;
    bytes
        .extract()
        .ok()
        .map(|bytes| Stored::Account(AccountId(bytes)))
}

fn unusable(given: &Bound<'_, PyAny>, place: &str, expected: &str) -> PyErr {
    let kind = given.get_type().name();
    let kind = kind.map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    type_error(given.py(), place, expected, kind)
}

/// A dictionary of items.
pub(crate) fn storage_to_py<'py>(
    py: Python<'py>,
    storage: &Storage,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, stored) in storage {
        dict.set_item(name, to_py(py, stored)?)?;
    }
    Ok(dict)
}

fn to_py<'py>(py: Python<'py>, stored: &Stored) -> PyResult<Bound<'py, PyAny>> {
    Ok(match stored {
        Stored::Unit => py.None().into_bound(py),
        Stored::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any(),
        Stored::Int(value) => value.into_pyobject(py)?.into_any(),
        Stored::Text(text) => text.into_pyobject(py)?.into_any(),
        Stored::Account(AccountId(bytes)) => {
            let bytes = PyBytes::new(py, bytes);
            py.get_type::<PyInt>()
                .call_method1("from_bytes", (bytes, "big"))?
        }
        Stored::List(values) => {
            let values: PyResult<Vec<_>> = values.iter().map(|value| to_py(py, value)).collect();
            PyList::new(py, values?)?.into_any()
        }
        Stored::Map(map) => storage_to_py(py, map)?.into_any(),
    })
}
