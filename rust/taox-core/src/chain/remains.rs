//! What a dissolved subnet leaves behind: the next one with its netuid inherits it (transitions.md 1.4).

use super::auto_stake::AutoStake;
use super::hyperparameters::Hyperparameters;
use super::interner::HotIx;
use super::subnet::{AlphaAssets, Subnet};
use crate::fixed::U96F32;
use serde::{Deserialize, Serialize};

/// The parameters that the chain does not delete. Creation sets the last one anew.
const LEFT_BEHIND: [&str; 7] = [
    "min_allowed_uids",
    "min_non_immune_uids",
    "min_childkey_take_per_subnet",
    "owner_cut_enabled",
    "recycle_or_burn",
    "root_claimable_threshold",
    CREATION_SETS,
];
const CREATION_SETS: &str = "subnet_emission_enabled";

/// Whether the chain leaves this parameter behind.
pub(crate) fn is_left_behind(name: &str) -> bool {
    LEFT_BEHIND.contains(&name)
}

/// What is still stored under the netuid of a subnet that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remains {
    /// As it was what is left behind, unset what is not.
    pub(crate) params: Hyperparameters,
    pub(crate) alpha_assets: AlphaAssets,
    pub(crate) root_proportion: U96F32,
    pub(crate) root_dividends: Vec<(HotIx, u64)>,
    pub(crate) auto_stake: AutoStake,
}

impl Default for Remains {
    fn default() -> Self {
        Self {
            params: Hyperparameters::unset(),
            alpha_assets: AlphaAssets::default(),
            root_proportion: U96F32::ZERO,
            root_dividends: Vec::new(),
            auto_stake: AutoStake::default(),
        }
    }
}

impl Remains {
    /// What stays of a subnet that was taken out.
    pub(crate) fn of(subnet: Subnet) -> Self {
        let mut params = Hyperparameters::unset();
        copy_left_behind(&subnet.params, &mut params, |_| true);
        Self {
            params,
            alpha_assets: subnet.alpha_assets,
            root_proportion: subnet.root_proportion,
            root_dividends: subnet.payouts.root,
            auto_stake: subnet.auto_stake,
        }
    }

    /// The parameters of the next subnet, which would be `params` on an unused netuid.
    pub(crate) fn inherited(&self, mut params: Hyperparameters) -> Hyperparameters {
        copy_left_behind(&self.params, &mut params, |name| name != CREATION_SETS);
        params
    }

    /// Hands all but the parameters to the next subnet.
    pub(crate) fn bequeath(self, subnet: &mut Subnet) {
        subnet.alpha_assets = self.alpha_assets;
        subnet.root_proportion = self.root_proportion;
        subnet.payouts.root = self.root_dividends;
        subnet.auto_stake = self.auto_stake;
    }
}

fn copy_left_behind(
    from: &Hyperparameters,
    to: &mut Hyperparameters,
    chosen: impl Fn(&str) -> bool,
) {
    for (row, value) in from.values() {
        if is_left_behind(row.name) && chosen(row.name) {
            // A value that a table holds can be loaded into another one.
            let _ = to.load(row.name, value);
        }
    }
}
