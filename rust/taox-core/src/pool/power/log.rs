//! The natural logarithm of an integer, in 128-bit fixed point.

use super::tables::{COARSE, COARSE_LN, FINE, FINE_LN, LN_2, RECIPROCALS};
use super::wide::mul_high;

/// [`ln`] is at most this many units of 2^−120 from the true logarithm.
///
/// Sum of the parts, in units of 2^−120: `near_one` and `nearer` are floored by one unit of 2^−126 and 2^−125,
/// together under 0.1; the polynomial is cut after u⁹ (u < 2^−11.9, rest u¹⁰/10 < 2^−122) and its
/// roundings count 2^−11 each, together under 0.5; two table values under 2 each; ln 2 is within
/// 2^−128, times at most 127 under 0.5; two floors to Q120. Under 8.
pub(super) const LN_ERROR: u128 = 8;

/// ln v in Q120, for v >= 1; 0 for v = 0.
///
/// v = 2^k · m, and m · COARSE · FINE = 1 + u with u < 2^−11.9, so that
/// ln v = k ln 2 − ln COARSE − ln FINE + ln(1 + u).
#[inline]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "bounds in the comments; the unit tests walk every table entry at both ends"
)]
pub(super) fn ln(v: u128) -> u128 {
    if v == 0 {
        return 0;
    }
    let zeros = v.leading_zeros();
    let mantissa = v << zeros; // Q127 in [1, 2)
    let coarse = ((mantissa >> 121) & 63) as usize;
    // Q126. At least 1, because COARSE is rounded up; under (1 + 1/64) + 2 · 2^−9 < 1 + 81/4096.
    let near_one = mul_high(mantissa, u128::from(COARSE[coarse]) << 118);
    let fine = ((near_one >> 114) & 0xfff) as usize;
    // Q125. At least 1, because FINE is rounded up; under 1 + 2^−12 + 2^−19.9.
    let nearer = mul_high(near_one, u128::from(FINE[fine]) << 107);
    let u = (nearer & ((1 << 125) - 1)) << 11; // Q136, under 2^124.1
    let shift = u128::from(127 - zeros);
    mul_high(shift << 120, LN_2) + COARSE_LN[coarse] + FINE_LN[fine] + ln_1_plus(u)
}

/// ln(1 + u) in Q120 for u in Q136: u (1 − u (1/2 − u (1/3 − …))).
#[inline]
#[allow(
    clippy::arithmetic_side_effects,
    reason = "u < 2^−11, so each inner value is under 2^−11 of a coefficient and the differences stay positive"
)]
fn ln_1_plus(u: u128) -> u128 {
    let sum = RECIPROCALS.iter().rev().fold(0, |inner, coefficient| {
        coefficient - (mul_high(inner, u) >> 8)
    });
    mul_high(sum, u) >> 15
}
