//! What a commit covers: the hash of the hash form, the sealed payload of the time-locked form
//! (transitions.md 1.10 and 1.11).
//!
//! The chain encrypts a payload to a round of a public beacon; nobody can read it before. Here the
//! chain keeps it to itself instead: one byte that says so, then the payload in clear, which no read
//! of a neuron shows. A payload that begins otherwise cannot be opened, as a forged one there.

use super::super::account::{AccountId, Hotkey};
use super::scale::{Reader, Writer};
use super::{WeightsCall, WeightsTarget};
use blake2::{Blake2b256, Digest};

/// What a sealed payload begins with.
const SEAL: u8 = 1;

/// Weights that were committed by their hash, and what was hashed with them.
#[derive(Clone, Copy, Debug)]
pub struct RevealCall<'a> {
    /// The weights.
    pub weights: WeightsCall<'a>,
    /// What keeps the hash from being guessed.
    pub salt: &'a [u16],
}

/// What a time-locked commit seals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPayload {
    /// Who committed; the older layout does not say.
    pub hotkey: Option<Hotkey>,
    /// Whom the weights are for.
    pub uids: Vec<u16>,
    /// One weight per uid.
    pub weights: Vec<u16>,
    /// The version of the validator's code.
    pub version_key: u64,
}

impl SealedPayload {
    /// The sealed form, at most [`super::MAX_CIPHERTEXT`] bytes for 1,000 weights.
    pub fn seal(&self) -> Vec<u8> {
        let writer = Writer::default();
        let writer = match self.hotkey {
            Some(hotkey) => writer.bytes(hotkey.bytes()),
            None => writer,
        };
        let clear = writer
            .u16s(&self.uids)
            .u16s(&self.weights)
            .u64(self.version_key)
            .finish();
        let mut sealed = vec![SEAL];
        sealed.extend(clear);
        sealed
    }

    /// Reads a sealed form. The layout that names a hotkey is tried first.
    pub(super) fn open(sealed: &[u8]) -> Option<Self> {
        let clear = sealed.strip_prefix(&[SEAL])?;
        Self::with_hotkey(Reader(clear)).or_else(|| Self::rest(None, Reader(clear)))
    }

    fn with_hotkey(mut reader: Reader<'_>) -> Option<Self> {
        let (key, _) = reader.bytes()?.split_first_chunk::<32>()?;
        Self::rest(Some(Hotkey(AccountId(*key))), reader)
    }

    fn rest(hotkey: Option<Hotkey>, mut reader: Reader<'_>) -> Option<Self> {
        Some(Self {
            hotkey,
            uids: reader.u16s()?,
            weights: reader.u16s()?,
            version_key: reader.u64()?,
        })
    }

    /// The call that these weights make when they are opened.
    pub(super) fn call(&self, target: WeightsTarget) -> WeightsCall<'_> {
        WeightsCall {
            hotkey: target.hotkey,
            netuid: target.netuid,
            mechanism: target.mechanism,
            uids: &self.uids,
            weights: &self.weights,
            version_key: self.version_key,
        }
    }
}

/// BLAKE2b-256.
pub(super) fn blake2_256(bytes: &[u8]) -> [u8; 32] {
    Blake2b256::digest(bytes).into()
}

/// The hash by which weights are committed: of hotkey, storage index, uids, weights, salt, version.
pub fn weights_hash(reveal: &RevealCall<'_>) -> [u8; 32] {
    let call = &reveal.weights;
    let bytes = Writer::default()
        .account(call.hotkey.0)
        .u16(call.target().index())
        .u16s(call.uids)
        .u16s(call.weights)
        .u16s(reveal.salt)
        .u64(call.version_key)
        .finish();
    blake2_256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(hotkey: Option<Hotkey>) -> SealedPayload {
        SealedPayload {
            hotkey,
            uids: vec![0, 1, 2],
            weights: vec![5, 10, 20],
            version_key: 7,
        }
    }

    #[test]
    fn a_seal_opens_to_what_was_sealed() {
        for hotkey in [Some(Hotkey::from_name("judge")), None] {
            let payload = payload(hotkey);
            assert_eq!(SealedPayload::open(&payload.seal()), Some(payload));
        }
    }

    #[test]
    fn what_is_not_sealed_or_cut_does_not_open() {
        let sealed = payload(Some(Hotkey::from_name("judge"))).seal();
        for length in 0..sealed.len() {
            assert_eq!(SealedPayload::open(&sealed[..length]), None, "{length}");
        }
        assert_eq!(SealedPayload::open(b"\x00garbage"), None);
    }

    #[test]
    fn the_hash_is_that_of_the_chain() {
        // An account of the vectors: 1000 in little endian.
        let mut key = [0; 32];
        key[..2].copy_from_slice(&1_000_u16.to_le_bytes());
        let reveal = RevealCall {
            weights: WeightsCall {
                hotkey: Hotkey(AccountId(key)),
                netuid: 1,
                mechanism: 0,
                uids: &[0, 1, 2],
                weights: &[5, 10, 20],
                version_key: 0,
            },
            salt: &[1, 2, 3],
        };
        let hex = weights_hash(&reveal).map(|byte| format!("{byte:02x}"));
        assert_eq!(
            hex.concat(),
            "70d5b6481f57e9f683595d4532cac59eb0f713d99013d2fb1f5c544e3855805f"
        );
    }
}
