//! Maps keyed by account indices, quicker than those of the standard library.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from indices.
pub(crate) type IndexMap<K, V> = HashMap<K, V, BuildHasherDefault<IndexHasher>>;

/// 2^64 divided by the golden ratio, odd: spreads consecutive numbers over all bits.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// One multiplication. The chain issues indices itself, one after the other: nobody can choose
/// them so that they collide, which is what a keyed hash is for.
#[derive(Clone, Default)]
pub(crate) struct IndexHasher(u64);

impl Hasher for IndexHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, index: u32) {
        self.0 = (self.0 ^ u64::from(index)).wrapping_mul(SPREAD);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
