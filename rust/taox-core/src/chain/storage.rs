//! A chain's state as a storage dump, and back: the form of the golden vectors and of live state.
//!
//! [`Chain::STORAGE_ITEMS`] are the items that exist here, under the chain's names. Amounts of 0
//! and empty rows are left out. A missing entry means the chain's default of an unset item, which
//! differs from what subnet creation writes.

use super::Chain;
use super::hyperparameters::Hyperparameters;
use super::input::InputError;
use super::storage_read::read_state;
use super::storage_write::write_state;
use super::stored::Stored;
use super::subnet::Subnet;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Items by name.
pub type Storage = BTreeMap<String, Stored>;

/// A per-subnet amount, block or counter: name, how to read it, how to write it.
pub(crate) type Counter = (&'static str, fn(&Subnet) -> u64, fn(&mut Subnet, u64));

macro_rules! counters {
    ($($name:literal: $($field:ident).+;)*) => {
        /// Every per-subnet item that is a plain u64.
        pub(crate) const COUNTERS: &[Counter] = &[$((
            $name,
            |subnet| subnet.$($field).+,
            |subnet, value| subnet.$($field).+ = value,
        )),*];
    };
}

counters! {
    "alpha_burned": alpha_burned;
    "alpha_recycled": alpha_recycled;
    "blocks_since_last_step": clock.blocks_since_last_step;
    "last_epoch_block": clock.last_epoch_block;
    "last_mechansim_step_block": clock.last_mechanism_step_block;
    "network_registered_at": registered_at;
    "pending_epoch_at": clock.pending_epoch_at;
    "pending_owner_cut": pending.owner_cut;
    "pending_root_alpha_divs": pending.root;
    "pending_server_emission": pending.server;
    "pending_validator_emission": pending.validator;
    "subnet_alpha_in": pool.alpha_in;
    "subnet_alpha_out": pool.alpha_out;
    "subnet_epoch_index": clock.epoch_index;
    "subnet_tao": pool.tao;
}

/// Items that are not counters and no integer parameter.
const OTHER_ITEMS: &[&str] = &[
    "active",
    "alpha_v2",
    "balances_total_issuance",
    "block",
    "block_at_registration",
    "bonds",
    "consensus",
    "delegates",
    "dividends",
    "emission",
    "first_emission_block_number",
    "free_balance",
    "incentive",
    "is_network_member",
    "keys",
    "last_update",
    "max_epochs_per_block",
    "mechanism_emission_split",
    "miner_burned",
    "networks_added",
    "owned_hotkeys",
    "owner",
    "stake_threshold",
    "stake_weight",
    "staking_hotkeys",
    "subnet_limit",
    "subnet_mechanism",
    "subnet_owner",
    "subnet_owner_cut",
    "subnet_owner_hotkey",
    "subnet_volume",
    "subnetwork_n",
    "tao_weight",
    "total_hotkey_alpha",
    "total_hotkey_shares_v2",
    "total_issuance",
    "total_stake",
    "uids",
    "validator_permit",
    "validator_trust",
    "weights",
];

/// The mechanism of the pool that exists: 1:1.
pub(crate) const POOL_MECHANISM: u16 = 0;

/// How `free_balance` calls the account of burned TAO.
pub(crate) const BURN_KEY: &str = "burn";
/// How it calls the account of a subnet, before the netuid.
pub(crate) const SUBNET_KEY: &str = "subnet:";

impl Chain {
    /// The names of all items that can be read and are written, sorted.
    pub fn storage_items() -> Vec<&'static str> {
        let mut names: Vec<_> = OTHER_ITEMS.to_vec();
        names.extend(COUNTERS.iter().map(|(name, ..)| *name));
        names.extend(Hyperparameters::table().map(|row| row.storage));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The state as a storage dump.
    pub fn to_storage(&self) -> Storage {
        write_state(&self.state)
    }

    /// A chain in the state of a dump, without history.
    ///
    /// What a dump does not hold is given: the parameters of new subnets and the genesis.
    ///
    /// # Errors
    /// [`InputError`] naming the first item or entry that is unknown, malformed or does not fit
    /// the others.
    pub fn from_storage(
        storage: &Storage,
        defaults: Hyperparameters,
        genesis: &[u8],
    ) -> Result<Self, InputError> {
        let known = Self::storage_items();
        if let Some(name) = storage.keys().find(|name| !known.contains(&name.as_str())) {
            let expected = "storage items that exist here";
            return Err(InputError::new("storage", expected, format!("{name:?}")));
        }
        defaults.validate()?;
        let mut state = read_state(storage, defaults, Sha256::digest(genesis).into())?;
        state.check_structure()?;
        Ok(Self::from_state(state))
    }
}
