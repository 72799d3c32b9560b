//! Rules of the caller for single subnets. They are no part of the state: neither a snapshot nor a
//! hash knows them; a clone has them too.

use super::Chain;
use super::error::ChainError;
use super::schedule::next_epoch_block;
use crate::epoch::Rules;
use std::sync::Arc;

impl Chain {
    /// Replaces steps of a subnet's epoch from the next one on; `None` brings the chain's back.
    ///
    /// # Errors
    /// [`ChainError::SubnetNotExists`] if there is no such subnet.
    pub fn set_rules(
        &mut self,
        netuid: u16,
        rules: Option<Arc<dyn Rules>>,
    ) -> Result<(), ChainError> {
        if self.state.subnets.get(netuid).is_none() {
            return Err(ChainError::SubnetNotExists { netuid });
        }
        match rules {
            Some(rules) => self.rules.insert(netuid, rules),
            None => self.rules.remove(&netuid),
        };
        Ok(())
    }

    /// The rules of a subnet, where they are not all the chain's.
    pub fn rules(&self, netuid: u16) -> Option<&Arc<dyn Rules>> {
        self.rules.get(&netuid)
    }

    /// Whether a rule of the caller may run in the next block: only then can a block fail half
    /// way for a reason outside the state.
    pub(crate) fn rule_is_due(&self) -> bool {
        let (block, next) = (self.state.block, self.state.block.saturating_add(1));
        let mut ruled = self
            .rules
            .keys()
            .filter_map(|&netuid| self.state.subnets.get(netuid));
        ruled.any(|subnet| next_epoch_block(subnet, block).is_some_and(|at| at <= next))
    }
}
