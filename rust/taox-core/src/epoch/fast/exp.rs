//! The sigmoid's exponential for several arguments side by side (epoch.md 2.1).
//!
//! Each power of the series waits for the one before it, so one argument leaves the processor
//! mostly idle; four at a time do not.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "arguments are at most 20, so sums stay below 2^62"
)]

use super::factor::ONE;

/// How many arguments are computed side by side.
pub(super) const LANES: usize = 4;

/// The largest |x| as bits.
const LIMIT: i64 = 20 << 32;

/// What the chain has for e^1: e truncated to 23 fraction bits, below exp(1 − 2^−32).
const E: u64 = 11_674_931_200;

/// e^x for x clamped to ±20, as bits of I32F32.
pub(super) fn exp_safe(x: [i64; LANES]) -> [u64; LANES] {
    let x = x.map(|x| x.clamp(-LIMIT, LIMIT));
    let sums = series(x.map(i64::unsigned_abs));
    let mut out = [0; LANES];
    for ((out, x), sum) in out.iter_mut().zip(x).zip(sums) {
        *out = match x {
            _ if x.unsigned_abs() == ONE && x > 0 => E,
            _ if x < 0 => inverse(sum),
            _ => sum,
        };
    }
    out
}

/// ⌊2^64 / v⌋ for v > 1: 2^64 itself does not fit, and differs from 2^64 − 1 only where v divides it.
pub(super) fn inverse(v: u64) -> u64 {
    u64::MAX.checked_div(v).unwrap_or(0) + u64::from(v.is_power_of_two())
}

/// 1 + y + y²/2! + … + y³¹/31!, every term floored.
fn series(y: [u64; LANES]) -> [u64; LANES] {
    let mut sums = y.map(|y| ONE + y);
    let mut terms = y;
    macro_rules! powers {
        ($($power:literal)*) => {
            $(
                if terms == [0; LANES] {
                    return sums;
                }
                next::<$power>(&mut terms, &y, &mut sums);
            )*
        };
    }
    powers!(2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
    sums
}

/// term ← ⌊⌊term·y⌋ / POWER⌋, added to the sum. A constant divisor costs a multiplication.
#[inline]
fn next<const POWER: u64>(terms: &mut [u64; LANES], y: &[u64; LANES], sums: &mut [u64; LANES]) {
    for ((term, y), sum) in terms.iter_mut().zip(y).zip(sums) {
        // y ≤ 20·2^32 < 2^37 and terms ≤ 20^20/20!·2^32 < 2^58: both fit shifted, and the upper
        // half of the product is ⌊term·y / 2^32⌋.
        let product = u128::from(*term << 5) * u128::from(*y << 27);
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the upper half of 128 bits"
        )]
        let product = (product >> 64) as u64;
        *term = product / POWER;
        *sum += *term;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::{self, I32F32};
    use proptest::prelude::*;

    fn check(x: [i64; LANES]) {
        let expected = x.map(|x| {
            fixed::exp_safe(I32F32::from_bits(x))
                .to_bits()
                .unsigned_abs()
        });
        assert_eq!(exp_safe(x), expected, "{x:?}");
    }

    proptest! {
        #[test]
        fn equals_the_chains(x in prop::array::uniform4(-(21_i64 << 32)..21 << 32), shift in 0_u32..40) {
            check(x);
            check(x.map(|x| x >> shift));
        }
    }

    #[test]
    fn borders() {
        let one = 1_i64 << 32;
        check([0, 1, -1, one]);
        check([-one, one - 1, one + 1, 20 * one]);
        check([-20 * one, i64::MAX, i64::MIN, 5 * one]);
    }
}
