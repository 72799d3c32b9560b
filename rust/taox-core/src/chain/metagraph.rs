//! One subnet at one block, as vectors by uid.

use super::Chain;
use super::account::{Coldkey, Hotkey};
use super::error::ChainError;
use crate::epoch::RowsBuf;
use crate::fixed::FixedPoint;

/// A copy of what readers of a subnet want. u16 values are fractions of 65535, amounts are alpha
/// rao, stakes rao.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metagraph {
    /// The subnet.
    pub netuid: u16,
    /// The block it was taken in.
    pub block: u64,
    /// Blocks between epochs.
    pub tempo: u16,
    /// How many epoch slots have passed.
    pub epoch_index: u64,
    /// When the next epoch is due; none with tempo 0.
    pub next_epoch_block: Option<u64>,
    /// Uid of the owner's hotkey.
    pub owner_uid: Option<u16>,
    /// Who holds the uids.
    pub hotkeys: Vec<Hotkey>,
    /// Who owns the hotkeys.
    pub coldkeys: Vec<Coldkey>,
    /// Stake as an epoch would count it now, floored to rao.
    pub stake: Vec<u64>,
    /// Alpha on the subnet alone.
    pub alpha_stake: Vec<u64>,
    /// Stake weight of the last epoch, normalised.
    pub stake_weight: Vec<u16>,
    /// Consensus of the last epoch.
    pub consensus: Vec<u16>,
    /// Dividends of the last epoch.
    pub dividends: Vec<u16>,
    /// Validator trust of the last epoch.
    pub validator_trust: Vec<u16>,
    /// What the last epoch assigned.
    pub emission: Vec<u64>,
    /// Who may set weights.
    pub validator_permit: Vec<bool>,
    /// Who counted as active in the last epoch.
    pub active: Vec<bool>,
    /// Blocks of registration.
    pub block_at_registration: Vec<u64>,
    /// Per mechanism.
    pub mechanisms: Vec<MechanismView>,
}

/// What belongs to one mechanism.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MechanismView {
    /// Incentive of the last epoch.
    pub incentive: Vec<u16>,
    /// Blocks of the last weights.
    pub last_update: Vec<u64>,
    /// Stored weights.
    pub weights: RowsBuf,
    /// Stored bonds.
    pub bonds: RowsBuf,
}

impl Chain {
    /// A copy of one subnet's neurons.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn metagraph(&self, netuid: u16) -> Result<Metagraph, ChainError> {
        let subnet = self.subnet(netuid)?;
        let neurons = &subnet.neurons;
        let keys = || {
            neurons
                .hotkeys
                .iter()
                .map(|hotkey| self.state.hotkeys.key(*hotkey))
        };
        let nobody = Coldkey::from_bytes([0; 32]);
        let stakes = self.state.total_stakes(subnet);
        let mut stake_weight = neurons.stake_weight.clone();
        stake_weight.resize(neurons.hotkeys.len(), 0);
        let mechanisms = subnet.mechanisms.iter().map(|mechanism| MechanismView {
            incentive: mechanism.incentive.clone(),
            last_update: mechanism.last_update.clone(),
            weights: RowsBuf::clone(&mechanism.weights),
            bonds: RowsBuf::clone(&mechanism.bonds),
        });
        Ok(Metagraph {
            netuid,
            block: self.state.block,
            tempo: subnet.params.epoch.tempo,
            epoch_index: subnet.clock.epoch_index,
            next_epoch_block: self.next_epoch_block(netuid)?,
            owner_uid: subnet.owner_uid(),
            hotkeys: keys().collect(),
            coldkeys: keys()
                .map(|key| self.state.owner_of(key).unwrap_or(nobody))
                .collect(),
            stake: stakes
                .iter()
                .map(|stake| stake.saturating_to_num())
                .collect(),
            alpha_stake: neurons
                .hotkeys
                .iter()
                .map(|hotkey| subnet.stake_of(*hotkey))
                .collect(),
            stake_weight,
            consensus: neurons.consensus.clone(),
            dividends: neurons.dividends.clone(),
            validator_trust: neurons.validator_trust.clone(),
            emission: neurons.emission.clone(),
            validator_permit: neurons.validator_permit.clone(),
            active: neurons.active.clone(),
            block_at_registration: neurons.block_at_registration.clone(),
            mechanisms: mechanisms.collect(),
        })
    }
}
