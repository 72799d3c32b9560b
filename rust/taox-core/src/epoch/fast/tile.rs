//! The dense tile: the rows that can matter, every column (epoch.md 8.6).
//!
//! A weight is stored in 32 bits, as its I32F32 bits but for 1, which is stored as 2^32 − 1. No
//! other weight comes near that: ⌊w·2^32 / s⌋ ≤ 2^32 − 2 for w < s < 2^32. Order is kept, so
//! medians and clipping work on stored weights. A weight of 1 has its row to itself, all others
//! there being 0; such a row is called lone and carries its one pair apart.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "rows and columns are at most 4096, weights u16: all sums stay below 2^32"
)]

use super::factor::ONE;
use super::reciprocal::Reciprocal;
use super::stake::{Subnet, last_update};
use crate::epoch::input::{EpochInput, MechanismInput, NO_COMMIT};

/// One row of the tile.
#[derive(Debug, Clone)]
pub(super) struct TileRow {
    pub(super) uid: u16,
    /// A.
    pub(super) active_stake: u64,
    /// Which of its weights count; none without an old permit.
    pub(super) mask: Option<RowMask>,
    /// Column and weight of the only pair above 0 if its weight is 1. The weight is that of the
    /// current stage (W, then WB); the tile has 0 there once it is clipped.
    pub(super) lone: Option<(usize, u64)>,
}

/// Which stored weights of a row count (epoch.md 8.6 steps 3 to 5).
#[derive(Debug, Clone, Copy)]
pub(super) struct RowMask {
    /// The uid whose pair is dropped: its own, unless it is the owner.
    diagonal: Option<u16>,
    /// Pairs towards uids registered later are dropped.
    registered_until: u64,
}

/// Weights of the rows that have any or that may have bonds, by uid ascending.
#[derive(Debug, Default)]
pub(super) struct Tile {
    pub(super) columns: usize,
    pub(super) rows: Vec<TileRow>,
    /// Row-major, `rows.len()` × `columns`.
    pub(super) weights: Vec<u32>,
}

/// The weight of 1 as stored.
pub(super) const STORED_ONE: u32 = u32::MAX;

/// A weight of at most 1 as stored.
#[inline]
pub(super) fn to_stored(weight: u64) -> u32 {
    u32::try_from(weight).unwrap_or(STORED_ONE)
}

/// The I32F32 bits of a stored weight.
#[inline]
pub(super) fn from_stored(stored: u32) -> u64 {
    if stored == STORED_ONE {
        ONE
    } else {
        stored.into()
    }
}

impl RowMask {
    /// None if no pair can pass.
    fn new(input: &EpochInput<'_>, uid: u16, last_update: u64, commit: u64) -> Option<Self> {
        // Equality drops for the update and keeps for the commit.
        let updated_until = last_update.checked_sub(1)?;
        let committed_until = if input.params.commit_reveal {
            commit
        } else {
            NO_COMMIT
        };
        Some(Self {
            diagonal: (input.owner_uid != Some(uid)).then_some(uid),
            registered_until: updated_until.min(committed_until),
        })
    }

    /// Whether a weight towards `uid` counts; towards uids without a registration none does.
    #[inline]
    pub(super) fn keeps(self, uid: u16, registered: &[u64]) -> bool {
        let known = registered.get(usize::from(uid));
        known.is_some_and(|&block| block <= self.registered_until) && self.diagonal != Some(uid)
    }
}

impl Tile {
    /// Reads the weights of one mechanism: masks, then ⌊w·2^32 / Σw⌋ by row.
    pub(super) fn fill(
        &mut self,
        input: &EpochInput<'_>,
        mechanism: &MechanismInput<'_>,
        subnet: &Subnet,
        active_stake: &[u64],
    ) {
        self.columns = input.n.into();
        self.choose_rows(input, mechanism, subnet, active_stake);
        self.weights.clear();
        self.weights.resize(self.rows.len() * self.columns, 0);
        let registered = input.block_at_registration;
        let latest = registered.iter().copied().max().unwrap_or(0);
        let dense = self.weights.chunks_exact_mut(self.columns);
        for (row, dense) in self.rows.iter_mut().zip(dense) {
            let Some(mask) = row.mask else { continue };
            let (uids, weights) = mechanism.weights.row(row.uid.into());
            row.lone = if mask.keeps_all(uids, self.columns, latest) {
                read_all(uids, weights, dense)
            } else {
                read(uids, weights, mask, registered, dense)
            };
        }
    }

    /// Rows with weights that may count or with old bonds.
    fn choose_rows(
        &mut self,
        input: &EpochInput<'_>,
        mechanism: &MechanismInput<'_>,
        subnet: &Subnet,
        active_stake: &[u64],
    ) {
        let commits = mechanism.oldest_active_commit_block.iter().copied();
        let commits = commits.chain(std::iter::repeat(NO_COMMIT));
        let permits = subnet.old_permits.iter().copied();
        let permits = permits.chain(std::iter::repeat(false));
        let by_uid = (0_u16..).zip(active_stake).zip(permits).zip(commits);
        self.rows.clear();
        for ((((uid, &active_stake), permit), commit), update) in
            by_uid.zip(last_update(input, mechanism))
        {
            let has_weights = permit && !mechanism.weights.row(uid.into()).0.is_empty();
            if has_weights || !mechanism.bonds.row(uid.into()).0.is_empty() {
                let mask = || RowMask::new(input, uid, update, commit);
                self.rows.push(TileRow {
                    uid,
                    active_stake,
                    mask: if has_weights { mask() } else { None },
                    lone: None,
                });
            }
        }
    }

    /// Rows with their dense weights.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&TileRow, &[u32])> {
        self.rows
            .iter()
            .zip(self.weights.chunks_exact(self.columns))
    }
}

impl RowMask {
    /// Whether every pair of a row counts, decided without looking each one up: the common case.
    fn keeps_all(self, uids: &[u16], columns: usize, latest: u64) -> bool {
        latest <= self.registered_until
            && uids.iter().all(|&uid| usize::from(uid) < columns)
            && self.diagonal.is_none_or(|own| !uids.contains(&own))
    }
}

/// Spreads a row of which every pair counts; says whether it is lone.
fn read_all(uids: &[u16], weights: &[u16], dense: &mut [u32]) -> Option<(usize, u64)> {
    let sum = weights.iter().map(|&weight| u64::from(weight)).sum();
    let share = Reciprocal::new(sum);
    for (&uid, &weight) in uids.iter().zip(weights) {
        if let Some(cell) = dense.get_mut(usize::from(uid)) {
            *cell = to_stored(share.share(weight.into()));
        }
    }
    // A share of 1 is a weight that is the whole sum.
    let mut pairs = uids.iter().zip(weights);
    let whole = |weight: u16| sum > 0 && u64::from(weight) == sum;
    if sum > u64::from(u16::MAX) {
        return None;
    }
    let (&uid, _) = pairs.find(|&(_, &weight)| whole(weight))?;
    Some((uid.into(), ONE))
}

/// Spreads the pairs of a row that count over its columns; says whether it is lone.
fn read(
    uids: &[u16],
    weights: &[u16],
    mask: RowMask,
    registered: &[u64],
    dense: &mut [u32],
) -> Option<(usize, u64)> {
    let mut sum = 0_u64;
    for (&uid, &weight) in uids.iter().zip(weights) {
        if mask.keeps(uid, registered) {
            sum += u64::from(weight);
        }
    }
    let sum = Reciprocal::new(sum);
    let mut lone = None;
    for (&uid, &weight) in uids.iter().zip(weights) {
        if !mask.keeps(uid, registered) {
            continue;
        }
        let share = sum.share(weight.into());
        if let Some(cell) = dense.get_mut(usize::from(uid)) {
            *cell = to_stored(share);
        }
        if share == ONE {
            lone = Some((usize::from(uid), share));
        }
    }
    lone
}
