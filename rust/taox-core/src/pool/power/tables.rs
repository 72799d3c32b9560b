//! Constants of the fast path, computed when the crate is compiled.
//!
//! Qf means: an integer that counts units of 2^−f. How far entries can be off stands at [`ln_quotient`]
//! and [`exp_negative`]; the tests compare them all with the big-integer series.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "compile-time loops: an overflow or a wrong index would not compile"
)]

use super::wide::mul_high;

/// First step of the logarithm: a mantissa in [1 + i/64, 1 + (i+1)/64) is multiplied by
/// COARSE[i] / 2^9, just over 1 / (1 + i/64).
pub(super) const COARSE: [u64; 64] = {
    let mut table = [0; 64];
    let mut i = 0;
    while i < 64 {
        table[i] = (1_u64 << 15).div_ceil(64 + i as u64);
        i += 1;
    }
    table
};

/// −ln(COARSE[i] / 2^9) in Q120.
pub(super) const COARSE_LN: [u128; 64] = {
    let mut table = [0; 64];
    let mut i = 0;
    while i < 64 {
        table[i] = ln_quotient(1 << 9, COARSE[i]) >> 7;
        i += 1;
    }
    table
};

/// Second step: a number in [1 + j/4096, 1 + (j+1)/4096) is multiplied by FINE[j] / 2^20, just over
/// 1 / (1 + j/4096). The first step leaves less than 1 + 81/4096.
pub(super) const FINE: [u64; 81] = {
    let mut table = [0; 81];
    let mut j = 0;
    while j < 81 {
        table[j] = (1_u64 << 32).div_ceil(4096 + j as u64);
        j += 1;
    }
    table
};

/// −ln(FINE[j] / 2^20) in Q120.
pub(super) const FINE_LN: [u128; 81] = {
    let mut table = [0; 81];
    let mut j = 0;
    while j < 81 {
        table[j] = ln_quotient(1 << 20, FINE[j]) >> 7;
        j += 1;
    }
    table
};

/// ln 2 in Q128, floored.
pub(super) const LN_2: u128 = 0xb172_17f7_d1cf_79ab_c9e3_b398_03f2_f6af;

/// 1/k in Q127 for k = 1..=9, the coefficients of ln(1 + u).
pub(super) const RECIPROCALS: [u128; 9] = {
    let mut table = [0; 9];
    let mut k = 0;
    while k < 9 {
        table[k] = (1 << 127) / (k as u128 + 1);
        k += 1;
    }
    table
};

/// e^(−i/64) in Q127, up to e^(−ln 2).
pub(super) const COARSE_EXP: [u128; 45] = {
    let mut table = [0; 45];
    let mut i = 0;
    while i < 45 {
        table[i] = exp_negative((i as u128) << 122);
        i += 1;
    }
    table
};

/// e^(−j/4096) in Q127.
pub(super) const FINE_EXP: [u128; 64] = {
    let mut table = [0; 64];
    let mut j = 0;
    while j < 64 {
        table[j] = exp_negative((j as u128) << 116);
        j += 1;
    }
    table
};

/// 1/k! in Q127 for k = 0..=8, the coefficients of e^−s.
pub(super) const INVERSE_FACTORIALS: [u128; 9] = {
    let mut table = [1 << 127; 9];
    let mut k = 1;
    while k < 9 {
        table[k] = table[k - 1] / k as u128;
        k += 1;
    }
    table
};

/// ln(p/q) in Q127 for q <= p <= 2q: 2 artanh z with z = (p − q) / (p + q) <= 1/3.
///
/// The sum has at most 40 terms, each under 2 units wrong: less than 2^−120 together.
const fn ln_quotient(p: u64, q: u64) -> u128 {
    let (difference, sum) = ((p - q) as u128, (p + q) as u128);
    let high = (difference << 64) / sum;
    let z = (high << 64) | ((((difference << 64) % sum) << 64) / sum);
    let square = mul_high(z, z);
    let (mut power, mut total, mut k) = (z, 0, 1);
    while power > 0 {
        total += power / k;
        power = mul_high(power, square);
        k += 2;
    }
    total // twice the sum, in Q127 instead of Q128
}

/// e^−x in Q127 for x < 1 in Q128. Some 35 terms, each under 2 units of 2^−127 wrong.
const fn exp_negative(x: u128) -> u128 {
    let (mut term, mut positive, mut negative, mut k) = (1_u128 << 127, 1_u128 << 127, 0, 1);
    while term > 0 {
        term = mul_high(term, x) / k;
        if k % 2 == 0 {
            positive += term;
        } else {
            negative += term;
        }
        k += 1;
    }
    positive - negative
}
