//! How a block's TAO is shared between subnets (coinbase.md 6): by moving price, times the part of
//! miner incentive that was not withheld.

use super::subnet::Subnet;
use crate::fixed::{FixedPoint, U64F64};

/// What a subnet's share depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    price: U64F64,
    honesty: U64F64,
    enabled: bool,
}

impl Candidate {
    /// A subnet that emits.
    pub(crate) fn of(subnet: &Subnet) -> Self {
        let burned: U64F64 = subnet.miner_burned.saturating_to_fixed();
        Self {
            price: moving_price(subnet),
            honesty: U64F64::ONE.saturating_sub(burned.min(U64F64::ONE)),
            enabled: subnet.params.subnet.subnet_emission_enabled,
        }
    }
}

/// The moving price as the shares count it: 1 without a market, never below 0.
pub(crate) fn moving_price(subnet: &Subnet) -> U64F64 {
    if subnet.is_root() || subnet.params.subnet.subnet_mechanism == 0 {
        return U64F64::ONE;
    }
    subnet.moving_price.saturating_to_fixed()
}

/// Whether root's part of the alpha is accumulated in this block: moving prices sum to more than 1.
pub(crate) fn root_earns(candidates: &[Candidate]) -> bool {
    sum(candidates.iter().map(|one| one.price)) > U64F64::ONE
}

/// The share of each subnet; they sum to at most 1, or are all 0.
pub(crate) fn tao_shares(candidates: &[Candidate]) -> Vec<U64F64> {
    let total = sum(candidates.iter().map(|one| one.price));
    let by_price: Vec<_> = candidates
        .iter()
        .map(|one| one.price.safe_div(total))
        .collect();
    let pairs = candidates.iter().zip(&by_price);
    let weighted: Vec<_> = pairs
        .map(|(one, share)| share.saturating_mul(one.honesty))
        .collect();
    let total = sum(weighted.iter().copied());
    let shares = if total > U64F64::ZERO {
        weighted.iter().map(|share| share.safe_div(total)).collect()
    } else {
        by_price
    };
    without_disabled(candidates, shares)
}

/// Disabled subnets get nothing; what they would have got goes to the others in proportion.
fn without_disabled(candidates: &[Candidate], shares: Vec<U64F64>) -> Vec<U64F64> {
    if candidates.iter().all(|one| one.enabled) {
        return shares;
    }
    let enabled = || {
        candidates
            .iter()
            .zip(&shares)
            .filter(|(one, _)| one.enabled)
    };
    let total = sum(enabled().map(|(_, share)| *share));
    let rescaled = candidates.iter().zip(&shares);
    rescaled
        .map(|(one, share)| {
            if one.enabled {
                share.safe_div(total)
            } else {
                U64F64::ZERO
            }
        })
        .collect()
}

fn sum(values: impl Iterator<Item = U64F64>) -> U64F64 {
    values.fold(U64F64::ZERO, U64F64::saturating_add)
}
