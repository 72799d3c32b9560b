//! Double-width integers behind the products and quotients (epoch.md 1.2).

use ethnum::{I256, U256};

/// An integer that holds the bits of a fixed-point number.
pub(super) trait Bits: Copy {
    /// ⌊a·b / 2^F⌋, or none if it does not fit.
    fn mul_shifted(self, rhs: Self, fraction_bits: u32) -> Option<Self>;
    /// trunc(a·2^F / b), or none if b = 0 or it does not fit.
    fn div_shifted(self, rhs: Self, fraction_bits: u32) -> Option<Self>;
    /// True for values below zero.
    fn is_negative(self) -> bool;
}

macro_rules! bits {
    ($int:ty, $wide:ty, half: $half:ty, negative: $negative:expr) => {
        impl Bits for $int {
            #[inline]
            #[allow(
                clippy::arithmetic_side_effects,
                reason = "the product of two integers fits twice their width; shifts are 32 or 64"
            )]
            fn mul_shifted(self, rhs: Self, fraction_bits: u32) -> Option<Self> {
                // Most numbers are small: their product needs no double width.
                if let (Ok(a), Ok(b)) = (<$half>::try_from(self), <$half>::try_from(rhs)) {
                    return Some((Self::from(a) * Self::from(b)) >> fraction_bits);
                }
                let product = <$wide>::from(self) * <$wide>::from(rhs);
                Self::try_from(product >> fraction_bits).ok()
            }

            #[inline]
            #[allow(
                clippy::arithmetic_side_effects,
                reason = "F is at most half the width, so the shifted dividend fits twice the width"
            )]
            fn div_shifted(self, rhs: Self, fraction_bits: u32) -> Option<Self> {
                let shifted = self << fraction_bits;
                if shifted >> fraction_bits == self {
                    return shifted.checked_div(rhs);
                }
                let dividend = <$wide>::from(self) << fraction_bits;
                Self::try_from(dividend.checked_div(<$wide>::from(rhs))?).ok()
            }

            #[inline]
            fn is_negative(self) -> bool {
                $negative(self)
            }
        }
    };
}

bits!(i64, i128, half: i32, negative: |bits| bits < 0);
bits!(i128, I256, half: i64, negative: |bits| bits < 0);
bits!(u128, U256, half: u64, negative: |_| false);
