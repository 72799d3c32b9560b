//! What is read of a chain: metagraphs, epoch inputs, events, as arrays and plain objects.

use crate::chain_values::values_to_py;
use numpy::PyArray1;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use taox_core::chain::{
    Coldkey, ERRORS, EVENTS, EventRecord, Hotkey, MechanismView, Metagraph, RecordedEpoch,
    RecordedMechanism,
};
use taox_core::epoch::RowsBuf;

/// u16 fractions widened, so that arithmetic on them does not wrap.
fn widened<'py>(py: Python<'py>, values: &[u16]) -> Bound<'py, PyArray1<i64>> {
    PyArray1::from_iter(py, values.iter().map(|value| i64::from(*value)))
}

/// (starts, uids, values).
fn rows<'py>(py: Python<'py>, rows: &RowsBuf) -> PyResult<Bound<'py, PyAny>> {
    let rows = rows.as_rows();
    let starts = PyArray1::from_slice(py, rows.starts());
    let uids = PyArray1::from_slice(py, rows.uids());
    let values = PyArray1::from_slice(py, rows.values());
    Ok((starts, uids, values).into_pyobject(py)?.into_any())
}

fn keys<'py, 'a>(
    py: Python<'py>,
    keys: impl Iterator<Item = &'a [u8; 32]>,
) -> PyResult<Bound<'py, PyList>> {
    PyList::new(
        py,
        keys.map(|bytes| PyBytes::new(py, bytes))
            .collect::<Vec<_>>(),
    )
}

pub(crate) fn metagraph_to_py<'py>(
    py: Python<'py>,
    metagraph: &Metagraph,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("netuid", metagraph.netuid)?;
    dict.set_item("block", metagraph.block)?;
    dict.set_item("tempo", metagraph.tempo)?;
    dict.set_item("epoch_index", metagraph.epoch_index)?;
    dict.set_item("next_epoch_block", metagraph.next_epoch_block)?;
    dict.set_item("owner_uid", metagraph.owner_uid)?;
    dict.set_item(
        "hotkeys",
        keys(py, metagraph.hotkeys.iter().map(Hotkey::bytes))?,
    )?;
    dict.set_item(
        "coldkeys",
        keys(py, metagraph.coldkeys.iter().map(Coldkey::bytes))?,
    )?;
    for (name, amounts) in [
        ("stake", &metagraph.stake),
        ("alpha_stake", &metagraph.alpha_stake),
        ("emission", &metagraph.emission),
        ("block_at_registration", &metagraph.block_at_registration),
    ] {
        dict.set_item(name, PyArray1::from_slice(py, amounts))?;
    }
    for (name, fractions) in [
        ("stake_weight", &metagraph.stake_weight),
        ("consensus", &metagraph.consensus),
        ("dividends", &metagraph.dividends),
        ("validator_trust", &metagraph.validator_trust),
    ] {
        dict.set_item(name, widened(py, fractions))?;
    }
    dict.set_item(
        "validator_permit",
        PyArray1::from_slice(py, &metagraph.validator_permit),
    )?;
    dict.set_item("active", PyArray1::from_slice(py, &metagraph.active))?;
    let mechanisms: PyResult<Vec<_>> = metagraph
        .mechanisms
        .iter()
        .map(|view| mechanism_to_py(py, view))
        .collect();
    dict.set_item("mechanisms", mechanisms?)?;
    Ok(dict)
}

fn mechanism_to_py<'py>(py: Python<'py>, view: &MechanismView) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("incentive", widened(py, &view.incentive))?;
    dict.set_item("last_update", PyArray1::from_slice(py, &view.last_update))?;
    dict.set_item("weights", rows(py, &view.weights)?)?;
    dict.set_item("bonds", rows(py, &view.bonds)?)?;
    Ok(dict)
}

/// The arguments of `taox.epoch`; rows and parameters still as plain data.
pub(crate) fn epoch_input_to_py<'py>(
    py: Python<'py>,
    input: &RecordedEpoch,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    let all = |part: fn(&RecordedMechanism) -> &RowsBuf| -> PyResult<Vec<_>> {
        input
            .mechanisms
            .iter()
            .map(|mechanism| rows(py, part(mechanism)))
            .collect()
    };
    let updates = input.mechanisms.iter();
    let updates: Vec<_> = updates
        .map(|one| PyArray1::from_slice(py, &one.last_update))
        .collect();
    let stake: Vec<_> = input
        .total_stake
        .iter()
        .map(|stake| stake.to_bits())
        .collect();
    dict.set_item("weights", all(|mechanism| &mechanism.weights)?)?;
    dict.set_item("bonds", all(|mechanism| &mechanism.bonds)?)?;
    dict.set_item("last_update", updates)?;
    let commits = input.mechanisms.iter();
    let commits: Vec<_> = commits
        .map(|one| PyArray1::from_slice(py, &one.oldest_active_commit_block))
        .collect();
    dict.set_item("oldest_active_commit_block", commits)?;
    dict.set_item("stake_bits", stake)?;
    dict.set_item("params", params_to_py(py, input)?)?;
    dict.set_item("block", input.block)?;
    let registered = PyArray1::from_slice(py, &input.block_at_registration);
    dict.set_item("block_at_registration", registered)?;
    let permits = PyArray1::from_slice(py, &input.validator_permit);
    dict.set_item("validator_permit", permits)?;
    dict.set_item("owner_uid", input.owner_uid)?;
    dict.set_item("emission", input.emission)?;
    dict.set_item("last_mechanism_step_block", input.last_mechanism_step_block)?;
    let split = input.mechanism_emission_split.as_deref();
    let split = split.map(|parts| PyArray1::from_slice(py, parts));
    dict.set_item("mechanism_emission_split", split)?;
    Ok(dict)
}

fn params_to_py<'py>(py: Python<'py>, input: &RecordedEpoch) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (spec, value) in input.params.values() {
        match spec.kind.to_string().as_str() {
            "bool" => dict.set_item(spec.name, value != 0)?,
            "yuma" => dict.set_item(spec.name, value.to_string())?,
            _ => dict.set_item(spec.name, value)?,
        }
    }
    Ok(dict)
}

/// (number, block, name, values).
pub(crate) fn event_to_py<'py>(
    py: Python<'py>,
    record: &EventRecord,
) -> PyResult<Bound<'py, PyAny>> {
    let EventRecord {
        number,
        block,
        event,
    } = record;
    let values = values_to_py(py, &event.values())?;
    Ok((*number, *block, event.name(), values)
        .into_pyobject(py)?
        .into_any())
}

/// Name, group, description, fields and message of every error.
pub(crate) fn errors_to_py(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    let rows = ERRORS.iter().map(|row| {
        let dict = info(py, row.name, row.doc, row.fields)?;
        dict.set_item("group", row.group)?;
        dict.set_item("message", row.message)?;
        Ok(dict)
    });
    rows.collect()
}

/// Name, description and fields of every event.
pub(crate) fn events_to_py(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    EVENTS
        .iter()
        .map(|row| info(py, row.name, row.doc, row.fields))
        .collect()
}

fn info<'py>(
    py: Python<'py>,
    name: &str,
    doc: &str,
    fields: &[&str],
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("name", name)?;
    dict.set_item("doc", doc.trim())?;
    dict.set_item("fields", fields)?;
    Ok(dict)
}
