//! Random subnets for property tests: small, with many ties and border blocks, extreme parameters.

use super::epoch::{Case, Mechanism};
use proptest::prelude::*;
use proptest::sample::select;
use taox_core::epoch::{EpochParams, NO_COMMIT, RowsBuf, Yuma};
use taox_core::fixed::I64F64;

/// Blocks around the last epoch (639) and the current block (1000).
fn any_block() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => 0..1000_u64,
        3 => select(vec![0, 638, 639, 640, 899, 900, 999, 1000]),
        1 => select(vec![1001, u64::MAX - 1, u64::MAX]),
    ]
}

fn any_u16() -> impl Strategy<Value = u16> {
    prop_oneof![2 => select(vec![0, 1, 32_767, 32_768, 65_534, 65_535]), 3 => any::<u16>()]
}

/// Stake in I64F64 bits: ties, zeros, whole rao and rao with 32 fraction bits.
fn any_stake() -> impl Strategy<Value = I64F64> {
    prop_oneof![
        2 => Just(0),
        3 => (1..4_i128).prop_map(|rao| rao << 64),
        4 => (0..1_i128 << 80).prop_map(|bits| bits << 32),
        1 => 0..i128::MAX >> 10,
    ]
    .prop_map(I64F64::from_bits)
}

pub(crate) fn any_params() -> impl Strategy<Value = EpochParams> {
    let moving_average =
        prop_oneof![4 => 0..=1_000_000_u64, 1 => 1_000_001..3_000_000_u64, 1 => Just(u64::MAX)];
    let steepness = prop_oneof![
        select(vec![1000, 0, -200, 200, i16::MIN, i16::MAX]),
        any::<i16>()
    ];
    let cutoff = prop_oneof![Just(5000), 1..1000_u64, Just(u64::MAX)];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let fractions = (any_u16(), any_u16(), any_u16(), any_u16());
    let counts = (
        prop_oneof![Just(64), 0..8_u16],
        select(vec![0, 1, 1 << 20]),
        any_u16(),
        cutoff,
    );
    (fractions, moving_average, flags, steepness, counts).prop_map(
        |((kappa, bonds_penalty, alpha_low, alpha_high), bonds_moving_average, flags, slope, c)| {
            EpochParams {
                kappa,
                bonds_penalty,
                bonds_moving_average,
                yuma: if flags.0 { Yuma::Three } else { Yuma::Two },
                liquid_alpha: flags.1,
                alpha_low,
                alpha_high,
                alpha_sigmoid_steepness: slope,
                max_allowed_validators: c.0,
                stake_threshold: c.1,
                tempo: c.2,
                activity_cutoff: c.3,
                commit_reveal: flags.2,
            }
        },
    )
}

/// A row of distinct uids in any order; `beyond` more uids than there are neurons may occur.
fn weights_row(n: u16, beyond: u16) -> impl Strategy<Value = Vec<(u16, u16)>> {
    let uids: Vec<u16> = (0..n.saturating_add(beyond)).collect();
    let most = uids.len().min(12);
    let values = prop::collection::vec(any_u16(), most);
    (
        prop::sample::subsequence(uids, 0..=most).prop_shuffle(),
        values,
    )
        .prop_map(|(uids, values)| uids.into_iter().zip(values).collect())
}

/// A row with repeated uids and uids ≥ n.
fn bonds_row(n: u16) -> impl Strategy<Value = Vec<(u16, u16)>> {
    let sorted = weights_row(n, 0).prop_map(|mut row| {
        row.sort_unstable();
        row
    });
    let wild = prop::collection::vec((0..n.saturating_add(3), any_u16()), 0..8);
    prop_oneof![2 => weights_row(n, 2), 2 => sorted, 1 => wild]
}

fn rows(rows: Vec<Vec<(u16, u16)>>) -> RowsBuf {
    let mut buffer = RowsBuf::empty(0);
    for row in rows {
        buffer.push_row(row);
    }
    buffer
}

fn any_mechanism(n: u16) -> impl Strategy<Value = Mechanism> {
    let len = usize::from(n);
    let commits = prop::collection::vec(prop_oneof![any_block(), Just(NO_COMMIT)], len);
    (
        prop::collection::vec(any_block(), 0..len + 3),
        prop::collection::vec(weights_row(n, 2), len).prop_map(rows),
        prop::collection::vec(bonds_row(n), len).prop_map(rows),
        prop_oneof![Just(Vec::new()), commits],
    )
        .prop_map(
            |(last_update, weights, bonds, oldest_active_commit_block)| Mechanism {
                last_update,
                weights,
                bonds,
                oldest_active_commit_block,
            },
        )
}

/// A subnet of up to 20 uids with 1 to 3 mechanisms.
pub(crate) fn any_case() -> impl Strategy<Value = Case> {
    (0..20_u16).prop_flat_map(|n| {
        let len = usize::from(n);
        let permits = prop::collection::vec(prop::bool::weighted(0.7), 0..len + 2);
        let owner = if n == 0 {
            Just(None).boxed()
        } else {
            prop::option::of(0..n).boxed()
        };
        let split = prop::option::of(prop::collection::vec(any_u16(), 0..4));
        let vectors = (
            prop::collection::vec(any_block(), len),
            prop::collection::vec(any_stake(), len),
            prop_oneof![4 => prop::collection::vec(any::<bool>(), len), 1 => permits],
            prop::collection::vec(any_mechanism(n), 1..4),
        );
        let emission = prop_oneof![Just(1_000_000_000), Just(0), any::<u64>()];
        let last = select(vec![0, 639, 999, u64::MAX]);
        (any_params(), vectors, owner, split, emission, last).prop_map(
            move |(
                params,
                (registered, stake, permits, mechanisms),
                owner,
                split,
                emission,
                last,
            )| {
                Case {
                    n,
                    block: 1000,
                    last_mechanism_step_block: last,
                    owner_uid: owner,
                    emission,
                    mechanism_emission_split: split,
                    block_at_registration: registered,
                    total_stake: stake,
                    validator_permit: permits,
                    params,
                    mechanisms,
                }
            },
        )
    })
}
