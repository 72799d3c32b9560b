//! What happened: typed events, numbered from 0 over the life of a chain.
//!
//! A running SHA-256 over all events ever emitted tells two histories apart. The log itself can
//! be cut at the front, so that a long run does not grow without bound.

use super::account::{Coldkey, Hotkey};
use super::value::Value;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;

/// One row of the table of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventInfo {
    /// The chain's own name, where the chain has this event.
    pub name: &'static str,
    /// When it is emitted.
    pub doc: &'static str,
    /// The names of the values it carries.
    pub fields: &'static [&'static str],
}

macro_rules! events {
    ($($(#[doc = $doc:literal])* $name:ident { $($field:ident: $type:ty),* };)*) => {
        /// Something that happened in a block.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[allow(missing_docs, reason = "fields are named as the arguments of the calls")]
        #[non_exhaustive]
        pub enum Event {
            $($(#[doc = $doc])* $name { $($field: $type),* },)*
        }

        crate::chain::value::named! { Event { $($name { $($field),* })* } }

        /// Every event a chain can emit.
        pub const EVENTS: &[EventInfo] = &[$(EventInfo {
            name: stringify!($name),
            doc: concat!($($doc),*),
            fields: &[$(stringify!($field)),*],
        }),*];
    };
}

events! {
    /// TAO bought alpha that was burned.
    AddStakeBurn { netuid: u16, hotkey: Hotkey, amount: u64, alpha: u64 };
    /// Staked alpha was left to nobody.
    AlphaBurned { coldkey: Coldkey, hotkey: Hotkey, amount: u64, netuid: u16 };
    /// Staked alpha was taken out of issuance.
    AlphaRecycled { coldkey: Coldkey, hotkey: Hotkey, amount: u64, netuid: u16 };
    /// A hotkey on root chose whether it becomes a parent on new subnets.
    AutoParentDelegationEnabledSet { hotkey: Hotkey, enabled: bool };
    /// A coldkey chose where its miner incentive on a subnet is staked.
    AutoStakeDestinationSet { coldkey: Coldkey, netuid: u16, hotkey: Hotkey };
    /// A neuron published where it answers requests.
    AxonServed { netuid: u16, hotkey: Hotkey };
    /// A balance was set from outside; issuance changed with it.
    BalanceSet { coldkey: Coldkey, free: u64 };
    /// Some items of a batch were refused.
    BatchCompletedWithErrors {};
    /// An item of a batch was refused, with the error's name.
    BatchWeightItemFailed { netuid: u16, error: String };
    /// A batch of weights or of commits was worked through.
    BatchWeightsCompleted { netuids: Vec<u16>, hotkey: Hotkey };
    /// A coldkey said who it is.
    ChainIdentitySet { coldkey: Coldkey };
    /// The take of a hotkey for its parents on a subnet was set, of 65535.
    ChildKeyTakeSet { hotkey: Hotkey, netuid: u16, take: u16 };
    /// More epochs were due than a block may run; this one moves to the next block.
    EpochDeferred { netuid: u16 };
    /// A subnet's epoch ran and paid. Alpha rao: handed to it, assigned to miners, withheld of that from the owner's uids, paid to validators and their nominators, for root stakers, paid to the owner. Epochs are counted from 0.
    EpochRan {
        netuid: u16, epoch: u64, emission: u64, incentive: u64, withheld: u64, dividends: u64,
        root_dividends: u64, owner_cut: u64
    };
    /// A hotkey holds two uids: the epoch's slot passed without an epoch.
    EpochSkipped { netuid: u16 };
    /// A subnet's owner has an epoch run in this block.
    EpochTriggered { netuid: u16, fires_at: u64 };
    /// A subnet was started; alpha is emitted from this block on.
    FirstEmissionBlockNumberSet { netuid: u16, first_emission_block: u64 };
    /// A hotkey was swapped for another one on all subnets.
    HotkeySwapped { coldkey: Coldkey, old_hotkey: Hotkey, new_hotkey: Hotkey };
    /// A hotkey was swapped for another one on one subnet.
    HotkeySwappedOnSubnet {
        coldkey: Coldkey, old_hotkey: Hotkey, new_hotkey: Hotkey, netuid: u16
    };
    /// A coldkey's lock is for another hotkey now.
    LockMoved {
        coldkey: Coldkey, origin_hotkey: Hotkey, destination_hotkey: Hotkey, netuid: u16
    };
    /// A subnet was created.
    NetworkAdded { netuid: u16, mechanism: u16 };
    /// A subnet was removed.
    NetworkRemoved { netuid: u16 };
    /// A hotkey took a uid.
    NeuronRegistered { netuid: u16, uid: u16, hotkey: Hotkey };
    /// A parameter was set: by an owner, by root, or from outside.
    ParameterSet { netuid: Option<u16>, name: String, value: Value };
    /// A coldkey's lock on a subnet lasts from now on, or fades.
    PerpetualLockUpdated { coldkey: Coldkey, netuid: u16, enabled: bool };
    /// A neuron published where it shows its measurements.
    PrometheusServed { netuid: u16, hotkey: Hotkey };
    /// A coldkey refuses locked alpha of others, or accepts it.
    RejectLockedAlphaUpdated { coldkey: Coldkey, enabled: bool };
    /// A coldkey chose what its root dividends become.
    RootClaimTypeSet { coldkey: Coldkey };
    /// A coldkey claimed its root dividends.
    RootClaimed { coldkey: Coldkey };
    /// A hotkey's children took effect.
    SetChildren { hotkey: Hotkey, netuid: u16 };
    /// A hotkey's children will take effect with the first epoch after this block.
    SetChildrenScheduled { hotkey: Hotkey, netuid: u16, cooldown_block: u64 };
    /// TAO became alpha on a hotkey.
    StakeAdded {
        coldkey: Coldkey, hotkey: Hotkey, tao: u64, alpha: u64, netuid: u16, fee: u64
    };
    /// Alpha was locked for a hotkey.
    StakeLocked { coldkey: Coldkey, hotkey: Hotkey, netuid: u16, alpha: u64 };
    /// A coldkey's stake went to another hotkey or subnet.
    StakeMoved {
        coldkey: Coldkey, origin_hotkey: Hotkey, origin_netuid: u16, destination_hotkey: Hotkey,
        destination_netuid: u16, tao: u64
    };
    /// Alpha on a hotkey became TAO.
    StakeRemoved {
        coldkey: Coldkey, hotkey: Hotkey, tao: u64, alpha: u64, netuid: u16, fee: u64
    };
    /// A coldkey's stake went to another subnet.
    StakeSwapped {
        coldkey: Coldkey, hotkey: Hotkey, origin_netuid: u16, destination_netuid: u16, tao: u64
    };
    /// Stake went to another coldkey.
    StakeTransferred {
        coldkey: Coldkey, destination_coldkey: Coldkey, hotkey: Hotkey, origin_netuid: u16,
        destination_netuid: u16, tao: u64
    };
    /// The identity of a subnet was removed with it.
    SubnetIdentityRemoved { netuid: u16 };
    /// A subnet's owner said what it is.
    SubnetIdentitySet { netuid: u16 };
    /// Conviction gave a subnet another owner.
    SubnetOwnerChanged { netuid: u16, old_coldkey: Option<Coldkey>, new_coldkey: Coldkey };
    /// Another hotkey stands for a subnet's owner.
    SubnetOwnerHotkeySet { netuid: u16, hotkey: Hotkey };
    /// A subnet's alpha got another sign.
    SymbolUpdated { netuid: u16, symbol: String };
    /// The take of a hotkey was lowered, of 65535.
    TakeDecreased { coldkey: Coldkey, hotkey: Hotkey, take: u16 };
    /// The take of a hotkey was raised, of 65535.
    TakeIncreased { coldkey: Coldkey, hotkey: Hotkey, take: u16 };
    /// Sealed weights wait to be opened from this round on; hash of the ciphertext. The index is mechanism × 4096 + netuid.
    TimelockedWeightsCommitted { hotkey: Hotkey, index: u16, hash: String, reveal_round: u64 };
    /// Sealed weights came to nothing when they were opened: an error's name, or another reason. The chain is silent about it.
    TimelockedWeightsDropped { index: u16, hotkey: Hotkey, reason: String };
    /// Sealed weights were opened and stored.
    TimelockedWeightsRevealed { index: u16, hotkey: Hotkey };
    /// TAO moved between accounts.
    Transfer { sender: Coldkey, receiver: Coldkey, amount: u64 };
    /// Committed weights of mechanism 0 were revealed at once.
    WeightsBatchRevealed { hotkey: Hotkey, netuid: u16, hashes: Vec<String> };
    /// Weights were committed by their hash. The index is mechanism × 4096 + netuid.
    WeightsCommitted { hotkey: Hotkey, index: u16, hash: String };
    /// Weights that were committed by their hash were revealed and stored.
    WeightsRevealed { hotkey: Hotkey, index: u16, hash: String };
    /// A hotkey's weights were stored. The index is mechanism × 4096 + netuid.
    WeightsSet { index: u16, uid: u16 };
}

/// An event with its place in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// How many events came before it.
    pub number: u64,
    /// The block in which it happened.
    pub block: u64,
    /// What happened.
    pub event: Event,
}

/// Where a log stands: what a snapshot keeps of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LogHead {
    pub(crate) count: u64,
    pub(crate) hash: [u8; 32],
}

/// The events of a chain that were not forgotten yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventLog {
    records: VecDeque<EventRecord>,
    head: LogHead,
    scratch: Vec<u8>,
}

impl EventLog {
    /// A log that continues a history without its events.
    pub(crate) fn resume(head: LogHead) -> Self {
        Self {
            head,
            ..Self::default()
        }
    }

    /// How many events there ever were, and the hash over them.
    pub(crate) fn head(&self) -> LogHead {
        self.head
    }

    /// Appends an event: the new hash is SHA-256(old hash ‖ block ‖ event).
    pub(crate) fn emit(&mut self, block: u64, event: Event) {
        self.scratch.clear();
        let bytes = postcard::to_extend(&(block, &event), core::mem::take(&mut self.scratch));
        self.scratch = bytes.unwrap_or_default();
        let mut hasher = Sha256::new();
        hasher.update(self.head.hash);
        hasher.update(&self.scratch);
        self.head.hash = hasher.finalize().into();
        let number = self.head.count;
        self.head.count = number.saturating_add(1);
        self.records.push_back(EventRecord {
            number,
            block,
            event,
        });
    }

    /// Takes back the events since the log stood there.
    pub(crate) fn back_to(&mut self, head: LogHead) {
        let kept = usize::try_from(head.count.saturating_sub(self.first())).unwrap_or(usize::MAX);
        self.records.truncate(kept);
        self.head = head;
    }

    /// The retained events with this number or a later one.
    pub(crate) fn since(&self, number: u64) -> impl Iterator<Item = &EventRecord> {
        let first = self.first();
        let skipped = usize::try_from(number.saturating_sub(first)).unwrap_or(usize::MAX);
        self.records.range(skipped.min(self.records.len())..)
    }

    /// Drops the events before this number; the count and the hash stay.
    pub(crate) fn forget_before(&mut self, number: u64) {
        let dropped = usize::try_from(number.saturating_sub(self.first())).unwrap_or(usize::MAX);
        self.records.drain(..dropped.min(self.records.len()));
    }

    fn first(&self) -> u64 {
        self.records
            .front()
            .map_or(self.head.count, |record| record.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(netuids: &[u16]) -> EventLog {
        let mut log = EventLog::default();
        for &netuid in netuids {
            log.emit(1, Event::EpochDeferred { netuid });
        }
        log
    }

    #[test]
    fn events_are_numbered_and_can_be_forgotten() {
        let mut log = log(&[5, 6, 7]);
        let before = log.head();
        log.forget_before(2);
        assert_eq!(
            log.since(0).map(|record| record.number).collect::<Vec<_>>(),
            [2]
        );
        assert_eq!(log.since(3).count(), 0);
        assert_eq!(log.since(u64::MAX).count(), 0);
        assert_eq!(log.head(), before);
    }

    #[test]
    fn the_hash_tells_histories_apart() {
        assert_eq!(log(&[1, 2]).head(), log(&[1, 2]).head());
        assert_ne!(log(&[1, 2]).head().hash, log(&[2, 1]).head().hash);
    }
}
