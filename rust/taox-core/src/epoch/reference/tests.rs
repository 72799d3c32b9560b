//! Where the reference path is told differently from the specification, the two are compared here.

use super::consensus::weighted_median;
use super::liquid_alpha::{Sigmoid, by_cursor};
use super::{Matrix, Row};
use crate::epoch::params::EpochParams;
use crate::fixed::I32F32;
use proptest::prelude::*;

const ONE: i64 = 1 << 32;

/// The search of epoch.md 8.7 as the chain runs it: (score, stake) pairs in uid order.
fn pivot_search(rows: &[(i64, i64)], minority: i64) -> i64 {
    let stake = |part: &[(i64, i64)]| part.iter().map(|&(_, stake)| stake).sum::<i64>();
    let (mut part, mut lo, mut hi) = (rows.to_vec(), 0, stake(rows));
    loop {
        match part.as_slice() {
            [] => return 0,
            &[(score, _)] => return score,
            _ => {}
        }
        let pivot = part[part.len() / 2].0;
        let lower: Vec<_> = part
            .iter()
            .copied()
            .filter(|&(score, _)| score < pivot)
            .collect();
        let higher: Vec<_> = part
            .iter()
            .copied()
            .filter(|&(score, _)| score > pivot)
            .collect();
        if minority < lo + stake(&lower) && !lower.is_empty() {
            hi = lo + stake(&lower);
            part = lower;
        } else if hi - stake(&higher) <= minority && !higher.is_empty() {
            lo = hi - stake(&higher);
            part = higher;
        } else {
            return pivot;
        }
    }
}

fn normalised(stakes: &[i64]) -> Vec<i64> {
    let sum: i64 = stakes.iter().sum();
    let part = |&stake: &i64| i64::try_from(i128::from(stake) * i128::from(ONE) / i128::from(sum));
    stakes
        .iter()
        .map(|stake| part(stake).expect("fits"))
        .collect()
}

/// The scores with stakes in these proportions that add up to exactly `whole`.
fn scaled(column: &[(i64, i64)], whole: i64) -> Vec<(i64, i64)> {
    let sum: i64 = column.iter().map(|&(_, part)| part).sum();
    let mut scaled: Vec<_> = column
        .iter()
        .map(|&(score, part)| (score, whole / sum * part))
        .collect();
    let given: i64 = scaled.iter().map(|&(_, own)| own).sum();
    scaled[0].1 += whole - given;
    scaled
}

/// Few distinct scores and stakes, so that ties and exact borders are common.
fn column() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let score = prop_oneof![
        Just(0),
        (1..5_i64).prop_map(|fifth| fifth * ONE / 5),
        0..=ONE
    ];
    let stake = prop_oneof![3 => 1..4_i64, 1 => 1..ONE / 50];
    prop::collection::vec((score, stake), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn median_is_what_the_pivot_search_finds(
        column in column(),
        kappa in prop_oneof![any::<u16>(), prop::sample::select(vec![0, 32_767, 32_768, 65_535])],
    ) {
        let active = normalised(&column.iter().map(|&(_, stake)| stake).collect::<Vec<_>>());
        prop_assume!(active.iter().all(|&own| own > 0));
        let scores = column.iter().map(|&(score, _)| score);
        let voters: Vec<_> = scores.clone().zip(normalised(&active)).collect();
        let total: i64 = voters.iter().map(|&(_, stake)| stake).sum();
        let minority = total - I32F32::from_u16_proportion(kappa).to_bits();

        let weights: Matrix = scores.map(|score| vec![(0, I32F32::from_bits(score))]).collect();
        let active: Vec<_> = active.into_iter().map(I32F32::from_bits).collect();
        let consensus = weighted_median(kappa, &active, &weights);
        prop_assert_eq!(consensus[0].to_bits(), pivot_search(&voters, minority));
    }

    /// Stakes that add up to exactly the minority below some score, which is not enough.
    #[test]
    fn median_at_the_border(
        kappa in 1..65_535_u16,
        below in prop::collection::vec((0..ONE / 2, 1..9_i64), 1..6),
        above in prop::collection::vec((ONE / 2..ONE, 1..9_i64), 1..6),
    ) {
        let minority = ONE - I32F32::from_u16_proportion(kappa).to_bits();
        let voters: Vec<_> =
            scaled(&below, minority).into_iter().chain(scaled(&above, ONE - minority)).collect();
        let weights: Matrix =
            voters.iter().map(|&(score, _)| vec![(0, I32F32::from_bits(score))]).collect();
        let active: Vec<_> = voters.iter().map(|&(_, own)| I32F32::from_bits(own)).collect();
        let lowest = above.iter().map(|&(score, _)| score).min();
        let consensus = weighted_median(kappa, &active, &weights);
        prop_assert_eq!(Some(consensus[0].to_bits()), lowest);
        prop_assert_eq!(Some(pivot_search(&voters, minority)), lowest);
    }

    #[test]
    fn cursor_on_an_ascending_row_is_a_lookup(uids in prop::collection::btree_set(0..60_u16, 0..30)) {
        let row: Row = uids.iter().map(|&uid| (uid, I32F32::from_u16(uid + 1))).collect();
        for (uid, seen) in (0..40_u16).zip(by_cursor(&row, 40)) {
            let expected = if uids.contains(&uid) { uid + 1 } else { 0 };
            prop_assert_eq!(seen, I32F32::from_u16(expected));
        }
    }
}

#[test]
fn cursor_on_rows_out_of_order() {
    let seen = |uids: &[u16]| {
        let pairs = uids.iter().zip(1_u16..);
        let row: Row = pairs
            .map(|(&uid, at)| (uid, I32F32::from_u16(at)))
            .collect();
        by_cursor(&row, 5)
            .iter()
            .map(|v| v.to_bits() >> 32)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        seen(&[3, 2, 4]),
        [0, 0, 0, 1, 3],
        "uid 2 stands behind a larger one"
    );
    assert_eq!(
        seen(&[1, 1, 3]),
        [0, 1, 0, 3, 0],
        "of a repeated uid the first"
    );
    assert_eq!(
        seen(&[0, 9, 1]),
        [1, 0, 0, 0, 0],
        "a uid beyond n stops the cursor"
    );
    assert_eq!(seen(&[4, 0, 1, 2, 3]), [0, 0, 0, 0, 1]);
}

/// The rate with bounds 0 and 1, which is the sigmoid itself.
fn sigmoid(steepness: i16, difference: i64) -> i64 {
    let params = EpochParams {
        alpha_low: 0,
        alpha_high: 65_535,
        alpha_sigmoid_steepness: steepness,
        ..EpochParams::default()
    };
    Sigmoid::new(&params)
        .alpha(I32F32::from_bits(difference))
        .to_bits()
}

/// epoch.md 8.10 (c): k rounds towards zero, the product k·(d − ½) floors.
#[test]
fn rounding_inside_the_sigmoid() {
    assert_eq!(
        sigmoid(333, 2_337_446_730),
        2_305_342_655,
        "a truncated product gives …654 here"
    );
    assert_eq!(
        sigmoid(333, 4_018_314_376),
        3_479_249_733,
        "a floored k gives …734 here"
    );
}

/// An argument of exactly 1 meets the special value of exp.
#[test]
fn sigmoid_at_exactly_one() {
    assert_eq!(sigmoid(-200, ONE), 1_155_094_634);
    assert_eq!(sigmoid(200, 0), 1_155_094_634);
}

/// Steepness 0 gives one half, whatever the difference.
#[test]
fn flat_sigmoid() {
    assert_eq!(
        [sigmoid(0, 0), sigmoid(0, ONE / 3), sigmoid(0, ONE)],
        [ONE / 2; 3]
    );
}
