//! Yuma3 with liquid alpha: the rate of new bonds depends on the pair (epoch.md 8.10 (c)).

use super::vectors::{at, dense, uids};
use super::{Matrix, Row};
use crate::epoch::params::EpochParams;
use crate::fixed::{FixedPoint, I32F32, exp_safe};

const HALF: I32F32 = I32F32::from_bits(1 << 31);
const MINUS_HUNDRED: I32F32 = I32F32::from_bits(-(100 << 32));

/// The sigmoid between the two rates.
pub(super) struct Sigmoid {
    low: I32F32,
    high: I32F32,
    /// Steepness over −100, towards zero.
    slope: I32F32,
}

/// E: only pairs with a weight keep a bond, in the order of the weights. An old bond without one
/// vanishes at once; an explicit zero weight lets it decay.
pub(super) fn update(
    params: &EpochParams,
    bond_weights: &Matrix,
    old_bonds: &Matrix,
    consensus: &[I32F32],
) -> Matrix {
    let sigmoid = Sigmoid::new(params);
    let rows = bond_weights.iter().zip(old_bonds);
    rows.map(|(weights, bonds)| update_row(&sigmoid, weights, bonds, consensus))
        .collect()
}

fn update_row(sigmoid: &Sigmoid, weights: &Row, bonds: &Row, consensus: &[I32F32]) -> Row {
    let n = consensus.len();
    // The sigmoid sees what the cursor finds, the average below the true values.
    let (seen_weights, seen_bonds) = (by_cursor(weights, n), by_cursor(bonds, n));
    let old = dense(bonds, n);
    let average = |&(uid, weight): &(u16, I32F32)| {
        let difference = difference(
            at(&seen_weights, uid),
            at(&seen_bonds, uid),
            at(consensus, uid),
        );
        let alpha = sigmoid.alpha(difference);
        let kept = I32F32::ONE
            .saturating_sub(alpha)
            .saturating_mul(at(&old, uid));
        let bought = alpha.saturating_mul(weight).max(I32F32::ZERO);
        (uid, kept.saturating_add(bought).min(I32F32::ONE))
    };
    weights
        .iter()
        .map(average)
        .filter(|&(_, bond)| bond > I32F32::ZERO)
        .collect()
}

/// A row read once with a cursor while the uid rises: it skips pairs with a smaller uid and
/// matches only the pair it stands on. On a row that does not ascend, pairs behind a larger uid
/// are never seen; a uid ≥ n stops the cursor for good.
pub(super) fn by_cursor(row: &Row, n: usize) -> Vec<I32F32> {
    let mut rest = row.as_slice();
    let mut look_up = |uid: u16| {
        while let Some((_, behind)) = rest.split_first().filter(|((under, _), _)| *under < uid) {
            rest = behind;
        }
        rest.first()
            .filter(|(under, _)| *under == uid)
            .map_or(I32F32::ZERO, |&(_, value)| value)
    };
    uids(n).map(&mut look_up).collect()
}

/// How far a pair is from consensus when buying, from its bond when selling.
fn difference(weight: I32F32, bond: I32F32, consensus: I32F32) -> I32F32 {
    let difference = if weight >= bond {
        weight.saturating_sub(consensus)
    } else {
        bond.saturating_sub(weight)
    };
    difference.clamp(I32F32::ZERO, I32F32::ONE)
}

impl Sigmoid {
    pub(super) fn new(params: &EpochParams) -> Self {
        let steepness = I32F32::saturating_from_num(params.alpha_sigmoid_steepness);
        Self {
            low: I32F32::from_u16_proportion(params.alpha_low),
            high: I32F32::from_u16_proportion(params.alpha_high),
            slope: steepness.safe_div(MINUS_HUNDRED),
        }
    }

    /// The rate of new bonds, from low to high. With low above high it is low: the chain cuts to
    /// high first.
    pub(super) fn alpha(&self, difference: I32F32) -> I32F32 {
        let x = self.slope.saturating_mul(difference.saturating_sub(HALF));
        let sigmoid = I32F32::ONE.safe_div(I32F32::ONE.saturating_add(exp_safe(x)));
        let span = self.high.saturating_sub(self.low);
        let alpha = self.low.saturating_add(sigmoid.saturating_mul(span));
        alpha.min(self.high).max(self.low)
    }
}
