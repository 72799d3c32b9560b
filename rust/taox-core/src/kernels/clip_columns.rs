//! Columns cut down to a limit each.

use super::layout::{KernelError, Layout, check_length};

/// Replaces numbers above the limit of their column by the limit, or by 0 where that is negative,
/// in place (epoch.md 8.8, with consensus as limits).
///
/// `values`: I32F32 bits, one per cell; `limits`: one per column. Exact. A cell that the chain
/// would drop (limit 0) stays in a sparse layout with the number 0.
///
/// # Errors
/// [`KernelError::Length`] if `values` or `limits` do not fit the layout.
///
/// ```
/// use taox_core::kernels::{Layout, clip_columns};
/// let mut values = [5, 5, 1, 1];
/// clip_columns(Layout::Dense { rows: 2, columns: 2 }, &mut values, &[3, 0])?;
/// assert_eq!(values, [3, 0, 1, 0]);
/// # Ok::<(), taox_core::kernels::KernelError>(())
/// ```
pub fn clip_columns(
    layout: Layout<'_>,
    values: &mut [i64],
    limits: &[i64],
) -> Result<(), KernelError> {
    layout.check("values", values.len())?;
    check_length("limits", layout.columns(), limits.len())?;
    for i in 0..layout.rows() {
        let row = values.get_mut(layout.row(i)).unwrap_or_default();
        for (column, x) in layout.row_columns(i).zip(row) {
            match limits.get(column) {
                Some(&limit) if limit < *x => *x = limit.max(0),
                _ => {}
            }
        }
    }
    Ok(())
}
