//! Python callables as rules of the epoch: arrays of I32F32 bits in, arrays of them out.

use crate::errors::{epoch_error, input_error, type_error};
use numpy::{
    IntoPyArray, PyArray1, PyArray2, PyArrayMethods, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::prelude::*;
use std::sync::{Mutex, PoisonError};
use taox_core::epoch::{BondsView, ConsensusView, EpochError, RuleFailed, Rules, TraceRows};
use taox_core::fixed::I32F32;

/// The callables of one subnet, and why one of them failed last.
#[derive(Debug)]
pub(crate) struct PyRules {
    consensus: Option<Py<PyAny>>,
    bonds: Option<Py<PyAny>>,
    failure: Mutex<Option<PyErr>>,
}

impl PyRules {
    pub(crate) fn new(consensus: Option<Py<PyAny>>, bonds: Option<Py<PyAny>>) -> Self {
        Self {
            consensus,
            bonds,
            failure: Mutex::new(None),
        }
    }

    /// What to raise for an error of an epoch: where a callable raised, just that.
    pub(crate) fn error(&self, py: Python<'_>, error: &EpochError, mechanisms: usize) -> PyErr {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        match (error, failure.take()) {
            (EpochError::RuleFailed { .. }, Some(raised)) => raised,
            _ => epoch_error(py, error, mechanisms),
        }
    }

    fn keep<T>(&self, result: PyResult<T>) -> Result<T, RuleFailed> {
        result.map_err(|raised| {
            let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            *failure = Some(raised);
            RuleFailed
        })
    }
}

impl Rules for PyRules {
    fn consensus(&self, view: &ConsensusView<'_>) -> Option<Result<Vec<I32F32>, RuleFailed>> {
        let rule = self.consensus.as_ref()?;
        Some(self.keep(Python::attach(|py| ask_consensus(rule.bind(py), view))))
    }

    fn bonds(&self, view: &BondsView<'_>) -> Option<Result<TraceRows, RuleFailed>> {
        let rule = self.bonds.as_ref()?;
        Some(self.keep(Python::attach(|py| ask_bonds(rule.bind(py), view))))
    }
}

fn ask_consensus(rule: &Bound<'_, PyAny>, view: &ConsensusView<'_>) -> PyResult<Vec<I32F32>> {
    let py = rule.py();
    let n = view.weights.len();
    let returned = rule.call1((
        dense(py, view.weights)?,
        vector(py, view.active_stake),
        view.kappa.to_bits(),
        view.mechanism,
    ))?;
    let array = returned.cast::<PyArray1<i64>>();
    let array = array.map_err(|_| wrong(&returned, "consensus", &format!("({n},)")))?;
    Ok(bits(array, "consensus")?
        .into_iter()
        .map(I32F32::from_bits)
        .collect())
}

fn ask_bonds(rule: &Bound<'_, PyAny>, view: &BondsView<'_>) -> PyResult<TraceRows> {
    let py = rule.py();
    let n = view.bought.len();
    let returned = rule.call1((
        dense(py, view.bought)?,
        dense(py, view.old_bonds)?,
        vector(py, view.active_stake),
        vector(py, view.consensus),
        vector(py, view.incentive),
        view.alpha.to_bits(),
        view.mechanism,
    ))?;
    let expected = || format!("({n}, {n})");
    let array = returned.cast::<PyArray2<i64>>();
    let array = array.map_err(|_| wrong(&returned, "bonds", &expected()))?;
    if array.shape() != [n, n] {
        return Err(wrong(&returned, "bonds", &expected()));
    }
    let flat = bits(array, "bonds")?;
    // What is not 0 is kept, so that a negative number is seen and refused.
    let row = |row: &[i64]| {
        let cells = (0..=u16::MAX).zip(row).filter(|(_, bits)| **bits != 0);
        cells
            .map(|(uid, &bits)| (uid, I32F32::from_bits(bits)))
            .collect()
    };
    Ok(flat.chunks(n.max(1)).map(row).collect())
}

/// All elements in C order, whatever the strides.
fn bits<D: numpy::ndarray::Dimension>(
    array: &Bound<'_, numpy::PyArray<i64, D>>,
    rule: &str,
) -> PyResult<Vec<i64>> {
    let held = array.try_readonly().map_err(|error| {
        let actual = error.to_string();
        input_error(
            array.py(),
            result_of(rule),
            "an array nobody writes to",
            actual,
        )
    })?;
    Ok(held.as_array().iter().copied().collect())
}

fn result_of(rule: &str) -> String {
    format!("result of the {rule} rule")
}

fn wrong(returned: &Bound<'_, PyAny>, rule: &str, shape: &str) -> PyErr {
    let actual = returned.cast::<PyUntypedArray>().map_or_else(
        |_| returned.get_type().to_string(),
        |array| format!("{} array of shape {:?}", array.dtype(), array.shape()),
    );
    let expected = format!("int64 array of shape {shape}");
    type_error(returned.py(), result_of(rule), expected, actual)
}

/// A square matrix of bits; pairs with uid ≥ n have no place.
fn dense<'py>(py: Python<'py>, rows: &TraceRows) -> PyResult<Bound<'py, PyArray2<i64>>> {
    let n = rows.len();
    let mut cells = vec![0; n.saturating_mul(n)];
    for (row, pairs) in cells.chunks_mut(n.max(1)).zip(rows) {
        for &(uid, value) in pairs {
            if let Some(cell) = row.get_mut(usize::from(uid)) {
                *cell = value.to_bits();
            }
        }
    }
    cells.into_pyarray(py).reshape([n, n])
}

fn vector<'py>(py: Python<'py>, values: &[I32F32]) -> Bound<'py, PyArray1<i64>> {
    PyArray1::from_iter(py, values.iter().map(|value| value.to_bits()))
}
