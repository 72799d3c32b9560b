//! `exp` as the chain's library computes it (epoch.md 2.1).

use super::convert::FixedPoint;
use super::types::I32F32;

/// e truncated to 23 fraction bits: what the library returns for exactly 1. It is below
/// exp(1 − 2^−32), so the function is not monotone there.
const E: I32F32 = I32F32::from_bits(11_674_931_200);

/// The last power of the series.
const LAST_POWER: u8 = 31;

/// e^x by 31 powers of the series, none on overflow (impossible within ±20).
pub fn exp(x: I32F32) -> Option<I32F32> {
    if x == I32F32::ZERO {
        return Some(I32F32::ONE);
    }
    if x == I32F32::ONE {
        return Some(E);
    }
    let series = series(I32F32::from_bits(x.to_bits().checked_abs()?))?;
    if x < I32F32::ZERO {
        I32F32::ONE.checked_div(series)
    } else {
        Some(series)
    }
}

/// 1 + y + y²/2! + … + y³¹/31! for y > 0, each term floored after the product and after the
/// division.
fn series(y: I32F32) -> Option<I32F32> {
    let mut sum = I32F32::ONE.checked_add(y)?;
    let mut term = y;
    for power in 2..=LAST_POWER {
        term = term
            .checked_mul(y)?
            .checked_div(I32F32::saturating_from_num(power))?;
        if term == I32F32::ZERO {
            break;
        }
        sum = sum.checked_add(term)?;
    }
    Some(sum)
}

/// exp of x clamped to ±20. Should exp fail (it cannot within the clamp) the result is 0 for
/// x ≤ 0 and the largest number otherwise.
pub fn exp_safe(x: I32F32) -> I32F32 {
    const LIMIT: I32F32 = I32F32::from_u16(20);
    let clamped = x.clamp(I32F32::ZERO.saturating_sub(LIMIT), LIMIT);
    exp(clamped).unwrap_or(if clamped > I32F32::ZERO {
        I32F32::MAX
    } else {
        I32F32::ZERO
    })
}
