//! The power function of the swap: ⌊scale · (a/b)^(n/d)⌋ (swap.md 5).
//!
//! * `exact`: the chain's algorithm in big integers, term by term. It decides what is right.
//! * `fast`: 128-bit fixed point with a proven error bound. It answers only where the bound leaves
//!   one possible floor, and only in the regime in which the chain's algorithm is proven to return
//!   the true floor; everywhere else it declines.
//! * `log`, `exp`, `tables`, `wide`: the pieces of the fast path. Integers only, so that
//!   every machine computes the same bits.

mod exact;
mod exp;
mod fast;
mod log;
mod tables;
mod wide;

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, Ordering};

pub(super) use wide::mul_shift;

/// Powers of this process that the fast path declined.
static FALL_BACKS: AtomicU64 = AtomicU64::new(0);

/// The question ⌊scale · (a/b)^(n/d)⌋.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PowRatio {
    /// a: numerator of the base.
    pub base_numerator: u128,
    /// b: denominator of the base.
    pub base_denominator: u128,
    /// n: numerator of the exponent.
    pub exponent_numerator: u64,
    /// d: denominator of the exponent.
    pub exponent_denominator: u64,
    /// What the power is multiplied with before it is floored.
    pub scale: u64,
    /// Working precision of the chain's series.
    pub precision: Precision,
}

/// The two working precisions that the chain uses (swap.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 256 bits: what a trade pays.
    Quote,
    /// 1024 bits: how much reaches a price limit.
    Limit,
}

impl Precision {
    /// Number of bits.
    pub const fn bits(self) -> u64 {
        match self {
            Self::Quote => 256,
            Self::Limit => 1024,
        }
    }
}

/// How an answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// No power needed: a base or exponent of 0 or 1.
    Trivial,
    /// The fast path proved its floor.
    Fast,
    /// The fast path declined; the chain's algorithm ran.
    Exact,
}

/// An answer and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Power {
    /// The result; `u128::MAX` if it is larger. A negative outcome of the chain's series (possible
    /// only in its breakdown, swap.md 5) is 0: its callers treat both alike.
    pub value: u128,
    /// How it was found.
    pub path: Path,
}

impl PowRatio {
    /// The chain's result, by the fastest path that is certain. None if b = 0 or d = 0.
    ///
    /// ```
    /// use taox_core::pool::power::{Path, PowRatio, Precision};
    ///
    /// let power = PowRatio {
    ///     base_numerator: 16_054_327,
    ///     base_denominator: 67_289_832,
    ///     exponent_numerator: 500,
    ///     exponent_denominator: 1025,
    ///     scale: 1_000_000_000_000_000_000,
    ///     precision: Precision::Quote,
    /// };
    /// let found = power.evaluate().expect("denominators are not 0");
    /// assert_eq!((found.value, found.path), (497_062_561_965_355_859, Path::Fast));
    /// assert_eq!(Some(found.value), power.evaluate_exact());
    /// ```
    pub fn evaluate(&self) -> Option<Power> {
        if self.base_denominator == 0 || self.exponent_denominator == 0 {
            return None;
        }
        let found = |value, path| Some(Power { value, path });
        if let Some(value) = self.trivial() {
            return found(value, Path::Trivial);
        }
        if let Some(value) = fast::evaluate(self) {
            return found(value, Path::Fast);
        }
        FALL_BACKS.fetch_add(1, Ordering::Relaxed);
        found(exact::evaluate(self)?, Path::Exact)
    }

    /// The chain's result by the chain's algorithm in big integers. None if b = 0 or d = 0.
    pub fn evaluate_exact(&self) -> Option<u128> {
        exact::evaluate(self)
    }

    /// The cases in which the chain's exact and series path agree without computing a power.
    fn trivial(&self) -> Option<u128> {
        let scale = u128::from(self.scale);
        if self.base_numerator == 0 {
            Some(0)
        } else if self.exponent_numerator == 0 || self.base_numerator == self.base_denominator {
            Some(scale)
        } else if self.exponent_numerator == self.exponent_denominator {
            scale
                .checked_mul(self.base_numerator)?
                .checked_div(self.base_denominator)
        } else {
            None
        }
    }
}

/// How many powers of this process needed the exact integers: the error bound straddled a floor
/// (crafted inputs), or the exponent lay outside the regime of the fast path (an input of hundreds
/// of reserves at a weight of 96 % or more). It only counts; no result depends on it.
pub fn fall_backs() -> u64 {
    FALL_BACKS.load(Ordering::Relaxed)
}
