//! Everything that a coldkey has staked on a hotkey is sold (transitions.md 2.1).

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::add_stake::Purchase;
use super::error::ChainError;
use super::market::buy;
use super::subnet::ROOT;

impl Chain {
    /// Sells a coldkey's stake on a hotkey on all subnets, root included; what cannot be sold is left
    /// out silently. Returns the TAO it became, rao.
    ///
    /// # Errors
    /// `HotKeyAccountNotExists`; or what a sale that had passed its checks is refused with, such as
    /// `ReservesTooLow` for a fee worth less than 1 rao: then nothing is sold.
    pub fn unstake_all(&mut self, coldkey: Coldkey, hotkey: Hotkey) -> Result<u64, ChainError> {
        self.existing_hotkey(hotkey)?;
        self.atomically(|chain| chain.sell_everywhere(coldkey, hotkey, |_| true))
    }

    /// Sells a coldkey's stake on a hotkey on all subnets but root, and stakes the TAO on root.
    /// Returns the TAO, rao.
    ///
    /// # Errors
    /// As [`Self::unstake_all`]; `AmountTooLow` if nothing was sold.
    pub fn unstake_all_alpha(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
    ) -> Result<u64, ChainError> {
        let target = self.existing_hotkey(hotkey)?;
        self.atomically(|chain| {
            let tao = chain.sell_everywhere(coldkey, hotkey, |netuid| netuid != ROOT)?;
            let buyer = chain.state.coldkeys.intern(coldkey);
            let purchase = Purchase {
                buyer,
                hotkey: target,
                netuid: ROOT,
                order: buy(tao.min(chain.state.spendable(buyer))),
            };
            chain.purchase(purchase)?;
            Ok(tao)
        })
    }

    fn sell_everywhere(
        &mut self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        included: impl Fn(u16) -> bool,
    ) -> Result<u64, ChainError> {
        let subnets = self.state.subnets.iter();
        let started = subnets.filter(|subnet| subnet.params.subnet.subtoken_enabled);
        let netuids: Vec<_> = started.map(|subnet| subnet.netuid).collect();
        let mut tao = 0_u64;
        for netuid in netuids.into_iter().filter(|netuid| included(*netuid)) {
            let alpha = self.stake(hotkey, coldkey, netuid);
            if let Ok(sale) = self.check_remove_stake(coldkey, hotkey, netuid, alpha, None) {
                tao = tao.saturating_add(self.sell(sale)?);
            }
        }
        Ok(tao)
    }
}
