//! The fast path against the big integers: its constants, its pieces, and whole powers.

use super::exact::pow_ratio;
use super::exp::{EXP_ERROR, exp_negative};
use super::log::{LN_ERROR, ln};
use super::tables::{COARSE, COARSE_EXP, COARSE_LN, FINE, FINE_EXP, FINE_LN, LN_2};
use super::{Path, PowRatio, Precision, fall_backs, fast, wide};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{CheckedDiv, One, ToPrimitive, Zero};
use proptest::prelude::*;

const SCALE: u64 = 1_000_000_000_000_000_000;
const WEIGHTS: u64 = 1_000_000_000_000_000_000;

/// ln(p/q) in Q200 for p >= q, by bisection-free artanh in big integers.
fn ln_q200(p: &BigUint, q: &BigUint) -> BigUint {
    let z: BigUint = ((p - q) << 200_u32) / (p + q);
    let square: BigUint = (&z * &z) >> 200_u32;
    let (mut power, mut sum, mut k) = (z, BigUint::zero(), 1_u32);
    while !power.is_zero() {
        sum += &power / k;
        power = (&power * &square) >> 200_u32;
        k += 2;
    }
    sum << 1_u32
}

/// e^(−x) in Q200 for x in Q200.
fn exp_q200(x: &BigInt) -> BigInt {
    let (mut term, mut sum, mut k) = (BigInt::one() << 200_u32, BigInt::zero(), 1_u32);
    while !term.is_zero() {
        sum += &term;
        term = -(&term * x / k) / (BigInt::one() << 200_u32);
        k += 1;
    }
    sum
}

/// |value / 2^bits − wide / 2^200| in units of 2^−bits, rounded down.
fn distance(value: u128, bits: u32, wide: &BigInt) -> u128 {
    let difference = (BigInt::from(value) << (200 - bits)) - wide;
    (difference.magnitude() >> (200 - bits))
        .to_u128()
        .unwrap_or(u128::MAX)
}

#[test]
fn constants_are_what_they_say() {
    let big = |value: u64| BigUint::from(value);
    let ln_2 = ln_q200(&big(2), &big(1));
    assert_eq!((&ln_2 >> 72_u32).to_u128(), Some(LN_2));
    let inverse = (BigUint::one() << 257_u32) / ln_2;
    assert_eq!(inverse.to_u128(), Some(fast::INVERSE_LN_2));
    for (factor, value) in COARSE.iter().zip(COARSE_LN) {
        let exact = ln_q200(&big(512), &big(*factor));
        assert!(distance(value, 120, &exact.into()) < 2, "{factor}");
    }
    for (factor, value) in FINE.iter().zip(FINE_LN) {
        let exact = ln_q200(&big(1 << 20), &big(*factor));
        assert!(distance(value, 120, &exact.into()) < 2, "{factor}");
    }
    for (table, step) in [(&COARSE_EXP[..], 64_u32), (&FINE_EXP[..], 4096)] {
        for (i, value) in table.iter().enumerate() {
            let exact = exp_q200(&((BigInt::from(i) << 200_u32) / step));
            assert!(distance(*value, 127, &exact) < 128, "{i}/{step}");
        }
    }
}

fn assert_ln(v: u128) {
    let shift = v.ilog2();
    let one = BigUint::one();
    let exact = ln_q200(&v.into(), &(&one << shift)) + ln_q200(&BigUint::from(2_u32), &one) * shift;
    assert!(distance(ln(v), 120, &exact.into()) < LN_ERROR, "{v}");
}

#[test]
fn ln_holds_its_bound_at_the_ends_of_every_table_cell() {
    for i in 64..128_u128 {
        for j in 0..=64_u128 {
            for top in [57, 100, 120] {
                let cell = ((i << 6) + j) << (top - 6);
                for v in [cell.saturating_sub(1), cell, cell + 1, cell + 0x5555] {
                    assert_ln(v);
                }
            }
        }
    }
    for v in (1..300).chain([u128::MAX, u128::MAX - 1, 1 << 127, u128::from(u64::MAX)]) {
        assert_ln(v);
    }
}

#[test]
fn exp_holds_its_bound_at_the_ends_of_every_table_cell() {
    for cell in 0..2_880_u128 {
        let start = cell << 108;
        for r in [start, start + 1, start + (1 << 107), start + (1 << 108) - 1] {
            let exact = exp_q200(&(BigInt::from(r) << 80_u32));
            assert!(distance(exp_negative(r), 127, &exact) < EXP_ERROR, "{r}");
        }
    }
}

/// Where L jumps from one multiple of ln 2 to the next.
#[test]
fn powers_around_powers_of_two() {
    for (k, step) in (0..60).flat_map(|k| (0..60).map(move |step| (k, step))) {
        let step = 1_u128 << step;
        let (one, power_of_two) = (1_u128 << 60, 1_u128 << (60 + k));
        for (a, b) in [
            (one, power_of_two + step),
            (one + step, power_of_two),
            (power_of_two + step, one),
            (power_of_two, one + step),
        ] {
            let power = PowRatio {
                base_numerator: a,
                base_denominator: b,
                ..quote(1, 1, WEIGHTS / 2 - 1)
            };
            let found = power.evaluate().expect("denominators are positive");
            assert_eq!(Some(found.value), power.evaluate_exact(), "{power:?}");
        }
    }
}

fn quote(y: u64, dy: u64, weight: u64) -> PowRatio {
    PowRatio {
        base_numerator: y.into(),
        base_denominator: y.saturating_add(dy).into(),
        exponent_numerator: weight,
        exponent_denominator: WEIGHTS - weight,
        scale: SCALE,
        precision: Precision::Quote,
    }
}

fn limit(target: u128, current: u128, weight: u64) -> PowRatio {
    PowRatio {
        base_numerator: target,
        base_denominator: current,
        exponent_numerator: weight,
        exponent_denominator: WEIGHTS,
        scale: SCALE,
        precision: Precision::Limit,
    }
}

/// The generator `SplitMix64`: enough for test inputs, the same on every machine.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in its number of bits, up to `bits`.
    fn of_any_size(&mut self, bits: u32) -> u64 {
        let size = 1 + self.next() % u64::from(bits);
        (self.next() >> (64 - size)) | (1 << (size - 1))
    }

    /// A weight of the pool: 1 % to 99 %, often close to one half.
    fn weight(&mut self) -> u64 {
        let (low, high) = (WEIGHTS / 100, WEIGHTS / 100 * 99);
        match self.next() % 4 {
            0 => WEIGHTS / 2 - self.of_any_size(45),
            1 => WEIGHTS / 2 + self.of_any_size(45),
            _ => low + self.next() % (high - low + 1),
        }
    }

    /// An input of at most a thousand times the reserve, of any size.
    fn input(&mut self, reserve: u64) -> u64 {
        let most = reserve.saturating_mul(1000);
        let input = self.of_any_size(64);
        if input > most {
            input % most + 1
        } else {
            input
        }
    }

    fn power(&mut self) -> PowRatio {
        let (reserve, weight) = (self.of_any_size(62), self.weight());
        if !self.next().is_multiple_of(16) {
            return quote(reserve, self.input(reserve), weight);
        }
        let current = u128::from(self.of_any_size(64)) << 32;
        limit(
            current + u128::from(self.of_any_size(63)) * 7,
            current,
            weight,
        )
    }
}

/// How many of `count` random powers fell back; all equal the exact integers.
fn random_powers(seed: u64, count: usize) -> usize {
    let mut draws = Draws(seed);
    (0..count)
        .filter(|_| {
            let power = draws.power();
            let found = power.evaluate().expect("denominators are positive");
            assert_eq!(Some(found.value), power.evaluate_exact(), "{power:?}");
            found.path == Path::Exact
        })
        .count()
}

/// As many random powers as fit into some seconds, or what `TAOX_OPERATIONS` says.
fn wanted_powers() -> usize {
    let wanted = std::env::var("TAOX_OPERATIONS").ok();
    wanted.map_or(100_000, |number| {
        number.parse().expect("TAOX_OPERATIONS is a number")
    })
}

/// `make soak` makes them a million.
#[test]
fn random_powers_are_exact() {
    let per_thread = wanted_powers().div_ceil(2);
    let fell_back: usize = std::thread::scope(|scope| {
        let halves = [1, 2].map(|seed| scope.spawn(move || random_powers(seed, per_thread)));
        halves.map(|half| half.join().expect("equal")).iter().sum()
    });
    assert!(fell_back * 100 < per_thread * 2, "{fell_back}");
}

/// The continued fraction of x (Q400) cut at the last convergent that fits 64 bits.
fn best_fraction(x: &BigUint) -> Option<(u64, u64)> {
    let (mut numerators, mut denominators) = ([0_u128, 1], [1_u128, 0]);
    let (mut dividend, mut divisor) = (x.clone(), BigUint::one() << 400_u32);
    while !divisor.is_zero() {
        let (digit, rest) = dividend.div_rem(&divisor);
        let digit = digit.to_u128().unwrap_or(u128::MAX);
        let step = |[old, new]: [u128; 2]| {
            let next = digit.checked_mul(new)?.checked_add(old)?;
            (next <= u128::from(u64::MAX)).then_some([new, next])
        };
        let (Some(p), Some(q)) = (step(numerators), step(denominators)) else {
            break;
        };
        (numerators, denominators) = (p, q);
        (dividend, divisor) = (divisor, rest);
    }
    let last = |convergents: [u128; 2]| u64::try_from(convergents[1]).ok().filter(|v| *v > 0);
    last(numerators).zip(last(denominators))
}

/// A base whose power lies some 2^−60 or less beside the integer `r`.
fn near_floor(r: u64, weight: u64) -> Option<PowRatio> {
    let scale = BigUint::one() << 400_u32;
    let base = pow_ratio(
        [r.into(), SCALE.into()],
        [WEIGHTS - weight, weight],
        400,
        &scale,
    )?;
    let (a, b) = best_fraction(base.magnitude())?;
    Some(PowRatio {
        base_numerator: a.into(),
        base_denominator: b.into(),
        ..quote(1, 1, weight)
    })
}

#[test]
fn ten_thousand_crafted_powers_beside_a_floor() {
    let before = fall_backs();
    let (mut draws, mut crafted, mut declined) = (Draws(4), 0, 0_u64);
    while crafted < 10_000 {
        let (r, weight) = (SCALE - draws.of_any_size(60) % SCALE, draws.weight());
        let Some(power) = near_floor(r, weight) else {
            continue;
        };
        let found = power.evaluate().expect("denominators are positive");
        assert_eq!(Some(found.value), power.evaluate_exact(), "{power:?}");
        declined += u64::from(found.path == Path::Exact);
        crafted += 1;
    }
    assert!(declined > 5_000, "{declined}");
    let counted = fall_backs() - before;
    assert!(
        counted > 0 && counted >= declined,
        "{counted} of {declined}"
    );
}

/// Roots that are whole numbers: the true value is an integer, the interval straddles it.
#[test]
fn perfect_powers_need_the_exact_path() {
    for root in 2..200_u64 {
        let power = PowRatio {
            base_numerator: 1,
            base_denominator: u128::from(root * root),
            exponent_numerator: 1,
            exponent_denominator: 2,
            ..quote(1, 1, WEIGHTS / 2)
        };
        let found = power.evaluate().expect("denominators are positive");
        assert_eq!(found.value, u128::from(SCALE / root));
        if SCALE.is_multiple_of(root) {
            assert_eq!(found.path, Path::Exact, "{root}");
        }
    }
}

#[test]
fn trivial_powers() {
    let power = quote(3, 4, WEIGHTS / 2);
    let value = |power: PowRatio| power.evaluate().map(|found| (found.value, found.path));
    assert_eq!(
        value(power),
        Some((u128::from(SCALE) * 3 / 7, Path::Trivial))
    );
    assert_eq!(
        value(PowRatio {
            base_numerator: 0,
            ..power
        }),
        Some((0, Path::Trivial))
    );
    let scale = Some((SCALE.into(), Path::Trivial));
    assert_eq!(
        value(PowRatio {
            base_numerator: 7,
            ..power
        }),
        scale
    );
    assert_eq!(
        value(PowRatio {
            exponent_numerator: 0,
            ..power
        }),
        scale
    );
    assert_eq!(
        value(PowRatio {
            base_denominator: 0,
            ..power
        }),
        None
    );
    assert_eq!(
        value(PowRatio {
            exponent_denominator: 0,
            ..power
        }),
        None
    );
}

/// swap.md 5: beyond |L| of about 140 the series breaks down, and only the series knows how.
#[test]
fn the_fast_path_keeps_out_of_the_breakdown() {
    let at = |weight, times: u64| quote(1_000_000_007, 1_000_000_007 * times, weight);
    let vanishes = at(WEIGHTS / 100 * 95, 40); // |L| about 70
    assert_eq!(
        (fast::evaluate(&vanishes), vanishes.evaluate_exact()),
        (Some(0), Some(0))
    );
    let breaks = at(WEIGHTS / 100 * 97 + 1, 100); // about 149
    assert_eq!(fast::evaluate(&breaks), None);
    assert_ne!(breaks.evaluate_exact(), Some(0));
}

proptest! {
    #[test]
    fn fast_is_exact_or_declines(
        a in 1..u64::MAX, b in 1..u64::MAX, n in 1..u64::MAX, d in 1..u64::MAX, scale in 1..u64::MAX,
    ) {
        let power = PowRatio {
            base_numerator: a.into(), base_denominator: b.into(),
            exponent_numerator: n, exponent_denominator: d, scale, precision: Precision::Quote,
        };
        if let Some(value) = fast::evaluate(&power) {
            prop_assert_eq!(Some(value), power.evaluate_exact());
        }
    }

    #[test]
    fn wide_arithmetic_is_big_integer_arithmetic(a: u128, b: u128, n: u64, d: u64, shift in 0..300_u32) {
        let big = BigUint::from(a) * b;
        let (high, low) = wide::mul_wide(a, b);
        prop_assert_eq!((BigUint::from(high) << 128_u32) + low, big.clone());
        let shifted = (big >> shift).to_u128().filter(|_| shift < 256);
        prop_assert_eq!(wide::mul_shift(a, b, shift), shifted);
        let divided = (BigUint::from(a) * n).checked_div(&d.into()).and_then(|q| q.to_u128());
        prop_assert_eq!(wide::mul_div_u64(a, n, d), divided);
    }
}
