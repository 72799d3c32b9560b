//! Exact Bittensor arithmetic, pure: no Python, no I/O, no clock, no randomness of its own.
//!
//! * [`fixed`]: the chain's fixed-point types, their rounding, `exp`.
//! * [`epoch`]: one epoch of one subnet, and the small functions around it.
//! * [`kernels`]: single steps of the epoch on matrices.
//! * [`pool`]: the TAO/alpha pool of a subnet and its exact power function.
//! * [`economy`]: emission, registration price, moving price, claim indices.
//! * [`chain`]: accounts, subnets, stake, calls, block step, events, snapshots.
//!
//! `chain` uses all others but `kernels`; `kernels` uses `epoch`; the rest use `fixed` alone.

#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

// Unit tests begin with states that the tests outside have too.
#[cfg(test)]
extern crate self as taox_core;

pub mod chain;
pub mod economy;
pub mod epoch;
pub mod fixed;
pub mod kernels;
pub mod pool;
