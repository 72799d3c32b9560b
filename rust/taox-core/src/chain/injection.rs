//! A block's TAO into the pools (coinbase.md 7): as much as root's proportion of the alpha emission
//! can be matched with, the rest as purchases whose alpha the chain keeps.

use super::fractions::{amount, u64_fraction};
use super::market::{buy, trade};
use super::state::State;
use super::subnet::{ROOT, Subnet};
use crate::economy::{MAX_SUPPLY, block_emission};
use crate::fixed::{FixedPoint, U64F64, U96F32};

/// What one subnet gets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// Alpha that this block mints outside the pool, rao.
    pub(crate) alpha_emission: u64,
    tao_in: u64,
    alpha_in: u64,
    excess: u64,
}

impl State {
    /// Root's TAO as it counts on subnets.
    pub(crate) fn weighted_root_tao(&self) -> U96F32 {
        let tao = self.subnets.get(ROOT).map_or(0, |root| root.market.tao);
        amount(tao).saturating_mul(u64_fraction(self.network.tao_weight))
    }

    /// The emission at an issuance, of TAO or alpha, remembered as the last computed.
    pub(crate) fn emission_at(&mut self, issuance: u64) -> u64 {
        emission_at(issuance, &mut self.block_emission)
    }

    /// Puts a block's TAO into the pools of the subnets that emit; returns what is left of it.
    pub(crate) fn inject(&mut self, terms: &[Terms], mut credit: u64) -> u64 {
        let Self {
            subnets,
            coldkeys,
            total_stake,
            ..
        } = self;
        let emitting = subnets.iter_mut().filter(|subnet| subnet.emits());
        for (subnet, terms) in emitting.zip(terms) {
            let mut pool = subnet.pool();
            let (tao_in, alpha_in) = pool.adjust(terms.tao_in, terms.alpha_in);
            // The new weights hold from now on, before the reserves do.
            if (tao_in, alpha_in) == (terms.tao_in, terms.alpha_in) {
                subnet.market.quote_weight = Some(pool.quote_weight);
            }
            subnet.last_block.excess_tao = 0;
            subnet.last_block.tao_in = 0;
            if terms.excess > 0 && coldkeys.deposit(subnet.account, terms.excess) {
                credit = credit.saturating_sub(terms.excess);
                buy_excess(subnet, total_stake, terms.excess);
            }
            subnet.last_block.alpha_in = alpha_in;
            subnet.mint_alpha_in(alpha_in);
            if tao_in > 0 && coldkeys.deposit(subnet.account, tao_in) {
                credit = credit.saturating_sub(tao_in);
                subnet.last_block.tao_in = tao_in;
                subnet.market.tao = subnet.market.tao.saturating_add(tao_in);
                *total_stake = total_stake.saturating_add(tao_in);
                subnet.flows.protocol_in(tao_in);
            }
        }
        credit
    }
}

/// Alpha for the TAO that could not be matched. A purchase that fails strands the TAO on the
/// subnet's account.
fn buy_excess(subnet: &mut Subnet, total_stake: &mut u64, tao: u64) {
    if let Ok(swap) = trade(subnet, total_stake, &buy(tao).without_fee()) {
        subnet.protocol_alpha = subnet.protocol_alpha.saturating_add(swap.paid_out);
        subnet.last_block.excess_tao = swap.paid_in;
        subnet.flows.protocol_in(swap.paid_in);
    }
}

/// The terms of one subnet, before any pool has changed.
pub(crate) fn terms(
    subnet: &Subnet,
    share: U64F64,
    emission: u64,
    root: U96F32,
    last: &mut u64,
) -> Terms {
    let alpha_emission = emission_at(subnet.market.alpha_issuance(), last);
    let price: U96F32 = subnet.pool().price().saturating_to_fixed();
    let tao: U96F32 = U64F64::saturating_from_num(emission)
        .saturating_mul(share)
        .saturating_to_fixed();
    let (mut tao_in, mut alpha_in) = (tao, tao.safe_div(price));
    let cap = root_proportion(root, subnet).saturating_mul(amount(alpha_emission));
    if alpha_in > cap {
        alpha_in = cap;
        tao_in = alpha_in.saturating_mul(price);
    }
    Terms {
        alpha_emission,
        tao_in: tao_in.saturating_to_num(),
        alpha_in: alpha_in.saturating_to_num(),
        excess: tao.saturating_sub(tao_in).saturating_to_num(),
    }
}

/// R / (R + alpha issuance), where R is root's weighted TAO.
pub(crate) fn root_proportion(root: U96F32, subnet: &Subnet) -> U96F32 {
    let alpha = amount(subnet.market.alpha_in).saturating_add(amount(subnet.market.alpha_out));
    root.safe_div(root.saturating_add(alpha))
}

/// At the end of issuance nothing is written (coinbase.md 4.3).
fn emission_at(issuance: u64, last: &mut u64) -> u64 {
    let emission = block_emission(issuance);
    if issuance < MAX_SUPPLY {
        *last = emission;
    }
    emission
}
