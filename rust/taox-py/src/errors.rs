//! Input errors of Python, raised with the data of the core's errors.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use taox_core::epoch::{EpochError, ParamError, RowsError};

/// `InputError(argument, expected, actual)`.
pub(crate) fn input_error(
    py: Python<'_>,
    argument: impl Into<String>,
    expected: impl Into<String>,
    actual: impl Into<String>,
) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raise(
        py,
        &CLASS,
        "InputError",
        (argument.into(), expected.into(), actual.into()),
    )
}

/// `InputTypeError(argument, expected, actual)`: the wrong kind of object.
pub(crate) fn type_error(
    py: Python<'_>,
    argument: impl Into<String>,
    expected: impl Into<String>,
    actual: impl Into<String>,
) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raise(
        py,
        &CLASS,
        "InputTypeError",
        (argument.into(), expected.into(), actual.into()),
    )
}

/// `ParamError(name, expected, actual)` from an error of the core.
pub(crate) fn param_error(py: Python<'_>, error: &ParamError) -> PyErr {
    let data = match error {
        ParamError::OutOfRange {
            name,
            unit,
            min,
            max,
            actual,
        } => (
            (*name).to_owned(),
            format!("{min} to {max} ({unit})"),
            actual.to_string(),
        ),
        ParamError::Unknown { name } => (
            name.clone(),
            "the name of a parameter".to_owned(),
            "no such name".to_owned(),
        ),
        other => (
            "params".to_owned(),
            "valid parameters".to_owned(),
            other.to_string(),
        ),
    };
    param_value_error(py, data)
}

/// `ParamError(name, expected, actual)`.
pub(crate) fn param_value_error(py: Python<'_>, data: (String, String, String)) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raise(py, &CLASS, "ParamError", data)
}

/// What does not fit in three arrays that should be rows.
pub(crate) fn rows_error(py: Python<'_>, argument: &str, error: &RowsError) -> PyErr {
    let part = |name: &str| {
        if argument.is_empty() {
            name.to_owned()
        } else {
            format!("{argument}.{name}")
        }
    };
    match error {
        RowsError::NoStarts => input_error(py, part("starts"), "at least one entry", "none"),
        RowsError::FirstStart { actual } => {
            input_error(py, part("starts"), "0 at the front", actual.to_string())
        }
        RowsError::Descending { row, start, end } => {
            let actual = format!("row {row} from {start} to {end}");
            input_error(py, part("starts"), "ascending entries", actual)
        }
        RowsError::LastStart { expected, actual } => {
            let expected = format!("{expected} (the number of pairs) at the end");
            input_error(py, part("starts"), expected, actual.to_string())
        }
        RowsError::Values { expected, actual } => {
            let expected = format!("{expected} entries, as many as uids");
            input_error(py, part("values"), expected, format!("{actual} entries"))
        }
        other => input_error(py, argument, "rows", other.to_string()),
    }
}

/// Why an epoch was not computed; `mechanisms` decides whether arguments carry an index.
pub(crate) fn epoch_error(py: Python<'_>, error: &EpochError, mechanisms: usize) -> PyErr {
    let of = |field: &str, m: usize| {
        if mechanisms == 1 {
            field.to_owned()
        } else {
            format!("{field}[{m}]")
        }
    };
    match error {
        EpochError::Param(error) => param_error(py, error),
        EpochError::Rows(error) => rows_error(py, "rows", error),
        EpochError::NoMechanisms => input_error(py, "weights", "at least one mechanism", "none"),
        EpochError::Length {
            field,
            expected,
            actual,
        } => input_error(py, *field, entries(*expected), entries(*actual)),
        EpochError::MechanismLength {
            mechanism,
            field,
            expected,
            actual,
        } => input_error(
            py,
            of(field, *mechanism),
            entries(*expected),
            entries(*actual),
        ),
        EpochError::DuplicateUid {
            mechanism,
            row,
            uid,
        } => {
            let actual = format!("uid {uid} twice in row {row}");
            input_error(
                py,
                of("weights", *mechanism),
                "each uid once in a row",
                actual,
            )
        }
        EpochError::OwnerUid { n, owner_uid } => input_error(
            py,
            "owner_uid",
            format!("a uid below {n}"),
            owner_uid.to_string(),
        ),
        EpochError::NegativeStake { uid, bits } => {
            let actual = format!("{bits} at uid {uid}");
            input_error(py, "stake_bits", "no negative stake", actual)
        }
        EpochError::StakeOverflow { uid } => {
            let actual = format!("more from uid {uid} on");
            input_error(py, "stake", "less than 2^63 rao in all", actual)
        }
        EpochError::RuleLength {
            rule,
            expected,
            actual,
            ..
        } => {
            let argument = format!("result of the {rule} rule");
            input_error(py, argument, entries(*expected), entries(*actual))
        }
        EpochError::RuleShare {
            rule,
            row,
            uid,
            bits,
            ..
        } => {
            let row = row.map_or_else(String::new, |row| format!(" in row {row}"));
            let argument = format!("result of the {rule} rule");
            let actual = format!("{bits} at uid {uid}{row}");
            input_error(py, argument, "bits of 0 to 2**32", actual)
        }
        other => input_error(py, "epoch", "a valid input", other.to_string()),
    }
}

fn entries(count: usize) -> String {
    format!("{count} entries")
}

fn raise(
    py: Python<'_>,
    class: &PyOnceLock<Py<PyType>>,
    name: &str,
    data: (String, String, String),
) -> PyErr {
    match class.import(py, "taox.economy.errors", name) {
        Ok(class) => PyErr::from_type(class.clone(), data),
        Err(error) => error,
    }
}
