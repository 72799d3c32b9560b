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
    let indices = words
        .iter()
        .cycle()
        .zip(0..claims)
        .scan(first, |last, (word, _)| {
            *last = last.saturating_add(*word).checked_rem(stakers).unwrap_or(0);
            Some(*last)
        });
    indices.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The four big-endian words of a hash.
fn hash_words(hash: &[u8; 32]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(hash.chunks_exact(8)) {
        *word = bytes
            .iter()
            .fold(0, |word, byte| (word << 8) | u64::from(*byte));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(digits: &str) -> [u8; 32] {
        let byte = |i: usize| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).expect("hex");
        std::array::from_fn(byte)
    }

    /// coinbase.md 18.6: the hashes are Keccak-256 of "some" and "some2".
    #[test]
    fn worked_examples() {
        let some = hash("4e7e8301f5d206748d1c4f822e3564ddb1124f86591a839f58dfc2f007983b61");
        let some2 = hash("c357a61b4f8af02f92c4f354b4839925d8c5a18c9c017f80efab7efcb363aed7");
        assert_eq!(
            claim_indices(&some, 15, 15_000),
            [
                265, 630, 1286, 1558, 4496, 4861, 5517, 5789, 6803, 8096, 9092, 11_034, 11_399,
                12_055, 12_327
            ]
        );
        assert_eq!(
            claim_indices(&some2, 15, 15_000),
            [
                61, 246, 1440, 2855, 3521, 5236, 6130, 6615, 8511, 9405, 9890, 11_786, 11_971,
                13_165, 14_580
            ]
        );
    }

    #[test]
    fn nobody_stakes() {
        assert_eq!(claim_indices(&[7; 32], 5, 0), [0]);
        assert_eq!(claim_indices(&[7; 32], 0, 5), [0_u64; 0]);
    }
}
