//! The exchange between TAO and one subnet's alpha (swap.md): a weighted constant-mean pool,
//! x^w1 · y^w2 with alpha reserve x, TAO reserve y and w1 + w2 = 1.
//!
//! * [`power`]: ⌊scale · (a/b)^(n/d)⌋, exact and fast.
//! * [`Pool`]: reserves, weight and fee of one subnet; spot price, initialisation (2–4).
//! * `balancer`: weights that let the protocol add liquidity without moving the price (8).
//! * `quote`: what an input pays, and what input reaches a price (6).
//! * `swap`: one trade with its fee, limit and checks in the chain's order (7).
//! * `reserves`: the accounting around a trade (9).
//! * `rpc`: the quotes that a node answers to wallets (14).
//!
//! Amounts are rao, prices are TAO per alpha in U64F64. A `Pool` is a small value that the chain
//! fills from its storage and writes back; nothing here owns storage.

mod balancer;
mod error;
pub mod power;
mod price;
mod quote;
mod reserves;
mod rpc;
mod swap;

#[cfg(test)]
mod tests;

pub use balancer::{EVEN_WEIGHT, MIN_WEIGHT, WEIGHT_ONE};
pub use error::{BalancerError, SwapError};
pub use reserves::Counters;
pub use rpc::RpcQuote;
pub use swap::{Order, Side, Swap};

use serde::{Deserialize, Serialize};

/// `SubnetMechanism` of a subnet with a market. Any other mechanism trades one to one.
pub const DYNAMIC_MECHANISM: u16 = 1;
/// `FeeRate` of a new subnet, of 65535: 0.05 %.
pub const DEFAULT_FEE_RATE: u16 = 33;
/// The largest fee rate that can be set, of 65535: 15.26 %.
pub const MAX_FEE_RATE: u16 = 10_000;
/// A trade needs at least this much of what it takes out, in rao.
pub const MINIMUM_RESERVE: u64 = 1_000_000;
/// A trade puts in at most this many times the reserve of what it puts in.
pub const MAX_INPUT_MULTIPLE: u64 = 1_000;
/// The price limit of an "unlimited" sale, in rao per alpha: a millionth of a TAO.
pub const MIN_PRICE_LIMIT: u64 = 1_000;
/// The price limit of an "unlimited" purchase, in rao per alpha: a million TAO.
pub const MAX_PRICE_LIMIT: u64 = 1_000_000_000_000_000;

/// The market of one subnet, as stored.
///
/// ```
/// use taox_core::pool::{MAX_PRICE_LIMIT, Order, Pool, Side};
///
/// let pool = Pool::new(10_000_000_000_000, 400_000_000_000_000);
/// let order = Order::new(Side::Buy, 100_000_000_000, MAX_PRICE_LIMIT);
/// let swap = pool.simulate(&order)?;
/// assert_eq!((swap.paid_in, swap.fee_paid), (99_949_645_228, 50_354_772));
/// assert_eq!(swap.paid_out, 3_958_421_526_397);
/// # Ok::<(), taox_core::pool::SwapError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// `SubnetMechanism`: [`DYNAMIC_MECHANISM`], or a subnet without a market.
    pub mechanism: u16,
    /// `SubnetTAO` (y), rao.
    pub tao_reserve: u64,
    /// `SubnetAlphaIn` (x), rao.
    pub alpha_reserve: u64,
    /// `SwapBalancer` (w2), parts of [`WEIGHT_ONE`]; always in
    /// [[`MIN_WEIGHT`], [`WEIGHT_ONE`] − [`MIN_WEIGHT`]].
    pub quote_weight: u64,
    /// `PalSwapInitialized`: whether a trade happened already.
    pub initialized: bool,
    /// `FeeRate`, of 65535; at most [`MAX_FEE_RATE`].
    pub fee_rate: u16,
}

impl Pool {
    /// A dynamic pool as subnet creation leaves it: even weights, the default fee.
    pub const fn new(tao_reserve: u64, alpha_reserve: u64) -> Self {
        Self {
            mechanism: DYNAMIC_MECHANISM,
            tao_reserve,
            alpha_reserve,
            quote_weight: EVEN_WEIGHT,
            initialized: false,
            fee_rate: DEFAULT_FEE_RATE,
        }
    }

    /// Whether there is a market; otherwise TAO and alpha are the same.
    pub const fn is_dynamic(&self) -> bool {
        self.mechanism == DYNAMIC_MECHANISM
    }
}
