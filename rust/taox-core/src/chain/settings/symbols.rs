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
        let mut others = self.state.subnets.iter();
        if let Some(other) = others.find(|one| one.symbol == symbol) {
            let netuid = other.netuid;
            return Err(ChainError::SymbolAlreadyInUse { symbol, netuid });
        }
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.symbol.clone_from(&symbol);
        }
        self.emit(Event::SymbolUpdated { netuid, symbol });
        Ok(())
    }

    /// The sign of a subnet's alpha; empty if it never got one.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn symbol(&self, netuid: u16) -> Result<&str, ChainError> {
        Ok(&self.subnet(netuid)?.symbol)
    }
}

/// Whether a text can be a sign of alpha.
fn is_sign(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    first.is_some_and(|first| !first.is_ascii() && first != TAU) && characters.next().is_none()
}
