//! Whole blocks and bodies of calls against the chain's own (coinbase.md, transitions.md).

mod common;

use common::storage::{self, coldkey, differences, hotkey, items};
use serde_json::Value;
use sha2::{Digest, Sha256};
use taox_core::chain::{AccountId, Chain, ChainError, WeightsCall};

fn author(record: &Value) -> Option<AccountId> {
    let author = &record["block_author"];
    (!author.is_null()).then(|| coldkey(author).0)
}

/// The body of a call, without its guard.
fn call(chain: &mut Chain, name: &str, args: &Value) -> Result<(), ChainError> {
    let amount = |name: &str| args[name].as_u64().expect("amount");
    let netuid = || common::u16_of(&args["netuid"]);
    let (cold, hot) = (|| coldkey(&args["coldkey"]), || hotkey(&args["hotkey"]));
    let partial = || args["allow_partial"].as_bool().expect("flag");
    let limit = || amount("limit_price");
    match name {
        "add_stake" => chain
            .add_stake(cold(), hot(), netuid(), amount("amount"))
            .map(drop),
        "add_stake_limit" => chain
            .add_stake_limit(
                cold(),
                hot(),
                netuid(),
                amount("amount"),
                limit(),
                partial(),
            )
            .map(drop),
        "remove_stake" => chain
            .remove_stake(cold(), hot(), netuid(), amount("alpha"))
            .map(drop),
        "remove_stake_limit" => chain
            .remove_stake_limit(cold(), hot(), netuid(), amount("alpha"), limit(), partial())
            .map(drop),
        "claim" => chain.claim_root_body(cold(), &common::u16s(&args["subnets"])),
        "register" => chain.register(cold(), netuid(), hot()).map(drop),
        "set_weights" => {
            let (uids, weights) = (common::u16s(&args["dests"]), common::u16s(&args["weights"]));
            chain.set_weights_body(&WeightsCall {
                hotkey: hot(),
                netuid: netuid(),
                mechanism: 0,
                uids: &uids,
                weights: &weights,
                version_key: 0,
            })
        }
        "set_children" => {
            let children: Vec<_> = common::list(&args["children"])
                .iter()
                .map(|child| (child[0].as_u64().expect("proportion"), hotkey(&child[1])))
                .collect();
            chain.set_children(cold(), hot(), netuid(), &children)
        }
        other => panic!("unknown call {other}"),
    }
}

fn check_state(chain: &Chain, expected: &Value, place: &str) {
    let mut expected = items(expected);
    expected.remove("after_blocks");
    let found = differences(&chain.to_storage(), &expected);
    assert!(
        found.is_empty(),
        "{place}: {} differences\n{}",
        found.len(),
        found[..found.len().min(25)].join("\n")
    );
}

fn run(record: &Value) {
    let name = record["name"].as_str().expect("name");
    let mut chain = storage::chain(&items(&record["initial"]));
    check_state(&chain, &record["initial"], &format!("{name}, initial"));
    let first = chain.block();
    let states = common::list(&record["states"]);
    let calls = common::list(&record["calls"]);
    let after = |state: &Value| state["after_blocks"].as_u64().expect("blocks");
    let mut next = 0;
    for passed in 1..=states.iter().map(after).max().expect("states") {
        let block = first + passed;
        let parent_hash = Sha256::digest(format!("{name}:{block}")).into();
        chain.step_with(author(record), parent_hash).expect("step");
        if let Some(state) = states.iter().find(|state| after(state) == passed) {
            check_state(&chain, state, &format!("{name}, after {passed} blocks"));
        }
        while let Some(one) = calls
            .get(next)
            .filter(|one| one["block"].as_u64() == Some(block))
        {
            let kind = one["call"].as_str().expect("name");
            let before = (chain.state_hash(), chain.event_count());
            let result = call(&mut chain, kind, &one["args"]);
            let result = result.as_ref().map_or_else(ChainError::name, |()| "ok");
            assert_eq!(
                Some(result),
                one["result"].as_str(),
                "{name}, call {next}: {one}"
            );
            if result != "ok" {
                let now = (chain.state_hash(), chain.event_count());
                assert_eq!(
                    now, before,
                    "{name}: a refused call changed something: {one}"
                );
            }
            next += 1;
        }
    }
    assert_eq!(next, calls.len(), "{name}: every call was made");
}

/// Runs the records whose name is the group and a number.
fn group(prefix: &str, cases: usize) {
    let records = common::records("economy/coinbase.jsonl.gz");
    let in_group = |record: &&Value| {
        let name = record["name"].as_str().expect("name");
        name.rsplit_once('-')
            .is_some_and(|(group, _)| group == prefix)
    };
    let chosen: Vec<_> = records.iter().filter(in_group).collect();
    assert!(
        records.is_empty() || chosen.len() == cases,
        "{prefix}: {} cases",
        chosen.len()
    );
    chosen.into_iter().for_each(run);
}

#[test]
fn plain() {
    group("plain", 10);
}

#[test]
fn plain_with_calls() {
    group("plain-calls", 8);
}

#[test]
fn wild() {
    group("wild", 14);
}

#[test]
fn wild_and_long() {
    group("wild-long", 6);
}

#[test]
fn wild_with_calls() {
    group("wild-calls", 14);
}

#[test]
fn busy() {
    group("busy", 8);
}
