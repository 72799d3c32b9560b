//! Revealing weights that were committed by their hash (transitions.md 1.10).

use super::super::Chain;
use super::super::error::ChainError;
use super::super::events::Event;
use super::commit::drop_expired;
use super::payload::{RevealCall, weights_hash};
use super::queue::{HashCommit, Window};
use super::{WeightsTarget, hex};

impl Chain {
    /// Stores weights that were committed: guard, then body.
    ///
    /// # Errors
    /// What [`Self::reveal_weights_guard`] or else [`Self::reveal_weights_body`] refuses.
    pub fn reveal_weights(&mut self, reveal: &RevealCall<'_>) -> Result<(), ChainError> {
        self.reveal_weights_guard(reveal)?;
        self.reveal_weights_body(reveal)
    }

    /// What is checked before the call is dispatched.
    ///
    /// # Errors
    /// `NotEnoughStakeToSetWeights`, `NoWeightsCommitFound`, then `RevealTooEarly`, also when it is
    /// too late.
    pub fn reveal_weights_guard(&self, reveal: &RevealCall<'_>) -> Result<(), ChainError> {
        let target = reveal.weights.target();
        self.check_weights_stake(target.hotkey, target.netuid)?;
        self.check_reveal(target, &weights_hash(reveal))
    }

    /// The call itself: the commit and all older ones are gone, the row is stored.
    ///
    /// # Errors
    /// In this order: `CommitRevealDisabled`; `ExpiredWeightCommit`, `NoWeightsCommitFound` if
    /// nothing waits, `InvalidRevealCommitHashNotMatch`, `RevealTooEarly` (the guard's names come
    /// first where there is a guard); then as `set_weights` without its rate limit.
    pub fn reveal_weights_body(&mut self, reveal: &RevealCall<'_>) -> Result<(), ChainError> {
        let (target, hash) = (reveal.weights.target(), weights_hash(reveal));
        self.check_commit_reveal(target.netuid)?;
        let mut waiting = self.waiting(target);
        let position = waiting.position(target, &hash)?;
        let uid = self.check_row(&reveal.weights)?;
        waiting.queue.drain(..=position);
        self.put_hash_commits(target, waiting.queue);
        self.store_row(&reveal.weights, uid);
        self.emit(Event::WeightsRevealed {
            hotkey: target.hotkey,
            index: target.index(),
            hash: hex(&hash),
        });
        Ok(())
    }

    /// The guard's look at one reveal: a commit with this hash waits, and its window is open.
    pub(super) fn check_reveal(
        &self,
        target: WeightsTarget,
        hash: &[u8; 32],
    ) -> Result<(), ChainError> {
        let mut queue = self.hash_commits(target).iter();
        let commit = queue.find(|commit| commit.hash == *hash);
        let commit = commit.ok_or_else(|| target.no_commit(hash))?;
        self.window(target.netuid).check(target, commit.epoch)
    }

    /// What a key may reveal in a mechanism.
    pub(super) fn waiting(&self, target: WeightsTarget) -> Waiting {
        let window = self.window(target.netuid);
        let mut queue = self.hash_commits(target).to_vec();
        let expired = drop_expired(&mut queue, window);
        Waiting {
            window,
            queue,
            expired,
        }
    }
}

/// The hash commits of a key: those that wait, and those that waited too long.
pub(super) struct Waiting {
    window: Window,
    pub(super) queue: Vec<HashCommit>,
    expired: Vec<HashCommit>,
}

impl Waiting {
    /// Where the commit with this hash stands, if it can be revealed now.
    pub(super) fn position(
        &self,
        target: WeightsTarget,
        hash: &[u8; 32],
    ) -> Result<usize, ChainError> {
        let mut queue = self.queue.iter().enumerate();
        let Some((position, commit)) = queue.find(|(_, commit)| commit.hash == *hash) else {
            return Err(self.absent(target, hash));
        };
        self.window.check(target, commit.epoch)?;
        Ok(position)
    }

    fn absent(&self, target: WeightsTarget, hash: &[u8; 32]) -> ChainError {
        let WeightsTarget { hotkey, netuid, .. } = target;
        if self.expired.iter().any(|commit| commit.hash == *hash) {
            let hash = hex(hash);
            ChainError::ExpiredWeightCommit {
                hotkey,
                netuid,
                hash,
            }
        } else if self.queue.is_empty() {
            target.no_commit(hash)
        } else {
            let hash = hex(hash);
            ChainError::InvalidRevealCommitHashNotMatch {
                hotkey,
                netuid,
                hash,
            }
        }
    }
}
