//! Rule (a): original Yuma, bonds are shares of their column (epoch.md 8.10).

#![allow(
    clippy::arithmetic_side_effects,
    reason = "shares are at most ONE, columns sum to at most 4096·ONE"
)]

use super::bonds::{BondRows, Kept, Pay};
use super::factor::Factor;
use super::passes;
use super::reciprocal::{Reciprocal, normalise};
use super::tile::Tile;
use super::yuma3::{DenseBonds, Rates, RepeatedUid, add, read_row};
use crate::epoch::input::{EpochInput, MechanismInput};

/// Buffers of rule (a) beside those of (b).
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Σ mul(WB, A), then the largest bond.
    sums: Vec<u64>,
    /// Shares of what is bought now, of the old bonds, of their average (then of the largest).
    bought: Vec<Reciprocal>,
    old: Vec<Reciprocal>,
    average: Vec<Reciprocal>,
}

/// E before scaling, and the reciprocals of its column maxima; D by row of the tile.
pub(super) fn update(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    tile: &Tile,
    (rates, pay): (Rates, &Pay),
    (bonds, columns): (&mut DenseBonds, &mut Columns),
    dividends: &mut Vec<u64>,
) -> Result<(), RepeatedUid> {
    bonds.clear(tile);
    columns.read(input, mechanism, tile, bonds)?;
    columns.average(tile, rates, bonds);
    columns.share(tile, pay, bonds, dividends);
    normalise(dividends);
    Ok(())
}

/// Refills reciprocals from sums, and zeroes the sums.
fn take(sums: &mut [u64], out: &mut Vec<Reciprocal>) {
    out.clear();
    out.extend(sums.iter().map(|&sum| Reciprocal::new(sum)));
    sums.fill(0);
}

impl Columns {
    /// Old bonds as stored, and both column sums: mul(WB, A) is formed again where it is used.
    fn read(
        &mut self,
        input: &EpochInput<'_>,
        mechanism: &MechanismInput<'_>,
        tile: &Tile,
        bonds: &mut DenseBonds,
    ) -> Result<(), RepeatedUid> {
        self.sums.clear();
        self.sums.resize(tile.columns, 0);
        let kept = Kept::new(input);
        let (rows, old_sums) = bonds.rows(tile);
        for (row, weights, cells) in rows {
            read_row(mechanism.bonds, row, kept, cells, u64::from)?;
            let own = Factor::new(row.active_stake);
            let sums = old_sums.iter_mut().zip(&mut self.sums);
            for ((&old, &weight), (old_sum, sum)) in cells.iter().zip(weights).zip(sums) {
                *old_sum += old;
                *sum += own.times(weight.into());
            }
            if let Some((column, weight)) = row.lone
                && let Some(sum) = self.sums.get_mut(column)
            {
                *sum += own.times(weight);
            }
        }
        take(&mut bonds.sums, &mut self.old);
        take(&mut self.sums, &mut self.bought);
        Ok(())
    }

    /// ema(D0, B) of column shares, and its column sums.
    fn average(&mut self, tile: &Tile, rates: Rates, bonds: &mut DenseBonds) {
        let (rows, sums) = bonds.rows(tile);
        for (row, weights, cells) in rows {
            let own = Factor::new(row.active_stake);
            let columns = (self.bought.as_slice(), self.old.as_slice(), &mut *sums);
            passes::mix(cells, weights, columns, own, rates);
            if let Some((column, weight)) = row.lone {
                let share = self.bought.get(column);
                let share = share.map_or(0, |bought| bought.share(own.times(weight)));
                add(cells, sums, column, rates.new.times(share));
            }
        }
        take(&mut bonds.sums, &mut self.average);
    }

    /// E = colnorm, what it earns, and the largest bond of each column.
    fn share(&mut self, tile: &Tile, pay: &Pay, bonds: &mut DenseBonds, earned: &mut Vec<u64>) {
        earned.clear();
        for cells in bonds.cells.chunks_exact_mut(tile.columns) {
            let sum = passes::settle(cells, &self.average, pay.by_column(), &mut self.sums);
            let rest = pay.rest(|column| cells.get(column).copied().unwrap_or(0));
            earned.push(sum + rest);
        }
        take(&mut self.sums, &mut self.average);
    }

    /// Stores bonds of those with a new permit over the largest of their column.
    pub(super) fn store(
        &self,
        tile: &Tile,
        bonds: &DenseBonds,
        permits: &[bool],
        out: &mut BondRows,
    ) {
        for (row, cells) in tile.rows.iter().zip(bonds.cells(tile)) {
            if permits.get(usize::from(row.uid)) == Some(&true) {
                out.skip_to(row.uid.into());
                let columns = cells.iter().zip(&self.average);
                out.push_positive(columns.map(|(&bond, largest)| (bond, largest.share(bond))));
            }
        }
    }
}
