//! The parts that hotkeys keep: of their nominators' dividends and of what they earn for parents
//! (transitions.md 2.4 and 2.5).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::clocks::{Action, Clock};
use super::error::ChainError;
use super::events::Event;
use super::interner::HotIx;

impl Chain {
    /// Raises the take of a hotkey's dividends, of 65535.
    ///
    /// # Errors
    /// As [`Self::delegate_take_guard`], then as [`Self::increase_take_body`].
    pub fn increase_take(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        take: u16,
    ) -> Result<(), ChainError> {
        self.delegate_take_guard(coldkey, hotkey, take)?;
        self.increase_take_body(coldkey, hotkey, take)
    }

    /// Lowers the take of a hotkey's dividends, of 65535. Never refused for haste, but the next
    /// increase has to wait from here.
    ///
    /// # Errors
    /// As [`Self::delegate_take_guard`], then as [`Self::decrease_take_body`].
    pub fn decrease_take(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        take: u16,
    ) -> Result<(), ChainError> {
        self.delegate_take_guard(coldkey, hotkey, take)?;
        self.decrease_take_body(coldkey, hotkey, take)
    }

    /// What is checked before a change of take is dispatched (rows G).
    ///
    /// # Errors
    /// In this order: `DelegateTakeTooLow`, `DelegateTakeTooHigh`, `HotKeyAccountNotExists`,
    /// `NonAssociatedColdKey`.
    pub fn delegate_take_guard(
        &self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        take: u16,
    ) -> Result<(), ChainError> {
        let network = &self.state.network;
        if take < network.min_delegate_take {
            let bound = network.min_delegate_take;
            return Err(ChainError::DelegateTakeTooLow {
                hotkey,
                take,
                bound,
            });
        }
        if take > network.max_delegate_take {
            let bound = network.max_delegate_take;
            return Err(ChainError::DelegateTakeTooHigh {
                hotkey,
                take,
                bound,
            });
        }
        self.existing_hotkey(hotkey)?;
        self.owned_hotkey(coldkey, hotkey).map(|_| ())
    }

    /// [`Self::increase_take`] behind its guard.
    ///
    /// # Errors
    /// In this order: `HotKeyAccountNotExists`, `NonAssociatedColdKey`, `DelegateTakeTooLow` if it
    /// is not above the stored take, `DelegateTakeTooHigh`, `DelegateTxRateLimitExceeded`.
    pub fn increase_take_body(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        take: u16,
    ) -> Result<(), ChainError> {
        let index = self.taking_hotkey(coldkey, hotkey)?;
        let record = self.state.hotkeys.get(index);
        if let Some(bound) = record.take.filter(|stored| take <= *stored) {
            return Err(ChainError::DelegateTakeTooLow {
                hotkey,
                take,
                bound,
            });
        }
        let bound = self.state.network.max_delegate_take;
        if take > bound {
            return Err(ChainError::DelegateTakeTooHigh {
                hotkey,
                take,
                bound,
            });
        }
        let last = self.state.clocks.last(&Clock::DelegateTake(hotkey.0));
        let block = self.state.block;
        let rate_limit = self.state.network.tx_delegate_take_rate_limit;
        if last > 0 && rate_limit > 0 && block.saturating_sub(last) <= rate_limit {
            return Err(ChainError::DelegateTxRateLimitExceeded {
                hotkey,
                last,
                block,
                rate_limit,
            });
        }
        self.set_take(index, take);
        self.emit(Event::TakeIncreased {
            coldkey,
            hotkey,
            take,
        });
        Ok(())
    }

    /// [`Self::decrease_take`] behind its guard.
    ///
    /// # Errors
    /// In this order: `HotKeyAccountNotExists`, `NonAssociatedColdKey`, `DelegateTakeTooLow` if it
    /// is not below the stored take, or below the lowest.
    pub fn decrease_take_body(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        take: u16,
    ) -> Result<(), ChainError> {
        let index = self.taking_hotkey(coldkey, hotkey)?;
        if let Some(bound) = self
            .state
            .hotkeys
            .get(index)
            .take
            .filter(|stored| take >= *stored)
        {
            return Err(ChainError::DelegateTakeTooLow {
                hotkey,
                take,
                bound,
            });
        }
        let bound = self.state.network.min_delegate_take;
        if take < bound {
            return Err(ChainError::DelegateTakeTooLow {
                hotkey,
                take,
                bound,
            });
        }
        self.set_take(index, take);
        self.emit(Event::TakeDecreased {
            coldkey,
            hotkey,
            take,
        });
        Ok(())
    }

    /// Sets the part that a hotkey keeps of what it earns for parents on a subnet, of 65535.
    ///
    /// # Errors
    /// In this order: `NonAssociatedColdKey`, `InvalidChildkeyTake`,
    /// `TxChildkeyTakeRateLimitExceeded` for an increase. The subnet need not exist.
    pub fn set_childkey_take(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        take: u16,
    ) -> Result<(), ChainError> {
        let index = self.owned_hotkey(coldkey, hotkey)?;
        self.check_childkey_take(hotkey, index, netuid, take)?;
        let block = self.state.block;
        self.state.store_childkey_take(netuid, index, take);
        let clocks = &mut self.state.clocks;
        clocks.stamp_action(hotkey.0, netuid, Action::ChildkeyTake, block);
        self.emit(Event::ChildKeyTakeSet {
            hotkey,
            netuid,
            take,
        });
        Ok(())
    }

    fn check_childkey_take(
        &self,
        hotkey: Hotkey,
        index: HotIx,
        netuid: u16,
        take: u16,
    ) -> Result<(), ChainError> {
        let network = &self.state.network;
        let subnet = self.state.subnets.get(netuid);
        let on_subnet = subnet.map_or(0, |subnet| {
            subnet.params.subnet.min_childkey_take_per_subnet
        });
        let minimum = network.min_childkey_take.max(on_subnet);
        let maximum = network.max_childkey_take;
        if take < minimum || take > maximum {
            return Err(ChainError::InvalidChildkeyTake {
                hotkey,
                netuid,
                take,
                minimum,
                maximum,
            });
        }
        let stored = match subnet {
            Some(subnet) => subnet.family.takes.get(&index),
            None => self.state.takes_of_no_subnet.get(&(netuid, index)),
        };
        let current = stored.copied().unwrap_or(0).max(minimum);
        let clocks = &self.state.clocks;
        let last = clocks.last_action(hotkey.0, netuid, Action::ChildkeyTake);
        let (block, rate_limit) = (self.state.block, network.tx_childkey_take_rate_limit);
        if take > current && last > 0 && block.saturating_sub(last) < rate_limit {
            return Err(ChainError::TxChildkeyTakeRateLimitExceeded {
                hotkey,
                netuid,
                last,
                block,
                rate_limit,
            });
        }
        Ok(())
    }

    /// The delegate take of a hotkey, of 65535.
    pub fn delegate_take(&self, hotkey: Hotkey) -> u16 {
        let known = self.state.hotkeys.find(hotkey);
        let take = known.and_then(|hotkey| self.state.hotkeys.get(hotkey).take);
        take.unwrap_or(super::state::DEFAULT_TAKE)
    }

    /// The childkey take of a hotkey on a subnet, at least today's floor, of 65535.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn childkey_take(&self, hotkey: Hotkey, netuid: u16) -> Result<u16, ChainError> {
        let subnet = self.subnet(netuid)?;
        let floor = self
            .state
            .network
            .min_childkey_take
            .max(subnet.params.subnet.min_childkey_take_per_subnet);
        let known = self.state.hotkeys.find(hotkey);
        Ok(known.map_or(floor, |hotkey| self.state.childkey_take_of(subnet, hotkey)))
    }

    fn taking_hotkey(&self, coldkey: Coldkey, hotkey: Hotkey) -> Result<HotIx, ChainError> {
        self.existing_hotkey(hotkey)?;
        self.owned_hotkey(coldkey, hotkey)
    }

    fn set_take(&mut self, hotkey: HotIx, take: u16) {
        let block = self.state.block;
        let account = self.state.hotkeys.key(hotkey).0;
        self.state.hotkeys.get_mut(hotkey).take = Some(take);
        self.state.clocks.stamp(Clock::DelegateTake(account), block);
    }
}
