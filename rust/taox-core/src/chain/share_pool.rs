//! One hotkey's stake on one subnet, held by coldkeys as shares (coinbase.md 16).
//!
//! Credits and debits of one holder move the value and the shares together; a dividend to
//! everybody only raises the value. Rounding never favours anybody by more than it takes from
//! the pool: the sum of the holders' values stays at or below the pool's value.

use super::safe_float::SafeFloat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Value, share denominator and the holders' shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharePool<K: Ord> {
    total: u64,
    denominator: SafeFloat,
    shares: BTreeMap<K, SafeFloat>,
}

/// What one holder's credits and debits change: enough to put a pool back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holding {
    total: u64,
    denominator: SafeFloat,
    share: SafeFloat,
}

impl<K: Ord> Default for SharePool<K> {
    fn default() -> Self {
        Self {
            total: 0,
            denominator: SafeFloat::ZERO,
            shares: BTreeMap::new(),
        }
    }
}

impl<K: Copy + Ord> SharePool<K> {
    /// Puts a pool together from stored parts.
    pub fn from_parts(total: u64, denominator: SafeFloat, shares: BTreeMap<K, SafeFloat>) -> Self {
        Self {
            total,
            denominator,
            shares,
        }
    }

    /// What all holders own together, alpha rao (`TotalHotkeyAlpha`).
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The sum of all shares ever issued and not taken back (`TotalHotkeySharesV2`).
    pub fn denominator(&self) -> SafeFloat {
        self.denominator
    }

    /// The holders and their shares (`AlphaV2`).
    pub fn shares(&self) -> impl Iterator<Item = (K, SafeFloat)> + '_ {
        self.shares.iter().map(|(holder, share)| (*holder, *share))
    }

    /// Whether nothing is left to store.
    pub fn is_empty(&self) -> bool {
        self.total == 0 && self.denominator.is_zero() && self.shares.is_empty()
    }

    /// What one holder owns, floored to alpha rao.
    pub fn value(&self, holder: K) -> u64 {
        let share = self.share(holder);
        SafeFloat::mul_div(self.total.into(), share, self.denominator).to_u64()
    }

    /// Whether a credit of `amount` would add a share: not on a pool with shares but no value.
    pub fn takes_credit(&self, amount: u64) -> bool {
        self.denominator.is_zero() || !self.shares_for(amount).is_zero()
    }

    /// Adds `amount` to one holder.
    pub fn credit(&mut self, holder: K, amount: u64) {
        let added = self.shares_or_first(amount);
        let share = self.share(holder);
        if self.denominator.is_zero() {
            self.set_share(holder, added);
            self.denominator = added;
        } else {
            self.set_share(holder, share.plus(added));
            self.denominator = self.denominator.plus(added);
        }
        self.total = self.total.saturating_add(amount);
    }

    /// Takes `amount` from one holder; more than it owns is ignored and reported as `false`.
    pub fn debit(&mut self, holder: K, amount: u64) -> bool {
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

    /// The pool as far as one holder can change it.
    pub(crate) fn holding(&self, holder: K) -> Holding {
        Holding {
            total: self.total,
            denominator: self.denominator,
            share: self.share(holder),
        }
    }

    /// Undoes all credits and debits of one holder since [`Self::holding`].
    pub(crate) fn restore(&mut self, holder: K, holding: Holding) {
        (self.total, self.denominator) = (holding.total, holding.denominator);
        self.set_share(holder, holding.share);
    }

    /// A dividend to everybody: the value rises, the shares stay.
    pub fn raise(&mut self, amount: u64) {
        self.total = self.total.saturating_add(amount);
    }

    /// Gives every holder another index.
    pub fn rename_holders(&mut self, mut rename: impl FnMut(K) -> K) {
        let names = self.shares.keys().map(|holder| (rename(*holder), *holder));
        // All are asked for, also when the first has another name.
        let changed = names.fold(false, |changed, (new, old)| changed | (new != old));
        if changed {
            let shares = core::mem::take(&mut self.shares).into_iter();
            self.shares = shares
                .map(|(holder, share)| (rename(holder), share))
                .collect();
        }
    }

    fn share(&self, holder: K) -> SafeFloat {
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

    fn set_share(&mut self, holder: K, share: SafeFloat) {
        if share.is_zero() {
            self.shares.remove(&holder);
        } else {
            self.shares.insert(holder, share);
        }
    }
}
