//! Tempo, activity cutoff, manual epochs (transitions.md 2.12).

use super::setter::{Pace, Setter};
use super::table::{ACTIVITY_CUTOFF_FACTOR, TEMPO};
use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::events::Event;
use crate::chain::interner::ColdIx;
use crate::chain::origin::Origin;

/// The clock of manual epochs.
const TRIGGER_PACE: Pace = Pace::Owner("trigger_epoch");

impl Chain {
    /// Sets the tempo of the owner's subnet and restarts its cycle: the next epoch is a tempo away.
    ///
    /// # Errors
    /// In this order: `BadOrigin` (also for root), `TempoOutOfBounds`,
    /// `AdminActionProhibitedDuringWeightsWindow`, `TxRateLimitExceeded`.
    pub fn set_tempo(&mut self, origin: Origin, netuid: u16, tempo: u16) -> Result<(), ChainError> {
        let owner = Some(self.ensure_owner(origin, netuid)?);
        self.check_owner_call(&TEMPO, owner, netuid, tempo.into())?;
        self.restart_cycle(owner, netuid, tempo);
        Ok(())
    }

    /// Sets any tempo as root and restarts the cycle; the owner's clock stays.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `AdminActionProhibitedDuringWeightsWindow`, `SubnetDoesNotExist`.
    pub fn sudo_set_tempo(
        &mut self,
        origin: Origin,
        netuid: u16,
        tempo: u16,
    ) -> Result<(), ChainError> {
        origin.ensure_root()?;
        self.check_window(netuid)?;
        if self.state.subnets.get(netuid).is_none() {
            return Err(ChainError::SubnetDoesNotExist { netuid });
        }
        self.restart_cycle(None, netuid, tempo);
        Ok(())
    }

    /// [`Self::set_tempo`] for an owner, [`Self::sudo_set_tempo`] for root.
    pub(super) fn set_tempo_as(
        &mut self,
        origin: Origin,
        netuid: u16,
        tempo: u16,
    ) -> Result<(), ChainError> {
        match origin {
            Origin::Root => self.sudo_set_tempo(origin, netuid, tempo),
            Origin::Signed(_) => self.set_tempo(origin, netuid, tempo),
        }
    }

    /// Sets after how many tempos, in thousandths, a neuron without update counts as inactive.
    ///
    /// # Errors
    /// In this order: `BadOrigin`, `ActivityCutoffFactorMilliOutOfBounds`; for the owner also
    /// `AdminActionProhibitedDuringWeightsWindow`, `TxRateLimitExceeded`.
    pub fn set_activity_cutoff_factor(
        &mut self,
        origin: Origin,
        netuid: u16,
        factor: u32,
    ) -> Result<(), ChainError> {
        let owner = self.ensure_owner_or_root(origin, netuid)?;
        let value = factor.into();
        self.check_owner_call(&ACTIVITY_CUTOFF_FACTOR, owner, netuid, value)?;
        self.write_setting(&ACTIVITY_CUTOFF_FACTOR, owner, netuid, value);
        Ok(())
    }

    /// Has an epoch run `AdminFreezeWindow` blocks from now; until then parameters are frozen.
    ///
    /// # Errors
    /// In this order: `BadOrigin` (also for root), `DynamicTempoBlockedByCommitReveal`,
    /// `EpochTriggerAlreadyPending`, `AutoEpochAlreadyImminent`, `TxRateLimitExceeded`.
    pub fn trigger_epoch(&mut self, origin: Origin, netuid: u16) -> Result<(), ChainError> {
        let owner = Some(self.ensure_owner(origin, netuid)?);
        let window = u64::from(self.state.network.admin_freeze_window);
        self.check_trigger(netuid, window)?;
        self.check_pace(owner, netuid, TRIGGER_PACE)?;
        let fires_at = self.state.block.saturating_add(window);
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.clock.pending_epoch_at = fires_at;
        }
        self.stamp_pace(owner, netuid, TRIGGER_PACE);
        self.emit(Event::EpochTriggered { netuid, fires_at });
        Ok(())
    }

    fn check_trigger(&self, netuid: u16, window: u64) -> Result<(), ChainError> {
        let subnet = self.subnet(netuid)?;
        if subnet.params.epoch.commit_reveal {
            return Err(ChainError::DynamicTempoBlockedByCommitReveal { netuid });
        }
        let fires_at = subnet.clock.pending_epoch_at;
        if fires_at > 0 {
            return Err(ChainError::EpochTriggerAlreadyPending { netuid, fires_at });
        }
        match self.blocks_to_automatic_epoch(netuid) {
            Some(left) if left < window => Err(ChainError::AutoEpochAlreadyImminent {
                netuid,
                blocks: left,
                window,
            }),
            _ => Ok(()),
        }
    }

    /// The checks of calls that look at the value first, and at window and clock for owners alone.
    fn check_owner_call(
        &self,
        setter: &Setter,
        owner: Option<ColdIx>,
        netuid: u16,
        value: i128,
    ) -> Result<(), ChainError> {
        for bound in setter.bounds {
            self.check_bound(setter, bound, netuid, value)?;
        }
        if owner.is_some() {
            self.check_window(netuid)?;
        }
        self.check_pace(owner, netuid, setter.pace)
    }

    fn restart_cycle(&mut self, owner: Option<ColdIx>, netuid: u16, tempo: u16) {
        let block = self.state.block;
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.clock.last_epoch_block = block;
        }
        self.write_setting(&TEMPO, owner, netuid, tempo.into());
    }
}
