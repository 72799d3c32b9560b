//! The weights of the pool: initialisation and protocol liquidity (swap.md 4 and 8).

use super::power::mul_shift;
use super::{BalancerError, Pool};
use crate::fixed::U64F64;
use ethnum::U256;

/// The whole of both weights: parts of 10^18.
pub const WEIGHT_ONE: u64 = 1_000_000_000_000_000_000;
/// Weights of a constant-product pool.
pub const EVEN_WEIGHT: u64 = WEIGHT_ONE / 2;
/// The least weight of either side: 1 %.
pub const MIN_WEIGHT: u64 = WEIGHT_ONE / 100;

impl Pool {
    /// w1 in parts of [`WEIGHT_ONE`].
    #[inline]
    pub const fn base_weight(&self) -> u64 {
        WEIGHT_ONE.saturating_sub(self.quote_weight)
    }

    /// Before the first trade of a dynamic pool its weights become even, **whatever injections made
    /// of them** (swap.md 4).
    #[inline]
    pub(super) const fn initialize(&mut self) {
        if self.is_dynamic() && !self.initialized {
            self.quote_weight = EVEN_WEIGHT;
            self.initialized = true;
        }
    }

    /// Chooses the weights that give the reserves this price.
    ///
    /// # Errors
    /// [`BalancerError`] if a weight would be under [`MIN_WEIGHT`]; nothing changes.
    pub fn initialize_at(&mut self, price: U64F64) -> Result<(), BalancerError> {
        let value = mul_shift(price.to_bits(), self.alpha_reserve.into(), 64).unwrap_or(u128::MAX);
        let tao = U256::from(self.tao_reserve);
        let weight =
            share(tao, tao.saturating_add(value.into())).filter(|weight| is_allowed(*weight));
        self.quote_weight = weight.ok_or(BalancerError {
            tao_reserve: self.tao_reserve,
            alpha_reserve: self.alpha_reserve,
            price_bits: price.to_bits(),
        })?;
        self.initialized = true;
        Ok(())
    }

    /// Sets the weights that keep the price when `tao` and `alpha` rao are added, and returns what
    /// the caller must then add to the reserves: (`tao`, `alpha`), or (0, 0) with nothing changed if
    /// a weight would leave its range (swap.md 8).
    ///
    /// ```
    /// use taox_core::pool::Pool;
    ///
    /// let mut pool = Pool::new(1_000_000_000_000, 4_000_000_000_000);
    /// assert_eq!(pool.adjust(0, 10_000_000_000), (0, 10_000_000_000));
    /// assert_eq!(pool.quote_weight, 499_375_780_274_656_679);
    /// ```
    #[must_use = "the caller adds the returned amounts to the reserves"]
    pub fn adjust(&mut self, tao: u64, alpha: u64) -> (u64, u64) {
        let weight = self.adjusted_weight(tao, alpha);
        if !is_allowed(weight) {
            return (0, 0);
        }
        self.quote_weight = weight;
        (tao, alpha)
    }

    /// w2' = q2 / (q1 + q2) with q1 = w1·y·(x + dA), q2 = w2·x·(y + dT).
    fn adjusted_weight(&self, tao: u64, alpha: u64) -> u64 {
        let product = |a: u64, b: u64, added: u64| {
            let sum = u128::from(b).saturating_add(added.into());
            u128::from(a).saturating_mul(sum)
        };
        let (y, x) = (self.tao_reserve, self.alpha_reserve);
        let base = weighted(self.base_weight(), product(y, x, alpha));
        let quote = weighted(self.quote_weight, product(x, y, tao));
        share(quote, base.saturating_add(quote)).unwrap_or(EVEN_WEIGHT)
    }
}

const fn is_allowed(weight: u64) -> bool {
    weight >= MIN_WEIGHT && weight <= WEIGHT_ONE.saturating_sub(MIN_WEIGHT)
}

/// weight · value / 10^18, to nearest, half up.
fn weighted(weight: u64, value: u128) -> U256 {
    U256::from(value)
        .saturating_mul(weight.into())
        .saturating_add(EVEN_WEIGHT.into())
        .wrapping_div(WEIGHT_ONE.into())
}

/// ⌊10^18 · part / whole⌋, none if the whole is 0.
fn share(part: U256, whole: U256) -> Option<u64> {
    let share = part.checked_mul(WEIGHT_ONE.into())?.checked_div(whole)?;
    share.try_into().ok()
}
