//! Weights: set in plain form, or committed first and revealed later (transitions.md 1.8 to 1.11).
//!
//! | module | is |
//! |---|---|
//! | `set`, `checks` | the plain form; the rules every form of weights meets |
//! | `queue` | what was committed and not revealed yet, and its effect on consensus |
//! | `commit`, `reveal` | the hash form |
//! | `timelocked`, `opening` | the time-locked form: sealed until its round, opened by the block step |
//! | `batch` | several subnets or several reveals in one call |
//! | `payload`, `scale` | what is hashed and sealed, byte by byte |
//!
//! A mechanism of a subnet is an argument of every call here; the chain has a second name for those
//! that take it (`set_mechanism_weights`).

mod batch;
mod checks;
mod commit;
mod opening;
mod payload;
mod queue;
mod reveal;
mod scale;
mod set;
mod timelocked;

pub use batch::{BatchReveal, BatchWeights, ItemResult};
pub use payload::{RevealCall, SealedPayload, weights_hash};
pub(crate) use queue::{CommitQueues, HashCommit, TimelockedCommit};
pub use queue::{PendingCommit, Seal};
pub use timelocked::{MAX_CIPHERTEXT, TimelockedCall};

use super::account::Hotkey;
use super::error::ChainError;
use super::subnet::NETUIDS;

/// Where weights go: the signer's row in one mechanism of a subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightsTarget {
    /// Who signs.
    pub hotkey: Hotkey,
    /// The subnet.
    pub netuid: u16,
    /// The subnet's mechanism; 0 unless the call names one.
    pub mechanism: u8,
}

impl WeightsTarget {
    /// The storage index: mechanism × 4096 + netuid.
    fn index(self) -> u16 {
        NETUIDS
            .wrapping_mul(self.mechanism.into())
            .wrapping_add(self.netuid)
    }

    fn no_mechanism(self) -> ChainError {
        ChainError::MechanismDoesNotExist {
            netuid: self.netuid,
            mechanism: self.mechanism,
        }
    }

    fn no_commit(self, hash: &[u8; 32]) -> ChainError {
        ChainError::NoWeightsCommitFound {
            hotkey: self.hotkey,
            netuid: self.netuid,
            hash: hex(hash),
        }
    }

    fn too_many_commits(self) -> ChainError {
        ChainError::TooManyUnrevealedCommits {
            hotkey: self.hotkey,
            netuid: self.netuid,
            limit: queue::MOST_PENDING as u64,
        }
    }
}

/// How hashes are told: in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(four.into(), 16).unwrap_or_default();
    let pairs = bytes
        .iter()
        .map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    pairs.flatten().collect()
}

/// The arguments of `set_weights` and `set_mechanism_weights`.
#[derive(Clone, Copy, Debug)]
pub struct WeightsCall<'a> {
    /// Who signs.
    pub hotkey: Hotkey,
    /// The subnet.
    pub netuid: u16,
    /// The subnet's mechanism; 0 for `set_weights`.
    pub mechanism: u8,
    /// Whom the weights are for.
    pub uids: &'a [u16],
    /// One weight per uid.
    pub weights: &'a [u16],
    /// The version of the validator's code.
    pub version_key: u64,
}

impl WeightsCall<'_> {
    fn target(&self) -> WeightsTarget {
        WeightsTarget {
            hotkey: self.hotkey,
            netuid: self.netuid,
            mechanism: self.mechanism,
        }
    }
}
