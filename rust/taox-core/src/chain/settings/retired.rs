//! Calls that no longer do what they say, and a counter that root may rewrite.

use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::origin::Origin;

impl Chain {
    /// Always refused, whoever signs: there is no proof of work (transitions.md 1.5).
    ///
    /// # Errors
    /// `POWRegistrationDisabled`.
    pub fn sudo_set_network_pow_registration_allowed(
        &mut self,
        _origin: Origin,
        netuid: u16,
        _allowed: bool,
    ) -> Result<(), ChainError> {
        Err(ChainError::POWRegistrationDisabled { netuid })
    }

    /// Always refused, whoever signs (transitions.md 4).
    ///
    /// # Errors
    /// `Deprecated`.
    pub fn sudo_set_total_issuance(
        &mut self,
        _origin: Origin,
        _total_issuance: u64,
    ) -> Result<(), ChainError> {
        let call = "sudo_set_total_issuance".to_owned();
        Err(ChainError::Deprecated { call })
    }

    /// Rewrites what all registrations on a subnet have cost together, rao. Nothing reads it.
    ///
    /// # Errors
    /// `BadOrigin` unless root signs, `SubnetDoesNotExist`.
    pub fn sudo_set_rao_recycled(
        &mut self,
        origin: Origin,
        netuid: u16,
        rao: u64,
    ) -> Result<(), ChainError> {
        origin.ensure_root()?;
        let subnet = self.state.subnets.get_mut(netuid);
        let subnet = subnet.ok_or(ChainError::SubnetDoesNotExist { netuid })?;
        subnet.registrations.paid = rao;
        self.emit_parameter_set(Some(netuid), "rao_recycled", i128::from(rao).into());
        Ok(())
    }
}
