//! What holds for every subnet, however odd its parameters.

mod common;

use common::epoch::Case;
use common::random::any_case;
use proptest::prelude::*;
use taox_core::epoch::{
    EpochParams, MechanismTrace, Rows, TraceRows, epoch_with_trace, split_emission, upscale_weights,
};
use taox_core::fixed::I32F32;

/// Shares of a whole: none negative, together at most 1.
fn are_shares(values: &[I32F32]) -> bool {
    let sum: i64 = values.iter().map(|value| value.to_bits()).sum();
    values.iter().all(|&value| value >= I32F32::ZERO) && sum <= I32F32::ONE.to_bits()
}

fn row_values(row: &[(u16, I32F32)]) -> Vec<I32F32> {
    row.iter().map(|&(_, value)| value).collect()
}

fn columns_are_shares(rows: &TraceRows, n: usize) -> bool {
    (0..n).all(|uid| {
        let column = rows
            .iter()
            .flatten()
            .filter(|pair| usize::from(pair.0) == uid);
        are_shares(&column.map(|&(_, value)| value).collect::<Vec<_>>())
    })
}

fn check_trace(case: &Case, trace: &MechanismTrace) -> Result<(), TestCaseError> {
    let MechanismTrace {
        stake,
        active_stake,
        incentive,
        rank,
        consensus,
        ..
    } = trace;
    for vector in [stake, active_stake, incentive, rank, &trace.dividends] {
        prop_assert!(are_shares(vector), "{vector:?}");
    }
    for (row, clipped) in trace.weights.iter().zip(&trace.clipped) {
        prop_assert!(are_shares(&row_values(row)));
        prop_assert!(are_shares(&row_values(clipped)));
        prop_assert!(
            clipped
                .iter()
                .all(|pair| pair.1 <= consensus[usize::from(pair.0)] || pair.1 == I32F32::ZERO)
        );
    }
    for (uid, &agreed) in consensus.iter().enumerate() {
        let given = || {
            trace
                .weights
                .iter()
                .flatten()
                .filter(|p| usize::from(p.0) == uid)
        };
        prop_assert!(agreed == I32F32::ZERO || given().any(|&(_, weight)| weight == agreed));
    }
    if case.params.bonds_moving_average <= 1_000_000 {
        let bonds = trace.new_bonds.iter().flatten();
        let repeated = case.mechanisms.iter().any(|m| repeats(m.bonds.as_rows()));
        for &(_, bond) in bonds {
            prop_assert!(
                bond >= I32F32::ZERO && (repeated || bond <= I32F32::ONE),
                "{bond:?}"
            );
        }
    }
    let within: Vec<_> = trace
        .old_bonds
        .iter()
        .map(|row| row.iter().copied().filter(|pair| pair.0 < case.n).collect())
        .collect();
    let original = case.params.yuma == taox_core::epoch::Yuma::Two;
    prop_assert!(!original || columns_are_shares(&within, case.n.into()));
    Ok(())
}

fn repeats(rows: Rows<'_>) -> bool {
    rows.iter().any(|(uids, _)| {
        let distinct: std::collections::BTreeSet<_> = uids.iter().collect();
        distinct.len() != uids.len()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn shares_stay_shares(case in any_case()) {
        let (output, traces) = case.with_input(epoch_with_trace).expect("well formed");
        for trace in &traces {
            check_trace(&case, trace)?;
        }
        let permits = output.validator_permit.iter().filter(|permit| **permit).count();
        let most = usize::from(case.params.max_allowed_validators);
        prop_assert!(permits <= most + usize::from(case.owner_uid.is_some()));
        for mechanism in &output.mechanisms {
            for (uid, permit) in output.validator_permit.iter().enumerate() {
                prop_assert!(*permit || mechanism.bonds.row(uid).0.is_empty());
            }
        }
    }

    /// No mechanism pays more than its part.
    #[test]
    fn no_more_is_paid_than_there_is(case in any_case()) {
        let output = case.run();
        let split = case.mechanism_emission_split.as_deref();
        let parts = split_emission(case.emission, case.mechanisms.len(), split);
        let available: u128 = parts.iter().map(|&part| u128::from(part)).sum();
        let clamped = available > u128::from(u64::MAX);
        let paid = |amounts: &[u64]| amounts.iter().map(|&a| u128::from(a)).sum::<u128>();
        let total = paid(&output.server_emission) + paid(&output.validator_emission);
        prop_assert!(clamped || total <= available, "{total} of {available}");
    }

    /// Mechanisms do not see each other: a second one without a share leaves the first as it is.
    #[test]
    fn a_mechanism_without_a_share_changes_no_amount(case in any_case()) {
        let mut alone = case.clone();
        alone.mechanisms.truncate(1);
        alone.mechanism_emission_split = None;
        let mut both = alone.clone();
        both.mechanisms.extend(case.mechanisms.last().cloned());
        both.mechanism_emission_split = Some(vec![65_535, 0]);
        let (alone, both) = (alone.run(), both.run());
        prop_assert_eq!(alone.server_emission, both.server_emission);
        prop_assert_eq!(alone.validator_emission, both.validator_emission);
        prop_assert_eq!(alone.emission, both.emission);
        prop_assert_eq!(&alone.mechanisms[0], &both.mechanisms[0]);
    }

    #[test]
    fn splitting_loses_nothing(emission: u64, count in 1..20_usize, parts in any::<[u16; 4]>()) {
        let sum = |parts: Vec<u64>| parts.into_iter().map(u128::from).sum::<u128>();
        prop_assert_eq!(sum(split_emission(emission, count, None)), u128::from(emission));
        let scaled = parts.map(|part| part / 4);
        let split = split_emission(emission, count, Some(&scaled));
        prop_assert_eq!(sum(split), u128::from(emission));
    }

    #[test]
    fn upscaling_keeps_order_and_reaches_the_top(weights in prop::collection::vec(any::<u16>(), 1..50)) {
        let scaled = upscale_weights(&weights);
        let top = weights.iter().max().copied().unwrap_or(0);
        for (&weight, &value) in weights.iter().zip(&scaled) {
            prop_assert!(value >= weight);
            prop_assert_eq!(weight == 0, value == 0);
            prop_assert!(weight != top || top == 0 || value == 65_535);
        }
        let mut by_weight: Vec<_> = weights.iter().zip(&scaled).collect();
        by_weight.sort_unstable();
        prop_assert!(by_weight.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    }
}

#[test]
fn every_parameter_knows_its_range() {
    for spec in EpochParams::TABLE {
        let mut params = EpochParams::default();
        assert!(spec.check(spec.default).is_ok());
        for value in [spec.min, spec.max] {
            params.set(spec.name, value).expect(spec.name);
            let found = params.values().find(|(other, _)| other.name == spec.name);
            assert_eq!(found.map(|(_, value)| value), Some(value), "{}", spec.name);
        }
        for value in [spec.min - 1, spec.max + 1] {
            let error = params
                .set(spec.name, value)
                .expect_err(spec.name)
                .to_string();
            assert!(
                error.starts_with(spec.name) && error.ends_with(&value.to_string()),
                "{error}"
            );
        }
    }
    assert!(EpochParams::default().set("rho", 1).is_err());
}

/// The defaults are those a new subnet has (epoch.md 4).
#[test]
fn defaults_of_a_new_subnet() {
    let params = EpochParams::default();
    let values: Vec<_> = params
        .values()
        .map(|(spec, value)| (spec.name, value))
        .collect();
    assert_eq!(
        values,
        [
            ("kappa", 32_767),
            ("bonds_penalty", 65_535),
            ("bonds_moving_average", 900_000),
            ("yuma", 3),
            ("liquid_alpha", 0),
            ("alpha_low", 45_875),
            ("alpha_high", 58_982),
            ("alpha_sigmoid_steepness", 1_000),
            ("max_allowed_validators", 64),
            ("stake_threshold", 0),
            ("tempo", 360),
            ("activity_cutoff", 5_000),
            ("commit_reveal", 1),
        ]
    );
}
