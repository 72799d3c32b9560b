//! Bonds and dividends (epoch.md 8.10).

use super::vectors::{at, column_max_scaled, column_normalised, normalised, positive};
use super::{Matrix, Row, liquid_alpha};
use crate::epoch::input::{EpochInput, MechanismInput};
use crate::epoch::params::Yuma;
use crate::fixed::{FixedPoint, I32F32, I64F64};

/// What consensus found so far.
pub(super) struct Judged<'a> {
    /// A.
    pub(super) active_stake: &'a [I32F32],
    /// C.
    pub(super) consensus: &'a [I32F32],
    /// I.
    pub(super) incentive: &'a [I32F32],
    /// WB.
    pub(super) bond_weights: &'a Matrix,
}

/// B, E (as stored) and D.
pub(super) struct Updated {
    pub(super) old_bonds: Matrix,
    pub(super) new_bonds: Matrix,
    pub(super) dividends: Vec<I32F32>,
}

/// Ages the old bonds, adds the new ones and pays on them.
pub(super) fn update(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    judged: &Judged<'_>,
) -> Updated {
    match input.params.yuma {
        Yuma::Two => original(input, mechanism, judged),
        Yuma::Three => yuma3(input, mechanism, judged),
    }
}

/// (a) Bonds are shares of their column; liquid alpha has no effect.
fn original(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    judged: &Judged<'_>,
) -> Updated {
    let old_bonds = column_normalised(stored(input, mechanism, I32F32::from_u16));
    let bought = column_normalised(by_row(judged.bond_weights, judged.active_stake));
    let alpha = constant_alpha(input.params.bonds_moving_average);
    let shares = column_normalised(moving_average(&bought, &old_bonds, alpha));
    let dividends = normalised(&earned(&shares, judged.incentive));
    Updated {
        old_bonds,
        new_bonds: column_max_scaled(shares),
        dividends,
    }
}

/// (b) and (c): bonds are absolute proportions, only dividends look at shares of the column.
fn yuma3(input: &EpochInput<'_>, mechanism: &MechanismInput<'_>, judged: &Judged<'_>) -> Updated {
    let old_bonds = stored(input, mechanism, I32F32::from_u16_proportion);
    let agreed = judged.consensus.iter().any(|&c| c != I32F32::ZERO);
    let new_bonds = if input.params.liquid_alpha && agreed {
        liquid_alpha::update(input.params, judged, &old_bonds)
    } else {
        let alpha = constant_alpha(input.params.bonds_moving_average);
        moving_average(judged.bond_weights, &old_bonds, alpha)
    };
    let shares = column_normalised(new_bonds.clone());
    let earned = earned(&shares, judged.incentive);
    let weighted = earned.iter().zip(judged.active_stake);
    let weighted: Vec<_> = weighted
        .map(|(e, &own)| e.checked_mul(own).unwrap_or(I32F32::ZERO))
        .collect();
    Updated {
        old_bonds,
        new_bonds,
        dividends: normalised(&weighted),
    }
}

/// Stored bonds without those towards uids registered since the last epoch. Uids are not
/// range-checked: a pair with uid ≥ n stays in its row, registered at block 0.
fn stored(
    input: &EpochInput<'_>,
    mechanism: &MechanismInput<'_>,
    number: fn(u16) -> I32F32,
) -> Matrix {
    let last_epoch = match input.last_mechanism_step_block {
        0 => input.block.saturating_sub(input.params.tempo.into()),
        block => block.saturating_add(1),
    };
    let registered = |uid: u16| input.block_at_registration.get(usize::from(uid)).copied();
    let kept = |uid: u16| last_epoch > registered(uid).unwrap_or(0);
    let row = |(uids, values): (&[u16], &[u16])| {
        let pairs = uids.iter().zip(values).filter(|(uid, _)| kept(**uid));
        pairs.map(|(&uid, &value)| (uid, number(value))).collect()
    };
    mechanism.bonds.iter().map(row).collect()
}

/// The share of new bonds: 1 − moving average. Negative if root set that above 1000000.
fn constant_alpha(bonds_moving_average: u64) -> I32F32 {
    let kept = I64F64::saturating_from_num(bonds_moving_average)
        .safe_div(I64F64::saturating_from_num(1_000_000));
    I32F32::ONE.saturating_sub(kept.saturating_to_fixed())
}

/// Each value times the number of its row; zeros stay.
fn by_row(rows: &Matrix, factors: &[I32F32]) -> Matrix {
    let times = |(row, factor): (&Row, &I32F32)| {
        row.iter()
            .map(|&(uid, value)| (uid, value.saturating_mul(*factor)))
            .collect()
    };
    rows.iter().zip(factors).map(times).collect()
}

/// `ema`: mul(alpha, new) + mul(1 − alpha, old) where above 0, rows ascending.
fn moving_average(new: &Matrix, old: &Matrix, alpha: I32F32) -> Matrix {
    let n = new.len();
    let average = |(new, old): (&Row, &Row)| {
        let mut sums = vec![I32F32::ZERO; n];
        add(&mut sums, new, alpha);
        add(&mut sums, old, I32F32::ONE.saturating_sub(alpha));
        positive(&sums)
    };
    new.iter().zip(old).map(average).collect()
}

/// Adds mul(factor, value) of each pair; repeated uids add up, those ≥ n have no column.
fn add(sums: &mut [I32F32], row: &Row, factor: I32F32) {
    for &(uid, value) in row {
        if let Some(sum) = sums.get_mut(usize::from(uid)) {
            *sum = sum.saturating_add(factor.saturating_mul(value));
        }
    }
}

/// Per row the incentive of whom it is bonded to, in proportion.
fn earned(shares: &Matrix, incentive: &[I32F32]) -> Vec<I32F32> {
    let part = |&(uid, share): &(u16, I32F32)| share.saturating_mul(at(incentive, uid));
    shares
        .iter()
        .map(|row| row.iter().map(part).sum())
        .collect()
}
