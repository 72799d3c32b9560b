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
//! `mechanism` runs them all; `Masked`, `Judged`, `Terms` and `record` are its stages, between which
//! another rule may stand.
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
use super::params::EpochParams;
use super::result::MechanismResult;
use crate::fixed::I32F32;

pub(super) use bonds::Terms;

/// One row in its order.
type Row = Vec<(u16, I32F32)>;
/// A row per uid.
type Matrix = Vec<Row>;

/// What stands before consensus: who counts, and the weights that count.
pub(super) struct Masked {
    active: Vec<bool>,
    new_permits: Vec<bool>,
    stake: Vec<I32F32>,
    /// A.
    pub(super) active_stake: Vec<I32F32>,
    /// W.
    pub(super) weights: Matrix,
}

/// What consensus leads to before bonds.
pub(super) struct Judged {
    /// C.
    pub(super) consensus: Vec<I32F32>,
    clipped: Matrix,
    validator_trust: Vec<I32F32>,
    rank: Vec<I32F32>,
    /// I.
    pub(super) incentive: Vec<I32F32>,
    bond_weights: Matrix,
}

/// The epoch of one mechanism which shares out `emission` alpha rao.
pub(super) fn mechanism(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    emission: u64,
) -> (MechanismResult, MechanismTrace) {
    let params = input.params;
    let masked = Masked::of(input, mechanism);
    let consensus = masked.consensus(params);
    let judged = Judged::of(params, &masked, consensus);
    let terms = Terms::of(input, mechanism, &masked, &judged);
    let bonds = terms.updated(params, &judged);
    record(params, (masked, judged, terms, bonds), emission)
}

impl Masked {
    pub(super) fn of(input: &EpochInput<'_>, mechanism: &MechanismInput<'_>) -> Self {
        let active = activity::active(input, mechanism);
        let stake = stake::normalised(input);
        let old_permits = permits::old(input);
        Self {
            new_permits: permits::new(input, &stake),
            active_stake: stake::active(&stake, &active, &old_permits),
            weights: weights::masked(input, mechanism, &old_permits),
            active,
            stake,
        }
    }

    pub(super) fn consensus(&self, params: &EpochParams) -> Vec<I32F32> {
        consensus::weighted_median(params.kappa, &self.active_stake, &self.weights)
    }
}

impl Judged {
    pub(super) fn of(params: &EpochParams, masked: &Masked, consensus: Vec<I32F32>) -> Self {
        let clipped = clip::clipped(&masked.weights, &consensus);
        let rank = clip::rank(&masked.active_stake, &clipped);
        Self {
            validator_trust: clip::validator_trust(&clipped),
            incentive: vectors::normalised(&rank),
            bond_weights: bond_weights::penalised(params.bonds_penalty, &masked.weights, &clipped),
            consensus,
            clipped,
            rank,
        }
    }
}

/// What is stored of all that, and the intermediates; `bonds` are those of the rule in force.
pub(super) fn record(
    params: &EpochParams,
    (masked, judged, terms, bonds): (Masked, Judged, Terms, Matrix),
    emission: u64,
) -> (MechanismResult, MechanismTrace) {
    let (new_bonds, dividends) =
        bonds::settled(params, bonds, &masked.active_stake, &judged.incentive);
    let trace = MechanismTrace {
        stake: masked.stake,
        active_stake: masked.active_stake,
        weights: masked.weights,
        consensus: judged.consensus,
        clipped: judged.clipped,
        validator_trust: judged.validator_trust,
        rank: judged.rank,
        incentive: judged.incentive,
        bond_weights: judged.bond_weights,
        old_bonds: terms.old_bonds,
        new_bonds,
        dividends,
    };
    let result = output::record(&trace, masked.active, masked.new_permits, emission);
    (result, trace)
}
