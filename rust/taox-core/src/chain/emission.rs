//! A block's emission: TAO into the pools, alpha into the pots that epochs drain (coinbase.md 4 to
//! 8).

use super::fractions::{amount, floor, u16_fraction};
use super::injection::{Terms, root_proportion, terms};
use super::state::State;
use super::subnet::Subnet;
use super::tao_shares::{Candidate, root_earns, tao_shares};
use crate::fixed::U96F32;

/// Alpha rao that a started subnet mints per block before its first halving: one alpha.
pub const ALPHA_PER_BLOCK: u64 = 1_000_000_000;

const HALF: U96F32 = U96F32::from_bits(1 << 31);

/// What the split of a subnet's alpha depends on beside the subnet.
#[derive(Clone, Copy)]
struct Split {
    owner_cut: U96F32,
    /// Root's weighted TAO.
    root: U96F32,
    root_earns: bool,
}

/// Emits one block's TAO and alpha.
pub(crate) fn emit(state: &mut State) {
    let emission = state.emission_at(state.total_issuance);
    let credit = state.mint(emission);
    for subnet in state.subnets.iter_mut() {
        subnet.last_block.root_sell_tao = 0;
        subnet.age_metrics();
    }
    let candidates: Vec<_> = state.emitting().map(Candidate::of).collect();
    let root_earns = root_earns(&candidates);
    let root = state.weighted_root_tao();
    let terms = all_terms(state, &candidates, credit, root);
    let rest = state.inject(&terms, credit);
    state.recycle(rest);
    let owner_cut = u16_fraction(state.network.subnet_owner_cut);
    let split = Split {
        owner_cut,
        root,
        root_earns,
    };
    for (subnet, terms) in state.emitting_mut().zip(&terms) {
        accrue(subnet, terms.alpha_emission, split);
    }
}

fn all_terms(state: &mut State, candidates: &[Candidate], tao: u64, root: U96F32) -> Vec<Terms> {
    let mut last = state.block_emission;
    let shares = tao_shares(candidates);
    let pairs = state.emitting().zip(shares);
    let terms = pairs
        .map(|(subnet, share)| terms(subnet, share, tao, root, &mut last))
        .collect();
    state.block_emission = last;
    terms
}

/// Mints a subnet's alpha and shares it out between the owner, root, miners and validators. Up to
/// 3 rao of dust stay outside every pot.
fn accrue(subnet: &mut Subnet, emission: u64, split: Split) {
    subnet.last_block.alpha_out = emission;
    subnet.mint_alpha_out(emission);
    let mut left = amount(emission);
    if subnet.params.subnet.owner_cut_enabled {
        let cut = left.saturating_mul(split.owner_cut);
        left = left.saturating_sub(cut);
        add(&mut subnet.pending.owner_cut, cut);
    }
    let proportion = root_proportion(split.root, subnet);
    let root = proportion.saturating_mul(left).saturating_mul(HALF);
    let server = left.saturating_mul(HALF);
    add(&mut subnet.pending.server, server);
    add(
        &mut subnet.pending.validator,
        left.saturating_sub(server).saturating_sub(root),
    );
    if split.root_earns {
        add(&mut subnet.pending.root, root);
    } else {
        subnet.recycle_alpha(floor(root));
    }
}

fn add(pot: &mut u64, amount: U96F32) {
    *pot = pot.saturating_add(floor(amount));
}
