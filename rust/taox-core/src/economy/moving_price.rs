//! The moving average of a subnet's price (coinbase.md 14).

use crate::fixed::{FixedPoint, I96F32, U64F64};

/// How fast the average follows the price.
///
/// ```
/// use taox_core::economy::MovingPrice;
/// use taox_core::fixed::{I96F32, U64F64};
///
/// let average = MovingPrice::default();
/// let price = U64F64::from_bits((1 << 64) / 40); // 0.025
/// let next = average.next(I96F32::from_bits(85_899_345), price, 201_600);
/// assert_eq!(next.to_bits(), 85_899_377);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovingPrice {
    /// `SubnetMovingAlpha`: weight of the newest price in an old subnet.
    pub alpha: I96F32,
    /// `EMAPriceHalvingBlocks`: the age at which the weight is half of `alpha`. Not a half-life of
    /// the average.
    pub halving_blocks: u64,
}

impl Default for MovingPrice {
    /// The chain's: 0.000003 (3.00002e-6 on its grid) and four weeks of blocks.
    fn default() -> Self {
        Self {
            alpha: I96F32::from_bits(12_885),
            halving_blocks: 201_600,
        }
    }
}

impl MovingPrice {
    /// Age of a subnet whose first emission was in block `first_emission`: 1 in that block.
    pub const fn age(now: u64, first_emission: u64) -> u64 {
        now.saturating_sub(first_emission.saturating_sub(1))
    }

    /// The average after one more block at spot price `price`; prices over 1 TAO count as 1.
    ///
    /// Stored on a grid of 2^−32, the average **stalls** 2^−32 / alpha under a constant price, about
    /// 0.00008 TAO.
    pub fn next(&self, average: I96F32, price: U64F64, age: u64) -> I96F32 {
        let alpha = self.alpha_at(age);
        let newest = alpha.saturating_mul(price.min(U64F64::ONE));
        let rest = U64F64::ONE
            .saturating_sub(alpha)
            .saturating_mul(average.saturating_to_fixed());
        newest.saturating_add(rest).saturating_to_fixed()
    }

    /// alpha · age / (age + halving blocks).
    fn alpha_at(&self, age: u64) -> U64F64 {
        let whole = u128::from(age).saturating_add(self.halving_blocks.into());
        let ramp = (u128::from(age) << 64).checked_div(whole).unwrap_or(0);
        let alpha: U64F64 = self.alpha.saturating_to_fixed();
        alpha.saturating_mul(U64F64::from_bits(ramp))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The age behind the numbers of 18.4: "full alpha" but for two thousandths.
    const VERY_OLD: u64 = 100_000_000;
    const FOUR_WEEKS: u64 = 201_600;

    fn decimal(numerator: u128, denominator: u128) -> U64F64 {
        U64F64::from_bits((numerator << 64) / denominator)
    }

    /// The smallest average that a constant price leaves as it is, by bisection: a higher average
    /// never rises more.
    fn stall(price: U64F64, age: u64) -> f64 {
        let stands = |bits: i128| {
            let average = I96F32::from_bits(bits);
            MovingPrice::default().next(average, price, age) <= average
        };
        let (mut low, mut high) = (-1_i128, 1_i128 << 32);
        while high - low > 1 {
            let middle = i128::midpoint(low, high);
            if stands(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        f64::from(u32::try_from(high).expect("a price under 1")) / 2_f64.powi(32)
    }

    #[test]
    fn worked_examples_of_the_stall() {
        let examples = [
            (decimal(2, 100), VERY_OLD, 0.019_922_234_1),
            (decimal(1, 1_000), VERY_OLD, 0.000_922_234_0),
            (decimal(1, 10_000), VERY_OLD, 0.000_022_233_9),
            (decimal(5, 100_000), VERY_OLD, 0.0),
            (decimal(1, 10_000), FOUR_WEEKS, 0.0),
        ];
        for (price, age, expected) in examples {
            let stalled = stall(price, age);
            assert!((stalled - expected).abs() < 1e-10, "{stalled} {expected}");
        }
    }

    #[test]
    fn falling_prices_do_not_stall() {
        let (rule, price) = (MovingPrice::default(), decimal(1, 100));
        let start = I96F32::from_bits((1 << 32) / 100 + 3);
        let first = rule.next(start, price, VERY_OLD);
        assert!(first < start);
    }

    #[test]
    fn prices_over_one_count_as_one() {
        let rule = MovingPrice::default();
        let (one, two) = (decimal(1, 1), decimal(2, 1));
        assert_eq!(
            rule.next(I96F32::ZERO, one, 9),
            rule.next(I96F32::ZERO, two, 9)
        );
    }

    #[test]
    fn age_counts_from_the_first_emission() {
        assert_eq!(
            [(5, 5), (6, 5), (3, 5), (0, 0)].map(|(now, first)| MovingPrice::age(now, first)),
            [1, 2, 0, 0]
        );
    }
}
