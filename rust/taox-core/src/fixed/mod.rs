//! The chain's fixed-point numbers: an integer `bits` divided by 2^F (epoch.md 1).
//!
//! * [`types`](I32F32): the five newtypes and their operations. Each product and each quotient is
//!   formed at double width and rounded once: `mul` floors, `div` truncates towards zero.
//! * [`convert`](FixedPoint): integers ↔ fixed, fixed ↔ fixed, u16 fractions.
//! * [`exp`]: the one transcendental function the epoch uses; [`decay`]: that of stake locks.
//!
//! There is no `Add` or `Mul` operator on purpose: which of saturating, checked and safe is meant
//! changes results, so every use names it.

mod convert;
mod decay;
mod exp;
mod types;
mod wide;

#[cfg(test)]
mod tests;

pub use convert::{FixedPoint, Num};
pub use decay::decay;
pub use exp::{exp, exp_safe};
pub use types::{I32F32, I64F64, I96F32, U64F64, U96F32};
