//! Stored integers as fractions on the grid of U96F32 (coinbase.md 1).

use crate::fixed::U96F32;

/// v / 65535.
#[inline]
pub(crate) fn u16_fraction(value: u16) -> U96F32 {
    amount(value.into()).safe_div(amount(u16::MAX.into()))
}

/// v / (2^64 − 1).
#[inline]
pub(crate) fn u64_fraction(value: u64) -> U96F32 {
    amount(value).safe_div(amount(u64::MAX))
}

/// An amount of rao.
#[inline]
pub(crate) const fn amount(value: u64) -> U96F32 {
    U96F32::from_bits((value as u128) << U96F32::FRACTION_BITS)
}

/// An amount floored to rao.
#[inline]
pub(crate) fn floor(amount: U96F32) -> u64 {
    u64::try_from(amount.to_bits() >> U96F32::FRACTION_BITS).unwrap_or(u64::MAX)
}
