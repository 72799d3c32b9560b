//! JSON of the vectors as storage, and how two states differ.

use serde_json::Value;
use std::collections::BTreeSet;
use taox_core::chain::{Chain, Coldkey, Hotkey, LOCAL, Storage, Stored};

/// JSON as a stored value; the vectors hold no fractions.
pub(crate) fn stored(value: &Value) -> Stored {
    match value {
        Value::Bool(flag) => Stored::Bool(*flag),
        Value::Number(number) => Stored::Int(number.as_i128().expect("integers only")),
        Value::String(text) => Stored::Text(text.clone()),
        Value::Array(values) => Stored::List(values.iter().map(stored).collect()),
        Value::Object(_) => Stored::Map(items(value)),
        Value::Null => Stored::Unit,
    }
}

/// The items of a JSON object.
pub(crate) fn items(value: &Value) -> Storage {
    let map = value.as_object().expect("object");
    map.iter()
        .map(|(key, value)| (key.clone(), stored(value)))
        .collect()
}

/// The chain in a state of the vectors.
pub(crate) fn chain(storage: &Storage) -> Chain {
    Chain::from_storage(storage, LOCAL.hyperparameters(), b"golden").expect("a state")
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
fn is_zero(value: Option<&Stored>) -> bool {
    match value {
        None | Some(Stored::Bool(false) | Stored::Int(0)) => true,
        Some(Stored::Text(text)) => text == "0",
        Some(Stored::List(values)) => values.is_empty(),
        Some(Stored::Map(entries)) => entries.values().all(|value| is_zero(Some(value))),
        Some(_) => false,
    }
}

/// Every difference, as item, key, actual and expected.
pub(crate) fn differences(actual: &Storage, expected: &Storage) -> Vec<String> {
    let mut found = Vec::new();
    compare("", actual, expected, &mut found);
    found
}

fn compare(place: &str, actual: &Storage, expected: &Storage, found: &mut Vec<String>) {
    let keys: BTreeSet<_> = actual.keys().chain(expected.keys()).collect();
    for key in keys {
        let (left, right) = (actual.get(key), expected.get(key));
        let empty = Storage::new();
        match (left, right) {
            (Some(Stored::Map(left)), Some(Stored::Map(right))) => {
                compare(&format!("{place}{key}/"), left, right, found);
            }
            (Some(Stored::Map(left)), None) => {
                compare(&format!("{place}{key}/"), left, &empty, found);
            }
            (None, Some(Stored::Map(right))) => {
                compare(&format!("{place}{key}/"), &empty, right, found);
            }
            _ if left == right || (is_zero(left) && is_zero(right)) => {}
            _ => found.push(format!("{place}{key}: {left:?}, expected {right:?}")),
        }
    }
}

/// The number of a hotkey of the vectors.
pub(crate) fn number(hotkey: Hotkey) -> u64 {
    let tail = hotkey.bytes().last_chunk::<8>().expect("32 bytes");
    u64::from_be_bytes(*tail)
}
