//! What the life of subnets and hotkeys leaves in storage: creations, addresses, swaps, destinations of
//! incentive.

use super::item::Path;
use super::load::{cold, hot};
use super::reader::Reader;
use super::write::{Items, cold_text, cold_value, hot_text, hot_value, int, list};
use super::{Explicit, Stored};
use crate::chain::Chain;
use crate::chain::account::{Coldkey, Hotkey};
use crate::chain::input::InputError;
use crate::chain::serving::{AxonInfo, Certificate, PrometheusInfo};
use crate::chain::state::State;
use crate::chain::subnet::Subnet;

/// How many subnets there are: follows from them, and is written where it was given.
const TOTAL_NETWORKS: &str = "total_networks";

pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<Explicit, InputError> {
    let mut explicit = Explicit::new();
    if reader.has(TOTAL_NETWORKS) {
        explicit.insert((TOTAL_NETWORKS, None));
    }
    state.last_lock_cost = reader.value("network_last_lock_cost")?;
    reader.by_one("registered_subnet_counter", |netuid: u16, path, value| {
        state.creations.insert(netuid, path.int(value)?);
        Ok(())
    })?;
    let item = "auto_parent_delegation_enabled";
    reader.by_one(item, |hotkey: Hotkey, path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        state.hotkeys.get_mut(hotkey).auto_parent = Some(path.int::<u8>(value)? != 0);
        Ok(())
    })?;
    load_subnets(reader, state)?;
    load_serving(reader, state)?;
    let item = "last_hotkey_swap_on_netuid";
    reader.by_two(item, |(netuid, coldkey): (u16, Coldkey), path, value| {
        let coldkey = state.coldkeys.intern(coldkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.hotkey_swaps.insert(coldkey, path.int(value)?);
        }
        Ok(())
    })?;
    load_auto_stake(reader, state)?;
    Ok(explicit)
}

fn load_auto_stake(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let item = "auto_stake_destination_coldkeys";
    reader.by_two(item, |(hotkey, netuid): (Hotkey, u16), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        let stakers = path.list(value)?.iter();
        let stakers: Result<Vec<_>, _> = stakers.map(|one| cold(state, path, one)).collect();
        let stakers = stakers?;
        if let Some(auto_stake) = state.auto_stake_mut(netuid).filter(|_| !stakers.is_empty()) {
            auto_stake.stakers.insert(hotkey, stakers);
        }
        Ok(())
    })?;
    let item = "auto_stake_destination";
    reader.by_two(item, |(coldkey, netuid): (Coldkey, u16), path, value| {
        let (coldkey, hotkey) = (state.coldkeys.intern(coldkey), hot(state, path, value)?);
        if let Some(auto_stake) = state.auto_stake_mut(netuid) {
            auto_stake.destinations.insert(coldkey, hotkey);
        }
        Ok(())
    })
}

fn load_subnets(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let mut each = |item, store: fn(&mut Subnet, Path<'_>, &Stored) -> Result<(), InputError>| {
        reader.by_one(item, |netuid: u16, path, value| {
            let subnet = state.subnets.get_mut(netuid);
            subnet.map_or(Ok(()), |subnet| store(subnet, path, value))
        })
    };
    each("subnet_locked", |subnet, path, value| {
        subnet.locked = path.int(value)?;
        Ok(())
    })
}

fn load_serving(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_axons(reader, state)?;
    load_prometheus(reader, state)?;
    load_certificates(reader, state)
}

fn load_axons(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_two("axons", |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        let [block, version, ip, port, ip_type, protocol, one, two] = parts(path, value)?;
        let axon = AxonInfo {
            block: path.int(block)?,
            version: path.int(version)?,
            ip: path.bits(ip)?,
            port: path.int(port)?,
            ip_type: path.int(ip_type)?,
            protocol: path.int(protocol)?,
            placeholder1: path.int(one)?,
            placeholder2: path.int(two)?,
        };
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.serving.axons.insert(hotkey, axon);
        }
        Ok(())
    })
}

fn load_prometheus(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let item = "prometheus";
    reader.by_two(item, |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        let [block, version, ip, port, ip_type] = parts(path, value)?;
        let info = PrometheusInfo {
            block: path.int(block)?,
            version: path.int(version)?,
            ip: path.bits(ip)?,
            port: path.int(port)?,
            ip_type: path.int(ip_type)?,
        };
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.serving.prometheus.insert(hotkey, info);
        }
        Ok(())
    })
}

fn load_certificates(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let item = "neuron_certificates";
    reader.by_two(item, |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        // A dump holds the algorithm alone.
        let certificate = Certificate {
            algorithm: path.int(value)?,
            public_key: Vec::new(),
        };
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.serving.certificates.insert(hotkey, certificate);
        }
        Ok(())
    })
}

fn parts<'a, const N: usize>(
    path: Path<'_>,
    value: &'a Stored,
) -> Result<&'a [Stored; N], InputError> {
    let parts = path.list(value)?.try_into();
    parts.map_err(|_| path.error(&format!("a list of {N}"), value))
}

pub(super) fn write(chain: &Chain, items: &mut Items) {
    let state = &chain.state;
    if chain.explicit.contains(&(TOTAL_NETWORKS, None)) {
        items.single(TOTAL_NETWORKS, int(state.subnets.netuids().len() as u64));
    }
    if let Some(cost) = state.last_lock_cost {
        items.single("network_last_lock_cost", int(cost));
    }
    for (netuid, creations) in &state.creations {
        items.amount("registered_subnet_counter", netuid, *creations);
    }
    for (hotkey, _, record) in state.hotkeys.iter() {
        if let Some(enabled) = record.auto_parent {
            let item = "auto_parent_delegation_enabled";
            items.entry(item, hot_text(state, hotkey), Stored::Bool(enabled));
        }
    }
    for subnet in state.subnets.iter() {
        write_subnet(state, subnet, items);
        write_serving(state, subnet, items);
    }
    write_auto_stake(state, items);
}

/// Destinations outlive their subnets.
fn write_auto_stake(state: &State, items: &mut Items) {
    let remains = state
        .remains
        .iter()
        .map(|(netuid, left)| (*netuid, &left.auto_stake));
    let subnets = state
        .subnets
        .iter()
        .map(|subnet| (subnet.netuid, &subnet.auto_stake));
    for (netuid, auto_stake) in subnets.chain(remains) {
        for (coldkey, hotkey) in &auto_stake.destinations {
            let key = format!("{},{netuid}", cold_text(state, *coldkey));
            items.entry("auto_stake_destination", key, hot_value(state, *hotkey));
        }
        for (hotkey, stakers) in &auto_stake.stakers {
            let key = format!("{},{netuid}", hot_text(state, *hotkey));
            let stakers = list(stakers.iter().map(|one| cold_value(state, *one)));
            items.entry("auto_stake_destination_coldkeys", key, stakers);
        }
    }
}

fn write_subnet(state: &State, subnet: &Subnet, items: &mut Items) {
    let netuid = subnet.netuid;
    items.amount("subnet_locked", netuid, subnet.locked);
    for (coldkey, block) in &subnet.hotkey_swaps {
        let key = format!("{netuid},{}", cold_text(state, *coldkey));
        items.amount("last_hotkey_swap_on_netuid", key, *block);
    }
}

fn write_serving(state: &State, subnet: &Subnet, items: &mut Items) {
    let key = |hotkey| format!("{},{}", subnet.netuid, hot_text(state, hotkey));
    let ip = |ip: u128| Stored::Text(ip.to_string());
    for (hotkey, axon) in &subnet.serving.axons {
        let value = list([
            int(axon.block),
            int(axon.version),
            ip(axon.ip),
            int(axon.port),
            int(axon.ip_type),
            int(axon.protocol),
            int(axon.placeholder1),
            int(axon.placeholder2),
        ]);
        items.entry("axons", key(*hotkey), value);
    }
    for (hotkey, info) in &subnet.serving.prometheus {
        let numbers = [int(info.block), int(info.version), ip(info.ip)];
        let value = numbers
            .into_iter()
            .chain([int(info.port), int(info.ip_type)]);
        items.entry("prometheus", key(*hotkey), list(value));
    }
    for (hotkey, certificate) in &subnet.serving.certificates {
        let item = "neuron_certificates";
        items.entry(item, key(*hotkey), int(certificate.algorithm));
    }
}
