//! The hotkey that stands for a subnet's owner (transitions.md 2.13).

use crate::chain::Chain;
use crate::chain::account::Hotkey;
use crate::chain::clocks::Clock;
use crate::chain::error::ChainError;
use crate::chain::events::Event;
use crate::chain::origin::Origin;

/// Blocks between two changes, of the owner or root.
const RATE_LIMIT: u64 = 50_400;

impl Chain {
    /// Makes a hotkey the owner's on a subnet: it gets the owner's cut, keeps its uid and needs no
    /// permit. It need be neither registered nor owned.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `SubnetNotExists`, `TxRateLimitExceeded`, `CannotUseSystemAccount`.
    pub fn sudo_set_sn_owner_hotkey(
        &mut self,
        origin: Origin,
        netuid: u16,
        hotkey: Hotkey,
    ) -> Result<(), ChainError> {
        self.ensure_owner_or_root(origin, netuid)?;
        self.subnet(netuid)?;
        self.check_owner_hotkey_clock(netuid)?;
        self.check_no_system_account(hotkey)?;
        let (index, block) = (self.state.hotkeys.intern(hotkey), self.state.block);
        self.state.set_owner_hotkey(netuid, index);
        self.state.clocks.stamp(Clock::OwnerHotkey(netuid), block);
        self.emit(Event::SubnetOwnerHotkeySet { netuid, hotkey });
        Ok(())
    }

    fn check_owner_hotkey_clock(&self, netuid: u16) -> Result<(), ChainError> {
        let last = self.state.clocks.last(&Clock::OwnerHotkey(netuid));
        self.check_tx_rate(netuid, last, RATE_LIMIT)
    }
}
