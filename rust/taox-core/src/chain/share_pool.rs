//! One hotkey's stake on one subnet, held by coldkeys as shares (coinbase.md 16).
//!
//! Credits and debits of one holder move the value and the shares together; a dividend to
//! everybody only raises the value. Rounding never favours anybody by more than it takes from
//! the pool: the sum of the holders' values stays at or below the pool's value.

use super::interner::ColdIx;
use super::safe_float::SafeFloat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Value, share denominator and the holders' shares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SharePool {
    total: u64,
    denominator: SafeFloat,
    shares: BTreeMap<ColdIx, SafeFloat>,
}

impl SharePool {
    /// Puts a pool together from stored parts.
    pub(crate) fn from_parts(
        total: u64,
        denominator: SafeFloat,
        shares: BTreeMap<ColdIx, SafeFloat>,
    ) -> Self {
        Self {
            total,
            denominator,
            shares,
        }
    }

    /// What all holders own together, alpha rao (`TotalHotkeyAlpha`).
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// The sum of all shares ever issued and not taken back (`TotalHotkeySharesV2`).
    pub(crate) fn denominator(&self) -> SafeFloat {
        self.denominator
    }

    /// The holders and their shares (`AlphaV2`).
    pub(crate) fn shares(&self) -> impl Iterator<Item = (ColdIx, SafeFloat)> + '_ {
        self.shares.iter().map(|(holder, share)| (*holder, *share))
    }

    /// Whether nothing is left to store.
    pub(crate) fn is_empty(&self) -> bool {
        self.total == 0 && self.denominator.is_zero() && self.shares.is_empty()
    }

    /// What one holder owns, floored to alpha rao.
    pub(crate) fn value(&self, holder: ColdIx) -> u64 {
        let share = self.share(holder);
        SafeFloat::mul_div(self.total.into(), share, self.denominator).to_u64()
    }

    /// Whether a credit of `amount` would add a share: not on a pool with shares but no value.
    pub(crate) fn takes_credit(&self, amount: u64) -> bool {
        self.denominator.is_zero() || !self.shares_for(amount).is_zero()
    }

    /// Adds `amount` to one holder.
    pub(crate) fn credit(&mut self, holder: ColdIx, amount: u64) {
        let added = self.shares_or_first(amount);
        let share = self.share(holder);
        if self.denominator.is_zero() {
            self.set_share(holder, added);
            self.denominator = added;
        } else {
            self.set_share(holder, share.add(added));
            self.denominator = self.denominator.add(added);
        }
        self.total = self.total.saturating_add(amount);
    }

    /// Takes `amount` from one holder; more than it owns is ignored and reported as `false`.
    pub(crate) fn debit(&mut self, holder: ColdIx, amount: u64) -> bool {
        if amount > self.value(holder) {
            return false;
        }
        let removed = self.shares_or_first(amount);
        let share = self.share(holder);
        if self.denominator.is_zero() {
            self.set_share(holder, removed);
            self.denominator = removed;
        } else {
            self.set_share(holder, share.checked_sub(removed).unwrap_or(share));
            let left = self.denominator.checked_sub(removed);
            self.denominator = left.unwrap_or(self.denominator);
        }
        self.total = self.total.saturating_sub(amount);
        true
    }

    /// A dividend to everybody: the value rises, the shares stay.
    pub(crate) fn raise(&mut self, amount: u64) {
        self.total = self.total.saturating_add(amount);
    }

    /// Gives every holder another index.
    pub(crate) fn rename_holders(&mut self, mut rename: impl FnMut(ColdIx) -> ColdIx) {
        let shares = core::mem::take(&mut self.shares).into_iter();
        self.shares = shares
            .map(|(holder, share)| (rename(holder), share))
            .collect();
    }

    fn share(&self, holder: ColdIx) -> SafeFloat {
        self.shares.get(&holder).copied().unwrap_or_default()
    }

    fn shares_for(&self, amount: u64) -> SafeFloat {
        SafeFloat::mul_div(amount.into(), self.denominator, self.total.into())
    }

    /// The first entrant's share is the amount itself, whatever value the pool already holds.
    fn shares_or_first(&self, amount: u64) -> SafeFloat {
        if self.denominator.is_zero() {
            amount.into()
        } else {
            self.shares_for(amount)
        }
    }

    fn set_share(&mut self, holder: ColdIx, share: SafeFloat) {
        if share.is_zero() {
            self.shares.remove(&holder);
        } else {
            self.shares.insert(holder, share);
        }
    }
}
