//! Parameters from storage items, as the tables of parameters name them.

use super::item::Path;
use super::reader::Reader;
use super::{Explicit, Stored};
use crate::chain::hyperparameters::Hyperparameters;
use crate::chain::input::InputError;
use crate::chain::network_params::NetworkParams;
use crate::chain::parameters::Parameter;
use crate::chain::state::State;
use crate::epoch::Yuma;

/// Parameters of the network; returns which were there.
pub(super) fn network(reader: &Reader<'_>, state: &mut State) -> Result<Explicit, InputError> {
    let mut stored = Explicit::new();
    for row in NetworkParams::TABLE {
        let path = Path {
            item: row.storage,
            key: "",
        };
        if let Some(value) = reader.item(row.storage) {
            let value = read(row, path, value)?;
            let loaded = state.network.load(row.name, value);
            loaded
                .transpose()
                .map_err(|_| path.error(row.kind, value))?;
            stored.insert((row.storage, None));
        }
    }
    Ok(stored)
}

/// Parameters of all subnets; returns which were there.
pub(super) fn subnets(reader: &Reader<'_>, state: &mut State) -> Result<Explicit, InputError> {
    let mut stored = Explicit::new();
    for row in Hyperparameters::table() {
        reader.by_one(row.storage, |netuid: u16, path, value| {
            let value = read(&row, path, value)?;
            let loaded = match state.subnets.get_mut(netuid) {
                Some(subnet) => subnet.params.load(row.name, value),
                None => state.vacant.load(netuid, row.name, value),
            };
            loaded.map_err(|_| path.error(row.kind, value))?;
            stored.insert((row.storage, Some(netuid)));
            Ok(())
        })?;
    }
    reader.by_one("mechanism_emission_split", |netuid: u16, path, value| {
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.params.mechanism_emission_split = Some(path.ints(value)?);
        }
        Ok(())
    })?;
    Ok(stored)
}

/// The integer of a parameter; choices and pairs have forms of their own.
fn read(row: &Parameter, path: Path<'_>, value: &Stored) -> Result<i128, InputError> {
    match (row.name, value) {
        ("yuma", _) => {
            let is_third: bool = path.int::<u8>(value)? != 0;
            Ok(if is_third { Yuma::Three } else { Yuma::Two } as i128)
        }
        ("alpha_low", _) => path.int(path.pair(value)?.0),
        ("alpha_high", _) => path.int(path.pair(value)?.1),
        ("recycle_or_burn", Stored::Text(name)) if name == "Burn" => Ok(0),
        ("recycle_or_burn", Stored::Text(name)) if name == "Recycle" => Ok(1),
        _ if matches!(row.kind, "u128" | "i128") => path.bits(value),
        _ => path.int(value),
    }
}
