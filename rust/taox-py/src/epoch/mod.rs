//! The epoch and the small functions around it, for Python.
//!
//! * `at_once`: the common call, without a gate. * `input`: borrowing the arguments.
//! * `output`: arrays of the result.
//! * `functions`: splitting, upscaling, inheritance, pruning, the table of parameters.

mod at_once;
mod functions;
mod input;
mod output;

use crate::errors::epoch_error;
use crate::rules::PyRules;
use input::{EpochArgs, Held};
use output::Output;
use pyo3::prelude::*;
use pyo3::types::PyList;
use taox_core::epoch::{self, EpochError, EpochInput, MechanismInput};

/// One epoch of one subnet from a dict of arrays.
#[pyfunction(name = "epoch")]
#[pyo3(signature = (arguments, /))]
#[allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]
fn run<'py>(py: Python<'py>, arguments: EpochArgs<'py>) -> PyResult<Output<'py>> {
    let held = Held::borrow(py, &arguments)?;
    output::to_tuple(py, held.compute(py, epoch::epoch)?)
}

/// `epoch` on the reference path.
#[pyfunction(name = "epoch_reference")]
#[pyo3(signature = (arguments, /))]
#[allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]
fn run_reference<'py>(py: Python<'py>, arguments: EpochArgs<'py>) -> PyResult<Output<'py>> {
    let held = Held::borrow(py, &arguments)?;
    output::to_tuple(py, held.compute(py, epoch::epoch_reference)?)
}

/// `epoch_reference` with callables in place of some steps, and the intermediates.
#[pyfunction(name = "epoch_with_trace")]
#[pyo3(signature = (arguments, consensus=None, bonds=None, /))]
#[allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]
fn run_with_trace<'py>(
    py: Python<'py>,
    arguments: EpochArgs<'py>,
    consensus: Option<Py<PyAny>>,
    bonds: Option<Py<PyAny>>,
) -> PyResult<(Output<'py>, Bound<'py, PyList>)> {
    let held = Held::borrow(py, &arguments)?;
    let mechanisms = held.mechanism_inputs(py)?;
    let input = held.as_input(py, &mechanisms)?;
    let rules = PyRules::new(consensus, bonds);
    let computed = py.detach(|| epoch::epoch_with_rules(&input, &rules));
    let (output, traces) = computed.map_err(|error| rules.error(py, &error, mechanisms.len()))?;
    Ok((
        output::to_tuple(py, output)?,
        output::traces_to_list(py, &traces)?,
    ))
}

/// `epoch` without the gate: None if an argument is not exactly what is wanted.
#[pyfunction]
#[pyo3(signature = (
    weights, stake, bonds, params, block, emission, last_mechanism_step_block, owner_uid,
    block_at_registration, last_update, validator_permit, /
))]
#[expect(
    clippy::too_many_arguments,
    reason = "building a dict would take longer than a small epoch"
)]
#[allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]
fn epoch_at_once<'py>(
    py: Python<'py>,
    weights: Bound<'py, PyAny>,
    stake: Bound<'py, PyAny>,
    bonds: Option<Bound<'py, PyAny>>,
    params: Option<Bound<'py, PyAny>>,
    block: Bound<'py, PyAny>,
    emission: Bound<'py, PyAny>,
    last_mechanism_step_block: Bound<'py, PyAny>,
    owner_uid: Option<Bound<'py, PyAny>>,
    block_at_registration: Option<Bound<'py, PyAny>>,
    last_update: Option<Bound<'py, PyAny>>,
    validator_permit: Option<Bound<'py, PyAny>>,
) -> PyResult<Option<Output<'py>>> {
    let arguments = at_once::Arguments {
        weights: &weights,
        stake: &stake,
        bonds: bonds.as_ref(),
        params: params.as_ref(),
        numbers: [&block, &emission, &last_mechanism_step_block],
        owner_uid: owner_uid.as_ref(),
        block_at_registration: block_at_registration.as_ref(),
        last_update: last_update.as_ref(),
        validator_permit: validator_permit.as_ref(),
    };
    let output = at_once::run(py, &arguments);
    output
        .map(|output| output::to_tuple(py, output))
        .transpose()
}

/// The epochs of several subnets on several threads; None where one cannot be computed.
#[pyfunction]
#[pyo3(signature = (arguments, threads, /))]
#[allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]
fn epochs<'py>(
    py: Python<'py>,
    arguments: Vec<EpochArgs<'py>>,
    threads: usize,
) -> PyResult<Vec<Option<Output<'py>>>> {
    let held = arguments.iter().map(|one| Held::borrow(py, one));
    let held = held.collect::<PyResult<Vec<_>>>()?;
    let mechanisms = held.iter().map(|one| one.mechanism_inputs(py));
    let mechanisms = mechanisms.collect::<PyResult<Vec<Vec<MechanismInput<'_>>>>>()?;
    let inputs = held.iter().zip(&mechanisms);
    let inputs = inputs.map(|(one, mechanisms)| one.as_input(py, mechanisms));
    let inputs = inputs.collect::<PyResult<Vec<EpochInput<'_>>>>()?;
    let outcomes = py.detach(|| epoch::epochs(&inputs, threads));
    let outputs = outcomes.into_iter().map(|outcome| {
        let output = outcome.ok();
        output
            .map(|output| output::to_tuple(py, output))
            .transpose()
    });
    outputs.collect()
}

impl Held<'_> {
    /// Lends the input to `kernel`, detached from the interpreter.
    fn compute<T: Send>(
        &self,
        py: Python<'_>,
        kernel: impl FnOnce(&EpochInput<'_>) -> Result<T, EpochError> + Send,
    ) -> PyResult<T> {
        let mechanisms = self.mechanism_inputs(py)?;
        let input = self.as_input(py, &mechanisms)?;
        py.detach(move || kernel(&input))
            .map_err(|error| epoch_error(py, &error, mechanisms.len()))
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(run, module)?)?;
    module.add_function(wrap_pyfunction!(run_reference, module)?)?;
    module.add_function(wrap_pyfunction!(run_with_trace, module)?)?;
    module.add_function(wrap_pyfunction!(epoch_at_once, module)?)?;
    module.add_function(wrap_pyfunction!(epochs, module)?)?;
    functions::register(module)
}
