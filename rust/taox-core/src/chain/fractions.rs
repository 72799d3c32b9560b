//! Stored integers as fractions on the grid of U96F32 (coinbase.md 1).

use crate::fixed::{FixedPoint, U96F32};

/// v / 65535.
#[inline]
pub(crate) fn u16_fraction(value: u16) -> U96F32 {
    U96F32::saturating_from_num(value).safe_div(U96F32::saturating_from_num(u16::MAX))
}

/// v / (2^64 − 1).
#[inline]
pub(crate) fn u64_fraction(value: u64) -> U96F32 {
    U96F32::saturating_from_num(value).safe_div(U96F32::saturating_from_num(u64::MAX))
}

/// An amount of rao.
#[inline]
pub(crate) fn amount(value: u64) -> U96F32 {
    U96F32::saturating_from_num(value)
}
