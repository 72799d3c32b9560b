//! Normalised stake (epoch.md 8.3) and active stake (8.5).

use super::vectors::{normalised as normalised_vector, uids};
use crate::epoch::input::EpochInput;
use crate::fixed::{FixedPoint, I32F32, I64F64};

/// S: stake that reaches the threshold, over its sum. The owner is exempt from the threshold.
pub(super) fn normalised(input: &EpochInput<'_>) -> Vec<I32F32> {
    let counted = filtered(input);
    let sum: I64F64 = counted.iter().sum();
    counted
        .into_iter()
        .map(|stake| {
            if sum == I64F64::ZERO {
                stake
            } else {
                stake.safe_div(sum)
            }
        })
        .map(I64F64::saturating_to_fixed)
        .collect()
}

/// Stake of each uid, 0 below the threshold.
fn filtered(input: &EpochInput<'_>) -> Vec<I64F64> {
    let counts = |uid: u16, stake: I64F64| {
        input.owner_uid == Some(uid)
            || stake.saturating_to_num::<u64>() >= input.params.stake_threshold
    };
    uids(input.total_stake.len())
        .zip(input.total_stake)
        .map(|(uid, &stake)| {
            if counts(uid, stake) {
                stake
            } else {
                I64F64::ZERO
            }
        })
        .collect()
}

/// A: stake of those active with an old permit, normalised again.
pub(super) fn active(stake: &[I32F32], active: &[bool], permits: &[bool]) -> Vec<I32F32> {
    normalised_vector(&masked(&masked(stake, active), permits))
}

/// Zero where the mask is not set. It is not set beyond its end, **but an empty mask masks
/// nothing**: without a stored permit vector all stake is active stake.
fn masked(stake: &[I32F32], kept: &[bool]) -> Vec<I32F32> {
    if kept.is_empty() {
        return stake.to_vec();
    }
    let kept = kept.iter().copied().chain(std::iter::repeat(false));
    stake
        .iter()
        .zip(kept)
        .map(|(&own, kept)| if kept { own } else { I32F32::ZERO })
        .collect()
}
