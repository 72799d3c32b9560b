//! Share pools against the chain's own (coinbase.md 16), and the worked example 18.5.

mod common;

use proptest::prelude::*;
use serde_json::Value;
use taox_core::chain::{SafeFloat, SharePool};

const ALPHA: u64 = 1_000_000_000;
const HOLDERS: [u64; 4] = [100, 101, 102, 103];

fn decimal(value: &Value) -> SafeFloat {
    let mantissa = value[0].as_str().unwrap().parse().unwrap();
    SafeFloat::new(mantissa, value[1].as_i64().unwrap())
}

fn apply(pool: &mut SharePool<u64>, step: &Value) {
    let amount = step["amount"].as_u64().unwrap();
    match step["op"].as_str().unwrap() {
        "credit" => pool.credit(step["coldkey"].as_u64().unwrap(), amount),
        "debit" => {
            pool.debit(step["coldkey"].as_u64().unwrap(), amount);
        }
        "all" => pool.raise(amount),
        other => panic!("unknown operation {other}"),
    }
}

fn share(pool: &SharePool<u64>, holder: u64) -> SafeFloat {
    let found = pool.shares().find(|(key, _)| *key == holder);
    found.map_or(SafeFloat::ZERO, |(_, share)| share)
}

#[test]
fn every_vector_is_equal() {
    let records = common::records("economy/stake_pool.jsonl.gz");
    assert!(records.is_empty() || records.len() == 150);
    for (number, record) in records.iter().enumerate() {
        let mut pool = SharePool::default();
        for (position, step) in record["steps"].as_array().unwrap().iter().enumerate() {
            apply(&mut pool, step);
            let place = format!("record {number}, step {position}");
            assert_eq!(pool.total(), step["total"].as_u64().unwrap(), "{place}");
            assert_eq!(pool.denominator(), decimal(&step["denominator"]), "{place}");
            for holder in HOLDERS {
                let key = holder.to_string();
                assert_eq!(
                    share(&pool, holder),
                    decimal(&step["shares"][&key]),
                    "{place}"
                );
                assert_eq!(
                    pool.value(holder),
                    step["values"][&key].as_u64().unwrap(),
                    "{place}"
                );
            }
        }
    }
}

#[test]
fn the_worked_example() {
    let [a, b, c] = [0_u64, 1, 2];
    let mut pool = SharePool::default();
    pool.credit(a, 100 * ALPHA);
    pool.credit(b, 50 * ALPHA);
    assert_eq!(
        pool.denominator(),
        SafeFloat::new(150_000_000_000_000_000_000, -9)
    );
    assert_eq!(share(&pool, a), SafeFloat::new(10u128.pow(21), -10));
    assert_eq!(share(&pool, b), SafeFloat::new(5 * 10u128.pow(20), -10));
    pool.raise(30 * ALPHA);
    assert_eq!((pool.value(a), pool.value(b)), (120 * ALPHA, 60 * ALPHA));
    pool.credit(c, 7 * ALPHA);
    assert_eq!(
        share(&pool, c),
        SafeFloat::new(583_333_333_333_333_333_333, -11)
    );
    assert_eq!(pool.value(c), 7 * ALPHA);
    pool.raise(1);
    assert_eq!(pool.total(), 187_000_000_001);
    assert_eq!(
        [a, b, c]
            .map(|holder| pool.value(holder))
            .iter()
            .sum::<u64>(),
        187_000_000_000
    );
    assert!(pool.debit(b, 60 * ALPHA));
    assert_eq!(pool.value(b), 0);
    assert_eq!(
        share(&pool, b),
        SafeFloat::new(267_379_679_300_000_000_000, -21)
    );
}

#[test]
fn a_dividend_of_an_owner_and_a_nominator() {
    let mut pool = SharePool::default();
    pool.credit(0, 10 * ALPHA);
    pool.credit(1, 90 * ALPHA);
    // A take of 18 % of one alpha first, then the rest to everybody.
    pool.credit(0, ALPHA * 18 / 100);
    pool.raise(ALPHA * 82 / 100);
    assert_eq!(
        (pool.value(0), pool.value(1)),
        (10_263_326_013, 90_736_673_986)
    );
}

#[test]
fn the_first_holder_of_a_pool_with_value_gets_all_of_it() {
    let mut pool = SharePool::default();
    pool.raise(5);
    pool.credit(0, 7);
    assert_eq!(pool.value(0), 12);
}

#[test]
fn a_pool_with_shares_but_no_value_takes_no_credit() {
    let mut pool = SharePool::default();
    pool.credit(0, 1_000);
    pool.debit(0, 1_000);
    assert!(pool.takes_credit(1), "nothing is left of the shares");
    let worthless =
        SharePool::from_parts(0, SafeFloat::from(5), [(0_u64, SafeFloat::from(5))].into());
    assert!(!worthless.takes_credit(1_000));
}

#[derive(Clone, Debug)]
enum Operation {
    Credit(u64, u64),
    Debit(u64, u64),
    Raise(u64),
}

fn operation() -> impl Strategy<Value = Operation> {
    let amount = prop_oneof![0..10_u64, 0..10_000 * ALPHA];
    let holder = 0..4_u64;
    prop_oneof![
        (holder.clone(), amount.clone()).prop_map(|(who, much)| Operation::Credit(who, much)),
        (holder, amount.clone()).prop_map(|(who, much)| Operation::Debit(who, much)),
        amount.prop_map(Operation::Raise),
    ]
}

proptest! {
    #[test]
    fn holders_never_own_more_than_the_pool(
        operations in prop::collection::vec(operation(), 0..60)
    ) {
        let mut pool = SharePool::default();
        for operation in operations {
            match operation {
                Operation::Credit(who, much) => pool.credit(who, much),
                Operation::Debit(who, much) => {
                    let held = pool.value(who);
                    prop_assert_eq!(pool.debit(who, much), much <= held);
                }
                Operation::Raise(much) => pool.raise(much),
            }
            let owned: u64 = (0..4).map(|holder| pool.value(holder)).sum();
            prop_assert!(owned <= pool.total());
        }
    }
}
