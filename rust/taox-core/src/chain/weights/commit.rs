//! Committing weights by their hash (transitions.md 1.10).

use super::super::Chain;
use super::super::error::ChainError;
use super::super::events::Event;
use super::queue::{HashCommit, MOST_PENDING, Window};
use super::{WeightsTarget, hex};

impl Chain {
    /// Commits weights that are revealed later: guard, then body.
    ///
    /// # Errors
    /// What [`Self::commit_weights_guard`] or else [`Self::commit_weights_body`] refuses.
    pub fn commit_weights(
        &mut self,
        target: WeightsTarget,
        hash: [u8; 32],
    ) -> Result<(), ChainError> {
        self.commit_weights_guard(target)?;
        self.commit_weights_body(target, hash)
    }

    /// What is checked before the call is dispatched.
    ///
    /// # Errors
    /// `NotEnoughStakeToSetWeights`, then `CommittingWeightsTooFast`.
    pub fn commit_weights_guard(&self, target: WeightsTarget) -> Result<(), ChainError> {
        self.check_weights_stake(target.hotkey, target.netuid)?;
        match self.uid(target.netuid, target.hotkey) {
            Some(uid) => self.check_committing_rate(target, uid),
            None => Ok(()),
        }
    }

    /// The call itself. The commit, not the reveal, counts as an update.
    ///
    /// # Errors
    /// In this order: `MechanismDoesNotExist`, `CommitRevealDisabled`,
    /// `HotKeyNotRegisteredInSubNet`, `CommittingWeightsTooFast`, `TooManyUnrevealedCommits`.
    pub fn commit_weights_body(
        &mut self,
        target: WeightsTarget,
        hash: [u8; 32],
    ) -> Result<(), ChainError> {
        let uid = self.check_commit(target)?;
        let window = self.window(target.netuid);
        let mut queue = self.hash_commits(target).to_vec();
        drop_expired(&mut queue, window);
        if queue.len() >= MOST_PENDING {
            return Err(target.too_many_commits());
        }
        let (epoch, block) = (window.epoch, self.state.block);
        queue.push(HashCommit { hash, epoch, block });
        self.put_hash_commits(target, queue);
        self.stamp_update(target, uid);
        self.emit(Event::WeightsCommitted {
            hotkey: target.hotkey,
            index: target.index(),
            hash: hex(&hash),
        });
        Ok(())
    }

    /// What commits of both forms meet behind their guards; returns the caller's uid.
    pub(super) fn check_commit(&self, target: WeightsTarget) -> Result<u16, ChainError> {
        self.subnet_with_mechanism(target)?;
        self.check_commit_reveal(target.netuid)?;
        let uid = self.registered_uid(target)?;
        self.check_committing_rate(target, uid)?;
        Ok(uid)
    }

    /// Commit-reveal is on, as it is by default, also for what does not exist.
    pub(super) fn check_commit_reveal(&self, netuid: u16) -> Result<(), ChainError> {
        if self.commits_weights(netuid) {
            return Ok(());
        }
        Err(ChainError::CommitRevealDisabled { netuid })
    }

    /// A queue as it is from now on; an empty one is not stored.
    pub(super) fn put_hash_commits(&mut self, target: WeightsTarget, queue: Vec<HashCommit>) {
        let hotkey = self.state.hotkeys.intern(target.hotkey);
        let Some(mechanism) = self.state.mechanism_mut(target) else {
            return;
        };
        if queue.is_empty() {
            mechanism.commits.hashed.remove(&hotkey);
        } else {
            mechanism.commits.hashed.insert(hotkey, queue);
        }
    }
}

/// Takes expired commits off the front; returns them.
pub(super) fn drop_expired(queue: &mut Vec<HashCommit>, window: Window) -> Vec<HashCommit> {
    let expired = queue
        .iter()
        .take_while(|commit| window.is_past(commit.epoch));
    let expired = expired.count();
    queue.drain(..expired).collect()
}
