//! Stored items from a state: accounts, totals, parameters.

use super::item::{account_text, account_value, balance_text};
use super::{
    BLOCK_EMISSION, Storage, Stored, UNSET_BLOCK_EMISSION, clocks, commits, life, locks, names,
    remains, write_subnets,
};
use crate::chain::Chain;
use crate::chain::claim_index::RootClaimType;
use crate::chain::hyperparameters::Hyperparameters;
use crate::chain::interner::{ColdIx, HotIx};
use crate::chain::parameters::Parameter;
use crate::chain::state::State;
use crate::epoch::Yuma;
use core::fmt::Display;
use std::collections::BTreeMap;

pub(super) fn write(chain: &Chain) -> Storage {
    let mut items = Items::default();
    let state = &chain.state;
    write_totals(chain, &mut items);
    write_parameters(chain, &mut items);
    write_coldkeys(state, &mut items);
    write_hotkeys(state, &mut items);
    for (position, coldkey) in state.claim_index.iter().enumerate() {
        let account = cold_value(state, coldkey);
        items.entry("staking_coldkeys_by_index", position, account);
        items.entry(
            "staking_coldkeys",
            cold_text(state, coldkey),
            int(position as u64),
        );
    }
    items.single("num_staking_coldkeys", int(state.claim_index.len()));
    clocks::write(state, &mut items);
    commits::write_rounds(state, &mut items);
    life::write(chain, &mut items);
    remains::write(state, &mut items);
    locks::write(state, &mut items);
    write_subnets::write(state, &mut items);
    names::write(state, &mut items);
    items.0
}

/// Items that are being written.
#[derive(Default)]
pub(super) struct Items(Storage);

impl Items {
    /// An item without key.
    pub(super) fn single(&mut self, item: &str, value: Stored) {
        self.0.insert(item.to_owned(), value);
    }

    /// An entry of a map.
    pub(super) fn entry(&mut self, item: &str, key: impl Display, value: Stored) {
        let map = self
            .0
            .entry(item.to_owned())
            .or_insert_with(|| Stored::Map(BTreeMap::new()));
        if let Stored::Map(entries) = map {
            entries.insert(key.to_string(), value);
        }
    }

    /// An entry of a map unless it is 0.
    pub(super) fn amount(&mut self, item: &str, key: impl Display, amount: impl Into<i128>) {
        let amount = amount.into();
        if amount != 0 {
            self.entry(item, key, Stored::Int(amount));
        }
    }

    /// An entry of a map in decimal text unless it is 0.
    pub(super) fn bits(&mut self, item: &str, key: impl Display, bits: impl Display) {
        let text = bits.to_string();
        if text != "0" {
            self.entry(item, key, Stored::Text(text));
        }
    }
}

/// A number.
pub(super) fn int(value: impl Into<i128>) -> Stored {
    Stored::Int(value.into())
}

/// A list.
pub(super) fn list(values: impl IntoIterator<Item = Stored>) -> Stored {
    Stored::List(values.into_iter().collect())
}

pub(super) fn hot_text(state: &State, hotkey: HotIx) -> String {
    account_text(state.hotkeys.key(hotkey).0)
}

pub(super) fn hot_value(state: &State, hotkey: HotIx) -> Stored {
    account_value(state.hotkeys.key(hotkey).0)
}

pub(super) fn cold_text(state: &State, coldkey: ColdIx) -> String {
    account_text(state.coldkeys.key(coldkey).0)
}

pub(super) fn cold_value(state: &State, coldkey: ColdIx) -> Stored {
    account_value(state.coldkeys.key(coldkey).0)
}

fn write_totals(chain: &Chain, items: &mut Items) {
    let state = &chain.state;
    items.single("block", int(state.block));
    items.single("total_issuance", int(state.total_issuance));
    items.single("balances_total_issuance", int(state.balances_issuance));
    items.single("total_stake", int(state.total_stake));
    let is_stored = chain.explicit.contains(&(BLOCK_EMISSION, None));
    if is_stored || state.block_emission != UNSET_BLOCK_EMISSION {
        items.single(BLOCK_EMISSION, int(state.block_emission));
    }
}

/// Parameters that differ from what an unset item means, and those that were loaded or set.
fn write_parameters(chain: &Chain, items: &mut Items) {
    for (row, value) in chain.state.network.values() {
        if value != row.unset || chain.explicit.contains(&(row.storage, None)) {
            items.single(row.storage, parameter(row, value));
        }
    }
    for subnet in chain.state.subnets.iter() {
        write_subnet_parameters(chain, subnet.netuid, &subnet.params, items);
    }
    for (netuid, params) in chain.state.vacant.iter() {
        write_subnet_parameters(chain, netuid, params, items);
    }
}

fn write_subnet_parameters(
    chain: &Chain,
    netuid: u16,
    params: &Hyperparameters,
    items: &mut Items,
) {
    let is_stored = |storage| chain.explicit.contains(&(storage, Some(netuid)));
    for (row, value) in params.values() {
        if row.storage != ALPHA_VALUES && (value != row.unset || is_stored(row.storage)) {
            items.entry(row.storage, netuid, parameter(&row, value));
        }
    }
    let unset = alpha_values(&Hyperparameters::unset());
    if alpha_values(params) != unset || is_stored(ALPHA_VALUES) {
        items.entry(ALPHA_VALUES, netuid, list(alpha_values(params).map(int)));
    }
    if let Some(split) = &params.mechanism_emission_split {
        let split = list(split.iter().map(|part| int(*part)));
        items.entry("mechanism_emission_split", netuid, split);
    }
}

/// One item of two parameters.
const ALPHA_VALUES: &str = "alpha_values";

fn alpha_values(params: &Hyperparameters) -> [u16; 2] {
    [params.epoch.alpha_low, params.epoch.alpha_high]
}

fn parameter(row: &Parameter, value: i128) -> Stored {
    match row.kind {
        "bool" => Stored::Bool(value != 0),
        "yuma" => Stored::Bool(value == Yuma::Three as i128),
        "recycle_or_burn" => Stored::Text(if value == 0 { "Burn" } else { "Recycle" }.to_owned()),
        "u128" | "i128" => Stored::Text(value.to_string()),
        _ => Stored::Int(value),
    }
}

fn write_coldkeys(state: &State, items: &mut Items) {
    for (_, account, record) in state.coldkeys.iter() {
        let key = account_text(account.0);
        items.amount("free_balance", balance_text(account.0), record.free);
        let hotkeys = |hotkeys: &mut dyn Iterator<Item = HotIx>| {
            list(hotkeys.map(|hotkey| hot_value(state, hotkey)))
        };
        if !record.owned.is_empty() {
            items.entry("owned_hotkeys", &key, hotkeys(&mut record.owned.iter()));
        }
        if !record.staking.is_empty() {
            items.entry("staking_hotkeys", &key, hotkeys(&mut record.staking.iter()));
        }
        if let Some(claim_type) = &record.claim_type {
            items.entry("root_claim_type", &key, stored_claim_type(claim_type));
        }
    }
    for ((coldkey, hotkey), block) in &state.last_stake_block {
        let key = format!(
            "{},{}",
            cold_text(state, *coldkey),
            hot_text(state, *hotkey)
        );
        items.amount("last_coldkey_hotkey_stake_block", key, *block);
    }
}

fn stored_claim_type(claim_type: &RootClaimType) -> Stored {
    match claim_type {
        RootClaimType::Swap => Stored::Text("Swap".to_owned()),
        RootClaimType::Keep => Stored::Text("Keep".to_owned()),
        RootClaimType::KeepSubnets(netuids) => list(netuids.iter().map(|netuid| int(*netuid))),
    }
}

fn write_hotkeys(state: &State, items: &mut Items) {
    for (_, account, record) in state.hotkeys.iter() {
        let key = account_text(account.0);
        if let Some(owner) = record.owner {
            items.entry("owner", &key, cold_value(state, owner));
        }
        if let Some(take) = record.take {
            items.entry("delegates", &key, int(take));
        }
        if !record.claimable.is_empty() {
            let rates = record.claimable.iter().map(|(netuid, rate)| {
                list([int(*netuid), Stored::Text(rate.to_bits().to_string())])
            });
            items.entry("root_claimable", &key, list(rates));
        }
    }
    for ((hotkey, coldkey), paid) in &state.claimed {
        for (netuid, paid) in paid {
            let (hotkey, coldkey) = (hot_text(state, *hotkey), cold_text(state, *coldkey));
            items.bits("root_claimed", format!("{netuid},{hotkey},{coldkey}"), paid);
        }
    }
}
