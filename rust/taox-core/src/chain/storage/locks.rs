//! Locked stake, from and to storage items.

use super::Stored;
use super::item::Path;
use super::reader::Reader;
use super::write::{Items, cold_text, hot_text, int, list};
use crate::chain::account::{Coldkey, Hotkey};
use crate::chain::input::InputError;
use crate::chain::lock::{LockMode, Locked};
use crate::chain::lock_book::{Lock, LockSums};
use crate::chain::state::State;
use crate::chain::subnet::Subnet;
use crate::fixed::U64F64;

const MODES: [(LockMode, &str, &str); 2] = [
    (
        LockMode::Decaying,
        "decaying_hotkey_lock",
        "decaying_owner_lock",
    ),
    (LockMode::Perpetual, "hotkey_lock", "owner_lock"),
];
/// Who has a lock, by subnet and hotkey.
const LOCKING: &str = "locking_coldkeys";
/// The bit of `AccountFlags` for who takes locked alpha.
const ACCEPTS_LOCKED_ALPHA: u128 = 1;

pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    load_sums(reader, state)?;
    load_held(reader, state)?;
    reader.by_one("account_flags", |coldkey: Coldkey, path, value| {
        let flags: u128 = path.bits(value)?;
        let coldkey = state.coldkeys.intern(coldkey);
        state.coldkeys.get_mut(coldkey).accepts_locked_alpha = flags & ACCEPTS_LOCKED_ALPHA != 0;
        Ok(())
    })
}

fn load_sums(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    for (mode, by_hotkey, on_owner) in MODES {
        reader.by_two(by_hotkey, |(netuid, hotkey): (u16, Hotkey), path, value| {
            let (hotkey, sum) = (state.hotkeys.intern(hotkey), locked(path, value)?);
            if let Some(subnet) = state.subnets.get_mut(netuid) {
                let sums = subnet.locks.by_hotkey.entry(hotkey).or_default();
                *sums.of_mut(mode) = sum;
            }
            Ok(())
        })?;
        reader.by_one(on_owner, |netuid: u16, path, value| {
            let sum = locked(path, value)?;
            if let Some(subnet) = state.subnets.get_mut(netuid) {
                *subnet.locks.on_owner.of_mut(mode) = sum;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn load_held(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_three("lock", |key: (Coldkey, u16, Hotkey), path, value| {
        let (coldkey, netuid, hotkey) = key;
        let (coldkey, hotkey) = (state.coldkeys.intern(coldkey), state.hotkeys.intern(hotkey));
        let locked = locked(path, value)?;
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.locks.held.insert(coldkey, Lock { hotkey, locked });
        }
        Ok(())
    })?;
    // It follows from the locks.
    reader.skip(LOCKING);
    reader.by_two("decaying_lock", |key: (Coldkey, u16), path, value| {
        let (coldkey, fades) = (state.coldkeys.intern(key.0), path.int::<u8>(value)? != 0);
        if let Some(subnet) = state.subnets.get_mut(key.1).filter(|_| !fades) {
            subnet.locks.perpetual.insert(coldkey);
        }
        Ok(())
    })
}

fn locked(path: Path<'_>, value: &Stored) -> Result<Locked, InputError> {
    match path.list(value)? {
        [mass, conviction, block] => Ok(Locked {
            mass: path.int(mass)?,
            conviction: U64F64::from_bits(path.bits(conviction)?),
            block: path.int(block)?,
        }),
        _ => Err(path.error("mass, conviction and block", value)),
    }
}

pub(super) fn write(state: &State, items: &mut Items) {
    for (_, coldkey, record) in state.coldkeys.iter() {
        if record.accepts_locked_alpha {
            let key = super::item::account_text(coldkey.0);
            items.bits("account_flags", key, ACCEPTS_LOCKED_ALPHA);
        }
    }
    for subnet in state.subnets.iter() {
        write_held(state, subnet, items);
        for (hotkey, sums) in &subnet.locks.by_hotkey {
            let key = format!("{},{}", subnet.netuid, hot_text(state, *hotkey));
            write_sums(sums, items, |(_, by_hotkey, _)| (by_hotkey, key.clone()));
        }
        write_sums(&subnet.locks.on_owner, items, |(.., on_owner)| {
            (on_owner, subnet.netuid.to_string())
        });
    }
}

fn write_held(state: &State, subnet: &Subnet, items: &mut Items) {
    let netuid = subnet.netuid;
    for (coldkey, lock) in &subnet.locks.held {
        let (coldkey, hotkey) = (cold_text(state, *coldkey), hot_text(state, lock.hotkey));
        let key = format!("{coldkey},{netuid},{hotkey}");
        items.entry("lock", key, stored(&lock.locked));
        items.entry(
            LOCKING,
            format!("{netuid},{hotkey},{coldkey}"),
            Stored::Unit,
        );
    }
    for coldkey in &subnet.locks.perpetual {
        let key = format!("{},{netuid}", cold_text(state, *coldkey));
        items.entry("decaying_lock", key, Stored::Bool(false));
    }
}

fn write_sums(
    sums: &LockSums,
    items: &mut Items,
    name: impl Fn((LockMode, &'static str, &'static str)) -> (&'static str, String),
) {
    for one in MODES {
        let sum = sums.of(one.0);
        if !sum.is_nothing() {
            let (item, key) = name(one);
            items.entry(item, key, stored(&sum));
        }
    }
}

fn stored(locked: &Locked) -> Stored {
    let conviction = Stored::Text(locked.conviction.to_bits().to_string());
    list([int(locked.mass), conviction, int(locked.block)])
}
