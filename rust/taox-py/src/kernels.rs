//! The kernels of `taox_core::kernels` on borrowed arrays; matrices come as a layout and numbers.

#![allow(
    clippy::needless_pass_by_value,
    reason = "pyo3 extracts owned arguments"
)]

use crate::arrays::{borrow, slice};
use crate::errors::input_error;
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;
use taox_core::kernels::{self, Csr, KernelError, Layout, LiquidRates};

/// Rows, columns, and of a sparse matrix its row starts and column indices.
type LayoutArgs<'py> = (usize, usize, Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)>);
type Bits<'py> = Bound<'py, PyArray1<i64>>;
type Cells<'py> = (
    Bound<'py, PyArray1<u32>>,
    Bound<'py, PyArray1<u32>>,
    Bits<'py>,
);

/// A layout whose arrays are borrowed.
struct Held<'py> {
    rows: usize,
    columns: usize,
    sparse: Option<(PyReadonlyArray1<'py, u32>, PyReadonlyArray1<'py, u32>)>,
}

impl<'py> Held<'py> {
    fn borrow((rows, columns, sparse): &LayoutArgs<'py>) -> PyResult<Self> {
        let borrow_both = |(indptr, indices): &(Bound<'py, PyAny>, Bound<'py, PyAny>)| {
            Ok::<_, PyErr>((borrow("indptr", indptr)?, borrow("indices", indices)?))
        };
        Ok(Self {
            rows: *rows,
            columns: *columns,
            sparse: sparse.as_ref().map(borrow_both).transpose()?,
        })
    }

    fn layout(&self, py: Python<'_>) -> PyResult<Layout<'_>> {
        match &self.sparse {
            None => Ok(Layout::Dense {
                rows: self.rows,
                columns: self.columns,
            }),
            Some(_) => self.csr(py).map(Layout::Csr),
        }
    }

    fn csr(&self, py: Python<'_>) -> PyResult<Csr<'_>> {
        let Some((indptr, indices)) = &self.sparse else {
            return Err(input_error(py, "matrix", "a sparse matrix", "a dense one"));
        };
        let csr = Csr::new(
            self.columns,
            slice("indptr", indptr)?,
            slice("indices", indices)?,
        );
        csr.map_err(|error| kernel_error(py, &error))
    }
}

fn kernel_error(py: Python<'_>, error: &KernelError) -> PyErr {
    let (argument, expected, actual) = match error {
        KernelError::Length {
            argument,
            expected,
            actual,
        } => (*argument, format!("{expected} entries"), actual.to_string()),
        KernelError::Starts {
            cells,
            actual,
            position,
        } => (
            "indptr",
            format!("ascending entries from 0 to {cells}"),
            format!("{actual} at {position}"),
        ),
        KernelError::Column {
            columns,
            actual,
            position,
        } => (
            "indices",
            format!("columns below {columns}"),
            format!("{actual} at {position}"),
        ),
        other => ("matrix", "a matrix".to_owned(), other.to_string()),
    };
    input_error(py, argument, expected, actual)
}

/// Runs a kernel that works in place on a copy of `values`.
fn in_place<'py>(
    (matrix, values): (&LayoutArgs<'py>, &Bound<'py, PyAny>),
    kernel: impl FnOnce(Layout<'_>, &mut [i64]) -> Result<(), KernelError> + Send,
) -> PyResult<Bits<'py>> {
    let py = values.py();
    let held = Held::borrow(matrix)?;
    let layout = held.layout(py)?;
    let values = borrow::<i64>("values", values)?;
    let mut values = slice("values", &values)?.to_vec();
    let done = py.detach(|| kernel(layout, &mut values));
    done.map_err(|error| kernel_error(py, &error))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
#[pyo3(signature = (matrix, values, /))]
fn normalize_rows<'py>(matrix: LayoutArgs<'py>, values: Bound<'py, PyAny>) -> PyResult<Bits<'py>> {
    in_place((&matrix, &values), kernels::normalize_rows)
}

#[pyfunction]
#[pyo3(signature = (matrix, values, /))]
fn normalize_columns<'py>(
    matrix: LayoutArgs<'py>,
    values: Bound<'py, PyAny>,
) -> PyResult<Bits<'py>> {
    in_place((&matrix, &values), kernels::normalize_columns)
}

#[pyfunction]
#[pyo3(signature = (matrix, values, limits, /))]
fn clip_columns<'py>(
    matrix: LayoutArgs<'py>,
    values: Bound<'py, PyAny>,
    limits: Bound<'py, PyAny>,
) -> PyResult<Bits<'py>> {
    let limits = borrow::<i64>("limits", &limits)?;
    let limits = slice("limits", &limits)?;
    in_place((&matrix, &values), |layout, values| {
        kernels::clip_columns(layout, values, limits)
    })
}

#[pyfunction]
#[pyo3(signature = (matrix, values, stake, kappa, /))]
fn weighted_median<'py>(
    py: Python<'py>,
    matrix: LayoutArgs<'py>,
    values: Bound<'py, PyAny>,
    stake: Bound<'py, PyAny>,
    kappa: i64,
) -> PyResult<Bits<'py>> {
    let held = Held::borrow(&matrix)?;
    let layout = held.layout(py)?;
    let (values, stake) = (borrow("values", &values)?, borrow("stake", &stake)?);
    let (values, stake) = (slice("values", &values)?, slice("stake", &stake)?);
    let found = py.detach(|| kernels::weighted_median(layout, values, stake, kappa));
    let found = found.map_err(|error| kernel_error(py, &error))?;
    Ok(found.into_pyarray(py))
}

#[pyfunction]
#[pyo3(signature = (new, old, alpha, /))]
fn bonds_ema<'py>(
    py: Python<'py>,
    new: Bound<'py, PyAny>,
    old: Bound<'py, PyAny>,
    alpha: i64,
) -> PyResult<Bits<'py>> {
    let (new, old) = (borrow("new", &new)?, borrow("old", &old)?);
    let (new, old) = (slice("new", &new)?, slice("old", &old)?);
    let mixed = py.detach(|| kernels::bonds_ema(new, old, alpha));
    let mixed = mixed.map_err(|error| kernel_error(py, &error))?;
    Ok(mixed.into_pyarray(py))
}

#[pyfunction]
#[pyo3(signature = (new_matrix, new, old_matrix, old, alpha, /))]
fn bonds_ema_csr<'py>(
    py: Python<'py>,
    new_matrix: LayoutArgs<'py>,
    new: Bound<'py, PyAny>,
    old_matrix: LayoutArgs<'py>,
    old: Bound<'py, PyAny>,
    alpha: i64,
) -> PyResult<Cells<'py>> {
    let (new_held, old_held) = (Held::borrow(&new_matrix)?, Held::borrow(&old_matrix)?);
    let (new_csr, old_csr) = (new_held.csr(py)?, old_held.csr(py)?);
    let (new, old) = (borrow("new", &new)?, borrow("old", &old)?);
    let (new, old) = (slice("new", &new)?, slice("old", &old)?);
    let mixed = py.detach(|| kernels::bonds_ema_csr((new_csr, new), (old_csr, old), alpha));
    let mixed = mixed.map_err(|error| kernel_error(py, &error))?;
    Ok((
        mixed.indptr.into_pyarray(py),
        mixed.indices.into_pyarray(py),
        mixed.values.into_pyarray(py),
    ))
}

#[pyfunction]
#[pyo3(signature = (matrix, weights, bonds, consensus, low, high, steepness, /))]
#[expect(clippy::too_many_arguments, reason = "as many as the formula has")]
fn liquid_alpha<'py>(
    py: Python<'py>,
    matrix: LayoutArgs<'py>,
    weights: Bound<'py, PyAny>,
    bonds: Bound<'py, PyAny>,
    consensus: Bound<'py, PyAny>,
    low: u16,
    high: u16,
    steepness: i16,
) -> PyResult<Bits<'py>> {
    let held = Held::borrow(&matrix)?;
    let layout = held.layout(py)?;
    let (weights, bonds) = (borrow("weights", &weights)?, borrow("bonds", &bonds)?);
    let consensus = borrow("consensus", &consensus)?;
    let (weights, bonds) = (slice("weights", &weights)?, slice("bonds", &bonds)?);
    let consensus = slice("consensus", &consensus)?;
    let rates = LiquidRates {
        low,
        high,
        steepness,
    };
    let found = py.detach(|| kernels::liquid_alpha(layout, weights, bonds, consensus, rates));
    let found = found.map_err(|error| kernel_error(py, &error))?;
    Ok(found.into_pyarray(py))
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(normalize_rows, module)?)?;
    module.add_function(wrap_pyfunction!(normalize_columns, module)?)?;
    module.add_function(wrap_pyfunction!(clip_columns, module)?)?;
    module.add_function(wrap_pyfunction!(weighted_median, module)?)?;
    module.add_function(wrap_pyfunction!(bonds_ema, module)?)?;
    module.add_function(wrap_pyfunction!(bonds_ema_csr, module)?)?;
    module.add_function(wrap_pyfunction!(liquid_alpha, module)?)
}
