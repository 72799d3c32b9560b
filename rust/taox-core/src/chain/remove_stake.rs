//! Unstaking: alpha is debited from a hotkey and sold (transitions.md 1.13, swap.md 11.2).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::journal::Journal;
use super::market::sell;
use super::staking::{Limit, check_input, most_to_trade};
use super::state::{MIN_STAKE, State};
use super::subnet::{ROOT, Subnet};
use crate::fixed::{FixedPoint, U64F64};
use crate::pool::{MIN_PRICE_LIMIT, Order, Side, Swap};

/// A sale that has passed its checks.
#[derive(Clone, Copy)]
pub(crate) struct Sale {
    pub(crate) seller: ColdIx,
    /// Who is paid.
    pub(crate) payee: ColdIx,
    pub(crate) hotkey: HotIx,
    pub(crate) netuid: u16,
    pub(crate) order: Order,
}

impl Chain {
    /// Unstakes alpha at the market price, at most what is held; returns the TAO it became, rao.
    ///
    /// # Errors
    /// In this order: `SubtokenDisabled` (also for a subnet that does not exist),
    /// `InsufficientLiquidity` for more than 1000 times the alpha reserve, `AmountTooLow` for
    /// nothing, `InsufficientLiquidity` if the pool cannot trade, `AmountTooLow` if too little is
    /// sold and something remains, `HotKeyAccountNotExists`; then what the sale, the payment
    /// (`InsufficientBalance`, `BelowMinimum`) or the sale of the fee is refused with.
    pub fn remove_stake(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        alpha: u64,
    ) -> Result<u64, ChainError> {
        let missing = ChainError::SubtokenDisabled { netuid };
        self.state
            .subnets
            .get(netuid)
            .ok_or(missing)?
            .check_started()?;
        let alpha = alpha.min(self.stake(hotkey, coldkey, netuid));
        let sale = self.check_remove_stake(coldkey, hotkey, netuid, alpha, None)?;
        self.sale(sale)
    }

    /// [`Self::remove_stake`] unless the price would end below `limit_price` rao per alpha; with
    /// `allow_partial` as much as moves the price there. It works on subnets that have not started
    /// too, and is not cut to what is held.
    ///
    /// # Errors
    /// As [`Self::remove_stake`] without `SubtokenDisabled`; also `PriceLimitExceeded` for a limit
    /// at or above the price, `SubnetNotExists`, `NotEnoughStakeToWithdraw`, `SlippageTooHigh`.
    pub fn remove_stake_limit(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        alpha: u64,
        limit_price: u64,
        allow_partial: bool,
    ) -> Result<u64, ChainError> {
        let limit = Limit {
            price: limit_price,
            allow_partial,
        };
        let sale = self.check_remove_stake(coldkey, hotkey, netuid, alpha, Some(limit))?;
        self.sale(sale)
    }

    /// Unstakes everything, at the market price, or only at prices above `limit_price` rao per alpha.
    ///
    /// # Errors
    /// Without a limit as [`Self::remove_stake`], with one as [`Self::remove_stake_limit`].
    pub fn remove_stake_full_limit(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        limit_price: Option<u64>,
    ) -> Result<u64, ChainError> {
        let alpha = self.stake(hotkey, coldkey, netuid);
        match limit_price {
            None => self.remove_stake(coldkey, hotkey, netuid, alpha),
            Some(limit_price) => {
                self.remove_stake_limit(coldkey, hotkey, netuid, alpha, limit_price, false)
            }
        }
    }

    pub(crate) fn check_remove_stake(
        &self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        amount: u64,
        limit: Option<Limit>,
    ) -> Result<Sale, ChainError> {
        let subnet = self.state.subnets.get(netuid);
        check_input(subnet, Side::Sell, amount)?;
        let most = most_to_trade(subnet, Side::Sell, limit)?;
        let subnet = subnet.ok_or(ChainError::SubnetNotExists { netuid })?;
        if amount == 0 {
            return Err(ChainError::AmountTooLow { amount, minimum: 1 });
        }
        let held = self.stake(hotkey, coldkey, netuid);
        let seller = self.state.coldkeys.find(coldkey).filter(|_| amount <= held);
        let not_enough = ChainError::NotEnoughStakeToWithdraw {
            coldkey,
            hotkey,
            netuid,
            stake: held,
            amount,
        };
        let seller = seller.ok_or(not_enough)?;
        check_sale(subnet, amount, held)?;
        let alpha = Limit::cut(limit, netuid, amount, most)?;
        let hotkey = self.existing_hotkey(hotkey)?;
        self.check_unlocked(subnet, seller, amount)?;
        let limit_price = limit.map_or(MIN_PRICE_LIMIT, |limit| limit.price);
        Ok(Sale {
            seller,
            payee: seller,
            hotkey,
            netuid,
            order: Order::new(Side::Sell, alpha, limit_price),
        })
    }

    fn sale(&mut self, sale: Sale) -> Result<u64, ChainError> {
        let tao = self.sell(sale)?;
        self.state
            .clear_small_nomination(sale.netuid, sale.hotkey, sale.seller);
        self.state.cancel_pending_children(sale.hotkey);
        Ok(tao)
    }

    /// Sells stake or changes nothing; returns the TAO it became.
    pub(crate) fn sell(&mut self, sale: Sale) -> Result<u64, ChainError> {
        let mut journal = self.state.open_journal(sale.seller);
        match self.state.sell_stake(sale, &mut journal) {
            Ok(swap) => {
                self.finish_sale(sale, swap);
                Ok(swap.paid_out)
            }
            Err(error) => {
                self.state.undo(journal);
                Err(error)
            }
        }
    }

    /// What follows a sale and cannot fail.
    pub(crate) fn finish_sale(&mut self, sale: Sale, swap: Swap) {
        self.state.settle_sale(sale);
        let (seller, block) = (sale.seller, self.state.block);
        self.state
            .last_stake_block
            .insert((seller, sale.hotkey), block);
        self.emit(Event::StakeRemoved {
            coldkey: self.state.coldkeys.key(seller),
            hotkey: self.state.hotkeys.key(sale.hotkey),
            tao: swap.paid_out,
            alpha: swap.paid_in,
            netuid: sale.netuid,
            fee: swap.fee_paid,
        });
    }
}

/// A trial at any price: it works, and pays enough unless everything is sold.
fn check_sale(subnet: &Subnet, amount: u64, held: u64) -> Result<(), ChainError> {
    let (netuid, available) = (subnet.netuid, subnet.market.tao);
    let swap = subnet.simulate(&sell(amount));
    let swap = swap.map_err(|_| ChainError::InsufficientLiquidity {
        netuid,
        amount,
        available,
    })?;
    if swap.paid_out < MIN_STAKE && amount < held {
        return Err(ChainError::AmountTooLow {
            amount: swap.paid_out,
            minimum: MIN_STAKE,
        });
    }
    Ok(())
}

impl State {
    /// Debits, sells, credits back what a limit left unsold, pays the payee and the author. If a
    /// step fails the earlier ones stand; the caller may undo them.
    pub(crate) fn sell_stake(
        &mut self,
        sale: Sale,
        journal: &mut Journal,
    ) -> Result<Swap, ChainError> {
        let Sale {
            seller,
            payee,
            hotkey,
            netuid,
            order,
        } = sale;
        self.note_market(netuid, journal);
        self.note_holding(netuid, hotkey, journal);
        self.debit_stake(netuid, hotkey, seller, order.amount);
        let swap = self.trade(netuid, &order)?;
        let unsold = order
            .amount
            .saturating_sub(swap.paid_in)
            .saturating_sub(swap.fee_paid);
        self.credit_stake(netuid, hotkey, seller, unsold);
        let account = self.subnets.get(netuid).map(|subnet| subnet.account);
        let account = account.ok_or(ChainError::SubnetNotExists { netuid })?;
        self.transfer_noted(account, payee, swap.paid_out, journal)?;
        let fee = self.sell_fee(netuid, account, swap.fee_to_block_author, journal)?;
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.flows.user_out(swap.paid_out.saturating_add(fee));
        }
        Ok(swap)
    }

    /// The books of a sale that worked: claims on root dividends, and the seller's lock.
    fn settle_sale(&mut self, sale: Sale) {
        let Sale {
            seller,
            hotkey,
            netuid,
            order,
            ..
        } = sale;
        if netuid == ROOT {
            self.lower_watermarks(hotkey, seller, order.amount);
            self.leave_claim_index(seller);
        }
        let time = self.lock_time();
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.refresh_lock(seller, time);
        }
    }

    /// Sells the fee for the block's author; without one it stays in issuance, owned by nobody.
    /// Returns the TAO it became.
    fn sell_fee(
        &mut self,
        netuid: u16,
        account: ColdIx,
        alpha: u64,
        journal: &mut Journal,
    ) -> Result<u64, ChainError> {
        if alpha == 0 {
            return Ok(0);
        }
        if self.author.is_none() {
            if let Some(subnet) = self.subnets.get_mut(netuid) {
                subnet.burn_alpha(alpha);
            }
            return Ok(0);
        }
        let swap = self.trade(netuid, &sell(alpha).without_fee())?;
        let author = self.fee_receiver();
        self.transfer_noted(account, author, swap.paid_out, journal)?;
        Ok(swap.paid_out)
    }

    /// Unstakes what is left of a nomination if it is worth too little. **Not atomic**: the position
    /// is gone even if a sale fails (swap.md 11.2).
    fn clear_small_nomination(&mut self, netuid: u16, hotkey: HotIx, nominator: ColdIx) {
        let Some(subnet) = self.subnets.get(netuid) else {
            return;
        };
        let left = subnet.stake_of_holder(hotkey, nominator);
        let is_owner = self.hotkeys.get(hotkey).owner == Some(nominator);
        if is_owner || left == 0 || left >= self.smallest_nomination(subnet) {
            return;
        }
        let mut journal = self.open_journal(nominator);
        let sale = Sale {
            seller: nominator,
            payee: nominator,
            hotkey,
            netuid,
            order: sell(left),
        };
        // What was done stays done.
        if self.sell_stake(sale, &mut journal).is_ok() {
            self.settle_sale(sale);
        }
        let subnet = self.subnets.get(netuid);
        let left = subnet.map_or(0, |subnet| subnet.stake_of_holder(hotkey, nominator));
        self.debit_stake(netuid, hotkey, nominator, left);
    }

    /// ⌊nominator minimum / price⌋ alpha rao; 0 if the price is 0.
    fn smallest_nomination(&self, subnet: &Subnet) -> u64 {
        let factor = u128::from(self.network.nominator_min_required_stake);
        let minimum = u128::from(MIN_STAKE)
            .saturating_mul(factor)
            .wrapping_div(1_000_000);
        let minimum = u64::try_from(minimum).unwrap_or(u64::MAX);
        let price = subnet.pool().price();
        U64F64::saturating_from_num(minimum)
            .safe_div(price)
            .saturating_to_num()
    }
}
