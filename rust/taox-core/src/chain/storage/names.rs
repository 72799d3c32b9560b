//! Symbols and identities of subnets, from and to storage items. Identities of accounts are in no dump.

use super::Stored;
use super::item::Path;
use super::reader::Reader;
use super::write::{Items, list};
use crate::chain::identity::SubnetIdentity;
use crate::chain::input::InputError;
use crate::chain::state::State;

const SYMBOLS: &str = "token_symbol";
const IDENTITIES: &str = "subnet_identities";

pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    reader.by_one(SYMBOLS, |netuid: u16, path, value| {
        let symbol = text(path, value)?.to_owned();
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.symbol = Some(symbol);
        }
        Ok(())
    })?;
    reader.by_one(IDENTITIES, |netuid: u16, path, value| {
        let identity = identity(path, value)?;
        if let Some(subnet) = state.subnets.get_mut(netuid) {
            subnet.identity = Some(identity);
        }
        Ok(())
    })
}

pub(super) fn write(state: &State, items: &mut Items) {
    for subnet in state.subnets.iter() {
        if let Some(symbol) = &subnet.symbol {
            items.entry(SYMBOLS, subnet.netuid, Stored::Text(symbol.clone()));
        }
        if let Some(identity) = &subnet.identity {
            let fields = identity.fields().map(|field| {
                // A dump holds text; bytes that are none are replaced.
                Stored::Text(String::from_utf8_lossy(field).into_owned())
            });
            items.entry(IDENTITIES, subnet.netuid, list(fields));
        }
    }
}

fn identity(path: Path<'_>, value: &Stored) -> Result<SubnetIdentity, InputError> {
    let fields = path.list(value)?.iter();
    let fields: Result<Vec<_>, _> = fields
        .map(|field| text(path, field).map(|text| text.as_bytes().to_vec()))
        .collect();
    let fields: Result<[Vec<u8>; 8], _> = fields?.try_into();
    fields
        .map(SubnetIdentity::from_fields)
        .map_err(|_| path.error("a list of eight texts", value))
}

fn text<'v>(path: Path<'_>, value: &'v Stored) -> Result<&'v str, InputError> {
    match value {
        Stored::Text(text) => Ok(text),
        _ => Err(path.error("text", value)),
    }
}
