//! Why an epoch was not computed.

use super::params::ParamError;
use super::rows::RowsError;
use thiserror::Error;

/// A malformed input. Each variant carries what was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EpochError {
    /// A parameter is outside its range.
    #[error(transparent)]
    Param(#[from] ParamError),
    /// Rows whose three slices do not fit together.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// There is no mechanism; a subnet has at least one.
    #[error("mechanisms: expected at least one, got none")]
    NoMechanisms,
    /// A vector by uid that must have one entry per uid has another length.
    #[error("{field}: expected {expected} entries, got {actual}")]
    Length {
        /// Name of the field of [`EpochInput`](super::EpochInput).
        field: &'static str,
        /// Number of uids.
        expected: usize,
        /// Length found.
        actual: usize,
    },
    /// As [`EpochError::Length`], of a field of one mechanism.
    #[error("mechanisms[{mechanism}].{field}: expected {expected} entries, got {actual}")]
    MechanismLength {
        /// Index of the mechanism.
        mechanism: usize,
        /// Name of the field of [`MechanismInput`](super::MechanismInput).
        field: &'static str,
        /// Number of uids.
        expected: usize,
        /// Length found.
        actual: usize,
    },
    /// A weights row names a uid twice; submission refuses that.
    #[error("mechanisms[{mechanism}].weights: uid {uid} occurs twice in row {row}")]
    DuplicateUid {
        /// Index of the mechanism.
        mechanism: usize,
        /// Uid whose row it is.
        row: usize,
        /// The repeated uid.
        uid: u16,
    },
    /// The owner's uid is not a uid of this subnet.
    #[error("owner_uid: expected a uid below {n}, got {owner_uid}")]
    OwnerUid {
        /// Number of uids.
        n: u16,
        /// Uid found.
        owner_uid: u16,
    },
    /// A stake below zero.
    #[error("total_stake: expected no negative stake, uid {uid} has {bits} (I64F64 bits)")]
    NegativeStake {
        /// Whose stake it is.
        uid: usize,
        /// Raw I64F64 integer.
        bits: i128,
    },
    /// The stakes of the subnet do not fit I64F64 together (their sum reaches 2^63 rao).
    #[error("total_stake: expected a sum below 2^63 rao, exceeded at uid {uid}")]
    StakeOverflow {
        /// The uid at which the sum by uid overflows.
        uid: usize,
    },
    /// A rule of the caller gave up; it knows why.
    #[error("mechanisms[{mechanism}]: the {rule} rule failed")]
    RuleFailed {
        /// Index of the mechanism.
        mechanism: usize,
        /// `consensus` or `bonds`.
        rule: &'static str,
    },
    /// A rule of the caller returned the wrong number of entries or rows.
    #[error("mechanisms[{mechanism}]: expected {expected} from the {rule} rule, got {actual}")]
    RuleLength {
        /// Index of the mechanism.
        mechanism: usize,
        /// `consensus` or `bonds`.
        rule: &'static str,
        /// Number of uids.
        expected: usize,
        /// Length found.
        actual: usize,
    },
    /// A rule of the caller returned something else than a share of a uid.
    #[error(
        "mechanisms[{mechanism}]: expected 0 to 1 from the {rule} rule, uid {uid} has {bits} (I32F32 bits)"
    )]
    RuleShare {
        /// Index of the mechanism.
        mechanism: usize,
        /// `consensus` or `bonds`.
        rule: &'static str,
        /// Whose bonds they are.
        row: Option<u16>,
        /// Whose share it is.
        uid: u16,
        /// Raw I32F32 integer.
        bits: i64,
    },
}
