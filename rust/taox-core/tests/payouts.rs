//! What an epoch pays, against the chain's own distribution (coinbase.md 11 and 12).
//!
//! Of the vectors, those without root dividends and parents are within reach: everything else in
//! them is computed here.

mod common;

use common::storage::{assert_item, chain, stored};
use serde_json::{Value, json};
use taox_core::chain::{AccountId, Hotkey, Pots};

fn hotkey(number: u64) -> Hotkey {
    let mut bytes = [0; 32];
    bytes[24..].copy_from_slice(&number.to_be_bytes());
    Hotkey(AccountId(bytes))
}

fn within_reach(record: &Value) -> bool {
    let has = |item: &str| {
        record["state"][item]
            .as_object()
            .is_some_and(|map| !map.is_empty())
    };
    record["root_alpha"] == 0
        && !has("parent_keys")
        && !has("child_keys")
        && !has("auto_stake_destination")
}

fn amount(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[test]
fn stakes_after_a_distribution_are_equal() {
    let records = common::records("economy/dividends.jsonl.gz");
    let within: Vec<_> = records
        .iter()
        .filter(|record| within_reach(record))
        .collect();
    assert!(
        records.is_empty() || within.len() >= 10,
        "only {}",
        within.len()
    );
    for (number, record) in within.into_iter().enumerate() {
        check(record, &format!("record {number}"));
    }
}

fn check(record: &Value, place: &str) {
    let netuid = u16::try_from(amount(&record["netuid"])).unwrap();
    let networks = json!({ "0": true, (netuid.to_string()): true });
    let uids = record["state"]["uids"].as_object().unwrap();
    let keys: serde_json::Map<String, Value> = uids
        .iter()
        .map(|(key, uid)| {
            let hotkey = key.split(',').next_back().unwrap().parse::<u64>().unwrap();
            (format!("{netuid},{uid}"), json!(hotkey))
        })
        .collect();
    let more = [
        ("networks_added", stored(&networks)),
        ("tao_weight", stored(&record["params"]["tao_weight"])),
        (
            "subnetwork_n",
            stored(&json!({ (netuid.to_string()): keys.len() })),
        ),
        ("keys", stored(&Value::Object(keys))),
    ];
    let mut chain = chain(&record["state"], &more);
    let assigned: Vec<_> = record["epoch_output"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (hotkey(amount(&row[0])), amount(&row[1]), amount(&row[2])))
        .collect();
    let pots = Pots {
        validators: amount(&record["validator_alpha"]),
        owner_cut: amount(&record["owner_cut"]),
    };
    chain.pay_epoch(netuid, &assigned, pots).unwrap();
    for item in [
        "total_hotkey_alpha",
        "total_hotkey_shares_v2",
        "alpha_v2",
        "subnet_alpha_out",
        "miner_burned",
        "alpha_burned",
        "alpha_recycled",
    ] {
        assert_item(&chain, &record["state_after"], item, place);
    }
}
