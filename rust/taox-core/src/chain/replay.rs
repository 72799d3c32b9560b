//! Verbs that let an archived subnet go on where the archive ends: permits and stake as they were.

use super::Chain;
use super::error::ChainError;
use super::input::{InputError, VerbError};

impl Chain {
    /// Gives validator permits to these uids and takes them from all others, until the next epoch.
    ///
    /// # Errors
    /// `SubnetNotExists`; [`InputError`] for a uid that nobody holds. Nothing changes then.
    pub fn grant_permits(&mut self, netuid: u16, uids: &[u16]) -> Result<(), VerbError> {
        let subnet = self.state.subnets.get_mut(netuid);
        let subnet = subnet.ok_or(ChainError::SubnetNotExists { netuid })?;
        let holders = subnet.neurons.len();
        if let Some(stranger) = uids.iter().find(|&&uid| uid >= holders) {
            let expected = format!("uids below {holders}");
            return Err(InputError::new("uids", expected, stranger).into());
        }
        subnet.neurons.validator_permit = (0..holders).map(|uid| uids.contains(&uid)).collect();
        Ok(())
    }

    /// Holds every stake of a subnet where it is, or lets emission become stake again.
    ///
    /// While held, epochs assign emission as ever, but nobody is paid: what they would have paid
    /// stays outside the pool and belongs to nobody.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn hold_stake(&mut self, netuid: u16, hold: bool) -> Result<(), ChainError> {
        let subnet = self.state.subnets.get_mut(netuid);
        subnet
            .ok_or(ChainError::SubnetNotExists { netuid })?
            .stake_held = hold;
        Ok(())
    }
}
