//! What a node answers when a wallet asks for a quote (swap.md 14).

use super::{MAX_PRICE_LIMIT, MIN_PRICE_LIMIT, Order, Pool, Side};

/// An unlimited trade with fee, as a wallet shows it. All zero if the trade would fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RpcQuote {
    /// Input that enters the pool, without fee, rao.
    pub amount_in: u64,
    /// Output, rao of the other token.
    pub amount_out: u64,
    /// Fee, rao of the input token.
    pub fee: u64,
    /// What the whole input, **fee included**, would bring at the spot price, less the output; rao
    /// of the output token. So "slippage" contains the fee.
    pub slippage: u64,
}

impl Pool {
    /// `sim_swap_tao_for_alpha`.
    pub fn rpc_tao_for_alpha(&self, tao: u64) -> RpcQuote {
        self.rpc_quote(
            &Order::new(Side::Buy, tao, MAX_PRICE_LIMIT),
            self.tao_to_alpha(tao),
        )
    }

    /// `sim_swap_alpha_for_tao`.
    pub fn rpc_alpha_for_tao(&self, alpha: u64) -> RpcQuote {
        self.rpc_quote(
            &Order::new(Side::Sell, alpha, MIN_PRICE_LIMIT),
            self.alpha_to_tao(alpha),
        )
    }

    fn rpc_quote(&self, order: &Order, at_spot: u64) -> RpcQuote {
        self.simulate(order).map_or_else(
            |_| RpcQuote::default(),
            |swap| RpcQuote {
                amount_in: swap.paid_in,
                amount_out: swap.paid_out,
                fee: swap.fee_paid,
                slippage: at_spot.saturating_sub(swap.paid_out),
            },
        )
    }
}
