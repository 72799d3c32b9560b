//! The decimal float in which stake shares are kept (coinbase.md 16).
//!
//! A value is `mantissa × 10^exponent`. Zero is `(0, 0)`; every other value is normalised to
//! `10^20 < mantissa ≤ 10^21`. Note that `10^21` is allowed and `10^20` is not.

use ethnum::U256;
use serde::{Deserialize, Serialize};

const MANTISSA_MAX: u128 = 10u128.pow(21);
const MANTISSA_MIN: u128 = 10u128.pow(20);
/// Shifting a mantissa by more digits than it has gives zero: no larger power is ever needed.
const MAX_SHIFT: u64 = 22;

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
        Self::normalised(U256::from(mantissa), exponent)
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
        Self::normalised(U256::from(a).saturating_add(U256::from(b)), exponent)
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
        let product = U256::from(a.mantissa).saturating_mul(U256::from(b.mantissa));
        match product.checked_div(U256::from(c.mantissa)) {
            None => Self::ZERO,
            Some(quotient) => {
                let exponent = a.exponent.saturating_add(b.exponent);
                Self::normalised(quotient, exponent.saturating_sub(c.exponent))
            }
        }
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

    fn normalised(mantissa: U256, exponent: i64) -> Self {
        if mantissa == U256::ZERO {
            return Self::ZERO;
        }
        let (mut mantissa, mut exponent) = narrowed(mantissa, exponent);
        while mantissa > MANTISSA_MAX {
            mantissa = mantissa.checked_div(10).unwrap_or(0);
            exponent = exponent.saturating_add(1);
        }
        while mantissa <= MANTISSA_MIN {
            mantissa = mantissa.saturating_mul(10);
            exponent = exponent.saturating_sub(1);
        }
        Self { mantissa, exponent }
    }
}

impl From<u64> for SafeFloat {
    fn from(value: u64) -> Self {
        Self::new(value.into(), 0)
    }
}

/// Drops digits until the mantissa fits 128 bits, where division is cheap.
fn narrowed(mut mantissa: U256, mut exponent: i64) -> (u128, i64) {
    loop {
        if let Ok(narrow) = u128::try_from(mantissa) {
            return (narrow, exponent);
        }
        mantissa = mantissa.checked_div(U256::from(10u8)).unwrap_or(U256::ZERO);
        exponent = exponent.saturating_add(1);
    }
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
    let digits = u32::try_from(digits.min(MAX_SHIFT)).unwrap_or(0);
    10u128.saturating_pow(digits)
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

    proptest! {
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
