//! What the three rules of bonds and dividends share (epoch.md 8.10).

#![allow(
    clippy::arithmetic_side_effects,
    reason = "shares are at most ONE and incentives sum to at most ONE"
)]

use super::factor::{ONE, to_u16};
use super::reciprocal::Reciprocal;
use crate::epoch::input::EpochInput;
use crate::epoch::rows::{RowsBuf, to_start};

/// Which stored bonds count: those towards uids registered before the last epoch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a> {
    last_epoch: u64,
    registered: &'a [u64],
}

impl<'a> Kept<'a> {
    pub(super) fn new(input: &EpochInput<'a>) -> Self {
        let last_epoch = match input.last_mechanism_step_block {
            0 => input.block.saturating_sub(input.params.tempo.into()),
            block => block.saturating_add(1),
        };
        Self {
            last_epoch,
            registered: input.block_at_registration,
        }
    }

    /// Whether a bond towards `uid` counts. Uids ≥ n are registered at block 0.
    #[inline]
    pub(super) fn keeps(self, uid: u16) -> bool {
        let registered = self.registered.get(usize::from(uid));
        self.last_epoch > registered.copied().unwrap_or(0)
    }
}

/// Incentive as dividends read it: ⌊share·I⌋ with 32-bit incentives.
#[derive(Debug, Default)]
pub(super) struct Pay {
    /// I by column. An incentive of 1, which leaves none to other columns, stands as 0 here.
    low: Vec<u32>,
    /// Its column.
    whole: Option<usize>,
}

impl Pay {
    #[allow(clippy::cast_possible_truncation, reason = "ONE becomes 0 on purpose")]
    pub(super) fn fill(&mut self, incentive: &[u64]) {
        self.low.clear();
        self.low.extend(incentive.iter().map(|&i| i as u32));
        self.whole = incentive.iter().position(|&i| i == ONE);
    }

    /// The part of a share that incentive pays, by column. See [`rest`](Self::rest).
    #[inline]
    pub(super) fn by_column(&self) -> &[u32] {
        &self.low
    }

    /// ⌊share·I⌋ for one entry of [`by_column`](Self::by_column).
    #[inline]
    pub(super) fn part(share: u64, incentive: u32) -> u64 {
        (share * u64::from(incentive)) >> 32
    }

    /// What the column with all the incentive adds, given how to get the row's share of a column.
    #[inline]
    pub(super) fn rest(&self, share: impl FnOnce(usize) -> u64) -> u64 {
        self.whole.map_or(0, share)
    }

    /// Whether a column pays at all.
    #[inline]
    pub(super) fn pays(&self, column: usize) -> bool {
        self.whole == Some(column) || self.low.get(column).is_some_and(|&i| i > 0)
    }
}

/// The reciprocals of the columns that pay; shares of the others are never read.
pub(super) fn reciprocals(sums: &[u64], pay: &Pay, out: &mut Vec<Reciprocal>) {
    let columns = sums.iter().enumerate();
    out.clear();
    out.extend(
        columns.map(|(column, &sum)| Reciprocal::new(if pay.pays(column) { sum } else { 0 })),
    );
}

/// Bond rows on their way out.
#[derive(Debug, Default)]
pub(super) struct BondRows {
    starts: Vec<u32>,
    uids: Vec<u16>,
    values: Vec<u16>,
    /// The pairs of one row before it is known how many there are.
    row_uids: Vec<u16>,
    row_values: Vec<u16>,
}

impl BondRows {
    /// No rows yet; row buffers for as many columns.
    pub(super) fn clear(&mut self, columns: usize) {
        self.starts.clear();
        self.starts.push(0);
        self.uids.clear();
        self.values.clear();
        self.row_uids.resize(columns, 0);
        self.row_values.resize(columns, 0);
    }

    /// Empty rows up to the row of `uid`.
    pub(super) fn skip_to(&mut self, uid: usize) {
        self.starts.resize(uid + 1, to_start(self.uids.len()));
    }

    /// The pairs above 0 of a dense row of (bond, what is stored of it).
    pub(super) fn push_positive(&mut self, row: impl Iterator<Item = (u64, u64)>) {
        let mut kept = 0;
        for (uid, (bond, stored)) in (0_u16..).zip(row) {
            // Written in any case and counted if positive: no branch to mispredict.
            if let (Some(u), Some(v)) = (self.row_uids.get_mut(kept), self.row_values.get_mut(kept))
            {
                *u = uid;
                *v = to_u16(stored);
            }
            kept += usize::from(bond > 0);
        }
        self.uids.extend(self.row_uids.iter().take(kept));
        self.values.extend(self.row_values.iter().take(kept));
        self.end_row();
    }

    /// A row in its own order.
    pub(super) fn push_row(&mut self, uids: &[u16], bonds: &[u64]) {
        self.uids.extend_from_slice(uids);
        self.values.extend(bonds.iter().map(|&bond| to_u16(bond)));
        self.end_row();
    }

    fn end_row(&mut self) {
        self.starts.push(to_start(self.uids.len()));
    }

    /// The rows, after empty ones up to `n`.
    pub(super) fn finish(&mut self, n: usize) -> RowsBuf {
        self.skip_to(n);
        RowsBuf::from_parts(self.starts.clone(), self.uids.clone(), self.values.clone())
    }
}
