//! Parameters as Python objects: integers, flags and choices by name.

use crate::chain_settings::setter_to_py;
use crate::errors::{param_error, param_value_error};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt};
use taox_core::chain::{Hyperparameters, NetworkParams, Parameter, Preset, Setting};
use taox_core::epoch::ParamError;

/// The parameter that is a list and so not in the table.
const SPLIT: &str = "mechanism_emission_split";
/// The choices of parameters that are no numbers, by kind: (name, number).
const CHOICES: [(&str, &[(&str, i128)]); 2] = [
    ("yuma", &[("2", 2), ("3", 3)]),
    ("recycle_or_burn", &[("burn", 0), ("recycle", 1)]),
];

/// Reads keyword arguments for a subnet.
pub(crate) fn settings_from_py(given: &Bound<'_, PyDict>) -> PyResult<Vec<Setting>> {
    let others = given.copy()?;
    let mut settings = Vec::new();
    if let Some(split) = others.get_item(SPLIT)? {
        others.del_item(SPLIT)?;
        settings.push(Setting::EmissionSplit(split_from_py(&split)?));
    }
    let table: Vec<_> = Hyperparameters::table().collect();
    let integers = integers(&table, &others)?.into_iter();
    settings.extend(integers.map(|(name, value)| Setting::Integer(name.to_owned(), value)));
    Ok(settings)
}

/// Parameters with keyword arguments on top.
pub(crate) fn with_settings(
    mut params: Hyperparameters,
    given: &Bound<'_, PyDict>,
) -> PyResult<Hyperparameters> {
    let applied = params.apply(&settings_from_py(given)?);
    applied.map_err(|error| param_error(given.py(), &error))?;
    Ok(params)
}

/// Reads keyword arguments against a table.
pub(crate) fn integers(
    table: &[Parameter],
    given: &Bound<'_, PyDict>,
) -> PyResult<Vec<(&'static str, i128)>> {
    given
        .iter()
        .map(|(name, value)| {
            let name: String = name.extract()?;
            let row = table.iter().find(|row| row.name == name);
            let unknown = || param_error(given.py(), &ParamError::Unknown { name: name.clone() });
            let row = row.ok_or_else(unknown)?;
            Ok((row.name, from_py(row, &value)?))
        })
        .collect()
}

/// All parameters of a subnet by name.
pub(crate) fn hyperparameters_to_py<'py>(
    py: Python<'py>,
    params: &Hyperparameters,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = values_to_py(py, params.values())?;
    dict.set_item(SPLIT, params.mechanism_emission_split.clone())?;
    Ok(dict)
}

/// All parameters of the network by name.
pub(crate) fn network_to_py<'py>(
    py: Python<'py>,
    params: &NetworkParams,
) -> PyResult<Bound<'py, PyDict>> {
    values_to_py(py, params.values().map(|(row, value)| (*row, value)))
}

fn values_to_py(
    py: Python<'_>,
    values: impl Iterator<Item = (Parameter, i128)>,
) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    for (row, value) in values {
        dict.set_item(row.name, to_py(py, row.kind, value)?)?;
    }
    Ok(dict)
}

fn to_py<'py>(py: Python<'py>, kind: &str, value: i128) -> PyResult<Bound<'py, PyAny>> {
    if kind == "bool" {
        return Ok(PyBool::new(py, value != 0).to_owned().into_any());
    }
    let named = choices(kind).iter().find(|(_, number)| *number == value);
    match named {
        Some((name, _)) => Ok(name.into_pyobject(py)?.into_any()),
        None => Ok(value.into_pyobject(py)?.into_any()),
    }
}

fn choices(kind: &str) -> &'static [(&'static str, i128)] {
    CHOICES
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or(&[], |(_, choices)| *choices)
}

fn from_py(row: &Parameter, given: &Bound<'_, PyAny>) -> PyResult<i128> {
    let choices = choices(row.kind);
    let parsed = if row.kind == "bool" {
        given.extract::<bool>().ok().map(i128::from)
    } else if choices.is_empty() {
        integer_from_py(given)
    } else {
        let name = given.extract::<String>().ok();
        name.and_then(|name| choices.iter().find(|(known, _)| **known == name))
            .map(|(_, number)| *number)
    };
    parsed.ok_or_else(|| {
        param_value_error(
            given.py(),
            (row.name.to_owned(), expectation(row), shown(given)),
        )
    })
}

/// A whole number that is no flag; `NumPy`'s integers count.
fn integer_from_py(given: &Bound<'_, PyAny>) -> Option<i128> {
    if given.is_instance_of::<PyBool>() {
        return None;
    }
    let index = given.call_method0("__index__").ok()?;
    index.cast::<PyInt>().ok()?.extract().ok()
}

fn expectation(row: &Parameter) -> String {
    let choices = choices(row.kind);
    if row.kind == "bool" {
        return "True or False".to_owned();
    }
    if choices.is_empty() {
        return format!("{} to {} ({})", row.min, row.max, row.unit);
    }
    let names: Vec<_> = choices
        .iter()
        .map(|(name, _)| format!("{name:?}"))
        .collect();
    names.join(" or ")
}

fn shown(given: &Bound<'_, PyAny>) -> String {
    given.repr().map_or_else(
        |_| "something unprintable".to_owned(),
        |text| text.to_string(),
    )
}

fn split_from_py(given: &Bound<'_, PyAny>) -> PyResult<Option<Vec<u16>>> {
    given.extract().map_err(|_| {
        let expected = "None or parts that sum to 65535";
        param_value_error(
            given.py(),
            (SPLIT.to_owned(), expected.to_owned(), shown(given)),
        )
    })
}

/// A table as a list of dictionaries, values as Python shows them.
pub(crate) fn table_to_py(
    py: Python<'_>,
    table: impl Iterator<Item = Parameter>,
) -> PyResult<Vec<Bound<'_, PyDict>>> {
    table.map(|row| row_to_py(py, &row)).collect()
}

fn row_to_py<'py>(py: Python<'py>, row: &Parameter) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("name", row.name)?;
    dict.set_item("storage", row.storage)?;
    dict.set_item("type", row.kind)?;
    dict.set_item("unit", row.unit)?;
    dict.set_item("default", to_py(py, row.kind, row.default)?)?;
    dict.set_item("unset", to_py(py, row.kind, row.unset)?)?;
    dict.set_item("low", to_py(py, row.kind, row.min)?)?;
    dict.set_item("high", to_py(py, row.kind, row.max)?)?;
    dict.set_item("doc", row.doc.trim())?;
    dict.set_item("setter", setter_to_py(py, row.name)?)?;
    Ok(dict)
}

/// Name, values and differences of both presets; a difference is (name, value, reason).
pub(crate) fn presets_to_py(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    Preset::ALL
        .iter()
        .map(|preset| preset_to_py(py, preset))
        .collect()
}

fn preset_to_py<'py>(py: Python<'py>, preset: &Preset) -> PyResult<Bound<'py, PyDict>> {
    let reasons = PyDict::new(py);
    for (name, _, reason) in preset.differences {
        reasons.set_item(name, reason)?;
    }
    let dict = PyDict::new(py);
    dict.set_item("name", preset.name)?;
    dict.set_item(
        "values",
        hyperparameters_to_py(py, &preset.hyperparameters())?,
    )?;
    dict.set_item("reasons", reasons)?;
    Ok(dict)
}
