//! Staking TAO: alpha is bought and credited to a hotkey (transitions.md 1.12, swap.md 11.1).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::journal::Journal;
use super::market::buy;
use super::staking::{Limit, approximate_fee, check_input, most_to_trade};
use super::state::{DEFAULT_TAKE, MIN_STAKE, State};
use super::subnet::{ROOT, Subnet};
use crate::pool::{MAX_PRICE_LIMIT, Order, Side, Swap};

/// A purchase that has passed its checks.
#[derive(Clone, Copy)]
pub(crate) struct Purchase {
    pub(crate) buyer: ColdIx,
    pub(crate) hotkey: HotIx,
    pub(crate) netuid: u16,
    pub(crate) order: Order,
}

impl Chain {
    /// Stakes free TAO on a hotkey at the market price; returns the alpha it became, rao.
    ///
    /// Like the chain it leaves the coldkey its existential deposit, so that up to 500 rao less
    /// than `amount` may be staked.
    ///
    /// # Errors
    /// In this order: `InsufficientLiquidity` for more than 1000 times the TAO reserve,
    /// `SubnetNotExists`, `SubtokenDisabled`, `AmountTooLow`, `NotEnoughBalanceToStake`,
    /// `HotKeyAccountNotExists`, `InsufficientLiquidity` if the pool cannot trade or the credit
    /// would add no share, `AmountTooLow` after the fee.
    pub fn add_stake(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        amount: u64,
    ) -> Result<u64, ChainError> {
        let purchase = self.check_add_stake(coldkey, hotkey, netuid, amount, None)?;
        self.purchase(purchase)
    }

    /// [`Self::add_stake`] unless the price would end above `limit_price` rao per alpha; with
    /// `allow_partial` as much as moves the price there. Somebody else's hotkey becomes a delegate.
    ///
    /// # Errors
    /// As [`Self::add_stake`]; after the first check also `PriceLimitExceeded` for a limit at or
    /// below the price, and after `AmountTooLow` also `SlippageTooHigh`.
    pub fn add_stake_limit(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        amount: u64,
        limit_price: u64,
        allow_partial: bool,
    ) -> Result<u64, ChainError> {
        let limit = Limit {
            price: limit_price,
            allow_partial,
        };
        let purchase = self.check_add_stake(coldkey, hotkey, netuid, amount, Some(limit))?;
        let alpha = self.purchase(purchase)?;
        self.state.make_delegate(purchase.hotkey, purchase.buyer);
        Ok(alpha)
    }

    fn check_add_stake(
        &self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        amount: u64,
        limit: Option<Limit>,
    ) -> Result<Purchase, ChainError> {
        let subnet = self.state.subnets.get(netuid);
        check_input(subnet, Side::Buy, amount)?;
        let most = most_to_trade(subnet, Side::Buy, limit)?;
        let subnet = subnet.ok_or(ChainError::SubnetNotExists { netuid })?;
        subnet.check_started()?;
        check_minimum(subnet, amount)?;
        let amount = Limit::cut(limit, netuid, amount, most)?;
        let buyer = self.staker(coldkey, amount)?;
        let target = self.existing_hotkey(hotkey)?;
        check_purchase(subnet, target, amount)?;
        Ok(Purchase {
            buyer,
            hotkey: target,
            netuid,
            order: Order::new(
                Side::Buy,
                amount.min(self.state.spendable(buyer)),
                limit.map_or(MAX_PRICE_LIMIT, |limit| limit.price),
            ),
        })
    }

    /// The index of a coldkey with enough free TAO.
    pub(crate) fn staker(&self, coldkey: Coldkey, amount: u64) -> Result<ColdIx, ChainError> {
        let balance = self.state.free(coldkey);
        let payer = self.state.payer(coldkey, amount);
        payer.ok_or(ChainError::NotEnoughBalanceToStake {
            coldkey,
            balance,
            amount,
        })
    }

    /// Buys stake or changes nothing; returns the alpha.
    pub(crate) fn purchase(&mut self, purchase: Purchase) -> Result<u64, ChainError> {
        let mut journal = self.state.open_journal(purchase.buyer);
        match self.state.buy_stake(purchase, &mut journal) {
            Ok(swap) => {
                self.finish_purchase(purchase, swap);
                Ok(swap.paid_out)
            }
            Err(error) => {
                self.state.undo(journal);
                Err(error)
            }
        }
    }

    /// What follows a purchase and cannot fail.
    pub(crate) fn finish_purchase(&mut self, purchase: Purchase, swap: Swap) {
        let Purchase {
            buyer,
            hotkey,
            netuid,
            order,
        } = purchase;
        let time = self.state.lock_time();
        let state = &mut self.state;
        state.last_stake_block.insert((buyer, hotkey), state.block);
        if netuid == ROOT {
            state.raise_watermarks(hotkey, buyer, swap.paid_out);
            state.claim_index.insert(buyer);
        }
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.refresh_lock(buyer, time);
        }
        self.emit(Event::StakeAdded {
            coldkey: self.state.coldkeys.key(buyer),
            hotkey: self.state.hotkeys.key(hotkey),
            tao: order.amount,
            alpha: swap.paid_out,
            netuid,
            fee: swap.fee_paid,
        });
    }
}

impl State {
    /// Moves TAO to the subnet, buys, credits, pays the author. If a step fails the earlier ones
    /// stand; the caller undoes them.
    pub(crate) fn buy_stake(
        &mut self,
        purchase: Purchase,
        journal: &mut Journal,
    ) -> Result<Swap, ChainError> {
        let Purchase {
            buyer,
            hotkey,
            netuid,
            order,
        } = purchase;
        let subnet = self.subnets.get(netuid);
        let account = subnet.map(|subnet| subnet.account);
        let account = account.ok_or(ChainError::SubnetNotExists { netuid })?;
        self.note_market(netuid, journal);
        self.note_holding(netuid, hotkey, journal);
        self.transfer_noted(buyer, account, order.amount, journal)?;
        let swap = self.trade(netuid, &order)?;
        self.check_credit(netuid, hotkey, swap.paid_out)?;
        self.credit_stake(netuid, hotkey, buyer, swap.paid_out);
        let receiver = self.fee_receiver();
        self.transfer_noted(account, receiver, swap.fee_to_block_author, journal)?;
        if let Some(subnet) = self.subnets.get_mut(netuid) {
            subnet.flows.user_in(swap.paid_in);
        }
        Ok(swap)
    }

    /// A purchase brings something, and that something adds a share.
    fn check_credit(&self, netuid: u16, hotkey: HotIx, alpha: u64) -> Result<(), ChainError> {
        if alpha == 0 {
            let (amount, minimum) = (0, 1);
            return Err(ChainError::AmountTooLow { amount, minimum });
        }
        let subnet = self.subnets.get(netuid);
        let pool = subnet.and_then(|subnet| subnet.stakes.get(&hotkey));
        if pool.is_none_or(|pool| pool.takes_credit(alpha)) {
            return Ok(());
        }
        Err(ChainError::InsufficientLiquidity {
            netuid,
            amount: alpha,
            available: 0,
        })
    }

    /// A hotkey that others stake on has a take: the default one if it never set any.
    pub(crate) fn make_delegate(&mut self, hotkey: HotIx, staker: ColdIx) {
        let record = self.hotkeys.get_mut(hotkey);
        if record.owner != Some(staker) {
            record.take.get_or_insert(DEFAULT_TAKE);
        }
    }
}

fn check_minimum(subnet: &Subnet, amount: u64) -> Result<(), ChainError> {
    let quote = subnet.simulate(&buy(MIN_STAKE));
    let fee = quote.map_or_else(|_| approximate_fee(subnet, MIN_STAKE), |swap| swap.fee_paid);
    let minimum = MIN_STAKE.saturating_add(fee);
    if amount >= minimum {
        return Ok(());
    }
    Err(ChainError::AmountTooLow { amount, minimum })
}

/// A trial at any price: it works, enough enters the pool, and it adds a share.
fn check_purchase(subnet: &Subnet, hotkey: HotIx, amount: u64) -> Result<(), ChainError> {
    let netuid = subnet.netuid;
    let illiquid = |available| ChainError::InsufficientLiquidity {
        netuid,
        amount,
        available,
    };
    let swap = subnet
        .simulate(&buy(amount))
        .map_err(|_| illiquid(subnet.market.alpha_in))?;
    if swap.paid_in < MIN_STAKE {
        return Err(ChainError::AmountTooLow {
            amount: swap.paid_in,
            minimum: MIN_STAKE,
        });
    }
    let pool = subnet.stakes.get(&hotkey);
    if swap.paid_out == 0 || pool.is_some_and(|pool| !pool.takes_credit(swap.paid_out)) {
        return Err(illiquid(subnet.stake_of(hotkey)));
    }
    Ok(())
}
