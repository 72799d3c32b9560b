//! JSON of the vectors as storage, and how two states differ.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use taox_core::chain::{Coldkey, Hotkey, Storage};

pub(crate) fn storage(value: &Value) -> Storage {
    match value {
        Value::Null => Storage::Null,
        Value::Bool(flag) => Storage::Bool(*flag),
        Value::Number(number) => {
            let value = number.as_i128().expect("integers only");
            Storage::Int(value)
        }
        Value::String(text) => Storage::Text(text.clone()),
        Value::Array(values) => Storage::List(values.iter().map(storage).collect()),
        Value::Object(_) => Storage::Map(items(value)),
    }
}

pub(crate) fn items(value: &Value) -> BTreeMap<String, Storage> {
    let map = value.as_object().expect("object");
    map.iter().map(|(key, value)| (key.clone(), storage(value))).collect()
}

/// Accounts of the vectors are numbers, big-endian in their bytes.
fn account(number: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[24..].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) fn hotkey(value: &Value) -> Hotkey {
    Hotkey::from_bytes(account(value.as_u64().expect("account")))
}

pub(crate) fn coldkey(value: &Value) -> Coldkey {
    Coldkey::from_bytes(account(value.as_u64().expect("account")))
}

/// Missing and zero count as equal.
fn is_zero(value: Option<&Storage>) -> bool {
    match value {
        None | Some(Storage::Null | Storage::Bool(false) | Storage::Int(0)) => true,
        Some(Storage::Text(text)) => text == "0",
        Some(Storage::List(values)) => values.is_empty(),
        Some(Storage::Map(entries)) => entries.values().all(|value| is_zero(Some(value))),
        Some(_) => false,
    }
}

/// Every difference, as item, key, actual and expected.
pub(crate) fn differences(
    actual: &BTreeMap<String, Storage>,
    expected: &BTreeMap<String, Storage>,
) -> Vec<String> {
    let mut found = Vec::new();
    compare("", actual, expected, &mut found);
    found
}

fn compare(
    place: &str,
    actual: &BTreeMap<String, Storage>,
    expected: &BTreeMap<String, Storage>,
    found: &mut Vec<String>,
) {
    let keys: BTreeSet<_> = actual.keys().chain(expected.keys()).collect();
    for key in keys {
        let (left, right) = (actual.get(key), expected.get(key));
        let empty = BTreeMap::new();
        match (left, right) {
            (Some(Storage::Map(left)), Some(Storage::Map(right))) => {
                compare(&format!("{place}{key}/"), left, right, found);
            }
            (Some(Storage::Map(left)), None) => {
                compare(&format!("{place}{key}/"), left, &empty, found);
            }
            (None, Some(Storage::Map(right))) => {
                compare(&format!("{place}{key}/"), &empty, right, found);
            }
            _ if left == right || (is_zero(left) && is_zero(right)) => {}
            _ => found.push(format!("{place}{key}: {left:?}, expected {right:?}")),
        }
    }
}
