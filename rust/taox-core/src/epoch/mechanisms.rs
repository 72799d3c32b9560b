//! Several mechanisms: splitting the emission before, combining the results after
//! (epoch.md 7 and 10).

use super::input::{EpochInput, MechanismInput};
use super::output::{EpochOutput, MechanismOutput};
use super::result::MechanismResult;
use crate::fixed::{FixedPoint, Num, U64F64};
use std::convert::Infallible;
use std::num::NonZeroU128;

/// What each of `count` mechanisms shares out.
///
/// With a split each gets ⌊emission·split / 65535⌋ (a shorter list is padded with 0, a longer one
/// cut), without one ⌊emission / count⌋. What is lost to rounding goes to mechanism 0; what a
/// split of more than 65535 in all gives too much is not taken back.
///
/// ```
/// use taox_core::epoch::split_emission;
/// let parts = split_emission(1_000_000_001, 2, Some(&[16_383, 49_152]));
/// assert_eq!(parts, [249_988_556, 750_011_445]);
/// ```
pub fn split_emission(emission: u64, count: usize, split: Option<&[u16]>) -> Vec<u64> {
    let mut parts = match split {
        Some(split) => split.iter().map(|&part| share(emission, part)).collect(),
        None => vec![even(emission, count); count],
    };
    parts.resize(count, 0);
    let given = parts
        .iter()
        .fold(0_u64, |sum, &part| sum.saturating_add(part));
    if let Some(first) = parts.first_mut() {
        *first = first.saturating_add(emission.saturating_sub(given));
    }
    parts
}

/// ⌊emission / count⌋.
fn even(emission: u64, count: usize) -> u64 {
    u64::try_from(count)
        .ok()
        .and_then(|count| emission.checked_div(count))
        .unwrap_or(0)
}

/// ⌊emission·part / 65535⌋.
fn share(emission: u64, part: u16) -> u64 {
    const WHOLE: NonZeroU128 = NonZeroU128::new(65_535).unwrap();
    let product = u128::from(emission).saturating_mul(part.into());
    u64::try_from(product / WHOLE).unwrap_or(u64::MAX)
}

/// Runs `compute` for each mechanism with its emission and combines the results in order.
pub(super) fn run(
    input: &EpochInput<'_>,
    mut compute: impl FnMut(&MechanismInput<'_>, u64) -> MechanismResult,
) -> EpochOutput {
    let infallible = try_run(input, |(_, mechanism), part| {
        Ok::<_, Infallible>(compute(mechanism, part))
    });
    match infallible {
        Ok(output) => output,
    }
}

/// [`run`] of something that may fail; `compute` also gets the index of the mechanism.
pub(super) fn try_run<E>(
    input: &EpochInput<'_>,
    mut compute: impl FnMut((usize, &MechanismInput<'_>), u64) -> Result<MechanismResult, E>,
) -> Result<EpochOutput, E> {
    let parts = split_emission(
        input.emission,
        input.mechanisms.len(),
        input.mechanism_emission_split,
    );
    let mut output = EpochOutput::zeros(input.n.into());
    for (m, (mechanism, part)) in input.mechanisms.iter().zip(parts).enumerate() {
        let result = compute((m, mechanism), part)?;
        combine(
            &mut output,
            result,
            mechanism_weight(m, part, input.emission),
        );
    }
    Ok(output)
}

/// ⌊part / emission⌋ at 2^−64. Without any emission mechanism 0 has all the weight.
fn mechanism_weight(m: usize, part: u64, emission: u64) -> U64F64 {
    let none = if m == 0 { U64F64::ONE } else { U64F64::ZERO };
    U64F64::saturating_from_num(part).safe_div_or(U64F64::saturating_from_num(emission), none)
}

/// Adds one mechanism to what the earlier ones gave (epoch.md 10).
fn combine(output: &mut EpochOutput, result: MechanismResult, weight: U64F64) {
    add(&mut output.server_emission, &result.server_emission);
    add(&mut output.validator_emission, &result.validator_emission);
    add_weighted(&mut output.emission, &result.emission, weight);
    add_weighted(&mut output.consensus, &result.consensus, weight);
    add_weighted(&mut output.dividends, &result.dividends, weight);
    add_weighted(&mut output.validator_trust, &result.validator_trust, weight);
    add_weighted(&mut output.stake_weight, &result.stake_weight, weight);
    either(&mut output.active, &result.active);
    either(&mut output.validator_permit, &result.validator_permit);
    let MechanismResult {
        incentive, bonds, ..
    } = result;
    output.mechanisms.push(MechanismOutput { incentive, bonds });
}

fn add(sums: &mut [u64], values: &[u64]) {
    for (sum, &value) in sums.iter_mut().zip(values) {
        *sum = sum.saturating_add(value);
    }
}

/// acc = ⌊acc + mul(x, w)⌋: floored to an integer after each mechanism.
fn add_weighted<N: Num + Into<i128>>(sums: &mut [N], values: &[N], weight: U64F64) {
    for (sum, &value) in sums.iter_mut().zip(values) {
        let weighted = U64F64::saturating_from_num(value).saturating_mul(weight);
        *sum = U64F64::saturating_from_num(*sum)
            .saturating_add(weighted)
            .saturating_to_num();
    }
}

fn either(flags: &mut [bool], others: &[bool]) {
    for (flag, &other) in flags.iter_mut().zip(others) {
        *flag |= other;
    }
}
