//! What one mechanism contributes to the epoch (epoch.md 9), whichever path computed it.

use super::rows::RowsBuf;

/// The record of one mechanism, by uid, before mechanisms are combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MechanismResult {
    pub(super) stake_weight: Vec<u16>,
    pub(super) active: Vec<bool>,
    pub(super) consensus: Vec<u16>,
    pub(super) incentive: Vec<u16>,
    pub(super) dividends: Vec<u16>,
    pub(super) validator_trust: Vec<u16>,
    pub(super) validator_permit: Vec<bool>,
    pub(super) emission: Vec<u64>,
    pub(super) server_emission: Vec<u64>,
    pub(super) validator_emission: Vec<u64>,
    pub(super) bonds: RowsBuf,
}
