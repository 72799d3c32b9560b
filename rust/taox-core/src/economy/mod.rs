//! Small rules of the economy, pure functions of numbers: the chain calls them, none knows the chain.
//!
//! * [`block_emission`]: what one block mints, by issuance (coinbase.md 4.1).
//! * [`BurnPrice`]: the price of registration, its decay and its rises (coinbase.md 3.3,
//!   transitions.md 1.5).
//! * [`MovingPrice`]: the average price that shares TAO between subnets (coinbase.md 14).
//! * [`claim_indices`]: who gets an automatic root claim in a block (coinbase.md 13.4).

mod burn_price;
mod claim_indices;
mod emission;
mod moving_price;

pub use burn_price::{BurnPrice, DecayFactor, DecayFactors};
pub use claim_indices::claim_indices;
pub use emission::{MAX_SUPPLY, block_emission};
pub use moving_price::MovingPrice;
