//! Each kernel against the plain operations of `fixed`, dense against sparse. That they equal the
//! steps of the epoch is tested on traces, in `tests/kernels.rs`.

use super::*;
use crate::fixed::I32F32;
use proptest::prelude::*;

const ONE: i64 = 1 << 32;

/// Shares mostly, and anything sometimes.
fn number() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 0..=ONE, 2 => Just(0), 1 => Just(ONE), 1 => -ONE..0, 1 => any::<i64>()]
}

/// A dense matrix with its columns.
fn matrix() -> impl Strategy<Value = (usize, Vec<i64>)> {
    (1_usize..8, 0_usize..6).prop_flat_map(|(columns, rows)| {
        (
            Just(columns),
            prop::collection::vec(number(), rows * columns),
        )
    })
}

fn dense(columns: usize, values: &[i64]) -> Layout<'static> {
    Layout::Dense {
        rows: values.len() / columns,
        columns,
    }
}

/// The cells other than 0.
fn sparse(columns: usize, values: &[i64]) -> CsrValues {
    let mut out = CsrValues::default();
    out.indptr.push(0);
    for row in values.chunks(columns) {
        for (column, &value) in (0_u32..).zip(row).filter(|(_, value)| **value != 0) {
            out.indices.push(column);
            out.values.push(value);
        }
        out.indptr.push(u32::try_from(out.indices.len()).unwrap());
    }
    out
}

fn spread(columns: usize, cells: &CsrValues) -> Vec<i64> {
    let mut out = Vec::new();
    for bounds in cells.indptr.windows(2) {
        let mut row = vec![0; columns];
        for k in bounds[0] as usize..bounds[1] as usize {
            row[cells.indices[k] as usize] = cells.values[k];
        }
        out.extend(row);
    }
    out
}

fn csr(columns: usize, cells: &CsrValues) -> Csr<'_> {
    Csr::new(columns, &cells.indptr, &cells.indices).unwrap()
}

/// Runs an in-place kernel on both layouts and compares.
fn both(
    (columns, values): &(usize, Vec<i64>),
    kernel: impl Fn(Layout<'_>, &mut [i64]) -> Result<(), KernelError>,
) -> Vec<i64> {
    let mut full = values.clone();
    kernel(dense(*columns, values), &mut full).unwrap();
    let mut cells = sparse(*columns, values);
    let mut some = cells.values.clone();
    kernel(Layout::Csr(csr(*columns, &cells)), &mut some).unwrap();
    cells.values = some;
    assert_eq!(spread(*columns, &cells), full);
    full
}

fn safe_div(x: i64, y: i64) -> i64 {
    I32F32::from_bits(x)
        .safe_div(I32F32::from_bits(y))
        .to_bits()
}

proptest! {
    #[test]
    fn rows_over_their_sums(matrix in matrix()) {
        let (columns, values) = &matrix;
        let expected = values.chunks(*columns).flat_map(|row| {
            let sum: i64 = row.iter().fold(0, |sum, x| sum.wrapping_add(*x));
            row.iter().map(move |&x| if sum > 0 { safe_div(x, sum) } else { x })
        });
        prop_assert_eq!(both(&matrix, normalize_rows), expected.collect::<Vec<_>>());
    }

    #[test]
    fn columns_over_their_sums(matrix in matrix()) {
        let (columns, values) = &matrix;
        let sum = |j: usize| {
            let column = values.iter().skip(j).step_by(*columns);
            column.fold(0_i64, |sum, x| sum.saturating_add(*x))
        };
        let expected = values.iter().enumerate().map(|(at, &x)| match sum(at % columns) {
            0 => x,
            sum => safe_div(x, sum),
        });
        prop_assert_eq!(both(&matrix, normalize_columns), expected.collect::<Vec<_>>());
    }

    #[test]
    fn columns_clipped(matrix in matrix(), limits in prop::collection::vec(number(), 8)) {
        let (columns, values) = &matrix;
        let limits = &limits[..*columns];
        // An absent cell stays absent, so sparse and dense differ where a limit is below 0.
        let limits: Vec<i64> = limits.iter().map(|&limit| limit.max(0)).collect();
        let expected = values.iter().enumerate().map(|(at, &x)| x.min(limits[at % columns]));
        let clipped = both(&matrix, |layout, values| clip_columns(layout, values, &limits));
        prop_assert_eq!(clipped, expected.collect::<Vec<_>>());
    }

    /// By the definition: every score is tried, with all rows.
    #[test]
    fn medians(matrix in matrix(), stake in prop::collection::vec(0..=ONE, 6), kappa in 0..=ONE) {
        let (columns, values) = &matrix;
        let rows = values.len() / columns;
        let stake = &stake[..rows];
        let voters: Vec<usize> = (0..rows).filter(|&i| stake[i] > 0).collect();
        let sum: i64 = voters.iter().map(|&i| stake[i]).sum();
        let share: Vec<i64> = stake.iter().map(|&own| safe_div(own, sum)).collect();
        let total: i64 = voters.iter().map(|&i| share[i]).sum();
        let expected: Vec<i64> = (0..*columns).map(|j| {
            let mut scores: Vec<i64> = voters.iter().map(|&i| values[i * columns + j]).collect();
            scores.sort_unstable();
            let below = |s: i64| -> i64 {
                voters.iter().filter(|&&i| values[i * columns + j] <= s).map(|&i| share[i]).sum()
            };
            let first = scores.iter().copied().find(|&s| below(s) > total - kappa);
            first.or(scores.last().copied()).unwrap_or(0)
        }).collect();
        let found = weighted_median(dense(*columns, values), values, stake, kappa).unwrap();
        prop_assert_eq!(&found, &expected);
        let cells = sparse(*columns, values);
        let layout = Layout::Csr(csr(*columns, &cells));
        prop_assert_eq!(weighted_median(layout, &cells.values, stake, kappa).unwrap(), expected);
    }

    #[test]
    fn moving_averages((columns, new) in matrix(), seed in prop::collection::vec(number(), 48), alpha in number()) {
        let old = &seed[..new.len()];
        let mixed = bonds_ema(&new, old, alpha).unwrap();
        let (a, b) = (sparse(columns, &new), sparse(columns, old));
        let cells = bonds_ema_csr((csr(columns, &a), &a.values), (csr(columns, &b), &b.values), alpha).unwrap();
        prop_assert_eq!(spread(columns, &cells), &mixed[..]);
        prop_assert!(cells.values.iter().all(|&bond| bond > 0));
        let rate = I32F32::from_bits(alpha);
        for ((&new, &old), &bond) in new.iter().zip(old).zip(&mixed) {
            let [new, old] = [new, old].map(I32F32::from_bits);
            let kept = I32F32::ONE.saturating_sub(rate).saturating_mul(old);
            prop_assert_eq!(rate.saturating_mul(new).saturating_add(kept).to_bits().max(0), bond);
        }
    }
}

#[test]
fn what_does_not_fit_is_named() {
    let layout = Layout::Dense {
        rows: 2,
        columns: 2,
    };
    let error = normalize_rows(layout, &mut [0; 3]).unwrap_err();
    assert_eq!(error.to_string(), "values: expected 4 entries, got 3");
    let error = weighted_median(layout, &[0; 4], &[1], 0).unwrap_err();
    assert_eq!(error.to_string(), "stake: expected 2 entries, got 1");
    let error = clip_columns(layout, &mut [0; 4], &[]).unwrap_err();
    assert_eq!(error.to_string(), "limits: expected 2 entries, got 0");
    let error = Csr::new(2, &[0, 2, 1], &[0, 1]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "indptr: expected ascending entries from 0 to 2, got 1 at 2"
    );
    assert!(Csr::new(2, &[], &[]).is_err());
    assert!(Csr::new(2, &[1, 2], &[0, 1]).is_err());
    assert!(Csr::new(2, &[0, 1], &[0, 1]).is_err());
    let error = Csr::new(2, &[0, 1], &[2]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "indices: expected columns below 2, got 2 at 0"
    );
}
