//! Where the cells of a matrix are.

use std::ops::Range;
use thiserror::Error;

/// Arguments of a kernel that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KernelError {
    /// A slice has the wrong number of entries.
    #[error("{argument}: expected {expected} entries, got {actual}")]
    Length {
        /// Name of the argument.
        argument: &'static str,
        /// Entries expected.
        expected: usize,
        /// Entries found.
        actual: usize,
    },
    /// Row starts that do not ascend from 0 to the number of cells.
    #[error("indptr: expected ascending entries from 0 to {cells}, got {actual} at {position}")]
    Starts {
        /// Number of cells.
        cells: usize,
        /// Entry that does not fit.
        actual: u32,
        /// Where it stands.
        position: usize,
    },
    /// A cell in a column that does not exist.
    #[error("indices: expected columns below {columns}, got {actual} at {position}")]
    Column {
        /// Number of columns.
        columns: usize,
        /// Column found.
        actual: u32,
        /// Where it stands.
        position: usize,
    },
}

/// Compressed sparse rows: row i has the cells `indptr[i]..indptr[i + 1]`, in columns `indices`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Csr<'a> {
    columns: usize,
    indptr: &'a [u32],
    indices: &'a [u32],
}

impl<'a> Csr<'a> {
    /// A checked sparse layout.
    ///
    /// # Errors
    /// [`KernelError`] if `indptr` is empty or does not ascend from 0 to the number of cells, or
    /// a column is out of range.
    pub fn new(columns: usize, indptr: &'a [u32], indices: &'a [u32]) -> Result<Self, KernelError> {
        let mut before = 0;
        for (position, &actual) in indptr.iter().enumerate() {
            let first = position == 0 && actual != 0;
            if first || actual < before || index(actual) > indices.len() {
                return Err(starts(indices.len(), actual, position));
            }
            before = actual;
        }
        if indptr.is_empty() || index(before) != indices.len() {
            return Err(starts(
                indices.len(),
                before,
                indptr.len().saturating_sub(1),
            ));
        }
        let wrong = indices.iter().position(|&column| index(column) >= columns);
        match wrong.and_then(|position| Some((position, *indices.get(position)?))) {
            Some((position, actual)) => Err(KernelError::Column {
                columns,
                actual,
                position,
            }),
            None => Ok(Self {
                columns,
                indptr,
                indices,
            }),
        }
    }

    /// The columns of row i.
    pub(super) fn row(self, range: Range<usize>) -> &'a [u32] {
        self.indices.get(range).unwrap_or_default()
    }
}

fn starts(cells: usize, actual: u32, position: usize) -> KernelError {
    KernelError::Starts {
        cells,
        actual,
        position,
    }
}

/// u32 → usize; lossless wherever the crate builds.
pub(super) fn index(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// The cells of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout<'a> {
    /// Row-major: every cell is there.
    Dense {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// Some cells of each row.
    Csr(Csr<'a>),
}

impl Layout<'_> {
    /// Number of rows.
    pub fn rows(self) -> usize {
        match self {
            Self::Dense { rows, .. } => rows,
            Self::Csr(csr) => csr.indptr.len().saturating_sub(1),
        }
    }

    /// Number of columns.
    pub fn columns(self) -> usize {
        match self {
            Self::Dense { columns, .. } => columns,
            Self::Csr(csr) => csr.columns,
        }
    }

    /// Number of cells.
    pub fn cells(self) -> usize {
        match self {
            Self::Dense { rows, columns } => rows.saturating_mul(columns),
            Self::Csr(csr) => csr.indices.len(),
        }
    }

    /// Checks that there is a number for each cell.
    pub(super) fn check(self, argument: &'static str, actual: usize) -> Result<(), KernelError> {
        check_length(argument, self.cells(), actual)
    }

    /// The cells of row i.
    pub(super) fn row(self, i: usize) -> Range<usize> {
        match self {
            Self::Dense { columns, .. } => {
                let start = i.saturating_mul(columns);
                start..start.saturating_add(columns)
            }
            Self::Csr(csr) => {
                let start = |i: usize| csr.indptr.get(i).copied().map_or(0, index);
                start(i)..start(i.saturating_add(1))
            }
        }
    }

    /// The columns of the cells of row i, in order.
    pub(super) fn row_columns(self, i: usize) -> impl Iterator<Item = usize> {
        let (all, some) = match self {
            Self::Dense { columns, .. } => (0..columns, Default::default()),
            Self::Csr(csr) => (0..0, csr.row(self.row(i))),
        };
        all.chain(some.iter().map(|&column| index(column)))
    }
}

/// Checks the length of a slice.
pub(super) fn check_length(
    argument: &'static str,
    expected: usize,
    actual: usize,
) -> Result<(), KernelError> {
    if actual == expected {
        Ok(())
    } else {
        Err(KernelError::Length {
            argument,
            expected,
            actual,
        })
    }
}
