//! Several mechanisms of one subnet (epoch.md 7 and 10) in plain integers.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "a value below 2^64 times a weight of at most 2^64 fits 128 bits"
)]

use crate::epoch::output::{EpochOutput, MechanismOutput};
use crate::epoch::result::MechanismResult;

/// A mechanism's weight of 1, in bits of U64F64.
const WHOLE: u128 = 1 << 64;

/// ⌊part / emission⌋ at 2^−64, or none if it is 1, which changes nothing. Without any emission
/// mechanism 0 has all the weight.
fn weight(m: usize, part: u64, emission: u64) -> Option<u128> {
    let ratio = (u128::from(part) << 64).checked_div(emission.into());
    let weight = ratio.unwrap_or(if m == 0 { WHOLE } else { 0 });
    (weight < WHOLE).then_some(weight)
}

/// Adds one mechanism to what the earlier ones gave; the first gives its vectors away.
pub(super) fn combine(
    output: Option<EpochOutput>,
    result: MechanismResult,
    (m, part, emission): (usize, u64, u64),
) -> EpochOutput {
    let weight = weight(m, part, emission);
    let Some(mut output) = output else {
        return first(result, weight);
    };
    add(&mut output.server_emission, &result.server_emission);
    add(&mut output.validator_emission, &result.validator_emission);
    for (sum, &value) in output.emission.iter_mut().zip(&result.emission) {
        *sum = sum.saturating_add(weighted(value, weight));
    }
    let fractions = [
        (&mut output.consensus, &result.consensus),
        (&mut output.dividends, &result.dividends),
        (&mut output.validator_trust, &result.validator_trust),
        (&mut output.stake_weight, &result.stake_weight),
    ];
    for (sums, values) in fractions {
        for (sum, &value) in sums.iter_mut().zip(values) {
            *sum = sum.saturating_add(weighted_fraction(value, weight));
        }
    }
    either(&mut output.active, &result.active);
    either(&mut output.validator_permit, &result.validator_permit);
    let MechanismResult {
        incentive, bonds, ..
    } = result;
    output.mechanisms.push(MechanismOutput { incentive, bonds });
    output
}

/// The output of the first mechanism alone.
fn first(mut result: MechanismResult, weight: Option<u128>) -> EpochOutput {
    if weight.is_some() {
        for value in &mut result.emission {
            *value = weighted(*value, weight);
        }
        let fractions = [
            &mut result.consensus,
            &mut result.dividends,
            &mut result.validator_trust,
            &mut result.stake_weight,
        ];
        for value in fractions.into_iter().flatten() {
            *value = weighted_fraction(*value, weight);
        }
    }
    EpochOutput {
        server_emission: result.server_emission,
        validator_emission: result.validator_emission,
        emission: result.emission,
        consensus: result.consensus,
        dividends: result.dividends,
        validator_trust: result.validator_trust,
        stake_weight: result.stake_weight,
        active: result.active,
        validator_permit: result.validator_permit,
        mechanisms: vec![MechanismOutput {
            incentive: result.incentive,
            bonds: result.bonds,
        }],
    }
}

/// ⌊value·weight⌋. Sums start from integers, so flooring the product floors the sum.
fn weighted(value: u64, weight: Option<u128>) -> u64 {
    let product = |weight| u64::try_from((u128::from(value) * weight) >> 64);
    weight.map_or(value, |weight| product(weight).unwrap_or(u64::MAX))
}

fn weighted_fraction(value: u16, weight: Option<u128>) -> u16 {
    u16::try_from(weighted(value.into(), weight)).unwrap_or(u16::MAX)
}

fn add(sums: &mut [u64], values: &[u64]) {
    for (sum, &value) in sums.iter_mut().zip(values) {
        *sum = sum.saturating_add(value);
    }
}

fn either(flags: &mut [bool], others: &[bool]) {
    for (flag, &other) in flags.iter_mut().zip(others) {
        *flag |= other;
    }
}
