//! Who is paid how much (epoch.md 8.11).

#![allow(
    clippy::arithmetic_side_effects,
    reason = "incentive and dividends sum to at most ONE each"
)]

use super::reciprocal::Reciprocal;

/// Shares by uid that the amounts follow from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares<'a> {
    pub(super) incentive: &'a [u64],
    pub(super) dividends: &'a [u64],
    /// S and A, by which validators are paid if nobody earned.
    pub(super) stake: &'a [u64],
    pub(super) active_stake: &'a [u64],
}

/// Alpha rao per uid: server, validator, combined. No remainder is assigned.
pub(super) fn amounts(shares: Shares<'_>, emission: u64) -> [Vec<u64>; 3] {
    let Shares {
        incentive,
        dividends,
        ..
    } = shares;
    let sum: u64 = incentive.iter().chain(dividends).sum();
    if sum == 0 {
        let idle: Vec<u64> = fallback(shares)
            .iter()
            .map(|&own| amount(own, emission))
            .collect();
        return [vec![0; incentive.len()], idle.clone(), idle];
    }
    let sum = Reciprocal::new(sum);
    let paid = |part: u64| amount(sum.share_above_one(part), emission);
    [
        incentive.iter().map(|&part| paid(part)).collect(),
        dividends.iter().map(|&part| paid(part)).collect(),
        incentive
            .iter()
            .zip(dividends)
            .map(|(&i, &d)| paid(i + d))
            .collect(),
    ]
}

/// Active stake, or all stake if there is none.
fn fallback(shares: Shares<'_>) -> &[u64] {
    if shares.active_stake.iter().all(|&own| own == 0) {
        shares.stake
    } else {
        shares.active_stake
    }
}

/// ⌊share·emission⌋: a share of at most 1 leaves it within 64 bits.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "at most the emission")]
fn amount(share: u64, emission: u64) -> u64 {
    ((u128::from(share) * u128::from(emission)) >> 32) as u64
}
