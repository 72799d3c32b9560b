//! The TAO/alpha pool (swap.md).
pub mod power;
