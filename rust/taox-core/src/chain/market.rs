//! The exchange of one subnet inside the chain: reserves, weights and the counters around them
//! (swap.md 1 and 9).
//!
//! The pool computes, this stores. Nothing here moves TAO between accounts.

use super::error::ChainError;
use super::state::State;
use super::subnet::Subnet;
use crate::pool::{Counters, EVEN_WEIGHT, MAX_PRICE_LIMIT, MIN_PRICE_LIMIT, Order, Pool, Side};
use crate::pool::{Swap, SwapError};
use serde::{Deserialize, Serialize};

/// What a subnet's exchange stores, in rao.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Market {
    /// The TAO reserve (`SubnetTAO`); of root all its stake.
    pub(crate) tao: u64,
    /// The alpha reserve (`SubnetAlphaIn`); without meaning where one alpha is one TAO.
    pub(crate) alpha_in: u64,
    /// Alpha outside the pool: staked, pending, protocol-held, burned, dust (`SubnetAlphaOut`).
    pub(crate) alpha_out: u64,
    /// TAO ever traded (`SubnetVolume`).
    pub(crate) volume: u128,
    /// `SwapBalancer`, parts of 10^18; none = a half.
    pub(crate) quote_weight: Option<u64>,
    /// `PalSwapInitialized`.
    pub(crate) initialized: bool,
}

impl Market {
    /// The alpha issuance that halvings count: in and outside the pool.
    pub(crate) fn alpha_issuance(&self) -> u64 {
        self.alpha_in.saturating_add(self.alpha_out)
    }
}

impl Subnet {
    /// The pool as it stands.
    #[inline]
    pub(crate) fn pool(&self) -> Pool {
        Pool {
            mechanism: self.params.subnet.subnet_mechanism,
            tao_reserve: self.market.tao,
            alpha_reserve: self.market.alpha_in,
            quote_weight: self.market.quote_weight.unwrap_or(EVEN_WEIGHT),
            initialized: self.market.initialized,
            fee_rate: self.params.subnet.fee_rate,
        }
    }

    /// Takes over what a trade or an injection made of [`Self::pool`].
    #[inline]
    pub(crate) fn set_pool(&mut self, pool: &Pool) {
        self.market.tao = pool.tao_reserve;
        self.market.alpha_in = pool.alpha_reserve;
        self.market.initialized = pool.initialized;
        if pool.quote_weight != self.market.quote_weight.unwrap_or(EVEN_WEIGHT) || pool.initialized
        {
            self.market.quote_weight = Some(pool.quote_weight);
        }
    }

    /// What an order would do now.
    pub(crate) fn simulate(&self, order: &Order) -> Result<Swap, ChainError> {
        let swap = self.pool().simulate(order);
        swap.map_err(|error| swap_error(self.netuid, error))
    }
}

impl State {
    /// Trades in a subnet's pool and moves its counters and the total stake.
    pub(crate) fn trade(&mut self, netuid: u16, order: &Order) -> Result<Swap, ChainError> {
        let missing = ChainError::SubnetNotExists { netuid };
        let subnet = self.subnets.get_mut(netuid).ok_or(missing)?;
        trade(subnet, &mut self.total_stake, order)
    }
}

/// [`State::trade`] for a subnet at hand.
pub(crate) fn trade(
    subnet: &mut Subnet,
    total_stake: &mut u64,
    order: &Order,
) -> Result<Swap, ChainError> {
    let mut pool = subnet.pool();
    let mut counters = Counters {
        alpha_out: &mut subnet.market.alpha_out,
        volume: &mut subnet.market.volume,
        total_stake,
    };
    let Order {
        side,
        amount,
        limit_price,
        drop_fees,
    } = *order;
    let swap = match side {
        Side::Buy => pool.buy_into_pool(amount, limit_price, drop_fees, &mut counters),
        Side::Sell => pool.sell_into_pool(amount, limit_price, drop_fees, &mut counters),
    };
    let swap = swap.map_err(|error| swap_error(subnet.netuid, error))?;
    subnet.set_pool(&pool);
    Ok(swap)
}

/// An order to buy alpha at any price.
pub(crate) const fn buy(tao: u64) -> Order {
    Order::new(Side::Buy, tao, MAX_PRICE_LIMIT)
}

/// An order to sell alpha at any price.
pub(crate) const fn sell(alpha: u64) -> Order {
    Order::new(Side::Sell, alpha, MIN_PRICE_LIMIT)
}

/// A refused trade as the chain names it.
pub(crate) fn swap_error(netuid: u16, error: SwapError) -> ChainError {
    match error {
        SwapError::SwapInputTooLarge { input, limit } => ChainError::SwapInputTooLarge {
            netuid,
            input,
            limit,
        },
        SwapError::ReservesTooLow { reserve, input } => ChainError::ReservesTooLow {
            netuid,
            reserve,
            input,
        },
        SwapError::PriceLimitExceeded {
            price_bits,
            limit_bits,
        } => {
            let (price, limit) = (in_rao(price_bits), in_rao(limit_bits));
            ChainError::PriceLimitExceeded {
                netuid,
                price,
                limit,
            }
        }
        SwapError::InsufficientLiquidity { reserve, output } => ChainError::InsufficientLiquidity {
            netuid,
            amount: output,
            available: reserve,
        },
    }
}

/// A price in rao per alpha from the bits of a U64F64.
fn in_rao(bits: u128) -> u64 {
    let whole = (bits >> 32).saturating_mul(1_000_000_000) >> 32;
    u64::try_from(whole).unwrap_or(u64::MAX)
}
