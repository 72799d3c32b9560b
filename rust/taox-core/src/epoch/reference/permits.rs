//! Validator permits, old and new (epoch.md 8.4).

use super::vectors::uids;
use crate::epoch::input::EpochInput;
use crate::fixed::I32F32;

/// The stored permits, with the owner's set **if the vector reaches that far**.
pub(super) fn old(input: &EpochInput<'_>) -> Vec<bool> {
    with_owner(input.validator_permit.to_vec(), input.owner_uid)
}

/// The k uids of most stake, if they have any; of equal stake the lower uid loses. The owner's
/// permit is then set, possibly as one more.
pub(super) fn new(input: &EpochInput<'_>, stake: &[I32F32]) -> Vec<bool> {
    let mut ascending: Vec<(u16, I32F32)> = uids(stake.len()).zip(stake.iter().copied()).collect();
    ascending.sort_by_key(|&(_, own)| own);
    let losers = stake
        .len()
        .saturating_sub(input.params.max_allowed_validators.into());
    let mut permits: Vec<bool> = stake.iter().map(|&own| own != I32F32::ZERO).collect();
    for (uid, _) in ascending.into_iter().take(losers) {
        if let Some(permit) = permits.get_mut(usize::from(uid)) {
            *permit = false;
        }
    }
    with_owner(permits, input.owner_uid)
}

fn with_owner(mut permits: Vec<bool>, owner_uid: Option<u16>) -> Vec<bool> {
    if let Some(permit) = owner_uid.and_then(|owner| permits.get_mut(usize::from(owner))) {
        *permit = true;
    }
    permits
}
