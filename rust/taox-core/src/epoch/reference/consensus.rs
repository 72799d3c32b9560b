//! Consensus: the stake-weighted median of each column (epoch.md 8.7).

use super::Matrix;
use super::vectors::normalised;
use crate::fixed::I32F32;

/// The scores of one column, each with the stake of its row.
type Column = Vec<(I32F32, I32F32)>;

/// C: per column the smallest score s such that the stake of rows with score ≤ s exceeds the
/// minority, strictly; if none does, the largest score. An absent pair is a score of 0.
///
/// The chain searches with pivots; all its sums are exact, so its answer is this one.
pub(super) fn weighted_median(
    kappa: u16,
    active_stake: &[I32F32],
    weights: &Matrix,
) -> Vec<I32F32> {
    let voters = || {
        active_stake
            .iter()
            .zip(weights)
            .filter(|(own, _)| **own > I32F32::ZERO)
    };
    // Not the identity: a quotient may exceed A by a unit (epoch.md 17.8).
    let stake = normalised(&voters().map(|(&own, _)| own).collect::<Vec<_>>());
    let total: I32F32 = stake.iter().sum();
    let minority = total.saturating_sub(I32F32::from_u16_proportion(kappa));

    let mut columns = vec![Column::new(); weights.len()];
    for ((_, row), &own) in voters().zip(&stake) {
        for &(uid, score) in row {
            if let Some(column) = columns.get_mut(usize::from(uid)) {
                column.push((score, own));
            }
        }
    }
    columns
        .into_iter()
        .map(|column| median(with_absent(column, stake.len(), total), minority))
        .collect()
}

/// The column with one more score of 0, of all rows that have no pair in it.
fn with_absent(mut column: Column, voters: usize, total: I32F32) -> Column {
    if column.len() < voters {
        let present: I32F32 = column.iter().map(|&(_, own)| own).sum();
        column.push((I32F32::ZERO, total.saturating_sub(present)));
    }
    column
}

/// The median of one column; 0 without rows.
fn median(mut column: Column, minority: I32F32) -> I32F32 {
    column.sort_unstable();
    let mut below = I32F32::ZERO;
    for &(score, own) in &column {
        below = below.saturating_add(own);
        if below > minority {
            return score;
        }
    }
    column.last().map_or(I32F32::ZERO, |&(score, _)| score)
}
