//! Who is active (epoch.md 8.2).

use crate::epoch::input::{EpochInput, MechanismInput};

/// `LastUpdate` for uids 0…n−1: padded with 0, further entries ignored (epoch.md 3).
pub(super) fn last_update(input: &EpochInput<'_>, mechanism: &MechanismInput<'_>) -> Vec<u64> {
    let padded = mechanism
        .last_update
        .iter()
        .copied()
        .chain(std::iter::repeat(0));
    padded.take(input.n.into()).collect()
}

/// Not active is who last updated more than the cutoff ago; exactly at the limit is active.
pub(super) fn active(input: &EpochInput<'_>, mechanism: &MechanismInput<'_>) -> Vec<bool> {
    let cutoff = input.params.activity_cutoff;
    let outdated = |updated: u64| updated.saturating_add(cutoff) < input.block;
    last_update(input, mechanism)
        .into_iter()
        .map(|updated| !outdated(updated))
        .collect()
}
