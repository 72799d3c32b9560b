//! Results of an epoch as `NumPy` arrays that own their data.

use numpy::{IntoPyArray, PyArray1, PyArrayMethods};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use taox_core::epoch::{EpochOutput, MechanismTrace, RowsBuf, TraceRows};
use taox_core::fixed::I32F32;

/// The fields of `taox.EpochResult`: arrays by uid, `incentive` by mechanism and uid, `bonds` a
/// list of (starts, uids, values).
pub(super) fn to_dict(py: Python<'_>, output: EpochOutput) -> PyResult<Bound<'_, PyDict>> {
    let shape = [output.mechanisms.len(), output.active.len()];
    let (incentive, bonds): (Vec<_>, Vec<_>) = output
        .mechanisms
        .into_iter()
        .map(|m| (m.incentive, m.bonds))
        .unzip();
    let dict = PyDict::new(py);
    dict.set_item("server_emission", output.server_emission.into_pyarray(py))?;
    dict.set_item(
        "validator_emission",
        output.validator_emission.into_pyarray(py),
    )?;
    dict.set_item("emission", output.emission.into_pyarray(py))?;
    dict.set_item("consensus", output.consensus.into_pyarray(py))?;
    dict.set_item("dividends", output.dividends.into_pyarray(py))?;
    dict.set_item("validator_trust", output.validator_trust.into_pyarray(py))?;
    dict.set_item("stake_weight", output.stake_weight.into_pyarray(py))?;
    dict.set_item("active", output.active.into_pyarray(py))?;
    dict.set_item("validator_permit", output.validator_permit.into_pyarray(py))?;
    dict.set_item(
        "incentive",
        incentive.concat().into_pyarray(py).reshape(shape)?,
    )?;
    let bonds = bonds.into_iter().map(|rows| rows_to_tuple(py, rows));
    dict.set_item("bonds", bonds.collect::<PyResult<Vec<_>>>()?)?;
    Ok(dict)
}

fn rows_to_tuple(py: Python<'_>, rows: RowsBuf) -> PyResult<Bound<'_, PyTuple>> {
    let (starts, uids, values) = rows.into_parts();
    (
        starts.into_pyarray(py),
        uids.into_pyarray(py),
        values.into_pyarray(py),
    )
        .into_pyobject(py)
}

/// Per mechanism a dict of raw I32F32 integers under the letters of epoch.md 8.
pub(super) fn traces_to_list<'py>(
    py: Python<'py>,
    traces: &[MechanismTrace],
) -> PyResult<Bound<'py, PyList>> {
    let dicts = traces.iter().map(|trace| trace_to_dict(py, trace));
    PyList::new(py, dicts.collect::<PyResult<Vec<_>>>()?)
}

fn trace_to_dict<'py>(py: Python<'py>, trace: &MechanismTrace) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (letter, values) in [
        ("S", &trace.stake),
        ("A", &trace.active_stake),
        ("C", &trace.consensus),
        ("VT", &trace.validator_trust),
        ("R", &trace.rank),
        ("I", &trace.incentive),
        ("D", &trace.dividends),
    ] {
        let bits = values.iter().copied().map(I32F32::to_bits);
        dict.set_item(letter, PyArray1::from_iter(py, bits))?;
    }
    for (letter, rows) in [
        ("W", &trace.weights),
        ("CW", &trace.clipped),
        ("WB", &trace.bond_weights),
        ("B", &trace.old_bonds),
        ("E", &trace.new_bonds),
    ] {
        dict.set_item(letter, row_bits(rows))?;
    }
    Ok(dict)
}

fn row_bits(rows: &TraceRows) -> Vec<Vec<(u16, i64)>> {
    let row = |row: &Vec<(u16, I32F32)>| row.iter().map(|&(uid, v)| (uid, v.to_bits())).collect();
    rows.iter().map(row).collect()
}
