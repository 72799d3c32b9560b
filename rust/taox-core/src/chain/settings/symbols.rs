//! The sign of a subnet's alpha (transitions.md 3.3).
//!
//! The chain has a catalogue of 439 signs, of which only the first few are known here (the lowercase
//! Greek letters, by netuid). A sign is taken here if it is one character beyond ASCII that no other
//! subnet has: what the catalogue adds to that cannot be told.

use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::events::Event;
use crate::chain::origin::Origin;

/// The sign of TAO, which only root has.
const TAU: char = 'Τ';

impl Chain {
    /// Gives a subnet's alpha another sign.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `SubnetNotExists`, `SymbolDoesNotExist`, `SymbolAlreadyInUse` (also
    /// for the sign that the subnet has).
    pub fn update_symbol(
        &mut self,
        origin: Origin,
        netuid: u16,
        symbol: &str,
    ) -> Result<(), ChainError> {
        self.ensure_owner_or_root(origin, netuid)?;
        self.subnet(netuid)?;
        let symbol = symbol.to_owned();
        if !is_sign(&symbol) {
            return Err(ChainError::SymbolDoesNotExist { symbol });
        }
        if let Some(netuid) = self.bearer(&symbol) {
            return Err(ChainError::SymbolAlreadyInUse { symbol, netuid });
        }
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.symbol = Some(symbol.clone());
        }
        self.emit(Event::SymbolUpdated { netuid, symbol });
        Ok(())
    }

    /// The subnet that has a sign.
    fn bearer(&self, symbol: &str) -> Option<u16> {
        let mut subnets = self.state.subnets.iter();
        let bearer = subnets.find(|one| one.symbol.as_deref() == Some(symbol));
        bearer.map(|subnet| subnet.netuid)
    }

    /// The sign of a subnet's alpha, if it ever got one.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn symbol(&self, netuid: u16) -> Result<Option<&str>, ChainError> {
        Ok(self.subnet(netuid)?.symbol.as_deref())
    }
}

/// Whether a text can be a sign of alpha.
fn is_sign(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    first.is_some_and(|first| !first.is_ascii() && first != TAU) && characters.next().is_none()
}
