//! Stake and permits of a subnet (epoch.md 8.3, 8.4), the same for all its mechanisms, and the
//! active stake of one mechanism (8.2, 8.5).

#![allow(
    clippy::arithmetic_side_effects,
    reason = "shifts are below their widths; sums of shares stay below 2^45"
)]

use super::reciprocal::normalise;
use crate::epoch::input::{EpochInput, MechanismInput};
use crate::fixed::{FixedPoint, I32F32, I64F64};

/// What depends on stake alone, by uid.
#[derive(Debug, Default)]
pub(super) struct Subnet {
    /// S.
    pub(super) stake: Vec<u64>,
    /// Old permits, the owner's set where the stored vector has it.
    pub(super) old_permits: Vec<bool>,
    /// New permits.
    pub(super) new_permits: Vec<bool>,
    /// Stake that counts, before normalisation.
    counted: Vec<u128>,
    /// (S, uid) in one integer, to rank by.
    ranked: Vec<u64>,
}

impl Subnet {
    pub(super) fn fill(&mut self, input: &EpochInput<'_>) {
        self.count(input);
        shares(&self.counted, &mut self.stake);
        self.old_permits.clear();
        self.old_permits.extend_from_slice(input.validator_permit);
        grant(&mut self.old_permits, input.owner_uid);
        self.rank(input.params.max_allowed_validators.into());
        grant(&mut self.new_permits, input.owner_uid);
    }

    /// Stake of each uid, 0 below the threshold; the owner is exempt.
    fn count(&mut self, input: &EpochInput<'_>) {
        let threshold = u128::from(input.params.stake_threshold);
        let owner = input.owner_uid.map(usize::from);
        let counted = input.total_stake.iter().enumerate().map(|(uid, own)| {
            let bits = own.to_bits().unsigned_abs();
            let counts = bits >> I64F64::FRACTION_BITS >= threshold || owner == Some(uid);
            if counts { bits } else { 0 }
        });
        self.counted.clear();
        self.counted.extend(counted);
    }

    /// The k uids of most stake get a permit; of equal stake the higher uid does.
    fn rank(&mut self, k: usize) {
        self.new_permits.clear();
        self.new_permits
            .extend(self.stake.iter().map(|&own| own != 0));
        // Those without stake lose anyway, so only the others are ranked.
        self.ranked.clear();
        let staked = (0_u64..).zip(&self.stake).filter(|&(_, &own)| own != 0);
        self.ranked.extend(staked.map(|(uid, own)| own << 16 | uid));
        let Some(losers) = self.ranked.len().checked_sub(k).filter(|&l| l > 0) else {
            return;
        };
        self.ranked.select_nth_unstable(losers - 1);
        for ranked in self.ranked.iter().take(losers) {
            let uid = usize::try_from(ranked & 0xffff).unwrap_or(usize::MAX);
            if let Some(permit) = self.new_permits.get_mut(uid) {
                *permit = false;
            }
        }
    }
}

fn grant(permits: &mut [bool], owner_uid: Option<u16>) {
    if let Some(permit) = owner_uid.and_then(|owner| permits.get_mut(usize::from(owner))) {
        *permit = true;
    }
}

/// S = ⌊f·2^32 / Σf⌋ (epoch.md 17.3: the two floors of 8.3 merge).
fn shares(counted: &[u128], stake: &mut Vec<u64>) {
    /// Width of the normalised sum: remainders, below 4 sums, then still fit a signed 128 bits.
    const WIDTH: u32 = 124;
    let sum: u128 = counted.iter().sum();
    stake.clear();
    let Some(shift) = sum.leading_zeros().checked_sub(u128::BITS - WIDTH) else {
        return stake.extend(counted.iter().map(|&own| wide_share(own, sum)));
    };
    if sum == 0 {
        return stake.resize(counted.len(), 0);
    }
    let sum = sum << shift;
    // Highest 63 bits: 2^62 ≤ divisor < 2^63, so the inverse has 34 bits and the estimate below
    // is at most one off in either direction.
    let inverse = (1_u128 << 96) / (sum >> (WIDTH - 63));
    stake.extend(counted.iter().map(|&own| {
        let own = own << shift;
        let estimate = ((own >> (WIDTH - 63)) * inverse) >> 64;
        let rest = (own << 32).wrapping_sub(estimate.wrapping_mul(sum));
        let off =
            i64::from(rest.cast_signed() >= sum.cast_signed()) - i64::from(rest.cast_signed() < 0);
        u64::try_from(estimate)
            .unwrap_or(0)
            .wrapping_add_signed(off)
    }));
}

/// The same by the chain's own operations, for sums beyond 2^60 rao.
#[cold]
fn wide_share(own: u128, sum: u128) -> u64 {
    let number = |bits: u128| I64F64::from_bits(bits.cast_signed());
    let share: I32F32 = number(own).safe_div(number(sum)).saturating_to_fixed();
    share.to_bits().unsigned_abs()
}

/// `LastUpdate` for uids 0…n−1: padded with 0, further entries ignored (epoch.md 3).
pub(super) fn last_update(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
) -> impl Iterator<Item = u64> {
    let stored = mechanism.last_update.iter().copied();
    stored.chain(std::iter::repeat(0)).take(input.n.into())
}

/// Who updated within the cutoff (epoch.md 8.2).
pub(super) fn active(input: &EpochInput<'_>, mechanism: &MechanismInput<'_>) -> Vec<bool> {
    let cutoff = input.params.activity_cutoff;
    last_update(input, mechanism)
        .map(|updated| updated.saturating_add(cutoff) >= input.block)
        .collect()
}

/// A: stake of those active with an old permit, over its sum. Without any stored permit nobody
/// is masked for lack of one (epoch.md 8.5).
pub(super) fn active_stake(subnet: &Subnet, active: &[bool], out: &mut Vec<u64>) {
    let unmasked = subnet.old_permits.is_empty();
    let permits = subnet.old_permits.iter().copied();
    let permits = permits.chain(std::iter::repeat(unmasked));
    let rows = subnet.stake.iter().zip(active).zip(permits);
    out.clear();
    out.extend(rows.map(|((&own, &active), permit)| if active && permit { own } else { 0 }));
    normalise(out);
}
