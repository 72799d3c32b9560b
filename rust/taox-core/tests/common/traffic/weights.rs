//! Random weights in every form: plain, committed and revealed, sealed, in batches.

use super::dice::{Dice, hotkey};
use super::{Made, made};
use std::slice::from_ref;
use taox_core::chain::{
    BatchReveal, BatchWeights, Chain, Hotkey, RevealCall, Seal, SealedPayload, TimelockedCall,
    WeightsCall, WeightsTarget, weights_hash,
};

pub(crate) const CALLS: &[&str] = &[
    "batch_commit_weights",
    "batch_reveal_weights",
    "batch_set_weights",
    "commit_timelocked_weights",
    "commit_weights",
    "reveal_weights",
    "set_weights",
];

/// Weights of a small choice, so that many a reveal meets its commit.
struct Row {
    target: WeightsTarget,
    uids: Vec<u16>,
    weights: Vec<u16>,
    salt: Vec<u16>,
}

impl Row {
    /// A row of one of eight kinds.
    fn of(target: WeightsTarget, kind: u16) -> Self {
        Self {
            target,
            uids: (0..kind).collect(),
            weights: (0..kind).map(|uid| 1 + 7 * uid * kind).collect(),
            salt: vec![kind; 2],
        }
    }

    /// Mostly of a hotkey with a permit.
    fn random(chain: &Chain, dice: &mut Dice) -> Self {
        let netuid = dice.netuid(chain);
        let mut permitted = Vec::new();
        if let Ok(metagraph) = chain.metagraph(netuid) {
            let seats = metagraph.hotkeys.iter().zip(&metagraph.validator_permit);
            permitted.extend(seats.filter(|(_, has)| **has).map(|(hotkey, _)| *hotkey));
        }
        permitted.push(hotkey(dice));
        let mechanism = if dice.once_in(4) { dice.u8(3) } else { 0 };
        let target = WeightsTarget {
            hotkey: *dice.one_of(&permitted),
            netuid,
            mechanism,
        };
        Self::of(target, dice.u8(8).into())
    }

    fn call(&self) -> WeightsCall<'_> {
        WeightsCall {
            hotkey: self.target.hotkey,
            netuid: self.target.netuid,
            mechanism: self.target.mechanism,
            uids: &self.uids,
            weights: &self.weights,
            version_key: 0,
        }
    }

    fn reveal(&self) -> RevealCall<'_> {
        RevealCall {
            weights: self.call(),
            salt: &self.salt,
        }
    }

    fn sealed(&self, dice: &mut Dice) -> Vec<u8> {
        let named = [None, Some(self.target.hotkey), Some(Hotkey::from_name("1"))];
        let payload = SealedPayload {
            hotkey: named[usize::try_from(dice.below(3)).expect("small")],
            uids: self.uids.clone(),
            weights: self.weights.clone(),
            version_key: 0,
        };
        let mut sealed = payload.seal();
        sealed.truncate(usize::try_from(dice.below(200)).expect("small"));
        sealed
    }
}

/// Whether plain or committed weights are accepted is up to the subnet.
pub(crate) fn weighted(chain: &mut Chain, dice: &mut Dice) -> Made {
    let row = Row::random(chain, dice);
    match dice.below(10) {
        0..3 => made("set_weights", chain.set_weights(&row.call())),
        3 | 4 => {
            let hash = weights_hash(&row.reveal());
            made("commit_weights", chain.commit_weights(row.target, hash))
        }
        5 | 6 => revealed(chain, dice, row),
        7 | 8 => sealed(chain, dice, &row),
        _ => batch(chain, dice, &row),
    }
}

/// A batch of weights or of commits, whose items may be refused one by one.
fn batch(chain: &mut Chain, dice: &mut Dice, row: &Row) -> Made {
    let (hotkey, netuids) = (row.target.hotkey, [row.target.netuid, 1]);
    if dice.coin() {
        let pairs: Vec<_> = row.uids.iter().copied().zip(row.weights.clone()).collect();
        let batch = BatchWeights {
            netuids: &netuids,
            weights: &[pairs, vec![(0, 1)]],
            version_keys: &[0, 0],
        };
        made("batch_set_weights", chain.batch_set_weights(hotkey, &batch))
    } else {
        let hashes = [weights_hash(&row.reveal()), [7; 32]];
        let answer = chain.batch_commit_weights(hotkey, &netuids, &hashes);
        made("batch_commit_weights", answer)
    }
}

fn sealed(chain: &mut Chain, dice: &mut Dice, row: &Row) -> Made {
    let ciphertext = row.sealed(dice);
    let answer = chain.commit_timelocked_weights(&TimelockedCall {
        target: row.target,
        ciphertext: &ciphertext,
        reveal_round: chain.drand_round() + dice.below(60),
        version: 4,
    });
    made("commit_timelocked_weights", answer)
}

/// Weights that were committed, if a commit waits on the subnet that is drawn.
fn revealed(chain: &mut Chain, dice: &mut Dice, row: Row) -> Made {
    let row = committed(chain, row.target).unwrap_or(row);
    if row.target.mechanism > 0 || dice.coin() {
        return made("reveal_weights", chain.reveal_weights(&row.reveal()));
    }
    let reveal = BatchReveal {
        uids: from_ref(&row.uids),
        values: from_ref(&row.weights),
        salts: from_ref(&row.salt),
        version_keys: &[0],
    };
    let answer = chain.batch_reveal_weights(row.target.hotkey, row.target.netuid, &reveal);
    made("batch_reveal_weights", answer)
}

/// What the oldest commit of a mechanism hides.
fn committed(chain: &Chain, target: WeightsTarget) -> Option<Row> {
    let pending = chain.pending_commits(target.netuid, target.mechanism);
    let mut pending = pending.into_iter().flatten();
    let oldest = pending.find(|one| one.seal == Seal::Hash)?;
    let target = WeightsTarget {
        hotkey: oldest.hotkey,
        ..target
    };
    let mut kinds = (0..8).map(|kind| Row::of(target, kind));
    kinds.find(|row| weights_hash(&row.reveal()) == oldest.hash)
}
