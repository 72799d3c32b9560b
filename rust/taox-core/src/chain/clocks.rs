//! When actions that have a rate limit last happened (transitions.md Appendix A).
//!
//! Keys are accounts and netuids as they are: a clock outlives the neuron it was started for, and that
//! of the network's own actions the subnet too. Block 0 is never: what happened in block 0 starts no clock.

use super::Chain;
use super::account::AccountId;
use super::error::ChainError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one block is remembered for (`LastRateLimitedBlock`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Clock {
    /// Any subnet was created.
    NetworkRegistered,
    /// A coldkey swapped a hotkey.
    Transaction(AccountId),
    /// A hotkey's delegate take changed.
    DelegateTake(AccountId),
    /// A hotkey's childkey take changed, on any subnet.
    ChildkeyTake(AccountId),
    /// A subnet's owner hotkey was set.
    OwnerHotkey(u16),
    /// A subnet's owner set this parameter.
    Hyperparameter(u16, String),
}

/// What is remembered by account and subnet (`TransactionKeyLastBlock`); numbers are the chain's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u16)]
pub enum Action {
    /// A hotkey's children were set.
    SetChildren = 0,
    /// A hotkey's childkey take changed.
    ChildkeyTake = 1,
    /// An owner set the version of weights.
    WeightsVersionKey = 4,
    /// An owner set the number of mechanisms.
    MechanismCount = 7,
    /// An owner set the split of emission over mechanisms.
    MechanismSplit = 8,
    /// An owner trimmed the subnet.
    Trim = 9,
    /// An owner set the tempo.
    Tempo = 11,
}

impl Action {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::SetChildren,
        Self::ChildkeyTake,
        Self::WeightsVersionKey,
        Self::MechanismCount,
        Self::MechanismSplit,
        Self::Trim,
        Self::Tempo,
    ];

    /// The chain's number of this action.
    pub(crate) fn number(self) -> u16 {
        self as u16
    }
}

/// All clocks of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clocks {
    limited: BTreeMap<Clock, u64>,
    actions: BTreeMap<(AccountId, u16, Action), u64>,
}

impl Clocks {
    /// The block of the last time; 0 = never.
    pub(crate) fn last(&self, clock: &Clock) -> u64 {
        self.limited.get(clock).copied().unwrap_or(0)
    }

    /// Notes that it happened in `block`.
    pub(crate) fn stamp(&mut self, clock: Clock, block: u64) {
        self.limited.insert(clock, block);
    }

    /// Forgets when it happened.
    pub(crate) fn forget(&mut self, clock: &Clock) {
        self.limited.remove(clock);
    }

    /// The block in which an account last did this on a subnet; 0 = never.
    pub(crate) fn last_action(&self, account: AccountId, netuid: u16, action: Action) -> u64 {
        let key = (account, netuid, action);
        self.actions.get(&key).copied().unwrap_or(0)
    }

    /// Notes that an account did this on a subnet in `block`.
    pub(crate) fn stamp_action(
        &mut self,
        account: AccountId,
        netuid: u16,
        action: Action,
        block: u64,
    ) {
        self.actions.insert((account, netuid, action), block);
    }

    /// Forgets what was done on a subnet that is gone.
    pub(crate) fn forget_subnet(&mut self, gone: u16) {
        self.actions.retain(|(_, netuid, _), _| *netuid != gone);
    }

    /// Every clock and its block.
    pub(crate) fn limited(&self) -> impl Iterator<Item = (&Clock, u64)> {
        self.limited.iter().map(|(clock, block)| (clock, *block))
    }

    /// Every action and its block.
    pub(crate) fn actions(&self) -> impl Iterator<Item = (AccountId, u16, Action, u64)> {
        let actions = self.actions.iter();
        actions.map(|(&(account, netuid, action), &block)| (account, netuid, action, block))
    }
}

impl Chain {
    /// So many blocks have passed since the last time, or there was none.
    ///
    /// # Errors
    /// `TxRateLimitExceeded`.
    pub(crate) fn check_tx_rate(
        &self,
        netuid: u16,
        last: u64,
        rate_limit: u64,
    ) -> Result<(), ChainError> {
        let block = self.state.block;
        if last == 0 || block.saturating_sub(last) >= rate_limit {
            return Ok(());
        }
        Err(ChainError::TxRateLimitExceeded {
            netuid,
            last,
            block,
            rate_limit,
        })
    }
}
