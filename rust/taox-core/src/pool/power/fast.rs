//! The power by logarithm and exponential in 128-bit integers, with a proof of its floor.
//!
//! With D = |ln a − ln b| and L = D·n/d the result is ⌊scale · e^±L⌋. L is cut into k·ln 2 and a
//! rest in [0, ln 2), so that e^±L = 2^k · e^−r with e^−r in (1/2, 1]. All errors are collected in
//! one number, the distance that the computed e^−r can have from
//!
//! 1. the **true** e^−r. Errors of D: 2·[`LN_ERROR`]; of L: those times n/d and one floor; of r: one
//!    more floor and one of k·ln 2. As |e^−r − e^−r'| <= |r − r'| on r >= 0, the same error stands
//!    for the power, plus [`EXP_ERROR`];
//! 2. the **chain's** series. With P >= 256 each of its logarithms is less than 2^25 units of 2^−280
//!    wrong (408 floors and a neglected tail of at most two summands of 2^24 units), 2^33 with the
//!    up to 128 multiples of ln 2, and L is less than 2^34 · n/d units wrong. Its exponential adds for
//!    |L| < 48 at most 408 · e^48 < 2^79 units: less than 2^−201, and relative to 2^k >= 2^−70
//!    less than 2^−131. Both are far under one unit of 2^−127 times n/d + 1, which is added here.
//!
//! If the floor is the same at both ends of that interval, it is the true floor and the chain's.
//! The exact path of the chain (n, d <= 1024) is the true floor by itself.
//!
//! For 48 <= |L| <= 100 and a < b the true result is under 2^64 · e^−48 < 1/32, and the chain's
//! exponential is at most 2^−280 · 408 · e^100 < 2^−126 wrong, times scale under 2^−62: the result
//! lies in (−1, 1) and is 0. Further out the chain's series cancels catastrophically (swap.md 5): declined.

use super::PowRatio;
use super::exp::{EXP_ERROR, exp_negative};
use super::log::{LN_ERROR, ln};
use super::tables::LN_2;
use super::wide::{mul_div_u64, mul_high, mul_shift};

const fn q120(value: u128) -> u128 {
    value << 120
}

/// Above this, L is too large for the interval above.
const LARGEST_EXPONENT: u128 = q120(48);
/// Up to this the result of a base under 1 is certainly 0.
const LARGEST_VANISHING: u128 = q120(100);
/// An error of L beyond this proves nothing worth having.
const LARGEST_ERROR: u128 = 1 << 100;
/// 2^57 / ln 2 rounded down: for the estimate of k, which must never be too large.
pub(super) const INVERSE_LN_2: u128 = 207_914_267_153_817_538;

/// The result where it is certain; none where the exact path must decide. Denominators are not 0.
#[inline]
pub(super) fn evaluate(power: &PowRatio) -> Option<u128> {
    let (a, b) = (ln(power.base_numerator), ln(power.base_denominator));
    let (n, d) = (power.exponent_numerator, power.exponent_denominator);
    let exponent = mul_div_u64(a.abs_diff(b), n, d)?;
    let error = u128::from(n)
        .div_ceil(u128::from(d))
        .checked_mul(LN_ERROR.wrapping_mul(2))?
        .checked_add(4)?; // floors of L, of k·ln 2 and of r, and the chain's own error
    if error > LARGEST_ERROR {
        return None;
    }
    let shrinks = power.base_numerator < power.base_denominator;
    if exponent >= LARGEST_EXPONENT {
        return (shrinks && exponent < LARGEST_VANISHING).then_some(0);
    }
    let reduced = if shrinks {
        shrink(exponent)
    } else {
        grow(exponent)
    };
    reduced.certain_floor(power.scale, error)
}

/// 2^k · e^−r.
struct Reduced {
    /// 127 − k: how far scale · e^−r, in Q127, is shifted right.
    shift: u32,
    /// r in Q120, in [0, ln 2) but for the error of its last unit.
    rest: u128,
}

/// k·ln 2 in Q120, k < 128.
#[inline]
fn multiple_of_ln_2(k: u32) -> u128 {
    mul_high(u128::from(k) << 120, LN_2)
}

/// ⌊L / ln 2⌋, or one less where L is a hair over a multiple.
#[inline]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "L < 48 in Q120: its upper half times 2^58 is under 2^120"
)]
fn quotient_by_ln_2(exponent: u128) -> u32 {
    (((exponent >> 64) * INVERSE_LN_2) >> (56 + 57)) as u32
}

/// e^−L = 2^−k · e^−(L − k ln 2).
#[inline]
fn shrink(exponent: u128) -> Reduced {
    let k = quotient_by_ln_2(exponent);
    Reduced {
        shift: 127_u32.wrapping_add(k),
        rest: exponent.saturating_sub(multiple_of_ln_2(k)),
    }
}

/// e^L = 2^(k+1) · e^−((k+1) ln 2 − L).
#[inline]
fn grow(exponent: u128) -> Reduced {
    let k = quotient_by_ln_2(exponent).wrapping_add(1);
    match multiple_of_ln_2(k).checked_sub(exponent) {
        Some(rest) => Reduced {
            shift: 127_u32.wrapping_sub(k),
            rest,
        },
        None => Reduced {
            shift: 126_u32.wrapping_sub(k),
            rest: multiple_of_ln_2(k.wrapping_add(1)).saturating_sub(exponent),
        },
    }
}

impl Reduced {
    /// ⌊scale · 2^k · e^−r⌋ if the errors leave one possible value.
    #[inline]
    fn certain_floor(&self, scale: u64, error: u128) -> Option<u128> {
        let mantissa = exp_negative(self.rest);
        let error = (error << 7).wrapping_add(EXP_ERROR); // Q120 to Q127
        let floor = |mantissa| mul_shift(mantissa, scale.into(), self.shift);
        let low = floor(mantissa.saturating_sub(error))?;
        let high = floor(mantissa.saturating_add(error))?;
        (low == high).then_some(low)
    }
}
