//! Rows over their sums.

use super::layout::{KernelError, Layout};
use super::share::Divisor;

/// Divides every number by the sum of its row, in place: ⌊x·2^32 / Σ⌋ for shares, towards zero
/// in general. Rows whose sum is not above 0 stay as they are (epoch.md 8.6 step 6).
///
/// `values`: I32F32 bits, one per cell. Sums wrap, as the chain's do; quotients that overflow
/// become 0.
///
/// # Errors
/// [`KernelError::Length`] if `values` has not one number per cell.
///
/// ```
/// use taox_core::kernels::{Layout, normalize_rows};
/// let mut values = [1 << 32, 3 << 32, 0, 0];
/// normalize_rows(Layout::Dense { rows: 2, columns: 2 }, &mut values)?;
/// assert_eq!(values, [1 << 30, 3 << 30, 0, 0]);
/// # Ok::<(), taox_core::kernels::KernelError>(())
/// ```
pub fn normalize_rows(layout: Layout<'_>, values: &mut [i64]) -> Result<(), KernelError> {
    layout.check("values", values.len())?;
    for i in 0..layout.rows() {
        let row = values.get_mut(layout.row(i)).unwrap_or_default();
        let sum = row.iter().fold(0_i64, |sum, &x| sum.wrapping_add(x));
        if sum > 0 {
            let sum = Divisor::new(sum);
            for x in row {
                *x = sum.safe_div(*x);
            }
        }
    }
    Ok(())
}
