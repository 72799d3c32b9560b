//! Alpha emission into the pending pots (coinbase.md 5 and 8).
//!
//! Stand-in: every started subnet mints [`ALPHA_PER_BLOCK`], the amount of an alpha supply below
//! its first halving, and root's part is 0. Which subnets emit, the owner's cut and the split
//! between miners and validators are the chain's.

use super::state::State;
use super::subnet::Subnet;
use crate::fixed::{FixedPoint, U96F32};

/// Alpha rao that a started subnet mints per block: one alpha.
pub const ALPHA_PER_BLOCK: u64 = 1_000_000_000;

const HALF: U96F32 = U96F32::from_bits(1 << 31);

/// v / 65535.
pub(crate) fn u16_fraction(value: u16) -> U96F32 {
    U96F32::saturating_from_num(value).safe_div(U96F32::saturating_from_num(u16::MAX))
}

/// One block's alpha of every subnet that emits.
pub(crate) fn mint_alpha(state: &mut State) {
    let owner_cut = u16_fraction(state.network.subnet_owner_cut);
    for subnet in state.emitting_candidates().filter(|subnet| emits(subnet)) {
        accrue(subnet, owner_cut);
    }
}

/// Started, and open for registration: closing registrations stops emission (coinbase.md 5).
fn emits(subnet: &Subnet) -> bool {
    let params = &subnet.params.subnet;
    subnet.first_emission_block.is_some() && params.subtoken_enabled && params.registration_allowed
}

fn accrue(subnet: &mut Subnet, owner_cut: U96F32) {
    let mut left = U96F32::saturating_from_num(ALPHA_PER_BLOCK);
    subnet.pool.alpha_out = subnet.pool.alpha_out.saturating_add(ALPHA_PER_BLOCK);
    if subnet.params.subnet.owner_cut_enabled {
        let cut = left.saturating_mul(owner_cut);
        left = left.saturating_sub(cut);
        add(&mut subnet.pending.owner_cut, cut);
    }
    let server = left.saturating_mul(HALF);
    add(&mut subnet.pending.server, server);
    add(&mut subnet.pending.validator, left.saturating_sub(server));
}

fn add(pot: &mut u64, amount: U96F32) {
    *pot = pot.saturating_add(amount.saturating_to_num());
}
