//! All vectors of the small rules: emission, price of registration, claim indices.

mod common;

use common::{list, records};
use serde_json::{Value, json};
use taox_core::economy::{BurnPrice, DecayFactors, block_emission, claim_indices};
use taox_core::fixed::U64F64;

fn complete(file: &str, count: usize) -> Vec<Value> {
    let records = records(&format!("economy/{file}.jsonl.gz"));
    assert!(
        records.is_empty() || records.len() == count,
        "{}",
        records.len()
    );
    records
}

fn u64_of(value: &Value) -> u64 {
    value.as_u64().expect("u64")
}

#[test]
fn emission_is_the_chains() {
    for record in complete("emission", 354) {
        let emission = block_emission(u64_of(&record["issuance"]));
        assert_eq!(record["block_emission"], emission, "{record}");
    }
}

#[test]
fn claim_indices_are_the_chains() {
    for record in complete("claim_indices", 150) {
        let digits = record["parent_hash"].as_str().expect("hex");
        let byte = |i: usize| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).expect("hex");
        let indices = claim_indices(
            &std::array::from_fn(byte),
            u64_of(&record["num_root_claim"]),
            u64_of(&record["num_staking_coldkeys"]),
        );
        assert_eq!(json!(indices), record["indices"], "{record}");
    }
}

#[test]
fn prices_of_registration_are_the_chains() {
    let mut factors = DecayFactors::default();
    let mut checked = 0;
    for record in complete("registration", 204) {
        if record["kind"] != "burn_price" {
            continue;
        }
        checked += 1;
        let bits = record["burn_increase_mult_bits"]
            .as_str()
            .expect("digits")
            .parse()
            .expect("u128");
        let half_life = u16::try_from(u64_of(&record["burn_half_life"])).expect("u16");
        let mut price = BurnPrice {
            burn: u64_of(&record["burn"]),
            min_burn: u64_of(&record["min_burn"]),
            max_burn: u64_of(&record["max_burn"]),
        };
        let first_block = u64_of(&record["start_block"]) + 1;
        for (block, expected) in (first_block..).zip(list(&record["blocks"])) {
            price = price.next_block(factors.of(half_life).filter(|_| block > 1));
            assert_eq!(expected["price"], price.burn, "block {block} of {record}");
            for registration in list(&expected["registrations"]) {
                assert_eq!(
                    registration["price"], price.burn,
                    "block {block} of {record}"
                );
                price = price.after_registration(U64F64::from_bits(bits));
                assert_eq!(
                    registration["price_after"], price.burn,
                    "block {block} of {record}"
                );
            }
        }
    }
    assert!(checked == 0 || checked == 60, "{checked}");
}
