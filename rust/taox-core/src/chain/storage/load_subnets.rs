//! Subnets from storage items: which there are, pools, clocks, pots, owners.

use super::Stored;
use super::item::Path;
use super::load::{cold, hot};
use super::reader::Reader;
use crate::chain::genesis::open_subnet;
use crate::chain::hyperparameters::Hyperparameters;
use crate::chain::input::InputError;
use crate::chain::state::State;
use crate::chain::subnet::{NETUIDS, ROOT, Subnet, Subnets};
use crate::fixed::{I96F32, U96F32};
use std::collections::BTreeSet;

/// Items from which subnets are known if `networks_added` is missing.
const NAMING_SUBNETS: [&str; 4] = ["subnet_alpha_out", "subnet_tao", "subnetwork_n", "tempo"];

/// Creates every subnet, with the parameters of items that were never set.
pub(super) fn create(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    // A chain whose list of networks lacks root has none.
    let (mut netuids, named): (_, &[&'static str]) = if reader.has("networks_added") {
        (BTreeSet::new(), &["networks_added"])
    } else {
        (BTreeSet::from([ROOT]), &NAMING_SUBNETS)
    };
    let mut count = 0_usize;
    for item in named {
        reader.by_one(item, |netuid: u16, path, _| {
            if netuid >= NETUIDS {
                return Err(path.error("a netuid of at most 4095", netuid));
            }
            netuids.insert(netuid);
            count = count.saturating_add(1);
            Ok(())
        })?;
    }
    if count == 0 && reader.has("networks_added") {
        return Err(InputError::new(
            "networks_added",
            "root and others",
            "nothing",
        ));
    }
    state.subnets = Subnets::default();
    for netuid in netuids {
        let mut subnet = open_subnet(state, netuid, Hyperparameters::unset());
        subnet.clock.last_epoch_block = 0;
        state.subnets.insert(subnet);
    }
    Ok(())
}

/// Fills the subnets with what is one value each.
pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_numbers(reader, state)?;
    load_left_behind(reader, state)?;
    load_owners(reader, state)
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
            if !state.remains.contains_key(&netuid) {
                *field(subnet(state, path, netuid)?) = path.int(value)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The subnet that an entry is about.
pub(super) fn subnet<'s>(
    state: &'s mut State,
    path: Path<'_>,
    netuid: u16,
) -> Result<&'s mut Subnet, InputError> {
    let subnet = state.subnets.get_mut(netuid);
    subnet.ok_or_else(|| path.error("a subnet of networks_added", netuid))
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
    ("pending_epoch_at", |subnet| &mut subnet.clock.pending_epoch_at),
    ("network_registered_at", |subnet| &mut subnet.registered_at),
    ("subnet_epoch_index", |subnet| &mut subnet.clock.epoch_index),
    ("last_mechansim_step_block", |subnet| &mut subnet.clock.last_mechanism_step_block),
    ("rao_recycled_for_registration", |subnet| &mut subnet.registrations.paid),
];

/// These may be there without a subnet: one that is gone, or root on a chain without it, left them.
const LEFT_BEHIND: &[(&str, Field<u64>)] = &[
    ("last_epoch_block", |subnet| {
        &mut subnet.clock.last_epoch_block
    }),
    ("total_alpha_issuance", |subnet| {
        &mut subnet.alpha_assets.issuance
    }),
    ("alpha_burned", |subnet| &mut subnet.alpha_assets.burned),
    ("alpha_recycled", |subnet| &mut subnet.alpha_assets.recycled),
];

const COUNTS: &[(&str, Field<u16>)] = &[
    ("registrations_this_block", |subnet| {
        &mut subnet.registrations.this_block
    }),
    ("registrations_this_interval", |subnet| {
        &mut subnet.registrations.this_interval
    }),
];

const FLOWS: &[(&str, Field<i64>)] = &[
    ("subnet_tao_flow", |subnet| &mut subnet.flows.user),
    ("subnet_protocol_flow", |subnet| &mut subnet.flows.protocol),
];

fn load_numbers(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    numbers(reader, state, AMOUNTS)?;
    numbers(reader, state, COUNTS)?;
    numbers(reader, state, FLOWS)?;
    let mut each = |item, store: fn(&mut Subnet, Path<'_>, &Stored) -> Result<(), InputError>| {
        reader.by_one(item, |netuid: u16, path, value| {
            store(subnet(state, path, netuid)?, path, value)
        })
    };
    each("burn", |subnet, path, value| {
        subnet.registrations.set_burn(path.int(value)?);
        Ok(())
    })?;
    each("subnet_volume", |subnet, path, value| {
        subnet.market.volume = path.bits(value)?;
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
        subnet.moving_price = I96F32::from_bits(path.bits(value)?);
        Ok(())
    })?;
    each("miner_burned", |subnet, path, value| {
        subnet.miner_burned = U96F32::from_bits(path.bits(value)?);
        Ok(())
    })?;
    each("first_emission_block_number", |subnet, path, value| {
        subnet.first_emission_block = Some(path.int(value)?);
        Ok(())
    })
}

/// What may be there of subnets that are gone.
fn load_left_behind(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    for (item, field) in LEFT_BEHIND {
        reader.by_one(item, |netuid: u16, path, value| {
            let amount = path.int(value)?;
            if let Some(subnet) = state.subnets.get_mut(netuid) {
                *field(subnet) = amount;
            }
            Ok(())
        })?;
    }
    reader.by_one("root_prop", |netuid: u16, path, value| {
        let proportion = U96F32::from_bits(path.bits(value)?);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.root_proportion = proportion;
        }
        Ok(())
    })
}

fn load_owners(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_one("subnet_owner", |netuid: u16, path, value| {
        let owner = cold(state, path, value)?;
        subnet(state, path, netuid)?.owner = Some(owner);
        Ok(())
    })?;
    reader.by_one("subnet_owner_hotkey", |netuid: u16, path, value| {
        let hotkey = hot(state, path, value)?;
        subnet(state, path, netuid)?.owner_hotkey = Some(hotkey);
        Ok(())
    })
}
