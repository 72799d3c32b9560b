//! Clipping to consensus, validator trust and rank (epoch.md 8.8).

use super::Matrix;
use super::vectors::at;
use crate::fixed::I32F32;

/// Weights cut down to consensus; dropped where consensus is 0, while explicit zeros stay.
pub(super) fn clipped(weights: &Matrix, consensus: &[I32F32]) -> Matrix {
    let clip = |&(uid, weight): &(u16, I32F32)| match at(consensus, uid) {
        limit if limit >= weight => Some((uid, weight)),
        limit if limit > I32F32::ZERO => Some((uid, limit)),
        _ => None,
    };
    weights
        .iter()
        .map(|row| row.iter().filter_map(clip).collect())
        .collect()
}

/// VT: what is left of each row.
pub(super) fn validator_trust(clipped: &Matrix) -> Vec<I32F32> {
    clipped
        .iter()
        .map(|row| row.iter().map(|&(_, weight)| weight).sum())
        .collect()
}

/// R: per column the clipped weights, each times the active stake of its row.
pub(super) fn rank(active_stake: &[I32F32], clipped: &Matrix) -> Vec<I32F32> {
    let mut rank = vec![I32F32::ZERO; clipped.len()];
    for (own, row) in active_stake.iter().zip(clipped) {
        for &(uid, weight) in row {
            if let Some(sum) = rank.get_mut(usize::from(uid)) {
                *sum = sum.saturating_add(own.saturating_mul(weight));
            }
        }
    }
    rank
}
