//! The decimal float in which stake shares are kept (coinbase.md 16).
//!
//! A value is `mantissa × 10^exponent`. Zero is `(0, 0)`; every other value is normalised to
//! `10^20 < mantissa ≤ 10^21`. Note that `10^21` is allowed and `10^20` is not.

use serde::{Deserialize, Serialize};

const MANTISSA_MAX: u128 = 10u128.pow(21);
const MANTISSA_MIN: u128 = 10u128.pow(20);
/// How many digits a mantissa has.
const DIGITS: i64 = 21;
/// Shifting a mantissa by more digits than it has gives zero: no larger power is ever needed.
const LARGEST_POWER: u128 = 10u128.pow(22);
const POWERS: [u128; 23] = powers();

#[allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, which refuses overflows and wrong indices"
)]
const fn powers() -> [u128; 23] {
    let mut powers = [1; 23];
    let mut k = 1;
    while k < powers.len() {
        powers[k] = 10 * powers[k - 1];
        k += 1;
    }
    powers
}

/// A non-negative decimal float of 21 digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeFloat {
    mantissa: u128,
    exponent: i64,
}

impl SafeFloat {
    /// Nothing.
    pub const ZERO: Self = Self {
        mantissa: 0,
        exponent: 0,
    };

    /// `mantissa × 10^exponent`, normalised; digits that do not fit are dropped.
    pub fn new(mantissa: u128, exponent: i64) -> Self {
        let Some(log) = mantissa.checked_ilog10() else {
            return Self::ZERO;
        };
        let digits = i64::from(log).saturating_add(1);
        let excess = digits.saturating_sub(DIGITS);
        let power = power_of_ten(excess.unsigned_abs());
        let (mantissa, exponent) = if mantissa == MANTISSA_MAX {
            return Self { mantissa, exponent };
        } else if excess > 0 {
            (
                mantissa.checked_div(power).unwrap_or(0),
                exponent.saturating_add(excess),
            )
        } else {
            (
                mantissa.saturating_mul(power),
                exponent.saturating_add(excess),
            )
        };
        // The lower bound is excluded: a power of ten takes the upper one.
        if mantissa == MANTISSA_MIN {
            return Self {
                mantissa: MANTISSA_MAX,
                exponent: exponent.saturating_sub(1),
            };
        }
        Self { mantissa, exponent }
    }

    /// The digits.
    pub const fn mantissa(self) -> u128 {
        self.mantissa
    }

    /// The power of ten they are multiplied with.
    pub const fn exponent(self) -> i64 {
        self.exponent
    }

    /// Whether this is nothing.
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// `self + other`: the value with the smaller exponent is floored to the larger one's grid.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if self.is_zero() {
            return other;
        }
        if other.is_zero() {
            return self;
        }
        let (a, b, exponent) = aligned(self, other);
        Self::new(a.saturating_add(b), exponent)
    }

    /// `self − other`, or `None` for something taken from nothing; too much taken gives zero.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return Some(self);
        }
        if self.is_zero() {
            return None;
        }
        let (a, b, exponent) = aligned(self, other);
        Some(Self::new(a.saturating_sub(b), exponent))
    }

    /// `a × b / c` on the mantissas, floored once; zero when `c` is zero.
    #[must_use]
    pub fn mul_div(a: Self, b: Self, c: Self) -> Self {
        let Some(quotient) = mul_div(a.mantissa, b.mantissa, c.mantissa) else {
            return Self::ZERO;
        };
        let exponent = a.exponent.saturating_add(b.exponent);
        Self::new(quotient, exponent.saturating_sub(c.exponent))
    }

    /// The integer part, at most `u64::MAX`.
    pub fn to_u64(self) -> u64 {
        let power = power_of_ten(self.exponent.unsigned_abs());
        let value = if self.exponent >= 0 {
            self.mantissa.saturating_mul(power)
        } else {
            self.mantissa.checked_div(power).unwrap_or(0)
        };
        u64::try_from(value).unwrap_or(u64::MAX)
    }
}

impl From<u64> for SafeFloat {
    fn from(value: u64) -> Self {
        Self::new(value.into(), 0)
    }
}

/// ⌊a·b / c⌋ of mantissas, which are below 2^70; none if c is 0.
///
/// b is cut at 56 bits, so that every product fits 128 bits.
fn mul_div(a: u128, b: u128, c: u128) -> Option<u128> {
    const LOW: u128 = (1 << 56) - 1;
    let high = a.saturating_mul(b >> 56);
    let (quotient, rest) = (high.checked_div(c)?, high.checked_rem(c)?);
    let low = (rest << 56).saturating_add(a.saturating_mul(b & LOW));
    Some((quotient << 56).saturating_add(low.checked_div(c)?))
}

/// Both mantissas on the grid of the larger exponent, and that exponent.
fn aligned(a: SafeFloat, b: SafeFloat) -> (u128, u128, i64) {
    let exponent = a.exponent.max(b.exponent);
    let on_grid = |value: SafeFloat| {
        let shift = exponent.saturating_sub(value.exponent).unsigned_abs();
        value.mantissa.checked_div(power_of_ten(shift)).unwrap_or(0)
    };
    (on_grid(a), on_grid(b), exponent)
}

fn power_of_ten(digits: u64) -> u128 {
    let position = usize::try_from(digits).unwrap_or(usize::MAX);
    POWERS.get(position).copied().unwrap_or(LARGEST_POWER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_hundred_alpha_is_the_example_of_the_specification() {
        let value = SafeFloat::from(100_000_000_000);
        assert_eq!((value.mantissa(), value.exponent()), (10u128.pow(21), -10));
    }

    #[test]
    fn the_lower_bound_is_excluded_and_the_upper_one_included() {
        let (lower, upper) = (10u128.pow(20), 10u128.pow(21));
        assert_eq!(
            SafeFloat::new(lower, 0),
            SafeFloat {
                mantissa: upper,
                exponent: -1
            }
        );
        assert_eq!(SafeFloat::new(lower + 1, 0).mantissa(), lower + 1);
        assert_eq!(SafeFloat::new(upper, 0).mantissa(), upper);
        // Dropping a digit lands on the excluded bound, which goes back up.
        assert_eq!(SafeFloat::new(upper + 1, 0).mantissa(), upper);
    }

    #[test]
    fn nothing_minus_something_fails_and_too_much_gives_nothing() {
        let (one, two) = (SafeFloat::from(1), SafeFloat::from(2));
        assert_eq!(SafeFloat::ZERO.checked_sub(one), None);
        assert_eq!(
            SafeFloat::ZERO.checked_sub(SafeFloat::ZERO),
            Some(SafeFloat::ZERO)
        );
        assert_eq!(one.checked_sub(two), Some(SafeFloat::ZERO));
        assert_eq!(two.checked_sub(one), Some(one));
    }

    #[test]
    fn division_by_nothing_is_nothing() {
        let one = SafeFloat::from(1);
        assert_eq!(
            SafeFloat::mul_div(one, one, SafeFloat::ZERO),
            SafeFloat::ZERO
        );
    }

    /// The normalisation as the specification tells it: a digit at a time.
    fn by_digits(mut mantissa: u128, mut exponent: i64) -> SafeFloat {
        while mantissa > MANTISSA_MAX {
            (mantissa, exponent) = (mantissa / 10, exponent + 1);
        }
        while mantissa > 0 && mantissa <= MANTISSA_MIN {
            (mantissa, exponent) = (mantissa * 10, exponent - 1);
        }
        let exponent = if mantissa == 0 { 0 } else { exponent };
        SafeFloat { mantissa, exponent }
    }

    #[test]
    fn powers_of_ten_are_normalised_like_all_others() {
        for power in 0..39 {
            let value = 10u128.pow(power);
            for mantissa in [value - 1, value, value + 1] {
                assert_eq!(
                    SafeFloat::new(mantissa, 3),
                    by_digits(mantissa, 3),
                    "{mantissa}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn a_step_at_once_is_a_digit_at_a_time(mantissa: u128, by in 0..128_u32) {
            prop_assert_eq!(SafeFloat::new(mantissa >> by, -7), by_digits(mantissa >> by, -7));
        }

        #[test]
        fn mantissas_are_multiplied_in_full(
            a in MANTISSA_MIN + 1..=MANTISSA_MAX,
            b in MANTISSA_MIN + 1..=MANTISSA_MAX,
            c in MANTISSA_MIN + 1..=MANTISSA_MAX,
        ) {
            let exact = ethnum::U256::from(a) * ethnum::U256::from(b) / ethnum::U256::from(c);
            prop_assert_eq!(mul_div(a, b, c), Some(exact.as_u128()));
        }

        #[test]
        fn integers_survive(value: u64) {
            prop_assert_eq!(SafeFloat::from(value).to_u64(), value);
        }

        #[test]
        fn values_are_normalised(mantissa: u128, exponent in -1000i64..1000) {
            let value = SafeFloat::new(mantissa, exponent);
            let digits = value.mantissa();
            prop_assert!(value == SafeFloat::ZERO || (digits > MANTISSA_MIN && digits <= MANTISSA_MAX));
        }

        #[test]
        fn any_operands_are_taken_without_panic(
            a: (u128, i64), b: (u128, i64), c: (u128, i64)
        ) {
            let [a, b, c] = [a, b, c].map(|(mantissa, exponent)| SafeFloat::new(mantissa, exponent));
            let _ = SafeFloat::mul_div(a, b, c).plus(a).checked_sub(b).map(SafeFloat::to_u64);
        }
    }
}
