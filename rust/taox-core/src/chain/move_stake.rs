//! Stake goes to another hotkey, coldkey or subnet (transitions.md 2.2, swap.md 11.3).
//!
//! Within a subnet shares change hands without a trade. Between subnets alpha is sold and bought, at
//! market, for one fee.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::market::sell;
use super::move_limit::most_to_move;
use super::staking::Limit;
use super::state::MIN_STAKE;
use super::subnet::Subnet;

/// Whose stake on whom, where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    coldkey: Coldkey,
    hotkey: Hotkey,
    netuid: u16,
}

/// Stake that is to go from one place to another.
#[derive(Clone, Copy, Debug)]
struct Move {
    from: Place,
    to: Place,
    /// At most what is held.
    alpha: u64,
    limit: Option<Limit>,
}

/// A move that has passed its checks.
#[derive(Clone, Copy)]
pub(crate) struct Checked {
    pub(crate) seller: ColdIx,
    pub(crate) buyer: ColdIx,
    pub(crate) from: HotIx,
    pub(crate) to: HotIx,
    pub(crate) origin: u16,
    pub(crate) destination: u16,
    pub(crate) alpha: u64,
}

impl Chain {
    /// Moves a coldkey's stake to another hotkey, subnet or both; at most what is held. Returns what
    /// it was worth on the way, TAO rao.
    ///
    /// # Errors
    /// In this order: `SameNetuid` if nothing changes, `SubnetNotExists`, `SubtokenDisabled`,
    /// `HotKeyAccountNotExists`; between subnets `InsufficientLiquidity` if the origin cannot trade,
    /// `AmountTooLow` unless more than the least stake is obtained, `StakeUnavailable`, then what
    /// the trades are refused with; within a subnet `AmountTooLow` below the least stake.
    pub fn move_stake(
        &mut self,
        coldkey: Coldkey,
        origin_hotkey: Hotkey,
        destination_hotkey: Hotkey,
        origin_netuid: u16,
        destination_netuid: u16,
        alpha: u64,
    ) -> Result<u64, ChainError> {
        let from = Place {
            coldkey,
            hotkey: origin_hotkey,
            netuid: origin_netuid,
        };
        let to = Place {
            coldkey,
            hotkey: destination_hotkey,
            netuid: destination_netuid,
        };
        let tao = self.move_between(from, to, alpha, None)?;
        self.emit(Event::StakeMoved {
            coldkey,
            origin_hotkey,
            origin_netuid,
            destination_hotkey,
            destination_netuid,
            tao,
        });
        Ok(tao)
    }

    /// Gives stake to another coldkey, on the same hotkey; the subnet may change too. Locked alpha
    /// goes along, within a subnet, if free alpha does not suffice. Returns as
    /// [`Self::move_stake`].
    ///
    /// # Errors
    /// As [`Self::move_stake`]; before `StakeUnavailable` also `TransferDisallowed`; within a subnet
    /// also `LockHotkeyMismatch` and `AccountRejectsLockedAlpha`.
    pub fn transfer_stake(
        &mut self,
        coldkey: Coldkey,
        destination_coldkey: Coldkey,
        hotkey: Hotkey,
        origin_netuid: u16,
        destination_netuid: u16,
        alpha: u64,
    ) -> Result<u64, ChainError> {
        let from = Place {
            coldkey,
            hotkey,
            netuid: origin_netuid,
        };
        let to = Place {
            coldkey: destination_coldkey,
            hotkey,
            netuid: destination_netuid,
        };
        let moving = self.capped(from, to, alpha, None);
        let checked = self.check_move(moving, Self::check_transfers)?;
        let tao = self.carry_out(checked)?;
        self.emit(Event::StakeTransferred {
            coldkey,
            destination_coldkey,
            hotkey,
            origin_netuid,
            destination_netuid,
            tao,
        });
        Ok(tao)
    }

    /// Moves stake to another subnet, on the same hotkey. Returns as [`Self::move_stake`].
    ///
    /// # Errors
    /// As [`Self::move_stake`].
    pub fn swap_stake(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        origin_netuid: u16,
        destination_netuid: u16,
        alpha: u64,
    ) -> Result<u64, ChainError> {
        let netuids = (origin_netuid, destination_netuid);
        self.swap_stake_within(coldkey, hotkey, netuids, alpha, None)
    }

    /// [`Self::swap_stake`] of no more than brings the ratio of prices, origin / destination, to
    /// `limit_price` / 10^9; with `allow_partial` as much as does. The trades run at market.
    ///
    /// # Errors
    /// As [`Self::move_stake`]; before them `PriceLimitExceeded` or `ReservesTooLow` if the limit
    /// cannot be met with root on one side, and after `AmountTooLow` also `SlippageTooHigh`.
    #[allow(clippy::too_many_arguments, reason = "as many as the chain gives it")]
    pub fn swap_stake_limit(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        origin_netuid: u16,
        destination_netuid: u16,
        alpha: u64,
        limit_price: u64,
        allow_partial: bool,
    ) -> Result<u64, ChainError> {
        let netuids = (origin_netuid, destination_netuid);
        let limit = Limit {
            price: limit_price,
            allow_partial,
        };
        self.swap_stake_within(coldkey, hotkey, netuids, alpha, Some(limit))
    }

    fn swap_stake_within(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        (origin_netuid, destination_netuid): (u16, u16),
        alpha: u64,
        limit: Option<Limit>,
    ) -> Result<u64, ChainError> {
        let at = |netuid| Place {
            coldkey,
            hotkey,
            netuid,
        };
        let tao = self.move_between(at(origin_netuid), at(destination_netuid), alpha, limit)?;
        self.emit(Event::StakeSwapped {
            coldkey,
            hotkey,
            origin_netuid,
            destination_netuid,
            tao,
        });
        Ok(tao)
    }

    fn move_between(
        &mut self,
        from: Place,
        to: Place,
        alpha: u64,
        limit: Option<Limit>,
    ) -> Result<u64, ChainError> {
        let moving = self.capped(from, to, alpha, limit);
        let checked = self.check_move(moving, |_, _| Ok(()))?;
        self.carry_out(checked)
    }

    fn carry_out(&mut self, checked: Checked) -> Result<u64, ChainError> {
        if checked.origin == checked.destination {
            self.move_within(checked)
        } else {
            self.move_across(checked)
        }
    }

    fn capped(&self, from: Place, to: Place, alpha: u64, limit: Option<Limit>) -> Move {
        let held = self.stake(from.hotkey, from.coldkey, from.netuid);
        let alpha = alpha.min(held);
        Move {
            from,
            to,
            alpha,
            limit,
        }
    }

    /// `further` is what the call checks beyond what all of them do.
    fn check_move(
        &mut self,
        moving: Move,
        further: impl FnOnce(&Self, Move) -> Result<(), ChainError>,
    ) -> Result<Checked, ChainError> {
        let Move {
            from,
            to,
            mut alpha,
            limit,
        } = moving;
        let is_across = from.netuid != to.netuid;
        let most = self.most_to_move(moving)?;
        if from == to {
            return Err(ChainError::SameNetuid {
                netuid: from.netuid,
            });
        }
        let origin = self.subnet(from.netuid)?;
        let destination = self.subnet(to.netuid)?;
        origin.check_started()?;
        destination.check_started()?;
        let hotkeys = (
            self.existing_hotkey(from.hotkey)?,
            self.existing_hotkey(to.hotkey)?,
        );
        if is_across {
            check_trial(origin, alpha)?;
            Limit::cut(limit, from.netuid, alpha, most)?;
        }
        further(self, moving)?;
        if let Some(seller) = self.state.coldkeys.find(from.coldkey).filter(|_| is_across) {
            self.check_unlocked(origin, seller, alpha)?;
        }
        alpha = alpha.min(most);
        Ok(Checked {
            seller: self.state.coldkeys.intern(from.coldkey),
            buyer: self.state.coldkeys.intern(to.coldkey),
            from: hotkeys.0,
            to: hotkeys.1,
            origin: from.netuid,
            destination: to.netuid,
            alpha,
        })
    }

    fn most_to_move(&self, moving: Move) -> Result<u64, ChainError> {
        let (origin, destination) = (moving.from.netuid, moving.to.netuid);
        let subnet = |netuid| self.state.subnets.get(netuid);
        match moving.limit.filter(|_| origin != destination) {
            None => Ok(u64::MAX),
            Some(limit) => most_to_move(subnet(origin), subnet(destination), limit),
        }
    }

    fn check_transfers(&self, moving: Move) -> Result<(), ChainError> {
        let netuids = [moving.from.netuid, moving.to.netuid];
        netuids.into_iter().try_for_each(|netuid| {
            let subnet = self.subnet(netuid)?;
            if subnet.params.subnet.transfer_toggle {
                Ok(())
            } else {
                Err(ChainError::TransferDisallowed { netuid })
            }
        })
    }
}

/// A trial sale at any price: it works and pays more than the least stake.
fn check_trial(subnet: &Subnet, amount: u64) -> Result<(), ChainError> {
    let (netuid, available) = (subnet.netuid, subnet.market.tao);
    let illiquid = ChainError::InsufficientLiquidity {
        netuid,
        amount,
        available,
    };
    let swap = subnet.simulate(&sell(amount)).map_err(|_| illiquid)?;
    if swap.paid_out > MIN_STAKE {
        return Ok(());
    }
    Err(ChainError::AmountTooLow {
        amount: swap.paid_out,
        minimum: MIN_STAKE.saturating_add(1),
    })
}
