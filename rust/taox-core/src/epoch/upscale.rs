//! Max-upscaling of submitted weights (epoch.md 3, transitions.md 1.8 step 16).

use crate::fixed::{FixedPoint, I32F32};

/// Scales weights so that the largest becomes 65535; all zero stays all zero.
///
/// Which product is floored depends on the maximum, so that nothing overflows: up to 32768 the
/// scaled value is divided, above it the factor is.
///
/// ```
/// use taox_core::epoch::upscale_weights;
/// assert_eq!(upscale_weights(&[88, 102, 303]), [19_033, 22_061, 65_535]);
/// ```
pub fn upscale_weights(values: &[u16]) -> Vec<u16> {
    let max = values.iter().copied().max().unwrap_or(0);
    let scale = if max <= 32_768 {
        divide_last
    } else {
        divide_first
    };
    values.iter().map(|&value| scale(value, max)).collect()
}

/// round(⌊v·65535 / max⌋); 0 for max = 0.
fn divide_last(value: u16, max: u16) -> u16 {
    let scaled = I32F32::from_u16(value).saturating_mul(I32F32::from_u16(u16::MAX));
    scaled
        .safe_div(I32F32::from_u16(max))
        .round()
        .saturating_to_num()
}

/// round(v·⌊65535 / max⌋).
fn divide_first(value: u16, max: u16) -> u16 {
    let factor = I32F32::from_u16(u16::MAX).safe_div(I32F32::from_u16(max));
    I32F32::from_u16(value)
        .saturating_mul(factor)
        .round()
        .saturating_to_num()
}
