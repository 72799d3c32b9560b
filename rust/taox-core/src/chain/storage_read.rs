//! Storage dump → state.

use super::account::{AccountId, BURN_ACCOUNT, Coldkey, Hotkey, subnet_account};
use super::genesis::empty_state;
use super::hyperparameters::{Hyperparameters, NetworkParams};
use super::input::InputError;
use super::interner::{ColdIx, HotIx};
use super::neurons::Mechanism;
use super::parameters::Parameter;
use super::safe_float::SafeFloat;
use super::share_pool::SharePool;
use super::state::State;
use super::storage::{BURN_KEY, COUNTERS, POOL_MECHANISM, SUBNET_KEY, Storage};
use super::stored::{Item, Key, KeyPart, Stored};
use super::subnet::{NETUIDS, ROOT, Subnet, Subnets};
use crate::epoch::RowsBuf;
use std::collections::BTreeMap;

type Read<T> = Result<T, InputError>;

/// The whole state. Lengths and ranges are checked afterwards, on the state.
pub(crate) fn read_state(
    storage: &Storage,
    defaults: Hyperparameters,
    genesis_hash: [u8; 32],
) -> Read<State> {
    let reader = Reader(storage);
    let mut state = empty_state(genesis_hash, defaults);
    state.subnets = Subnets::default();
    state.coldkeys = super::interner::Coldkeys::default();
    state.block = reader.scalar("block")?.unwrap_or(0);
    read_network(&reader, &mut state.network)?;
    read_accounts(&reader, &mut state)?;
    read_subnets(&reader, &mut state)?;
    read_stakes(&reader, &mut state)?;
    read_totals(&reader, &mut state)?;
    Ok(state)
}

/// Typed access to a dump.
struct Reader<'a>(&'a Storage);

impl Reader<'_> {
    fn scalar<T: Item>(&self, name: &str) -> Read<Option<T>> {
        self.0
            .get(name)
            .map(|stored| loaded(name, stored))
            .transpose()
    }

    /// The entries of a map with their keys taken apart.
    fn map<K: Key, T: Item>(&self, name: &str) -> Read<Vec<(K, T)>> {
        let entries = self.raw(name)?.iter().map(|(key, stored)| {
            let place = format!("{name}[{key:?}]");
            let parsed = K::read(key);
            let key = parsed.ok_or_else(|| InputError::new(&place, "a key of this item", key))?;
            Ok((key, loaded(&place, stored)?))
        });
        entries.collect()
    }

    fn raw(&self, name: &str) -> Read<&BTreeMap<String, Stored>> {
        static NOTHING: BTreeMap<String, Stored> = BTreeMap::new();
        match self.0.get(name) {
            None => Ok(&NOTHING),
            Some(Stored::Map(map)) => Ok(map),
            Some(other) => Err(InputError::new(name, "a map", format!("{other:?}"))),
        }
    }

    /// One entry of a per-subnet item.
    fn of_subnet<T: Item>(&self, name: &str, netuid: u16) -> Read<Option<T>> {
        let key = netuid.text();
        let stored = self.raw(name)?.get(&key);
        stored
            .map(|stored| loaded(&format!("{name}[{key:?}]"), stored))
            .transpose()
    }

    /// A vector by uid; short and missing ones are filled up.
    fn vector<T: Item + Clone + Default>(&self, name: &str, key: u16, n: usize) -> Read<Vec<T>> {
        let mut values: Vec<T> = self.of_subnet(name, key)?.unwrap_or_default();
        if values.len() < n {
            values.resize(n, T::default());
        }
        Ok(values)
    }
}

fn loaded<T: Item>(place: &str, stored: &Stored) -> Read<T> {
    T::load(stored).ok_or_else(|| InputError::new(place, T::EXPECTED, format!("{stored:?}")))
}

fn read_network(reader: &Reader<'_>, network: &mut NetworkParams) -> Read<()> {
    for row in NetworkParams::TABLE {
        if let Some(value) = reader.0.get(row.storage) {
            let value = integer(row.storage, value)?;
            if let Some(Err(error)) = network.load(row.name, value) {
                return Err(InputError::new(row.storage, "a value in range", error));
            }
        }
    }
    Ok(())
}

/// An integer parameter as it is stored.
fn integer(place: &str, stored: &Stored) -> Read<i128> {
    match stored {
        Stored::Int(value) => Ok(*value),
        Stored::Bool(flag) => Ok((*flag).into()),
        other => Err(InputError::new(
            place,
            "an integer or a flag",
            format!("{other:?}"),
        )),
    }
}

fn read_accounts(reader: &Reader<'_>, state: &mut State) -> Read<()> {
    for (key, stored) in reader.raw("free_balance")? {
        let place = format!("free_balance[{key:?}]");
        let free: u64 = loaded(&place, stored)?;
        let account = balance_key(key).ok_or_else(|| InputError::new(&place, "an account", key))?;
        let account = state.coldkeys.intern(Coldkey(account));
        state.coldkeys.get_mut(account).free = free;
    }
    for (hotkey, owner) in reader.map::<Hotkey, Coldkey>("owner")? {
        let owner = state.coldkeys.intern(owner);
        let hotkey = state.hotkeys.intern(hotkey);
        state.hotkeys.get_mut(hotkey).owner = Some(owner);
    }
    for (hotkey, take) in reader.map::<Hotkey, u16>("delegates")? {
        let hotkey = state.hotkeys.intern(hotkey);
        state.hotkeys.get_mut(hotkey).take = Some(take);
    }
    for (coldkey, keys) in reader.map::<Coldkey, Vec<Hotkey>>("owned_hotkeys")? {
        let keys: Vec<_> = keys
            .into_iter()
            .map(|key| state.hotkeys.intern(key))
            .collect();
        let coldkey = state.coldkeys.intern(coldkey);
        state.coldkeys.get_mut(coldkey).owned = keys.into();
    }
    for (coldkey, keys) in reader.map::<Coldkey, Vec<Hotkey>>("staking_hotkeys")? {
        let keys: Vec<_> = keys
            .into_iter()
            .map(|key| state.hotkeys.intern(key))
            .collect();
        let coldkey = state.coldkeys.intern(coldkey);
        state.coldkeys.get_mut(coldkey).staking = keys.into();
    }
    Ok(())
}

fn balance_key(key: &str) -> Option<AccountId> {
    if key == BURN_KEY {
        return Some(BURN_ACCOUNT);
    }
    match key.strip_prefix(SUBNET_KEY) {
        Some(netuid) => netuid.parse().ok().map(subnet_account),
        None => KeyPart::parse(key),
    }
}

fn read_subnets(reader: &Reader<'_>, state: &mut State) -> Read<()> {
    for (netuid, _) in reader.map::<u16, bool>("networks_added")? {
        let mut subnet = read_subnet(reader, state, netuid)?;
        read_neurons(reader, state, &mut subnet)?;
        state.subnets.insert(subnet);
    }
    read_uids(reader, state)?;
    if state.subnets.get(ROOT).is_none() {
        return Err(InputError::new(
            "networks_added",
            "root, netuid 0, among them",
            "none",
        ));
    }
    Ok(())
}

fn read_subnet(reader: &Reader<'_>, state: &mut State, netuid: u16) -> Read<Subnet> {
    let account = state.coldkeys.intern(Coldkey(subnet_account(netuid)));
    let mut subnet = Subnet::new(netuid, account, read_params(reader, netuid)?, 0);
    subnet.first_emission_block = reader.of_subnet("first_emission_block_number", netuid)?;
    let owner: Option<Coldkey> = reader.of_subnet("subnet_owner", netuid)?;
    subnet.owner = owner.map(|owner| state.coldkeys.intern(owner));
    let hotkey: Option<Hotkey> = reader.of_subnet("subnet_owner_hotkey", netuid)?;
    subnet.owner_hotkey = hotkey.map(|hotkey| state.hotkeys.intern(hotkey));
    subnet.pool.volume = reader.of_subnet("subnet_volume", netuid)?.unwrap_or(0);
    subnet.miner_burned = reader
        .of_subnet("miner_burned", netuid)?
        .unwrap_or_default();
    for (name, _, set) in COUNTERS {
        set(&mut subnet, reader.of_subnet(name, netuid)?.unwrap_or(0));
    }
    check_built(reader, &subnet)?;
    Ok(subnet)
}

/// Refuses what would silently be wrong: pools and pots that are not built yet.
fn check_built(reader: &Reader<'_>, subnet: &Subnet) -> Read<()> {
    let netuid = subnet.netuid;
    let mechanism: u16 = reader
        .of_subnet("subnet_mechanism", netuid)?
        .unwrap_or(POOL_MECHANISM);
    if mechanism != POOL_MECHANISM {
        let place = format!("subnet_mechanism[\"{netuid}\"]");
        return Err(InputError::new(
            place,
            "0, the 1:1 pool, the only one built",
            mechanism,
        ));
    }
    if subnet.pending.root != 0 {
        let place = format!("pending_root_alpha_divs[\"{netuid}\"]");
        return Err(InputError::new(
            place,
            "0: root dividends are not built",
            subnet.pending.root,
        ));
    }
    Ok(())
}

fn read_params(reader: &Reader<'_>, netuid: u16) -> Read<Hyperparameters> {
    let mut params = Hyperparameters::unset();
    let key = netuid.text();
    for row in Hyperparameters::table() {
        let Some(stored) = reader.raw(row.storage)?.get(&key) else {
            continue;
        };
        let place = format!("{}[{key:?}]", row.storage);
        let value = parameter(&place, &row, stored)?;
        let set = params.load(row.name, value);
        set.map_err(|error| InputError::new(&place, "a value in range", error))?;
    }
    params.mechanism_emission_split = reader.of_subnet("mechanism_emission_split", netuid)?;
    Ok(params)
}

fn parameter(place: &str, row: &Parameter, stored: &Stored) -> Read<i128> {
    match (row.name, row.kind) {
        ("alpha_low", _) => loaded::<(u16, u16)>(place, stored).map(|(low, _)| low.into()),
        ("alpha_high", _) => loaded::<(u16, u16)>(place, stored).map(|(_, high)| high.into()),
        (_, "yuma") => loaded::<bool>(place, stored).map(|three| if three { 3 } else { 2 }),
        (_, "recycle_or_burn") => match stored {
            Stored::Text(fate) if fate == "Burn" => Ok(0),
            Stored::Text(fate) if fate == "Recycle" => Ok(1),
            other => Err(InputError::new(
                place,
                "Burn or Recycle",
                format!("{other:?}"),
            )),
        },
        _ => integer(place, stored),
    }
}

fn read_neurons(reader: &Reader<'_>, state: &mut State, subnet: &mut Subnet) -> Read<()> {
    let netuid = subnet.netuid;
    let uids: u16 = reader.of_subnet("subnetwork_n", netuid)?.unwrap_or(0);
    let n = usize::from(uids.min(NETUIDS));
    for uid in (0..uids).take(n) {
        let place = (netuid, uid).write();
        let key = reader.raw("keys")?.get(&place);
        let name = format!("keys[{place:?}]");
        let key = key.ok_or_else(|| InputError::new(&name, "a hotkey per uid", "nothing"))?;
        subnet
            .neurons
            .hotkeys
            .push(state.hotkeys.intern(loaded(&name, key)?));
    }
    let neurons = &mut subnet.neurons;
    neurons.active = reader.vector("active", netuid, n)?;
    neurons.consensus = reader.vector("consensus", netuid, n)?;
    neurons.dividends = reader.vector("dividends", netuid, n)?;
    neurons.emission = reader.vector("emission", netuid, n)?;
    neurons.validator_permit = reader.vector("validator_permit", netuid, n)?;
    neurons.validator_trust = reader.vector("validator_trust", netuid, n)?;
    neurons.stake_weight = reader
        .of_subnet("stake_weight", netuid)?
        .unwrap_or_default();
    neurons.block_at_registration = by_uid(reader, "block_at_registration", netuid, n)?;
    for (number, mechanism) in (0_u16..).zip(&mut subnet.mechanisms) {
        let index = number.saturating_mul(NETUIDS).saturating_add(netuid);
        *mechanism = read_mechanism(reader, index, n)?;
    }
    Ok(())
}

/// Entries keyed (netuid, uid), as a vector.
fn by_uid(reader: &Reader<'_>, name: &str, netuid: u16, n: usize) -> Read<Vec<u64>> {
    let entries = reader.raw(name)?;
    let values = (0_u16..).take(n).map(|uid| {
        let key = (netuid, uid).write();
        let stored = entries.get(&key);
        stored.map_or(Ok(0), |stored| loaded(&format!("{name}[{key:?}]"), stored))
    });
    values.collect()
}

/// `Uids`, or without it the inverse of `Keys`. Where a hotkey holds two uids, or lost one to
/// another hotkey of the dump, it is more than that.
fn read_uids(reader: &Reader<'_>, state: &mut State) -> Read<()> {
    if !reader.0.contains_key("uids") {
        for subnet in state.subnets.iter_mut() {
            let keyed = (0_u16..).zip(&subnet.neurons.hotkeys);
            subnet.neurons.uids = keyed.map(|(uid, hotkey)| (*hotkey, uid)).collect();
        }
    }
    for ((netuid, hotkey), uid) in reader.map::<(u16, Hotkey), u16>("uids")? {
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.neurons.uids.insert(hotkey, uid);
        }
    }
    Ok(())
}

fn read_mechanism(reader: &Reader<'_>, index: u16, n: usize) -> Read<Mechanism> {
    Ok(Mechanism {
        last_update: reader.vector("last_update", index, n)?,
        incentive: reader.vector("incentive", index, n)?,
        weights: read_rows(reader, "weights", index, n)?,
        bonds: read_rows(reader, "bonds", index, n)?,
    })
}

fn read_rows(reader: &Reader<'_>, name: &str, index: u16, n: usize) -> Read<RowsBuf> {
    let entries = reader.raw(name)?;
    let mut rows = RowsBuf::empty(0);
    for uid in (0_u16..).take(n) {
        let key = (index, uid).write();
        let stored = entries.get(&key);
        let place = format!("{name}[{key:?}]");
        let row: Vec<(u16, u16)> =
            stored.map_or(Ok(Vec::new()), |stored| loaded(&place, stored))?;
        rows.push_row(row);
    }
    Ok(rows)
}

/// The three items of a share pool, put together.
#[derive(Default)]
struct Parts {
    total: u64,
    denominator: SafeFloat,
    shares: BTreeMap<ColdIx, SafeFloat>,
}

fn read_stakes(reader: &Reader<'_>, state: &mut State) -> Read<()> {
    let mut pools: BTreeMap<(u16, HotIx), Parts> = BTreeMap::new();
    for ((hotkey, netuid), total) in reader.map::<(Hotkey, u16), u64>("total_hotkey_alpha")? {
        let hotkey = state.hotkeys.intern(hotkey);
        pools.entry((netuid, hotkey)).or_default().total = total;
    }
    for ((hotkey, netuid), shares) in reader.map("total_hotkey_shares_v2")? {
        let hotkey: HotIx = state.hotkeys.intern(hotkey);
        pools.entry((netuid, hotkey)).or_default().denominator = shares;
    }
    for ((hotkey, coldkey, netuid), share) in
        reader.map::<(Hotkey, Coldkey, u16), SafeFloat>("alpha_v2")?
    {
        let (hotkey, coldkey) = (state.hotkeys.intern(hotkey), state.coldkeys.intern(coldkey));
        if !share.is_zero() {
            pools
                .entry((netuid, hotkey))
                .or_default()
                .shares
                .insert(coldkey, share);
        }
    }
    for ((netuid, hotkey), parts) in pools {
        let subnet = state.subnets.get_mut(netuid).ok_or_else(|| {
            InputError::new("total_hotkey_alpha", "netuids in networks_added", netuid)
        })?;
        let pool = SharePool::from_parts(parts.total, parts.denominator, parts.shares);
        if !pool.is_empty() {
            subnet.stakes.insert(hotkey, pool);
        }
    }
    Ok(())
}

/// Issuance and stake as stored, or else as they add up.
fn read_totals(reader: &Reader<'_>, state: &mut State) -> Read<()> {
    let balances = state.coldkeys.iter().map(|(.., record)| record.free);
    let held = balances.fold(0_u64, u64::saturating_add);
    state.balances_issuance = reader.scalar("balances_total_issuance")?.unwrap_or(held);
    let counted = reader.scalar("total_issuance")?;
    state.total_issuance = counted.unwrap_or(state.balances_issuance);
    let pooled = state.subnets.iter().map(|subnet| subnet.pool.tao);
    let pooled = pooled.fold(0_u64, u64::saturating_add);
    state.total_stake = reader.scalar("total_stake")?.unwrap_or(pooled);
    Ok(())
}
