//! The exponential function on [−ln 2, 0], in 128-bit fixed point.

use super::tables::{COARSE_EXP, FINE_EXP, INVERSE_FACTORIALS};
use super::wide::mul_high;

/// [`exp_negative`] is at most this many units of 2^−127 from the true value.
///
/// Two table values of under 2^7 units each, the polynomial cut after s⁸ (rest s⁹/9! < 2^−126) with
/// 9 roundings of under 2 units, two products floored and doubled: under 2^9 together.
pub(super) const EXP_ERROR: u128 = 1 << 9;

/// e^−r in Q127, for r in Q120 in [0, 0.7).
#[inline]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "r < 45/64 keeps the index; factors <= 1 in Q127 keep the products"
)]
pub(super) fn exp_negative(r: u128) -> u128 {
    let i = (r >> 114) as usize;
    let j = ((r >> 108) & 63) as usize;
    let s = (r & ((1 << 108) - 1)) << 8; // Q128, under 2^−12
    let tail = INVERSE_FACTORIALS
        .iter()
        .rev()
        .fold(0, |inner, coefficient| coefficient - mul_high(inner, s));
    let head = mul_high(COARSE_EXP[i], FINE_EXP[j]) << 1;
    mul_high(head, tail) << 1
}
