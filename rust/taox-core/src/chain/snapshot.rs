//! A chain as bytes, and hashes of its state.
//!
//! A snapshot is `taox`, a version, SHA-256 of what follows, then the event count and hash and
//! the state, accounts in the order of first use: written as it lies, which costs a third of what
//! the canonical form does. Hashes are of that form, equal for equal states however they were
//! reached. Events themselves, and kept epoch inputs, are part of neither.

use super::Chain;
use super::events::{EventLog, LogHead};
use super::input::InputError;
use super::neurons::Mechanism;
use super::state::State;
use serde::Serialize;
use sha2::{Digest, Sha256};

const MAGIC: &[u8; 4] = b"taox";
const DIGEST_BYTES: usize = 32;
const BYTES_OF_A_PAIR: usize = 4;
const BYTES_OF_A_STAKE: usize = 100;

/// The version of the format; another one is refused.
pub const SNAPSHOT_VERSION: u16 = 3;

/// Why bytes are no snapshot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// They do not begin as a snapshot does.
    #[error("snapshot: expected bytes made by Chain.snapshot(), got {bytes} other bytes")]
    NoSnapshot {
        /// How many bytes there are.
        bytes: usize,
    },
    /// Another version of the format wrote them.
    #[error("snapshot: expected format version {expected}, got {actual}")]
    Version {
        /// The version read here.
        expected: u16,
        /// The version found.
        actual: u16,
    },
    /// They were changed or cut after they were written.
    #[error("snapshot: the checksum does not match, the bytes are damaged")]
    Damaged,
    /// They are whole, but no state.
    #[error("snapshot: {0}")]
    Malformed(#[from] InputError),
}

impl Chain {
    /// SHA-256 of the state in hexadecimal. Events are not part of it.
    pub fn state_hash(&self) -> [u8; 32] {
        Sha256::digest(append(Vec::new(), &self.state.canonical())).into()
    }

    /// The chain as bytes.
    pub fn snapshot(&self) -> Vec<u8> {
        sealed(&self.log, &self.state)
    }

    /// The same chain with its accounts numbered by their bytes and without those that nothing
    /// refers to. Without events, kept epoch inputs and rules, as if restored.
    ///
    /// The numbers are never seen, so nothing it does can differ; that is what it is for.
    ///
    /// # Errors
    /// [`SnapshotError`] if what a chain writes could not be read back; no such state is known.
    pub fn renumbered(&self) -> Result<Self, SnapshotError> {
        Self::restore(&sealed(&self.log, &self.state.canonical()))
    }

    /// The chain that [`Self::snapshot`] wrote: same state, same event count and hash.
    ///
    /// # Errors
    /// [`SnapshotError`] for anything else; no bytes make it panic or reserve more memory than
    /// they are long.
    pub fn restore(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let body = checked_body(bytes)?;
        let decoded: Result<(LogHead, State), _> = postcard::from_bytes(body);
        let (head, mut state) =
            decoded.map_err(|error| InputError::new("state", "its encoding", error))?;
        state.check_structure()?;
        let mut chain = Self::from_state(state);
        chain.log = EventLog::resume(head);
        Ok(chain)
    }
}

impl State {
    /// About as many bytes as it takes: rows are exact, the rest is what usually is.
    fn size_hint(&self) -> usize {
        let rows = |one: &Mechanism| one.weights.pairs().saturating_add(one.bonds.pairs());
        let subnets = self.subnets.iter().map(|subnet| {
            let rows = subnet.mechanisms.iter().map(rows);
            let pairs = rows.fold(0, usize::saturating_add);
            let stakes = subnet.stakes.len().saturating_mul(BYTES_OF_A_STAKE);
            pairs.saturating_mul(BYTES_OF_A_PAIR).saturating_add(stakes)
        });
        let accounts = self.hotkeys.len().saturating_add(self.coldkeys.len());
        let rest = accounts.saturating_mul(BYTES_OF_A_STAKE);
        subnets.fold(rest, usize::saturating_add)
    }
}

fn sealed(log: &EventLog, state: &State) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(state.size_hint());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&SNAPSHOT_VERSION.to_le_bytes());
    let start = bytes.len();
    bytes.extend_from_slice(&[0; DIGEST_BYTES]);
    let mut bytes = append(bytes, &(log.head(), state));
    let parts = bytes
        .get_mut(start..)
        .and_then(<[u8]>::split_first_chunk_mut);
    if let Some((digest, body)) = parts {
        let digest: &mut [u8; DIGEST_BYTES] = digest;
        *digest = Sha256::digest(body).into();
    }
    bytes
}

fn append<T: Serialize>(bytes: Vec<u8>, value: &T) -> Vec<u8> {
    // Writing to memory cannot fail, and the types have no map of unknown length.
    postcard::to_extend(value, bytes).unwrap_or_default()
}

fn checked_body(bytes: &[u8]) -> Result<&[u8], SnapshotError> {
    let foreign = SnapshotError::NoSnapshot { bytes: bytes.len() };
    let rest = bytes.strip_prefix(MAGIC).ok_or(foreign.clone())?;
    let (version, rest) = rest.split_first_chunk::<2>().ok_or(foreign)?;
    let actual = u16::from_le_bytes(*version);
    if actual != SNAPSHOT_VERSION {
        return Err(SnapshotError::Version {
            expected: SNAPSHOT_VERSION,
            actual,
        });
    }
    let (digest, body) = rest
        .split_first_chunk::<DIGEST_BYTES>()
        .ok_or(SnapshotError::Damaged)?;
    let found: [u8; DIGEST_BYTES] = Sha256::digest(body).into();
    if found == *digest {
        Ok(body)
    } else {
        Err(SnapshotError::Damaged)
    }
}
