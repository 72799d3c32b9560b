//! Consensus: the stake-weighted median of every column (epoch.md 8.7).
//!
//! "Stake with score ≤ s exceeds T − kappa" says the same as "stake with score > s is below
//! kappa", and the second form never looks at zero or absent scores. The answer of a column is
//! then the smallest s, from its lowest score on, for which that holds; it is found by halving the
//! range of s, for a block of columns at once, because a step is one compare, one mask and one add
//! per score: no sorting, no branches.

#![allow(
    clippy::inline_always,
    reason = "so that each version in `passes` has its own"
)]
#![allow(
    clippy::arithmetic_side_effects,
    reason = "plain sums of u32 stakes; see `stake_above` for why they do not overflow"
)]

use super::factor::proportion;
use super::passes;
use super::reciprocal::Reciprocal;
use super::tile::{Tile, to_stored};

/// Columns in one block. Wide enough that the compiler keeps the loop over them and puts columns
/// side by side; it unrolls a loop of 16 and then gathers rows instead, three times as slow.
pub(super) const WIDTH: usize = 64;

/// A value per column of a block.
pub(super) type Lanes<T> = [T; WIDTH];

/// Scores of the used rows and their stakes.
type Voters<'a> = (&'a [Lanes<i32>], &'a [u32]);

/// The used rows of the current block, packed.
#[derive(Debug, Default)]
pub(super) struct Packed {
    /// Scores with the sign bit flipped: signed compares, which all processors have, order them.
    scores: Vec<Lanes<i32>>,
    /// u: active stake over its sum once more. Not the identity (epoch.md 17.8).
    stakes: Vec<u32>,
}

/// How often the range is halved before it is cut to the scores left in it.
const HALVINGS: usize = 6;

const FLIP: u32 = 1 << 31;

#[allow(clippy::cast_possible_wrap, reason = "the same 32 bits seen as signed")]
fn flipped(score: u32) -> i32 {
    (score ^ FLIP) as i32
}

#[allow(clippy::cast_sign_loss, reason = "the same 32 bits seen as unsigned")]
fn unflipped(score: i32) -> u32 {
    score as u32 ^ FLIP
}

/// C of every column as stored weights.
pub(super) fn consensus(
    tile: &Tile,
    kappa: u16,
    active_stake: &[u64],
    packed: &mut Packed,
    consensus: &mut Vec<u32>,
) {
    consensus.clear();
    consensus.resize(tile.columns, 0);
    let voters = active_stake.iter().filter(|&&own| own > 0).count();
    let in_tile = tile.rows.iter().filter(|row| row.active_stake > 0).count();
    if voters == 1 {
        // One element is the answer, whatever kappa.
        if let Some((_, weights)) = tile.iter().find(|(row, _)| row.active_stake > 0) {
            consensus.copy_from_slice(weights);
        }
        return;
    }
    if in_tile == 0 {
        return;
    }
    let question = Question {
        kappa: proportion(kappa),
        absent: in_tile < voters,
    };
    packed.read_stakes(tile, active_stake);
    for (block, out) in consensus.chunks_mut(WIDTH).enumerate() {
        packed.read_scores(tile, block * WIDTH, out.len());
        for (c, median) in
            out.iter_mut()
                .zip(passes::medians(&packed.scores, &packed.stakes, question))
        {
            *c = unflipped(median);
        }
    }
}

impl Packed {
    fn read_stakes(&mut self, tile: &Tile, active_stake: &[u64]) {
        let sum = Reciprocal::new(active_stake.iter().sum());
        let own = tile.rows.iter().map(|row| row.active_stake);
        // At least two stakes of at least 1 make up at most ONE, so each is below it.
        let used = own.filter(|&own| own > 0);
        self.stakes.clear();
        self.stakes
            .extend(used.map(|own| to_stored(sum.share(own))));
    }

    fn read_scores(&mut self, tile: &Tile, first: usize, width: usize) {
        self.scores.clear();
        let used = tile.iter().filter(|(row, _)| row.active_stake > 0);
        self.scores.extend(used.map(|(_, weights)| {
            let mut lanes = [flipped(0); WIDTH];
            let behind = weights.get(first..first + width).unwrap_or_default();
            for (lane, &weight) in lanes.iter_mut().zip(behind) {
                *lane = flipped(weight);
            }
            lanes
        }));
    }
}

/// What decides about a median.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    pub(super) kappa: u64,
    /// Whether a voter has no row in the tile: then each column has a zero score.
    pub(super) absent: bool,
}

/// The medians of one block of columns.
#[inline(always)]
pub(super) fn medians(scores: &[Lanes<i32>], stakes: &[u32], question: Question) -> Lanes<i32> {
    let (low, high) = range(scores, question.absent);
    let Some(kappa) = u32::try_from(question.kappa)
        .ok()
        .filter(|&kappa| kappa > 0)
    else {
        // Stake above is always below ONE and never below 0.
        return if question.kappa == 0 { high } else { low };
    };
    search((scores, stakes), kappa, low, high)
}

/// Lowest and highest score of each column.
#[inline(always)]
fn range(scores: &[Lanes<i32>], absent: bool) -> (Lanes<i32>, Lanes<i32>) {
    let mut low = [if absent { i32::MIN } else { i32::MAX }; WIDTH];
    let mut high = [i32::MIN; WIDTH];
    for scores in scores {
        for ((low, high), &score) in low.iter_mut().zip(&mut high).zip(scores) {
            *low = score.min(*low);
            *high = score.max(*high);
        }
    }
    (low, high)
}

/// Per column the stake with a score above the bound. It leaves out at least one row, the one of
/// the lowest score, if no bound is below that: at most ONE − 1.
#[inline(always)]
fn stake_above((scores, stakes): Voters<'_>, bounds: &Lanes<i32>) -> Lanes<u32> {
    let mut above = [0_u32; WIDTH];
    for (scores, &stake) in scores.iter().zip(stakes) {
        for ((above, score), bound) in above.iter_mut().zip(scores).zip(bounds) {
            *above = above.wrapping_add(if score > bound { stake } else { 0 });
        }
    }
    above
}

/// The smallest bound between low and high with less than kappa above it.
#[inline(always)]
#[allow(clippy::indexing_slicing, reason = "arrays of WIDTH, k below WIDTH")]
fn search(voters: Voters<'_>, kappa: u32, mut low: Lanes<i32>, mut high: Lanes<i32>) -> Lanes<i32> {
    // The first bound tried is the lowest score: where few agree that ends the search.
    let mut bounds = low;
    loop {
        for _ in 0..HALVINGS {
            let above = stake_above(voters, &bounds);
            for k in 0..WIDTH {
                halve(above[k] < kappa, bounds[k], &mut low[k], &mut high[k]);
                bounds[k] = middle(low[k], high[k]);
            }
            if low == high {
                return low;
            }
        }
        narrow(voters.0, &mut low, &mut high);
        if low == high {
            return low;
        }
        for k in 0..WIDTH {
            bounds[k] = middle(low[k], high[k]);
        }
    }
}

/// Keeps the half the answer is in.
#[inline(always)]
fn halve(holds: bool, bound: i32, low: &mut i32, high: &mut i32) {
    *high = if holds { bound } else { *high };
    *low = if holds { *low } else { bound.wrapping_add(1) };
}

/// Rounds down, so that it is below high while there is a range.
#[inline(always)]
#[allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "half of a u32 fits i32"
)]
fn middle(low: i32, high: i32) -> i32 {
    low.wrapping_add((high.wrapping_sub(low) as u32 / 2) as i32)
}

/// Cuts the range to the scores in it: the answer is one of them, and mostly there is just one.
#[inline(always)]
#[allow(clippy::indexing_slicing, reason = "arrays of WIDTH, k below WIDTH")]
fn narrow(scores: &[Lanes<i32>], low: &mut Lanes<i32>, high: &mut Lanes<i32>) {
    let mut lowest = *high;
    let mut highest = *low;
    for scores in scores {
        for k in 0..WIDTH {
            let score = scores[k];
            let inside = score >= low[k] && score <= high[k];
            lowest[k] = if inside {
                score.min(lowest[k])
            } else {
                lowest[k]
            };
            highest[k] = if inside {
                score.max(highest[k])
            } else {
                highest[k]
            };
        }
    }
    *low = lowest;
    *high = highest;
}
