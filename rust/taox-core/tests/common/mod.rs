//! Golden vectors of the folder `shared`, beside the repository or at `TAOX_SHARED`.

#![allow(dead_code, reason = "each test binary uses a part of this")]

pub(crate) mod audit;
pub(crate) mod epoch;
pub(crate) mod excused;
pub(crate) mod random;
pub(crate) mod shapes;
pub(crate) mod storage;
pub(crate) mod traffic;
pub(crate) mod worked;

use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

fn shared() -> PathBuf {
    std::env::var_os("TAOX_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    )
}

/// The records of one `.jsonl.gz` under `golden/`; none, with a word about it, where the folder is
/// absent.
pub(crate) fn records(file: &str) -> Vec<Value> {
    if !shared().is_dir() {
        eprintln!(
            "skipped: no folder with golden vectors ({})",
            shared().display()
        );
        return Vec::new();
    }
    let file = File::open(shared().join("golden").join(file)).expect("the vectors are complete");
    BufReader::new(GzDecoder::new(file))
        .lines()
        .map(|line| serde_json::from_str(&line.expect("gzip")).expect("JSON"))
        .collect()
}

pub(crate) fn u64s(value: &Value) -> Vec<u64> {
    list(value)
        .iter()
        .map(|v| v.as_u64().expect("u64"))
        .collect()
}

pub(crate) fn u16s(value: &Value) -> Vec<u16> {
    list(value).iter().map(u16_of).collect()
}

pub(crate) fn bools(value: &Value) -> Vec<bool> {
    list(value)
        .iter()
        .map(|v| v.as_bool().expect("bool"))
        .collect()
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().expect("list")
}

pub(crate) fn u16_of(value: &Value) -> u16 {
    value.as_u64().expect("u64").try_into().expect("u16")
}
