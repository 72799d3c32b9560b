//! Results of an epoch as `NumPy` arrays that own their data.

use numpy::{Element, IntoPyArray, PyArray1, PyArrayMethods};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use taox_core::epoch::{EpochOutput, MechanismTrace, RowsBuf, TraceRows};
use taox_core::fixed::I32F32;

/// The fields of `taox.EpochResult` in their order.
pub(super) type Output<'py> = Bound<'py, PyTuple>;

/// Arrays by uid, `incentive` by mechanism and uid, `bonds` a list of (starts, uids, values); all
/// read-only.
pub(super) fn to_tuple(py: Python<'_>, output: EpochOutput) -> PyResult<Output<'_>> {
    let shape = [output.mechanisms.len(), output.active.len()];
    let (incentive, bonds): (Vec<_>, Vec<_>) = output
        .mechanisms
        .into_iter()
        .map(|m| (m.incentive, m.bonds))
        .unzip();
    let incentive = incentive.concat().into_pyarray(py).reshape(shape)?;
    incentive.try_readwrite()?.make_nonwriteable();
    let bonds = bonds.into_iter().map(|rows| rows_to_tuple(py, rows));
    (
        frozen(py, output.server_emission)?,
        frozen(py, output.validator_emission)?,
        frozen(py, output.emission)?,
        frozen(py, output.consensus)?,
        frozen(py, output.dividends)?,
        frozen(py, output.validator_trust)?,
        frozen(py, output.stake_weight)?,
        frozen(py, output.active)?,
        frozen(py, output.validator_permit)?,
        incentive,
        bonds.collect::<PyResult<Vec<_>>>()?,
    )
        .into_pyobject(py)
}

/// A new array that nobody can write to.
fn frozen<T: Element>(py: Python<'_>, values: Vec<T>) -> PyResult<Bound<'_, PyArray1<T>>> {
    let array = values.into_pyarray(py);
    array.try_readwrite()?.make_nonwriteable();
    Ok(array)
}

fn rows_to_tuple(py: Python<'_>, rows: RowsBuf) -> PyResult<Bound<'_, PyTuple>> {
    let (starts, uids, values) = rows.into_parts();
    (frozen(py, starts)?, frozen(py, uids)?, frozen(py, values)?).into_pyobject(py)
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
