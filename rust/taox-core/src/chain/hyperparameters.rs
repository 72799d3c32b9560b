//! Parameters of subnets, declared once as data (transitions.md 4).
//!
//! Those that an epoch reads are declared by [`EpochParams`]; this file adds the rest, and for
//! all of them the storage name and the value of an unset storage item, which differs from what
//! subnet creation writes.

use super::input::InputError;
use super::network_params::NetworkParams;
use super::parameters::{Cell, Parameter, parameters};
use crate::epoch::{EpochParams, ParamError, Yuma};
use serde::{Deserialize, Serialize};

/// What becomes of miner incentive that is addressed to the owner's own uids (coinbase.md 12.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecycleOrBurn {
    /// It stays issued, owned by nobody.
    #[default]
    Burn,
    /// It is taken out of issuance.
    Recycle,
}

impl Cell for RecycleOrBurn {
    const KIND: &'static str = "recycle_or_burn";

    fn to_int(self) -> i128 {
        self as i128
    }

    fn from_int(value: i128) -> Option<Self> {
        [Self::Burn, Self::Recycle]
            .into_iter()
            .find(|fate| fate.to_int() == value)
    }
}

parameters! {
    /// Parameters of one subnet that no epoch reads.
    SubnetParams;
    /// How long a neuron counts as active after its last update, in thousandths of a tempo.
    activity_cutoff_factor: u32 = 13_889, unset 13_889, "tempo/1000",
        "activity_cutoff_factor_milli", 1_000..=50_000;
    /// Blocks after registration in which a neuron is not pruned if others can be.
    immunity_period: u16 = 5_000, unset 4_096, "blocks", "immunity_period", 0..=u16::MAX as i128;
    /// How many entries a weight vector has at least, unless the subnet has fewer uids.
    min_allowed_weights: u16 = 1, unset 1_024, "entries", "min_allowed_weights",
        0..=u16::MAX as i128;
    /// How many uids there are at most; times the mechanisms, at most 256.
    max_allowed_uids: u16 = 256, unset 256, "uids", "max_allowed_uids", 1..=256;
    /// With no more mortal uids than this, pruning takes an immune one.
    min_non_immune_uids: u16 = 10, unset 10, "uids", "min_non_immune_uids", 0..=u16::MAX as i128;
    /// How many of the owner's uids are never pruned.
    immune_owner_uids_limit: u16 = 1, unset 1, "uids", "immune_owner_uids_limit", 1..=10;
    /// Oldest version key accepted with weights; 0 accepts all.
    weights_version_key: u64 = 0, unset 0, "version", "weights_version_key", 0..=u64::MAX as i128;
    /// Blocks between two weight vectors of one uid.
    weights_set_rate_limit: u64 = 100, unset 100, "blocks", "weights_set_rate_limit",
        0..=u64::MAX as i128;
    /// How many epochs after its commit a weight vector is revealed.
    reveal_period_epochs: u64 = 1, unset 1, "epochs", "reveal_period_epochs", 1..=100;
    /// Whether neurons may register; closing it also stops emission.
    registration_allowed: bool = true, unset true, "flag", "network_registration_allowed", 0..=1;
    /// Whether the subnet has started: alpha can be staked and is emitted.
    subtoken_enabled: bool = false, unset false, "flag", "subtoken_enabled", 0..=1;
    /// Whether TAO is emitted into the subnet; alpha emission does not depend on it.
    subnet_emission_enabled: bool = false, unset true, "flag", "subnet_emission_enabled", 0..=1;
    /// Whether the owner gets a cut of the alpha emission.
    owner_cut_enabled: bool = true, unset true, "flag", "owner_cut_enabled", 0..=1;
    /// What becomes of miner incentive addressed to the owner's own uids: burn or recycle.
    recycle_or_burn: RecycleOrBurn = RecycleOrBurn::Burn, unset RecycleOrBurn::Burn,
        "choice", "recycle_or_burn", 0..=1;
    /// How many weight matrices the subnet shares its emission over.
    mechanism_count: u8 = 1, unset 1, "mechanisms", "mechanism_count_current", 1..=2;
    /// 1: alpha has a price in a weighted pool; 0: one alpha is one TAO, without fee.
    subnet_mechanism: u16 = 1, unset 0, "mechanism", "subnet_mechanism", 0..=1;
    /// Part of every trade that goes to the block author.
    fee_rate: u16 = 33, unset 33, "/65535", "fee_rate", 0..=10_000;
    /// Blocks in which the price of a registration halves.
    burn_half_life: u16 = 360, unset 360, "blocks", "burn_half_life", 1..=36_100;
    /// What a registration multiplies its price with, as the raw bits of a U64F64; below 1 counts
    /// as 1. The default is the double 1.26.
    burn_increase_mult: u128 = 23_242_897_532_874_035_200, unset 23_242_897_532_874_035_200,
        "U64F64 bits", "burn_increase_mult", 0..=i128::MAX;
    /// Lowest price of a registration.
    min_burn: u64 = 500_000, unset 500_000, "rao", "min_burn", 0..=u64::MAX as i128;
    /// Highest price of a registration.
    max_burn: u64 = 100_000_000_000, unset 100_000_000_000, "rao", "max_burn",
        0..=u64::MAX as i128;
    /// How many hotkeys may take a seat of root in one block.
    max_registrations_per_block: u16 = 1, unset 1, "registrations",
        "max_registrations_per_block", 0..=u16::MAX as i128;
    /// A third of how many hotkeys may take a seat of root in one interval.
    target_registrations_per_interval: u16 = 2, unset 2, "registrations",
        "target_registrations_per_interval", 0..=u16::MAX as i128;
    /// Age of the subnet at which its moving price follows the price half as fast as at last.
    ema_price_halving_blocks: u64 = 201_600, unset 201_600, "blocks",
        "ema_price_halving_blocks", 0..=u64::MAX as i128;
    /// Root dividends below this are not claimed, as the raw bits of an I96F32 of alpha rao.
    root_claimable_threshold: i128 = 500_000 << 32, unset 500_000 << 32, "I96F32 bits",
        "root_claimable_threshold", 0..=10_000_000 << 32;
    /// Lowest childkey take on the subnet.
    min_childkey_take_per_subnet: u16 = 0, unset 0, "/65535", "min_childkey_take_per_subnet",
        0..=11_796;
    /// How few uids `max_allowed_uids` can come down to.
    min_allowed_uids: u16 = 64, unset 64, "uids", "min_allowed_uids", 0..=u16::MAX as i128;
    /// Blocks between two announcements of one neuron's address.
    serving_rate_limit: u64 = 50, unset 50, "blocks", "serving_rate_limit", 0..=u64::MAX as i128;
    /// Whether stake may change hands.
    transfer_toggle: bool = true, unset true, "flag", "transfer_toggle", 0..=1;
    /// Whether each cut of the owner is locked as it arrives.
    owner_cut_auto_lock_enabled: bool = false, unset false, "flag", "owner_cut_auto_lock_enabled",
        0..=1;
    /// Whether a commitment of a neuron may clear what bonds others have in it.
    bonds_reset: bool = false, unset false, "flag", "bonds_reset_on", 0..=1;
    /// No effect: `activity_cutoff_factor` has replaced it.
    activity_cutoff: u16 = 5_000, unset 5_000, "blocks", "activity_cutoff", 360..=u16::MAX as i128;
    /// No effect: a part of an older consensus.
    rho: u16 = 10, unset 10, "steepness", "rho", 0..=u16::MAX as i128;
    /// No effect: there is no proof of work.
    pow_registration_allowed: bool = true, unset true, "flag", "network_pow_registration_allowed",
        0..=1;
    /// No effect: there is no proof of work.
    difficulty: u64 = 10_000_000, unset 10_000_000, "hashes", "difficulty", 0..=u64::MAX as i128;
    /// No effect: there is no proof of work.
    min_difficulty: u64 = 10_000_000, unset 10_000_000, "hashes", "min_difficulty",
        0..=u64::MAX as i128;
    /// No effect: there is no proof of work.
    max_difficulty: u64 = 4_611_686_018_427_387_903, unset 4_611_686_018_427_387_903, "hashes",
        "max_difficulty", 0..=u64::MAX as i128;
    /// No effect: prices of registration no longer follow intervals.
    adjustment_interval: u16 = 100, unset 100, "blocks", "adjustment_interval",
        0..=u16::MAX as i128;
    /// No effect: prices of registration no longer follow intervals.
    adjustment_alpha: u64 = 0, unset 0, "/(2^64-1)", "adjustment_alpha", 0..=u64::MAX as i128;
}

/// A parameter of a subnet with its new value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// One of the table.
    Integer(String, i128),
    /// How emission is split over mechanisms; none = evenly.
    EmissionSplit(Option<Vec<u16>>),
}

/// What the chain stores of the epoch's parameters: (name, storage item, value of an unset item).
/// `stake_threshold` belongs to the network, `activity_cutoff` follows from the factor and the
/// tempo.
const EPOCH_STORAGE: &[(&str, &str, i128)] = &[
    ("kappa", "kappa", 32_767),
    ("bonds_penalty", "bonds_penalty", 65_535),
    ("bonds_moving_average", "bonds_moving_average", 900_000),
    ("yuma", "yuma3_on", Yuma::Two as i128),
    ("liquid_alpha", "liquid_alpha_on", 0),
    ("alpha_low", "alpha_values", 45_875),
    ("alpha_high", "alpha_values", 58_982),
    ("alpha_sigmoid_steepness", "alpha_sigmoid_steepness", 1_000),
    ("max_allowed_validators", "max_allowed_validators", 128),
    ("tempo", "tempo", 360),
    ("commit_reveal", "commit_reveal_weights_enabled", 1),
];

/// The product of uids and mechanisms cannot exceed this.
pub(super) const MAX_UIDS_OF_ALL_MECHANISMS: usize = 256;

/// Everything that can be set for one subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hyperparameters {
    /// What an epoch reads. Its `stake_threshold` and `activity_cutoff` are filled in when an
    /// epoch runs.
    pub epoch: EpochParams,
    /// The rest.
    pub subnet: SubnetParams,
    /// How emission is split over mechanisms, of 65535 in all; none = evenly.
    pub mechanism_emission_split: Option<Vec<u16>>,
}

impl Hyperparameters {
    /// Every integer parameter: those of the epoch first.
    pub fn table() -> impl Iterator<Item = Parameter> {
        epoch_table().chain(SubnetParams::TABLE.iter().copied())
    }

    /// What absent storage items mean.
    pub fn unset() -> Self {
        let mut params = Self::default();
        for row in Self::table() {
            // Every row of the table can be set to its own unset value.
            let _ = params.set(row.name, row.unset);
        }
        params
    }

    /// Every integer value, in the order of [`Self::table`].
    pub fn values(&self) -> impl Iterator<Item = (Parameter, i128)> {
        let epoch = epoch_table().filter_map(|row| {
            let value = self.epoch.values().find(|(spec, _)| spec.name == row.name);
            value.map(|(_, value)| (row, value))
        });
        epoch.chain(self.subnet.values().map(|(row, value)| (*row, value)))
    }

    /// One parameter's row, if it is in the table.
    pub fn row(name: &str) -> Option<Parameter> {
        Self::table().find(|row| row.name == name)
    }

    /// One integer value, if the table has the name.
    pub fn get(&self, name: &str) -> Option<i128> {
        self.values()
            .find(|(row, _)| row.name == name)
            .map(|(_, value)| value)
    }

    /// Sets one integer parameter by name.
    ///
    /// # Errors
    /// [`ParamError`] if no parameter has this name or the value is out of its range; nothing
    /// changes then.
    pub fn set(&mut self, name: &str, value: i128) -> Result<(), ParamError> {
        if let Some(result) = self.subnet.set(name, value) {
            return result;
        }
        if EPOCH_STORAGE.iter().any(|(known, ..)| *known == name) {
            return self.epoch.set(name, value);
        }
        Err(ParamError::Unknown {
            name: name.to_owned(),
        })
    }

    /// Sets one integer parameter to whatever its type can hold, as storage does.
    ///
    /// # Errors
    /// As [`Self::set`].
    pub(crate) fn load(&mut self, name: &str, value: i128) -> Result<(), ParamError> {
        let loaded = self.subnet.load(name, value);
        loaded.unwrap_or_else(|| self.set(name, value))
    }

    /// Sets several parameters; checks neither what they are together nor all or none.
    ///
    /// # Errors
    /// As [`Self::set`], for the first that does not fit.
    pub fn apply(&mut self, settings: &[Setting]) -> Result<(), ParamError> {
        settings.iter().try_for_each(|setting| match setting {
            Setting::Integer(name, value) => self.set(name, *value),
            Setting::EmissionSplit(split) => {
                self.mechanism_emission_split.clone_from(split);
                Ok(())
            }
        })
    }

    /// Checks what no single parameter can check.
    ///
    /// # Errors
    /// [`InputError`] about the first combination that a subnet cannot have.
    pub fn validate(&self) -> Result<(), InputError> {
        let EpochParams {
            alpha_low,
            alpha_high,
            ..
        } = self.epoch;
        if alpha_low > alpha_high {
            let limit = format!("at most alpha_high, which is {alpha_high}");
            return Err(InputError::new("alpha_low", limit, alpha_low));
        }
        let mechanisms = usize::from(self.subnet.mechanism_count);
        let uids = usize::from(self.subnet.max_allowed_uids);
        if uids.saturating_mul(mechanisms) > MAX_UIDS_OF_ALL_MECHANISMS {
            let limit = MAX_UIDS_OF_ALL_MECHANISMS;
            let limit = format!("at most {limit} divided by mechanism_count, {mechanisms}");
            return Err(InputError::new("max_allowed_uids", limit, uids));
        }
        self.validate_split(mechanisms)
    }

    fn validate_split(&self, mechanisms: usize) -> Result<(), InputError> {
        let Some(split) = &self.mechanism_emission_split else {
            return Ok(());
        };
        let sum: u64 = split.iter().map(|&part| u64::from(part)).sum();
        if split.is_empty() || split.len() > mechanisms || sum != u64::from(u16::MAX) {
            let expected = format!("1 to {mechanisms} parts that sum to 65535");
            return Err(InputError::new(
                "mechanism_emission_split",
                expected,
                format!("{split:?}"),
            ));
        }
        Ok(())
    }

    /// What an epoch of this subnet reads, with the network's threshold.
    pub(crate) fn for_epoch(&self, network: &NetworkParams) -> EpochParams {
        EpochParams {
            stake_threshold: network.stake_threshold,
            activity_cutoff: self.activity_cutoff(),
            ..self.epoch.clone()
        }
    }

    /// max(1, ⌊factor · tempo / 1000⌋) blocks (epoch.md 4).
    pub(crate) fn activity_cutoff(&self) -> u64 {
        let factor = u64::from(self.subnet.activity_cutoff_factor);
        let product = factor.saturating_mul(self.epoch.tempo.into());
        product.wrapping_div(1_000).max(1)
    }
}

fn epoch_table() -> impl Iterator<Item = Parameter> {
    EPOCH_STORAGE.iter().filter_map(|&(name, storage, unset)| {
        let spec = EpochParams::TABLE.iter().find(|spec| spec.name == name)?;
        Some(Parameter {
            name,
            storage,
            kind: spec.kind.name(),
            unit: spec.unit,
            default: spec.default,
            unset,
            min: spec.min,
            max: spec.max,
            doc: spec.doc,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_values_inside_its_own_range() {
        for row in Hyperparameters::table().chain(NetworkParams::TABLE.iter().copied()) {
            let range = row.min..=row.max;
            assert!(
                range.contains(&row.default) && range.contains(&row.unset),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn every_stored_epoch_parameter_is_in_the_table() {
        assert_eq!(epoch_table().count(), EPOCH_STORAGE.len());
        let stored = |name: &str| EPOCH_STORAGE.iter().any(|(known, ..)| *known == name);
        let missing: Vec<_> = EpochParams::TABLE.iter().map(|spec| spec.name).collect();
        let missing: Vec<_> = missing.into_iter().filter(|name| !stored(name)).collect();
        assert_eq!(missing, ["stake_threshold", "activity_cutoff"]);
    }

    #[test]
    fn the_default_cutoff_is_five_thousand_blocks() {
        assert_eq!(Hyperparameters::default().activity_cutoff(), 5_000);
    }

    #[test]
    fn a_value_out_of_range_names_the_parameter() {
        let mut params = Hyperparameters::default();
        let error = params.set("immune_owner_uids_limit", 11).unwrap_err();
        assert_eq!(
            error.to_string(),
            "immune_owner_uids_limit: expected 1 to 10 (uids), got 11"
        );
        assert!(matches!(
            params.set("tempos", 1),
            Err(ParamError::Unknown { .. })
        ));
        assert!(params.set("stake_threshold", 1).is_err());
        assert_eq!(params, Hyperparameters::default());
    }

    #[test]
    fn combinations_are_checked() {
        let mut params = Hyperparameters::default();
        params.subnet.mechanism_count = 2;
        assert_eq!(params.validate().unwrap_err().argument, "max_allowed_uids");
        params.subnet.max_allowed_uids = 128;
        assert_eq!(params.validate(), Ok(()));
        params.mechanism_emission_split = Some(vec![1, 2]);
        assert_eq!(
            params.validate().unwrap_err().argument,
            "mechanism_emission_split"
        );
        params.mechanism_emission_split = Some(vec![16_383, 49_152]);
        assert_eq!(params.validate(), Ok(()));
    }

    #[test]
    fn unset_items_differ_from_what_creation_writes() {
        let unset = Hyperparameters::unset();
        assert_eq!(unset.epoch.yuma, Yuma::Two);
        assert_eq!(unset.epoch.max_allowed_validators, 128);
        assert_eq!(unset.subnet.immunity_period, 4_096);
        assert!(unset.subnet.subnet_emission_enabled);
    }
}
