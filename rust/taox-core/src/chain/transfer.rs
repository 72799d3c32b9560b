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
    pub fn transfer(
        &mut self,
        sender: Coldkey,
        receiver: Coldkey,
        amount: u64,
    ) -> Result<(), ChainError> {
        self.payer(sender, amount)?;
        let balance = self.state.free(sender).saturating_sub(amount);
        if sender != receiver && balance < EXISTENTIAL_DEPOSIT {
            let minimum = EXISTENTIAL_DEPOSIT;
            return Err(ChainError::NotExpendable {
                coldkey: sender,
                balance,
                minimum,
            });
        }
        self.transfer_allow_death(sender, receiver, amount)
    }

    /// Sends TAO; a sender left below the existential deposit ceases to exist with the rest
    /// (`transfer_allow_death`), rao.
    ///
    /// # Errors
    /// `InsufficientBalance`, then `BelowMinimum` if the receiver would end below the existential
    /// deposit.
    pub fn transfer_allow_death(
        &mut self,
        sender: Coldkey,
        receiver: Coldkey,
        amount: u64,
    ) -> Result<(), ChainError> {
        let payer = self.payer(sender, amount)?;
        let payee = self.state.coldkeys.intern(receiver);
        self.state.transfer(payer, payee, amount)?;
        self.emit(Event::Transfer {
            sender,
            receiver,
            amount,
        });
        Ok(())
    }

    /// Sends all free TAO, or all but the existential deposit. Returns how much, rao.
    ///
    /// # Errors
    /// `BelowMinimum` if the receiver would end below the existential deposit.
    pub fn transfer_all(
        &mut self,
        sender: Coldkey,
        receiver: Coldkey,
        keep_alive: bool,
    ) -> Result<u64, ChainError> {
        let kept = if keep_alive { EXISTENTIAL_DEPOSIT } else { 0 };
        let amount = self.state.free(sender).saturating_sub(kept);
        self.state.coldkeys.intern(sender);
        self.transfer_allow_death(sender, receiver, amount)?;
        Ok(amount)
    }

    fn payer(&self, coldkey: Coldkey, amount: u64) -> Result<ColdIx, ChainError> {
        let balance = self.state.free(coldkey);
        let payer = self.state.payer(coldkey, amount);
        payer.ok_or(ChainError::InsufficientBalance {
            coldkey,
            balance,
            amount,
        })
    }
}
