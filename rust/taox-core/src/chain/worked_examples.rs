//! The numbers inside the worked examples of coinbase.md 18 that no public function gives; what comes
//! of them is in `tests/worked_economy.rs`.

#[allow(dead_code, reason = "the tests outside use the rest")]
#[path = "../../tests/common/storage.rs"]
mod storage;
#[path = "../../tests/common/worked.rs"]
mod worked;

use super::dividends::{Receiver, root_part};
use super::fractions::u64_fraction;
use super::injection::root_proportion;
use super::state::State;
use super::tao_shares::{Candidate, root_earns, tao_shares};
use crate::fixed::{U64F64, U96F32};
use serde_json::json;
use storage::{chain, hotkey};
use worked::{TAO, child_and_parent, three_subnets};

/// As many digits as the examples show, which round them to the nearest.
fn digits<const N: usize>(bits: [u128; N], fraction_bits: u32, decimals: u32) -> [u128; N] {
    let half = 1 << (fraction_bits - 1);
    bits.map(|bits| (bits * 10_u128.pow(decimals) + half) >> fraction_bits)
}

fn shares(candidates: &[Candidate]) -> [u128; 3] {
    let [first, second, third] = tao_shares(candidates)[..] else {
        panic!("three shares");
    };
    digits([first, second, third].map(U64F64::to_bits), 64, 4)
}

/// 18.1: 0.12 of moving prices are not more than 1, so that root earns nothing.
#[test]
fn shares_before_and_after_the_disabled_subnet() {
    let mut state = chain(&three_subnets()).state;
    let candidates = |state: &State| -> Vec<_> { state.emitting().map(Candidate::of).collect() };
    let without_third = candidates(&state);
    let third = state.subnets.get_mut(3).expect("subnet");
    third.params.subnet.subnet_emission_enabled = true;
    assert_eq!(shares(&candidates(&state)), [2_222, 3_333, 4_444]);
    assert_eq!(shares(&without_third), [4_000, 6_000, 0]);
    assert!(!root_earns(&without_third));
}

/// 18.1, RP before the block.
#[test]
fn roots_part_in_three_subnets() {
    let state = chain(&three_subnets()).state;
    let root = state.weighted_root_tao();
    let parts = [1, 2, 3].map(|netuid| {
        let subnet = state.subnets.get(netuid).expect("subnet");
        root_proportion(root, subnet).to_bits()
    });
    let expected = [2_647_058_822, 3_016_759_774, 4_186_046_510];
    assert_eq!(digits(parts, 32, 10), expected);
}

/// 18.2: the stake a child keeps and is given, and the parent's part in it.
#[test]
fn what_a_parent_contributes() {
    let state = chain(&child_and_parent()).state;
    let subnet = state.subnets.get(1).expect("subnet");
    let child = state.hotkeys.find(hotkey(&json!(1001))).expect("child");
    let weight = u64_fraction(state.network.tao_weight);
    assert_eq!(state.kept(subnet, child, weight), 1_000 * TAO);
    let [link] = *subnet.family.parents_of(child) else {
        panic!("one parent");
    };
    let given = state.given(subnet, link, weight);
    assert_eq!(digits([given.to_bits()], 32, 3), [1_149_999_999_674_037]);
    let [factor] = state.shares_of_parents(subnet, child)[..] else {
        panic!("one share");
    };
    assert_eq!(digits([factor.to_bits()], 32, 10), [5_348_837_208]);
}

/// 18.2: which part of its dividend a hotkey earns by root stake.
#[test]
fn root_parts_of_child_and_parent() {
    let state = chain(&child_and_parent()).state;
    let subnet = state.subnets.get(1).expect("subnet");
    let weight = u64_fraction(state.network.tao_weight);
    let parts = [1002, 1001].map(|number| {
        let known = state.hotkeys.find(hotkey(&json!(number))).expect("hotkey");
        let receiver = Receiver {
            dividend: U96F32::ONE,
            alpha: subnet.stake_of(known),
            root: state.root_stake(known),
        };
        root_part(&receiver, weight).to_bits()
    });
    assert_eq!(digits(parts, 32, 10), [7_826_086_956, 0]);
}
