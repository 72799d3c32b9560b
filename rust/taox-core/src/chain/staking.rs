//! What staking and unstaking have in common.

use super::Chain;
use super::account::{Coldkey, Hotkey, burn_account};
use super::error::ChainError;
use super::interner::{ColdIx, HotIx};
use super::state::State;
use super::subnet::{ROOT, Subnet};
use crate::fixed::{FixedPoint, U64F64};
use crate::pool::{MAX_INPUT_MULTIPLE, Order, Side};

/// One TAO per alpha, in rao.
pub(crate) const PAR: u64 = 1_000_000_000;

/// The worst price of a trade, and what to do if the amount would pass it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// Rao per alpha.
    pub(crate) price: u64,
    /// Trade as much as reaches the price instead of nothing.
    pub(crate) allow_partial: bool,
}

impl Limit {
    /// The amount that is traded under a limit that allows `most`.
    ///
    /// # Errors
    /// `SlippageTooHigh`.
    pub(crate) fn cut(
        limit: Option<Self>,
        netuid: u16,
        amount: u64,
        most: u64,
    ) -> Result<u64, ChainError> {
        match limit {
            Some(Self {
                price,
                allow_partial: false,
            }) if amount > most => Err(ChainError::SlippageTooHigh {
                netuid,
                amount,
                most,
                limit_price: price,
            }),
            _ => Ok(amount.min(most)),
        }
    }
}

/// The most that can enter a pool, rao: 1000 times the reserve on that side.
fn most_input(subnet: &Subnet, side: Side) -> u64 {
    let reserve = match side {
        Side::Buy => subnet.market.tao,
        Side::Sell => subnet.market.alpha_in,
    };
    reserve.saturating_mul(MAX_INPUT_MULTIPLE)
}

/// The pool, if there is one, takes so much in.
///
/// # Errors
/// `InsufficientLiquidity`.
pub(crate) fn check_input(
    subnet: Option<&Subnet>,
    side: Side,
    amount: u64,
) -> Result<(), ChainError> {
    let Some(subnet) = subnet.filter(|subnet| subnet.pool().is_dynamic()) else {
        return Ok(());
    };
    let available = most_input(subnet, side);
    if amount <= available {
        return Ok(());
    }
    Err(ChainError::InsufficientLiquidity {
        netuid: subnet.netuid,
        amount,
        available,
    })
}

/// What can be traded before the price reaches the limit, fee included, rao. Without a pool the price
/// is 1 and never moves.
///
/// # Errors
/// Those of a trade to the limit, `PriceLimitExceeded` or `ReservesTooLow`.
pub(crate) fn most_to_trade(
    subnet: Option<&Subnet>,
    side: Side,
    limit: Option<Limit>,
) -> Result<u64, ChainError> {
    let Some(Limit { price, .. }) = limit else {
        return Ok(u64::MAX);
    };
    let Some(subnet) = subnet.filter(|subnet| subnet.pool().is_dynamic()) else {
        let reached = match side {
            Side::Buy => price < PAR,
            Side::Sell => price > PAR,
        };
        return Ok(if reached { 0 } else { u64::MAX });
    };
    let swap = subnet.simulate(&Order::new(side, most_input(subnet, side), price))?;
    Ok(swap.paid_in.saturating_add(swap.fee_paid))
}

impl Subnet {
    /// The subnet has started: its alpha can be traded.
    ///
    /// # Errors
    /// `SubtokenDisabled`.
    pub(crate) fn check_started(&self) -> Result<(), ChainError> {
        if self.params.subnet.subtoken_enabled {
            return Ok(());
        }
        let netuid = self.netuid;
        Err(ChainError::SubtokenDisabled { netuid })
    }
}

/// ⌊amount · rate⌋: the fee where no trade can be simulated.
pub(crate) fn approximate_fee(subnet: &Subnet, amount: u64) -> u64 {
    if !subnet.pool().is_dynamic() {
        return 0;
    }
    let rate = U64F64::saturating_from_num(subnet.params.subnet.fee_rate);
    let rate = rate.safe_div(U64F64::saturating_from_num(u16::MAX));
    U64F64::saturating_from_num(amount)
        .saturating_mul(rate)
        .saturating_to_num()
}

impl State {
    /// Who gets the fees of this block: its author, or nobody.
    pub(crate) fn fee_receiver(&mut self) -> ColdIx {
        let account = self.author.unwrap_or_else(burn_account);
        self.coldkeys.intern(Coldkey(account))
    }

    /// Takes a coldkey without root stake out of the index of automatic claims.
    pub(crate) fn leave_claim_index(&mut self, coldkey: ColdIx) {
        let Some(root) = self.subnets.get(ROOT) else {
            return;
        };
        let mut hotkeys = self.root_hotkeys(coldkey).into_iter();
        if !hotkeys.any(|hotkey| root.stake_of_holder(hotkey, coldkey) > 0) {
            self.claim_index.remove(coldkey);
        }
    }
}

impl Chain {
    /// The index of a hotkey that somebody owns.
    pub(crate) fn existing_hotkey(&self, hotkey: Hotkey) -> Result<HotIx, ChainError> {
        let known = self.state.hotkeys.find(hotkey);
        known
            .filter(|index| self.state.hotkeys.get(*index).owner.is_some())
            .ok_or(ChainError::HotKeyAccountNotExists { hotkey })
    }
}
