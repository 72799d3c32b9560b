//! The passes that vector registers pay for, compiled several times: for what every processor of
//! the architecture has and for wider registers, chosen at run time. They are integers
//! throughout, so all versions give the same bits; the tests run each one.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "shares are at most ONE; ranks and trust sum to at most ONE, columns to 4096·ONE"
)]
#![allow(
    clippy::inline_always,
    reason = "a body takes over the registers of the version it is inlined in"
)]

use super::bonds::Pay;
use super::clip::Penalty;
use super::factor::Factor;
use super::median::{self, Lanes, Question};
use super::reciprocal::Reciprocal;
use super::yuma3::Rates;
use multiversion::multiversion;

/// Declares a pass: the version for this machine, and for the tests the one for AVX2.
macro_rules! pass {
    ($(#[$doc:meta])* $name:ident, $avx2:ident, $body:path: ($($argument:ident: $type:ty),*) -> $out:ty) => {
        $(#[$doc])*
        #[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
        pub(super) fn $name($($argument: $type),*) -> $out {
            $body($($argument),*)
        }

        #[cfg(test)]
        #[multiversion(targets("x86_64+avx2"))]
        fn $avx2($($argument: $type),*) -> $out {
            $body($($argument),*)
        }
    };
}

pass! {
    /// The medians of one block of columns.
    medians, medians_avx2, median::medians:
    (scores: &[Lanes<i32>], stakes: &[u32], question: Question) -> Lanes<i32>
}

pass! {
    /// Clips one row of weights, adds it to the ranks, leaves the weights for bonds; returns what
    /// is left of the row.
    clip, clip_avx2, clip_body:
    (weights: &mut [u32], limits: &[u32], ranks: &mut [u64], own: Factor, penalty: Penalty) -> u64
}

pass! {
    /// Adds what is bought by weights to the old bonds of a row, and the row to the column sums.
    buy, buy_avx2, buy_body:
    (cells: &mut [u64], weights: &[u32], sums: &mut [u64], rate: Factor) -> ()
}

pass! {
    /// What incentive pays on a row's shares of columns.
    earn, earn_avx2, earn_body:
    (cells: &[u64], shares: &[Reciprocal], incentive: &[u32]) -> u64
}

pass! {
    /// Averages the shares of what a row buys and of its old bonds, and adds it to the sums.
    mix, mix_avx2, mix_body:
    (cells: &mut [u64], weights: &[u32], columns: (&[Reciprocal], &[Reciprocal], &mut [u64]), own: Factor, rates: Rates) -> ()
}

pass! {
    /// Turns a row into shares of columns, keeps the largest of each; returns what they earn.
    settle, settle_avx2, settle_body:
    (cells: &mut [u64], shares: &[Reciprocal], incentive: &[u32], largest: &mut [u64]) -> u64
}

#[inline(always)]
fn mix_body(
    cells: &mut [u64],
    weights: &[u32],
    (bought, old, sums): (&[Reciprocal], &[Reciprocal], &mut [u64]),
    own: Factor,
    rates: Rates,
) {
    let columns = weights.iter().zip(bought.iter().zip(old)).zip(sums);
    for (cell, ((&weight, (bought, old)), sum)) in cells.iter_mut().zip(columns) {
        let bought = bought.share(own.times(weight.into()));
        *cell = rates.new.times(bought) + rates.old.times(old.share(*cell));
        *sum += *cell;
    }
}

#[inline(always)]
fn settle_body(
    cells: &mut [u64],
    shares: &[Reciprocal],
    incentive: &[u32],
    largest: &mut [u64],
) -> u64 {
    let mut earned = 0;
    let columns = shares.iter().zip(incentive).zip(largest);
    for (cell, ((share, &incentive), largest)) in cells.iter_mut().zip(columns) {
        *cell = share.share(*cell);
        *largest = (*largest).max(*cell);
        earned += Pay::part(*cell, incentive);
    }
    earned
}

#[inline(always)]
fn clip_body(
    weights: &mut [u32],
    limits: &[u32],
    ranks: &mut [u64],
    own: Factor,
    penalty: Penalty,
) -> u64 {
    // One loop for each penalty instead of a choice in each cell.
    match penalty {
        Penalty::None => clip_with(weights, limits, ranks, own, |weight, _| weight),
        Penalty::Full => clip_with(weights, limits, ranks, own, |_, clipped| clipped),
        Penalty::Part(_) => clip_with(weights, limits, ranks, own, |weight, clipped| {
            penalty.weight(weight, clipped)
        }),
    }
}

#[inline(always)]
#[allow(
    clippy::cast_possible_truncation,
    reason = "weights of such a row are below 2^32"
)]
fn clip_with(
    weights: &mut [u32],
    limits: &[u32],
    ranks: &mut [u64],
    own: Factor,
    blend: impl Fn(u64, u64) -> u64,
) -> u64 {
    let mut left = 0;
    for (weight, (&limit, rank)) in weights.iter_mut().zip(limits.iter().zip(ranks)) {
        let clipped = u64::from(limit.min(*weight));
        left += clipped;
        *rank += own.times(clipped);
        *weight = blend((*weight).into(), clipped) as u32;
    }
    left
}

#[inline(always)]
fn buy_body(cells: &mut [u64], weights: &[u32], sums: &mut [u64], rate: Factor) {
    for ((cell, &weight), sum) in cells.iter_mut().zip(weights).zip(sums) {
        *cell += rate.times(weight.into());
        *sum += *cell;
    }
}

#[inline(always)]
fn earn_body(cells: &[u64], shares: &[Reciprocal], incentive: &[u32]) -> u64 {
    let columns = cells.iter().zip(shares).zip(incentive);
    columns
        .map(|((&bond, share), &incentive)| Pay::part(share.share(bond), incentive))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epoch::fast::factor::ONE;
    use proptest::prelude::*;

    /// What one version of a pass makes of the same arguments.
    type Clip = fn(&mut [u32], &[u32], &mut [u64], Factor, Penalty) -> u64;
    type Mix = fn(&mut [u64], &[u32], (&[Reciprocal], &[Reciprocal], &mut [u64]), Factor, Rates);
    type Settle = fn(&mut [u64], &[Reciprocal], &[u32], &mut [u64]) -> u64;
    type Buy = fn(&mut [u64], &[u32], &mut [u64], Factor);

    proptest! {
        #[test]
        fn medians_agree(
            scores in prop::collection::vec(prop::collection::vec(any::<i32>(), median::WIDTH), 2..40),
            narrow: bool, stake in 0_u32..10_000_000, kappa in 0..=ONE, absent: bool,
        ) {
            let lanes = scores.into_iter().map(|row| Lanes::try_from(row).unwrap());
            let mut scores: Vec<Lanes<i32>> = lanes.collect();
            if narrow {
                scores.iter_mut().flatten().for_each(|score| *score >>= 29);
            }
            let stakes: Vec<u32> = (1..).take(scores.len()).map(|i| stake * i + 1).collect();
            let question = Question { kappa, absent };
            let plain = median::medians(&scores, &stakes, question);
            prop_assert_eq!(medians(&scores, &stakes, question), plain);
            prop_assert_eq!(medians_avx2(&scores, &stakes, question), plain);
        }

        #[test]
        fn rows_agree(
            columns in prop::collection::vec((any::<u32>(), any::<u32>(), 0..=ONE, any::<u32>()), 0..70),
            own in 0..=ONE, part: u32,
        ) {
            let weights: Vec<u32> = columns.iter().map(|c| c.0 / 2).collect();
            let limits: Vec<u32> = columns.iter().map(|c| c.1).collect();
            let cells: Vec<u64> = columns.iter().map(|c| c.2).collect();
            let incentive: Vec<u32> = columns.iter().map(|c| c.3).collect();
            let shares: Vec<_> = cells.iter().map(|&cell| Reciprocal::new(cell + u64::from(part))).collect();
            let own = Factor::new(own);
            for penalty in [Penalty::None, Penalty::Full, Penalty::Part(part)] {
                let run = |clip: Clip| {
                    let (mut weights, mut ranks) = (weights.clone(), vec![0; weights.len()]);
                    let left = clip(&mut weights, &limits, &mut ranks, own, penalty);
                    (weights, ranks, left)
                };
                prop_assert_eq!(run(clip), run(clip_body));
                prop_assert_eq!(run(clip_avx2), run(clip_body));
            }
            let run = |buy: Buy| {
                let (mut cells, mut sums) = (cells.clone(), vec![7; cells.len()]);
                buy(&mut cells, &weights, &mut sums, own);
                (cells, sums)
            };
            prop_assert_eq!(run(buy), run(buy_body));
            prop_assert_eq!(run(buy_avx2), run(buy_body));
            let rates = Rates::new(900_000).unwrap();
            let run = |mix: Mix| {
                let (mut cells, mut sums) = (cells.clone(), vec![7; cells.len()]);
                mix(&mut cells, &vec![0; weights.len()], (&shares, &shares, &mut sums), own, rates);
                (cells, sums)
            };
            prop_assert_eq!(run(mix), run(mix_body));
            prop_assert_eq!(run(mix_avx2), run(mix_body));
            let run = |settle: Settle| {
                let (mut cells, mut largest) = (cells.clone(), vec![7; cells.len()]);
                let earned = settle(&mut cells, &shares, &incentive, &mut largest);
                (cells, largest, earned)
            };
            prop_assert_eq!(run(settle), run(settle_body));
            prop_assert_eq!(run(settle_avx2), run(settle_body));
            let earned = earn_body(&cells, &shares, &incentive);
            prop_assert_eq!(earn(&cells, &shares, &incentive), earned);
            prop_assert_eq!(earn_avx2(&cells, &shares, &incentive), earned);
        }
    }
}
