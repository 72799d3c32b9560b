//! The small functions beside the epoch: splitting, upscaling, inheritance, pruning.

mod common;

use common::{list, records, u16_of, u16s, u64s};
use serde_json::Value;
use taox_core::epoch::{
    Parent, PruneInput, StakeSource, choose_prune, inherit_stake, protected_uids, split_emission,
    upscale_weights,
};
use taox_core::fixed::I64F64;

fn of_kind(file: &str, kind: &str) -> Vec<Value> {
    let records = records(&format!("economy/{file}.jsonl.gz"));
    let absent = records.is_empty();
    let records: Vec<_> = records
        .into_iter()
        .filter(|record| record["kind"] == kind)
        .collect();
    assert!(absent || !records.is_empty(), "{kind}");
    records
}

#[test]
fn emission_split_vectors() {
    for record in of_kind("weights", "emission_split") {
        let split = &record["mechanism_emission_split"];
        let split = (!split.is_null()).then(|| u16s(split));
        let count = usize::from(u16_of(&record["mechanism_count"]));
        let emission = record["emission"].as_u64().expect("u64");
        let parts = split_emission(emission, count, split.as_deref());
        assert_eq!(parts, u64s(&record["result"]), "{record}");
    }
}

/// epoch.md 7.
#[test]
fn emission_split_examples() {
    let parts = split_emission(1_000_000_001, 2, Some(&[16_383, 49_152]));
    assert_eq!(parts, [249_988_556, 750_011_445]);
    assert_eq!(split_emission(10, 3, None), [4, 3, 3]);
    assert_eq!(split_emission(10, 3, Some(&[32_768])), [10, 0, 0]);
    assert_eq!(
        split_emission(u64::MAX, 1, Some(&[65_535, 65_535])),
        [u64::MAX]
    );
    assert_eq!(split_emission(10, 0, None), Vec::<u64>::new());
}

#[test]
fn upscale_vectors() {
    for record in of_kind("weights", "max_upscale") {
        let weights = upscale_weights(&u16s(&record["weights_in"]));
        assert_eq!(weights, u16s(&record["weights_out"]), "{record}");
    }
}

/// epoch.md 3 and transitions.md Appendix D item 5.
#[test]
fn upscale_examples() {
    for (weights, expected) in [
        (
            vec![16_383, 32_767, 49_149, 65_535],
            vec![16_383, 32_767, 49_149, 65_535],
        ),
        (vec![1, 2, 40_000], vec![2, 3, 65_535]),
        (vec![1, 2], vec![32_768, 65_535]),
        (vec![88, 102, 303], vec![19_033, 22_061, 65_535]),
        (vec![32_768, 16_384], vec![65_535, 32_768]),
        (vec![40_000, 20_000], vec![65_535, 32_767]),
        (vec![65_535, 1], vec![65_535, 1]),
        (vec![0, 0], vec![0, 0]),
        (vec![], vec![]),
    ] {
        assert_eq!(upscale_weights(&weights), expected);
    }
}

#[test]
fn inheritance_vectors() {
    for record in records("economy/stake_weight.jsonl.gz") {
        let pairs = |table: &str, hotkey: &Value| {
            let entries = record[table]
                .get(hotkey.to_string())
                .map_or(&[][..], |v| list(v));
            let pair = |pair: &Value| (pair[0].as_u64().expect("u64"), pair[1].clone());
            entries.iter().map(pair).collect::<Vec<_>>()
        };
        let stake = |table: &str, hotkey: &Value| {
            record[table]
                .get(hotkey.to_string())
                .map_or(0, |v| v.as_u64().expect("u64"))
        };
        for (uid, hotkey) in list(&record["hotkeys"]).iter().enumerate() {
            let children: Vec<_> = pairs("child_keys", hotkey)
                .into_iter()
                .map(|p| p.0)
                .collect();
            let parents: Vec<_> = pairs("parent_keys", hotkey)
                .into_iter()
                .map(|(proportion, parent)| Parent {
                    proportion,
                    alpha: stake("alpha_stake", &parent),
                    root: stake("root_stake", &parent),
                })
                .collect();
            let source = StakeSource {
                alpha: stake("alpha_stake", hotkey),
                root: stake("root_stake", hotkey),
                children: &children,
                parents: &parents,
            };
            let inherited = inherit_stake(&source, record["tao_weight"].as_u64().expect("u64"));
            for (name, actual) in [
                ("total_stake_bits", inherited.total),
                ("alpha_stake_bits", inherited.alpha),
                ("tao_stake_bits", inherited.tao),
            ] {
                assert_eq!(
                    actual.to_bits().to_string(),
                    record[name][uid],
                    "{name} {uid}"
                );
            }
        }
    }
}

/// The example of epoch.md 5, with the default TAO weight.
#[test]
fn inheritance_example() {
    let mut source = StakeSource {
        alpha: 1_000_000_007,
        root: 0,
        children: &[1 << 63],
        parents: &[Parent {
            proportion: 1 << 62,
            alpha: 3_000_000_001,
            root: 0,
        }],
    };
    let alone = inherit_stake(&source, 971_718_665_099_567_868);
    assert_eq!(alone.alpha.to_bits(), 1_250_000_003 << 64);
    assert_eq!(alone.total, alone.alpha);
    // TAO of 500 000 003 after inheritance: half of what it is given here goes to the child.
    source.root = 1_000_000_006;
    let both = inherit_stake(&source, 971_718_665_099_567_868);
    assert_eq!(both.tao.to_bits(), 500_000_003 << 64);
    assert_eq!(both.total.to_bits(), 23_544_289_482_414_665_269_262_680_064);
}

/// 2^63 rao clamps, and giving away more than everything leaves nothing.
#[test]
fn inheritance_clamps() {
    let whole = |alpha, children| {
        inherit_stake(
            &StakeSource {
                alpha,
                root: 0,
                children,
                parents: &[],
            },
            0,
        )
        .alpha
    };
    assert_eq!(whole(u64::MAX, &[]), I64F64::MAX);
    assert_eq!(whole(1_000, &[u64::MAX, u64::MAX]), I64F64::ZERO);
}

#[test]
fn prune_vectors() {
    for record in of_kind("registration", "prune") {
        let hotkeys = u64s(&record["hotkeys"]);
        let uid_of = |hotkey: u64| {
            let uid = hotkeys.iter().position(|&h| h == hotkey)?;
            Some(u16::try_from(uid).expect("u16"))
        };
        let owned = u64s(&record["owned_hotkeys"]);
        let owned: Vec<_> = owned.into_iter().filter_map(uid_of).collect();
        let registered = u64s(&record["block_at_registration"]);
        let owner = record["subnet_owner_hotkey"].as_u64().and_then(uid_of);
        let limit = u16_of(&record["immune_owner_uids_limit"]);
        let chosen = choose_prune(&PruneInput {
            block: record["block"].as_u64().expect("u64"),
            emission: &u64s(&record["emission"]),
            block_at_registration: &registered,
            protected: &protected_uids(&owned, owner, &registered, limit),
            immunity_period: u16_of(&record["immunity_period"]),
            min_non_immune_uids: u16_of(&record["min_non_immune_uids"]),
        });
        assert_eq!(
            chosen.map(u64::from),
            record["pruned_uid"].as_u64(),
            "{record}"
        );
    }
}

/// transitions.md Appendix D item 4: three mortal neurons and an immune one.
#[test]
fn prune_examples() {
    let registered = [3, 1, 2, 95];
    let input = PruneInput {
        block: 100,
        emission: &[5, 5, 5, 9],
        block_at_registration: &registered,
        protected: &[],
        immunity_period: 10,
        min_non_immune_uids: 3,
    };
    assert_eq!(choose_prune(&input), Some(3));
    assert_eq!(
        choose_prune(&PruneInput {
            min_non_immune_uids: 0,
            ..input
        }),
        Some(1)
    );
    assert_eq!(
        choose_prune(&PruneInput {
            protected: &[0, 1, 2, 3],
            ..input
        }),
        None
    );
    // Mortal uids exist, but too few to lose one, and nobody is immune (epoch.md 13.3).
    assert_eq!(
        choose_prune(&PruneInput {
            protected: &[3],
            ..input
        }),
        None
    );
    // Exactly at the end of its immunity a uid is mortal.
    let at_end = PruneInput {
        block: 105,
        min_non_immune_uids: 3,
        ..input
    };
    assert_eq!(choose_prune(&at_end), Some(1));
    assert_eq!(
        choose_prune(&PruneInput {
            emission: &[5, 5],
            ..at_end
        }),
        Some(2)
    );
}

/// epoch.md 13.3: with a limit of 1 the owner hotkey displaces the owner's oldest.
#[test]
fn protected_uids_of_the_owner() {
    let registered = [7, 5, 5, 9];
    assert_eq!(protected_uids(&[3, 2, 1], None, &registered, 2), [1, 2]);
    assert_eq!(protected_uids(&[2, 1], Some(0), &registered, 1), [0]);
    assert_eq!(protected_uids(&[2, 1], Some(0), &registered, 2), [0, 1]);
    assert_eq!(protected_uids(&[2, 1], Some(2), &registered, 2), [1, 2]);
    assert_eq!(protected_uids(&[2, 1], Some(2), &registered, 1), [2]);
    assert_eq!(protected_uids(&[], None, &registered, 1), Vec::<u16>::new());
}
