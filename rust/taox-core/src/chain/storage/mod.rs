//! A state in the chain's own storage names: the form in which a live subnet is brought in, and in
//! which two implementations are compared.
//!
//! * [`Storage`]: a value of that form, whatever carries it (JSON, Python objects).
//! * `item`: reading one value or key; `reader`: reading one item.
//! * `load`, `load_subnets`, `load_params`: a state from items; `write`, `write_subnets`: items from
//!   a state.
//!
//! Names are snake-case storage names. Items of maps are [`Storage::Map`]s whose keys join the parts
//! of the chain's key by commas. Accounts are their number if they fit 64 bits, else SS58 text; the
//! accounts of subnets and the burn account are `subnet:N` and `burn` in `free_balance`. Raw bits of
//! fixed-point numbers and 128-bit integers are decimal text. A missing entry is the value of an
//! item that was never set.

mod item;
mod load;
mod load_params;
mod load_subnets;
mod reader;
mod write;
mod write_subnets;

use super::Chain;
use super::input::InputError;
use std::collections::{BTreeMap, BTreeSet};

/// One value of a storage dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// Nothing.
    Null,
    /// A flag.
    Bool(bool),
    /// A number.
    Int(i128),
    /// A name, or a number too long for others.
    Text(String),
    /// Several values in order.
    List(Vec<Storage>),
    /// Values by key.
    Map(BTreeMap<String, Storage>),
}

/// Which parameters were stored explicitly, by storage item; of no subnet = of the network.
pub(crate) type Stored = BTreeSet<(&'static str, Option<u16>)>;

impl Chain {
    /// A chain with this state, and no history.
    ///
    /// Subnets are those of `networks_added`; without that item, those that any item of a subnet
    /// names. Root always exists. Values outside the ranges of the setters are taken as they are.
    ///
    /// # Errors
    /// [`InputError`] about the first item that is unknown, or entry that does not read.
    pub fn from_storage(items: &BTreeMap<String, Storage>) -> Result<Self, InputError> {
        load::load(items)
    }

    /// The state of this chain. What is 0, false or empty is left out.
    pub fn to_storage(&self) -> BTreeMap<String, Storage> {
        write::write(self)
    }
}
