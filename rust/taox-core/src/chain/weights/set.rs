//! Setting weights in plain form (transitions.md 1.8): the guard in front, the body behind.

use super::{WeightsCall, WeightsTarget, checks};
use crate::chain::Chain;
use crate::chain::error::ChainError;
use crate::chain::events::Event;
use crate::chain::neurons::set;
use crate::chain::subnet::ROOT;
use crate::epoch::upscale_weights;
use std::sync::Arc;

impl Chain {
    /// Stores a hotkey's weights: guard, then body.
    ///
    /// # Errors
    /// What [`Self::set_weights_guard`] or else [`Self::set_weights_body`] refuses.
    pub fn set_weights(&mut self, call: &WeightsCall<'_>) -> Result<(), ChainError> {
        self.set_weights_guard(call)?;
        self.set_weights_body(call)
    }

    /// What is checked before the call is dispatched (rows G).
    ///
    /// # Errors
    /// `NotEnoughStakeToSetWeights`, then `SettingWeightsTooFast`.
    pub fn set_weights_guard(&self, call: &WeightsCall<'_>) -> Result<(), ChainError> {
        let target = call.target();
        self.check_weights_stake(target.hotkey, target.netuid)?;
        if self.commits_weights(target.netuid) {
            return Ok(());
        }
        match self.uid(target.netuid, target.hotkey) {
            Some(uid) => self.check_setting_rate(target, uid),
            None => Ok(()),
        }
    }

    /// The call itself (rows D).
    ///
    /// # Errors
    /// `CommitRevealEnabled`, then what [`Self::check_row`] refuses.
    pub fn set_weights_body(&mut self, call: &WeightsCall<'_>) -> Result<(), ChainError> {
        let netuid = call.netuid;
        if self.commits_weights(netuid) {
            return Err(ChainError::CommitRevealEnabled { netuid });
        }
        self.put_weights(call)
    }

    /// Rows 4 to 19: what plain weights, reveals and opened commits have in common.
    ///
    /// # Errors
    /// As [`Self::check_row`].
    pub(super) fn put_weights(&mut self, call: &WeightsCall<'_>) -> Result<(), ChainError> {
        let uid = self.check_row(call)?;
        self.store_row(call, uid);
        Ok(())
    }

    /// Rows 4 to 15, top to bottom; returns the caller's uid.
    ///
    /// # Errors
    /// In this order: `CanNotSetRootNetworkWeights`, `WeightVecNotEqualSize`,
    /// `MechanismDoesNotExist`, `UidsLengthExceedUidsInSubNet`, `HotKeyNotRegisteredInSubNet`,
    /// `NotEnoughStakeToSetWeights`, `IncorrectWeightVersionKey`, `SettingWeightsTooFast` (not
    /// where weights are committed: the commit was on time), `NeuronNoValidatorPermit`,
    /// `DuplicateUids`, `UidVecContainInvalidOne`, `WeightVecLengthIsLow`.
    pub(super) fn check_row(&self, call: &WeightsCall<'_>) -> Result<u16, ChainError> {
        let (target, hotkey) = (call.target(), call.hotkey);
        if call.netuid == ROOT {
            return Err(ChainError::CanNotSetRootNetworkWeights { hotkey });
        }
        checks::sizes(call)?;
        let subnet = self.subnet_with_mechanism(target)?;
        checks::not_too_many(call, subnet)?;
        let uid = self.registered_uid(target)?;
        self.check_weights_stake(hotkey, call.netuid)?;
        checks::version(call, subnet)?;
        if !self.commits_weights(call.netuid) {
            self.check_setting_rate(target, uid)?;
        }
        checks::permit(call, subnet, uid)?;
        checks::uids(call, subnet)?;
        checks::enough(call, subnet, uid)?;
        Ok(uid)
    }

    /// Rows 16 to 19. A commit, not its reveal, is what counts as an update.
    pub(super) fn store_row(&mut self, call: &WeightsCall<'_>, uid: u16) {
        let target = call.target();
        let values = upscale_weights(call.weights);
        let row: Vec<_> = call.uids.iter().copied().zip(values).collect();
        if let Some(mechanism) = self.state.mechanism_mut(target) {
            Arc::make_mut(&mut mechanism.weights).replace_row(uid.into(), &row);
        }
        if !self.commits_weights(target.netuid) {
            self.stamp_update(target, uid);
        }
        let index = target.index();
        self.emit(Event::WeightsSet { index, uid });
    }

    /// `LastUpdate` of a uid in one mechanism.
    pub(super) fn stamp_update(&mut self, target: WeightsTarget, uid: u16) {
        let block = self.state.block;
        if let Some(mechanism) = self.state.mechanism_mut(target) {
            set(&mut mechanism.last_update, uid, block);
        }
    }
}
