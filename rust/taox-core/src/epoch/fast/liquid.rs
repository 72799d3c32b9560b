//! Rule (c): Yuma3 with a rate of new bonds by pair (epoch.md 8.10). Works on pairs, not cells:
//! only pairs in WB keep a bond, in the order of WB.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "weights, bonds, rates and differences are at most ONE; slopes below 2^41"
)]

use super::bonds::{BondRows, Kept, Pay};
use super::clip::Penalty;
use super::exp::{LANES, exp_safe, inverse};
use super::factor::{Factor, ONE, proportion};
use super::reciprocal::{Reciprocal, normalise};
use super::tile::{Tile, TileRow};
use crate::epoch::input::{EpochInput, MechanismInput};
use crate::epoch::params::EpochParams;

/// Buffers of rule (c).
#[derive(Debug, Default)]
pub(super) struct LiquidBonds {
    /// The old bonds of the current row by uid, as they are and as the cursor finds them.
    old: Vec<u64>,
    seen: Vec<u64>,
    /// The pairs of the current row.
    pairs: Vec<Pair>,
    /// Those whose rate needs the sigmoid.
    pending: Vec<(usize, i64)>,
    /// E: pairs of all rows of the tile.
    ends: Vec<usize>,
    uids: Vec<u16>,
    bonds: Vec<u64>,
    /// Column sums of E and their reciprocals.
    sums: Vec<u64>,
    shares: Vec<Reciprocal>,
}

/// A pair of WB.
#[derive(Debug, Clone, Copy)]
struct Pair {
    uid: u16,
    weight: u64,
    old: u64,
    rate: u64,
}

/// What a row of WB is made of.
struct Weights<'a> {
    mechanism: &'a MechanismInput<'a>,
    registered: &'a [u64],
    consensus: &'a [u32],
    penalty: Penalty,
}

/// E and its column sums.
pub(super) fn update(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    tile: &Tile,
    consensus: &[u32],
    out: &mut LiquidBonds,
) {
    let weights = Weights {
        mechanism,
        registered: input.block_at_registration,
        consensus,
        penalty: Penalty::new(input.params.bonds_penalty),
    };
    let (sigmoid, kept) = (Sigmoid::new(input.params), Kept::new(input));
    out.clear(tile.columns);
    for (row, dense) in tile.iter() {
        if row.mask.is_some() {
            out.read_bonds(mechanism, row, kept);
            out.read_weights(&weights, &sigmoid, row, dense);
            out.forget_bonds(mechanism, row);
            sigmoid.solve(&mut out.pending, &mut out.pairs);
            out.average();
        }
        out.ends.push(out.uids.len());
    }
}

/// Says of each uid of a row whether the chain's cursor finds it (epoch.md 8.10 (c)): the cursor
/// stops at a uid until the columns get there, so a pair behind a larger or equal uid is passed
/// unseen. On ascending rows all are seen.
#[derive(Default)]
struct Cursor {
    /// One above the largest uid so far.
    next: u32,
}

impl Cursor {
    fn sees(&mut self, uid: u16) -> bool {
        let seen = u32::from(uid) >= self.next;
        if seen {
            self.next = u32::from(uid) + 1;
        }
        seen
    }
}

impl LiquidBonds {
    fn clear(&mut self, columns: usize) {
        for by_uid in [&mut self.old, &mut self.seen, &mut self.sums] {
            by_uid.clear();
            by_uid.resize(columns, 0);
        }
        self.ends.clear();
        self.uids.clear();
        self.bonds.clear();
    }

    /// Spreads the old bonds of a row; of a repeated uid the last counts, the first is seen.
    fn read_bonds(&mut self, mechanism: &MechanismInput<'_>, row: &TileRow, kept: Kept<'_>) {
        let mut cursor = Cursor::default();
        let (uids, values) = mechanism.bonds.row(row.uid.into());
        for (&uid, &value) in uids.iter().zip(values) {
            if !kept.keeps(uid) {
                continue;
            }
            let (seen, place) = (cursor.sees(uid), usize::from(uid));
            if let (Some(old), Some(found)) = (self.old.get_mut(place), self.seen.get_mut(place)) {
                *old = proportion(value);
                *found = if seen { *old } else { *found };
            }
        }
    }

    fn forget_bonds(&mut self, mechanism: &MechanismInput<'_>, row: &TileRow) {
        for &uid in mechanism.bonds.row(row.uid.into()).0 {
            for by_uid in [&mut self.old, &mut self.seen] {
                if let Some(bond) = by_uid.get_mut(usize::from(uid)) {
                    *bond = 0;
                }
            }
        }
    }

    fn read_weights(
        &mut self,
        weights: &Weights<'_>,
        sigmoid: &Sigmoid,
        row: &TileRow,
        dense: &[u32],
    ) {
        self.pairs.clear();
        if matches!(weights.penalty, Penalty::Part(_)) {
            for (uid, &cell) in (0_u16..).zip(dense) {
                let weight = weight_of(row, uid, cell);
                if weight > 0 {
                    self.push(weights, sigmoid, (uid, weight), true);
                }
            }
            return;
        }
        let Some(mask) = row.mask else { return };
        let mut cursor = Cursor::default();
        for (uid, stored) in weights.mechanism.weights.iter_row(row.uid.into()) {
            if !mask.keeps(uid, weights.registered) || weights.drops(uid, stored) {
                continue;
            }
            let cell = dense.get(usize::from(uid)).copied().unwrap_or(0);
            let seen = cursor.sees(uid);
            self.push(weights, sigmoid, (uid, weight_of(row, uid, cell)), seen);
        }
    }

    /// Adds a pair of WB. Its rate follows from what the cursor sees, its bond from what is there.
    #[inline]
    fn push(
        &mut self,
        weights: &Weights<'_>,
        sigmoid: &Sigmoid,
        (uid, weight): (u16, u64),
        seen: bool,
    ) {
        let at = |by_uid: &[u64]| by_uid.get(usize::from(uid)).copied().unwrap_or(0);
        let consensus = weights
            .consensus
            .get(usize::from(uid))
            .copied()
            .unwrap_or(0);
        let consensus = super::tile::from_stored(consensus);
        let (seen_weight, seen_bond) = (if seen { weight } else { 0 }, at(&self.seen));
        let distance = if seen_weight >= seen_bond {
            seen_weight.saturating_sub(consensus)
        } else {
            seen_bond - seen_weight
        };
        if distance > 0 {
            self.pending
                .push((self.pairs.len(), sigmoid.argument(distance)));
        }
        self.pairs.push(Pair {
            uid,
            weight,
            old: at(&self.old),
            rate: sigmoid.at_zero,
        });
    }

    /// The new bonds of the row.
    fn average(&mut self) {
        for &Pair {
            uid,
            weight,
            old,
            rate,
        } in &self.pairs
        {
            let (bought, kept) = (
                Factor::new(rate).times(weight),
                Factor::new(ONE - rate).times(old),
            );
            let bond = bought + kept;
            if bond > 0 {
                self.uids.push(uid);
                self.bonds.push(bond);
                if let Some(sum) = self.sums.get_mut(usize::from(uid)) {
                    *sum += bond;
                }
            }
        }
    }

    /// The pairs of E of each row of the tile.
    fn rows(&self) -> impl Iterator<Item = (&[u16], &[u64])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| {
            let row = self.uids.get(start..end).zip(self.bonds.get(start..end));
            row.unwrap_or_default()
        })
    }

    /// D by row of the tile.
    pub(super) fn dividends(&mut self, tile: &Tile, pay: &Pay, out: &mut Vec<u64>) {
        super::bonds::reciprocals(&self.sums, pay, &mut self.shares);
        let earned = tile
            .rows
            .iter()
            .zip(self.rows())
            .map(|(row, (uids, bonds))| {
                let part = |(&uid, &bond): (&u16, &u64)| {
                    let column = usize::from(uid);
                    let share = self.shares.get(column).map_or(0, |share| share.share(bond));
                    let incentive = pay.by_column().get(column).copied().unwrap_or(0);
                    Pay::part(share, incentive)
                        + pay.rest(|whole| if whole == column { share } else { 0 })
                };
                let earned: u64 = uids.iter().zip(bonds).map(part).sum();
                Factor::new(row.active_stake).times(earned)
            });
        out.clear();
        out.extend(earned);
        normalise(out);
    }

    /// Stores E of those with a new permit in its order.
    pub(super) fn store(&self, tile: &Tile, permits: &[bool], out: &mut BondRows) {
        for (row, (uids, bonds)) in tile.rows.iter().zip(self.rows()) {
            if permits.get(usize::from(row.uid)) == Some(&true) {
                out.skip_to(row.uid.into());
                out.push_row(uids, bonds);
            }
        }
    }
}

/// WB of a cell; a lone weight stands apart.
#[inline]
fn weight_of(row: &TileRow, uid: u16, cell: u32) -> u64 {
    match row.lone {
        Some((column, weight)) if column == usize::from(uid) => weight,
        _ => cell.into(),
    }
}

impl Weights<'_> {
    /// Whether clipping dropped a stored pair: its consensus is 0 and it was not 0 itself.
    #[inline]
    fn drops(&self, uid: u16, stored: u16) -> bool {
        let consensus = self.consensus.get(usize::from(uid));
        self.penalty == Penalty::Full && stored > 0 && consensus == Some(&0)
    }
}

/// The sigmoid between the two rates.
struct Sigmoid {
    low: i64,
    high: i64,
    /// Steepness over −100, towards zero.
    slope: i64,
    /// The rate at distance 0, where most pairs are: with the full penalty no weight is above
    /// consensus, so only pairs below their bond are elsewhere.
    at_zero: u64,
}

impl Sigmoid {
    fn new(params: &EpochParams) -> Self {
        let mut sigmoid = Self {
            low: proportion(params.alpha_low).cast_signed(),
            high: proportion(params.alpha_high).cast_signed(),
            slope: (i64::from(params.alpha_sigmoid_steepness) << 32) / -100,
            at_zero: 0,
        };
        let [at_zero, ..] = exp_safe([sigmoid.argument(0); LANES]);
        sigmoid.at_zero = sigmoid.rate(at_zero);
        sigmoid
    }

    /// x = mul(slope, distance − ½).
    fn argument(&self, distance: u64) -> i64 {
        const HALF: i64 = 1 << 31;
        let product = i128::from(self.slope) * i128::from(distance.cast_signed() - HALF);
        // |slope| < 2^41 and |distance − ½| ≤ 2^31.
        i64::try_from(product >> 32).unwrap_or(0)
    }

    /// The rate from low to high given e^x; low if that is above high.
    fn rate(&self, exp: u64) -> u64 {
        let share = i128::from(inverse(ONE + exp));
        let above_low = (share * i128::from(self.high - self.low)) >> 32;
        let rate = self.low + i64::try_from(above_low).unwrap_or(0);
        rate.min(self.high).max(self.low).unsigned_abs()
    }

    /// Gives each pending pair its rate.
    fn solve(&self, pending: &mut Vec<(usize, i64)>, pairs: &mut [Pair]) {
        for chunk in pending.chunks(LANES) {
            let mut x = [0; LANES];
            for (x, &(_, argument)) in x.iter_mut().zip(chunk) {
                *x = argument;
            }
            for (&(place, _), exp) in chunk.iter().zip(exp_safe(x)) {
                if let Some(pair) = pairs.get_mut(place) {
                    pair.rate = self.rate(exp);
                }
            }
        }
        pending.clear();
    }
}
