//! Stake from storage items: share pools, parents and children, payouts.

use super::Stored;
use super::item::Path;
use super::load::hot;
use super::reader::Reader;
use crate::chain::account::{Coldkey, Hotkey};
use crate::chain::family::{Link, PendingChildren};
use crate::chain::input::InputError;
use crate::chain::interner::{ColdIx, HotIx};
use crate::chain::safe_float::SafeFloat;
use crate::chain::share_pool::SharePool;
use crate::chain::state::State;
use std::collections::BTreeMap;

/// Fills stakes, families and payouts of all subnets.
pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_pools(reader, state)?;
    load_families(reader, state)?;
    load_payouts(reader, state)
}

fn load_pools(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let mut pools: BTreeMap<(u16, HotIx), Parts> = BTreeMap::new();
    reader.by_two(
        "total_hotkey_alpha",
        |(hotkey, netuid): (Hotkey, u16), path, value| {
            let hotkey = state.hotkeys.intern(hotkey);
            pools.entry((netuid, hotkey)).or_default().total = path.int(value)?;
            Ok(())
        },
    )?;
    reader.by_two(
        "total_hotkey_shares_v2",
        |(hotkey, netuid): (Hotkey, u16), path, value| {
            let hotkey = state.hotkeys.intern(hotkey);
            pools.entry((netuid, hotkey)).or_default().denominator = decimal(path, value)?;
            Ok(())
        },
    )?;
    reader.by_three("alpha_v2", |key: (Hotkey, Coldkey, u16), path, value| {
        let (hotkey, holder) = (state.hotkeys.intern(key.0), state.coldkeys.intern(key.1));
        let share = decimal(path, value)?;
        if !share.is_zero() {
            pools
                .entry((key.2, hotkey))
                .or_default()
                .shares
                .insert(holder, share);
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

fn decimal(path: Path<'_>, value: &Stored) -> Result<SafeFloat, InputError> {
    let (mantissa, exponent) = path.pair(value)?;
    Ok(SafeFloat::new(path.wide(mantissa)?, path.int(exponent)?))
}

fn load_families(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_two(
        "child_keys",
        |(hotkey, netuid): (Hotkey, u16), path, value| {
            let (hotkey, links) = (state.hotkeys.intern(hotkey), links(state, path, value)?);
            if let Some(subnet) = state.subnets.get_mut(netuid).filter(|_| !links.is_empty()) {
                subnet.family.children.insert(hotkey, links);
            }
            Ok(())
        },
    )?;
    reader.by_two(
        "parent_keys",
        |(hotkey, netuid): (Hotkey, u16), path, value| {
            let (hotkey, links) = (state.hotkeys.intern(hotkey), links(state, path, value)?);
            if let Some(subnet) = state.subnets.get_mut(netuid).filter(|_| !links.is_empty()) {
                subnet.family.parents.insert(hotkey, links);
            }
            Ok(())
        },
    )?;
    reader.by_two(
        "pending_child_keys",
        |(netuid, hotkey): (u16, Hotkey), path, value| {
            let (children, cooldown_block) = path.pair(value)?;
            let (hotkey, children) = (state.hotkeys.intern(hotkey), links(state, path, children)?);
            let cooldown_block = path.int(cooldown_block)?;
            if let Some(subnet) = state.subnets.get_mut(netuid) {
                subnet.family.pending.insert(
                    hotkey,
                    PendingChildren {
                        children,
                        cooldown_block,
                    },
                );
            }
            Ok(())
        },
    )?;
    reader.by_two(
        "childkey_take",
        |(hotkey, netuid): (Hotkey, u16), path, value| {
            let hotkey = state.hotkeys.intern(hotkey);
            state.store_childkey_take(netuid, hotkey, path.int(value)?);
            Ok(())
        },
    )
}

fn links(state: &mut State, path: Path<'_>, value: &Stored) -> Result<Vec<Link>, InputError> {
    let links = path.list(value)?.iter().map(|link| {
        let (proportion, other) = path.pair(link)?;
        Ok((path.int(proportion)?, hot(state, path, other)?))
    });
    links.collect()
}

fn load_payouts(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_two(
        "alpha_dividends_per_subnet",
        |(netuid, hotkey): (u16, Hotkey), path, value| {
            let hotkey = state.hotkeys.intern(hotkey);
            if let Some(subnet) = state.subnets.get_mut(netuid) {
                subnet.payouts.alpha.push((hotkey, path.int(value)?));
            }
            Ok(())
        },
    )?;
    let item = "root_alpha_dividends_per_subnet";
    reader.by_two(item, |(netuid, hotkey): (u16, Hotkey), path, value| {
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.payouts.root.push((hotkey, path.int(value)?));
        }
        Ok(())
    })?;
    reader.by_two(
        "total_hotkey_alpha_last_epoch",
        |(hotkey, netuid): (Hotkey, u16), path, value| {
            let hotkey = state.hotkeys.intern(hotkey);
            if let Some(subnet) = state.subnets.get_mut(netuid) {
                subnet.payouts.stake.insert(hotkey, path.int(value)?);
            }
            Ok(())
        },
    )
}
