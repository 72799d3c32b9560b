//! The common call of an epoch, without the gate in front: it is refused whole, by `None`, if any
//! argument is not exactly what is wanted. The gate then finds out what is wrong, or converts.

use super::input::params_from_py;
use numpy::{Element, PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyInt};
use std::sync::{Mutex, PoisonError};
use taox_core::epoch::{self, EpochInput, EpochOutput, EpochParams, MechanismInput, Rows, RowsBuf};
use taox_core::fixed::{FixedPoint, I64F64};

/// Arguments as they came.
pub(super) struct Arguments<'a, 'py> {
    pub(super) weights: &'a Bound<'py, PyAny>,
    pub(super) stake: &'a Bound<'py, PyAny>,
    pub(super) bonds: Option<&'a Bound<'py, PyAny>>,
    pub(super) params: Option<&'a Bound<'py, PyAny>>,
    pub(super) numbers: [&'a Bound<'py, PyAny>; 3],
    pub(super) owner_uid: Option<&'a Bound<'py, PyAny>>,
    pub(super) block_at_registration: Option<&'a Bound<'py, PyAny>>,
    pub(super) last_update: Option<&'a Bound<'py, PyAny>>,
    pub(super) validator_permit: Option<&'a Bound<'py, PyAny>>,
}

/// Runs the epoch, or says that the gate has to look.
pub(super) fn run(py: Python<'_>, arguments: &Arguments<'_, '_>) -> Option<EpochOutput> {
    let weights = Held::of(arguments.weights)?;
    let n = weights.rows()?.len();
    let bonds = match arguments.bonds {
        Some(bonds) => Held::of(bonds)?,
        None => Held::Dense(RowsBuf::empty(n)),
    };
    let [block, emission, last_mechanism_step_block] = arguments.numbers;
    let (block, emission) = (integer(block)?, integer(emission)?);
    let stake: Vec<I64F64> = {
        let rao = borrow::<u64>(arguments.stake)?;
        let rao = rao.as_slice().ok()?.iter();
        rao.map(|&rao| I64F64::saturating_from_num(rao)).collect()
    };
    let registered = Vector::of(arguments.block_at_registration, || vec![0; n])?;
    let updated = Vector::of(arguments.last_update, || vec![block; n])?;
    let permits = Vector::of(arguments.validator_permit, || vec![true; n])?;
    let params = arguments
        .params
        .map_or_else(|| Some(EpochParams::default()), params)?;
    let weights = weights.rows()?;
    let size = u16::try_from(n).ok().filter(|&n| n > 0)?;
    if weights.uids().iter().any(|&uid| uid >= size) {
        return None;
    }
    let owner_uid = match arguments.owner_uid {
        Some(uid) => Some(u16::try_from(integer(uid)?).ok()?),
        None => None,
    };
    let mechanisms = [MechanismInput {
        last_update: updated.as_slice()?,
        weights,
        bonds: bonds.rows()?,
        oldest_active_commit_block: &[],
    }];
    let input = EpochInput {
        n: size,
        block,
        last_mechanism_step_block: integer(last_mechanism_step_block)?,
        owner_uid,
        emission,
        mechanism_emission_split: None,
        block_at_registration: registered.as_slice()?,
        total_stake: &stake,
        validator_permit: permits.as_slice()?,
        params: &params,
        mechanisms: &mechanisms,
    };
    py.detach(|| epoch::epoch(&input)).ok()
}

/// Rows that are borrowed from a `Rows`, or made of a square matrix.
enum Held<'py> {
    Rows(
        PyReadonlyArray1<'py, u32>,
        PyReadonlyArray1<'py, u16>,
        PyReadonlyArray1<'py, u16>,
    ),
    Dense(RowsBuf),
}

impl<'py> Held<'py> {
    fn of(object: &Bound<'py, PyAny>) -> Option<Self> {
        if let Ok(matrix) = object.cast::<PyArray2<u16>>() {
            return sparse(matrix).map(Self::Dense);
        }
        let py = object.py();
        Some(Self::Rows(
            borrow(&object.getattr(intern!(py, "starts")).ok()?)?,
            borrow(&object.getattr(intern!(py, "uids")).ok()?)?,
            borrow(&object.getattr(intern!(py, "values")).ok()?)?,
        ))
    }

    fn rows(&self) -> Option<Rows<'_>> {
        match self {
            Self::Rows(starts, uids, values) => {
                let (starts, uids) = (starts.as_slice().ok()?, uids.as_slice().ok()?);
                Rows::new(starts, uids, values.as_slice().ok()?).ok()
            }
            Self::Dense(rows) => Some(rows.as_rows()),
        }
    }
}

/// What is not 0 in a square matrix.
fn sparse(matrix: &Bound<'_, PyArray2<u16>>) -> Option<RowsBuf> {
    let held = matrix.try_readonly().ok()?;
    let cells = held.as_slice().ok()?;
    let n = held.as_array().nrows();
    if held.as_array().ncols() != n || n == 0 {
        return None;
    }
    let mut rows = RowsBuf::empty(0);
    for row in cells.chunks(n) {
        let pairs = (0..=u16::MAX).zip(row.iter().copied());
        rows.push_row(pairs.filter(|&(_, value)| value != 0));
    }
    Some(rows)
}

/// A vector that was given, or its default.
enum Vector<'py, T: Element> {
    Given(PyReadonlyArray1<'py, T>),
    Default(Vec<T>),
}

impl<'py, T: Element> Vector<'py, T> {
    fn of(given: Option<&Bound<'py, PyAny>>, default: impl FnOnce() -> Vec<T>) -> Option<Self> {
        match given {
            Some(array) => borrow(array).map(Self::Given),
            None => Some(Self::Default(default())),
        }
    }

    fn as_slice(&self) -> Option<&[T]> {
        match self {
            Self::Given(array) => array.as_slice().ok(),
            Self::Default(values) => Some(values),
        }
    }
}

fn borrow<'py, T: Element>(object: &Bound<'py, PyAny>) -> Option<PyReadonlyArray1<'py, T>> {
    object.cast::<PyArray1<T>>().ok()?.try_readonly().ok()
}

/// A Python int, no subclass such as bool.
fn integer(object: &Bound<'_, PyAny>) -> Option<u64> {
    object.cast_exact::<PyInt>().ok()?.extract().ok()
}

/// An `EpochParams` and what it holds.
type Seen = (Py<PyAny>, EpochParams);

/// The parameters of an `EpochParams`, which never change: those of the last one are kept.
fn params(object: &Bound<'_, PyAny>) -> Option<EpochParams> {
    static LAST: PyOnceLock<Mutex<Option<Seen>>> = PyOnceLock::new();
    let py = object.py();
    let last = LAST.get_or_init(py, || Mutex::new(None));
    if let Some((of, params)) = &*last.lock().unwrap_or_else(PoisonError::into_inner)
        && of.is(object)
    {
        return Some(params.clone());
    }
    // Python runs in here, so the lock is not held.
    let integers = object.call_method0(intern!(py, "to_integers")).ok()?;
    let params = params_from_py(py, integers.cast::<PyDict>().ok()?).ok()?;
    let kept = (object.clone().unbind(), params.clone());
    let before = last
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .replace(kept);
    drop(before);
    Some(params)
}
