//! A block: the block step first, then that block's calls (coinbase.md 2).

use super::Chain;
use super::account::AccountId;
use super::{emission, prices, schedule};
use crate::epoch::EpochError;
use sha2::{Digest, Sha256};

/// An epoch could not be computed: the state of its subnet is malformed.
///
/// A chain that was built by calls, or restored, never gets there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("block {block}, subnet {netuid}: {source}")]
pub struct StepError {
    /// The block that was being made.
    pub block: u64,
    /// The subnet whose epoch was due.
    pub netuid: u16,
    /// What is wrong.
    pub source: EpochError,
}

impl Chain {
    /// Makes the next block with the parent hash of a local chain; returns its number.
    ///
    /// # Errors
    /// As [`Self::step_with`].
    pub fn step(&mut self) -> Result<u64, StepError> {
        let parent_hash = self.local_parent_hash(self.state.block.saturating_add(1));
        self.step_with(None, parent_hash)
    }

    /// Makes the next block; calls made afterwards belong to it.
    ///
    /// # Errors
    /// [`StepError`] if a due epoch cannot be computed. Where a rule of the caller is the reason,
    /// the chain is what it was before.
    pub fn step_with(
        &mut self,
        author: Option<AccountId>,
        parent_hash: [u8; 32],
    ) -> Result<u64, StepError> {
        let before = self.rule_is_due().then(|| self.clone());
        let made = self.make_block(author, parent_hash);
        if let (Err(_), Some(before)) = (&made, before) {
            *self = before;
        }
        made
    }

    fn make_block(
        &mut self,
        author: Option<AccountId>,
        parent_hash: [u8; 32],
    ) -> Result<u64, StepError> {
        let block = self.state.block.saturating_add(1);
        self.state.block = block;
        self.state.author = author;
        self.state.parent_hash = parent_hash;
        self.state.forget_old_swaps();
        prices::decay_burns(&mut self.state);
        // Minting alone comes before; what it mints no reveal reads.
        self.open_timelocked_weights();
        emission::emit(&mut self.state);
        let drained = schedule::drain(&mut self.state, &mut self.log);
        for one in &drained {
            self.change_owner_by_conviction(one.netuid);
        }
        for drained in drained {
            let netuid = drained.netuid;
            self.distribute(&drained).map_err(|source| StepError {
                block,
                netuid,
                source,
            })?;
        }
        prices::move_prices(&mut self.state);
        self.apply_due_children();
        self.claim_automatically();
        Ok(block)
    }

    /// Makes `blocks` blocks; returns the number of the last.
    ///
    /// # Errors
    /// As [`Self::step_with`]; the blocks before stay made.
    pub fn run(&mut self, blocks: u64) -> Result<u64, StepError> {
        for _ in 0..blocks {
            self.step()?;
        }
        Ok(self.state.block)
    }

    /// The parent hash a local chain gives a block: SHA-256(genesis hash ‖ block, 8 bytes LE).
    pub fn local_parent_hash(&self, block: u64) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.state.genesis_hash);
        hasher.update(block.to_le_bytes());
        hasher.finalize().into()
    }
}
