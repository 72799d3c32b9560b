//! Weights used for bonds: between the full and the clipped ones (epoch.md 8.9).

use super::vectors::{dense, positive};
use super::{Matrix, Row};
use crate::fixed::I32F32;

/// WB: W without penalty, the clipped rows with the full one, both in their stored order. In
/// between rows are sorted and have no zeros.
pub(super) fn penalised(bonds_penalty: u16, weights: &Matrix, clipped: &Matrix) -> Matrix {
    match I32F32::from_u16_proportion(bonds_penalty) {
        I32F32::ZERO => weights.clone(),
        I32F32::ONE => clipped.clone(),
        penalty => {
            let rows = weights.iter().zip(clipped);
            rows.map(|(row, clipped)| blended(penalty, row, clipped, weights.len()))
                .collect()
        }
    }
}

/// W + mul(penalty, clipped − W); the difference is ≤ 0, so its product floors away from 0.
fn blended(penalty: I32F32, row: &Row, clipped: &Row, n: usize) -> Row {
    let blend = |(weight, clipped): (I32F32, I32F32)| {
        weight.saturating_add(penalty.saturating_mul(clipped.saturating_sub(weight)))
    };
    let blended: Vec<_> = dense(row, n)
        .into_iter()
        .zip(dense(clipped, n))
        .map(blend)
        .collect();
    positive(&blended)
}
