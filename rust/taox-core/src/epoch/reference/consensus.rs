//! Consensus: the stake-weighted median of each column (epoch.md 8.7).

use super::Matrix;
use super::vectors::{dense, normalised};
use crate::fixed::I32F32;

/// C: per column the smallest score s such that the stake of rows with score ≤ s exceeds the
/// minority, strictly; if none does, the largest score.
///
/// The chain searches with pivots; all its sums are exact, so its answer is this one.
pub(super) fn weighted_median(
    kappa: u16,
    active_stake: &[I32F32],
    weights: &Matrix,
) -> Vec<I32F32> {
    let n = weights.len();
    let voters = || {
        active_stake
            .iter()
            .zip(weights)
            .filter(|(own, _)| **own > I32F32::ZERO)
    };
    // Not the identity: a quotient may exceed A by a unit (epoch.md 17.8).
    let stake = normalised(&voters().map(|(&own, _)| own).collect::<Vec<_>>());
    let scores: Vec<Vec<I32F32>> = voters().map(|(_, row)| dense(row, n)).collect();
    let total: I32F32 = stake.iter().sum();
    let minority = total.saturating_sub(I32F32::from_u16_proportion(kappa));
    (0..n)
        .map(|column| {
            let column = scores.iter().filter_map(|row| row.get(column).copied());
            median(column.zip(stake.iter().copied()).collect(), minority)
        })
        .collect()
}

/// The median of one column of (score, stake); 0 without rows.
fn median(mut column: Vec<(I32F32, I32F32)>, minority: I32F32) -> I32F32 {
    column.sort_unstable();
    let mut below = I32F32::ZERO;
    for &(score, stake) in &column {
        below = below.saturating_add(stake);
        if below > minority {
            return score;
        }
    }
    column.last().map_or(I32F32::ZERO, |&(score, _)| score)
}
