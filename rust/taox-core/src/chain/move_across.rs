//! Stake goes from one subnet to another (transitions.md 2.2, swap.md 11.3).

use super::Chain;
use super::add_stake::Purchase;
use super::economy_views::TradeQuote;
use super::error::ChainError;
use super::market::{buy, sell};
use super::move_stake::Checked;
use super::remove_stake::Sale;
use super::state::MIN_STAKE;
use super::subnet::ROOT;
use crate::pool::{Order, Swap};

/// A sale, and a purchase of as yet nothing. One of them pays the fee: the sale, or from root the
/// purchase.
fn orders(origin: u16, alpha: u64) -> (Order, Order) {
    if origin == ROOT {
        (sell(alpha).without_fee(), buy(0))
    } else {
        (sell(alpha), buy(0).without_fee())
    }
}

impl Chain {
    /// Sells, pays the new holder, buys; or changes nothing. Too little TAO to be staked stays free.
    /// Returns the TAO.
    ///
    /// # Errors
    /// Those of the trades and payments.
    pub(crate) fn move_across(&mut self, checked: Checked) -> Result<u64, ChainError> {
        let (sell_order, buy_order) = orders(checked.origin, checked.alpha);
        let sale = Sale {
            seller: checked.seller,
            payee: checked.buyer,
            hotkey: checked.from,
            netuid: checked.origin,
            order: sell_order,
        };
        let purchase = Purchase {
            buyer: checked.buyer,
            hotkey: checked.to,
            netuid: checked.destination,
            order: buy_order,
        };
        let mut sold = self.state.open_journal(checked.seller);
        let result = self.state.sell_stake(sale, &mut sold);
        let result = result.and_then(|swap| self.restake(sale, swap, purchase));
        if result.is_err() {
            self.state.undo(sold);
        }
        result
    }

    /// The second leg, and what follows both.
    fn restake(
        &mut self,
        sale: Sale,
        sold: Swap,
        mut purchase: Purchase,
    ) -> Result<u64, ChainError> {
        let (tao, buyer) = (sold.paid_out, purchase.buyer);
        if tao < MIN_STAKE {
            self.finish_sale(sale, sold);
            return Ok(tao);
        }
        purchase.order.amount = tao.min(self.state.spendable(buyer));
        let mut journal = self.state.open_journal(buyer);
        match self.state.buy_stake(purchase, &mut journal) {
            Ok(bought) => {
                self.finish_sale(sale, sold);
                self.state.make_delegate(purchase.hotkey, buyer);
                self.finish_purchase(purchase, bought);
                Ok(tao)
            }
            Err(error) => {
                self.state.undo(journal);
                Err(error)
            }
        }
    }

    /// What moving alpha between two subnets would do now: the sale and the purchase.
    ///
    /// # Errors
    /// `SameNetuid`; then as [`Self::quote_unstake`] and [`Self::quote_stake`].
    pub fn quote_swap_stake(
        &self,
        origin_netuid: u16,
        destination_netuid: u16,
        alpha: u64,
    ) -> Result<(TradeQuote, TradeQuote), ChainError> {
        if origin_netuid == destination_netuid {
            let netuid = origin_netuid;
            return Err(ChainError::SameNetuid { netuid });
        }
        let (sale, mut purchase) = orders(origin_netuid, alpha);
        let sale = self.quote(origin_netuid, &sale)?;
        purchase.amount = sale.paid_out;
        Ok((sale, self.quote(destination_netuid, &purchase)?))
    }
}
