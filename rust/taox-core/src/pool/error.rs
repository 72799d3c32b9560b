//! Why a trade was refused. The variants carry the chain's names.

use thiserror::Error;

/// A refused trade (swap.md 7.1). Nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SwapError {
    /// The input after fee is over a thousand times the reserve it would enter.
    #[error("SwapInputTooLarge: input {input} rao after fee, at most {limit} rao")]
    SwapInputTooLarge {
        /// Input after fee, rao.
        input: u64,
        /// 1000 × the reserve of the input, rao.
        limit: u64,
    },
    /// The reserve to be paid from is under the minimum, or the trade would pay nothing.
    #[error("ReservesTooLow: reserve {reserve} rao, input {input} rao after fee")]
    ReservesTooLow {
        /// The reserve to be paid from, rao.
        reserve: u64,
        /// Input after fee, rao.
        input: u64,
    },
    /// The spot price is at the limit or beyond it before the trade.
    #[error(
        "PriceLimitExceeded: price {price_bits} / 2^64, limit {limit_bits} / 2^64 TAO per alpha"
    )]
    PriceLimitExceeded {
        /// Spot price, U64F64 bits.
        price_bits: u128,
        /// Limit, U64F64 bits.
        limit_bits: u128,
    },
    /// The trade would pay more than the reserve holds.
    #[error("InsufficientLiquidity: reserve {reserve} rao, output {output} rao")]
    InsufficientLiquidity {
        /// The reserve to be paid from, rao.
        reserve: u64,
        /// What the trade would pay, rao.
        output: u64,
    },
}

impl SwapError {
    /// The chain's name of this error.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SwapInputTooLarge { .. } => "SwapInputTooLarge",
            Self::ReservesTooLow { .. } => "ReservesTooLow",
            Self::PriceLimitExceeded { .. } => "PriceLimitExceeded",
            Self::InsufficientLiquidity { .. } => "InsufficientLiquidity",
        }
    }
}

/// Reserves that no allowed pair of weights brings to a price (swap.md 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "ReservesOutOfBalance: {tao_reserve} rao TAO, {alpha_reserve} rao alpha, price {price_bits} / 2^64"
)]
pub struct BalancerError {
    /// TAO reserve, rao.
    pub tao_reserve: u64,
    /// Alpha reserve, rao.
    pub alpha_reserve: u64,
    /// The price asked for, U64F64 bits.
    pub price_bits: u128,
}
