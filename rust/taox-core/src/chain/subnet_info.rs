//! Whose a subnet is, and since when.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;

/// What does not change from block to block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubnetInfo {
    /// The subnet.
    pub netuid: u16,
    /// Who gets the owner's cut; root has none.
    pub owner: Option<Coldkey>,
    /// On which hotkey.
    pub owner_hotkey: Option<Hotkey>,
    /// The symbol of its alpha.
    pub symbol: Option<String>,
    /// What its creation cost, rao.
    pub locked: u64,
    /// When it was created.
    pub registered_at: u64,
    /// From when on it emits; none = not started.
    pub first_emission_block: Option<u64>,
    /// How often a subnet was created with this netuid.
    pub creations: u64,
}

impl Chain {
    /// Whose a subnet is, and since when.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn subnet_info(&self, netuid: u16) -> Result<SubnetInfo, ChainError> {
        let subnet = self.subnet(netuid)?;
        let hotkey = subnet.owner_hotkey;
        Ok(SubnetInfo {
            netuid,
            owner: subnet.owner.map(|owner| self.state.coldkeys.key(owner)),
            owner_hotkey: hotkey.map(|hotkey| self.state.hotkeys.key(hotkey)),
            symbol: subnet.symbol.clone(),
            locked: subnet.locked,
            registered_at: subnet.registered_at,
            first_emission_block: subnet.first_emission_block,
            creations: self.state.creations.get(&netuid).copied().unwrap_or(0),
        })
    }
}
