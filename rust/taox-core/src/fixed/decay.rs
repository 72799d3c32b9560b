//! What is left of something that decays by e in a given time.

use super::types::U64F64;

/// The last power of the series: one less than the fraction bits of the chain's type.
const LAST_POWER: u64 = 63;
/// Ages are clamped to this many times the time constant.
const OLDEST: u64 = 40;

/// e^(−age/time): 1 at age 0, and 0 if there is no time.
///
/// The chain computes 1 / e^(age/time) with the series of its library, as [`super::exp`] does at a
/// width of 64 fraction bits (transitions.md 2.9 leaves the recipe open; the vectors show this one).
#[allow(
    clippy::arithmetic_side_effects,
    reason = "shifting a u64 by 64 bits fits u128; the divisor is not 0"
)]
pub fn decay(age: u64, time: u64) -> U64F64 {
    if age == 0 || time == 0 {
        return if age == 0 { U64F64::ONE } else { U64F64::ZERO };
    }
    let ratio = (u128::from(age) << U64F64::FRACTION_BITS) / u128::from(time);
    let oldest = u128::from(OLDEST) << U64F64::FRACTION_BITS;
    let grown = series(U64F64::from_bits(ratio.min(oldest)));
    grown.map_or(U64F64::ZERO, |grown| U64F64::ONE.safe_div(grown))
}

/// 1 + y + y²/2! + … for y > 0, each term floored after the product and after the division.
fn series(y: U64F64) -> Option<U64F64> {
    let mut sum = U64F64::ONE.checked_add(y)?;
    let mut term = y;
    for power in 2..=LAST_POWER {
        let power = U64F64::from_bits(u128::from(power) << U64F64::FRACTION_BITS);
        term = term.checked_mul(y)?.checked_div(power)?;
        if term == U64F64::ZERO {
            break;
        }
        sum = sum.checked_add(term)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_chains_own_values() {
        // 1 − e^(−0.05), as a perpetual lock matures in 50 of 1000 blocks.
        let left = U64F64::ONE.saturating_sub(decay(50, 1_000));
        assert_eq!(left.to_bits(), 899_658_324_562_858_105);
        assert_eq!(decay(1, 934_866).to_bits(), 18_446_724_341_754_161_508);
    }

    #[test]
    fn the_ends() {
        assert_eq!(decay(0, 0), U64F64::ONE);
        assert_eq!(decay(0, 7), U64F64::ONE);
        assert_eq!(decay(7, 0), U64F64::ZERO);
        assert!(decay(u64::MAX, 1).to_bits() < 100);
    }

    proptest! {
        #[test]
        fn it_is_e_to_the_power(age in 1_u64..10_000_000, time in 1_u64..2_000_000) {
            #[allow(clippy::cast_precision_loss, reason = "a comparison to twelve digits")]
            let (found, exact) = (
                decay(age, time).to_bits() as f64 / 2_f64.powi(64),
                (-(age as f64) / time as f64).exp(),
            );
            prop_assert!((found - exact).abs() < 1e-12, "{found} {exact}");
        }
    }
}
