//! Stake from storage items: share pools, parents and children, payouts.

use super::Stored;
use super::item::Path;
use super::load::hot;
use super::load_subnets::subnet;
use super::reader::Reader;
use crate::chain::account::{Coldkey, Hotkey};
use crate::chain::family::{Family, Link, PendingChildren};
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
    let mut pools = Pools::new();
    let item = "total_hotkey_alpha";
    reader.by_two(item, |(hotkey, netuid): (Hotkey, u16), path, value| {
        parts(&mut pools, state, path, netuid, hotkey)?.total = path.int(value)?;
        Ok(())
    })?;
    let item = "total_hotkey_shares_v2";
    reader.by_two(item, |(hotkey, netuid): (Hotkey, u16), path, value| {
        parts(&mut pools, state, path, netuid, hotkey)?.denominator = decimal(path, value)?;
        Ok(())
    })?;
    reader.by_three("alpha_v2", |key: (Hotkey, Coldkey, u16), path, value| {
        let (holder, share) = (state.coldkeys.intern(key.1), decimal(path, value)?);
        let shares = &mut parts(&mut pools, state, path, key.2, key.0)?.shares;
        if !share.is_zero() {
            shares.insert(holder, share);
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

/// By netuid and hotkey.
type Pools = BTreeMap<(u16, HotIx), Parts>;

/// The pool that an entry belongs to.
fn parts<'p>(
    pools: &'p mut Pools,
    state: &mut State,
    path: Path<'_>,
    netuid: u16,
    hotkey: Hotkey,
) -> Result<&'p mut Parts, InputError> {
    subnet(state, path, netuid)?;
    let key = (netuid, state.hotkeys.intern(hotkey));
    Ok(pools.entry(key).or_default())
}

fn decimal(path: Path<'_>, value: &Stored) -> Result<SafeFloat, InputError> {
    let (mantissa, exponent) = path.pair(value)?;
    Ok(SafeFloat::new(path.bits(mantissa)?, path.int(exponent)?))
}

fn load_families(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_links(reader, state, "child_keys", |family| &mut family.children)?;
    load_links(reader, state, "parent_keys", |family| &mut family.parents)?;
    let item = "pending_child_keys";
    reader.by_two(item, |(netuid, hotkey): (u16, Hotkey), path, value| {
        let (children, cooldown_block) = path.pair(value)?;
        let (hotkey, children) = (state.hotkeys.intern(hotkey), links(state, path, children)?);
        let pending = PendingChildren {
            children,
            cooldown_block: path.int(cooldown_block)?,
        };
        let family = &mut subnet(state, path, netuid)?.family;
        family.pending.insert(hotkey, pending);
        Ok(())
    })?;
    load_takes(reader, state)
}

/// Children or parents of each hotkey.
fn load_links(
    reader: &Reader<'_>,
    state: &mut State,
    item: &'static str,
    of: fn(&mut Family) -> &mut BTreeMap<HotIx, Vec<Link>>,
) -> Result<(), InputError> {
    reader.by_two(item, |(hotkey, netuid): (Hotkey, u16), path, value| {
        let (hotkey, links) = (state.hotkeys.intern(hotkey), links(state, path, value)?);
        let known = of(&mut subnet(state, path, netuid)?.family);
        if !links.is_empty() {
            known.insert(hotkey, links);
        }
        Ok(())
    })
}

/// Childkey takes, also for netuids that no subnet has.
fn load_takes(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    let item = "childkey_take";
    reader.by_two(item, |(hotkey, netuid): (Hotkey, u16), path, value| {
        let (hotkey, take) = (state.hotkeys.intern(hotkey), path.int(value)?);
        state.store_childkey_take(netuid, hotkey, take);
        Ok(())
    })
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
            let payouts = &mut subnet(state, path, netuid)?.payouts;
            payouts.alpha.push((hotkey, path.int(value)?));
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
            let payouts = &mut subnet(state, path, netuid)?.payouts;
            payouts.stake.insert(hotkey, path.int(value)?);
            Ok(())
        },
    )
}
