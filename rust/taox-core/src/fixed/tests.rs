//! Operations against a slow reference in sign and magnitude, and the facts of epoch.md 1 and 2.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    clippy::cast_lossless,
    clippy::unnecessary_cast,
    reason = "the reference turns bits into magnitudes and back, for types of either sign"
)]

use super::*;
use ethnum::U256;
use proptest::prelude::*;

/// A number as its sign and its magnitude, wide enough for every product and dividend.
#[derive(Debug, Clone, Copy)]
struct Signed {
    negative: bool,
    magnitude: U256,
}

impl Signed {
    /// ⌊self / 2^by⌋.
    fn floor_shift(self, by: u32) -> Self {
        let quotient = self.magnitude >> by;
        let inexact = (quotient << by) != self.magnitude;
        let up = U256::from(u8::from(self.negative && inexact));
        Self {
            magnitude: quotient + up,
            ..self
        }
    }
}

macro_rules! reference {
    ($module:ident, $name:ident, $bits:ty, $unsigned:ty) => {
        mod $module {
            use super::*;

            fn signed(bits: $bits) -> Signed {
                #[allow(unused_comparisons, clippy::absurd_extreme_comparisons)]
                let negative = bits < 0;
                let magnitude = if negative { bits.wrapping_neg() } else { bits } as $unsigned;
                Signed { negative, magnitude: magnitude.into() }
            }

            /// The bits if they fit.
            fn fit(value: Signed) -> Option<$bits> {
                let limit = signed(if value.negative { <$bits>::MIN } else { <$bits>::MAX });
                let magnitude: $unsigned =
                    (value.magnitude <= limit.magnitude).then(|| value.magnitude.as_u128() as _)?;
                let bits = magnitude as $bits;
                Some(if value.negative { bits.wrapping_neg() } else { bits })
            }

            fn product(a: $bits, b: $bits) -> Signed {
                let (a, b) = (signed(a), signed(b));
                let exact =
                    Signed { negative: a.negative != b.negative, magnitude: a.magnitude * b.magnitude };
                exact.floor_shift($name::FRACTION_BITS)
            }

            fn quotient(a: $bits, b: $bits) -> Option<Signed> {
                let (a, b) = (signed(a), signed(b));
                let magnitude = (a.magnitude << $name::FRACTION_BITS).checked_div(b.magnitude)?;
                Some(Signed { negative: a.negative != b.negative, magnitude })
            }

            fn clamp(value: Signed) -> $bits {
                fit(value).unwrap_or(if value.negative { <$bits>::MIN } else { <$bits>::MAX })
            }

            /// Bits of every size, so that results near one and overflows both occur.
            fn any_bits() -> impl Strategy<Value = $bits> {
                let edges = prop::sample::select(vec![
                    <$bits>::MIN, <$bits>::MAX, 0, 1, (0 as $bits).wrapping_sub(1),
                    $name::ONE.to_bits(), $name::ONE.to_bits() - 1,
                    (0 as $bits).wrapping_sub($name::ONE.to_bits()),
                ]);
                let sized = (any::<$bits>(), 0..<$bits>::BITS).prop_map(|(bits, by)| bits >> by);
                prop_oneof![1 => edges, 6 => sized]
            }

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(4000))]

                #[test]
                fn mul_floors_and_clamps(a in any_bits(), b in any_bits()) {
                    let exact = product(a, b);
                    let (x, y) = ($name::from_bits(a), $name::from_bits(b));
                    prop_assert_eq!(x.checked_mul(y).map($name::to_bits), fit(exact));
                    prop_assert_eq!(x.saturating_mul(y).to_bits(), clamp(exact));
                }

                #[test]
                fn div_truncates(a in any_bits(), b in any_bits()) {
                    let expected = quotient(a, b).and_then(fit);
                    let (x, y) = ($name::from_bits(a), $name::from_bits(b));
                    prop_assert_eq!(x.checked_div(y).map($name::to_bits), expected);
                    prop_assert_eq!(x.safe_div(y).to_bits(), expected.unwrap_or(0));
                    let default = $name::from_bits(a);
                    prop_assert_eq!(x.safe_div_or(y, default).to_bits(), expected.unwrap_or(a));
                }

                #[test]
                fn sums_clamp_or_wrap(a in any_bits(), b in any_bits()) {
                    let (x, y) = ($name::from_bits(a), $name::from_bits(b));
                    prop_assert_eq!(x.saturating_add(y).to_bits(), a.saturating_add(b));
                    prop_assert_eq!(x.saturating_sub(y).to_bits(), a.saturating_sub(b));
                    prop_assert_eq!(x.checked_add(y).map($name::to_bits), a.checked_add(b));
                    prop_assert_eq!([x, y].iter().sum::<$name>().to_bits(), a.wrapping_add(b));
                }

                #[test]
                fn round_is_nearest_with_ties_away_from_zero(a in any_bits()) {
                    let half = U256::ONE << ($name::FRACTION_BITS - 1);
                    let value = signed(a);
                    let whole = (value.magnitude + half) >> $name::FRACTION_BITS;
                    let expected = Signed { magnitude: whole << $name::FRACTION_BITS, ..value };
                    if let Some(expected) = fit(expected) {
                        prop_assert_eq!($name::from_bits(a).round().to_bits(), expected);
                    }
                }

                #[test]
                fn to_integers_floors_and_clamps(a in any_bits()) {
                    let whole = signed(a).floor_shift($name::FRACTION_BITS);
                    let small = whole.magnitude.min(U256::from(u64::MAX)).as_u64();
                    let unsigned = if whole.negative { 0 } else { small };
                    let number = $name::from_bits(a);
                    prop_assert_eq!(number.saturating_to_num::<u64>(), unsigned);
                    let short = unsigned.min(65_535);
                    prop_assert_eq!(u64::from(number.saturating_to_num::<u16>()), short);
                }

                #[test]
                fn from_integers_shifts_and_clamps(value in any::<u64>(), small in any::<i16>()) {
                    let wide = U256::from(value) << $name::FRACTION_BITS;
                    let expected = clamp(Signed { negative: false, magnitude: wide });
                    prop_assert_eq!($name::saturating_from_num(value).to_bits(), expected);
                    let magnitude = U256::from(small.unsigned_abs()) << $name::FRACTION_BITS;
                    let expected = fit(Signed { negative: small < 0, magnitude });
                    let fits = $name::saturating_from_num(small).to_bits();
                    prop_assert_eq!(fits, expected.unwrap_or(<$bits>::MIN));
                }
            }

            #[test]
            fn overflow_and_zero() {
                let (max, min) = ($name::MAX, $name::MIN);
                assert_eq!(max.safe_div($name::ZERO), $name::ZERO);
                assert_eq!(max.safe_div($name::from_bits(1)), $name::ZERO);
                assert_eq!(max.safe_div_or($name::from_bits(1), min), min);
                assert_eq!(max.saturating_mul(max), max);
                assert_eq!($name::ONE.saturating_mul($name::ONE), $name::ONE);
            }
        }
    };
}

reference!(i32f32, I32F32, i64, u64);
reference!(i64f64, I64F64, i128, u128);
reference!(i96f32, I96F32, i128, u128);
reference!(u96f32, U96F32, u128, u128);
reference!(u64f64, U64F64, u128, u128);

#[test]
fn mul_floors_and_div_truncates_below_zero() {
    let (minus_one_bit, half) = (I32F32::from_bits(-1), I32F32::from_bits(1 << 31));
    assert_eq!(minus_one_bit.saturating_mul(half).to_bits(), -1);
    let two = I32F32::from_u16(2);
    assert_eq!(minus_one_bit.checked_div(two), Some(I32F32::ZERO));
    assert_eq!(I32F32::MIN.checked_div(I32F32::from_bits(-(1 << 32))), None);
    let tie = |bits| I32F32::from_bits(bits).round().to_bits();
    assert_eq!([tie(3 << 31), tie(-3 << 31)], [2 << 32, -2 << 32]);
}

#[test]
fn fixed_to_fixed_floors_and_clamps() {
    let to = |bits: i128| {
        I64F64::from_bits(bits)
            .saturating_to_fixed::<I32F32>()
            .to_bits()
    };
    assert_eq!(to(-1), -1);
    assert_eq!(to((1 << 32) - 1), 0);
    assert_eq!(to(i128::MAX), i64::MAX);
    assert_eq!(to(i128::MIN), i64::MIN);
    let widened: I64F64 = I32F32::from_bits(-5).saturating_to_fixed();
    assert_eq!(widened.to_bits(), -5 << 32);
    assert_eq!(U96F32::MAX.saturating_to_fixed::<U64F64>(), U64F64::MAX);
    assert_eq!(
        I96F32::from_bits(-1).saturating_to_fixed::<U96F32>(),
        U96F32::ZERO
    );
    assert_eq!(
        U96F32::from_bits(7).saturating_to_fixed::<I96F32>(),
        I96F32::from_bits(7)
    );
}

/// A u64 from 2^63 on does not fit I64F64, every u64 fits the others.
#[test]
fn large_integers() {
    assert_eq!(I64F64::saturating_from_num(1_u64 << 63), I64F64::MAX);
    let exact = i128::from((1_u64 << 63) - 1) << 64;
    assert_eq!(
        I64F64::saturating_from_num((1_u64 << 63) - 1).to_bits(),
        exact
    );
    for value in [u64::MAX, 1 << 63] {
        assert_eq!(
            U96F32::saturating_from_num(value).saturating_to_num::<u64>(),
            value
        );
        assert_eq!(
            I96F32::saturating_from_num(value).saturating_to_num::<u64>(),
            value
        );
        assert_eq!(
            U64F64::saturating_from_num(value).saturating_to_num::<u64>(),
            value
        );
    }
}

/// The round trip of a u16 fraction loses a unit, except for 0 and 65535.
#[test]
fn u16_fractions() {
    for value in 0..=u16::MAX {
        let back = I32F32::from_u16_proportion(value).to_u16_proportion();
        let lossless = value == 0 || value == u16::MAX;
        assert_eq!(back, if lossless { value } else { value - 1 });
    }
    assert_eq!(I32F32::from_u16_proportion(32_767).to_bits(), 2_147_450_879);
    assert_eq!(I32F32::from_u16_proportion(32_768).to_bits(), 2_147_516_416);
    assert_eq!(I32F32::from_bits(-1).to_u16_proportion(), 0);
    assert_eq!(I32F32::MAX.to_u16_proportion(), u16::MAX);
}

/// The table of epoch.md 2.1.
#[test]
fn exp_table() {
    for (x, bits) in [
        (1, 11_674_931_200),
        (2, 31_735_754_285),
        (5, 637_429_664_624),
        (10, 94_602_947_905_357),
        (15, 14_039_054_700_697_356),
        (18, 281_496_045_112_253_602),
        (20, 2_066_907_302_758_576_256),
        (-1, 1_580_030_169),
        (-5, 28_939_262),
        (-10, 194_991),
        (-20, 8),
        (0, 1 << 32),
    ] {
        let x = I32F32::saturating_from_num(x);
        assert_eq!(exp(x).map(I32F32::to_bits), Some(bits), "{x:?}");
        assert_eq!(exp_safe(x).to_bits(), bits);
    }
}

/// Just below 1 the series gives more than the constant for exactly 1.
#[test]
fn exp_is_not_monotone_at_one() {
    let below = I32F32::from_bits((1 << 32) - 1);
    assert_eq!(exp(below).map(I32F32::to_bits), Some(11_674_931_544));
}

#[test]
fn exp_safe_clamps_to_twenty() {
    assert_eq!(exp_safe(I32F32::MAX).to_bits(), 2_066_907_302_758_576_256);
    assert_eq!(
        exp_safe(I32F32::from_u16(21)),
        exp_safe(I32F32::from_u16(20))
    );
    assert_eq!(exp_safe(I32F32::MIN).to_bits(), 8);
    assert_eq!(exp(I32F32::MAX), None);
    assert_eq!(exp(I32F32::MIN), None);
}

proptest! {
    /// The series against one that keeps no state but exact integers.
    #[test]
    fn exp_is_the_truncated_series(bits in -20_i64 << 32..=20 << 32) {
        prop_assume!(bits != 0 && bits != 1 << 32);
        let y = u128::from(bits.unsigned_abs());
        let (mut sum, mut term) = ((1_u128 << 32) + y, y);
        for power in 2..=31_u128 {
            term = ((term * y) >> 32) / power;
            sum += term;
        }
        let expected = if bits < 0 { (1 << 64) / sum } else { sum };
        let actual = exp(I32F32::from_bits(bits)).map(|e| i128::from(e.to_bits()));
        prop_assert_eq!(actual, i128::try_from(expected).ok());
    }
}
