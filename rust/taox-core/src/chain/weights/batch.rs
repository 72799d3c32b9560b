//! Several subnets, or several reveals, in one call (transitions.md 1.9 and 1.10). Mechanism 0 alone.

use super::super::Chain;
use super::super::account::Hotkey;
use super::super::error::ChainError;
use super::super::events::Event;
use super::payload::{RevealCall, weights_hash};
use super::{WeightsCall, WeightsTarget, hex};

/// What became of one item of a batch; the others do not depend on it.
pub type ItemResult = Result<(), ChainError>;

/// The arguments of `batch_set_weights`: three lists, an item for each subnet.
#[derive(Clone, Copy, Debug)]
pub struct BatchWeights<'a> {
    /// The subnets.
    pub netuids: &'a [u16],
    /// Pairs of uid and weight.
    pub weights: &'a [Vec<(u16, u16)>],
    /// The versions of the validator's code.
    pub version_keys: &'a [u64],
}

/// The arguments of `batch_reveal_weights`: four lists, an item for each commit.
#[derive(Clone, Copy, Debug)]
pub struct BatchReveal<'a> {
    /// Whom the weights are for.
    pub uids: &'a [Vec<u16>],
    /// One weight per uid.
    pub values: &'a [Vec<u16>],
    /// What was hashed with them.
    pub salts: &'a [Vec<u16>],
    /// The versions of the validator's code.
    pub version_keys: &'a [u64],
}

impl Chain {
    /// Sets weights on several subnets; each item is refused or stored alone.
    ///
    /// # Errors
    /// `InputLengthsUnequal`, then `NotEnoughStakeToSetWeights` of any listed subnet.
    pub fn batch_set_weights(
        &mut self,
        hotkey: Hotkey,
        batch: &BatchWeights<'_>,
    ) -> Result<Vec<ItemResult>, ChainError> {
        let BatchWeights {
            netuids,
            weights,
            version_keys,
        } = *batch;
        same_lengths(&[netuids.len(), weights.len(), version_keys.len()])?;
        self.check_stake_on(hotkey, netuids)?;
        let rows = netuids.iter().zip(weights).zip(version_keys);
        let results = rows.map(|((netuid, row), version_key)| {
            let (uids, values): (Vec<_>, Vec<_>) = row.iter().copied().unzip();
            self.set_weights_body(&WeightsCall {
                hotkey,
                netuid: *netuid,
                mechanism: 0,
                uids: &uids,
                weights: &values,
                version_key: *version_key,
            })
        });
        let results = results.collect();
        Ok(self.tell_batch(hotkey, netuids, results))
    }

    /// Commits weights on several subnets; each item is refused or queued alone.
    ///
    /// # Errors
    /// `InputLengthsUnequal`, then `NotEnoughStakeToSetWeights` of any listed subnet.
    pub fn batch_commit_weights(
        &mut self,
        hotkey: Hotkey,
        netuids: &[u16],
        hashes: &[[u8; 32]],
    ) -> Result<Vec<ItemResult>, ChainError> {
        same_lengths(&[netuids.len(), hashes.len()])?;
        self.check_stake_on(hotkey, netuids)?;
        let items = netuids.iter().zip(hashes);
        let results = items.map(|(netuid, hash)| {
            let target = WeightsTarget {
                hotkey,
                netuid: *netuid,
                mechanism: 0,
            };
            self.commit_weights_body(target, *hash)
        });
        let results = results.collect();
        Ok(self.tell_batch(hotkey, netuids, results))
    }

    /// Reveals several commits of one subnet, in the order given; all or none.
    ///
    /// # Errors
    /// `InputLengthsUnequal`; then as [`Self::reveal_weights`] for each of them, where the checks of
    /// all commits come before those of any weights.
    pub fn batch_reveal_weights(
        &mut self,
        hotkey: Hotkey,
        netuid: u16,
        batch: &BatchReveal<'_>,
    ) -> Result<(), ChainError> {
        let reveals = batch.reveals(hotkey, netuid)?;
        let target = WeightsTarget {
            hotkey,
            netuid,
            mechanism: 0,
        };
        let hashes: Vec<_> = reveals.iter().map(weights_hash).collect();
        self.check_weights_stake(hotkey, netuid)?;
        hashes
            .iter()
            .try_for_each(|hash| self.check_reveal(target, hash))?;
        self.check_commit_reveal(netuid)?;
        let mut waiting = self.waiting(target);
        for hash in &hashes {
            waiting.position(target, hash)?;
        }
        let mut uids = Vec::with_capacity(reveals.len());
        for (reveal, hash) in reveals.iter().zip(&hashes) {
            let position = waiting.position(target, hash)?;
            waiting.queue.remove(position);
            uids.push(self.check_row(&reveal.weights)?);
        }
        self.put_hash_commits(target, waiting.queue);
        for (reveal, uid) in reveals.iter().zip(uids) {
            self.store_row(&reveal.weights, uid);
        }
        let hashes = hashes.iter().map(|hash| hex(hash)).collect();
        self.emit(Event::WeightsBatchRevealed {
            hotkey,
            netuid,
            hashes,
        });
        Ok(())
    }

    fn check_stake_on(&self, hotkey: Hotkey, netuids: &[u16]) -> Result<(), ChainError> {
        let mut netuids = netuids.iter();
        netuids.try_for_each(|netuid| self.check_weights_stake(hotkey, *netuid))
    }

    fn tell_batch(
        &mut self,
        hotkey: Hotkey,
        netuids: &[u16],
        results: Vec<ItemResult>,
    ) -> Vec<ItemResult> {
        for (netuid, result) in netuids.iter().zip(&results) {
            if let Err(error) = result {
                self.emit(Event::BatchWeightItemFailed {
                    netuid: *netuid,
                    error: error.name().to_owned(),
                });
            }
        }
        if results.iter().any(Result::is_err) {
            self.emit(Event::BatchCompletedWithErrors {});
        }
        let netuids = netuids.to_vec();
        self.emit(Event::BatchWeightsCompleted { netuids, hotkey });
        results
    }
}

impl<'a> BatchReveal<'a> {
    /// One reveal per item.
    fn reveals(&self, hotkey: Hotkey, netuid: u16) -> Result<Vec<RevealCall<'a>>, ChainError> {
        let Self {
            uids,
            values,
            salts,
            version_keys,
        } = *self;
        same_lengths(&[uids.len(), values.len(), salts.len(), version_keys.len()])?;
        let rows = uids.iter().zip(values).zip(salts).zip(version_keys);
        let reveals = rows.map(|(((uids, weights), salt), version_key)| RevealCall {
            weights: WeightsCall {
                hotkey,
                netuid,
                mechanism: 0,
                uids,
                weights,
                version_key: *version_key,
            },
            salt,
        });
        Ok(reveals.collect())
    }
}

fn same_lengths(lengths: &[usize]) -> Result<(), ChainError> {
    if lengths.windows(2).all(|pair| pair.first() == pair.last()) {
        return Ok(());
    }
    let lengths: Vec<_> = lengths.iter().map(ToString::to_string).collect();
    Err(ChainError::InputLengthsUnequal {
        lengths: lengths.join(", "),
    })
}
