//! Clipping, trust, rank, incentive (epoch.md 8.8) and the weights for bonds (8.9), in one pass
//! over the tile, which then holds WB.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "weights and stakes are at most ONE, rows and ranks sum to at most ONE"
)]

use super::factor::{Factor, ONE, proportion};
use super::passes;
use super::reciprocal::normalise;
use super::tile::{Tile, TileRow, from_stored};

/// What clipping finds.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// C as stored weights, by column.
    pub(super) consensus: Vec<u32>,
    /// VT by row of the tile.
    pub(super) trust: Vec<u64>,
    /// R, then I, by column.
    pub(super) incentive: Vec<u64>,
}

/// How far weights for bonds are clipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Penalty {
    /// WB = W.
    None,
    /// WB = clipped.
    Full,
    /// In between; rows become ascending and lose their zeros.
    Part(u32),
}

impl Penalty {
    pub(super) fn new(bonds_penalty: u16) -> Self {
        match u32::try_from(proportion(bonds_penalty)) {
            Ok(0) => Self::None,
            Ok(part) => Self::Part(part),
            Err(_) => Self::Full,
        }
    }

    /// The weight for bonds of a pair.
    #[inline]
    pub(super) fn weight(self, weight: u64, clipped: u64) -> u64 {
        match self {
            Self::None => weight,
            Self::Full => clipped,
            // clipped − weight is not above 0 and its product floors away from 0. The product is
            // below (2^32 − 1)·2^32, so rounding up does not overflow.
            Self::Part(part) => weight - ((u64::from(part) * (weight - clipped) + (ONE - 1)) >> 32),
        }
    }
}

impl Judged {
    /// Clips the tile to the consensus and turns it into the weights for bonds.
    pub(super) fn clip(&mut self, tile: &mut Tile, penalty: Penalty) {
        self.trust.clear();
        self.incentive.clear();
        self.incentive.resize(tile.columns, 0);
        let dense = tile.weights.chunks_exact_mut(tile.columns);
        for (row, weights) in tile.rows.iter_mut().zip(dense) {
            let trust = if row.mask.is_none() {
                0
            } else if row.lone.is_some() {
                self.clip_lone(row, weights, penalty)
            } else {
                let (limits, ranks) = (&self.consensus, &mut self.incentive);
                passes::clip(
                    weights,
                    limits,
                    ranks,
                    Factor::new(row.active_stake),
                    penalty,
                )
            };
            self.trust.push(trust);
        }
        normalise(&mut self.incentive);
    }

    /// Clips a row whose one weight is 1; returns its trust.
    fn clip_lone(&mut self, row: &mut TileRow, weights: &mut [u32], penalty: Penalty) -> u64 {
        let Some((column, weight)) = &mut row.lone else {
            return 0;
        };
        let limit = self.consensus.get(*column).copied().unwrap_or(0);
        let clipped = from_stored(limit);
        if let Some(rank) = self.incentive.get_mut(*column) {
            *rank += Factor::new(row.active_stake).times(clipped);
        }
        if let Some(cell) = weights.get_mut(*column) {
            *cell = 0;
        }
        *weight = penalty.weight(*weight, clipped);
        clipped
    }
}
