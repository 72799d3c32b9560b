//! Stored items from subnets.

use super::write::{Items, cold_text, cold_value, hot_text, hot_value, int, list};
use super::{Stored, commits};
use crate::chain::family::Link;
use crate::chain::interner::HotIx;
use crate::chain::neurons::Mechanism;
use crate::chain::safe_float::SafeFloat;
use crate::chain::state::State;
use crate::chain::subnet::{NETUIDS, Subnet};
use crate::epoch::RowsBuf;

pub(super) fn write(state: &State, items: &mut Items) {
    for ((netuid, hotkey), take) in &state.takes_of_no_subnet {
        let key = format!("{},{netuid}", hot_text(state, *hotkey));
        items.entry("childkey_take", key, int(*take));
    }
    for subnet in state.subnets.iter() {
        items.entry("networks_added", subnet.netuid, Stored::Bool(true));
        write_market(subnet, items);
        write_clock(subnet, items);
        write_registrations(subnet, items);
        write_owners(state, subnet, items);
        write_neurons(state, subnet, items);
        commits::write(state, subnet, items);
        write_stakes(state, subnet, items);
        write_family(state, subnet, items);
        write_payouts(state, subnet, items);
    }
}

fn write_market(subnet: &Subnet, items: &mut Items) {
    let (netuid, market) = (subnet.netuid, &subnet.market);
    items.amount("subnet_tao", netuid, market.tao);
    items.amount("subnet_alpha_in", netuid, market.alpha_in);
    items.amount("subnet_alpha_out", netuid, market.alpha_out);
    items.bits("subnet_volume", netuid, market.volume);
    if let Some(weight) = market.quote_weight {
        items.entry("swap_balancer_quote_weight", netuid, int(weight));
    }
    if market.initialized {
        items.entry("pal_swap_initialized", netuid, Stored::Bool(true));
    }
    items.amount("subnet_protocol_alpha", netuid, subnet.protocol_alpha);
    items.bits("subnet_moving_price", netuid, subnet.moving_price.to_bits());
    items.bits("root_prop", netuid, subnet.root_proportion.to_bits());
    items.bits("miner_burned", netuid, subnet.miner_burned.to_bits());
    items.amount("subnet_tao_flow", netuid, subnet.flows.user);
    items.amount("subnet_protocol_flow", netuid, subnet.flows.protocol);
    items.amount("total_alpha_issuance", netuid, subnet.alpha_assets.issuance);
    items.amount("alpha_burned", netuid, subnet.alpha_assets.burned);
    items.amount("alpha_recycled", netuid, subnet.alpha_assets.recycled);
    let last = &subnet.last_block;
    items.amount("subnet_tao_in_emission", netuid, last.tao_in);
    items.amount("subnet_alpha_in_emission", netuid, last.alpha_in);
    items.amount("subnet_alpha_out_emission", netuid, last.alpha_out);
    items.amount("subnet_excess_tao", netuid, last.excess_tao);
    items.amount("subnet_root_sell_tao", netuid, last.root_sell_tao);
}

fn write_clock(subnet: &Subnet, items: &mut Items) {
    let (netuid, clock, pending) = (subnet.netuid, &subnet.clock, &subnet.pending);
    items.amount(
        "blocks_since_last_step",
        netuid,
        clock.blocks_since_last_step,
    );
    items.amount("last_epoch_block", netuid, clock.last_epoch_block);
    items.amount("pending_epoch_at", netuid, clock.pending_epoch_at);
    items.amount("subnet_epoch_index", netuid, clock.epoch_index);
    items.amount("network_registered_at", netuid, subnet.registered_at);
    items.amount(
        "last_mechansim_step_block",
        netuid,
        clock.last_mechanism_step_block,
    );
    items.amount("pending_server_emission", netuid, pending.server);
    items.amount("pending_validator_emission", netuid, pending.validator);
    items.amount("pending_root_alpha_divs", netuid, pending.root);
    items.amount("pending_owner_cut", netuid, pending.owner_cut);
    if let Some(block) = subnet.first_emission_block {
        items.entry("first_emission_block_number", netuid, int(block));
    }
}

fn write_registrations(subnet: &Subnet, items: &mut Items) {
    let (netuid, registrations) = (subnet.netuid, &subnet.registrations);
    if let Some(burn) = registrations.stored_burn() {
        items.entry("burn", netuid, int(burn));
    }
    items.amount("registrations_this_block", netuid, registrations.this_block);
    items.amount(
        "registrations_this_interval",
        netuid,
        registrations.this_interval,
    );
    items.amount("rao_recycled_for_registration", netuid, registrations.paid);
}

fn write_owners(state: &State, subnet: &Subnet, items: &mut Items) {
    let netuid = subnet.netuid;
    if let Some(owner) = subnet.owner {
        items.entry("subnet_owner", netuid, cold_value(state, owner));
    }
    if let Some(hotkey) = subnet.owner_hotkey {
        items.entry("subnet_owner_hotkey", netuid, hot_value(state, hotkey));
    }
}

fn write_neurons(state: &State, subnet: &Subnet, items: &mut Items) {
    let (netuid, neurons) = (subnet.netuid, &subnet.neurons);
    if neurons.hotkeys.is_empty() {
        return;
    }
    items.entry("subnetwork_n", netuid, int(neurons.len()));
    for (uid, hotkey) in neurons.hotkeys.iter().enumerate() {
        items.entry("keys", format!("{netuid},{uid}"), hot_value(state, *hotkey));
    }
    for (hotkey, uid) in &neurons.uids {
        let hotkey = hot_text(state, *hotkey);
        items.entry("uids", format!("{netuid},{hotkey}"), int(*uid));
        items.entry(
            "is_network_member",
            format!("{hotkey},{netuid}"),
            Stored::Bool(true),
        );
    }
    for (uid, block) in neurons.block_at_registration.iter().enumerate() {
        items.amount("block_at_registration", format!("{netuid},{uid}"), *block);
    }
    items.entry("active", netuid, flags(&neurons.active));
    items.entry("validator_permit", netuid, flags(&neurons.validator_permit));
    items.entry("emission", netuid, ints(&neurons.emission));
    items.entry("consensus", netuid, ints(&neurons.consensus));
    items.entry("dividends", netuid, ints(&neurons.dividends));
    items.entry("validator_trust", netuid, ints(&neurons.validator_trust));
    items.entry("stake_weight", netuid, ints(&neurons.stake_weight));
    for (mechanism, index) in subnet.mechanisms.iter().zip(0..) {
        write_mechanism(mechanism, subnet.storage_index(index), items);
    }
}

fn write_mechanism(mechanism: &Mechanism, index: u16, items: &mut Items) {
    // Of a mechanism that was added nothing is stored until weights or an epoch touch it.
    if index < NETUIDS || mechanism.last_update.iter().any(|block| *block > 0) {
        items.entry("last_update", index, ints(&mechanism.last_update));
    }
    if mechanism.has_incentive {
        items.entry("incentive", index, ints(&mechanism.incentive));
    }
    write_rows("weights", index, &mechanism.weights, items);
    write_rows("bonds", index, &mechanism.bonds, items);
}

fn write_rows(item: &str, index: u16, rows: &RowsBuf, items: &mut Items) {
    for (uid, (uids, values)) in rows.as_rows().iter().enumerate() {
        if !uids.is_empty() {
            let pairs = uids.iter().zip(values);
            let pairs = pairs.map(|(uid, value)| list([int(*uid), int(*value)]));
            items.entry(item, format!("{index},{uid}"), list(pairs));
        }
    }
}

fn write_stakes(state: &State, subnet: &Subnet, items: &mut Items) {
    let netuid = subnet.netuid;
    for (hotkey, pool) in &subnet.stakes {
        let hotkey = hot_text(state, *hotkey);
        let key = format!("{hotkey},{netuid}");
        items.amount("total_hotkey_alpha", &key, pool.total());
        if !pool.denominator().is_zero() {
            items.entry("total_hotkey_shares_v2", &key, decimal(pool.denominator()));
        }
        for (holder, share) in pool.shares() {
            let key = format!("{hotkey},{},{netuid}", cold_text(state, holder));
            items.entry("alpha_v2", key, decimal(share));
        }
    }
}

fn write_family(state: &State, subnet: &Subnet, items: &mut Items) {
    let (netuid, family) = (subnet.netuid, &subnet.family);
    let key = |hotkey: &HotIx| format!("{},{netuid}", hot_text(state, *hotkey));
    for (hotkey, children) in &family.children {
        items.entry("child_keys", key(hotkey), links(state, children));
    }
    for (hotkey, parents) in &family.parents {
        items.entry("parent_keys", key(hotkey), links(state, parents));
    }
    for (hotkey, pending) in &family.pending {
        let value = list([links(state, &pending.children), int(pending.cooldown_block)]);
        items.entry(
            "pending_child_keys",
            format!("{netuid},{}", hot_text(state, *hotkey)),
            value,
        );
    }
    for (hotkey, take) in &family.takes {
        items.entry("childkey_take", key(hotkey), int(*take));
    }
}

fn write_payouts(state: &State, subnet: &Subnet, items: &mut Items) {
    let (netuid, payouts) = (subnet.netuid, &subnet.payouts);
    for (hotkey, alpha) in &payouts.alpha {
        let key = format!("{netuid},{}", hot_text(state, *hotkey));
        items.amount("alpha_dividends_per_subnet", key, *alpha);
    }
    for (hotkey, alpha) in &payouts.root {
        let key = format!("{netuid},{}", hot_text(state, *hotkey));
        items.amount("root_alpha_dividends_per_subnet", key, *alpha);
    }
    for (hotkey, stake) in &payouts.stake {
        let key = format!("{},{netuid}", hot_text(state, *hotkey));
        items.amount("total_hotkey_alpha_last_epoch", key, *stake);
    }
}

fn links(state: &State, links: &[Link]) -> Stored {
    let pairs = links.iter();
    list(pairs.map(|(proportion, other)| list([int(*proportion), hot_value(state, *other)])))
}

fn decimal(value: SafeFloat) -> Stored {
    list([
        Stored::Text(value.mantissa().to_string()),
        int(value.exponent()),
    ])
}

fn flags(values: &[bool]) -> Stored {
    list(values.iter().map(|flag| Stored::Bool(*flag)))
}

fn ints<T: Copy + Into<i128>>(values: &[T]) -> Stored {
    list(values.iter().map(|value| int(*value)))
}
