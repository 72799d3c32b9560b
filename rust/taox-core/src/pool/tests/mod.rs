//! What `examples` and `invariants` share.

mod examples;
mod invariants;

use super::*;

/// Rao per token.
const TAO: u64 = 1_000_000_000;
/// Where counters begin: far from both ends.
const START: u64 = 1 << 62;

/// The trade with its accounting: result, pool and the change of `SubnetAlphaOut`.
fn executed(mut pool: Pool, order: &Order) -> (Result<Swap, SwapError>, Pool, i128) {
    let (mut alpha_out, mut volume, mut total_stake) = (START, 0, START);
    let mut counters = Counters {
        alpha_out: &mut alpha_out,
        volume: &mut volume,
        total_stake: &mut total_stake,
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
    (swap, pool, i128::from(alpha_out) - i128::from(START))
}
