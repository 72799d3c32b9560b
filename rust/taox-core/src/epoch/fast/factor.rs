//! Multiplication by a share between 0 and 1, both included.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "low is below 2^32 and operands are at most 2^32, so products stay below 2^64"
)]

/// 1 as bits of an I32F32.
pub(crate) const ONE: u64 = 1 << 32;

/// A factor f ≤ [`ONE`]. Its product with another share overflows 64 bits only for 1·1, so 1 is
/// taken apart: `low` is then 0 and `whole` lets the operand through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Factor {
    low: u32,
    whole: u64,
}

impl Factor {
    /// The factor with these bits; anything above [`ONE`] counts as [`ONE`].
    #[inline]
    pub(crate) fn new(bits: u64) -> Self {
        match u32::try_from(bits) {
            Ok(low) => Self { low, whole: 0 },
            Err(_) => Self {
                low: 0,
                whole: u64::MAX,
            },
        }
    }

    /// ⌊f·x⌋ for x ≤ [`ONE`].
    #[inline]
    pub(crate) fn times(self, x: u64) -> u64 {
        ((u64::from(self.low) * x) >> 32) + (x & self.whole)
    }
}

/// The fraction v / 65535 of a stored u16, towards zero.
///
/// 2^32 = 65535·65537 + 1, so the quotient is 65537·v, and one more for v = 65535.
#[inline]
pub(crate) fn proportion(value: u16) -> u64 {
    u64::from(value) * 65_537 + u64::from(value == u16::MAX)
}

/// A share as a u16 of 65535, truncated (epoch.md 1.3). Shares are at most [`ONE`].
#[inline]
pub(crate) fn to_u16(share: u64) -> u16 {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "ONE·65535 / 2^32 = 65535 is the largest"
    )]
    let value = ((share * 65_535) >> 32) as u16;
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::I32F32;

    #[test]
    fn proportions_are_those_of_fixed_point() {
        for value in 0..=u16::MAX {
            let fixed = I32F32::from_u16_proportion(value);
            assert_eq!(i64::try_from(proportion(value)), Ok(fixed.to_bits()));
            assert_eq!(to_u16(proportion(value)), fixed.to_u16_proportion());
        }
    }

    #[test]
    fn one_times_one_is_one() {
        assert_eq!(Factor::new(ONE).times(ONE), ONE);
        assert_eq!(Factor::new(ONE).times(5), 5);
        assert_eq!(Factor::new(ONE - 1).times(ONE), ONE - 1);
        assert_eq!(Factor::new(0).times(ONE), 0);
    }
}
