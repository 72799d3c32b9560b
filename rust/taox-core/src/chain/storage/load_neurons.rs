//! Neurons from storage items: uids, vectors, rows.

use super::load::hot;
use super::reader::Reader;
use crate::chain::account::Hotkey;
use crate::chain::input::InputError;
use crate::chain::interner::HotIx;
use crate::chain::neurons::{Mechanism, Neurons};
use crate::chain::state::State;
use crate::chain::subnet::NETUIDS;
use crate::epoch::RowsBuf;
use std::collections::BTreeMap;

/// Fills the neurons of all subnets.
pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_uids(reader, state)?;
    vectors(reader, state, "active", |neurons, flags: Vec<u8>| {
        neurons.active = as_flags(&flags);
    })?;
    vectors(
        reader,
        state,
        "validator_permit",
        |neurons, flags: Vec<u8>| {
            neurons.validator_permit = as_flags(&flags);
        },
    )?;
    vectors(reader, state, "emission", |neurons, values| {
        neurons.emission = values;
    })?;
    vectors(reader, state, "consensus", |neurons, values| {
        neurons.consensus = values;
    })?;
    vectors(reader, state, "dividends", |neurons, values| {
        neurons.dividends = values;
    })?;
    vectors(reader, state, "validator_trust", |neurons, values| {
        neurons.validator_trust = values;
    })?;
    vectors(reader, state, "stake_weight", |neurons, values| {
        neurons.stake_weight = values;
    })?;
    reader.by_two(
        "block_at_registration",
        |(netuid, uid): (u16, u16), path, value| {
            let neurons = state
                .subnets
                .get_mut(netuid)
                .map(|subnet| &mut subnet.neurons);
            let slot =
                neurons.and_then(|known| known.block_at_registration.get_mut(usize::from(uid)));
            if let Some(slot) = slot {
                *slot = path.int(value)?;
            }
            Ok(())
        },
    )?;
    load_mechanisms(reader, state)
}

fn as_flags(flags: &[u8]) -> Vec<bool> {
    flags.iter().map(|flag| *flag != 0).collect()
}

/// Who holds which uid. Of `keys` and `uids`, what is missing follows from the other; with both,
/// a hotkey may hold two uids, or have lost one. `subnetwork_n` and `is_network_member` repeat it.
fn load_uids(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let mut uids: BTreeMap<u16, BTreeMap<HotIx, u16>> = BTreeMap::new();
    reader.by_two("uids", |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        uids.entry(netuid)
            .or_default()
            .insert(hotkey, path.int(value)?);
        Ok(())
    })?;
    let mut keys: BTreeMap<u16, BTreeMap<u16, HotIx>> = BTreeMap::new();
    reader.by_two("keys", |(netuid, uid): (u16, u16), path, value| {
        keys.entry(netuid)
            .or_default()
            .insert(uid, hot(state, path, value)?);
        Ok(())
    })?;
    if !reader.has("keys") {
        for (netuid, uids) in &uids {
            let inverse = uids.iter().map(|(hotkey, uid)| (*uid, *hotkey));
            keys.insert(*netuid, inverse.collect());
        }
    }
    reader.skip("subnetwork_n");
    reader.skip("is_network_member");
    for subnet in state.subnets.iter_mut() {
        let keys = keys.remove(&subnet.netuid).unwrap_or_default();
        if keys
            .keys()
            .zip(0_u16..)
            .any(|(uid, expected)| *uid != expected)
        {
            let place = format!("keys of subnet {}", subnet.netuid);
            return Err(InputError::new(
                place,
                "uids from 0 without gaps",
                format!("{keys:?}"),
            ));
        }
        subnet.neurons = nobody(keys.into_values().collect());
        subnet.neurons.uids = if reader.has("uids") {
            uids.remove(&subnet.netuid).unwrap_or_default()
        } else {
            let keyed = subnet.neurons.hotkeys.iter().zip(0_u16..);
            keyed.map(|(hotkey, uid)| (*hotkey, uid)).collect()
        };
    }
    Ok(())
}

/// Neurons that have done nothing yet.
fn nobody(hotkeys: Vec<HotIx>) -> Neurons {
    let n = hotkeys.len();
    Neurons {
        hotkeys,
        block_at_registration: vec![0; n],
        active: vec![false; n],
        emission: vec![0; n],
        consensus: vec![0; n],
        dividends: vec![0; n],
        validator_trust: vec![0; n],
        stake_weight: Vec::new(), // nothing stored until an epoch ran
        validator_permit: vec![false; n],
        ..Neurons::default()
    }
}

fn vectors<T: TryFrom<i128>>(
    reader: &Reader<'_>,
    state: &mut State,
    item: &'static str,
    store: impl Fn(&mut Neurons, Vec<T>),
) -> Result<(), InputError> {
    reader.by_one(item, |netuid: u16, path, value| {
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            store(&mut subnet.neurons, path.ints(value)?);
        }
        Ok(())
    })
}

fn load_mechanisms(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    for subnet in state.subnets.iter_mut() {
        let (count, uids) = (subnet.params.subnet.mechanism_count, subnet.neurons.len());
        subnet.mechanisms = vec![Mechanism::empty(uids); usize::from(count)];
    }
    reader.by_one("last_update", |index: u16, path, value| {
        if let Some(mechanism) = mechanism(state, index) {
            mechanism.last_update = path.ints(value)?;
        }
        Ok(())
    })?;
    reader.by_one("incentive", |index: u16, path, value| {
        if let Some(mechanism) = mechanism(state, index) {
            mechanism.incentive = path.ints(value)?;
        }
        Ok(())
    })?;
    rows(reader, state, "weights", |mechanism| &mut mechanism.weights)?;
    rows(reader, state, "bonds", |mechanism| &mut mechanism.bonds)
}

/// The mechanism with a storage index.
pub(super) fn mechanism(state: &mut State, index: u16) -> Option<&mut Mechanism> {
    let (netuid, mechanism) = (index % NETUIDS, index / NETUIDS);
    state
        .subnets
        .get_mut(netuid)?
        .mechanisms
        .get_mut(usize::from(mechanism))
}

fn rows(
    reader: &Reader<'_>,
    state: &mut State,
    item: &'static str,
    rows: impl Fn(&mut Mechanism) -> &mut RowsBuf,
) -> Result<(), InputError> {
    reader.by_two(item, |(index, uid): (u16, u16), path, value| {
        if let Some(rows) = mechanism(state, index).map(&rows) {
            let pairs: Vec<(u16, u16)> = path.int_pairs(value)?;
            if usize::from(uid) < rows.len() {
                rows.replace_row(uid.into(), &pairs);
            }
        }
        Ok(())
    })
}
