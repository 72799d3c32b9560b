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

#[cfg(test)]
mod tests {
    use super::*;

    /// The raw values of coinbase.md 3.1.
    #[test]
    fn fractions_of_the_specification() {
        let weights = [971_718_665_099_567_868, 3_320_413_933_267_719_290];
        let raw = weights.map(|weight| u64_fraction(weight).to_bits());
        assert_eq!(raw, [226_245_882, 773_094_113]);
        assert_eq!(u16_fraction(11_796).to_bits(), 773_074_452);
    }
}
