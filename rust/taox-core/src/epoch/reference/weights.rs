//! Which weights count, and row normalisation (epoch.md 8.6).

use super::activity::last_update;
use super::vectors::uids;
use super::{Matrix, Row};
use crate::epoch::input::{EpochInput, MechanismInput, NO_COMMIT};
use crate::fixed::I32F32;

/// What decides about the pairs of one row.
struct RowMask<'a> {
    uid: u16,
    owner_uid: Option<u16>,
    last_update: u64,
    /// With commit-reveal, the smallest block of an unexpired commit.
    commit: Option<u64>,
    registered: &'a [u64],
}

/// W: stored weights of permitted rows after all masks, over their row sums. A row is empty
/// beyond the end of the permits; explicit zeros stay.
pub(super) fn masked(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    permits: &[bool],
) -> Matrix {
    let commits = mechanism.oldest_active_commit_block.iter().copied();
    uids(input.n.into())
        .zip(last_update(input, mechanism))
        .zip(permits.iter().copied().chain(std::iter::repeat(false)))
        .zip(commits.chain(std::iter::repeat(NO_COMMIT)))
        .map(|(((uid, last_update), permit), commit)| {
            let mask = RowMask {
                uid,
                owner_uid: input.owner_uid,
                last_update,
                commit: input.params.commit_reveal.then_some(commit),
                registered: input.block_at_registration,
            };
            if permit {
                row(mechanism, &mask)
            } else {
                Row::new()
            }
        })
        .collect()
}

fn row(mechanism: &MechanismInput<'_>, mask: &RowMask<'_>) -> Row {
    let stored = mechanism.weights.iter_row(mask.uid.into());
    let kept = stored.filter(|&(uid, _)| mask.keeps(uid));
    row_normalised(
        kept.map(|(uid, weight)| (uid, I32F32::from_u16(weight)))
            .collect(),
    )
}

impl RowMask<'_> {
    /// Whether a weight towards `uid` counts; towards uids ≥ n none does.
    fn keeps(&self, uid: u16) -> bool {
        let Some(&registered) = self.registered.get(usize::from(uid)) else {
            return false;
        };
        // Only the owner may weigh itself.
        let diagonal = uid == self.uid && self.owner_uid != Some(uid);
        // Equality drops for the update and keeps for the commit.
        let outdated = self.last_update <= registered;
        let committed_before = self.commit.is_some_and(|commit| commit < registered);
        !(diagonal || outdated || committed_before)
    }
}

fn row_normalised(row: Row) -> Row {
    let sum: I32F32 = row.iter().map(|&(_, weight)| weight).sum();
    if sum <= I32F32::ZERO {
        return row;
    }
    row.into_iter()
        .map(|(uid, weight)| (uid, weight.safe_div(sum)))
        .collect()
}
