//! What a dissolved subnet leaves behind: the next one with its netuid inherits it (transitions.md 1.4).

use super::auto_stake::AutoStake;
use super::hyperparameters::Hyperparameters;
use super::interner::HotIx;
use super::settings::Vacant;
use super::subnet::{AlphaAssets, Subnet};
use crate::fixed::U96F32;
use serde::{Deserialize, Serialize};

/// The parameters that are left behind; all others are deleted.
const LEFT_BEHIND: [&str; 7] = [
    "min_allowed_uids",
    "min_non_immune_uids",
    "min_childkey_take_per_subnet",
    "owner_cut_enabled",
    "recycle_or_burn",
    "root_claimable_threshold",
    "subnet_emission_enabled",
];

/// Whether a parameter outlives its subnet.
pub(crate) fn is_left_behind(name: &str) -> bool {
    LEFT_BEHIND.contains(&name)
}

/// What is still stored under the netuid of a subnet that is gone, beside [`Vacant`] parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remains {
    pub(crate) alpha_assets: AlphaAssets,
    pub(crate) root_proportion: U96F32,
    pub(crate) root_dividends: Vec<(HotIx, u64)>,
    pub(crate) auto_stake: AutoStake,
    /// Without meaning; a dump of a chain without root has root's.
    pub(crate) last_epoch_block: u64,
}

impl Default for Remains {
    fn default() -> Self {
        Self {
            alpha_assets: AlphaAssets::default(),
            root_proportion: U96F32::ZERO,
            root_dividends: Vec::new(),
            auto_stake: AutoStake::default(),
            last_epoch_block: 0,
        }
    }
}

impl Remains {
    /// What stays of a subnet that was taken out, its parameters aside.
    pub(crate) fn of(subnet: Subnet) -> Self {
        Self {
            alpha_assets: subnet.alpha_assets,
            root_proportion: subnet.root_proportion,
            root_dividends: subnet.payouts.root,
            auto_stake: subnet.auto_stake,
            last_epoch_block: 0,
        }
    }

    /// Hands everything to the next subnet.
    pub(crate) fn bequeath(self, subnet: &mut Subnet) {
        subnet.alpha_assets = self.alpha_assets;
        subnet.root_proportion = self.root_proportion;
        subnet.payouts.root = self.root_dividends;
        subnet.auto_stake = self.auto_stake;
    }
}

impl Vacant {
    /// Keeps the parameters of a subnet that are left behind.
    pub(crate) fn keep(&mut self, netuid: u16, params: &Hyperparameters) {
        for (row, value) in params.values() {
            if is_left_behind(row.name) && value != row.unset {
                // What one table holds another can load.
                let _ = self.load(netuid, row.name, value);
            }
        }
    }

    /// Puts what is stored for a netuid into the parameters of its next subnet, but for those that
    /// creation sets.
    pub(crate) fn inherit(&self, netuid: u16, params: &mut Hyperparameters, sets: &[&str]) {
        let stored = self
            .get(netuid)
            .into_iter()
            .flat_map(Hyperparameters::values);
        for (row, value) in stored {
            if value != row.unset && !sets.contains(&row.storage) {
                let _ = params.load(row.name, value);
            }
        }
    }
}
