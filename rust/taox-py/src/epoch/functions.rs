//! The small functions beside the epoch.

use super::input::HeldRows;
use crate::arrays::{borrow, slice};
use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;
use taox_core::epoch::{self, EpochParams, Parent, PruneInput, StakeSource};

/// Name, type, unit, default, smallest, largest, one line; values as integers.
type ParamRow = (
    &'static str,
    String,
    &'static str,
    i128,
    i128,
    i128,
    &'static str,
);

/// The table of epoch parameters.
#[pyfunction]
fn epoch_params() -> Vec<ParamRow> {
    EpochParams::TABLE
        .iter()
        .map(|s| {
            (
                s.name,
                s.kind.to_string(),
                s.unit,
                s.default,
                s.min,
                s.max,
                s.doc.trim(),
            )
        })
        .collect()
}

/// Raises `InputError` if three arrays do not make up rows.
#[pyfunction]
#[pyo3(signature = (starts, uids, values, /))]
fn check_rows<'py>(
    py: Python<'py>,
    starts: Bound<'py, PyAny>,
    uids: Bound<'py, PyAny>,
    values: Bound<'py, PyAny>,
) -> PyResult<()> {
    HeldRows::borrow("rows", &(starts, uids, values))?
        .as_rows(py, "rows")
        .map(|_| ())
}

/// Submitted weights scaled so that the largest is 65535.
#[pyfunction]
#[pyo3(signature = (values, /))]
fn upscale_weights<'py>(values: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyArray1<u16>>> {
    let held = borrow::<u16>("values", values)?;
    let values_slice = slice("values", &held)?;
    Ok(epoch::upscale_weights(values_slice).into_pyarray(values.py()))
}

/// What each mechanism shares out.
#[pyfunction]
#[pyo3(signature = (emission, count, split, /))]
fn split_emission<'py>(
    py: Python<'py>,
    emission: u64,
    count: u16,
    split: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyArray1<u64>>> {
    let held = split
        .map(|split| borrow::<u16>("split", split))
        .transpose()?;
    let split = held.as_ref().map(|held| slice("split", held)).transpose()?;
    Ok(epoch::split_emission(emission, count.into(), split).into_pyarray(py))
}

/// Stake of one hotkey after inheritance: raw I64F64 integers of total, alpha and root TAO.
#[pyfunction]
#[pyo3(signature = (alpha, root, children, parents, tao_weight, /))]
#[allow(clippy::needless_pass_by_value, reason = "pyo3 extracts owned lists")]
fn inherit_stake(
    alpha: u64,
    root: u64,
    children: Vec<u64>,
    parents: Vec<(u64, u64, u64)>,
    tao_weight: u64,
) -> (i128, i128, i128) {
    let parents: Vec<_> = parents
        .iter()
        .map(|&(proportion, alpha, root)| Parent {
            proportion,
            alpha,
            root,
        })
        .collect();
    let source = StakeSource {
        alpha,
        root,
        children: &children,
        parents: &parents,
    };
    let stake = epoch::inherit_stake(&source, tao_weight);
    (
        stake.total.to_bits(),
        stake.alpha.to_bits(),
        stake.tao.to_bits(),
    )
}

/// The uid that makes room, or none.
#[pyfunction]
#[pyo3(signature = (
    block, emission, block_at_registration, protected, immunity_period, min_non_immune_uids, /
))]
#[allow(clippy::needless_pass_by_value, reason = "pyo3 extracts owned lists")]
fn choose_prune(
    block: u64,
    emission: &Bound<'_, PyAny>,
    block_at_registration: &Bound<'_, PyAny>,
    protected: Vec<u16>,
    immunity_period: u16,
    min_non_immune_uids: u16,
) -> PyResult<Option<u16>> {
    let emission = borrow::<u64>("emission", emission)?;
    let registered = borrow::<u64>("block_at_registration", block_at_registration)?;
    Ok(epoch::choose_prune(&PruneInput {
        block,
        emission: slice("emission", &emission)?,
        block_at_registration: slice("block_at_registration", &registered)?,
        protected: &protected,
        immunity_period,
        min_non_immune_uids,
    }))
}

/// The uids that the owner keeps.
#[pyfunction]
#[pyo3(signature = (owned, owner_uid, block_at_registration, limit, /))]
#[allow(clippy::needless_pass_by_value, reason = "pyo3 extracts owned lists")]
fn protected_uids(
    owned: Vec<u16>,
    owner_uid: Option<u16>,
    block_at_registration: &Bound<'_, PyAny>,
    limit: u16,
) -> PyResult<Vec<u16>> {
    let registered = borrow::<u64>("block_at_registration", block_at_registration)?;
    let registered = slice("block_at_registration", &registered)?;
    Ok(epoch::protected_uids(&owned, owner_uid, registered, limit))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(epoch_params, module)?)?;
    module.add_function(wrap_pyfunction!(check_rows, module)?)?;
    module.add_function(wrap_pyfunction!(upscale_weights, module)?)?;
    module.add_function(wrap_pyfunction!(split_emission, module)?)?;
    module.add_function(wrap_pyfunction!(inherit_stake, module)?)?;
    module.add_function(wrap_pyfunction!(choose_prune, module)?)?;
    module.add_function(wrap_pyfunction!(protected_uids, module)?)
}
