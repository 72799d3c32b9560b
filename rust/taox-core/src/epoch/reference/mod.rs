//! One mechanism's epoch as epoch.md 8 and 9 tell it, one file per section: simple first.
//!
//! | file | section |
//! |---|---|
//! | `activity` | 8.2 who is active |
//! | `stake` | 8.3 normalised stake, 8.5 active stake |
//! | `permits` | 8.4 old and new permits |
//! | `weights` | 8.6 masks, row normalisation |
//! | `consensus` | 8.7 weighted median |
//! | `clip` | 8.8 clip, trust, rank, incentive |
//! | `bond_weights` | 8.9 penalty |
//! | `bonds` | 8.10 old bonds, moving average, rules (a) and (b) |
//! | `liquid_alpha` | 8.10 rule (c) |
//! | `emission` | 8.11 amounts |
//! | `output` | 9 what is stored |
//!
//! Rows are lists of (uid, number) in a definite order; an absent pair counts as 0. All sums are
//! exact (epoch.md 17.1), so only products and quotients round.

mod activity;
mod bond_weights;
mod bonds;
mod clip;
mod consensus;
mod emission;
mod liquid_alpha;
mod output;
mod permits;
mod stake;
mod vectors;
mod weights;

#[cfg(test)]
mod tests;

use super::input::{EpochInput, MechanismInput};
use super::output::MechanismTrace;
use super::result::MechanismResult;
use crate::fixed::I32F32;

/// One row in its order.
type Row = Vec<(u16, I32F32)>;
/// A row per uid.
type Matrix = Vec<Row>;

/// The epoch of one mechanism which shares out `emission` alpha rao.
pub(super) fn mechanism(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    emission: u64,
) -> (MechanismResult, MechanismTrace) {
    let params = input.params;
    let active = activity::active(input, mechanism);
    let stake = stake::normalised(input);
    let old_permits = permits::old(input);
    let new_permits = permits::new(input, &stake);
    let active_stake = stake::active(&stake, &active, &old_permits);

    let weights = weights::masked(input, mechanism, &old_permits);
    let consensus = consensus::weighted_median(params.kappa, &active_stake, &weights);
    let clipped = clip::clipped(&weights, &consensus);
    let validator_trust = clip::validator_trust(&clipped);
    let rank = clip::rank(&active_stake, &clipped);
    let incentive = vectors::normalised(&rank);

    let bond_weights = bond_weights::penalised(params.bonds_penalty, &weights, &clipped);
    let bonds::Updated {
        old_bonds,
        new_bonds,
        dividends,
    } = bonds::update(
        input,
        mechanism,
        &bonds::Judged {
            active_stake: &active_stake,
            consensus: &consensus,
            incentive: &incentive,
            bond_weights: &bond_weights,
        },
    );

    let trace = MechanismTrace {
        stake,
        active_stake,
        weights,
        consensus,
        clipped,
        validator_trust,
        rank,
        incentive,
        bond_weights,
        old_bonds,
        new_bonds,
        dividends,
    };
    (output::record(&trace, active, new_permits, emission), trace)
}
