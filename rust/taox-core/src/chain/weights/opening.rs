//! Opening time-locked commits in the block step (transitions.md 1.11, coinbase.md 9.5).

use super::super::Chain;
use super::super::events::Event;
use super::super::schedule;
use super::super::subnet::Subnet;
use super::payload::SealedPayload;
use super::queue::TimelockedCommit;
use super::{CommitQueues, WeightsTarget};
use std::collections::BTreeMap;

/// Why a sealed commit came to nothing, where no error of the chain says it.
const EXPIRED: &str = "expired";
const UNREADABLE: &str = "unreadable";
const OTHER_HOTKEY: &str = "sealed for another hotkey";

impl Chain {
    /// Opens what this block opens, subnet by subnet in the chain's order. A subnet whose epoch
    /// moves to the next block waits with it, so that weights surface where they are used.
    pub(crate) fn open_timelocked_weights(&mut self) {
        let subnets = self.state.subnets.iter();
        let waiting = subnets.filter(|subnet| !subnet.is_root() && has_timelocked(subnet));
        let waiting: Vec<_> = waiting.map(|subnet| subnet.netuid).collect();
        if waiting.is_empty() {
            return;
        }
        let deferred = schedule::deferred(&self.state);
        for netuid in waiting {
            if !deferred.contains(&netuid) {
                self.open_subnet(netuid);
            }
        }
    }

    fn open_subnet(&mut self, netuid: u16) {
        let window = self.window(netuid);
        let due = window.epoch.saturating_sub(window.period);
        let is_early = window.epoch < window.period;
        let subnet = self.state.subnets.get(netuid);
        let mechanisms = subnet.map_or(0, |subnet| subnet.params.subnet.mechanism_count);
        for mechanism in 0..mechanisms {
            let Some(commits) = self.commits_mut(netuid, mechanism) else {
                continue;
            };
            let past = commits.take_timelocked_before(due);
            let queue = if is_early {
                Vec::new()
            } else {
                commits.timelocked.remove(&due).unwrap_or_default()
            };
            for commit in past.into_values().flatten() {
                self.tell_dropped(self.committer(netuid, mechanism, &commit), EXPIRED);
            }
            self.open_queue(netuid, mechanism, due, queue);
        }
    }

    /// Opens a queue in its order; what no beacon opens yet goes back.
    fn open_queue(&mut self, netuid: u16, mechanism: u8, epoch: u64, queue: Vec<TimelockedCommit>) {
        let (ready, waiting): (Vec<_>, Vec<_>) = queue
            .into_iter()
            .partition(|commit| self.is_round_known(commit.round));
        if let Some(commits) = self.commits_mut(netuid, mechanism)
            && !waiting.is_empty()
        {
            commits.timelocked.insert(epoch, waiting);
        }
        for commit in ready {
            self.open_one(self.committer(netuid, mechanism, &commit), &commit);
        }
    }

    /// Puts sealed weights on the chain under the rules of this moment. On the chain nobody is told
    /// of a failure; here the log says it to whoever runs the network.
    fn open_one(&mut self, target: WeightsTarget, commit: &TimelockedCommit) {
        let Some(payload) = SealedPayload::open(&commit.ciphertext) else {
            return self.tell_dropped(target, UNREADABLE);
        };
        if payload.hotkey.is_some_and(|named| named != target.hotkey) {
            return self.tell_dropped(target, OTHER_HOTKEY);
        }
        match self.put_weights(&payload.call(target)) {
            Ok(()) => self.emit(Event::TimelockedWeightsRevealed {
                index: target.index(),
                hotkey: target.hotkey,
            }),
            Err(error) => self.tell_dropped(target, error.name()),
        }
    }

    fn tell_dropped(&mut self, target: WeightsTarget, reason: &str) {
        self.emit(Event::TimelockedWeightsDropped {
            index: target.index(),
            hotkey: target.hotkey,
            reason: reason.to_owned(),
        });
    }

    fn committer(&self, netuid: u16, mechanism: u8, commit: &TimelockedCommit) -> WeightsTarget {
        WeightsTarget {
            hotkey: self.state.hotkeys.key(commit.hotkey),
            netuid,
            mechanism,
        }
    }

    fn commits_mut(&mut self, netuid: u16, mechanism: u8) -> Option<&mut CommitQueues> {
        let subnet = self.state.subnets.get_mut(netuid)?;
        let known = subnet.mechanisms.get_mut(usize::from(mechanism))?;
        Some(&mut known.commits)
    }
}

impl CommitQueues {
    /// Takes the queues of the epochs before this one.
    fn take_timelocked_before(&mut self, epoch: u64) -> BTreeMap<u64, Vec<TimelockedCommit>> {
        let kept = self.timelocked.split_off(&epoch);
        core::mem::replace(&mut self.timelocked, kept)
    }
}

fn has_timelocked(subnet: &Subnet) -> bool {
    let mut queues = subnet.mechanisms.iter().map(|one| &one.commits.timelocked);
    queues.any(|queue| !queue.is_empty())
}
