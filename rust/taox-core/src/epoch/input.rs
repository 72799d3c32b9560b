//! What one epoch reads (epoch.md 3), borrowed from wherever it is stored.

use super::params::EpochParams;
use super::rows::Rows;
use crate::fixed::I64F64;

/// The entry of `oldest_active_commit_block` of a uid without an unexpired commit.
pub const NO_COMMIT: u64 = u64::MAX;

/// One subnet at one block. Vectors are by uid, 0…n−1.
#[derive(Debug, Clone, Copy)]
pub struct EpochInput<'a> {
    /// Number of uids (`SubnetworkN`).
    pub n: u16,
    /// The current block.
    pub block: u64,
    /// `LastMechansimStepBlock`: block of the last completed epoch, 0 = never.
    pub last_mechanism_step_block: u64,
    /// Uid of the subnet owner's hotkey, if it has one.
    pub owner_uid: Option<u16>,
    /// Alpha rao to share out, all mechanisms together.
    pub emission: u64,
    /// `MechanismEmissionSplit`, of 65535; none = even. May be shorter or longer than
    /// `mechanisms`.
    pub mechanism_emission_split: Option<&'a [u16]>,
    /// Block at which each uid was registered; n entries.
    pub block_at_registration: &'a [u64],
    /// Stake weight of each uid in rao (epoch.md 5); n entries, none negative, sum below 2^63.
    pub total_stake: &'a [I64F64],
    /// Permits of the previous epoch; any length (a missing entry is no permit, further ones are
    /// ignored; epoch.md 8.4 and 8.5 treat an empty vector differently).
    pub validator_permit: &'a [bool],
    /// Hyperparameters.
    pub params: &'a EpochParams,
    /// The subnet's mechanisms in order, at least one.
    pub mechanisms: &'a [MechanismInput<'a>],
}

/// What belongs to one mechanism of the subnet.
#[derive(Debug, Clone, Copy)]
pub struct MechanismInput<'a> {
    /// Block of each uid's last weights or commit; any length (padded with 0, cut to n).
    pub last_update: &'a [u64],
    /// Submitted weights, a row per uid. No uid twice in a row; pairs with uid ≥ n are dropped.
    pub weights: Rows<'a>,
    /// Bonds of the previous epoch, a row per uid. May name uids ≥ n and uids twice
    /// (epoch.md 8.10 says what becomes of them).
    pub bonds: Rows<'a>,
    /// Smallest block of an unexpired commit of each uid, [`NO_COMMIT`] if none; n entries, or
    /// empty if nobody has one.
    pub oldest_active_commit_block: &'a [u64],
}
