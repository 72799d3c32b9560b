//! The input of a subnet's epoch: borrowed from the state, or kept aside to look at later.

use super::state::State;
use super::subnet::Subnet;
use crate::epoch::{
    EpochError, EpochInput, EpochOutput, EpochParams, MechanismInput, RowsBuf, Rules, epoch,
    epoch_with_rules,
};
use crate::fixed::I64F64;

/// Owned copy of what one epoch read. Vectors are by uid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEpoch {
    /// The block in which it ran.
    pub block: u64,
    /// When an epoch had last run, 0 = never.
    pub last_mechanism_step_block: u64,
    /// Uid of the owner's hotkey.
    pub owner_uid: Option<u16>,
    /// Alpha rao shared out.
    pub emission: u64,
    /// How it was split over mechanisms, of 65535.
    pub mechanism_emission_split: Option<Vec<u16>>,
    /// Blocks of registration.
    pub block_at_registration: Vec<u64>,
    /// Stake weights, rao.
    pub total_stake: Vec<I64F64>,
    /// Permits of the epoch before.
    pub validator_permit: Vec<bool>,
    /// Hyperparameters.
    pub params: EpochParams,
    /// Per mechanism: last updates, weights and bonds before the epoch.
    pub mechanisms: Vec<RecordedMechanism>,
}

/// What belongs to one mechanism.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedMechanism {
    /// Blocks of the last weights.
    pub last_update: Vec<u64>,
    /// Stored weights.
    pub weights: RowsBuf,
    /// Bonds before the epoch.
    pub bonds: RowsBuf,
    /// The earliest block of each uid's unexpired commits; empty if nobody has one.
    pub oldest_active_commit_block: Vec<u64>,
}

impl RecordedEpoch {
    /// Computes the epoch again, by the chain's own rules.
    ///
    /// # Errors
    /// [`EpochError`] if the fields were changed into something malformed.
    pub fn run(&self) -> Result<EpochOutput, EpochError> {
        let mechanisms: Vec<_> = self
            .mechanisms
            .iter()
            .map(RecordedMechanism::input)
            .collect();
        epoch(&EpochInput {
            n: u16::try_from(self.total_stake.len()).unwrap_or(u16::MAX),
            block: self.block,
            last_mechanism_step_block: self.last_mechanism_step_block,
            owner_uid: self.owner_uid,
            emission: self.emission,
            mechanism_emission_split: self.mechanism_emission_split.as_deref(),
            block_at_registration: &self.block_at_registration,
            total_stake: &self.total_stake,
            validator_permit: &self.validator_permit,
            params: &self.params,
            mechanisms: &mechanisms,
        })
    }

    fn of(input: &EpochInput<'_>) -> Self {
        let mechanisms = input.mechanisms.iter().map(|mechanism| RecordedMechanism {
            last_update: mechanism.last_update.to_vec(),
            weights: mechanism.weights.to_buf(),
            bonds: mechanism.bonds.to_buf(),
            oldest_active_commit_block: mechanism.oldest_active_commit_block.to_vec(),
        });
        Self {
            block: input.block,
            last_mechanism_step_block: input.last_mechanism_step_block,
            owner_uid: input.owner_uid,
            emission: input.emission,
            mechanism_emission_split: input.mechanism_emission_split.map(<[u16]>::to_vec),
            block_at_registration: input.block_at_registration.to_vec(),
            total_stake: input.total_stake.to_vec(),
            validator_permit: input.validator_permit.to_vec(),
            params: input.params.clone(),
            mechanisms: mechanisms.collect(),
        }
    }
}

impl RecordedMechanism {
    fn input(&self) -> MechanismInput<'_> {
        MechanismInput {
            last_update: &self.last_update,
            weights: self.weights.as_rows(),
            bonds: self.bonds.as_rows(),
            oldest_active_commit_block: &self.oldest_active_commit_block,
        }
    }
}

/// Runs a subnet's epoch on its stored vectors and rows, which are borrowed as they are; keeps a
/// copy of the input if asked to.
pub(crate) fn run_epoch(
    state: &State,
    subnet: &Subnet,
    emission: u64,
    rules: Option<&dyn Rules>,
    keep: bool,
) -> Result<(EpochOutput, Option<RecordedEpoch>), EpochError> {
    let total_stake = state.total_stakes(subnet);
    let params = subnet.params.for_epoch(&state.network);
    let commits = subnet.oldest_active_commits(state.block);
    let mechanisms: Vec<_> = subnet
        .mechanisms
        .iter()
        .zip(&commits)
        .map(|(mechanism, oldest)| MechanismInput {
            last_update: &mechanism.last_update,
            weights: mechanism.weights.as_rows(),
            bonds: mechanism.bonds.as_rows(),
            oldest_active_commit_block: oldest,
        })
        .collect();
    let input = EpochInput {
        n: subnet.neurons.len(),
        block: state.block,
        last_mechanism_step_block: subnet.clock.last_mechanism_step_block,
        owner_uid: subnet.owner_uid(),
        emission,
        mechanism_emission_split: subnet.params.mechanism_emission_split.as_deref(),
        block_at_registration: &subnet.neurons.block_at_registration,
        total_stake: &total_stake,
        validator_permit: &subnet.neurons.validator_permit,
        params: &params,
        mechanisms: &mechanisms,
    };
    let output = match rules {
        None => epoch(&input)?,
        Some(rules) => epoch_with_rules(&input, rules)?.0,
    };
    Ok((output, keep.then(|| RecordedEpoch::of(&input))))
}
