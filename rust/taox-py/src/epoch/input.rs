//! Arguments of an epoch: borrowed arrays and the views the core takes.

use crate::arrays::{borrow, slice};
use crate::errors::{input_error, param_error, rows_error, type_error};
use numpy::PyReadonlyArray1;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use taox_core::epoch::{EpochInput, EpochParams, MechanismInput, Rows};
use taox_core::fixed::{FixedPoint, I64F64};

/// The dict that Python passes; see `_core.pyi` for the types.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(super) struct EpochArgs<'py> {
    block: u64,
    last_mechanism_step_block: u64,
    owner_uid: Option<u16>,
    emission: u64,
    mechanism_emission_split: Option<Bound<'py, PyAny>>,
    block_at_registration: Bound<'py, PyAny>,
    stake: Bound<'py, PyAny>,
    validator_permit: Bound<'py, PyAny>,
    params: Bound<'py, PyDict>,
    mechanisms: Vec<MechanismArgs<'py>>,
}

/// Starts, uids and values.
type RowsArgs<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>, Bound<'py, PyAny>);

#[derive(FromPyObject)]
#[pyo3(from_item_all)]
struct MechanismArgs<'py> {
    last_update: Bound<'py, PyAny>,
    weights: RowsArgs<'py>,
    bonds: RowsArgs<'py>,
    oldest_active_commit_block: Bound<'py, PyAny>,
}

/// Everything an epoch reads, borrowed for its duration.
pub(super) struct Held<'py> {
    block: u64,
    last_mechanism_step_block: u64,
    owner_uid: Option<u16>,
    emission: u64,
    mechanism_emission_split: Option<PyReadonlyArray1<'py, u16>>,
    block_at_registration: PyReadonlyArray1<'py, u64>,
    total_stake: Vec<I64F64>,
    validator_permit: PyReadonlyArray1<'py, bool>,
    params: EpochParams,
    mechanisms: Vec<HeldMechanism<'py>>,
}

struct HeldMechanism<'py> {
    last_update: PyReadonlyArray1<'py, u64>,
    weights: HeldRows<'py>,
    bonds: HeldRows<'py>,
    oldest_active_commit_block: PyReadonlyArray1<'py, u64>,
}

/// Three borrowed arrays that are checked when they are lent as rows.
pub(super) struct HeldRows<'py> {
    starts: PyReadonlyArray1<'py, u32>,
    uids: PyReadonlyArray1<'py, u16>,
    values: PyReadonlyArray1<'py, u16>,
}

impl<'py> Held<'py> {
    pub(super) fn borrow(py: Python<'py>, args: &EpochArgs<'py>) -> PyResult<Self> {
        let split = args.mechanism_emission_split.as_ref();
        Ok(Self {
            block: args.block,
            last_mechanism_step_block: args.last_mechanism_step_block,
            owner_uid: args.owner_uid,
            emission: args.emission,
            mechanism_emission_split: split
                .map(|split| borrow("mechanism_emission_split", split))
                .transpose()?,
            block_at_registration: borrow("block_at_registration", &args.block_at_registration)?,
            total_stake: stake(&args.stake)?,
            validator_permit: borrow("validator_permit", &args.validator_permit)?,
            params: params_from_py(py, &args.params)?,
            mechanisms: args
                .mechanisms
                .iter()
                .map(HeldMechanism::borrow)
                .collect::<PyResult<_>>()?,
        })
    }

    pub(super) fn mechanism_inputs(&self, py: Python<'_>) -> PyResult<Vec<MechanismInput<'_>>> {
        self.mechanisms
            .iter()
            .map(|mechanism| mechanism.as_input(py))
            .collect()
    }

    pub(super) fn as_input<'a>(
        &'a self,
        py: Python<'_>,
        mechanisms: &'a [MechanismInput<'a>],
    ) -> PyResult<EpochInput<'a>> {
        let split = self.mechanism_emission_split.as_ref();
        let registered = slice("block_at_registration", &self.block_at_registration)?;
        let n = u16::try_from(registered.len()).map_err(|_| {
            let actual = registered.len().to_string();
            input_error(py, "block_at_registration", "at most 65535 entries", actual)
        })?;
        Ok(EpochInput {
            n,
            block: self.block,
            last_mechanism_step_block: self.last_mechanism_step_block,
            owner_uid: self.owner_uid,
            emission: self.emission,
            mechanism_emission_split: split
                .map(|split| slice("mechanism_emission_split", split))
                .transpose()?,
            block_at_registration: registered,
            total_stake: &self.total_stake,
            validator_permit: slice("validator_permit", &self.validator_permit)?,
            params: &self.params,
            mechanisms,
        })
    }
}

impl<'py> HeldMechanism<'py> {
    fn borrow(args: &MechanismArgs<'py>) -> PyResult<Self> {
        let commits = &args.oldest_active_commit_block;
        Ok(Self {
            last_update: borrow("last_update", &args.last_update)?,
            weights: HeldRows::borrow("weights", &args.weights)?,
            bonds: HeldRows::borrow("bonds", &args.bonds)?,
            oldest_active_commit_block: borrow("oldest_active_commit_block", commits)?,
        })
    }

    fn as_input(&self, py: Python<'_>) -> PyResult<MechanismInput<'_>> {
        let commits = &self.oldest_active_commit_block;
        Ok(MechanismInput {
            last_update: slice("last_update", &self.last_update)?,
            weights: self.weights.as_rows(py, "weights")?,
            bonds: self.bonds.as_rows(py, "bonds")?,
            oldest_active_commit_block: slice("oldest_active_commit_block", commits)?,
        })
    }
}

impl<'py> HeldRows<'py> {
    pub(super) fn borrow(argument: &str, (starts, uids, values): &RowsArgs<'py>) -> PyResult<Self> {
        let part = |name: &str| format!("{argument}.{name}");
        Ok(Self {
            starts: borrow(&part("starts"), starts)?,
            uids: borrow(&part("uids"), uids)?,
            values: borrow(&part("values"), values)?,
        })
    }

    pub(super) fn as_rows(&self, py: Python<'_>, argument: &str) -> PyResult<Rows<'_>> {
        let starts = slice(argument, &self.starts)?;
        let rows = Rows::new(
            starts,
            slice(argument, &self.uids)?,
            slice(argument, &self.values)?,
        );
        rows.map_err(|error| rows_error(py, argument, &error))
    }
}

/// Stake as rao in a uint64 array, or as raw I64F64 integers in a list.
fn stake(object: &Bound<'_, PyAny>) -> PyResult<Vec<I64F64>> {
    if let Ok(bits) = object.cast::<pyo3::types::PyList>() {
        return bits
            .iter()
            .enumerate()
            .map(|(uid, bits)| stake_bits(uid, &bits))
            .collect();
    }
    let rao = borrow::<u64>("stake", object)?;
    let rao = slice("stake", &rao)?;
    Ok(rao
        .iter()
        .map(|&rao| I64F64::saturating_from_num(rao))
        .collect())
}

fn stake_bits(uid: usize, bits: &Bound<'_, PyAny>) -> PyResult<I64F64> {
    bits.extract().map(I64F64::from_bits).map_err(|_| {
        let actual = format!("{bits} at uid {uid}");
        type_error(bits.py(), "stake_bits", "integers of 128 bits", actual)
    })
}

pub(super) fn params_from_py(py: Python<'_>, values: &Bound<'_, PyDict>) -> PyResult<EpochParams> {
    let mut params = EpochParams::default();
    for (name, value) in values {
        let name: String = name.extract()?;
        params
            .set(&name, value.extract()?)
            .map_err(|error| param_error(py, &error))?;
    }
    Ok(params)
}
