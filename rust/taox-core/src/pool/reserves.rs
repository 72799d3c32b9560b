//! Reserves and counters around a trade (swap.md 9). No account is touched here.

use super::{Order, Pool, Side, Swap, SwapError};

/// One change of a reserve moves at most this much.
const MAX_CHANGE: u64 = u64::MAX >> 1;

/// The chain's counters that a trade moves, borrowed from wherever they are stored.
#[derive(Debug)]
pub struct Counters<'a> {
    /// `SubnetAlphaOut` of the subnet, rao.
    pub alpha_out: &'a mut u64,
    /// `SubnetVolume` of the subnet, rao TAO.
    pub volume: &'a mut u128,
    /// `TotalStake` of the chain, rao TAO.
    pub total_stake: &'a mut u64,
}

impl Pool {
    /// Buys alpha for `tao` rao: trade, reserves, counters. One to one without a market.
    ///
    /// `TotalStake` and `SubnetVolume` grow by the **whole** `tao`, with the fee and what a limit
    /// left unfilled.
    ///
    /// # Errors
    /// [`SwapError`] of the trade; nothing changed.
    pub fn buy_into_pool(
        &mut self,
        tao: u64,
        limit_price: u64,
        drop_fees: bool,
        counters: &mut Counters<'_>,
    ) -> Result<Swap, SwapError> {
        let swap = self.trade(&Order {
            side: Side::Buy,
            amount: tao,
            limit_price,
            drop_fees,
        })?;
        self.move_reserves(Side::Buy, &swap);
        *counters.alpha_out = counters.alpha_out.saturating_add(swap.paid_out);
        *counters.total_stake = counters.total_stake.saturating_add(tao);
        *counters.volume = counters.volume.saturating_add(tao.into());
        Ok(swap)
    }

    /// Sells `alpha` rao for TAO: trade, reserves, counters. One to one without a market.
    ///
    /// # Errors
    /// [`SwapError`] of the trade; nothing changed.
    pub fn sell_into_pool(
        &mut self,
        alpha: u64,
        limit_price: u64,
        drop_fees: bool,
        counters: &mut Counters<'_>,
    ) -> Result<Swap, SwapError> {
        let swap = self.trade(&Order {
            side: Side::Sell,
            amount: alpha,
            limit_price,
            drop_fees,
        })?;
        self.move_reserves(Side::Sell, &swap);
        *counters.alpha_out = counters
            .alpha_out
            .saturating_sub(swap.paid_in.min(MAX_CHANGE));
        *counters.total_stake = counters.total_stake.saturating_sub(swap.paid_out);
        *counters.volume = counters.volume.saturating_add(swap.paid_out.into());
        Ok(swap)
    }

    fn trade(&mut self, order: &Order) -> Result<Swap, SwapError> {
        if self.is_dynamic() {
            self.swap(order)
        } else {
            Ok(Swap::one_to_one(order.amount))
        }
    }

    fn move_reserves(&mut self, side: Side, swap: &Swap) {
        *self = self.after(
            side,
            swap.paid_in.min(MAX_CHANGE),
            swap.paid_out.min(MAX_CHANGE),
        );
    }
}
