//! Conversions between integers and fixed-point numbers (epoch.md 1.3). All of them clamp; those
//! that lose fraction bits floor.

use super::types::{I32F32, I64F64, I96F32, U64F64, U96F32};
use ethnum::I256;

/// One of the fixed-point types, seen as bits in a width that holds them all.
pub trait FixedPoint: Copy {
    /// Number of bits behind the binary point.
    const FRACTION_BITS: u32;

    /// The raw integer, widened.
    fn wide_bits(self) -> I256;

    /// The number with these bits, clamped to the range of the type.
    fn clamp_bits(bits: I256) -> Self;

    /// `value` as a fixed-point number, clamped to the range.
    #[allow(
        clippy::arithmetic_side_effects,
        reason = "i128 shifted by at most 64 fits 256 bits"
    )]
    fn saturating_from_num(value: impl Into<i128>) -> Self {
        Self::clamp_bits(I256::from(value.into()) << Self::FRACTION_BITS)
    }

    /// ⌊value⌋ as an integer, clamped: negative → 0 for unsigned, too large → its maximum.
    #[allow(clippy::arithmetic_side_effects, reason = "shift by 32 or 64")]
    fn saturating_to_num<N: Num>(self) -> N {
        N::clamp(self.wide_bits() >> Self::FRACTION_BITS)
    }

    /// The same value in another type: floor where fraction bits are lost, then clamp.
    #[allow(
        clippy::arithmetic_side_effects,
        reason = "u128 shifted by at most 32 fits 256 bits"
    )]
    fn saturating_to_fixed<T: FixedPoint>(self) -> T {
        let bits = self.wide_bits();
        T::clamp_bits(match T::FRACTION_BITS.checked_sub(Self::FRACTION_BITS) {
            Some(more) => bits << more,
            None => bits >> Self::FRACTION_BITS.saturating_sub(T::FRACTION_BITS),
        })
    }
}

/// An integer that a fixed-point number can be floored to.
pub trait Num: Copy {
    /// `value`, clamped to the range of the integer.
    fn clamp(value: I256) -> Self;
}

fn clamp_to<T: TryFrom<I256>>(value: I256, min: T, max: T) -> T {
    T::try_from(value).unwrap_or(if value < I256::ZERO { min } else { max })
}

macro_rules! num {
    ($($int:ty),*) => {$(
        impl Num for $int {
            #[inline]
            fn clamp(value: I256) -> Self {
                clamp_to(value, Self::MIN, Self::MAX)
            }
        }
    )*};
}

macro_rules! fixed {
    ($($name:ident),*) => {$(
        impl FixedPoint for $name {
            const FRACTION_BITS: u32 = $name::FRACTION_BITS;

            #[inline]
            fn wide_bits(self) -> I256 {
                I256::from(self.to_bits())
            }

            #[inline]
            fn clamp_bits(bits: I256) -> Self {
                Self::from_bits(clamp_to(bits, Self::MIN.to_bits(), Self::MAX.to_bits()))
            }
        }
    )*};
}

num!(u16, u64, i64);
fixed!(I32F32, I64F64, I96F32, U96F32, U64F64);

impl I32F32 {
    /// The raw number v of a stored u16 (`u16_to_fixed`).
    #[inline]
    pub const fn from_u16(value: u16) -> Self {
        Self::from_bits((value as i64) << 32)
    }

    /// The fraction v / 65535 of a stored u16, towards zero.
    #[inline]
    pub fn from_u16_proportion(value: u16) -> Self {
        Self::from_u16(value).safe_div(Self::from_u16(u16::MAX))
    }

    /// This fraction as a u16 of 65535: truncated, never rounded to nearest; negative → 0.
    ///
    /// The round trip loses one unit for all values but 0 and 65535 (epoch.md 1.3).
    #[inline]
    pub fn to_u16_proportion(self) -> u16 {
        self.saturating_mul(Self::from_u16(u16::MAX))
            .saturating_to_num()
    }
}
