//! State → storage dump.

use super::account::{BURN_ACCOUNT, Coldkey, Hotkey, subnet_of_account};
use super::hyperparameters::{Hyperparameters, NetworkParams, RecycleOrBurn};
use super::interner::HotIx;
use super::neurons::{Mechanism, Neurons};
use super::state::State;
use super::storage::{BURN_KEY, COUNTERS, POOL_MECHANISM, SUBNET_KEY, Storage};
use super::stored::{Item, Key, KeyPart, Stored};
use super::subnet::Subnet;
use crate::epoch::{RowsBuf, Yuma};
use crate::fixed::U96F32;

/// Items under construction.
#[derive(Default)]
struct Writer(Storage);

impl Writer {
    fn scalar(&mut self, name: &str, value: &impl Item) {
        self.0.insert(name.to_owned(), value.store());
    }

    fn entry(&mut self, name: &str, key: &impl Key, value: &impl Item) {
        self.put(name, key.write(), value.store());
    }

    fn amount(&mut self, name: &str, key: &impl Key, value: u64) {
        if value > 0 {
            self.entry(name, key, &value);
        }
    }

    fn put(&mut self, name: &str, key: String, value: Stored) {
        let item = self
            .0
            .entry(name.to_owned())
            .or_insert_with(|| Stored::Map(Storage::new()));
        if let Stored::Map(map) = item {
            map.insert(key, value);
        }
    }
}

/// The whole state.
pub(crate) fn write_state(state: &State) -> Storage {
    let mut writer = Writer::default();
    writer.scalar("block", &state.block);
    writer.scalar("balances_total_issuance", &state.balances_issuance);
    writer.scalar("total_issuance", &state.total_issuance);
    writer.scalar("total_stake", &state.total_stake);
    for (row, value) in NetworkParams::values(&state.network) {
        writer.0.insert(row.storage.to_owned(), Stored::Int(value));
    }
    write_accounts(&mut writer, state);
    for subnet in state.subnets.iter() {
        write_subnet(&mut writer, state, subnet);
        write_params(&mut writer, subnet.netuid, &subnet.params);
        write_stakes(&mut writer, state, subnet);
    }
    writer.0
}

fn write_accounts(writer: &mut Writer, state: &State) {
    let hotkeys = |keys: Vec<HotIx>| -> Vec<Hotkey> {
        keys.into_iter().map(|key| state.hotkeys.key(key)).collect()
    };
    for (_, hotkey, record) in state.hotkeys.iter() {
        if let Some(owner) = record.owner {
            writer.entry("owner", &hotkey, &state.coldkeys.key(owner));
        }
        if let Some(take) = record.take {
            writer.entry("delegates", &hotkey, &take);
        }
    }
    for (_, coldkey, record) in state.coldkeys.iter() {
        if record.free > 0 {
            writer.put("free_balance", balance_key(coldkey), record.free.store());
        }
        if !record.owned.is_empty() {
            writer.entry(
                "owned_hotkeys",
                &coldkey,
                &hotkeys(record.owned.iter().collect()),
            );
        }
        if !record.staking.is_empty() {
            writer.entry(
                "staking_hotkeys",
                &coldkey,
                &hotkeys(record.staking.iter().collect()),
            );
        }
    }
}

/// The account of a subnet goes by its netuid, that of burned TAO by what it is for.
fn balance_key(Coldkey(account): Coldkey) -> String {
    if account == BURN_ACCOUNT {
        return BURN_KEY.to_owned();
    }
    let netuid = subnet_of_account(account);
    netuid.map_or_else(|| account.text(), |netuid| format!("{SUBNET_KEY}{netuid}"))
}

fn write_subnet(writer: &mut Writer, state: &State, subnet: &Subnet) {
    let netuid = &subnet.netuid;
    writer.entry("networks_added", netuid, &true);
    writer.entry("subnetwork_n", netuid, &subnet.neurons.len());
    writer.entry("subnet_mechanism", netuid, &POOL_MECHANISM);
    if let Some(owner) = subnet.owner {
        writer.entry("subnet_owner", netuid, &state.coldkeys.key(owner));
    }
    if let Some(hotkey) = subnet.owner_hotkey {
        writer.entry("subnet_owner_hotkey", netuid, &state.hotkeys.key(hotkey));
    }
    if let Some(block) = subnet.first_emission_block {
        writer.entry("first_emission_block_number", netuid, &block);
    }
    if subnet.pool.volume > 0 {
        writer.entry("subnet_volume", netuid, &subnet.pool.volume);
    }
    if subnet.miner_burned > U96F32::ZERO {
        writer.entry("miner_burned", netuid, &subnet.miner_burned);
    }
    for (name, value, _) in COUNTERS {
        writer.amount(name, netuid, value(subnet));
    }
    if !subnet.neurons.hotkeys.is_empty() {
        write_neurons(writer, state, subnet);
    }
}

fn write_neurons(writer: &mut Writer, state: &State, subnet: &Subnet) {
    let netuid = subnet.netuid;
    let neurons = &subnet.neurons;
    for (uid, hotkey) in (0_u16..).zip(&neurons.hotkeys) {
        writer.entry("keys", &(netuid, uid), &state.hotkeys.key(*hotkey));
    }
    for (hotkey, uid) in &neurons.uids {
        let hotkey = state.hotkeys.key(*hotkey);
        writer.entry("uids", &(netuid, hotkey), uid);
        writer.entry("is_network_member", &(hotkey, netuid), &true);
    }
    for (uid, block) in (0_u16..).zip(&neurons.block_at_registration) {
        writer.amount("block_at_registration", &(netuid, uid), *block);
    }
    write_vectors(writer, netuid, neurons);
    for (number, mechanism) in (0_u8..).zip(&subnet.mechanisms) {
        write_mechanism(writer, subnet.storage_index(number), mechanism);
    }
}

fn write_vectors(writer: &mut Writer, netuid: u16, neurons: &Neurons) {
    writer.entry("active", &netuid, &neurons.active);
    writer.entry("consensus", &netuid, &neurons.consensus);
    writer.entry("dividends", &netuid, &neurons.dividends);
    writer.entry("emission", &netuid, &neurons.emission);
    writer.entry("stake_weight", &netuid, &neurons.stake_weight);
    writer.entry("validator_permit", &netuid, &neurons.validator_permit);
    writer.entry("validator_trust", &netuid, &neurons.validator_trust);
}

fn write_mechanism(writer: &mut Writer, index: u16, mechanism: &Mechanism) {
    writer.entry("incentive", &index, &mechanism.incentive);
    writer.entry("last_update", &index, &mechanism.last_update);
    write_rows(writer, "weights", index, &mechanism.weights);
    write_rows(writer, "bonds", index, &mechanism.bonds);
}

fn write_rows(writer: &mut Writer, name: &str, index: u16, rows: &RowsBuf) {
    let rows = rows.as_rows();
    for (uid, row) in (0_u16..).zip(0..rows.len()) {
        let pairs: Vec<_> = rows.iter_row(row).collect();
        if !pairs.is_empty() {
            writer.entry(name, &(index, uid), &pairs);
        }
    }
}

fn write_params(writer: &mut Writer, netuid: u16, params: &Hyperparameters) {
    for (row, value) in params.values() {
        let value = match row.kind {
            "bool" => Stored::Bool(value != 0),
            "yuma" => Stored::Bool(params.epoch.yuma == Yuma::Three),
            "recycle_or_burn" => Stored::Text(fate(params.subnet.recycle_or_burn).to_owned()),
            _ => Stored::Int(value),
        };
        // Two parameters share this item, a pair.
        if row.storage == "alpha_values" {
            let pair = (params.epoch.alpha_low, params.epoch.alpha_high);
            writer.entry(row.storage, &netuid, &pair);
        } else {
            writer.put(row.storage, netuid.text(), value);
        }
    }
    if let Some(split) = &params.mechanism_emission_split {
        writer.entry("mechanism_emission_split", &netuid, split);
    }
}

fn fate(choice: RecycleOrBurn) -> &'static str {
    match choice {
        RecycleOrBurn::Burn => "Burn",
        RecycleOrBurn::Recycle => "Recycle",
    }
}

fn write_stakes(writer: &mut Writer, state: &State, subnet: &Subnet) {
    let netuid = subnet.netuid;
    for (hotkey, pool) in &subnet.stakes {
        let hotkey = state.hotkeys.key(*hotkey);
        writer.amount("total_hotkey_alpha", &(hotkey, netuid), pool.total());
        if !pool.denominator().is_zero() {
            let shares = pool.denominator();
            writer.entry("total_hotkey_shares_v2", &(hotkey, netuid), &shares);
        }
        for (holder, share) in pool.shares() {
            let holder = state.coldkeys.key(holder);
            writer.entry("alpha_v2", &(hotkey, holder, netuid), &share);
        }
    }
}
