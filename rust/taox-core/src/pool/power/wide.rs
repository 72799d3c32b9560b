//! Products of two 128-bit integers, and quotients by 64-bit ones.

/// Low and high half of a.
const fn halves(a: u128) -> (u128, u128) {
    (a & 0xffff_ffff_ffff_ffff, a >> 64)
}

/// a · b as (high, low) 128 bits.
#[inline]
#[allow(
    clippy::arithmetic_side_effects,
    reason = "schoolbook: (2^64 − 1)² + 2 (2^64 − 1) < 2^128"
)]
pub(in crate::pool) const fn mul_wide(a: u128, b: u128) -> (u128, u128) {
    let ((a0, a1), (b0, b1)) = (halves(a), halves(b));
    let (low, carry) = halves(a0 * b0);
    let (mid, carry) = halves(a1 * b0 + carry);
    let (mid, carry2) = halves(a0 * b1 + mid);
    (a1 * b1 + carry + carry2, (mid << 64) | low)
}

/// ⌊a·b / 2^128⌋.
#[inline]
pub(in crate::pool) const fn mul_high(a: u128, b: u128) -> u128 {
    mul_wide(a, b).0
}

/// ⌊a·b / 2^shift⌋; none if it does not fit or `shift` is 256 or more.
#[inline]
pub(in crate::pool) fn mul_shift(a: u128, b: u128, shift: u32) -> Option<u128> {
    let (high, low) = mul_wide(a, b);
    if shift >= 128 {
        return high.checked_shr(shift.wrapping_sub(128));
    }
    let above = match high.checked_shl(128_u32.wrapping_sub(shift)) {
        Some(above) if high.checked_shr(shift) == Some(0) => above,
        None if high == 0 => 0, // no shift at all
        _ => return None,
    };
    Some(above | low.checked_shr(shift)?)
}

/// ⌊a·b / d⌋; none if d = 0 or it does not fit.
///
/// Long division in three digits of 64 bits: every partial remainder is under d, so every digit
/// but the first fits 64 bits.
#[inline]
pub(in crate::pool) fn mul_div_u64(a: u128, b: u64, d: u64) -> Option<u128> {
    let (high, low) = mul_wide(a, u128::from(b));
    let d = u128::from(d);
    let (low, mid) = halves(low);
    if high >= d {
        return None;
    }
    let dividend = (high << 64) | mid;
    let (first, rest) = (dividend.checked_div(d)?, dividend.checked_rem(d)?);
    let second = ((rest << 64) | low).checked_div(d)?;
    Some((first << 64) | second)
}
