//! Borrowing `NumPy` arrays: exact dtype, one dimension, contiguous, never a copy, never a panic.

use crate::errors::{input_error, type_error};
use numpy::{Element, PyArray1, PyArrayMethods, PyReadonlyArray1, PyUntypedArrayMethods};
use pyo3::prelude::*;

/// Borrows a one-dimensional array of exactly this dtype; `argument` is named in errors.
pub(crate) fn borrow<'py, T: Element>(
    argument: &str,
    object: &Bound<'py, PyAny>,
) -> PyResult<PyReadonlyArray1<'py, T>> {
    let py = object.py();
    let expected = || format!("one-dimensional {} array", numpy::dtype::<T>(py));
    let array = object
        .cast::<PyArray1<T>>()
        .map_err(|_| type_error(py, argument, expected(), describe(object)))?;
    array
        .try_readonly()
        .map_err(|error| input_error(py, argument, "an array nobody writes to", error.to_string()))
}

/// The elements of a borrowed array.
pub(crate) fn slice<'a, T: Element>(
    argument: &str,
    array: &'a PyReadonlyArray1<'_, T>,
) -> PyResult<&'a [T]> {
    array.as_slice().map_err(|_| {
        let actual = if array.is_contiguous() {
            "an unaligned array"
        } else {
            "strides"
        };
        input_error(array.py(), argument, "a contiguous, aligned array", actual)
    })
}

/// A few words on an object: dtype and dimensions of an array, else its type.
fn describe(object: &Bound<'_, PyAny>) -> String {
    let array = || -> PyResult<String> {
        let dtype = object.getattr("dtype")?;
        Ok(format!(
            "{dtype} array of {} dimensions",
            object.getattr("ndim")?
        ))
    };
    array()
        .or_else(|_| object.get_type().name().map(|name| name.to_string()))
        .unwrap_or_default()
}
