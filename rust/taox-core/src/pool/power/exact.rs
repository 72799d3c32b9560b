//! The chain's power algorithm, written as swap.md 5 describes it. Slow and decisive.
//!
//! A big integer counts units of 1/S, S = 2^(P + 24).

use super::PowRatio;
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

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
        return root_of_power([&a, &b], n.to_u32()?, d.to_u32()?, scale);
    }
    Some(Series::new(bits, scale).pow_ratio([&a, &b], [n, d], scale))
}

/// The largest r with r^d · b^n ≤ a^n · scale^d.
fn root_of_power([a, b]: [&BigUint; 2], n: u32, d: u32, scale: &BigUint) -> Option<BigInt> {
    let quotient = (a.pow(n) * scale.pow(d)).div_floor(&b.pow(n));
    Some(quotient.nth_root(d).into())
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
        let minus_half = -(&self.unit >> 1_u32);
        let ln2 = -self.ln1p(&minus_half);
        let ln_ratio = self.ln(a, &ln2) - self.ln(b, &ln2);
        let exponent = (ln_ratio * n).div_floor(&d.into());
        (self.round(&self.exp(&exponent)) * BigInt::from(scale.clone())) >> self.bits
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
        self.sum(x.clone(), summands)
    }

    /// 1 + L + L²/2! + …
    fn exp(&self, x: &BigInt) -> BigInt {
        let mut term = self.unit.clone();
        let summands = (1..=self.terms).map(|k| {
            term = (&term * x).div_floor(&(&self.unit * k));
            term.clone()
        });
        self.sum(self.unit.clone(), summands)
    }

    /// Adds until a summand is below 2^24 units, or the sum rounded to P bits repeats.
    fn sum(&self, first: BigInt, summands: impl Iterator<Item = BigInt>) -> BigInt {
        let negligible = BigInt::one() << GUARD_BITS;
        let mut sum = first;
        let mut last_rounded = None;
        for summand in summands {
            let small = summand.abs() < negligible;
            sum += summand;
            let rounded = Some(self.round(&sum));
            if small || rounded == last_rounded {
                break;
            }
            last_rounded = rounded;
        }
        sum
    }

    /// To P bits, half away from zero.
    #[allow(clippy::unused_self, reason = "reads as an operation of this precision")]
    fn round(&self, value: &BigInt) -> BigInt {
        let rounded = (value.abs() + (BigInt::one() << (GUARD_BITS - 1))) >> GUARD_BITS;
        rounded * value.signum()
    }
}
