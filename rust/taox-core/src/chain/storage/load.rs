//! A state from storage items: accounts, totals, what belongs to keys.

use super::item::Path;
use super::reader::Reader;
use super::{
    BLOCK_EMISSION, Explicit, Storage, Stored, UNSET_BLOCK_EMISSION, clocks, commits, life,
    load_neurons, load_params, load_stakes, load_subnets, locks, names, remains,
};
use crate::chain::Chain;
use crate::chain::account::{AccountId, Coldkey, Hotkey};
use crate::chain::claim_index::RootClaimType;
use crate::chain::genesis::empty_state;
use crate::chain::hyperparameters::Hyperparameters;
use crate::chain::input::InputError;
use crate::chain::interner::{ColdIx, HotIx};
use crate::chain::network_params::NetworkParams;
use crate::chain::state::State;
use crate::chain::subnet::Subnet;
use crate::fixed::I96F32;
use std::collections::BTreeMap;

pub(super) fn load(
    storage: &Storage,
    defaults: Hyperparameters,
    genesis_hash: [u8; 32],
) -> Result<Chain, InputError> {
    let reader = Reader::new(storage);
    let mut state = empty_state(genesis_hash, defaults);
    state.network = NetworkParams::unset();
    let explicit = read(&reader, &mut state)?;
    reader.finish()?;
    state.check_structure()?;
    // A dump does not say it: as if what does not emit now had not in the last block.
    state.subnets.iter_mut().for_each(Subnet::age_metrics);
    let mut chain = Chain::from_state(state);
    chain.explicit = explicit;
    Ok(chain)
}

/// The items that reading asks for.
pub(super) fn known_items() -> Vec<&'static str> {
    let storage = Storage::new();
    let reader = Reader::new(&storage);
    // Without items nothing can be malformed.
    let _ = read(&reader, &mut empty_state([0; 32], Hyperparameters::unset()));
    reader.asked()
}

fn read(reader: &Reader<'_>, state: &mut State) -> Result<Explicit, InputError> {
    load_subnets::create(reader, state)?;
    let mut explicit = load_params::network(reader, state)?;
    if reader.has(BLOCK_EMISSION) {
        explicit.insert((BLOCK_EMISSION, None));
    }
    explicit.extend(load_params::subnets(reader, state)?);
    load_balances(reader, state)?;
    load_totals(reader, state)?;
    load_keys(reader, state)?;
    load_claims(reader, state)?;
    clocks::load(reader, state)?;
    explicit.extend(life::load(reader, state)?);
    remains::load(reader, state)?;
    load_subnets::load(reader, state)?;
    names::load(reader, state)?;
    load_neurons::load(reader, state)?;
    commits::load(reader, state)?;
    load_stakes::load(reader, state)?;
    locks::load(reader, state)?;
    Ok(explicit)
}

fn load_totals(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let number = |item| reader.value(item).map(Option::unwrap_or_default);
    state.block = number("block")?;
    // The balances are what their counter counts.
    let balances = state.coldkeys.iter().map(|(.., record)| record.free);
    let held = balances.fold(0_u64, u64::saturating_add);
    state.balances_issuance = reader.value("balances_total_issuance")?.unwrap_or(held);
    let counted = reader.value("total_issuance")?;
    state.total_issuance = counted.unwrap_or(state.balances_issuance);
    state.total_stake = number("total_stake")?;
    let emission = reader.value(BLOCK_EMISSION)?;
    state.block_emission = emission.unwrap_or(UNSET_BLOCK_EMISSION);
    Ok(())
}

fn load_balances(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    for (.., record) in state.coldkeys.iter_mut() {
        record.free = 0;
    }
    reader.by_one("free_balance", |account: AccountId, path, value| {
        let account = state.coldkeys.intern(Coldkey(account));
        state.coldkeys.get_mut(account).free = path.int(value)?;
        Ok(())
    })
}

fn load_keys(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_one("owner", |hotkey: Hotkey, path, value| {
        let owner = cold(state, path, value)?;
        let hotkey = state.hotkeys.intern(hotkey);
        state.hotkeys.get_mut(hotkey).owner = Some(owner);
        Ok(())
    })?;
    reader.by_one("delegates", |hotkey: Hotkey, path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        state.hotkeys.get_mut(hotkey).take = Some(path.int(value)?);
        Ok(())
    })?;
    reader.by_one("owned_hotkeys", |coldkey: Coldkey, path, value| {
        let hotkeys = hots(state, path, value)?;
        let coldkey = state.coldkeys.intern(coldkey);
        state.coldkeys.get_mut(coldkey).owned = hotkeys.into_iter().collect();
        Ok(())
    })?;
    reader.by_one("staking_hotkeys", |coldkey: Coldkey, path, value| {
        let hotkeys = hots(state, path, value)?;
        let coldkey = state.coldkeys.intern(coldkey);
        state.coldkeys.get_mut(coldkey).staking = hotkeys.into_iter().collect();
        Ok(())
    })?;
    let item = "last_coldkey_hotkey_stake_block";
    reader.by_two(item, |(coldkey, hotkey): (Coldkey, Hotkey), path, value| {
        let key = (state.coldkeys.intern(coldkey), state.hotkeys.intern(hotkey));
        state.last_stake_block.insert(key, path.int(value)?);
        Ok(())
    })
}

fn load_claims(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_one("root_claim_type", |coldkey: Coldkey, path, value| {
        let coldkey = state.coldkeys.intern(coldkey);
        state.coldkeys.get_mut(coldkey).claim_type = Some(claim_type(path, value)?);
        Ok(())
    })?;
    reader.by_one("root_claimable", |hotkey: Hotkey, path, value| {
        let rates = path.list(value)?.iter().map(|rate| {
            let (netuid, bits) = path.pair(rate)?;
            Ok((path.int(netuid)?, I96F32::from_bits(path.bits(bits)?)))
        });
        let mut rates = rates.collect::<Result<Vec<(u16, _)>, _>>()?;
        rates.sort_unstable();
        let hotkey = state.hotkeys.intern(hotkey);
        state.hotkeys.get_mut(hotkey).claimable = rates;
        Ok(())
    })?;
    reader.by_three(
        "root_claimed",
        |key: (u16, Hotkey, Coldkey), path, value| {
            let (netuid, hotkey, coldkey) = key;
            let (hotkey, coldkey) = (state.hotkeys.intern(hotkey), state.coldkeys.intern(coldkey));
            state.add_claimed(hotkey, coldkey, netuid, path.bits(value)?);
            Ok(())
        },
    )?;
    let mut index = BTreeMap::new();
    reader.by_one("staking_coldkeys_by_index", |position: u64, path, value| {
        index.insert(position, cold(state, path, value)?);
        Ok(())
    })?;
    state.claim_index = index.into_values().collect::<Vec<_>>().into();
    // Both follow from the index.
    reader.skip("staking_coldkeys");
    reader.skip("num_staking_coldkeys");
    Ok(())
}

fn claim_type(path: Path<'_>, value: &Stored) -> Result<RootClaimType, InputError> {
    match value {
        Stored::Text(name) if name == "Swap" => Ok(RootClaimType::Swap),
        Stored::Text(name) if name == "Keep" => Ok(RootClaimType::Keep),
        Stored::List(_) => {
            let mut netuids = path.ints(value)?;
            netuids.sort_unstable();
            Ok(RootClaimType::KeepSubnets(netuids))
        }
        _ => Err(path.error("Swap, Keep or a list of netuids", value)),
    }
}

/// The coldkey that a value names.
pub(super) fn cold(
    state: &mut State,
    path: Path<'_>,
    value: &Stored,
) -> Result<ColdIx, InputError> {
    path.account(value)
        .map(|account| state.coldkeys.intern(Coldkey(account)))
}

/// The hotkey that a value names.
pub(super) fn hot(state: &mut State, path: Path<'_>, value: &Stored) -> Result<HotIx, InputError> {
    path.account(value)
        .map(|account| state.hotkeys.intern(Hotkey(account)))
}

fn hots(state: &mut State, path: Path<'_>, value: &Stored) -> Result<Vec<HotIx>, InputError> {
    path.list(value)?
        .iter()
        .map(|value| hot(state, path, value))
        .collect()
}
