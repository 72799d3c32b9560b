//! The five fixed-point types of epoch.md 1.1 and the operations of 1.2.

use super::wide::Bits;
use serde::{Deserialize, Serialize};
use std::iter::Sum;

macro_rules! fixed_point {
    ($(#[$doc:meta])* $name:ident, $bits:ty, $fraction_bits:literal) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        #[must_use]
        pub struct $name($bits);

        impl $name {
            /// Number of bits behind the binary point.
            pub const FRACTION_BITS: u32 = $fraction_bits;
            /// 0.
            pub const ZERO: Self = Self(0);
            /// 1: the bits are 2^F.
            pub const ONE: Self = Self(1 << $fraction_bits);
            /// The smallest value of the type.
            pub const MIN: Self = Self(<$bits>::MIN);
            /// The largest value of the type.
            pub const MAX: Self = Self(<$bits>::MAX);

            /// The number whose raw integer is `bits`.
            #[inline]
            pub const fn from_bits(bits: $bits) -> Self {
                Self(bits)
            }

            /// The raw integer: value · 2^F.
            #[inline]
            pub const fn to_bits(self) -> $bits {
                self.0
            }

            /// a + b, clamped to the range.
            #[inline]
            pub const fn saturating_add(self, rhs: Self) -> Self {
                Self(self.0.saturating_add(rhs.0))
            }

            /// a − b, clamped to the range.
            #[inline]
            pub const fn saturating_sub(self, rhs: Self) -> Self {
                Self(self.0.saturating_sub(rhs.0))
            }

            /// a + b, none on overflow.
            #[inline]
            pub fn checked_add(self, rhs: Self) -> Option<Self> {
                self.0.checked_add(rhs.0).map(Self)
            }

            /// ⌊a·b⌋ at 2^−F (floor, also for negative products), none on overflow.
            #[inline]
            pub fn checked_mul(self, rhs: Self) -> Option<Self> {
                self.0.mul_shifted(rhs.0, $fraction_bits).map(Self)
            }

            /// ⌊a·b⌋ at 2^−F, clamped to the range by the sign of the exact product.
            #[inline]
            pub fn saturating_mul(self, rhs: Self) -> Self {
                self.checked_mul(rhs).unwrap_or(self.clamp_end(rhs))
            }

            /// a / b towards zero, none if b = 0 or on overflow.
            #[inline]
            pub fn checked_div(self, rhs: Self) -> Option<Self> {
                self.0.div_shifted(rhs.0, $fraction_bits).map(Self)
            }

            /// a / b towards zero; 0 if b = 0 **and also 0 on overflow** (epoch.md 1.2).
            #[inline]
            pub fn safe_div(self, rhs: Self) -> Self {
                self.safe_div_or(rhs, Self::ZERO)
            }

            /// a / b towards zero; `default` if b = 0 or on overflow.
            #[inline]
            pub fn safe_div_or(self, rhs: Self, default: Self) -> Self {
                self.checked_div(rhs).unwrap_or(default)
            }

            /// The nearest whole number, ties away from zero, at most the largest of the type.
            pub fn round(self) -> Self {
                const HALF: $bits = 1 << ($fraction_bits - 1);
                const WHOLE: $bits = !((1 << $fraction_bits) - 1);
                // Flooring −x.5 + ½ would go towards zero: a negative tie needs one bit less.
                let half = if Bits::is_negative(self.0) { HALF.saturating_sub(1) } else { HALF };
                Self(self.0.saturating_add(half) & WHOLE)
            }

            /// Where an overflowing product or quotient of these two is clamped to.
            #[inline]
            fn clamp_end(self, rhs: Self) -> Self {
                if Bits::is_negative(self.0) == Bits::is_negative(rhs.0) { Self::MAX } else { Self::MIN }
            }
        }

        /// The plain sum of the chain's release build: exact, wrapping on overflow.
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                Self(values.fold(0, |total, value| total.wrapping_add(value.0)))
            }
        }

        impl<'a> Sum<&'a $name> for $name {
            fn sum<I: Iterator<Item = &'a Self>>(values: I) -> Self {
                values.copied().sum()
            }
        }
    };
}

fixed_point! {
    /// Signed, 32 integer and 32 fraction bits: nearly everything in the epoch.
    I32F32, i64, 32
}
fixed_point! {
    /// Signed, 64 and 64 bits: stake before normalisation, the bonds moving average.
    I64F64, i128, 64
}
fixed_point! {
    /// Signed, 96 and 32 bits: emission amounts.
    I96F32, i128, 32
}
fixed_point! {
    /// Unsigned, 96 and 32 bits: stake inheritance, TAO weight.
    U96F32, u128, 32
}
fixed_point! {
    /// Unsigned, 64 and 64 bits: mechanism weights.
    U64F64, u128, 64
}
