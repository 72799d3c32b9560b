//! Parameters of netuids that no subnet holds.
//!
//! Root can write some for a netuid that does not exist (transitions.md 1.14, 4).

use crate::chain::hyperparameters::Hyperparameters;
use crate::epoch::ParamError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is stored for netuids without subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Vacant(BTreeMap<u16, Hyperparameters>);

impl Vacant {
    /// What is stored for a netuid, if anything is.
    pub(crate) fn get(&self, netuid: u16) -> Option<&Hyperparameters> {
        self.0.get(&netuid)
    }

    /// Stores one parameter of a netuid, as storage does.
    ///
    /// # Errors
    /// [`ParamError`] for a value that the type cannot hold; nothing changes then.
    pub(crate) fn load(&mut self, netuid: u16, name: &str, value: i128) -> Result<(), ParamError> {
        let mut params = self
            .0
            .get(&netuid)
            .cloned()
            .unwrap_or_else(Hyperparameters::unset);
        params.load(name, value)?;
        self.0.insert(netuid, params);
        Ok(())
    }

    /// A subnet takes the netuid: nothing is stored for it any more.
    pub(crate) fn remove(&mut self, netuid: u16) {
        self.0.remove(&netuid);
    }

    /// Everything that is stored, by netuid.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u16, &Hyperparameters)> {
        self.0.iter().map(|(netuid, params)| (*netuid, params))
    }
}
