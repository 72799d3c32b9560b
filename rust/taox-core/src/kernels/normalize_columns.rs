//! Columns over their sums.

use super::layout::{KernelError, Layout};
use super::share::Divisor;

/// Divides every number by the sum of its column, in place: ⌊x·2^32 / Σ⌋ for shares, towards
/// zero in general. Columns whose sum is 0 stay as they are (epoch.md 8.10, `colnorm`).
///
/// `values`: I32F32 bits, one per cell. Sums saturate, as the chain's do; quotients that overflow
/// become 0.
///
/// # Errors
/// [`KernelError::Length`] if `values` has not one number per cell.
///
/// ```
/// use taox_core::kernels::{Layout, normalize_columns};
/// let mut values = [1 << 32, 0, 3 << 32, 0];
/// normalize_columns(Layout::Dense { rows: 2, columns: 2 }, &mut values)?;
/// assert_eq!(values, [1 << 30, 0, 3 << 30, 0]);
/// # Ok::<(), taox_core::kernels::KernelError>(())
/// ```
pub fn normalize_columns(layout: Layout<'_>, values: &mut [i64]) -> Result<(), KernelError> {
    layout.check("values", values.len())?;
    let mut sums = vec![0_i64; layout.columns()];
    for i in 0..layout.rows() {
        let row = values.get(layout.row(i)).unwrap_or_default();
        for (column, &x) in layout.row_columns(i).zip(row) {
            if let Some(sum) = sums.get_mut(column) {
                *sum = sum.saturating_add(x);
            }
        }
    }
    let sums: Vec<Option<Divisor>> = sums
        .into_iter()
        .map(|sum| (sum != 0).then(|| Divisor::new(sum)))
        .collect();
    for i in 0..layout.rows() {
        let row = values.get_mut(layout.row(i)).unwrap_or_default();
        for (column, x) in layout.row_columns(i).zip(row) {
            if let Some(Some(sum)) = sums.get(column) {
                *x = sum.safe_div(*x);
            }
        }
    }
    Ok(())
}
