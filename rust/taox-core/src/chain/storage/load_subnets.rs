//! Subnets from storage items: pools, clocks, pots, neurons, stake, families.

use super::Storage;
use super::item::Path;
use super::load::{cold, hot};
use super::reader::{KeyPart, Reader};
use crate::chain::account::{Coldkey, Hotkey};
use crate::chain::family::{Link, PendingChildren};
use crate::chain::genesis::open_subnet;
use crate::chain::hyperparameters::Hyperparameters;
use crate::chain::input::InputError;
use crate::chain::interner::{ColdIx, HotIx};
use crate::chain::neurons::{Mechanism, Neurons};
use crate::chain::safe_float::SafeFloat;
use crate::chain::share_pool::SharePool;
use crate::chain::state::State;
use crate::chain::subnet::{NETUIDS, ROOT, Subnet, Subnets};
use crate::epoch::RowsBuf;
use crate::fixed::{I96F32, U96F32};
use std::collections::{BTreeMap, BTreeSet};

/// Items from which subnets are known if `networks_added` is missing.
const NAMING_SUBNETS: [&str; 4] = ["subnet_alpha_out", "subnet_tao", "subnetwork_n", "tempo"];

/// Creates every subnet, with the parameters of items that were never set.
pub(super) fn create(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let mut netuids = BTreeSet::from([ROOT]);
    let named: &[&'static str] =
        if reader.has("networks_added") { &["networks_added"] } else { &NAMING_SUBNETS };
    for item in named {
        reader.by_one(item, |netuid: u16, path, _| {
            if netuid >= NETUIDS {
                return Err(path.error("a netuid of at most 4095", netuid));
            }
            netuids.insert(netuid);
            Ok(())
        })?;
    }
    state.subnets = Subnets::default();
    for netuid in netuids {
        let mut subnet = open_subnet(state, netuid, Hyperparameters::unset());
        subnet.clock.last_epoch_block = 0;
        state.subnets.insert(subnet);
    }
    Ok(())
}

/// Fills the subnets.
pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_numbers(reader, state)?;
    load_owners(reader, state)?;
    load_neurons(reader, state)?;
    load_stakes(reader, state)?;
    load_families(reader, state)?;
    load_payouts(reader, state)
}

/// An item of one number per subnet.
type Field<T> = fn(&mut Subnet) -> &mut T;

fn numbers<T: TryFrom<i128>>(
    reader: &Reader<'_>,
    state: &mut State,
    fields: &[(&'static str, Field<T>)],
) -> Result<(), InputError> {
    for (item, field) in fields {
        reader.by_one(item, |netuid: u16, path, value| {
            if let Some(subnet) = state.subnets.get_mut(netuid) {
                *field(subnet) = path.int(value)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

#[rustfmt::skip]
const AMOUNTS: &[(&str, Field<u64>)] = &[
    ("subnet_tao", |subnet| &mut subnet.market.tao),
    ("subnet_alpha_in", |subnet| &mut subnet.market.alpha_in),
    ("subnet_alpha_out", |subnet| &mut subnet.market.alpha_out),
    ("subnet_protocol_alpha", |subnet| &mut subnet.protocol_alpha),
    ("pending_server_emission", |subnet| &mut subnet.pending.server),
    ("pending_validator_emission", |subnet| &mut subnet.pending.validator),
    ("pending_root_alpha_divs", |subnet| &mut subnet.pending.root),
    ("pending_owner_cut", |subnet| &mut subnet.pending.owner_cut),
    ("subnet_tao_in_emission", |subnet| &mut subnet.last_block.tao_in),
    ("subnet_alpha_in_emission", |subnet| &mut subnet.last_block.alpha_in),
    ("subnet_alpha_out_emission", |subnet| &mut subnet.last_block.alpha_out),
    ("subnet_excess_tao", |subnet| &mut subnet.last_block.excess_tao),
    ("subnet_root_sell_tao", |subnet| &mut subnet.last_block.root_sell_tao),
    ("blocks_since_last_step", |subnet| &mut subnet.clock.blocks_since_last_step),
    ("last_epoch_block", |subnet| &mut subnet.clock.last_epoch_block),
    ("pending_epoch_at", |subnet| &mut subnet.clock.pending_epoch_at),
    ("subnet_epoch_index", |subnet| &mut subnet.clock.epoch_index),
    ("last_mechansim_step_block", |subnet| &mut subnet.clock.last_mechanism_step_block),
    ("rao_recycled_for_registration", |subnet| &mut subnet.registrations.paid),
    ("total_alpha_issuance", |subnet| &mut subnet.alpha_assets.issuance),
    ("alpha_burned", |subnet| &mut subnet.alpha_assets.burned),
    ("alpha_recycled", |subnet| &mut subnet.alpha_assets.recycled),
];

const COUNTS: &[(&str, Field<u16>)] = &[
    ("registrations_this_block", |subnet| &mut subnet.registrations.this_block),
    ("registrations_this_interval", |subnet| &mut subnet.registrations.this_interval),
];

const FLOWS: &[(&str, Field<i64>)] = &[
    ("subnet_tao_flow", |subnet| &mut subnet.flows.user),
    ("subnet_protocol_flow", |subnet| &mut subnet.flows.protocol),
];

fn load_numbers(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    numbers(reader, state, AMOUNTS)?;
    numbers(reader, state, COUNTS)?;
    numbers(reader, state, FLOWS)?;
    let mut each = |item, store: fn(&mut Subnet, Path<'_>, &Storage) -> Result<(), InputError>| {
        reader.by_one(item, |netuid: u16, path, value| {
            state.subnets.get_mut(netuid).map_or(Ok(()), |subnet| store(subnet, path, value))
        })
    };
    each("burn", |subnet, path, value| {
        subnet.registrations.set_burn(path.int(value)?);
        Ok(())
    })?;
    each("subnet_volume", |subnet, path, value| {
        subnet.market.volume = path.wide(value)?;
        Ok(())
    })?;
    each("swap_balancer_quote_weight", |subnet, path, value| {
        subnet.market.quote_weight = Some(path.int(value)?);
        Ok(())
    })?;
    each("pal_swap_initialized", |subnet, path, value| {
        subnet.market.initialized = path.int::<u8>(value)? != 0;
        Ok(())
    })?;
    each("subnet_moving_price", |subnet, path, value| {
        subnet.moving_price = I96F32::from_bits(path.int(value)?);
        Ok(())
    })?;
    each("root_prop", |subnet, path, value| {
        subnet.root_proportion = U96F32::from_bits(path.wide(value)?);
        Ok(())
    })?;
    each("miner_burned", |subnet, path, value| {
        subnet.miner_burned = U96F32::from_bits(path.wide(value)?);
        Ok(())
    })?;
    each("first_emission_block_number", |subnet, path, value| {
        subnet.first_emission_block = Some(path.int(value)?);
        Ok(())
    })
}

fn load_owners(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_one("subnet_owner", |netuid: u16, path, value| {
        let owner = cold(state, path, value)?;
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.owner = Some(owner);
        }
        Ok(())
    })?;
    reader.by_one("subnet_owner_hotkey", |netuid: u16, path, value| {
        let hotkey = hot(state, path, value)?;
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.owner_hotkey = Some(hotkey);
        }
        Ok(())
    })?;
    reader.by_two("auto_stake_destination", |key: (Coldkey, u16), path, value| {
        let (coldkey, hotkey) = (state.coldkeys.intern(key.0), hot(state, path, value)?);
        if let Some(subnet) = state.subnets.get_mut(key.1) {
            subnet.auto_stake.insert(coldkey, hotkey);
        }
        Ok(())
    })
}

fn load_neurons(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_uids(reader, state)?;
    vectors(reader, state, "active", |neurons, flags: Vec<u8>| neurons.active = as_flags(&flags))?;
    vectors(reader, state, "validator_permit", |neurons, flags: Vec<u8>| {
        neurons.validator_permit = as_flags(&flags);
    })?;
    vectors(reader, state, "emission", |neurons, values| neurons.emission = values)?;
    vectors(reader, state, "consensus", |neurons, values| neurons.consensus = values)?;
    vectors(reader, state, "dividends", |neurons, values| neurons.dividends = values)?;
    vectors(reader, state, "validator_trust", |neurons, values| neurons.validator_trust = values)?;
    vectors(reader, state, "stake_weight", |neurons, values| neurons.stake_weight = values)?;
    reader.by_two("block_at_registration", |(netuid, uid): (u16, u16), path, value| {
        let neurons = state.subnets.get_mut(netuid).map(|subnet| &mut subnet.neurons);
        let slot = neurons.and_then(|known| known.block_at_registration.get_mut(usize::from(uid)));
        if let Some(slot) = slot {
            *slot = path.int(value)?;
        }
        Ok(())
    })?;
    load_mechanisms(reader, state)
}

fn as_flags(flags: &[u8]) -> Vec<bool> {
    flags.iter().map(|flag| *flag != 0).collect()
}

/// Who holds which uid. Without `keys` it follows from `uids`; `subnetwork_n` and
/// `is_network_member` repeat it.
fn load_uids(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let mut uids: BTreeMap<u16, BTreeMap<HotIx, u16>> = BTreeMap::new();
    reader.by_two("uids", |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        uids.entry(netuid).or_default().insert(hotkey, path.int(value)?);
        Ok(())
    })?;
    let mut keys: BTreeMap<u16, BTreeMap<u16, HotIx>> = BTreeMap::new();
    reader.by_two("keys", |(netuid, uid): (u16, u16), path, value| {
        keys.entry(netuid).or_default().insert(uid, hot(state, path, value)?);
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
        if keys.keys().zip(0_u16..).any(|(uid, expected)| *uid != expected) {
            let place = format!("keys of subnet {}", subnet.netuid);
            return Err(InputError::new(place, "uids from 0 without gaps", format!("{keys:?}")));
        }
        subnet.neurons = nobody(keys.into_values().collect());
        subnet.neurons.uids = uids.remove(&subnet.netuid).unwrap_or_default();
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
        stake_weight: vec![0; n],
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
fn mechanism(state: &mut State, index: u16) -> Option<&mut Mechanism> {
    let (netuid, mechanism) = (index % NETUIDS, index / NETUIDS);
    state.subnets.get_mut(netuid)?.mechanisms.get_mut(usize::from(mechanism))
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

fn load_stakes(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let mut pools: BTreeMap<(u16, HotIx), Parts> = BTreeMap::new();
    reader.by_two("total_hotkey_alpha", |(hotkey, netuid): (Hotkey, u16), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        pools.entry((netuid, hotkey)).or_default().total = path.int(value)?;
        Ok(())
    })?;
    reader.by_two("total_hotkey_shares_v2", |(hotkey, netuid): (Hotkey, u16), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        pools.entry((netuid, hotkey)).or_default().denominator = decimal(path, value)?;
        Ok(())
    })?;
    reader.by_three("alpha_v2", |key: (Hotkey, Coldkey, u16), path, value| {
        let (hotkey, holder) = (state.hotkeys.intern(key.0), state.coldkeys.intern(key.1));
        let share = decimal(path, value)?;
        if !share.is_zero() {
            pools.entry((key.2, hotkey)).or_default().shares.insert(holder, share);
        }
        Ok(())
    })?;
    for ((netuid, hotkey), parts) in pools {
        let pool = SharePool::from_parts(parts.total, parts.denominator, parts.shares);
        if let Some(subnet) = state.subnets.get_mut(netuid).filter(|_| !pool.is_empty()) {
            subnet.stakes.insert(hotkey, pool);
        }
    }
    Ok(())
}

/// What a share pool is put together from.
#[derive(Default)]
struct Parts {
    total: u64,
    denominator: SafeFloat,
    shares: BTreeMap<ColdIx, SafeFloat>,
}

fn decimal(path: Path<'_>, value: &Storage) -> Result<SafeFloat, InputError> {
    let (mantissa, exponent) = path.pair(value)?;
    Ok(SafeFloat::new(path.wide(mantissa)?, path.int(exponent)?))
}

fn load_families(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_two("child_keys", |(hotkey, netuid): (Hotkey, u16), path, value| {
        let (hotkey, links) = (state.hotkeys.intern(hotkey), links(state, path, value)?);
        if let Some(subnet) = state.subnets.get_mut(netuid).filter(|_| !links.is_empty()) {
            subnet.family.children.insert(hotkey, links);
        }
        Ok(())
    })?;
    reader.by_two("parent_keys", |(hotkey, netuid): (Hotkey, u16), path, value| {
        let (hotkey, links) = (state.hotkeys.intern(hotkey), links(state, path, value)?);
        if let Some(subnet) = state.subnets.get_mut(netuid).filter(|_| !links.is_empty()) {
            subnet.family.parents.insert(hotkey, links);
        }
        Ok(())
    })?;
    reader.by_two("pending_child_keys", |(netuid, hotkey): (u16, Hotkey), path, value| {
        let (children, cooldown_block) = path.pair(value)?;
        let (hotkey, children) = (state.hotkeys.intern(hotkey), links(state, path, children)?);
        let cooldown_block = path.int(cooldown_block)?;
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.family.pending.insert(hotkey, PendingChildren { children, cooldown_block });
        }
        Ok(())
    })?;
    reader.by_two("childkey_take", |(hotkey, netuid): (Hotkey, u16), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.family.takes.insert(hotkey, path.int(value)?);
        }
        Ok(())
    })?;
    let item = "transaction_key_last_block";
    reader.by_three(item, |(hotkey, netuid, clock): (Hotkey, u16, Clock), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            let clocks = match clock {
                Clock::SetChildren => &mut subnet.family.set_children_at,
                Clock::ChildkeyTake => &mut subnet.family.set_take_at,
            };
            clocks.insert(hotkey, path.int(value)?);
        }
        Ok(())
    })
}

/// The operations whose clock is kept by hotkey and subnet.
enum Clock {
    SetChildren,
    ChildkeyTake,
}

impl KeyPart for Clock {
    fn read(path: Path<'_>, text: &str) -> Result<Self, InputError> {
        match text {
            "0" => Ok(Self::SetChildren),
            "1" => Ok(Self::ChildkeyTake),
            _ => Err(path.error("0 (children) or 1 (childkey take)", text)),
        }
    }
}

fn links(state: &mut State, path: Path<'_>, value: &Storage) -> Result<Vec<Link>, InputError> {
    let links = path.list(value)?.iter().map(|link| {
        let (proportion, other) = path.pair(link)?;
        Ok((path.int(proportion)?, hot(state, path, other)?))
    });
    links.collect()
}

fn load_payouts(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_two("alpha_dividends_per_subnet", |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.payouts.alpha.push((hotkey, path.int(value)?));
        }
        Ok(())
    })?;
    let item = "root_alpha_dividends_per_subnet";
    reader.by_two(item, |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.payouts.root.push((hotkey, path.int(value)?));
        }
        Ok(())
    })?;
    reader.by_two("total_hotkey_alpha_last_epoch", |(hotkey, netuid): (Hotkey, u16), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.payouts.stake.insert(hotkey, path.int(value)?);
        }
        Ok(())
    })
}
