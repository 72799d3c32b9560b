//! What an epoch pays, against the chain's own distribution (coinbase.md 11 to 13.1).

mod common;

use common::storage::{self, differences, hotkey, items, stored};
use common::{list, u16_of};
use serde_json::{Value, json};
use taox_core::chain::{Chain, EpochShare, Hotkey, Pots, Storage};
use taox_core::fixed::U96F32;

fn amount(value: &Value) -> u64 {
    value.as_u64().expect("amount")
}

fn chain(record: &Value) -> Chain {
    let mut storage = items(&record["state"]);
    for item in ["tao_weight", "ck_burn"] {
        storage.insert(item.to_owned(), stored(&record["params"][item]));
    }
    storage::chain(&storage)
}

fn shares(record: &Value) -> Vec<EpochShare> {
    let rows = list(&record["epoch_output"]).iter();
    rows.map(|row| EpochShare {
        hotkey: hotkey(&row[0]),
        incentive: amount(&row[1]),
        dividend: amount(&row[2]),
    })
    .collect()
}

fn bits(expected: &Value) -> Vec<(Hotkey, U96F32)> {
    let rows = list(expected).iter();
    rows.map(|row| {
        let bits = row[1].as_str().expect("bits").parse().expect("bits");
        (hotkey(&row[0]), U96F32::from_bits(bits))
    })
    .collect()
}

fn check_parents(chain: &Chain, record: &Value, netuid: u16, place: &str) {
    for row in list(&record["epoch_output"]) {
        let expected = list(&record["parent_distribution"][row[0].to_string()]).iter();
        let expected: Vec<_> = expected
            .map(|row| (hotkey(&row[0]), amount(&row[1])))
            .collect();
        let actual = chain.parent_distribution(netuid, hotkey(&row[0]), amount(&row[2]));
        assert_eq!(actual.expect("subnet"), expected, "{place}");
    }
}

/// The items that the vectors give after the distribution.
fn after(chain: &Chain, expected: &Storage) -> Storage {
    let mut storage = chain.to_storage();
    storage.retain(|name, _| expected.contains_key(name));
    storage
}

#[test]
fn every_distribution_is_equal() {
    let records = common::records("economy/dividends.jsonl.gz");
    assert!(records.is_empty() || records.len() == 150);
    for (number, record) in records.iter().enumerate() {
        let place = format!("record {number}");
        let netuid = u16_of(&record["netuid"]);
        let mut chain = chain(record);
        check_parents(&chain, record, netuid, &place);
        let pots = Pots {
            validators: amount(&record["validator_alpha"]),
            root: amount(&record["root_alpha"]),
            owner_cut: amount(&record["owner_cut"]),
        };
        let shares = shares(record);
        let payout = chain.pay_epoch(netuid, &shares, pots).expect("subnet");
        let result = &record["result"];
        let incentives: Vec<_> = shares
            .iter()
            .map(|share| json!([storage::number(share.hotkey), share.incentive]))
            .collect();
        assert_eq!(Value::from(incentives), result["incentives"], "{place}");
        assert_eq!(
            payout.alpha_dividends,
            bits(&result["alpha_dividends_bits"]),
            "{place}"
        );
        assert_eq!(
            payout.root_dividends,
            bits(&result["root_alpha_dividends_bits"]),
            "{place}"
        );
        let expected = items(&record["state_after"]);
        let found = differences(&after(&chain, &expected), &expected);
        assert!(found.is_empty(), "{place}\n{}", found.join("\n"));
    }
}
