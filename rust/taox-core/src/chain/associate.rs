//! Small calls of accounts (transitions.md 2.7 and 2.13): who owns a hotkey, where incentive goes, whose
//! child the next subnet's owner becomes.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::subnet::ROOT;

impl Chain {
    /// Makes a coldkey the owner of a hotkey that nobody owns; nothing happens to one that exists.
    ///
    /// # Errors
    /// `CannotUseSystemAccount`.
    pub fn try_associate_hotkey(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
    ) -> Result<(), ChainError> {
        self.check_no_system_account(hotkey)?;
        self.state.create_hotkey(hotkey, coldkey);
        Ok(())
    }

    /// Has the miner incentive of all of a coldkey's hotkeys on a subnet staked to this one.
    ///
    /// # Errors
    /// In this order: `SubnetNotExists`, `HotKeyNotRegisteredInSubNet`,
    /// `SameAutoStakeHotkeyAlreadySet`.
    pub fn set_coldkey_auto_stake_hotkey(
        &mut self,
        coldkey: Coldkey,
        netuid: u16,
        hotkey: Hotkey,
    ) -> Result<(), ChainError> {
        self.subnet(netuid)?;
        let index = self.state.hotkeys.find(hotkey);
        let index = index
            .filter(|_| self.uid(netuid, hotkey).is_some())
            .ok_or(ChainError::HotKeyNotRegisteredInSubNet { hotkey, netuid })?;
        let signer = self.state.coldkeys.intern(coldkey);
        let missing = ChainError::SubnetNotExists { netuid };
        let subnet = self.state.subnets.get_mut(netuid).ok_or(missing)?;
        if subnet.auto_stake.destination(signer) == Some(index) {
            return Err(ChainError::SameAutoStakeHotkeyAlreadySet {
                coldkey,
                hotkey,
                netuid,
            });
        }
        subnet.auto_stake.choose(signer, index);
        self.emit(Event::AutoStakeDestinationSet {
            coldkey,
            netuid,
            hotkey,
        });
        Ok(())
    }

    /// Chooses whether a hotkey on root lends its stake to the owners of subnets that are created.
    ///
    /// # Errors
    /// `NonAssociatedColdKey`, then `HotKeyNotRegisteredInSubNet` for one without a seat.
    pub fn set_auto_parent_delegation_enabled(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        enabled: bool,
    ) -> Result<(), ChainError> {
        let index = self.owned_hotkey(coldkey, hotkey)?;
        if self.uid(ROOT, hotkey).is_none() {
            let netuid = ROOT;
            return Err(ChainError::HotKeyNotRegisteredInSubNet { hotkey, netuid });
        }
        self.state.hotkeys.get_mut(index).auto_parent = Some(enabled);
        self.emit(Event::AutoParentDelegationEnabledSet { hotkey, enabled });
        Ok(())
    }

    /// Where a coldkey's miner incentive on a subnet is staked, if it chose.
    pub fn auto_stake_hotkey(&self, coldkey: Coldkey, netuid: u16) -> Option<Hotkey> {
        let coldkey = self.state.coldkeys.find(coldkey)?;
        let subnet = self.state.subnets.get(netuid)?;
        let hotkey = subnet.auto_stake.destination(coldkey)?;
        Some(self.state.hotkeys.key(hotkey))
    }
}
