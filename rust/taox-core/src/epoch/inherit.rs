//! The stake an epoch starts from: own stake, less what goes to children, plus what comes from
//! parents, root TAO weighted (epoch.md 5).

use crate::fixed::{FixedPoint, I64F64, U96F32};

/// One parent of a hotkey on a subnet, with the parent's own stakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// Share of the parent's stake that counts here, of 2^64 − 1.
    pub proportion: u64,
    /// The parent's alpha on the subnet, rao (`TotalHotkeyAlpha`).
    pub alpha: u64,
    /// The parent's TAO on root, rao.
    pub root: u64,
}

/// What the stake weight of one hotkey on one subnet depends on.
///
/// Alpha and root stake both use the lists of the subnet, not those of root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StakeSource<'a> {
    /// Own alpha on the subnet, rao (`TotalHotkeyAlpha`).
    pub alpha: u64,
    /// Own TAO on root, rao.
    pub root: u64,
    /// Proportions given to children, each of 2^64 − 1.
    pub children: &'a [u64],
    /// Parents and their stakes.
    pub parents: &'a [Parent],
}

/// Stake of one hotkey after inheritance, in rao.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InheritedStake {
    /// Alpha plus weighted TAO: what the epoch counts.
    pub total: I64F64,
    /// Alpha.
    pub alpha: I64F64,
    /// Root TAO, not weighted.
    pub tao: I64F64,
}

/// Stake weight of one hotkey on a subnet other than root.
///
/// `tao_weight` is the storage item `TaoWeight`, of 2^64 − 1. Stakes of 2^63 rao and more clamp
/// to the largest I64F64.
pub fn inherit_stake(source: &StakeSource<'_>, tao_weight: u64) -> InheritedStake {
    let of = |own, parent_stake: fn(&Parent) -> u64| {
        let parents = source
            .parents
            .iter()
            .map(|parent| (parent.proportion, parent_stake(parent)));
        I64F64::saturating_from_num(inherit(own, source.children, parents))
    };
    let alpha = of(source.alpha, |parent| parent.alpha);
    let tao = of(source.root, |parent| parent.root);
    let weight: I64F64 = proportion(tao_weight).saturating_to_fixed();
    InheritedStake {
        total: alpha.saturating_add(tao.saturating_mul(weight)),
        alpha,
        tao,
    }
}

/// ⌊max(0, own − Σ to children) + Σ from parents⌋, each share floored at 2^−32.
fn inherit(own: u64, children: &[u64], parents: impl Iterator<Item = (u64, u64)>) -> u64 {
    let share =
        |stake: u64, of: u64| U96F32::saturating_from_num(stake).saturating_mul(proportion(of));
    let total = |sum: U96F32, share| sum.saturating_add(share);
    let to_children = children
        .iter()
        .map(|&of| share(own, of))
        .fold(U96F32::ZERO, total);
    let from_parents = parents
        .map(|(of, stake)| share(stake, of))
        .fold(U96F32::ZERO, total);
    let kept = U96F32::saturating_from_num(own).saturating_sub(to_children);
    kept.saturating_add(from_parents).saturating_to_num()
}

/// p / (2^64 − 1).
fn proportion(p: u64) -> U96F32 {
    U96F32::saturating_from_num(p).safe_div(U96F32::saturating_from_num(u64::MAX))
}
