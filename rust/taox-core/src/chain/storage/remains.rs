//! What is stored under the netuids of subnets that are gone; parameters stand among all others.

use super::Stored;
use super::item::Path;
use super::reader::Reader;
use super::write::{Items, hot_text};
use crate::chain::account::Hotkey;
use crate::chain::auto_stake::AutoStake;
use crate::chain::input::InputError;
use crate::chain::remains::Remains;
use crate::chain::state::State;
use crate::fixed::U96F32;

impl State {
    /// What is left of a subnet that does not exist.
    pub(super) fn remains_mut(&mut self, netuid: u16) -> Option<&mut Remains> {
        let is_gone = self.subnets.get(netuid).is_none();
        is_gone.then(|| self.remains.entry(netuid).or_default())
    }

    /// Where incentive goes on a subnet, or went.
    pub(super) fn auto_stake_mut(&mut self, netuid: u16) -> Option<&mut AutoStake> {
        if self.subnets.get(netuid).is_some() {
            let subnet = self.subnets.get_mut(netuid);
            return subnet.map(|subnet| &mut subnet.auto_stake);
        }
        self.remains_mut(netuid).map(|left| &mut left.auto_stake)
    }
}

type Store = fn(&mut Remains, Path<'_>, &Stored) -> Result<(), InputError>;

const ITEMS: &[(&str, Store)] = &[
    ("total_alpha_issuance", |left, path, value| {
        left.alpha_assets.issuance = path.int(value)?;
        Ok(())
    }),
    ("alpha_burned", |left, path, value| {
        left.alpha_assets.burned = path.int(value)?;
        Ok(())
    }),
    ("alpha_recycled", |left, path, value| {
        left.alpha_assets.recycled = path.int(value)?;
        Ok(())
    }),
    ("root_prop", |left, path, value| {
        left.root_proportion = U96F32::from_bits(path.bits(value)?);
        Ok(())
    }),
    ("last_epoch_block", |left, path, value| {
        left.last_epoch_block = path.int(value)?;
        Ok(())
    }),
];
const DIVIDENDS: &str = "root_alpha_dividends_per_subnet";

pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    for (item, store) in ITEMS {
        reader.by_one(item, |netuid: u16, path, value| {
            let left = state.remains_mut(netuid);
            left.map_or(Ok(()), |left| store(left, path, value))
        })?;
    }
    reader.by_two(DIVIDENDS, |(netuid, hotkey): (u16, Hotkey), path, value| {
        let (hotkey, alpha) = (state.hotkeys.intern(hotkey), path.int(value)?);
        if let Some(left) = state.remains_mut(netuid) {
            left.root_dividends.push((hotkey, alpha));
        }
        Ok(())
    })
}

pub(super) fn write(state: &State, items: &mut Items) {
    for (netuid, left) in &state.remains {
        items.amount("total_alpha_issuance", netuid, left.alpha_assets.issuance);
        items.amount("alpha_burned", netuid, left.alpha_assets.burned);
        items.amount("alpha_recycled", netuid, left.alpha_assets.recycled);
        items.amount("last_epoch_block", netuid, left.last_epoch_block);
        items.bits("root_prop", netuid, left.root_proportion.to_bits());
        for (hotkey, alpha) in &left.root_dividends {
            let key = format!("{netuid},{}", hot_text(state, *hotkey));
            items.amount(DIVIDENDS, key, *alpha);
        }
    }
}
