//! Adding and removing stake (transitions.md 1.12 and 1.13), through the 1:1 stand-in pool.
//!
//! Of the checks, those about price, slippage and liquidity of a dynamic pool cannot fail here
//! and are left out; the rest stand in the chain's order.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use super::events::Event;
use super::interner::{ColdIx, HotIx};
use super::one_to_one::OneToOnePool;
use super::state::{EXISTENTIAL_DEPOSIT, MIN_STAKE};
use super::subnet::Subnet;

/// A sale that has passed its checks.
struct Sale {
    hotkey: HotIx,
    coldkey: ColdIx,
    account: ColdIx,
    alpha: u64,
    tao: u64,
}

impl Chain {
    /// Stakes free TAO on a hotkey; returns the alpha it became, rao.
    ///
    /// Like the chain it leaves the coldkey its existential deposit, so that up to 500 rao less
    /// than `amount` may be staked.
    ///
    /// # Errors
    /// In this order: `SubnetNotExists`, `SubtokenDisabled`, `AmountTooLow`,
    /// `NotEnoughBalanceToStake`, `HotKeyAccountNotExists`, `InsufficientLiquidity`.
    pub fn add_stake(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        amount: u64,
    ) -> Result<u64, ChainError> {
        let (buyer, target) = self.check_add_stake(coldkey, hotkey, netuid, amount)?;
        let free = self.state.coldkeys.get(buyer).free;
        let tao = amount.min(free.saturating_sub(EXISTENTIAL_DEPOSIT));
        let missing = ChainError::SubnetNotExists { netuid };
        let subnet = self.state.subnets.get_mut(netuid).ok_or(missing)?;
        let account = subnet.account;
        let alpha = subnet.pool.buy(tao);
        self.state.transfer(buyer, account, tao);
        self.state.total_stake = self.state.total_stake.saturating_add(tao);
        self.state.credit_stake(netuid, target, buyer, alpha);
        self.emit(Event::StakeAdded {
            coldkey,
            hotkey,
            tao,
            alpha,
            netuid,
            fee: 0,
        });
        Ok(alpha)
    }

    fn check_add_stake(
        &self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        amount: u64,
    ) -> Result<(ColdIx, HotIx), ChainError> {
        let subnet = self.subnet(netuid)?;
        if !subnet.params.subnet.subtoken_enabled {
            return Err(ChainError::SubtokenDisabled { netuid });
        }
        if amount < MIN_STAKE {
            return Err(ChainError::AmountTooLow {
                amount,
                minimum: MIN_STAKE,
            });
        }
        let balance = self.state.free(coldkey);
        let buyer = self
            .state
            .coldkeys
            .find(coldkey)
            .filter(|_| balance >= amount);
        let buyer = buyer.ok_or(ChainError::NotEnoughBalanceToStake {
            coldkey,
            balance,
            amount,
        })?;
        let target = self.existing_hotkey(hotkey)?;
        let alpha = OneToOnePool::quote_buy(amount);
        if subnet
            .stakes
            .get(&target)
            .is_some_and(|pool| !pool.takes_credit(alpha))
        {
            let available = subnet.stake_of(target);
            return Err(ChainError::InsufficientLiquidity {
                netuid,
                amount,
                available,
            });
        }
        Ok((buyer, target))
    }

    /// Unstakes alpha, at most what is held; returns the TAO it became, rao.
    ///
    /// # Errors
    /// In this order: `SubtokenDisabled` (also for a subnet that does not exist),
    /// `AmountTooLow` for nothing, `InsufficientLiquidity` if the pool holds too little TAO,
    /// `AmountTooLow` if something but too little is taken and something remains,
    /// `HotKeyAccountNotExists`, `BelowMinimum`.
    pub fn remove_stake(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        alpha: u64,
    ) -> Result<u64, ChainError> {
        let sale = self.check_remove_stake(coldkey, hotkey, netuid, alpha)?;
        let missing = ChainError::SubtokenDisabled { netuid };
        let subnet = self.state.subnets.get_mut(netuid).ok_or(missing)?;
        take_stake(subnet, &sale);
        subnet.pool.sell(sale.alpha, sale.tao);
        self.state.transfer(sale.account, sale.coldkey, sale.tao);
        self.state.total_stake = self.state.total_stake.saturating_sub(sale.tao);
        let Sale { alpha, tao, .. } = sale;
        self.emit(Event::StakeRemoved {
            coldkey,
            hotkey,
            tao,
            alpha,
            netuid,
            fee: 0,
        });
        Ok(tao)
    }

    fn check_remove_stake(
        &self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: u16,
        alpha: u64,
    ) -> Result<Sale, ChainError> {
        let subnet = self.state.subnets.get(netuid);
        let subnet = subnet
            .filter(|subnet| subnet.params.subnet.subtoken_enabled)
            .ok_or(ChainError::SubtokenDisabled { netuid })?;
        let held = self.stake(hotkey, coldkey, netuid);
        let amount = alpha.min(held);
        if amount == 0 {
            return Err(ChainError::AmountTooLow { amount, minimum: 1 });
        }
        let available = subnet.pool.tao;
        let tao = subnet.pool.quote_sell(amount);
        let tao = tao.ok_or(ChainError::InsufficientLiquidity {
            netuid,
            amount,
            available,
        })?;
        if tao < MIN_STAKE && amount < held {
            return Err(ChainError::AmountTooLow {
                amount: tao,
                minimum: MIN_STAKE,
            });
        }
        let hotkey = self.existing_hotkey(hotkey)?;
        let balance = self.state.free(coldkey).saturating_add(tao);
        let minimum = EXISTENTIAL_DEPOSIT;
        let payee = self
            .state
            .coldkeys
            .find(coldkey)
            .filter(|_| balance >= minimum);
        let coldkey = payee.ok_or(ChainError::BelowMinimum {
            coldkey,
            balance,
            minimum,
        })?;
        Ok(Sale {
            hotkey,
            coldkey,
            account: subnet.account,
            alpha: amount,
            tao,
        })
    }

    /// The index of a hotkey that somebody owns.
    fn existing_hotkey(&self, hotkey: Hotkey) -> Result<HotIx, ChainError> {
        let known = self.state.hotkeys.find(hotkey);
        known
            .filter(|index| self.state.hotkeys.get(*index).owner.is_some())
            .ok_or(ChainError::HotKeyAccountNotExists { hotkey })
    }
}

/// Takes alpha from its holder; a pool that holds nothing any more is not stored.
fn take_stake(subnet: &mut Subnet, sale: &Sale) {
    if let Some(pool) = subnet.stakes.get_mut(&sale.hotkey) {
        pool.debit(sale.coldkey, sale.alpha);
        if pool.is_empty() {
            subnet.stakes.remove(&sale.hotkey);
        }
    }
}
