//! Which staking coldkeys get an automatic root claim (coinbase.md 13.4).

use std::collections::BTreeSet;

/// Indices of the coldkeys served in the block after `parent_hash`, ascending and without duplicates:
/// at most `claims` (`NumRootClaim`) of `stakers` (`NumStakingColdkeys`).
///
/// The first sum is twice the first word and saturates in half of all blocks: then the first index is
/// (2^64 − 1) mod `stakers`. Without stakers every index is 0.
pub fn claim_indices(parent_hash: &[u8; 32], claims: u64, stakers: u64) -> Vec<u64> {
    let words = hash_words(parent_hash);
    let first = words.first().copied().unwrap_or(0);
    let indices = words.iter().cycle().zip(0..claims).scan(first, |last, (word, _)| {
        *last = last.saturating_add(*word).checked_rem(stakers).unwrap_or(0);
        Some(*last)
    });
    indices.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The four big-endian words of a hash.
fn hash_words(hash: &[u8; 32]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(hash.chunks_exact(8)) {
        *word = bytes.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
    }
    words
}
