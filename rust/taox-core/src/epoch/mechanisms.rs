//! Several mechanisms: splitting the emission before, combining the results after
//! (epoch.md 7 and 10).

use super::input::EpochInput;
use super::output::{EpochOutput, MechanismTrace};
use std::num::NonZeroU128;

/// What each of `count` mechanisms shares out.
///
/// With a split each gets ⌊emission·split / 65535⌋ (a shorter list is padded with 0, a longer one
/// cut), without one ⌊emission / count⌋. What is lost to rounding goes to mechanism 0; a split of
/// more than 65535 in all is not taken back.
pub fn split_emission(emission: u64, count: usize, split: Option<&[u16]>) -> Vec<u64> {
    let mut parts = match split {
        Some(split) => split.iter().map(|&part| share(emission, part)).collect(),
        None => vec![
            u64::try_from(count)
                .ok()
                .and_then(|n| emission.checked_div(n))
                .unwrap_or(0);
            count
        ],
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

/// ⌊emission·part / 65535⌋.
fn share(emission: u64, part: u16) -> u64 {
    const WHOLE: NonZeroU128 = NonZeroU128::new(65_535).unwrap();
    let product = u128::from(emission).saturating_mul(part.into());
    u64::try_from(product / WHOLE).unwrap_or(u64::MAX)
}

/// Runs all mechanisms.
pub(super) fn run(_input: &EpochInput<'_>) -> (EpochOutput, Vec<MechanismTrace>) {
    (EpochOutput::default(), Vec::new())
}
