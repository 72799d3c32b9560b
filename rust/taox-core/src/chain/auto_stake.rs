//! Hotkeys on which coldkeys have their miner incentive staked instead (transitions.md 2.13).

use super::interner::{ColdIx, HotIx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Destinations on one subnet, both ways.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AutoStake {
    /// `AutoStakeDestination`.
    pub(crate) destinations: BTreeMap<ColdIx, HotIx>,
    /// `AutoStakeDestinationColdkeys`: who chose a hotkey, as they came. A stored state may lack it.
    pub(crate) stakers: BTreeMap<HotIx, Vec<ColdIx>>,
}

impl AutoStake {
    /// Where a coldkey's miner incentive goes, if it chose.
    pub(crate) fn destination(&self, coldkey: ColdIx) -> Option<HotIx> {
        self.destinations.get(&coldkey).copied()
    }

    /// A coldkey chooses another hotkey.
    pub(crate) fn choose(&mut self, coldkey: ColdIx, hotkey: HotIx) {
        if let Some(old) = self.destinations.insert(coldkey, hotkey) {
            self.leave(coldkey, old);
        }
        let stakers = self.stakers.entry(hotkey).or_default();
        if !stakers.contains(&coldkey) {
            stakers.push(coldkey);
        }
    }

    /// A hotkey takes the place of another one for all who chose that.
    pub(crate) fn swap(&mut self, old: HotIx, new: HotIx) {
        let Some(stakers) = self.stakers.remove(&old) else {
            return;
        };
        for coldkey in &stakers {
            self.destinations.insert(*coldkey, new);
        }
        self.stakers.insert(new, stakers);
    }

    fn leave(&mut self, coldkey: ColdIx, hotkey: HotIx) {
        if let Some(stakers) = self.stakers.get_mut(&hotkey) {
            stakers.retain(|staker| *staker != coldkey);
            if stakers.is_empty() {
                self.stakers.remove(&hotkey);
            }
        }
    }
}
