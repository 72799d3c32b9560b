//! One trade: fee, checks in the chain's order, price limit (swap.md 7).

use super::power::mul_shift;
use super::price::{limit_price, quotient};
use super::{MAX_INPUT_MULTIPLE, MINIMUM_RESERVE, Pool, SwapError};
use crate::fixed::U64F64;
use serde::{Deserialize, Serialize};

/// Direction of a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// TAO in, alpha out.
    Buy,
    /// Alpha in, TAO out.
    Sell,
}

/// What is asked of the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// Direction.
    pub side: Side,
    /// Input with its fee, rao.
    pub amount: u64,
    /// The worst spot price **after** the trade, rao per alpha (7.2).
    pub limit_price: u64,
    /// No fee at all: trades of the protocol, second legs.
    pub drop_fees: bool,
}

impl Order {
    /// An order that pays the fee.
    pub const fn new(side: Side, amount: u64, limit_price: u64) -> Self {
        Self {
            side,
            amount,
            limit_price,
            drop_fees: false,
        }
    }

    /// The same order, free of fees.
    #[must_use]
    pub const fn without_fee(self) -> Self {
        Self {
            drop_fees: true,
            ..self
        }
    }
}

/// What a trade did. The user pays `paid_in + fee_paid`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// Input that entered the pool, without fee, rao.
    pub paid_in: u64,
    /// Output, rao of the other token.
    pub paid_out: u64,
    /// Fee in rao of the input token.
    pub fee_paid: u64,
    /// The part of the fee that the block author gets: all of it.
    pub fee_to_block_author: u64,
}

impl Swap {
    /// Trade in a subnet without a market: as much out as in, no fee.
    pub(super) const fn one_to_one(amount: u64) -> Self {
        Self {
            paid_in: amount,
            paid_out: amount,
            fee_paid: 0,
            fee_to_block_author: 0,
        }
    }
}

impl Pool {
    /// What `order` would do here; nothing changes. One to one without a market.
    ///
    /// # Errors
    /// [`SwapError`], as the trade itself.
    pub fn simulate(&self, order: &Order) -> Result<Swap, SwapError> {
        if self.is_dynamic() {
            self.quote(order)
        } else {
            Ok(Swap::one_to_one(order.amount))
        }
    }

    /// What `order` would do here, and the pool as it would leave it: reserves moved, weights even
    /// after the first trade.
    ///
    /// # Errors
    /// [`SwapError`], as the trade itself.
    pub fn trial(&self, order: &Order) -> Result<(Swap, Self), SwapError> {
        let swap = self.simulate(order)?;
        let mut pool = *self;
        pool.initialize();
        Ok((swap, pool.after(order.side, swap.paid_in, swap.paid_out)))
    }

    /// The chain's swap module with rollback: as [`simulate`](Self::simulate), but weights and
    /// reserves are consulted whatever the mechanism. Without a market the chain does not ask it.
    ///
    /// # Errors
    /// [`SwapError`], in the order of swap.md 7.1.
    pub fn quote(&self, order: &Order) -> Result<Swap, SwapError> {
        let mut pool = *self;
        pool.swap(order)
    }

    /// Trades, committing what the swap module stores: the initialisation before the first trade.
    /// **The reserves stay**; they are moved by [`buy_into_pool`](Self::buy_into_pool) and
    /// [`sell_into_pool`](Self::sell_into_pool).
    ///
    /// # Errors
    /// [`SwapError`], in the order of swap.md 7.1; nothing changed.
    pub fn swap(&mut self, order: &Order) -> Result<Swap, SwapError> {
        let fee = self.fee(order);
        let input = order.amount.saturating_sub(fee);
        self.check_reserves(order.side, input)?;
        let mut pool = *self;
        pool.initialize();
        let limit = limit_price(order.limit_price);
        pool.check_limit(order.side, limit)?;
        let swap = pool.fill(
            order,
            Swap {
                paid_in: input,
                fee_paid: fee,
                ..Swap::default()
            },
            limit,
        );
        pool.check_output(order.side, &swap)?;
        *self = pool;
        Ok(swap)
    }

    /// ⌊A · rate / 65535⌋ of an order.
    fn fee(&self, order: &Order) -> u64 {
        if order.drop_fees || !self.is_dynamic() {
            return 0;
        }
        portion(
            order.amount,
            quotient(self.fee_rate.into(), u16::MAX.into()),
        )
    }

    /// The fee that belongs to an input after fee: ⌊in · rate / (65535 − rate)⌋, here also without a
    /// market.
    fn fee_of_filled(&self, order: &Order, input: u64) -> u64 {
        if order.drop_fees {
            return 0;
        }
        let rest = u16::MAX.saturating_sub(self.fee_rate);
        portion(input, quotient(self.fee_rate.into(), rest.into()))
    }

    fn check_reserves(&self, side: Side, input: u64) -> Result<(), SwapError> {
        let (reserve_in, reserve) = self.reserves(side);
        let limit = reserve_in.saturating_mul(MAX_INPUT_MULTIPLE);
        if input > limit {
            return Err(SwapError::SwapInputTooLarge { input, limit });
        }
        if reserve < MINIMUM_RESERVE {
            return Err(SwapError::ReservesTooLow { reserve, input });
        }
        Ok(())
    }

    /// The price must be strictly on the good side of the limit before the trade.
    fn check_limit(&self, side: Side, limit: U64F64) -> Result<(), SwapError> {
        let price = self.price();
        let is_open = match side {
            Side::Buy => price < limit,
            Side::Sell => price > limit,
        };
        let (price_bits, limit_bits) = (price.to_bits(), limit.to_bits());
        is_open.then_some(()).ok_or(SwapError::PriceLimitExceeded {
            price_bits,
            limit_bits,
        })
    }

    /// The whole input if the price after it respects the limit, else the input that reaches it.
    fn fill(&self, order: &Order, whole: Swap, limit: U64F64) -> Swap {
        let paid_out = self.output(order.side, whole.paid_in);
        let price_after = self
            .after(order.side, whole.paid_in, paid_out)
            .market_price();
        let fits = match order.side {
            Side::Buy => price_after <= limit,
            Side::Sell => price_after >= limit,
        };
        if fits {
            return Swap {
                paid_out,
                fee_to_block_author: whole.fee_paid,
                ..whole
            };
        }
        let paid_in = self.input_to_reach(order.side, limit);
        let fee_paid = self.fee_of_filled(order, paid_in);
        let paid_out = self.output(order.side, paid_in);
        Swap {
            paid_in,
            paid_out,
            fee_paid,
            fee_to_block_author: fee_paid,
        }
    }

    fn check_output(&self, side: Side, swap: &Swap) -> Result<(), SwapError> {
        let reserve = self.reserves(side).1;
        if swap.paid_in > 0 && swap.paid_out == 0 {
            return Err(SwapError::ReservesTooLow {
                reserve,
                input: swap.paid_in,
            });
        }
        if swap.paid_out > reserve {
            return Err(SwapError::InsufficientLiquidity {
                reserve,
                output: swap.paid_out,
            });
        }
        Ok(())
    }

    /// The pool with reserves moved by a trade.
    pub(super) const fn after(self, side: Side, paid_in: u64, paid_out: u64) -> Self {
        let (tao_reserve, alpha_reserve) = match side {
            Side::Buy => (
                self.tao_reserve.saturating_add(paid_in),
                self.alpha_reserve.saturating_sub(paid_out),
            ),
            Side::Sell => (
                self.tao_reserve.saturating_sub(paid_out),
                self.alpha_reserve.saturating_add(paid_in),
            ),
        };
        Self {
            tao_reserve,
            alpha_reserve,
            ..self
        }
    }
}

/// ⌊amount · fraction⌋ for the bits of a U64F64.
#[inline]
fn portion(amount: u64, fraction: u128) -> u64 {
    mul_shift(fraction, amount.into(), 64)
        .and_then(|part| part.try_into().ok())
        .unwrap_or(u64::MAX)
}
