//! A state in the chain's own storage names: the form in which a live subnet is brought in, and in
//! which two implementations are compared.
//!
//! * [`Stored`]: one value, whatever carries it (JSON, Python objects); [`Storage`]: all items.
//! * `item`: reading one value or key; `reader`: reading one item.
//! * `clocks`, `names`, `life`, `remains`, `commits`, `locks`: both ways for what has a rate limit, for
//!   symbols and identities, for how subnets and hotkeys come and go, for what is left of subnets, for
//!   weights that wait, and for locked stake.
//! * `load`, `load_subnets`, `load_neurons`, `load_stakes`, `load_params`: a state from items; `write`,
//!   `write_subnets`: items from a state.
//!
//! Names are snake-case storage names. Keys of maps join the parts of the chain's key by commas.
//! Accounts are integers (32 big-endian bytes); in `free_balance` those of subnets and the burn
//! account are `subnet:N` and `burn`. Raw bits of fixed-point numbers and 128-bit integers are
//! decimal text. A missing entry is the value of an item that was never set, which differs from what
//! subnet creation writes.

mod clocks;
mod commits;
mod item;
mod life;
mod load;
mod load_neurons;
mod load_params;
mod load_stakes;
mod load_subnets;
mod locks;
mod names;
mod reader;
mod remains;
mod write;
mod write_subnets;

use super::Chain;
use super::account::AccountId;
use super::hyperparameters::Hyperparameters;
use super::input::InputError;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

const BLOCK_EMISSION: &str = "block_emission";
/// What the chain takes for the last emission where none was ever stored: 1 TAO.
const UNSET_BLOCK_EMISSION: u64 = 1_000_000_000;

/// One value of a storage dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Nothing: the entry is only there.
    Unit,
    /// A flag.
    Bool(bool),
    /// An integer of at most 128 bits.
    Int(i128),
    /// An account, or an integer that only an account can be.
    Account(AccountId),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Stored>),
    /// A map.
    Map(BTreeMap<String, Stored>),
}

/// Items by name.
pub type Storage = BTreeMap<String, Stored>;

/// Which parameters were stored explicitly, by storage item; of no subnet = of the network. They are
/// written again even where they are what an unset item means.
pub(crate) type Explicit = BTreeSet<(&'static str, Option<u16>)>;

impl Chain {
    /// The names of all items that can be read and are written, sorted.
    pub fn storage_items() -> Vec<&'static str> {
        load::known_items()
    }

    /// A chain in the state of a dump, without history.
    ///
    /// What a dump does not hold is given: the parameters of new subnets and the genesis. Subnets
    /// are those of `networks_added`; without that item, those that an item of a subnet names. Root
    /// always exists. Values outside the ranges of the setters are taken as they are.
    ///
    /// # Errors
    /// [`InputError`] naming the first item or entry that is unknown, malformed or does not fit the
    /// others.
    pub fn from_storage(
        storage: &Storage,
        defaults: Hyperparameters,
        genesis: &[u8],
    ) -> Result<Self, InputError> {
        defaults.validate()?;
        load::load(storage, defaults, Sha256::digest(genesis).into())
    }

    /// The state as a storage dump. What is 0, false or empty is left out.
    pub fn to_storage(&self) -> Storage {
        write::write(self)
    }
}
