//! Storage of the golden vectors as the core reads it.

use serde_json::Value;
use taox_core::chain::{Chain, LOCAL, Storage, Stored};

/// JSON as a stored value; the vectors hold no fractions and no null inside items.
pub(crate) fn stored(value: &Value) -> Stored {
    match value {
        Value::Bool(flag) => Stored::Bool(*flag),
        Value::Number(number) => {
            let signed = number.as_i64().map(i128::from);
            Stored::Int(signed.unwrap_or_else(|| number.as_u64().expect("u64").into()))
        }
        Value::String(text) => Stored::Text(text.clone()),
        Value::Array(values) => Stored::List(values.iter().map(stored).collect()),
        Value::Object(map) => Stored::Map(
            map.iter()
                .map(|(key, value)| (key.clone(), stored(value)))
                .collect(),
        ),
        Value::Null => panic!("null in storage"),
    }
}

/// The items of a JSON object that exist here, with `more` on top.
pub(crate) fn chain(items: &Value, more: &[(&str, Stored)]) -> Chain {
    let known = Chain::storage_items();
    let items = items.as_object().expect("items").iter();
    let mut storage: Storage = items
        .filter(|(name, _)| known.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), stored(value)))
        .collect();
    storage.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    Chain::from_storage(&storage, LOCAL.hyperparameters(), b"golden").expect("a state")
}

/// Every entry of the expected item, zero or not.
pub(crate) fn assert_item(chain: &Chain, expected: &Value, name: &str, place: &str) {
    let actual = chain.to_storage();
    let empty = Stored::Map(Storage::new());
    let Stored::Map(actual) = actual.get(name).unwrap_or(&empty) else {
        panic!("{name} is no map");
    };
    let nothing = [
        Stored::Int(0),
        Stored::Text("0".to_owned()),
        stored(&serde_json::json!(["0", 0])),
    ];
    for (key, value) in expected[name].as_object().into_iter().flatten() {
        let value = stored(value);
        let found = actual.get(key).cloned();
        let both_nothing = found.is_none() && nothing.contains(&value);
        assert!(
            both_nothing || found.as_ref() == Some(&value),
            "{place}: {name}[{key}] {found:?} {value:?}"
        );
    }
    for (key, found) in actual {
        let missing = expected[name].get(key).is_none();
        assert!(
            !missing || nothing.contains(found),
            "{place}: {name}[{key}] {found:?} is too much"
        );
    }
}
