//! Rounds of the public beacon to which time-locked weights are sealed (transitions.md 1.11).
//!
//! The live chain learns the rounds of drand "quicknet" as they come, one every 3 seconds. Here a
//! round is a number and carries nothing. On a local chain block b knows the rounds up to
//! `drand_rounds_per_block` × b, which is 4 × b; with that parameter at 0, as in a state that was
//! loaded, a round is known when somebody says so.

use super::Chain;
use super::error::ChainError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The rounds that somebody made known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Beacon {
    /// `DrandLastStoredRound`: 0 = none yet.
    pub(crate) last_round: u64,
    /// `DrandPulses`.
    pub(crate) rounds: BTreeSet<u64>,
}

impl Chain {
    /// The last round of the beacon that the chain knows.
    pub fn drand_round(&self) -> u64 {
        self.state.beacon.last_round.max(self.round_of_block())
    }

    /// Makes a round known; from now on it is the last one.
    pub fn drand_pulse(&mut self, round: u64) {
        self.state.beacon.rounds.insert(round);
        self.state.beacon.last_round = round;
    }

    /// The round to which weights committed now are best sealed: that of the block which opens the
    /// commits of this epoch, or the next round where rounds do not follow blocks.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn reveal_round(&self, netuid: u16) -> Result<u64, ChainError> {
        let subnet = self.subnet(netuid)?;
        let period = subnet.params.subnet.reveal_period_epochs;
        let tempo = u64::from(subnet.params.epoch.tempo);
        let next = self.next_epoch_block(netuid)?.unwrap_or(self.state.block);
        let opened = next.saturating_add(period.saturating_sub(1).saturating_mul(tempo));
        let last = self.drand_round();
        match self.state.network.drand_rounds_per_block {
            0 => Ok(last.saturating_add(1)),
            per_block => Ok(opened.saturating_mul(per_block).max(last)),
        }
    }

    pub(crate) fn is_round_known(&self, round: u64) -> bool {
        round <= self.round_of_block() || self.state.beacon.rounds.contains(&round)
    }

    /// The last round that follows from the number of the block.
    fn round_of_block(&self) -> u64 {
        let per_block = self.state.network.drand_rounds_per_block;
        self.state.block.saturating_mul(per_block)
    }
}
