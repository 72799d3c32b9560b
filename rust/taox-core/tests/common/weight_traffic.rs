//! Random weights in every form: plain, committed and revealed, sealed, in batches.

use super::traffic::{Dice, SUBNETS};
use taox_core::chain::{
    BatchReveal, BatchWeights, Chain, ChainError, Hotkey, RevealCall, SealedPayload,
    TimelockedCall, WeightsCall, WeightsTarget, weights_hash,
};

/// Weights of a small choice, so that many a reveal meets its commit.
struct Row {
    target: WeightsTarget,
    uids: Vec<u16>,
    weights: Vec<u16>,
    salt: Vec<u16>,
}

impl Row {
    fn random(dice: &mut Dice, hotkey: Hotkey, netuid: u16) -> Self {
        let kind = u16::try_from(dice.below(8)).expect("small");
        let mechanism = u8::try_from(dice.below(3)).expect("small");
        Self {
            target: WeightsTarget {
                hotkey,
                netuid,
                mechanism: if netuid == SUBNETS { mechanism } else { 0 },
            },
            uids: (0..kind).collect(),
            weights: (0..kind).map(|uid| 1 + 7 * uid * kind).collect(),
            salt: vec![kind; 2],
        }
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

/// One random call; which form a subnet takes depends on its number.
pub(crate) fn random_weights(
    chain: &mut Chain,
    dice: &mut Dice,
    hotkey: Hotkey,
    netuid: u16,
) -> Result<(), ChainError> {
    let row = Row::random(dice, hotkey, netuid);
    match dice.below(9) {
        0 | 1 => chain.set_weights(&row.call()),
        2 => chain.commit_weights(row.target, weights_hash(&row.reveal())),
        3 | 4 => chain.reveal_weights(&row.reveal()),
        5 | 6 => {
            let ciphertext = row.sealed(dice);
            chain.commit_timelocked_weights(&TimelockedCall {
                target: row.target,
                ciphertext: &ciphertext,
                reveal_round: chain.drand_round() + dice.below(60),
                version: 4,
            })
        }
        7 => batch(chain, dice, &row),
        _ => {
            let others = [row.uids.clone(), vec![0]];
            let reveal = BatchReveal {
                uids: &others,
                values: &[row.weights.clone(), vec![1]],
                salts: &[row.salt.clone(), vec![1]],
                version_keys: &[0, 0],
            };
            chain.batch_reveal_weights(hotkey, netuid, &reveal)
        }
    }
}

/// A batch of plain weights or of commits, whose items may be refused one by one.
fn batch(chain: &mut Chain, dice: &mut Dice, row: &Row) -> Result<(), ChainError> {
    let (hotkey, netuids) = (row.target.hotkey, [row.target.netuid, 1]);
    if dice.below(2) == 0 {
        let pairs: Vec<_> = row.uids.iter().copied().zip(row.weights.clone()).collect();
        let batch = BatchWeights {
            netuids: &netuids,
            weights: &[pairs, vec![(0, 1)]],
            version_keys: &[0, 0],
        };
        chain.batch_set_weights(hotkey, &batch).map(drop)
    } else {
        let hashes = [weights_hash(&row.reveal()), [7; 32]];
        chain
            .batch_commit_weights(hotkey, &netuids, &hashes)
            .map(drop)
    }
}
