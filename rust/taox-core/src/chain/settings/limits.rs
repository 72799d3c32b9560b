//! Clocks and freeze windows of what owners and root set (transitions.md 1.14, Appendix A).

use super::setter::Pace;
use crate::chain::Chain;
use crate::chain::clocks::{Action, Clock};
use crate::chain::error::ChainError;
use crate::chain::hyperparameters::Hyperparameters;
use crate::chain::interner::ColdIx;
use crate::chain::subnet::EpochClock;
use std::borrow::Cow;

impl Chain {
    /// The parameters of a subnet, or what is stored for its netuid without one.
    pub(super) fn stored_params(&self, netuid: u16) -> Cow<'_, Hyperparameters> {
        let subnet = self.state.subnets.get(netuid);
        let stored = subnet.map(|subnet| &subnet.params);
        match stored.or_else(|| self.state.vacant.get(netuid)) {
            Some(params) => Cow::Borrowed(params),
            None => Cow::Owned(Hyperparameters::unset()),
        }
    }

    /// The owner's clock for a setting has run; root, which is no owner, has none.
    ///
    /// # Errors
    /// `TxRateLimitExceeded`.
    pub(super) fn check_pace(
        &self,
        owner: Option<ColdIx>,
        netuid: u16,
        pace: Pace,
    ) -> Result<(), ChainError> {
        let Some(owner) = owner else {
            return Ok(());
        };
        let (last, rate_limit) = match pace {
            Pace::Free => return Ok(()),
            Pace::Owner(name) => {
                let clock = Clock::Hyperparameter(netuid, name.to_owned());
                let tempos = self.state.network.owner_hyperparam_rate_limit;
                (
                    self.state.clocks.last(&clock),
                    self.tempos(netuid, tempos.into()),
                )
            }
            Pace::VersionKey => {
                let tempos = self.state.network.weights_version_key_rate_limit;
                let last = self.last_action(owner, netuid, Action::WeightsVersionKey);
                (last, self.tempos(netuid, tempos))
            }
            Pace::Blocks(action, blocks) => (self.last_action(owner, netuid, action), blocks),
        };
        self.check_tx_rate(netuid, last, rate_limit)
    }

    /// Starts the owner's clock for a setting.
    pub(super) fn stamp_pace(&mut self, owner: Option<ColdIx>, netuid: u16, pace: Pace) {
        let Some(owner) = owner else {
            return;
        };
        let (account, block) = (self.state.coldkeys.key(owner).0, self.state.block);
        let clocks = &mut self.state.clocks;
        match pace {
            Pace::Free => {}
            Pace::Owner(name) => {
                clocks.stamp(Clock::Hyperparameter(netuid, name.to_owned()), block);
            }
            Pace::VersionKey => {
                clocks.stamp_action(account, netuid, Action::WeightsVersionKey, block);
            }
            Pace::Blocks(action, _) => clocks.stamp_action(account, netuid, action, block),
        }
    }

    /// No epoch is near: within `AdminFreezeWindow` blocks before an automatic one, or while a manual
    /// one is pending, validators shall find what they reckoned with.
    ///
    /// # Errors
    /// `AdminActionProhibitedDuringWeightsWindow`.
    pub(super) fn check_window(&self, netuid: u16) -> Result<(), ChainError> {
        let window = self.state.network.admin_freeze_window;
        let pending = self.epoch_clock(netuid).pending_epoch_at;
        let left = self.blocks_to_automatic_epoch(netuid);
        if pending == 0 && left.is_none_or(|left| left >= window.into()) {
            return Ok(());
        }
        let block = self.state.block;
        let automatic = block.saturating_add(left.unwrap_or(0));
        let next_epoch = if pending > 0 { pending } else { automatic };
        Err(ChainError::AdminActionProhibitedDuringWeightsWindow {
            netuid,
            block,
            next_epoch,
            window,
        })
    }

    /// Blocks until the tempo brings an epoch; none for tempo 0.
    pub(super) fn blocks_to_automatic_epoch(&self, netuid: u16) -> Option<u64> {
        let tempo = u64::from(self.stored_params(netuid).epoch.tempo);
        let due = self
            .epoch_clock(netuid)
            .last_epoch_block
            .saturating_add(tempo);
        (tempo > 0).then(|| due.saturating_sub(self.state.block))
    }

    fn epoch_clock(&self, netuid: u16) -> EpochClock {
        let subnet = self.state.subnets.get(netuid);
        subnet.map_or_else(EpochClock::default, |subnet| subnet.clock.clone())
    }

    fn tempos(&self, netuid: u16, count: u64) -> u64 {
        count.saturating_mul(self.stored_params(netuid).epoch.tempo.into())
    }

    fn last_action(&self, owner: ColdIx, netuid: u16, action: Action) -> u64 {
        let account = self.state.coldkeys.key(owner).0;
        self.state.clocks.last_action(account, netuid, action)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{CHAIN, Coldkey, Hotkey};
    use super::*;
    use crate::chain::origin::Origin;

    fn chain(tempo: u16) -> Chain {
        let mut chain = Chain::new(CHAIN.hyperparameters(), &[], b"limits").unwrap();
        let mut params = CHAIN.hyperparameters();
        params.epoch.tempo = tempo;
        params.epoch.commit_reveal = false;
        let (owner, seat) = (Coldkey::from_name("owner"), Hotkey::from_name("owner"));
        chain.create_subnet(owner, seat, Some(1), params).unwrap();
        chain
    }

    #[test]
    fn the_window_closes_before_an_epoch_and_opens_with_it() {
        let mut chain = chain(30);
        let open = |chain: &Chain| chain.check_window(1).is_ok();
        chain.run(20).unwrap();
        assert!(open(&chain));
        chain.step().unwrap();
        assert!(!open(&chain));
        chain.run(9).unwrap();
        assert!(open(&chain));
    }

    #[test]
    fn without_a_tempo_no_epoch_is_near_and_without_a_subnet_one_is_overdue() {
        assert!(chain(0).check_window(1).is_ok());
        let mut chain = chain(360);
        assert!(chain.check_window(9).is_ok());
        chain.run(360).unwrap();
        assert!(chain.check_window(9).is_err());
    }

    #[test]
    fn a_pending_epoch_closes_it() {
        let mut chain = chain(360);
        let owner = Origin::Signed(Coldkey::from_name("owner"));
        chain.run(1).unwrap();
        chain.trigger_epoch(owner, 1).unwrap();
        assert!(chain.check_window(1).is_err());
    }
}
