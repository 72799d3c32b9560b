//! How much stake may be swapped until the ratio of two prices reaches a limit (transitions.md 2.2).

use super::error::ChainError;
use super::staking::{Limit, PAR, most_to_trade};
use super::subnet::Subnet;
use crate::fixed::{FixedPoint, U64F64};
use crate::pool::Side;

/// The square of [`PAR`]: limits of both directions multiply to it.
const PAR_SQUARED: u64 = 1_000_000_000_000_000_000;

/// The most alpha of the origin, rao. `limit` is origin price / destination price, times 10^9.
///
/// A subnet without a market, or none at all, has price 1.
///
/// # Errors
/// With a market on one side only: those of a trade to the limit, `PriceLimitExceeded` or
/// `ReservesTooLow`.
pub(crate) fn most_to_move(
    origin: Option<&Subnet>,
    destination: Option<&Subnet>,
    limit: Limit,
) -> Result<u64, ChainError> {
    let dynamic = |subnet: Option<&Subnet>| subnet.is_some_and(|one| one.pool().is_dynamic());
    match (dynamic(origin), dynamic(destination)) {
        (false, false) if limit.price <= PAR => Ok(u64::MAX),
        (false, false) => Ok(0),
        (true, false) => most_to_trade(origin, Side::Sell, Some(limit)),
        (false, true) => match PAR_SQUARED.checked_div(limit.price) {
            None => Ok(u64::MAX),
            Some(price) => most_to_trade(destination, Side::Buy, Some(Limit { price, ..limit })),
        },
        (true, true) => Ok(origin
            .zip(destination)
            .map_or(0, |(from, to)| most_between(from, to, limit.price))),
    }
}

/// Between two markets: that of the constant product, whatever the weights (swap.md 11.3).
fn most_between(origin: &Subnet, destination: &Subnet, limit: u64) -> u64 {
    let (from, to) = (&origin.market, &destination.market);
    if [from.tao, from.alpha_in, to.tao, to.alpha_in].contains(&0) {
        return 0;
    }
    let fixed = |value: u64| U64F64::saturating_from_num(value);
    let limit = fixed(limit).safe_div(fixed(PAR));
    let ratio = origin.pool().price().safe_div(destination.pool().price());
    if limit > ratio {
        return 0;
    }
    if limit == U64F64::ZERO {
        return u64::MAX;
    }
    let all = fixed(from.tao).saturating_add(fixed(to.tao));
    let (share, other) = (fixed(from.tao).safe_div(all), fixed(to.tao).safe_div(all));
    let reached = fixed(to.alpha_in).saturating_mul(share).safe_div(limit);
    let held = fixed(from.alpha_in).saturating_mul(other);
    reached.saturating_sub(held).saturating_to_num()
}
