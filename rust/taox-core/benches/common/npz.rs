//! The real metagraph of `shared/data` (see the README there), read without a zip library.

use super::{BLOCK, Case};
use flate2::read::DeflateDecoder;
use std::io::Read;
use std::path::PathBuf;
use taox_core::epoch::{EpochParams, RowsBuf};
use taox_core::fixed::I64F64;

/// Stake that gives a permit there, in rao.
const THRESHOLD: u64 = 1_000_000_000_000;

/// The subnet, if the folder is there.
pub(super) fn metagraph(params: &EpochParams) -> Option<Case> {
    let shared = std::env::var_os("TAOX_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let file = std::fs::read(shared.join("data/metagraphs/sn15_block4769998.npz")).ok()?;
    let stake: Vec<u64> = array(&file, "stake.npy")?
        .chunks_exact(4)
        .map(|b| (f64::from(f32::from_le_bytes([b[0], b[1], b[2], b[3]])) * 1e9) as u64)
        .collect();
    let cells = array(&file, "weights_u16.npy")?;
    let mut weights = RowsBuf::empty(0);
    for row in cells.chunks_exact(2 * stake.len()) {
        let values = row
            .chunks_exact(2)
            .map(|b| u16::from_le_bytes([b[0], b[1]]));
        weights.push_row((0_u16..).zip(values).filter(|&(_, weight)| weight > 0));
    }
    Some(Case {
        name: "sn15-metagraph-yuma3",
        params: EpochParams {
            stake_threshold: THRESHOLD,
            ..params.clone()
        },
        registered: vec![0; stake.len()],
        updated: vec![BLOCK - 100; stake.len()],
        permits: stake.iter().map(|&own| own >= THRESHOLD).collect(),
        bonds: RowsBuf::empty(stake.len()),
        stake: stake
            .iter()
            .map(|&own| I64F64::from_bits(i128::from(own) << 64))
            .collect(),
        weights,
    })
}

/// The data of one array: its local header in the archive, then the .npy header, then numbers.
fn array(file: &[u8], name: &str) -> Option<Vec<u8>> {
    let at = file
        .windows(name.len())
        .position(|bytes| bytes == name.as_bytes())?;
    let extra = u16::from_le_bytes([*file.get(at - 2)?, *file.get(at - 1)?]);
    let data = file.get(at + name.len() + usize::from(extra)..)?;
    let mut bytes = Vec::new();
    DeflateDecoder::new(data).read_to_end(&mut bytes).ok()?;
    let header = u16::from_le_bytes([*bytes.get(8)?, *bytes.get(9)?]);
    Some(bytes.split_off(10 + usize::from(header)))
}
