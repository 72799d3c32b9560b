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
pub struct SharePool<K> {
    total: u64,
    denominator: SafeFloat,
    /// By holder, none of them zero. Most pools have one holder: a tree would take ten times the
    /// memory.
    shares: Vec<(K, SafeFloat)>,
}

/// What one holder's credits and debits change: enough to put a pool back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holding {
    total: u64,
    denominator: SafeFloat,
    share: SafeFloat,
}

impl<K> Default for SharePool<K> {
    fn default() -> Self {
        Self {
            total: 0,
            denominator: SafeFloat::ZERO,
            shares: Vec::new(),
        }
    }
}

impl<K: Copy + Ord> SharePool<K> {
    /// Puts a pool together from stored parts.
    pub fn from_parts(total: u64, denominator: SafeFloat, shares: BTreeMap<K, SafeFloat>) -> Self {
        Self {
            total,
            denominator,
            shares: shares.into_iter().collect(),
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
        self.shares.iter().copied()
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
        for (holder, _) in &mut self.shares {
            *holder = rename(*holder);
        }
        self.shares.sort_unstable_by_key(|(holder, _)| *holder);
    }

    /// Whether every holder occurs once, in order. A pool read from bytes may hold anything.
    pub(crate) fn is_ordered(&self) -> bool {
        self.shares.is_sorted_by(|(one, _), (next, _)| one < next)
    }

    fn position(&self, holder: K) -> Result<usize, usize> {
        self.shares
            .binary_search_by_key(&holder, |(known, _)| *known)
    }

    fn share(&self, holder: K) -> SafeFloat {
        let known = self.position(holder).ok();
        let entry = known.and_then(|position| self.shares.get(position));
        entry.map_or(SafeFloat::ZERO, |(_, share)| *share)
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
        match self.position(holder) {
            Ok(position) if share.is_zero() => {
                self.shares.remove(position);
            }
            Ok(position) => {
                if let Some((_, stored)) = self.shares.get_mut(position) {
                    *stored = share;
                }
            }
            Err(_) if share.is_zero() => {}
            Err(position) => self.shares.insert(position, (holder, share)),
        }
    }
}
