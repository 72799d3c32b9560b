//! Each kernel equals its step of the epoch, on the intermediates of the reference path.

mod common;

use common::shapes::knobs;
use proptest::prelude::*;
use taox_core::epoch::{TraceRows, Yuma, epoch_with_trace};
use taox_core::fixed::I32F32;
use taox_core::kernels::{
    Layout, LiquidRates, bonds_ema, clip_columns, liquid_alpha, normalize_columns, normalize_rows,
    weighted_median,
};

fn dense(rows: &TraceRows) -> Vec<i64> {
    let n = rows.len();
    let mut cells = vec![0; n * n];
    for (i, row) in rows.iter().enumerate() {
        for &(uid, value) in row.iter().filter(|(uid, _)| usize::from(*uid) < n) {
            cells[i * n + usize::from(uid)] = value.to_bits();
        }
    }
    cells
}

fn bits(values: &[I32F32]) -> Vec<i64> {
    values.iter().map(|value| value.to_bits()).collect()
}

proptest! {
    #[test]
    fn steps_of_the_epoch(knobs in knobs(24), liquid: bool) {
        let mut knobs = knobs;
        // Order and repeated pairs have no place in a matrix; a moving average above 1 leaves none.
        (knobs.shuffled, knobs.odd_bonds) = (0, false);
        let params = &mut knobs.params;
        params.bonds_moving_average = params.bonds_moving_average.min(1_000_000);
        (params.yuma, params.liquid_alpha) = (Yuma::Three, liquid);
        let case = knobs.case();
        let (_, traces) = case.with_input(epoch_with_trace).unwrap();
        let params = &case.params;
        let n = usize::from(case.n);
        let layout = Layout::Dense { rows: n, columns: n };
        for trace in &traces {
            let (weights, consensus) = (dense(&trace.weights), bits(&trace.consensus));
            // A step done twice changes little; from stored numbers: the rank row over its sum.
            let mut incentive = bits(&trace.rank);
            normalize_rows(Layout::Dense { rows: 1, columns: n }, &mut incentive).unwrap();
            prop_assert_eq!(incentive, bits(&trace.incentive));

            let kappa = I32F32::from_u16_proportion(params.kappa).to_bits();
            let median = weighted_median(layout, &weights, &bits(&trace.active_stake), kappa);
            prop_assert_eq!(median.unwrap(), &consensus[..]);

            let mut clipped = weights.clone();
            clip_columns(layout, &mut clipped, &consensus).unwrap();
            prop_assert_eq!(clipped, dense(&trace.clipped));

            let (new, old) = (dense(&trace.bond_weights), dense(&trace.old_bonds));
            let agreed = consensus.iter().any(|&c| c != 0);
            let bonds = if liquid && agreed {
                let rates = LiquidRates {
                    low: params.alpha_low,
                    high: params.alpha_high,
                    steepness: params.alpha_sigmoid_steepness,
                };
                let rates = liquid_alpha(layout, &new, &old, &consensus, rates).unwrap();
                let pairs = new.iter().zip(&old).zip(rates);
                pairs.map(|((&new, &old), rate)| bonds_ema(&[new], &[old], rate).unwrap()[0]).collect()
            } else {
                let old_rate = (params.bonds_moving_average << 32) / 1_000_000;
                let rate = (1 << 32) - i64::try_from(old_rate).unwrap();
                bonds_ema(&new, &old, rate).unwrap()
            };
            // Under liquid alpha only pairs with a weight keep a bond.
            let mut kept = vec![!(liquid && agreed); n * n];
            for (i, row) in trace.bond_weights.iter().enumerate() {
                for &(uid, _) in row {
                    kept[i * n + usize::from(uid)] = true;
                }
            }
            let bonds: Vec<i64> = bonds.iter().zip(&kept).map(|(&bond, &kept)| if kept { bond } else { 0 }).collect();
            prop_assert_eq!(&bonds, &dense(&trace.new_bonds));

            // Dividends follow from shares of columns.
            let mut shares = bonds;
            normalize_columns(layout, &mut shares).unwrap();
            let earned = shares.chunks(n).zip(&trace.active_stake).map(|(row, own)| {
                let parts = row.iter().zip(&trace.incentive);
                let earned: I32F32 = parts.map(|(&share, &i)| I32F32::from_bits(share).saturating_mul(i)).sum();
                earned.saturating_mul(*own).to_bits()
            });
            let mut dividends: Vec<i64> = earned.collect();
            normalize_rows(Layout::Dense { rows: 1, columns: n }, &mut dividends).unwrap();
            prop_assert_eq!(dividends, bits(&trace.dividends));
        }
    }
}
