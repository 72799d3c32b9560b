//! What an input pays, and which input reaches a price (swap.md 6).

use super::power::{PowRatio, Precision, mul_shift};
use super::price::quotient;
use super::{Pool, Side, WEIGHT_ONE};
use crate::fixed::{FixedPoint, U64F64};

impl Pool {
    /// The reserve that a trade puts in, and the one it takes out.
    #[inline]
    pub(super) const fn reserves(&self, side: Side) -> (u64, u64) {
        match side {
            Side::Buy => (self.tao_reserve, self.alpha_reserve),
            Side::Sell => (self.alpha_reserve, self.tao_reserve),
        }
    }

    /// Their weights.
    const fn weights(&self, side: Side) -> (u64, u64) {
        match side {
            Side::Buy => (self.quote_weight, self.base_weight()),
            Side::Sell => (self.base_weight(), self.quote_weight),
        }
    }

    /// Output of `input` rao after fee: out · (1 − (i / (i + input))^(w / v)), where i and out are
    /// the reserves of both sides and w, v their weights.
    ///
    /// The power is floored, so the output may be 1 rao over the real number.
    pub(super) fn output(&self, side: Side, input: u64) -> u64 {
        let (reserve_in, reserve_out) = self.reserves(side);
        let (weight_in, weight_out) = self.weights(side);
        let power = PowRatio {
            base_numerator: reserve_in.into(),
            base_denominator: reserve_in.saturating_add(input).into(),
            exponent_numerator: weight_in,
            exponent_denominator: weight_out,
            scale: WEIGHT_ONE,
            precision: Precision::Quote,
        };
        // A power that does not fit u64 (breakdown of the series) counts as 0.
        let kept = power
            .evaluate()
            .and_then(|power| u64::try_from(power.value).ok());
        let kept = unscaled(kept.unwrap_or(0)).min(U64F64::ONE);
        let paid = U64F64::ONE.saturating_sub(kept).to_bits();
        mul_shift(paid, reserve_out.into(), 64).map_or(0, saturating_u64)
    }

    /// Input after fee that moves the price to `limit`: reserve · (r^w − 1), where r is the ratio of
    /// the prices and w the weight of the other side.
    ///
    /// The power is clamped to 2^64 − 1 parts of 10^18, so the input to 17.4467 reserves (7.3).
    pub(super) fn input_to_reach(&self, side: Side, limit: U64F64) -> u64 {
        let (current, limit) = (self.price().to_bits(), limit.to_bits());
        let (base_numerator, base_denominator) = match side {
            Side::Buy => (limit, current),
            Side::Sell => (current, limit),
        };
        let power = PowRatio {
            base_numerator,
            base_denominator,
            exponent_numerator: self.weights(side).1,
            exponent_denominator: WEIGHT_ONE,
            scale: WEIGHT_ONE,
            precision: Precision::Limit,
        };
        let growth = power
            .evaluate()
            .map_or(0, |power| saturating_u64(power.value));
        let reserve = U64F64::saturating_from_num(self.reserves(side).0);
        unscaled(growth)
            .saturating_sub(U64F64::ONE)
            .saturating_mul(reserve)
            .saturating_to_num()
    }
}

/// `parts` of 10^18 as a number.
#[inline]
fn unscaled(parts: u64) -> U64F64 {
    U64F64::from_bits(quotient(parts, WEIGHT_ONE))
}

#[inline]
fn saturating_u64(value: u128) -> u64 {
    value.try_into().unwrap_or(u64::MAX)
}
