//! The price of registration (coinbase.md 3.3, transitions.md 1.5): it halves within a half-life of
//! blocks and rises by a factor with every registration.

use crate::fixed::{FixedPoint, U64F64};
use std::collections::BTreeMap;

const ONE: u64 = 1 << 32;
const HALF: u64 = 1 << 31;

/// What a burn is multiplied with every block: a number under 1, of 2^32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecayFactor(u64);

impl DecayFactor {
    /// The largest F with F^`half_life` <= 1/2, where each product is floored to 2^−32. None for a
    /// half-life of 0: no decay.
    ///
    /// Some thousand multiplications. Keep the result, or let [`DecayFactors`] keep it.
    pub fn of(half_life: u16) -> Option<Self> {
        if half_life == 0 {
            return None;
        }
        let (mut low, mut high) = (0, ONE);
        while high.saturating_sub(low) > 1 {
            let middle = low.midpoint(high);
            if power(middle, half_life) > HALF {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(Self(low))
    }

    /// The raw number, of 2^32.
    pub const fn to_bits(self) -> u64 {
        self.0
    }
}

/// a·b of 2^32, floored.
#[inline]
#[allow(
    clippy::arithmetic_side_effects,
    reason = "both factors are at most 2^32, u128 holds all"
)]
fn multiply(a: u64, b: u64) -> u64 {
    u64::try_from((u128::from(a) * u128::from(b)) >> 32).unwrap_or(u64::MAX)
}

/// Square and multiply, from the lowest bit.
fn power(base: u64, exponent: u16) -> u64 {
    let (mut result, mut square, mut left) = (ONE, base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        left >>= 1;
    }
    result
}

/// Decay factors by half-life, each computed once.
#[derive(Debug, Clone, Default)]
pub struct DecayFactors(BTreeMap<u16, Option<DecayFactor>>);

impl DecayFactors {
    /// [`DecayFactor::of`], remembered.
    pub fn of(&mut self, half_life: u16) -> Option<DecayFactor> {
        *self
            .0
            .entry(half_life)
            .or_insert_with(|| DecayFactor::of(half_life))
    }
}

/// The price of registration in one subnet, in rao.
///
/// ```
/// use taox_core::economy::{BurnPrice, DecayFactor};
/// use taox_core::fixed::U64F64;
///
/// let price = BurnPrice { burn: 1000, min_burn: 0, max_burn: u64::MAX };
/// let raised = price.after_registration(U64F64::from_bits(2 << 64));
/// assert_eq!(raised.burn, 2000);
/// assert_eq!(raised.next_block(DecayFactor::of(1000)).burn, 1998);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BurnPrice {
    /// `Burn`: what the next registration burns.
    pub burn: u64,
    /// `MinBurn`.
    pub min_burn: u64,
    /// `MaxBurn`; wins over `MinBurn`.
    pub max_burn: u64,
}

impl BurnPrice {
    /// The price in the next block. Without a factor (half-life 0, and blocks 0 and 1 of a chain) it
    /// only moves into its range.
    #[must_use]
    pub fn next_block(self, factor: Option<DecayFactor>) -> Self {
        self.clamped(factor.map_or(self.burn, |factor| multiply(self.burn, factor.0)))
    }

    /// The price after a registration: times `multiplier` (`BurnIncreaseMult`, at least 1).
    #[must_use]
    pub fn after_registration(self, multiplier: U64F64) -> Self {
        let factor = multiplier.max(U64F64::ONE);
        let raised = U64F64::saturating_from_num(self.burn).saturating_mul(factor);
        self.clamped(raised.saturating_to_num())
    }

    fn clamped(self, burn: u64) -> Self {
        Self {
            burn: burn.max(self.min_burn).min(self.max_burn),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(burn: u64) -> BurnPrice {
        BurnPrice {
            burn,
            min_burn: 0,
            max_burn: u64::MAX,
        }
    }

    /// transitions.md Appendix D.
    #[test]
    fn factors_of_the_specification() {
        let factors = [
            (1, 2_147_483_648),
            (2, 3_037_000_500),
            (10, 4_007_346_185),
            (360, 4_286_705_684),
            (1000, 4_291_991_283),
            (36_100, 4_294_884_830),
        ];
        let mut remembered = DecayFactors::default();
        for (half_life, bits) in factors {
            assert_eq!(
                DecayFactor::of(half_life).map(DecayFactor::to_bits),
                Some(bits)
            );
            assert_eq!(remembered.of(half_life), DecayFactor::of(half_life));
            assert_eq!(remembered.of(half_life), DecayFactor::of(half_life));
        }
        assert_eq!(DecayFactor::of(0), None);
    }

    /// transitions.md Appendix D, vector 1.
    #[test]
    fn decay_over_two_half_lives() {
        let factor = DecayFactor::of(2);
        let prices =
            std::iter::successors(Some(free(1024)), |price| Some(price.next_block(factor)));
        let burns: Vec<_> = prices.skip(1).take(4).map(|price| price.burn).collect();
        assert_eq!(burns, [724, 511, 361, 255]);
    }

    /// transitions.md Appendix D, vector 3.
    #[test]
    fn range_holds_after_every_change() {
        let price = BurnPrice {
            burn: 1,
            min_burn: 100_000,
            max_burn: 150_000,
        };
        let first = price.next_block(None);
        let raised = first.after_registration(U64F64::from_bits(2 << 64));
        let decayed = raised.next_block(DecayFactor::of(1));
        assert_eq!(
            [first.burn, raised.burn, decayed.burn],
            [100_000, 150_000, 100_000]
        );
    }

    #[test]
    fn multipliers_under_one_count_as_one() {
        assert_eq!(
            free(77).after_registration(U64F64::from_bits(1 << 63)).burn,
            77
        );
    }
}
