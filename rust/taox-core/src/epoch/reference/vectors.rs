//! Sums, normalisation and lookups of vectors and rows.

use super::{Matrix, Row};
use crate::fixed::I32F32;

/// The entry of a uid, 0 where there is none.
pub(super) fn at(values: &[I32F32], uid: u16) -> I32F32 {
    values
        .get(usize::from(uid))
        .copied()
        .unwrap_or(I32F32::ZERO)
}

/// All uids of a vector by uid, in order.
pub(super) fn uids(n: usize) -> impl Iterator<Item = u16> {
    (0..=u16::MAX).take(n)
}

/// The vector over its sum; unchanged if that is 0.
pub(super) fn normalised(values: &[I32F32]) -> Vec<I32F32> {
    let sum: I32F32 = values.iter().sum();
    if sum == I32F32::ZERO {
        return values.to_vec();
    }
    values.iter().map(|value| value.safe_div(sum)).collect()
}

/// A row as a vector by uid, 0 where absent. Pairs with uid ≥ n have no place; of a repeated uid
/// the last pair counts.
pub(super) fn dense(row: &Row, n: usize) -> Vec<I32F32> {
    let mut values = vec![I32F32::ZERO; n];
    for &(uid, value) in row {
        if let Some(place) = values.get_mut(usize::from(uid)) {
            *place = value;
        }
    }
    values
}

/// Pairs above 0 of a vector by uid, ascending.
pub(super) fn positive(values: &[I32F32]) -> Row {
    let pairs = uids(values.len()).zip(values.iter().copied());
    pairs.filter(|&(_, value)| value > I32F32::ZERO).collect()
}

/// `colnorm` of epoch.md 8.10: each value over the sum of its column, where that is not 0.
pub(super) fn column_normalised(rows: Matrix) -> Matrix {
    let sums = by_column(&rows, I32F32::saturating_add);
    over_column(rows, &sums)
}

/// Each value over the largest of its column, where that is not 0.
pub(super) fn column_max_scaled(rows: Matrix) -> Matrix {
    let maxima = by_column(&rows, Ord::max);
    over_column(rows, &maxima)
}

/// Folds each column from 0; there are as many columns as rows.
fn by_column(rows: &Matrix, fold: fn(I32F32, I32F32) -> I32F32) -> Vec<I32F32> {
    let mut columns = vec![I32F32::ZERO; rows.len()];
    for &(uid, value) in rows.iter().flatten() {
        if let Some(column) = columns.get_mut(usize::from(uid)) {
            *column = fold(*column, value);
        }
    }
    columns
}

fn over_column(mut rows: Matrix, divisors: &[I32F32]) -> Matrix {
    for (uid, value) in rows.iter_mut().flatten() {
        let divisor = at(divisors, *uid);
        if divisor != I32F32::ZERO {
            *value = value.safe_div(divisor);
        }
    }
    rows
}
