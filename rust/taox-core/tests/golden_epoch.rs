//! All epoch vectors, and the intermediates of those that carry them.

mod common;

use common::epoch::{Case, output_to_json};
use common::records;
use serde_json::{Map, Value, json};
use taox_core::epoch::{EpochInput, MechanismTrace, TraceRows, epoch, epoch_with_trace};
use taox_core::fixed::I32F32;

const FILES: [(&str, usize); 3] = [("small", 400), ("large", 10), ("targeted", 240)];

fn vectors() -> impl Iterator<Item = Value> {
    FILES.into_iter().flat_map(|(file, count)| {
        let records = records(&format!("epoch/{file}.jsonl.gz"));
        assert!(
            records.is_empty() || records.len() == count,
            "{file}: {}",
            records.len()
        );
        records
    })
}

#[test]
fn outputs_are_the_chains() {
    for vector in vectors() {
        let case = Case::from_json(&vector["input"]);
        let output = case.with_input(epoch).expect("well formed");
        assert_eq!(
            output_to_json(&output),
            vector["output"],
            "{}",
            vector["name"]
        );
    }
}

#[test]
fn intermediates_are_those_of_the_specification() {
    let mut checked = 0;
    for vector in vectors() {
        let Some(expected) = vector["trace_bits"].as_object() else {
            continue;
        };
        let case = Case::from_json(&vector["input"]);
        let (_, traces) = case.with_input(epoch_with_trace).expect("well formed");
        let [trace] = traces.as_slice() else {
            panic!("one mechanism")
        };
        let actual = trace_to_json(trace);
        for (letter, expected) in expected {
            assert_eq!(&actual[letter], expected, "{} {letter}", vector["name"]);
        }
        checked += 1;
    }
    assert!(checked == 0 || checked == 214, "{checked}");
}

/// The fast and the traced call agree, also where nothing is traced in the vectors.
#[test]
fn tracing_changes_nothing() {
    for vector in vectors() {
        let case = Case::from_json(&vector["input"]);
        let run = |input: &EpochInput<'_>| (epoch(input), epoch_with_trace(input));
        let (plain, traced) = case.with_input(run);
        assert_eq!(
            plain.expect("plain"),
            traced.expect("traced").0,
            "{}",
            vector["name"]
        );
    }
}

fn trace_to_json(trace: &MechanismTrace) -> Value {
    let vector = |values: &Vec<I32F32>| json!(values);
    let rows = |rows: &TraceRows| json!(rows);
    Value::Object(Map::from_iter(
        [
            ("S", vector(&trace.stake)),
            ("A", vector(&trace.active_stake)),
            ("W", rows(&trace.weights)),
            ("C", vector(&trace.consensus)),
            ("CW", rows(&trace.clipped)),
            ("VT", vector(&trace.validator_trust)),
            ("R", vector(&trace.rank)),
            ("I", vector(&trace.incentive)),
            ("WB", rows(&trace.bond_weights)),
            ("B", rows(&trace.old_bonds)),
            ("E", rows(&trace.new_bonds)),
            ("D", vector(&trace.dividends)),
        ]
        .map(|(letter, value)| (letter.to_owned(), value)),
    ))
}
