//! Spot price and price-only conversion (swap.md 3 and 6).

use super::Pool;
use super::power::mul_shift;
use crate::fixed::{FixedPoint, U64F64};

const RAO_PER_TOKEN: u128 = 1_000_000_000;

impl Pool {
    /// TAO per alpha: 1 without a market, 0 without alpha in the pool.
    ///
    /// Both quotients are floored before the product, so that a price of 0.02 shows as 0.0199….
    #[inline]
    pub fn price(&self) -> U64F64 {
        if self.is_dynamic() {
            self.market_price()
        } else {
            U64F64::ONE
        }
    }

    /// What the reserves and weights say, whatever the mechanism.
    #[inline]
    pub(super) fn market_price(&self) -> U64F64 {
        let weights = quotient(self.base_weight(), self.quote_weight);
        let reserves = quotient(self.tao_reserve, self.alpha_reserve);
        U64F64::from_bits(mul_shift(weights, reserves, 64).unwrap_or(u128::MAX))
    }

    /// The price in whole rao per alpha, as the chain's RPC shows it.
    pub fn price_in_rao(&self) -> u64 {
        self.price()
            .saturating_mul(U64F64::from_bits(RAO_PER_TOKEN << 64))
            .saturating_to_num()
    }

    /// ⌊tao / price⌋, without slippage; 0 if the price is 0.
    pub fn tao_to_alpha(&self, tao: u64) -> u64 {
        if !self.is_dynamic() {
            return tao;
        }
        U64F64::saturating_from_num(tao)
            .safe_div(self.price())
            .saturating_to_num()
    }

    /// ⌊alpha · price⌋, without slippage.
    pub fn alpha_to_tao(&self, alpha: u64) -> u64 {
        self.price()
            .saturating_mul(U64F64::saturating_from_num(alpha))
            .saturating_to_num()
    }
}

/// A limit in rao per alpha as a price.
#[inline]
pub(super) fn limit_price(limit: u64) -> U64F64 {
    U64F64::from_bits((u128::from(limit) << 64).wrapping_div(RAO_PER_TOKEN))
}

/// ⌊a·2^64 / b⌋, 0 if b = 0: the bits of a / b.
#[inline]
pub(super) fn quotient(a: u64, b: u64) -> u128 {
    (u128::from(a) << 64).checked_div(b.into()).unwrap_or(0)
}
