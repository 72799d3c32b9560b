//! Exact Bittensor arithmetic, pure: no Python, no I/O, no clock, no randomness of its own.
//!
//! * [`fixed`]: the chain's fixed-point types, their rounding, `exp`.
//! * [`epoch`]: one epoch of one subnet, and the small functions around it.
//! * [`kernels`]: single steps of the epoch on matrices.
//! * [`chain`]: accounts, subnets, stake, calls, block step, events, snapshots.
//!
//! `chain` and `kernels` use `epoch`, `epoch` uses `fixed`, nothing looks up.

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

pub mod chain;
pub mod epoch;
pub mod fixed;
pub mod kernels;
