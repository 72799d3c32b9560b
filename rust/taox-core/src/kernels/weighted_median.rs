//! The stake-weighted median of every column.

use super::layout::{KernelError, Layout, check_length};
use super::share::Divisor;

/// Per column the smallest score s such that the stake of rows with score ≤ s exceeds the
/// minority, strictly; if none does, the largest score (epoch.md 8.7).
///
/// Rows with stake above 0 vote; their stakes are first divided by their sum, towards zero. The
/// minority is what the divided stakes sum to, less `kappa`. Absent cells score 0. Without voters
/// every median is 0.
///
/// `values`: scores, I32F32 bits, one per cell; `stake`: I32F32 bits, one per row; `kappa`: I32F32
/// bits, the share of stake that must agree. The result has one entry per column and is exact.
///
/// # Errors
/// [`KernelError::Length`] if `values` or `stake` do not fit the layout.
///
/// ```
/// use taox_core::kernels::{Layout, weighted_median};
/// let one = 1 << 32;
/// let scores = [0, 10, 20, 10, 30, 40];
/// let layout = Layout::Dense { rows: 3, columns: 2 };
/// assert_eq!(weighted_median(layout, &scores, &[one, one, one], one / 2)?, [20, 10]);
/// # Ok::<(), taox_core::kernels::KernelError>(())
/// ```
pub fn weighted_median(
    layout: Layout<'_>,
    values: &[i64],
    stake: &[i64],
    kappa: i64,
) -> Result<Vec<i64>, KernelError> {
    layout.check("values", values.len())?;
    check_length("stake", layout.rows(), stake.len())?;
    let stake = voters(stake);
    let total = stake
        .iter()
        .fold(0_i64, |sum, &(_, own)| sum.wrapping_add(own));
    let minority = total.saturating_sub(kappa);
    let columns = by_column(layout, values, &stake);
    Ok(columns
        .into_iter()
        .map(|scores| median(scores, total, minority))
        .collect())
}

/// Rows that vote, with their stakes over the sum of them.
fn voters(stake: &[i64]) -> Vec<(usize, i64)> {
    let voters = stake
        .iter()
        .copied()
        .enumerate()
        .filter(|&(_, own)| own > 0);
    let sum = voters
        .clone()
        .fold(0_i64, |sum, (_, own)| sum.wrapping_add(own));
    if sum == 0 {
        return voters.collect();
    }
    let sum = Divisor::new(sum);
    voters.map(|(row, own)| (row, sum.safe_div(own))).collect()
}

/// The scores of each column that are not 0, with the stake behind them.
fn by_column(layout: Layout<'_>, values: &[i64], voters: &[(usize, i64)]) -> Vec<Vec<(i64, i64)>> {
    let mut columns = vec![Vec::new(); layout.columns()];
    for &(row, own) in voters {
        let scores = values.get(layout.row(row)).unwrap_or_default();
        for (column, &score) in layout.row_columns(row).zip(scores) {
            if let Some(present) = columns.get_mut(column).filter(|_| score != 0) {
                present.push((score, own));
            }
        }
    }
    columns
}

/// The median of one column, given the scores other than 0; the rest of the stake scores 0.
fn median(mut scores: Vec<(i64, i64)>, total: i64, minority: i64) -> i64 {
    let present = scores
        .iter()
        .fold(0_i64, |sum, &(_, own)| sum.wrapping_add(own));
    let absent = total.wrapping_sub(present);
    if absent > 0 {
        scores.push((0, absent));
    }
    scores.sort_unstable();
    let mut below = 0_i64;
    for &(score, own) in &scores {
        below = below.saturating_add(own);
        if below > minority {
            return score;
        }
    }
    scores.last().map_or(0, |&(score, _)| score)
}
