//! The moving average of bonds.

use super::layout::{Csr, KernelError, Layout, check_length, index};
use crate::fixed::I32F32;

/// Mixes new and old bonds cell by cell: ⌊alpha·new⌋ + ⌊(1 − alpha)·old⌋, each product floored on
/// its own, sums saturating; results not above 0 become 0 (epoch.md 8.10, `ema`).
///
/// `new`, `old`: I32F32 bits of two matrices of one shape; `alpha`: I32F32 bits, any value.
///
/// # Errors
/// [`KernelError::Length`] if `old` has not as many entries as `new`.
///
/// ```
/// use taox_core::kernels::bonds_ema;
/// assert_eq!(bonds_ema(&[8, 0], &[0, 8], 1 << 30)?, [2, 6]);
/// # Ok::<(), taox_core::kernels::KernelError>(())
/// ```
pub fn bonds_ema(new: &[i64], old: &[i64], alpha: i64) -> Result<Vec<i64>, KernelError> {
    check_length("old", new.len(), old.len())?;
    let (bought, kept) = rates(alpha);
    let mixed = new.iter().zip(old).map(|(&new, &old)| {
        let sum = times(bought, new).saturating_add(times(kept, old));
        sum.to_bits().max(0)
    });
    Ok(mixed.collect())
}

/// A sparse matrix that owns its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsrValues {
    /// Row i has the cells `indptr[i]..indptr[i + 1]`.
    pub indptr: Vec<u32>,
    /// Their columns.
    pub indices: Vec<u32>,
    /// I32F32 bits of each.
    pub values: Vec<i64>,
}

/// [`bonds_ema`] of sparse matrices: rows ascending, only cells above 0. Repeated cells of a row
/// add up.
///
/// # Errors
/// [`KernelError::Length`] if numbers do not fit their layouts or the shapes differ.
pub fn bonds_ema_csr(
    (new, new_values): (Csr<'_>, &[i64]),
    (old, old_values): (Csr<'_>, &[i64]),
    alpha: i64,
) -> Result<CsrValues, KernelError> {
    let (new, old) = (Layout::Csr(new), Layout::Csr(old));
    new.check("new", new_values.len())?;
    old.check("old", old_values.len())?;
    check_length("old rows", new.rows(), old.rows())?;
    check_length("old columns", new.columns(), old.columns())?;
    let (bought, kept) = rates(alpha);
    let mut out = CsrValues {
        indptr: vec![0],
        ..CsrValues::default()
    };
    let mut cells: Vec<(u32, I32F32)> = Vec::new();
    for i in 0..new.rows() {
        cells.clear();
        read(new, new_values, i, bought, &mut cells);
        read(old, old_values, i, kept, &mut cells);
        // Stable: sums saturate, so what is bought must come first.
        cells.sort_by_key(|&(column, _)| column);
        out.push_row(&cells);
    }
    Ok(out)
}

/// What new and old bonds are multiplied by.
fn rates(alpha: i64) -> (I32F32, I32F32) {
    let alpha = I32F32::from_bits(alpha);
    (alpha, I32F32::ONE.saturating_sub(alpha))
}

fn times(rate: I32F32, bond: i64) -> I32F32 {
    rate.saturating_mul(I32F32::from_bits(bond))
}

fn read(
    layout: Layout<'_>,
    values: &[i64],
    row: usize,
    rate: I32F32,
    out: &mut Vec<(u32, I32F32)>,
) {
    let values = values.get(layout.row(row)).unwrap_or_default();
    let cells = layout.row_columns(row).zip(values);
    out.extend(
        cells.map(|(column, &x)| (u32::try_from(column).unwrap_or(u32::MAX), times(rate, x))),
    );
}

impl CsrValues {
    /// Appends the sums of cells that stand in one column.
    fn push_row(&mut self, cells: &[(u32, I32F32)]) {
        for column in cells.chunk_by(|(column, _), (next, _)| column == next) {
            let sum = column
                .iter()
                .fold(I32F32::ZERO, |sum, &(_, x)| sum.saturating_add(x));
            if let Some(&(column, _)) = column.first().filter(|_| sum > I32F32::ZERO) {
                self.indices.push(column);
                self.values.push(sum.to_bits());
            }
        }
        let cells = u32::try_from(self.indices.len()).unwrap_or(u32::MAX);
        debug_assert_eq!(index(cells), self.indices.len());
        self.indptr.push(cells);
    }
}
