//! What a devnet verb is refused with when no chain error exists for it.

use super::error::ChainError;
use crate::epoch::ParamError;
use core::fmt::Display;

/// An argument that makes no sense, whatever the state of the chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{argument}: expected {expected}, got {actual}")]
pub struct InputError {
    /// The argument's name.
    pub argument: String,
    /// What would have been accepted.
    pub expected: String,
    /// What was given.
    pub actual: String,
}

impl InputError {
    /// An error about one argument.
    pub fn new(argument: impl Display, expected: impl Display, actual: impl Display) -> Self {
        Self {
            argument: argument.to_string(),
            expected: expected.to_string(),
            actual: actual.to_string(),
        }
    }
}

/// Why a devnet verb was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerbError {
    /// By a rule of the chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// A parameter is unknown or outside its range.
    #[error(transparent)]
    Param(#[from] ParamError),
    /// An argument makes no sense.
    #[error(transparent)]
    Input(#[from] InputError),
}
