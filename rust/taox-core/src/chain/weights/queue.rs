//! What was committed and not revealed yet, by mechanism, and what it does to consensus.

use super::super::Chain;
use super::super::account::Hotkey;
use super::super::error::ChainError;
use super::super::interner::HotIx;
use super::super::neurons::Neurons;
use super::super::schedule;
use super::super::subnet::Subnet;
use super::WeightsTarget;
use super::payload::blake2_256;
use crate::epoch::NO_COMMIT;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A hotkey may have this many commits waiting: of hashes in all, of the time-locked form in one
/// epoch.
pub(super) const MOST_PENDING: usize = 10;

/// Weights of which only the hash is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HashCommit {
    pub(crate) hash: [u8; 32],
    /// The look-ahead epoch in which it was made.
    pub(crate) epoch: u64,
    pub(crate) block: u64,
}

/// Weights that the chain keeps sealed until a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TimelockedCommit {
    pub(crate) hotkey: HotIx,
    pub(crate) block: u64,
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) round: u64,
}

/// The commits of one mechanism that were not revealed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CommitQueues {
    /// `WeightCommits`: oldest first, of keys with or without a uid.
    pub(crate) hashed: BTreeMap<HotIx, Vec<HashCommit>>,
    /// `TimelockedWeightCommits` by look-ahead epoch, as they came.
    pub(crate) timelocked: BTreeMap<u64, Vec<TimelockedCommit>>,
}

/// How a pending commit is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Nobody but the committer knows it.
    Hash,
    /// The chain keeps it sealed until this round of the beacon.
    Round(u64),
}

/// A commit that waits, as everybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingCommit {
    /// Who committed.
    pub hotkey: Hotkey,
    /// The look-ahead epoch in which it was made.
    pub epoch: u64,
    /// The block in which it was made.
    pub block: u64,
    /// The hash that was committed; of a time-locked commit BLAKE2b-256 of its ciphertext.
    pub hash: [u8; 32],
    /// What keeps it secret.
    pub seal: Seal,
}

/// The epochs in which commits can be revealed (transitions.md 1.10).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    /// The look-ahead epoch.
    pub(super) epoch: u64,
    /// `RevealPeriodEpochs`, as it is at the time of the reveal.
    pub(super) period: u64,
}

impl Window {
    /// The window of a subnet in a block.
    pub(super) fn of(subnet: &Subnet, block: u64) -> Self {
        Self {
            epoch: schedule::look_ahead_epoch(subnet, block),
            period: subnet.params.subnet.reveal_period_epochs,
        }
    }

    /// Whether a commit of this epoch is revealed now.
    fn is_open(self, committed: u64) -> bool {
        self.epoch == committed.saturating_add(self.period)
    }

    /// Whether it is too late for a commit of this epoch.
    pub(super) fn is_past(self, committed: u64) -> bool {
        self.epoch > committed.saturating_add(self.period)
    }

    /// A commit of this epoch is revealed now.
    pub(super) fn check(self, target: WeightsTarget, committed: u64) -> Result<(), ChainError> {
        if self.is_open(committed) {
            return Ok(());
        }
        Err(ChainError::RevealTooEarly {
            netuid: target.netuid,
            commit_epoch: committed,
            epoch: self.epoch,
            reveal_period: self.period,
        })
    }
}

impl CommitQueues {
    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.hashed.is_empty() && self.timelocked.is_empty()
    }

    /// The earliest block of an unexpired commit of each uid (epoch.md 8.6); empty if none waits.
    pub(super) fn oldest_active(&self, neurons: &Neurons, window: Window) -> Vec<u64> {
        if self.is_empty() {
            return Vec::new();
        }
        let hashed = self.hashed.iter().filter_map(|(hotkey, queue)| {
            let active = queue.iter().find(|commit| !window.is_past(commit.epoch));
            active.map(|commit| (*hotkey, commit.block))
        });
        let active = self
            .timelocked
            .iter()
            .filter(|(epoch, _)| !window.is_past(**epoch));
        let timelocked = active
            .flat_map(|(_, queue)| queue)
            .map(|commit| (commit.hotkey, commit.block));
        let mut oldest = vec![NO_COMMIT; usize::from(neurons.len())];
        for (hotkey, block) in hashed.chain(timelocked) {
            let uid = neurons.uid(hotkey).map(usize::from);
            if let Some(slot) = uid.and_then(|uid| oldest.get_mut(uid)) {
                *slot = block.min(*slot);
            }
        }
        oldest
    }
}

impl Subnet {
    /// Per mechanism, what the epoch reads of pending commits.
    pub(crate) fn oldest_active_commits(&self, block: u64) -> Vec<Vec<u64>> {
        let window = Window::of(self, block);
        let queues = self.mechanisms.iter().map(|mechanism| &mechanism.commits);
        queues
            .map(|queues| queues.oldest_active(&self.neurons, window))
            .collect()
    }
}

impl Chain {
    /// The window of a subnet now; without a subnet nothing waits for it.
    pub(super) fn window(&self, netuid: u16) -> Window {
        let subnet = self.state.subnets.get(netuid);
        subnet.map_or(Window::default(), |subnet| {
            Window::of(subnet, self.state.block)
        })
    }

    /// The hash commits of a key that wait in a mechanism, oldest first.
    pub(super) fn hash_commits(&self, target: WeightsTarget) -> &[HashCommit] {
        let subnet = self.state.subnets.get(target.netuid);
        let mechanism = subnet.and_then(|one| one.mechanisms.get(usize::from(target.mechanism)));
        let known = self.state.hotkeys.find(target.hotkey);
        let queue = mechanism
            .zip(known)
            .and_then(|(mechanism, hotkey)| mechanism.commits.hashed.get(&hotkey));
        queue.map_or(&[], Vec::as_slice)
    }

    /// What waits to be revealed in a mechanism: hashes by hotkey, then time-locked as they came.
    ///
    /// # Errors
    /// `MechanismDoesNotExist`.
    pub fn pending_commits(
        &self,
        netuid: u16,
        mechanism: u8,
    ) -> Result<Vec<PendingCommit>, ChainError> {
        let missing = ChainError::MechanismDoesNotExist { netuid, mechanism };
        let subnet = self.state.subnets.get(netuid);
        let known = subnet.and_then(|subnet| subnet.mechanisms.get(usize::from(mechanism)));
        let queues = &known.ok_or(missing)?.commits;
        let mut pending: Vec<_> = queues
            .hashed
            .iter()
            .flat_map(|(hotkey, queue)| queue.iter().map(|commit| self.hashed(*hotkey, commit)))
            .collect();
        pending.sort_by_key(|commit| commit.hotkey);
        let timelocked = queues.timelocked.iter();
        pending.extend(
            timelocked.flat_map(|(epoch, queue)| {
                queue.iter().map(|commit| self.timelocked(*epoch, commit))
            }),
        );
        Ok(pending)
    }

    fn hashed(&self, hotkey: HotIx, commit: &HashCommit) -> PendingCommit {
        PendingCommit {
            hotkey: self.state.hotkeys.key(hotkey),
            epoch: commit.epoch,
            block: commit.block,
            hash: commit.hash,
            seal: Seal::Hash,
        }
    }

    fn timelocked(&self, epoch: u64, commit: &TimelockedCommit) -> PendingCommit {
        PendingCommit {
            hotkey: self.state.hotkeys.key(commit.hotkey),
            epoch,
            block: commit.block,
            hash: blake2_256(&commit.ciphertext),
            seal: Seal::Round(commit.round),
        }
    }
}
