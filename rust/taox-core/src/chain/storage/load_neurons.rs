//! Neurons from storage items: uids, vectors, rows.

use super::item::Path;
use super::load::hot;
use super::load_subnets::subnet;
use super::reader::Reader;
use crate::chain::account::Hotkey;
use crate::chain::input::InputError;
use crate::chain::interner::HotIx;
use crate::chain::neurons::{Mechanism, Neurons};
use crate::chain::state::State;
use crate::chain::subnet::NETUIDS;
use crate::epoch::RowsBuf;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    let item = "block_at_registration";
    reader.by_two(item, |(netuid, uid): (u16, u16), path, value| {
        let blocks = &mut subnet(state, path, netuid)?.neurons.block_at_registration;
        let slot = blocks.get_mut(usize::from(uid));
        *slot.ok_or_else(|| path.error("a uid of keys", uid))? = path.int(value)?;
        Ok(())
    })?;
    load_mechanisms(reader, state)
}

fn as_flags(flags: &[u8]) -> Vec<bool> {
    flags.iter().map(|flag| *flag != 0).collect()
}

/// Hotkeys by uid, of each subnet.
type Keys = BTreeMap<u16, BTreeMap<u16, HotIx>>;
/// Uids by hotkey, of each subnet.
type Uids = BTreeMap<u16, BTreeMap<HotIx, u16>>;

/// Who holds which uid. Of `keys` and `uids`, what is missing follows from the other; with both,
/// a hotkey may hold two uids, or have lost one. `is_network_member` repeats it.
fn load_uids(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let mut uids = read_uids(reader, state)?;
    let mut keys = read_keys(reader, state, &uids)?;
    reader.skip("is_network_member");
    for subnet in state.subnets.iter_mut() {
        let keys = keys.remove(&subnet.netuid).unwrap_or_default();
        check_keys(subnet.netuid, &keys)?;
        subnet.neurons = nobody(keys.into_values().collect());
        subnet.neurons.uids = if reader.has("uids") {
            uids.remove(&subnet.netuid).unwrap_or_default()
        } else {
            let keyed = subnet.neurons.hotkeys.iter().zip(0_u16..);
            keyed.map(|(hotkey, uid)| (*hotkey, uid)).collect()
        };
    }
    reader.by_one("subnetwork_n", |netuid: u16, path, value| {
        let said: u16 = path.int(value)?;
        let held = subnet(state, path, netuid)?.neurons.len();
        if held == said {
            return Ok(());
        }
        Err(path.error(&format!("{held}, as many as keys"), said))
    })
}

fn read_uids(reader: &Reader<'_>, state: &mut State) -> Result<Uids, InputError> {
    let mut uids = Uids::new();
    reader.by_two("uids", |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        subnet(state, path, netuid)?;
        let of_subnet = uids.entry(netuid).or_default();
        of_subnet.insert(hotkey, path.int(value)?);
        Ok(())
    })?;
    Ok(uids)
}

fn read_keys(reader: &Reader<'_>, state: &mut State, uids: &Uids) -> Result<Keys, InputError> {
    let mut keys = Keys::new();
    reader.by_two("keys", |(netuid, uid): (u16, u16), path, value| {
        subnet(state, path, netuid)?;
        let of_subnet = keys.entry(netuid).or_default();
        of_subnet.insert(uid, hot(state, path, value)?);
        Ok(())
    })?;
    if !reader.has("keys") {
        for (netuid, uids) in uids {
            let inverse = uids.iter().map(|(hotkey, uid)| (*uid, *hotkey));
            keys.insert(*netuid, inverse.collect());
        }
    }
    Ok(keys)
}

fn check_keys(netuid: u16, keys: &BTreeMap<u16, HotIx>) -> Result<(), InputError> {
    if keys.keys().copied().eq((0..NETUIDS).take(keys.len())) {
        return Ok(());
    }
    let (place, uids) = (format!("keys of subnet {netuid}"), keys.keys());
    let actual = format!("{:?}", uids.collect::<Vec<_>>());
    Err(InputError::new(place, "uids from 0 without gaps", actual))
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
        store(&mut subnet(state, path, netuid)?.neurons, path.ints(value)?);
        Ok(())
    })
}

fn load_mechanisms(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    for subnet in state.subnets.iter_mut() {
        let (count, uids) = (subnet.params.subnet.mechanism_count, subnet.neurons.len());
        subnet.mechanisms = vec![Mechanism::empty(uids); usize::from(count)];
        if let Some(first) = subnet.mechanisms.first_mut() {
            *first = Mechanism::first(uids);
        }
    }
    reader.by_one("last_update", |index: u16, path, value| {
        if let Some(mechanism) = mechanism(state, path, index)? {
            mechanism.last_update = path.ints(value)?;
        }
        Ok(())
    })?;
    reader.by_one("incentive", |index: u16, path, value| {
        if let Some(mechanism) = mechanism(state, path, index)? {
            mechanism.incentive = path.ints(value)?;
            mechanism.has_incentive = true;
        }
        Ok(())
    })?;
    rows(reader, state, "weights", |mechanism| &mut mechanism.weights)?;
    rows(reader, state, "bonds", |mechanism| &mut mechanism.bonds)
}

/// The mechanism with a storage index; none if the subnet had more of them once.
pub(super) fn mechanism<'s>(
    state: &'s mut State,
    path: Path<'_>,
    index: u16,
) -> Result<Option<&'s mut Mechanism>, InputError> {
    let (netuid, mechanism) = (index % NETUIDS, index / NETUIDS);
    let mechanisms = &mut subnet(state, path, netuid)?.mechanisms;
    Ok(mechanisms.get_mut(usize::from(mechanism)))
}

fn rows(
    reader: &Reader<'_>,
    state: &mut State,
    item: &'static str,
    rows: impl Fn(&mut Mechanism) -> &mut Arc<RowsBuf>,
) -> Result<(), InputError> {
    reader.by_two(item, |(index, uid): (u16, u16), path, value| {
        if let Some(rows) = mechanism(state, path, index)?.map(&rows) {
            let pairs: Vec<(u16, u16)> = path.int_pairs(value)?;
            if usize::from(uid) < rows.len() {
                Arc::make_mut(rows).replace_row(uid.into(), &pairs);
            }
        }
        Ok(())
    })
}
