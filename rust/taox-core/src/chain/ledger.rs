//! TAO of accounts and how much of it there is (coinbase.md 16).
//!
//! Two counters are kept, as on the chain: what all balances sum to, and the economy's own, from
//! which the emission follows. Only a state loaded from outside makes them differ.

use super::error::ChainError;
use super::interner::{ColdIx, Coldkeys};
use super::state::{ColdkeyRecord, EXISTENTIAL_DEPOSIT, MAX_TAO_ISSUANCE, State};

impl Coldkeys<ColdkeyRecord> {
    /// Puts minted TAO into an account; not into one that would stay below the existential
    /// deposit.
    pub(crate) fn deposit(&mut self, to: ColdIx, amount: u64) -> bool {
        let record = self.get_mut(to);
        let balance = record.free.saturating_add(amount);
        let exists = balance >= EXISTENTIAL_DEPOSIT;
        if exists {
            record.free = balance;
        }
        exists
    }
}

impl State {
    /// Brings TAO into being that no account holds yet; returns how much.
    pub(crate) fn mint(&mut self, amount: u64) -> u64 {
        let minted = amount.min(MAX_TAO_ISSUANCE.saturating_sub(self.balances_issuance));
        self.balances_issuance = self.balances_issuance.saturating_add(minted);
        self.total_issuance = self.total_issuance.saturating_add(minted);
        minted
    }

    /// Takes TAO out of being that no account holds: it can be minted again.
    pub(crate) fn recycle(&mut self, amount: u64) {
        self.balances_issuance = self.balances_issuance.saturating_sub(amount);
        self.total_issuance = self.total_issuance.saturating_sub(amount);
    }

    /// Whether [`Self::transfer`] would be refused.
    ///
    /// # Errors
    /// `InsufficientBalance`, then `BelowMinimum`.
    pub(crate) fn check_transfer(
        &self,
        from: ColdIx,
        to: ColdIx,
        amount: u64,
    ) -> Result<(), ChainError> {
        if amount == 0 || from == to {
            return Ok(());
        }
        let balance = self.coldkeys.get(from).free;
        if balance < amount {
            let coldkey = self.coldkeys.key(from);
            return Err(ChainError::InsufficientBalance {
                coldkey,
                balance,
                amount,
            });
        }
        let balance = self.coldkeys.get(to).free.saturating_add(amount);
        if balance < EXISTENTIAL_DEPOSIT {
            let (coldkey, minimum) = (self.coldkeys.key(to), EXISTENTIAL_DEPOSIT);
            return Err(ChainError::BelowMinimum {
                coldkey,
                balance,
                minimum,
            });
        }
        Ok(())
    }

    /// Moves TAO between accounts. A sender left below the existential deposit loses the rest,
    /// which ceases to exist.
    ///
    /// # Errors
    /// As [`Self::check_transfer`]; nothing has moved then.
    pub(crate) fn transfer(
        &mut self,
        from: ColdIx,
        to: ColdIx,
        amount: u64,
    ) -> Result<(), ChainError> {
        self.check_transfer(from, to, amount)?;
        if amount == 0 || from == to {
            return Ok(());
        }
        let sender = self.coldkeys.get_mut(from);
        let rest = sender.free.saturating_sub(amount);
        let dust = if rest < EXISTENTIAL_DEPOSIT { rest } else { 0 };
        sender.free = rest.saturating_sub(dust);
        let receiver = self.coldkeys.get_mut(to);
        receiver.free = receiver.free.saturating_add(amount);
        self.recycle(dust);
        Ok(())
    }

    /// Takes TAO from an account and out of being. An account left below the existential deposit loses
    /// the rest.
    pub(crate) fn withdraw(&mut self, from: ColdIx, amount: u64) {
        if amount == 0 {
            return;
        }
        let record = self.coldkeys.get_mut(from);
        let before = record.free;
        let rest = before.saturating_sub(amount);
        record.free = if rest < EXISTENTIAL_DEPOSIT { 0 } else { rest };
        let gone = before.saturating_sub(record.free);
        self.recycle(gone);
    }

    /// What an account can pay and still exist.
    pub(crate) fn spendable(&self, account: ColdIx) -> u64 {
        self.coldkeys
            .get(account)
            .free
            .saturating_sub(EXISTENTIAL_DEPOSIT)
    }
}
