//! Committing weights that the chain keeps sealed until a round (transitions.md 1.11).

use super::super::Chain;
use super::super::error::ChainError;
use super::super::events::Event;
use super::payload::blake2_256;
use super::queue::{MOST_PENDING, TimelockedCommit};
use super::{WeightsTarget, hex};

/// The longest ciphertext a commit may carry, bytes.
pub const MAX_CIPHERTEXT: usize = 5_000;

/// The arguments of `commit_timelocked_weights` and `commit_timelocked_mechanism_weights`.
#[derive(Clone, Copy, Debug)]
pub struct TimelockedCall<'a> {
    /// Who signs, for which mechanism of which subnet.
    pub target: WeightsTarget,
    /// The sealed weights, at most [`MAX_CIPHERTEXT`] bytes.
    pub ciphertext: &'a [u8],
    /// From which round on they can be opened.
    pub reveal_round: u64,
    /// The version of the form (`CommitRevealWeightsVersion`).
    pub version: u16,
}

impl Chain {
    /// Commits sealed weights, which the block step opens: guard, then body.
    ///
    /// # Errors
    /// What [`Self::commit_timelocked_guard`] or else [`Self::commit_timelocked_body`] refuses.
    pub fn commit_timelocked_weights(
        &mut self,
        call: &TimelockedCall<'_>,
    ) -> Result<(), ChainError> {
        self.commit_timelocked_guard(call)?;
        self.commit_timelocked_body(call)
    }

    /// What is checked before the call is dispatched. Of the rate the body alone knows.
    ///
    /// # Errors
    /// `NotEnoughStakeToSetWeights`, then `InvalidRevealRound`.
    pub fn commit_timelocked_guard(&self, call: &TimelockedCall<'_>) -> Result<(), ChainError> {
        self.check_weights_stake(call.target.hotkey, call.target.netuid)?;
        let (reveal_round, last_round) = (call.reveal_round, self.drand_round());
        if reveal_round >= last_round {
            return Ok(());
        }
        Err(ChainError::InvalidRevealRound {
            reveal_round,
            last_round,
        })
    }

    /// The call itself. The commit, not the opening, counts as an update.
    ///
    /// # Errors
    /// In this order: `MechanismDoesNotExist`, `CommitRevealDisabled`,
    /// `IncorrectCommitRevealVersion`, `HotKeyNotRegisteredInSubNet`, `CommittingWeightsTooFast`,
    /// `TooManyUnrevealedCommits`.
    pub fn commit_timelocked_body(&mut self, call: &TimelockedCall<'_>) -> Result<(), ChainError> {
        let target = call.target;
        self.subnet_with_mechanism(target)?;
        self.check_commit_reveal(target.netuid)?;
        self.check_commit_version(call.version)?;
        let uid = self.check_commit(target)?;
        let hotkey = self.state.hotkeys.intern(target.hotkey);
        let (epoch, block) = (self.window(target.netuid).epoch, self.state.block);
        let Some(mechanism) = self.state.mechanism_mut(target) else {
            return Err(target.no_mechanism());
        };
        let queue = mechanism.commits.timelocked.entry(epoch).or_default();
        if queue.iter().filter(|one| one.hotkey == hotkey).count() >= MOST_PENDING {
            return Err(target.too_many_commits());
        }
        queue.push(TimelockedCommit {
            hotkey,
            block,
            ciphertext: call.ciphertext.to_vec(),
            round: call.reveal_round,
        });
        self.stamp_update(target, uid);
        self.emit(Event::TimelockedWeightsCommitted {
            hotkey: target.hotkey,
            index: target.index(),
            hash: hex(&blake2_256(call.ciphertext)),
            reveal_round: call.reveal_round,
        });
        Ok(())
    }

    fn check_commit_version(&self, version: u16) -> Result<(), ChainError> {
        let required = self.state.network.commit_reveal_weights_version;
        if version == required {
            return Ok(());
        }
        Err(ChainError::IncorrectCommitRevealVersion { version, required })
    }
}
