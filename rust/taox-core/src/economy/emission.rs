//! Emission by issuance (coinbase.md 4.1).

/// No block mints at or over this issuance, in rao: 21 million tokens.
pub const MAX_SUPPLY: u64 = 21_000_000_000_000_000;
/// What a block mints before the first halving, in rao.
const FIRST_EMISSION: u64 = 1_000_000_000;
/// After this many halvings the emission is 0.
const HALVINGS: usize = 30;

/// Smallest issuance with k + 1 halvings behind it: ⌈[`MAX_SUPPLY`] · (1 − 2^−(k+1))⌉.
const THRESHOLDS: [u64; HALVINGS] = thresholds();

#[allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, which refuses overflows and wrong indices"
)]
const fn thresholds() -> [u64; HALVINGS] {
    let mut table = [0; HALVINGS];
    let mut k = 0;
    while k < HALVINGS {
        table[k] = MAX_SUPPLY - (MAX_SUPPLY >> (k + 1));
        k += 1;
    }
    table
}

/// Rao minted by one block at `issuance` rao, for TAO and for the alpha of each subnet alike.
///
/// A function of issuance alone: recycling that lowers the issuance under a threshold undoes a
/// halving. The chain computes it in fixed point; the table of its steps gives the same number for
/// every issuance (tested against the formula at every step and between).
///
/// ```
/// use taox_core::economy::block_emission;
///
/// assert_eq!(block_emission(10_499_999_999_999_999), 1_000_000_000);
/// assert_eq!(block_emission(10_500_000_000_000_000), 500_000_000);
/// ```
#[inline]
pub fn block_emission(issuance: u64) -> u64 {
    let halvings = THRESHOLDS
        .iter()
        .take_while(|threshold| issuance >= **threshold)
        .count();
    FIRST_EMISSION >> halvings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::{FixedPoint, I96F32};
    use proptest::prelude::*;

    /// The formula of coinbase.md 4.1, every step in I96F32.
    fn by_formula(issuance: u64) -> u64 {
        if issuance >= MAX_SUPPLY {
            return 0;
        }
        let number = |value: u64| I96F32::saturating_from_num(value);
        let minted = number(issuance).safe_div(number(MAX_SUPPLY));
        let multiple = I96F32::ONE.safe_div(I96F32::ONE.saturating_sub(minted));
        let halvings = multiple.to_bits().ilog2() - I96F32::FRACTION_BITS;
        let factor = I96F32::ONE.safe_div(number(1 << halvings));
        factor
            .saturating_mul(number(FIRST_EMISSION))
            .saturating_to_num()
    }

    #[test]
    fn table_is_the_formula_around_every_step() {
        for k in 0..=40 {
            let step = MAX_SUPPLY - (MAX_SUPPLY >> k);
            for issuance in step.saturating_sub(2)..=step + 2 {
                assert_eq!(block_emission(issuance), by_formula(issuance), "{issuance}");
            }
        }
        for issuance in [0, MAX_SUPPLY, MAX_SUPPLY + 1, u64::MAX] {
            assert_eq!(block_emission(issuance), by_formula(issuance), "{issuance}");
        }
    }

    #[test]
    fn worked_example() {
        let examples = [
            (10_499_999_999_999_999, 1_000_000_000),
            (10_500_000_000_000_000, 500_000_000),
            (20_979_492_187_500_000, 976_562),
            (20_999_999_960_884_451, 3),
            (20_999_999_960_884_452, 1),
            (20_999_999_980_442_226, 0),
        ];
        for (issuance, emission) in examples {
            assert_eq!(block_emission(issuance), emission, "{issuance}");
        }
    }

    proptest! {
        #[test]
        fn table_is_the_formula_between_steps(issuance in 0..MAX_SUPPLY, left in 0..u64::from(u32::MAX)) {
            prop_assert_eq!(block_emission(issuance), by_formula(issuance));
            let near_the_end = MAX_SUPPLY - left;
            prop_assert_eq!(block_emission(near_the_end), by_formula(near_the_end));
        }
    }
}
