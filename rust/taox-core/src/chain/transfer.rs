//! Transfers of free TAO (transitions.md 1.1).

use super::Chain;
use super::account::Coldkey;
use super::error::ChainError;
use super::events::Event;
use super::interner::ColdIx;
use super::state::EXISTENTIAL_DEPOSIT;

impl Chain {
    /// Sends TAO and keeps the sender's account alive (`transfer_keep_alive`), rao.
    ///
    /// # Errors
    /// In this order: `InsufficientBalance`, `NotExpendable` if the sender would end below the
    /// existential deposit, `BelowMinimum` if the receiver would.
    pub fn transfer(&mut self, from: Coldkey, to: Coldkey, amount: u64) -> Result<(), ChainError> {
        let sender = self.payer(from, amount)?;
        let balance = self.state.coldkeys.get(sender).free.saturating_sub(amount);
        if from != to && balance < EXISTENTIAL_DEPOSIT {
            let minimum = EXISTENTIAL_DEPOSIT;
            return Err(ChainError::NotExpendable {
                coldkey: from,
                balance,
                minimum,
            });
        }
        self.send(from, to, amount)
    }

    /// Sends TAO; a sender left below the existential deposit ceases to exist with the rest
    /// (`transfer_allow_death`), rao.
    ///
    /// # Errors
    /// `InsufficientBalance`, then `BelowMinimum` if the receiver would end below the existential
    /// deposit.
    pub fn transfer_allow_death(
        &mut self,
        from: Coldkey,
        to: Coldkey,
        amount: u64,
    ) -> Result<(), ChainError> {
        self.payer(from, amount)?;
        self.send(from, to, amount)
    }

    /// Sends all free TAO, or all but the existential deposit. Returns how much, rao.
    ///
    /// # Errors
    /// `BelowMinimum` if the receiver would end below the existential deposit.
    pub fn transfer_all(
        &mut self,
        from: Coldkey,
        to: Coldkey,
        keep_alive: bool,
    ) -> Result<u64, ChainError> {
        let kept = if keep_alive { EXISTENTIAL_DEPOSIT } else { 0 };
        let amount = self.state.free(from).saturating_sub(kept);
        self.state.coldkeys.intern(from);
        self.send(from, to, amount)?;
        Ok(amount)
    }

    fn send(&mut self, from: Coldkey, to: Coldkey, amount: u64) -> Result<(), ChainError> {
        let received = self.state.free(to).saturating_add(amount);
        if from != to && amount > 0 && received < EXISTENTIAL_DEPOSIT {
            let (balance, minimum) = (received, EXISTENTIAL_DEPOSIT);
            return Err(ChainError::BelowMinimum {
                coldkey: to,
                balance,
                minimum,
            });
        }
        let sender = self.payer(from, amount)?;
        let receiver = self.state.coldkeys.intern(to);
        self.state.transfer(sender, receiver, amount)?;
        self.emit(Event::Transfer {
            sender: from,
            receiver: to,
            amount,
        });
        Ok(())
    }

    fn payer(&self, coldkey: Coldkey, amount: u64) -> Result<ColdIx, ChainError> {
        let balance = self.state.free(coldkey);
        let known = self
            .state
            .coldkeys
            .find(coldkey)
            .filter(|_| balance >= amount);
        known.ok_or(ChainError::InsufficientBalance {
            coldkey,
            balance,
            amount,
        })
    }
}
