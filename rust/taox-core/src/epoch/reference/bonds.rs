//! Bonds and dividends (epoch.md 8.10).

use super::vectors::{at, column_max_scaled, column_normalised, normalised, positive};
use super::{Judged, Masked, Matrix, Row, liquid_alpha};
use crate::epoch::input::{EpochInput, MechanismInput};
use crate::epoch::params::{EpochParams, Yuma};
use crate::fixed::{FixedPoint, I32F32, I64F64};

/// What new bonds are mixed of.
pub(in crate::epoch) struct Terms {
    /// WB; under rule (a) times A, over column sums.
    pub(in crate::epoch) bought: Matrix,
    /// B.
    pub(in crate::epoch) old_bonds: Matrix,
    /// The share of what is bought: 1 − moving average.
    pub(in crate::epoch) alpha: I32F32,
}

impl Terms {
    /// Rule (a) mixes shares of columns; (b) and (c) absolute proportions.
    pub(in crate::epoch) fn of(
        input: &EpochInput<'_>,
        mechanism: &MechanismInput<'_>,
        masked: &Masked,
        judged: &Judged,
    ) -> Self {
        let (bought, old_bonds) = match input.params.yuma {
            Yuma::Two => (
                column_normalised(by_row(&judged.bond_weights, &masked.active_stake)),
                column_normalised(stored(input, mechanism, I32F32::from_u16)),
            ),
            Yuma::Three => (
                judged.bond_weights.clone(),
                stored(input, mechanism, I32F32::from_u16_proportion),
            ),
        };
        Self {
            bought,
            old_bonds,
            alpha: constant_alpha(input.params.bonds_moving_average),
        }
    }

    /// New bonds by the chain's rules. Liquid alpha has no effect on (a).
    pub(in crate::epoch) fn updated(&self, params: &EpochParams, judged: &Judged) -> Matrix {
        let agreed = || judged.consensus.iter().any(|&c| c != I32F32::ZERO);
        if params.yuma == Yuma::Three && params.liquid_alpha && agreed() {
            liquid_alpha::update(params, &self.bought, &self.old_bonds, &judged.consensus)
        } else {
            moving_average(&self.bought, &self.old_bonds, self.alpha)
        }
    }
}

/// E as stored, and D. Under (a) bonds are shares of their column, stored by the column's largest;
/// under (b) and (c) only dividends look at shares of the column.
pub(super) fn settled(
    params: &EpochParams,
    bonds: Matrix,
    active_stake: &[I32F32],
    incentive: &[I32F32],
) -> (Matrix, Vec<I32F32>) {
    match params.yuma {
        Yuma::Two => {
            let shares = column_normalised(bonds);
            let dividends = normalised(&earned(&shares, incentive));
            (column_max_scaled(shares), dividends)
        }
        Yuma::Three => {
            let earned = earned(&column_normalised(bonds.clone()), incentive);
            let weighted = earned.iter().zip(active_stake);
            let weighted: Vec<_> = weighted
                .map(|(e, &own)| e.checked_mul(own).unwrap_or(I32F32::ZERO))
                .collect();
            (bonds, normalised(&weighted))
        }
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
