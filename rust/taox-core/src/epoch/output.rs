//! What one epoch returns and stores (epoch.md 9 and 10).

use super::rows::RowsBuf;
use crate::fixed::I32F32;

/// Result of an epoch, by uid. u16 values are fractions of 65535, amounts are alpha rao.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EpochOutput {
    /// Alpha rao of each miner, summed over mechanisms; paid as returned.
    pub server_emission: Vec<u64>,
    /// Alpha rao of each validator, summed over mechanisms; the chain uses it as proportions.
    pub validator_emission: Vec<u64>,
    /// Stored `Emission`: weighted over mechanisms (epoch.md 10), decides who is pruned.
    pub emission: Vec<u64>,
    /// Stored `Consensus`.
    pub consensus: Vec<u16>,
    /// Stored `Dividends`.
    pub dividends: Vec<u16>,
    /// Stored `ValidatorTrust`.
    pub validator_trust: Vec<u16>,
    /// Stored `StakeWeight`.
    pub stake_weight: Vec<u16>,
    /// Stored `Active`.
    pub active: Vec<bool>,
    /// Stored `ValidatorPermit`, for the next epoch.
    pub validator_permit: Vec<bool>,
    /// What is stored per mechanism, in order.
    pub mechanisms: Vec<MechanismOutput>,
}

impl EpochOutput {
    /// Nothing paid, nobody active, for n uids and no mechanism yet.
    pub(super) fn zeros(n: usize) -> Self {
        Self {
            server_emission: vec![0; n],
            validator_emission: vec![0; n],
            emission: vec![0; n],
            consensus: vec![0; n],
            dividends: vec![0; n],
            validator_trust: vec![0; n],
            stake_weight: vec![0; n],
            active: vec![false; n],
            validator_permit: vec![false; n],
            mechanisms: Vec::new(),
        }
    }
}

/// What an epoch stores per mechanism.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MechanismOutput {
    /// Stored `Incentive` of each uid.
    pub incentive: Vec<u16>,
    /// Stored bonds: a row per uid, empty without a new permit.
    pub bonds: RowsBuf,
}

/// Rows of (uid, number) in their computed order.
pub type TraceRows = Vec<Vec<(u16, I32F32)>>;

/// The intermediates of one mechanism, named as in epoch.md 8.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MechanismTrace {
    /// S, normalised stake (8.3).
    pub stake: Vec<I32F32>,
    /// A, active and permitted stake, normalised again (8.5).
    pub active_stake: Vec<I32F32>,
    /// W, weights after all masks and row normalisation (8.6).
    pub weights: TraceRows,
    /// C, consensus per column (8.7).
    pub consensus: Vec<I32F32>,
    /// CW, clipped rows (8.8).
    pub clipped: TraceRows,
    /// VT, validator trust (8.8).
    pub validator_trust: Vec<I32F32>,
    /// R, rank (8.8).
    pub rank: Vec<I32F32>,
    /// I, incentive: rank normalised (8.8).
    pub incentive: Vec<I32F32>,
    /// WB, weights for bonds (8.9).
    pub bond_weights: TraceRows,
    /// B, old bonds after dropping and scaling (8.10).
    pub old_bonds: TraceRows,
    /// E, new bonds as stored but for the cut to u16 (8.10).
    pub new_bonds: TraceRows,
    /// D, dividends, normalised (8.10).
    pub dividends: Vec<I32F32>,
}
