//! How the pots of validators and of root are shared between hotkeys (coinbase.md 11.2).

use super::fractions::amount;
use crate::fixed::U96F32;

/// A hotkey with dividends and its own stakes, not inherited ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Receiver {
    /// Its part of the dividends: a weight, not an amount.
    pub(crate) dividend: U96F32,
    /// Alpha on the subnet, rao.
    pub(crate) alpha: u64,
    /// TAO on root, rao.
    pub(crate) root: u64,
}

/// What each receiver is paid before takes, in rao.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shares {
    /// Of the validators' pot.
    pub(crate) alpha: Vec<U96F32>,
    /// Of root's pot.
    pub(crate) root: Vec<U96F32>,
}

/// Shares both pots out. Each dividend is split by how much of the receiver's stake is root stake;
/// a pot for which nobody has a part is lost.
pub(crate) fn share_dividends(
    receivers: &[Receiver],
    validator_pot: u64,
    root_pot: u64,
    tao_weight: U96F32,
) -> Shares {
    let mut shares = Shares::default();
    for one in receivers {
        if one.dividend == U96F32::ZERO {
            shares.alpha.push(U96F32::ZERO);
            shares.root.push(U96F32::ZERO);
            continue;
        }
        let root = one.dividend.saturating_mul(root_part(one, tao_weight));
        shares.alpha.push(one.dividend.saturating_sub(root));
        shares.root.push(root);
    }
    share_out(&mut shares.alpha, validator_pot);
    share_out(&mut shares.root, root_pot);
    shares
}

pub(super) fn root_part(receiver: &Receiver, tao_weight: U96F32) -> U96F32 {
    if receiver.root == 0 {
        return U96F32::ZERO;
    }
    let root = amount(receiver.root).saturating_mul(tao_weight);
    root.safe_div(amount(receiver.alpha).saturating_add(root))
}

/// Turns weights into amounts. Each share is floored before it is multiplied.
fn share_out(weights: &mut [U96F32], pot: u64) {
    let total = weights
        .iter()
        .fold(U96F32::ZERO, |sum, one| sum.saturating_add(*one));
    let pot = amount(pot);
    for weight in weights.iter_mut().filter(|weight| **weight > U96F32::ZERO) {
        *weight = pot.saturating_mul(weight.safe_div(total));
    }
}
