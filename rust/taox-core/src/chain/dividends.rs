//! How the validators' pot is shared between hotkeys (coinbase.md 11.2).

use crate::fixed::{FixedPoint, U96F32};

/// A hotkey with dividends and its own stakes, not inherited ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Receiver {
    /// Dividend as the epoch returned it: a weight, not an amount.
    pub(crate) dividend: u64,
    /// Alpha on the subnet, rao.
    pub(crate) alpha: u64,
    /// TAO on root, rao.
    pub(crate) root: u64,
}

/// The alpha part of `pot` for every receiver: by dividend, less the share that its root stake
/// earned. The sum of root parts is another pot, which stays empty for now.
pub(crate) fn alpha_dividends(receivers: &[Receiver], pot: u64, tao_weight: u64) -> Vec<U96F32> {
    let tao_weight =
        U96F32::saturating_from_num(tao_weight).safe_div(U96F32::saturating_from_num(u64::MAX));
    let weights: Vec<_> = receivers
        .iter()
        .map(|one| alpha_weight(one, tao_weight))
        .collect();
    let total: U96F32 = weights
        .iter()
        .fold(U96F32::ZERO, |sum, one| sum.saturating_add(*one));
    let pot = U96F32::saturating_from_num(pot);
    weights
        .iter()
        .map(|weight| pot.saturating_mul(weight.safe_div(total)))
        .collect()
}

fn alpha_weight(receiver: &Receiver, tao_weight: U96F32) -> U96F32 {
    let alpha = U96F32::saturating_from_num(receiver.alpha);
    let root = U96F32::saturating_from_num(receiver.root).saturating_mul(tao_weight);
    let root_share = root.safe_div(alpha.saturating_add(root));
    let dividend = U96F32::saturating_from_num(receiver.dividend);
    dividend.saturating_sub(dividend.saturating_mul(root_share))
}
