//! Weights that were committed and not revealed, and the rounds they wait for, from and to storage
//! items.

use super::Stored;
use super::item::Path;
use super::load::hot;
use super::load_neurons::mechanism;
use super::reader::Reader;
use super::write::{Items, hot_text, hot_value, int, list};
use crate::chain::account::Hotkey;
use crate::chain::input::InputError;
use crate::chain::state::State;
use crate::chain::subnet::Subnet;
use crate::chain::weights::{CommitQueues, HashCommit, MAX_CIPHERTEXT, TimelockedCommit, hex};

const HASHED: &str = "weight_commits";
const TIMELOCKED: &str = "timelocked_weight_commits";
const ROUNDS: &str = "drand_pulses";
const LAST_ROUND: &str = "drand_last_stored_round";

/// What is written of a beacon, which has no contents here.
const PULSE: u64 = 7;

pub(super) fn load(reader: &Reader<'_>, state: &mut State) -> Result<(), InputError> {
    state.beacon.last_round = reader.value(LAST_ROUND)?.unwrap_or(0);
    reader.by_one(ROUNDS, |round: u64, _, _| {
        state.beacon.rounds.insert(round);
        Ok(())
    })?;
    reader.by_two(HASHED, |(index, hotkey): (u16, Hotkey), path, value| {
        let queue = path.list(value)?.iter();
        let queue = queue.map(|commit| hash_commit(path, commit));
        let queue = queue.collect::<Result<Vec<_>, _>>()?;
        let hotkey = state.hotkeys.intern(hotkey);
        if let Some(mechanism) = mechanism(state, path, index)? {
            mechanism.commits.hashed.insert(hotkey, queue);
        }
        Ok(())
    })?;
    reader.by_two(TIMELOCKED, |(index, epoch): (u16, u64), path, value| {
        let mut queue = Vec::new();
        for commit in path.list(value)? {
            queue.push(timelocked(state, path, commit)?);
        }
        if let Some(mechanism) = mechanism(state, path, index)? {
            mechanism.commits.timelocked.insert(epoch, queue);
        }
        Ok(())
    })
}

fn hash_commit(path: Path<'_>, value: &Stored) -> Result<HashCommit, InputError> {
    let error = || path.error("[hash, commit epoch, block, 0]", value);
    let [hash, epoch, block, _] = path.list(value)? else {
        return Err(error());
    };
    let hash = bytes(path, hash)?;
    Ok(HashCommit {
        hash: hash.try_into().map_err(|_| error())?,
        epoch: path.int(epoch)?,
        block: path.int(block)?,
    })
}

fn timelocked(
    state: &mut State,
    path: Path<'_>,
    value: &Stored,
) -> Result<TimelockedCommit, InputError> {
    let error = || path.error("[hotkey, block, ciphertext, round]", value);
    let [hotkey, block, ciphertext, round] = path.list(value)? else {
        return Err(error());
    };
    let ciphertext = bytes(path, ciphertext)?;
    if ciphertext.len() > MAX_CIPHERTEXT {
        return Err(error());
    }
    Ok(TimelockedCommit {
        hotkey: hot(state, path, hotkey)?,
        block: path.int(block)?,
        ciphertext,
        round: path.int(round)?,
    })
}

/// Bytes in hexadecimal.
fn bytes(path: Path<'_>, value: &Stored) -> Result<Vec<u8>, InputError> {
    let error = || path.error("bytes in hexadecimal", value);
    let Stored::Text(text) = value else {
        return Err(error());
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digits = pairs.iter().map(|pair| {
        let digits = core::str::from_utf8(pair).ok()?;
        let is_plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u8::from_str_radix(digits, 16).ok().filter(|_| is_plain)
    });
    let decoded: Option<Vec<_>> = digits.collect();
    decoded.filter(|_| rest.is_empty()).ok_or_else(error)
}

pub(super) fn write_rounds(state: &State, items: &mut Items) {
    items.single(LAST_ROUND, int(state.beacon.last_round));
    for round in &state.beacon.rounds {
        items.entry(ROUNDS, round, list([int(PULSE)]));
    }
}

pub(super) fn write(state: &State, subnet: &Subnet, items: &mut Items) {
    for (mechanism, index) in subnet.mechanisms.iter().zip(0..) {
        let index = subnet.storage_index(index);
        write_queues(state, &mechanism.commits, index, items);
    }
}

fn write_queues(state: &State, commits: &CommitQueues, index: u16, items: &mut Items) {
    for (hotkey, queue) in &commits.hashed {
        let queue = queue.iter();
        let queue = queue.map(|one| {
            list([
                Stored::Text(hex(&one.hash)),
                int(one.epoch),
                int(one.block),
                int(0_u64),
            ])
        });
        let key = format!("{index},{}", hot_text(state, *hotkey));
        items.entry(HASHED, key, list(queue));
    }
    for (epoch, queue) in &commits.timelocked {
        let queue = queue.iter();
        let queue = queue.map(|one| {
            list([
                hot_value(state, one.hotkey),
                int(one.block),
                Stored::Text(hex(&one.ciphertext)),
                int(one.round),
            ])
        });
        items.entry(TIMELOCKED, format!("{index},{epoch}"), list(queue));
    }
}
