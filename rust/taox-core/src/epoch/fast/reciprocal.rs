//! Exact shares ⌊x·2^32 / d⌋ by multiplication: one division per divisor, none per element.
//!
//! With inverse = ⌊(2^64 − 1) / d⌋ = 2^64/d − ε, 0 < ε ≤ 1, the estimate ⌊x·inverse / 2^32⌋ falls
//! short of x·2^32/d by at most x·ε/2^32 ≤ 1 for x ≤ 2^32, so it is the share or one less, and the
//! remainder tells which.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "each expression states its bound; divisors are at least 1"
)]

use super::factor::ONE;

/// A divisor with its inverse. Divisor 0 stands for a sum of nothing: every share of it is 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reciprocal {
    divisor: u64,
    inverse: u64,
}

impl Reciprocal {
    #[inline]
    pub(crate) fn new(divisor: u64) -> Self {
        match u64::MAX.checked_div(divisor) {
            Some(inverse) => Self { divisor, inverse },
            // Only 0 is ever divided by it, and 0 ≥ 1 is false.
            None => Self {
                divisor: 1,
                inverse: 0,
            },
        }
    }

    /// ⌊x·2^32 / divisor⌋ for x ≤ divisor and x ≤ [`ONE`].
    #[inline]
    pub(crate) fn share(self, x: u64) -> u64 {
        // x·high ≤ 2^32·(2^32 − 1) and so is x·low: no product reaches 2^64.
        let (high, low) = (self.inverse >> 32, self.inverse & (ONE - 1));
        let estimate = (x * high).wrapping_add((x * low) >> 32);
        // The true remainder is below 2·divisor, so its lowest 64 bits are all of it.
        let rest = (x << 32).wrapping_sub(estimate.wrapping_mul(self.divisor));
        estimate + u64::from(rest >= self.divisor)
    }

    /// As [`share`](Self::share), for x above [`ONE`] too (combined shares reach 2·[`ONE`]).
    #[inline]
    pub(crate) fn share_above_one(self, x: u64) -> u64 {
        if x <= ONE {
            return self.share(x);
        }
        let share = (u128::from(x) << 32) / u128::from(self.divisor);
        u64::try_from(share).unwrap_or(0)
    }
}

/// A vector over its sum, in place; all zero stays all zero. The sum must be at most 2^63.
pub(crate) fn normalise(values: &mut [u64]) {
    let sum = Reciprocal::new(values.iter().sum());
    for value in values {
        *value = sum.share(*value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn share_is_the_floor(divisor in 1_u64..1 << 48, seed: u64, shift in 0_u32..48) {
            let divisor = (divisor >> shift).max(1);
            let x = seed % (divisor.min(ONE) + 1);
            let exact = (u128::from(x) << 32) / u128::from(divisor);
            prop_assert_eq!(u128::from(Reciprocal::new(divisor).share(x)), exact);
            let twice = seed % (divisor.min(2 * ONE) + 1);
            let exact = (u128::from(twice) << 32) / u128::from(divisor);
            prop_assert_eq!(u128::from(Reciprocal::new(divisor).share_above_one(twice)), exact);
        }
    }

    #[test]
    fn borders() {
        for (divisor, x) in [
            (1, 1),
            (1, 0),
            (0, 0),
            (2, 2),
            (ONE, ONE),
            (ONE + 1, ONE),
            (1 << 48, ONE),
        ] {
            let exact = (u128::from(x) << 32)
                .checked_div(divisor.into())
                .unwrap_or(0);
            assert_eq!(
                u128::from(Reciprocal::new(divisor).share(x)),
                exact,
                "{x} / {divisor}"
            );
        }
    }
}
