//! Setting weights in plain form (transitions.md 1.8): the guard in front, the body behind.

use super::Chain;
use super::account::Hotkey;
use super::error::ChainError;
use super::events::Event;
use super::neurons::set;
use super::subnet::{ROOT, Subnet};
use crate::epoch::upscale_weights;
use std::sync::Arc;

/// The arguments of `set_weights` and `set_mechanism_weights`.
#[derive(Clone, Copy, Debug)]
pub struct WeightsCall<'a> {
    /// Who signs.
    pub hotkey: Hotkey,
    /// The subnet.
    pub netuid: u16,
    /// The subnet's mechanism; 0 for `set_weights`.
    pub mechanism: u8,
    /// Whom the weights are for.
    pub uids: &'a [u16],
    /// One weight per uid.
    pub weights: &'a [u16],
    /// The version of the validator's code.
    pub version_key: u64,
}

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
        self.check_weights_stake(call)?;
        match self.uid(call.netuid, call.hotkey) {
            Some(uid) if !self.commits_weights(call.netuid) => self.check_rate(call, uid),
            _ => Ok(()),
        }
    }

    /// The call itself (rows D).
    ///
    /// # Errors
    /// In this order: `CommitRevealEnabled`, `CanNotSetRootNetworkWeights`,
    /// `WeightVecNotEqualSize`, `MechanismDoesNotExist`, `UidsLengthExceedUidsInSubNet`,
    /// `HotKeyNotRegisteredInSubNet`, `NotEnoughStakeToSetWeights`, `IncorrectWeightVersionKey`,
    /// `SettingWeightsTooFast`, `NeuronNoValidatorPermit`, `DuplicateUids`,
    /// `UidVecContainInvalidOne`, `WeightVecLengthIsLow`.
    pub fn set_weights_body(&mut self, call: &WeightsCall<'_>) -> Result<(), ChainError> {
        let uid = self.check_weights(call)?;
        let block = self.state.block;
        let values = upscale_weights(call.weights);
        let row: Vec<_> = call.uids.iter().copied().zip(values).collect();
        let missing = no_mechanism(call);
        let subnet = self
            .state
            .subnets
            .get_mut(call.netuid)
            .ok_or(missing.clone())?;
        let index = subnet.storage_index(call.mechanism);
        let mechanism = subnet
            .mechanisms
            .get_mut(usize::from(call.mechanism))
            .ok_or(missing)?;
        Arc::make_mut(&mut mechanism.weights).replace_row(uid.into(), &row);
        set(&mut mechanism.last_update, uid, block);
        self.emit(Event::WeightsSet { index, uid });
        Ok(())
    }

    /// Rows D of the table, top to bottom; returns the caller's uid.
    fn check_weights(&self, call: &WeightsCall<'_>) -> Result<u16, ChainError> {
        let WeightsCall { hotkey, netuid, .. } = *call;
        if self.commits_weights(netuid) {
            return Err(ChainError::CommitRevealEnabled { netuid });
        }
        if netuid == ROOT {
            return Err(ChainError::CanNotSetRootNetworkWeights { hotkey });
        }
        check_sizes(call)?;
        let subnet = self.state.subnets.get(netuid).ok_or(no_mechanism(call))?;
        if usize::from(call.mechanism) >= subnet.mechanisms.len() {
            return Err(no_mechanism(call));
        }
        check_not_too_many(call, subnet)?;
        let uid = self.uid(netuid, hotkey);
        let uid = uid.ok_or(ChainError::HotKeyNotRegisteredInSubNet { hotkey, netuid })?;
        self.check_weights_stake(call)?;
        check_version(call, subnet)?;
        self.check_rate(call, uid)?;
        check_permit(call, subnet, uid)?;
        check_uids(call, subnet)?;
        check_enough(call, subnet, uid)?;
        Ok(uid)
    }

    /// Whether plain weights are refused: the default, also of subnets that do not exist.
    fn commits_weights(&self, netuid: u16) -> bool {
        let subnet = self.state.subnets.get(netuid);
        subnet.is_none_or(|subnet| subnet.params.epoch.commit_reveal)
    }

    /// Row 1: the owner hotkey, or enough stake weight.
    fn check_weights_stake(&self, call: &WeightsCall<'_>) -> Result<(), ChainError> {
        let WeightsCall { hotkey, netuid, .. } = *call;
        let subnet = self.state.subnets.get(netuid);
        let known = self.state.hotkeys.find(hotkey);
        let is_owner = subnet
            .is_some_and(|subnet| subnet.owner_uid().is_some() && subnet.owner_hotkey == known);
        let required = self.state.network.stake_threshold;
        let stake = self.stake_weight(netuid, hotkey);
        if is_owner || stake >= required {
            return Ok(());
        }
        Err(ChainError::NotEnoughStakeToSetWeights {
            hotkey,
            netuid,
            stake,
            required,
        })
    }

    /// Row 10: a clock per uid and mechanism; an unknown mechanism has none and fails.
    fn check_rate(&self, call: &WeightsCall<'_>, uid: u16) -> Result<(), ChainError> {
        let netuid = call.netuid;
        let block = self.state.block;
        let subnet = self.subnet(netuid)?;
        let rate_limit = subnet.params.subnet.weights_set_rate_limit;
        let mechanism = subnet.mechanisms.get(usize::from(call.mechanism));
        let update = mechanism.map(|known| {
            known
                .last_update
                .get(usize::from(uid))
                .copied()
                .unwrap_or(0)
        });
        match update {
            Some(last) if last == 0 || block.saturating_sub(last) >= rate_limit => Ok(()),
            last => {
                let last_update = last.unwrap_or(0);
                Err(ChainError::SettingWeightsTooFast {
                    netuid,
                    uid,
                    last_update,
                    block,
                    rate_limit,
                })
            }
        }
    }
}

fn no_mechanism(call: &WeightsCall<'_>) -> ChainError {
    ChainError::MechanismDoesNotExist {
        netuid: call.netuid,
        mechanism: call.mechanism,
    }
}

fn count(entries: &[u16]) -> u64 {
    u64::try_from(entries.len()).unwrap_or(u64::MAX)
}

fn check_sizes(call: &WeightsCall<'_>) -> Result<(), ChainError> {
    if call.uids.len() == call.weights.len() {
        return Ok(());
    }
    let (uids, weights) = (count(call.uids), count(call.weights));
    Err(ChainError::WeightVecNotEqualSize { uids, weights })
}

fn check_not_too_many(call: &WeightsCall<'_>, subnet: &Subnet) -> Result<(), ChainError> {
    let uids = subnet.neurons.len();
    if call.uids.len() <= usize::from(uids) {
        return Ok(());
    }
    let entries = count(call.uids);
    Err(ChainError::UidsLengthExceedUidsInSubNet {
        netuid: call.netuid,
        entries,
        uids,
    })
}

fn check_version(call: &WeightsCall<'_>, subnet: &Subnet) -> Result<(), ChainError> {
    let WeightsCall {
        netuid,
        version_key,
        ..
    } = *call;
    let required = subnet.params.subnet.weights_version_key;
    if required == 0 || version_key >= required {
        return Ok(());
    }
    Err(ChainError::IncorrectWeightVersionKey {
        netuid,
        version_key,
        required,
    })
}

/// Exactly one entry, for the caller itself.
fn is_self_weight(call: &WeightsCall<'_>, uid: u16) -> bool {
    call.uids == [uid]
}

fn check_permit(call: &WeightsCall<'_>, subnet: &Subnet, uid: u16) -> Result<(), ChainError> {
    let is_owner = subnet.owner_uid() == Some(uid);
    if is_self_weight(call, uid) || is_owner || subnet.neurons.has_permit(uid) {
        return Ok(());
    }
    Err(ChainError::NeuronNoValidatorPermit {
        hotkey: call.hotkey,
        netuid: call.netuid,
        uid,
    })
}

/// No uid twice, then every uid taken.
fn check_uids(call: &WeightsCall<'_>, subnet: &Subnet) -> Result<(), ChainError> {
    let (netuid, uids) = (call.netuid, subnet.neurons.len());
    let mut seen = std::collections::HashSet::with_capacity(call.uids.len());
    if let Some(&uid) = call.uids.iter().find(|uid| !seen.insert(**uid)) {
        return Err(ChainError::DuplicateUids { netuid, uid });
    }
    match call.uids.iter().find(|uid| **uid >= uids) {
        Some(&uid) => Err(ChainError::UidVecContainInvalidOne { netuid, uid, uids }),
        None => Ok(()),
    }
}

fn check_enough(call: &WeightsCall<'_>, subnet: &Subnet, uid: u16) -> Result<(), ChainError> {
    let minimum = subnet
        .params
        .subnet
        .min_allowed_weights
        .min(subnet.neurons.len());
    if is_self_weight(call, uid) || call.uids.len() >= usize::from(minimum) {
        return Ok(());
    }
    let entries = count(call.uids);
    Err(ChainError::WeightVecLengthIsLow {
        netuid: call.netuid,
        entries,
        minimum,
    })
}
