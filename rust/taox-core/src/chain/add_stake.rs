//! Staking TAO: alpha is bought and credited to a hotkey (transitions.md 1.12, swap.md 11.1).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::market::buy;
use super::staking::{Limit, MAX_INPUT_MULTIPLE, approximate_fee};
use super::state::{DEFAULT_TAKE, MIN_STAKE};
use super::subnet::{ROOT, Subnet};
use crate::pool::{MAX_PRICE_LIMIT, Order, Side, Swap};

/// A purchase that has passed its checks.
#[derive(Clone, Copy)]
struct Purchase {
    buyer: ColdIx,
    hotkey: HotIx,
    netuid: u16,
    /// TAO to be moved, rao.
    tao: u64,
    limit_price: u64,
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
        self.purchase(coldkey, hotkey, purchase)
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
        let alpha = self.purchase(coldkey, hotkey, purchase)?;
        let record = self.state.hotkeys.get_mut(purchase.hotkey);
        if record.owner != Some(purchase.buyer) && record.take.is_none() {
            record.take = Some(DEFAULT_TAKE);
        }
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
        check_input(subnet, amount)?;
        let most = most_to_buy(subnet, limit)?;
        let subnet = subnet.ok_or(ChainError::SubnetNotExists { netuid })?;
        if !subnet.params.subnet.subtoken_enabled {
            return Err(ChainError::SubtokenDisabled { netuid });
        }
        check_minimum(subnet, amount)?;
        let amount = Limit::cut(limit, netuid, amount, most)?;
        let buyer = self.staker(coldkey, amount)?;
        let target = self.existing_hotkey(hotkey)?;
        check_purchase(subnet, target, amount)?;
        Ok(Purchase {
            buyer,
            hotkey: target,
            netuid,
            tao: amount.min(self.state.spendable(buyer)),
            limit_price: limit.map_or(MAX_PRICE_LIMIT, |limit| limit.price),
        })
    }

    /// The index of a coldkey with enough free TAO.
    pub(crate) fn staker(&self, coldkey: Coldkey, amount: u64) -> Result<ColdIx, ChainError> {
        let balance = self.state.free(coldkey);
        let known = self
            .state
            .coldkeys
            .find(coldkey)
            .filter(|_| balance >= amount);
        known.ok_or(ChainError::NotEnoughBalanceToStake {
            coldkey,
            balance,
            amount,
        })
    }

    fn purchase(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        purchase: Purchase,
    ) -> Result<u64, ChainError> {
        let mut journal = self.state.open_journal(purchase.buyer);
        let swap = match self.try_purchase(purchase, &mut journal) {
            Ok(swap) => swap,
            Err(error) => {
                self.state.undo(journal);
                return Err(error);
            }
        };
        let Purchase {
            buyer,
            hotkey: target,
            netuid,
            tao,
            ..
        } = purchase;
        self.state
            .last_stake_block
            .insert((buyer, target), self.state.block);
        if netuid == ROOT {
            self.state.raise_watermarks(target, buyer, swap.paid_out);
            self.state.claim_index.insert(buyer);
        }
        let (alpha, fee) = (swap.paid_out, swap.fee_paid);
        self.emit(Event::StakeAdded {
            coldkey,
            hotkey,
            tao,
            alpha,
            netuid,
            fee,
        });
        Ok(alpha)
    }

    fn try_purchase(
        &mut self,
        purchase: Purchase,
        journal: &mut super::journal::Journal,
    ) -> Result<Swap, ChainError> {
        let Purchase {
            buyer,
            hotkey,
            netuid,
            tao,
            limit_price,
        } = purchase;
        let state = &mut self.state;
        let subnet = state.subnets.get(netuid);
        let account = subnet.map(|subnet| subnet.account);
        let account = account.ok_or(ChainError::SubnetNotExists { netuid })?;
        state.note_market(netuid, journal);
        state.note_holding(netuid, hotkey, journal);
        state.transfer_noted(buyer, account, tao, journal)?;
        let swap = state.trade(netuid, &Order::new(Side::Buy, tao, limit_price))?;
        if swap.paid_out == 0 {
            return Err(ChainError::InsufficientLiquidity {
                netuid,
                amount: tao,
                available: 0,
            });
        }
        state.credit_stake(netuid, hotkey, buyer, swap.paid_out);
        let receiver = state.fee_receiver();
        state.transfer_noted(account, receiver, swap.fee_to_block_author, journal)?;
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.flows.user_in(swap.paid_in);
        }
        Ok(swap)
    }
}

/// More than 1000 times the reserve cannot enter a pool.
fn check_input(subnet: Option<&Subnet>, amount: u64) -> Result<(), ChainError> {
    let Some(subnet) = subnet.filter(|subnet| subnet.pool().is_dynamic()) else {
        return Ok(());
    };
    let available = subnet.market.tao.saturating_mul(MAX_INPUT_MULTIPLE);
    if amount <= available {
        return Ok(());
    }
    Err(ChainError::InsufficientLiquidity {
        netuid: subnet.netuid,
        amount,
        available,
    })
}

/// What can be bought with before the price reaches the limit, fee included.
fn most_to_buy(subnet: Option<&Subnet>, limit: Option<Limit>) -> Result<u64, ChainError> {
    let Some(Limit { price, .. }) = limit else {
        return Ok(u64::MAX);
    };
    match subnet.filter(|subnet| subnet.pool().is_dynamic()) {
        None if price >= PAR => Ok(u64::MAX),
        None => Ok(0),
        Some(subnet) => {
            let amount = subnet.market.tao.saturating_mul(MAX_INPUT_MULTIPLE);
            let swap = subnet.simulate(&Order::new(Side::Buy, amount, price))?;
            Ok(swap.paid_in.saturating_add(swap.fee_paid))
        }
    }
}

/// One TAO per alpha.
const PAR: u64 = 1_000_000_000;

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
