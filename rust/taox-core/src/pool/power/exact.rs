//! The chain's power algorithm, written as swap.md 5 describes it. Slow and decisive.
//!
//! A big integer counts units of 1/S, S = 2^(P + 24).

use super::{PowRatio, Precision};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::sync::OnceLock;

/// Reduced exponents up to this size are roots of integer powers.
const LARGEST_EXACT_EXPONENT: u64 = 1024;
const GUARD_BITS: u64 = 24;

/// [`PowRatio::evaluate_exact`].
pub(super) fn evaluate(power: &PowRatio) -> Option<u128> {
    let result = pow_ratio(
        [power.base_numerator.into(), power.base_denominator.into()],
        [power.exponent_numerator, power.exponent_denominator],
        power.precision.bits(),
        &power.scale.into(),
    )?;
    Some(match result.to_biguint() {
        Some(value) => value.to_u128().unwrap_or(u128::MAX),
        None => 0,
    })
}

/// ⌊scale · (a/b)^(n/d)⌋ for integers of any size, negative only in the breakdown of the series.
pub(super) fn pow_ratio(
    [a, b]: [BigUint; 2],
    [n, d]: [u64; 2],
    bits: u64,
    scale: &BigUint,
) -> Option<BigInt> {
    if b.is_zero() || d == 0 {
        return None;
    }
    if a.is_zero() {
        return Some(BigInt::zero());
    }
    if n == 0 {
        return Some(scale.clone().into());
    }
    let gcd = n.gcd(&d);
    let (n, d) = (n.checked_div(gcd)?, d.checked_div(gcd)?);
    if n.max(d) <= LARGEST_EXACT_EXPONENT {
        let (n, d) = (n.to_u32()?, d.to_u32()?);
        return Some(root_of_power([&a, &b], n, d, scale));
    }
    Some(Series::new(bits, scale).pow_ratio([&a, &b], [n, d], scale))
}

/// The largest r with r^d · b^n ≤ a^n · scale^d.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "big integers grow as needed; b is not 0"
)]
fn root_of_power([a, b]: [&BigUint; 2], n: u32, d: u32, scale: &BigUint) -> BigInt {
    let quotient = (a.pow(n) * scale.pow(d)).div_floor(&b.pow(n));
    quotient.nth_root(d).into()
}

/// The series path at one precision.
struct Series {
    /// P.
    bits: u64,
    /// P + 24: the binary logarithm of S.
    unit_bits: u64,
    /// S.
    unit: BigInt,
    /// Where a series stops at the latest.
    terms: u64,
}

#[allow(
    clippy::arithmetic_side_effects,
    reason = "big integers grow as needed; bit counts and numbers of terms stay under 10^4"
)]
impl Series {
    fn new(bits: u64, scale: &BigUint) -> Self {
        let bits = bits.max(32).max(scale.bits() + 8);
        let unit_bits = bits + GUARD_BITS;
        Self {
            bits,
            unit_bits,
            unit: BigInt::one() << unit_bits,
            terms: (unit_bits + 128).min(4096),
        }
    }

    fn pow_ratio(&self, [a, b]: [&BigUint; 2], [n, d]: [u64; 2], scale: &BigUint) -> BigInt {
        let ln2 = self.ln_2();
        let ln_ratio = self.ln(a, &ln2) - self.ln(b, &ln2);
        let exponent = (ln_ratio * n).div_floor(&d.into());
        (Self::round(&self.exp(&exponent)) * BigInt::from(scale.clone())) >> self.bits
    }

    /// −ln1p(−1/2), half of the work of a power: kept for the precision of quotes.
    fn ln_2(&self) -> BigInt {
        static OF_QUOTES: OnceLock<BigInt> = OnceLock::new();
        let compute = || -self.ln1p(&-(&self.unit >> 1_u32));
        if self.bits == Precision::Quote.bits() {
            OF_QUOTES.get_or_init(compute).clone()
        } else {
            compute()
        }
    }

    /// ln v = ln1p(m − 1) + shift · ln 2 with m = v / 2^shift in [0.75, 1.5).
    fn ln(&self, v: &BigUint, ln2: &BigInt) -> BigInt {
        let mantissa = |shift: u64| (BigInt::from(v.clone()) << self.unit_bits) >> shift;
        let mut shift = v.bits() - 1;
        if mantissa(shift) * 2 >= &self.unit * 3 {
            shift += 1;
        }
        self.ln1p(&(mantissa(shift) - &self.unit)) + ln2 * shift
    }

    /// x − x²/2 + x³/3 − …
    fn ln1p(&self, x: &BigInt) -> BigInt {
        let mut power = x.clone();
        let summands = (2..=self.terms).map(|k| {
            power = (&power * x) >> self.unit_bits;
            let summand = power.div_floor(&k.into());
            if k.is_even() { -summand } else { summand }
        });
        Self::sum(x.clone(), summands)
    }

    /// 1 + L + L²/2! + …
    fn exp(&self, x: &BigInt) -> BigInt {
        let mut term = self.unit.clone();
        // ⌊⌊y / S⌋ / k⌋ = ⌊y / (S·k)⌋
        let summands = (1..=self.terms).map(|k| {
            term = ((&term * x) >> self.unit_bits).div_floor(&k.into());
            term.clone()
        });
        Self::sum(self.unit.clone(), summands)
    }

    /// Adds until a summand is below 2^24 units.
    ///
    /// The chain also stops when the sum rounded to P bits repeats. Two sums that round to the same
    /// multiple of 2^24 units differ by less than 2^24, so the first rule has stopped by then.
    fn sum(first: BigInt, summands: impl Iterator<Item = BigInt>) -> BigInt {
        let mut sum = first;
        for summand in summands {
            let negligible = summand.magnitude().bits() <= GUARD_BITS;
            sum += summand;
            if negligible {
                break;
            }
        }
        sum
    }

    /// To P bits, half away from zero.
    fn round(value: &BigInt) -> BigInt {
        let rounded = (value.abs() + (BigInt::one() << (GUARD_BITS - 1))) >> GUARD_BITS;
        rounded * value.signum()
    }
}
