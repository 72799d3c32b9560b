//! Rule (b): Yuma3 with a constant rate of new bonds (epoch.md 8.10).

#![allow(
    clippy::arithmetic_side_effects,
    reason = "bonds are at most ONE, columns sum to at most 4096·ONE"
)]

use super::bonds::{BondRows, Kept, Pay};
use super::factor::{Factor, ONE, proportion};
use super::passes;
use super::reciprocal::{Reciprocal, normalise};
use super::tile::{Tile, TileRow};
use crate::epoch::input::{EpochInput, MechanismInput};
use crate::epoch::rows::Rows;

/// Buffers of rules (a) and (b).
#[derive(Debug, Default)]
pub(super) struct DenseBonds {
    /// B, then E, by cell of the tile.
    pub(super) cells: Vec<u64>,
    /// A sum per column.
    pub(super) sums: Vec<u64>,
    /// Their reciprocals.
    pub(super) shares: Vec<Reciprocal>,
}

/// A row of the tile with its weights and its bonds.
type BondRow<'a> = (&'a TileRow, &'a [u32], &'a mut [u64]);

/// The rate of new bonds and the rate of old ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    pub(super) new: Factor,
    pub(super) old: Factor,
}

impl Rates {
    /// None where the moving average is above 1: then the rate of new bonds is negative.
    pub(super) fn new(bonds_moving_average: u64) -> Option<Self> {
        if bonds_moving_average > 1_000_000 {
            return None;
        }
        // ⌊⌊v·2^64 / 10^6⌋ / 2^32⌋: nested floors merge.
        let old = (bonds_moving_average << 32) / 1_000_000;
        Some(Self {
            new: Factor::new(ONE - old),
            old: Factor::new(old),
        })
    }
}

/// The uid that stands twice in a row of bonds, if any does, has no single cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RepeatedUid;

/// Writes `number(value)` of each stored bond that counts into its cell. Uids without a column
/// are in no sum of rules (a) and (b).
#[inline]
pub(super) fn read_row(
    stored: Rows<'_>,
    row: &TileRow,
    kept: Kept<'_>,
    cells: &mut [u64],
    number: impl Fn(u16) -> u64,
) -> Result<(), RepeatedUid> {
    let (uids, values) = stored.row(row.uid.into());
    for (&uid, &value) in uids.iter().zip(values) {
        let Some(cell) = cells.get_mut(usize::from(uid)) else {
            continue;
        };
        if kept.keeps(uid) {
            // A pair of value 0 adds nothing, wherever it stands.
            if *cell != 0 {
                return Err(RepeatedUid);
            }
            *cell = number(value);
        }
    }
    Ok(())
}

impl DenseBonds {
    /// Cells of the tile and columns without bonds.
    pub(super) fn clear(&mut self, tile: &Tile) {
        self.cells.clear();
        self.cells.resize(tile.weights.len(), 0);
        self.sums.clear();
        self.sums.resize(tile.columns, 0);
    }

    /// Rows of the tile with their weights and their cells; and the column sums.
    pub(super) fn rows<'a>(
        &'a mut self,
        tile: &'a Tile,
    ) -> (impl Iterator<Item = BondRow<'a>>, &'a mut [u64]) {
        let cells = self.cells.chunks_exact_mut(tile.columns);
        let rows = tile.iter().zip(cells);
        let rows = rows.map(|((row, weights), cells)| (row, weights, cells));
        (rows, &mut self.sums)
    }

    /// Cells per row, in order.
    pub(super) fn cells<'a>(&'a self, tile: &Tile) -> impl Iterator<Item = &'a [u64]> {
        self.cells.chunks_exact(tile.columns)
    }

    /// Stores the cells of those with a new permit as they are.
    pub(super) fn store(&self, tile: &Tile, permits: &[bool], out: &mut BondRows) {
        for (row, cells) in tile.rows.iter().zip(self.cells(tile)) {
            if permits.get(usize::from(row.uid)) == Some(&true) {
                out.skip_to(row.uid.into());
                out.push_positive(cells.iter().map(|&bond| (bond, bond)));
            }
        }
    }
}

/// E = ema(WB, B), and its column sums.
pub(super) fn update(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    tile: &Tile,
    rates: Rates,
    bonds: &mut DenseBonds,
) -> Result<(), RepeatedUid> {
    bonds.clear(tile);
    let kept = Kept::new(input);
    let (rows, sums) = bonds.rows(tile);
    for (row, weights, cells) in rows {
        read_row(mechanism.bonds, row, kept, cells, |bond| {
            rates.old.times(proportion(bond))
        })?;
        passes::buy(cells, weights, sums, rates.new);
        if let Some((column, weight)) = row.lone {
            add(cells, sums, column, rates.new.times(weight));
        }
    }
    Ok(())
}

/// Adds to one cell and to the sum of its column.
pub(super) fn add(cells: &mut [u64], sums: &mut [u64], column: usize, bought: u64) {
    if let (Some(cell), Some(sum)) = (cells.get_mut(column), sums.get_mut(column)) {
        *cell += bought;
        *sum += bought;
    }
}

/// D by row of the tile: what incentive pays on shares of columns, times active stake.
pub(super) fn dividends(tile: &Tile, bonds: &mut DenseBonds, pay: &Pay, out: &mut Vec<u64>) {
    super::bonds::reciprocals(&bonds.sums, pay, &mut bonds.shares);
    let earned = tile.rows.iter().zip(bonds.cells(tile)).map(|(row, cells)| {
        if row.active_stake == 0 {
            return 0;
        }
        let parts = passes::earn(cells, &bonds.shares, pay.by_column());
        let rest = pay.rest(|column| share_of(&bonds.shares, cells, column));
        Factor::new(row.active_stake).times(parts + rest)
    });
    out.clear();
    out.extend(earned);
    normalise(out);
}

/// The share of one cell in its column.
pub(super) fn share_of(shares: &[Reciprocal], cells: &[u64], column: usize) -> u64 {
    let pair = shares.get(column).zip(cells.get(column));
    pair.map_or(0, |(share, &bond)| share.share(bond))
}
