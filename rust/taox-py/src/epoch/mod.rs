//! The epoch and the small functions around it, for Python.
//!
//! * `input`: borrowing the arguments. * `output`: arrays of the result.
//! * `functions`: splitting, upscaling, inheritance, pruning, the table of parameters.

mod functions;
mod input;
mod output;

use crate::errors::epoch_error;
use input::{EpochArgs, Held};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use taox_core::epoch;

/// One epoch of one subnet from a dict of arrays.
#[pyfunction(name = "epoch")]
#[pyo3(signature = (arguments, /))]
#[allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]
fn run<'py>(py: Python<'py>, arguments: EpochArgs<'py>) -> PyResult<Bound<'py, PyDict>> {
    let held = Held::borrow(py, &arguments)?;
    let output = held.compute(py, epoch::epoch)?;
    output::to_dict(py, output)
}

/// `epoch`, and per mechanism its intermediates under the key `trace`.
#[pyfunction(name = "epoch_with_trace")]
#[pyo3(signature = (arguments, /))]
#[allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]
fn run_with_trace<'py>(py: Python<'py>, arguments: EpochArgs<'py>) -> PyResult<Bound<'py, PyDict>> {
    let held = Held::borrow(py, &arguments)?;
    let (output, traces) = held.compute(py, epoch::epoch_with_trace)?;
    let result = output::to_dict(py, output)?;
    result.set_item("trace", output::traces_to_list(py, &traces)?)?;
    Ok(result)
}

impl Held<'_> {
    /// Lends the input to `kernel`, detached from the interpreter.
    fn compute<T: Send>(
        &self,
        py: Python<'_>,
        kernel: impl FnOnce(&epoch::EpochInput<'_>) -> Result<T, epoch::EpochError> + Send,
    ) -> PyResult<T> {
        let mechanisms = self.mechanism_inputs(py)?;
        let input = self.as_input(py, &mechanisms)?;
        py.detach(move || kernel(&input))
            .map_err(|error| epoch_error(py, &error, mechanisms.len()))
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(run, module)?)?;
    module.add_function(wrap_pyfunction!(run_with_trace, module)?)?;
    functions::register(module)
}
