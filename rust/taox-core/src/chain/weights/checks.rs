//! The rules that every form of weights meets (transitions.md 1.8).

use super::super::Chain;
use super::super::account::Hotkey;
use super::super::error::ChainError;
use super::super::neurons::Mechanism;
use super::super::state::State;
use super::super::subnet::Subnet;
use super::{WeightsCall, WeightsTarget};

/// Too few blocks have passed since a uid's last weights or commit.
struct TooFast {
    last_update: u64,
    block: u64,
    rate_limit: u64,
}

impl Chain {
    /// Whether plain weights are refused: the default, also of subnets that do not exist.
    pub(super) fn commits_weights(&self, netuid: u16) -> bool {
        let subnet = self.state.subnets.get(netuid);
        subnet.is_none_or(|subnet| subnet.params.epoch.commit_reveal)
    }

    /// Row 1: the owner hotkey, or enough stake weight.
    pub(super) fn check_weights_stake(
        &self,
        hotkey: Hotkey,
        netuid: u16,
    ) -> Result<(), ChainError> {
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

    /// Row 6.
    pub(super) fn subnet_with_mechanism(
        &self,
        target: WeightsTarget,
    ) -> Result<&Subnet, ChainError> {
        let subnet = self.state.subnets.get(target.netuid);
        subnet
            .filter(|subnet| usize::from(target.mechanism) < subnet.mechanisms.len())
            .ok_or_else(|| target.no_mechanism())
    }

    /// Row 8.
    pub(super) fn registered_uid(&self, target: WeightsTarget) -> Result<u16, ChainError> {
        let WeightsTarget { hotkey, netuid, .. } = target;
        self.uid(netuid, hotkey)
            .ok_or(ChainError::HotKeyNotRegisteredInSubNet { hotkey, netuid })
    }

    /// Row 10 for weights.
    pub(super) fn check_setting_rate(
        &self,
        target: WeightsTarget,
        uid: u16,
    ) -> Result<(), ChainError> {
        let netuid = target.netuid;
        self.check_rate(target, uid).map_err(
            |TooFast {
                 last_update,
                 block,
                 rate_limit,
             }| {
                ChainError::SettingWeightsTooFast {
                    netuid,
                    uid,
                    last_update,
                    block,
                    rate_limit,
                }
            },
        )
    }

    /// Row 10 for commits.
    pub(super) fn check_committing_rate(
        &self,
        target: WeightsTarget,
        uid: u16,
    ) -> Result<(), ChainError> {
        let netuid = target.netuid;
        self.check_rate(target, uid).map_err(
            |TooFast {
                 last_update,
                 block,
                 rate_limit,
             }| {
                ChainError::CommittingWeightsTooFast {
                    netuid,
                    uid,
                    last_update,
                    block,
                    rate_limit,
                }
            },
        )
    }

    /// A clock per uid and mechanism; an unknown mechanism has none and fails.
    fn check_rate(&self, target: WeightsTarget, uid: u16) -> Result<(), TooFast> {
        let block = self.state.block;
        let subnet = self.state.subnets.get(target.netuid);
        let rate_limit = subnet.map_or(0, |one| one.params.subnet.weights_set_rate_limit);
        let mechanism = subnet.and_then(|one| one.mechanisms.get(usize::from(target.mechanism)));
        let updated = mechanism.map(|known| {
            let update = known.last_update.get(usize::from(uid));
            update.copied().unwrap_or(0)
        });
        match updated {
            Some(last) if last == 0 || block.saturating_sub(last) >= rate_limit => Ok(()),
            last => Err(TooFast {
                last_update: last.unwrap_or(0),
                block,
                rate_limit,
            }),
        }
    }
}

impl State {
    /// A mechanism, to change.
    pub(super) fn mechanism_mut(&mut self, target: WeightsTarget) -> Option<&mut Mechanism> {
        let subnet = self.subnets.get_mut(target.netuid)?;
        subnet.mechanisms.get_mut(usize::from(target.mechanism))
    }
}

fn count(entries: &[u16]) -> u64 {
    u64::try_from(entries.len()).unwrap_or(u64::MAX)
}

/// Row 5.
pub(super) fn sizes(call: &WeightsCall<'_>) -> Result<(), ChainError> {
    if call.uids.len() == call.weights.len() {
        return Ok(());
    }
    let (uids, weights) = (count(call.uids), count(call.weights));
    Err(ChainError::WeightVecNotEqualSize { uids, weights })
}

/// Row 7.
pub(super) fn not_too_many(call: &WeightsCall<'_>, subnet: &Subnet) -> Result<(), ChainError> {
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

/// Row 9, second half.
pub(super) fn version(call: &WeightsCall<'_>, subnet: &Subnet) -> Result<(), ChainError> {
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

/// Row 11.
pub(super) fn permit(call: &WeightsCall<'_>, subnet: &Subnet, uid: u16) -> Result<(), ChainError> {
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

/// Rows 12 and 13: no uid twice, then every uid taken.
pub(super) fn uids(call: &WeightsCall<'_>, subnet: &Subnet) -> Result<(), ChainError> {
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

/// Row 14. Row 15, the limit of the largest weight, is 65535 and cannot fail.
pub(super) fn enough(call: &WeightsCall<'_>, subnet: &Subnet, uid: u16) -> Result<(), ChainError> {
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
