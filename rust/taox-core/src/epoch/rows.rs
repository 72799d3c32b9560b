//! Stored rows of (uid, value): one contiguous store instead of a list per uid.

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::ser::{SerializeTuple, Serializer};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Rows of (uid, u16 value), borrowed. Row i is `starts[i]..starts[i + 1]` of `uids` and `values`;
/// the order inside a row is the stored order and is part of every result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rows<'a> {
    starts: &'a [u32],
    uids: &'a [u16],
    values: &'a [u16],
}

/// Three slices that do not make up rows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RowsError {
    /// There must be one start more than rows.
    #[error("starts: expected one entry more than rows, got none")]
    NoStarts,
    /// The first row starts at 0.
    #[error("starts: expected 0 at the front, got {actual}")]
    FirstStart {
        /// Start of row 0.
        actual: u32,
    },
    /// A row ends before it starts.
    #[error("starts: expected ascending entries, row {row} runs from {start} to {end}")]
    Descending {
        /// The row.
        row: usize,
        /// Where it starts.
        start: u32,
        /// Where the next row starts.
        end: u32,
    },
    /// The last row must end with the last pair.
    #[error("starts: expected {expected} (the number of pairs) at the end, got {actual}")]
    LastStart {
        /// Number of uids.
        expected: usize,
        /// End of the last row.
        actual: u32,
    },
    /// Each uid has a value.
    #[error("values: expected {expected} entries as uids have, got {actual}")]
    Values {
        /// Number of uids.
        expected: usize,
        /// Number of values.
        actual: usize,
    },
}

impl<'a> Rows<'a> {
    /// Checked rows over three slices: `starts` has one entry more than there are rows.
    ///
    /// # Errors
    /// [`RowsError`] names what does not fit.
    pub fn new(starts: &'a [u32], uids: &'a [u16], values: &'a [u16]) -> Result<Self, RowsError> {
        check(starts, uids, values)?;
        Ok(Self {
            starts,
            uids,
            values,
        })
    }

    /// Number of rows.
    pub fn len(self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// True if there is no row.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Number of pairs in all rows.
    pub fn pairs(self) -> usize {
        self.uids.len()
    }

    /// Uids and values of row i in stored order; empty beyond the last row.
    pub fn row(self, i: usize) -> (&'a [u16], &'a [u16]) {
        let bounds = || {
            let range =
                to_usize(*self.starts.get(i)?)..to_usize(*self.starts.get(i.checked_add(1)?)?);
            Some((self.uids.get(range.clone())?, self.values.get(range)?))
        };
        bounds().unwrap_or_default()
    }

    /// The pairs of row i in stored order.
    pub fn iter_row(self, i: usize) -> impl Iterator<Item = (u16, u16)> + 'a {
        let (uids, values) = self.row(i);
        uids.iter().copied().zip(values.iter().copied())
    }

    /// All rows in order.
    pub fn iter(self) -> impl Iterator<Item = (&'a [u16], &'a [u16])> {
        (0..self.len()).map(move |i| self.row(i))
    }

    /// The row starts.
    pub fn starts(self) -> &'a [u32] {
        self.starts
    }

    /// The uids of all rows, one after another.
    pub fn uids(self) -> &'a [u16] {
        self.uids
    }

    /// The values of all rows, one after another.
    pub fn values(self) -> &'a [u16] {
        self.values
    }

    /// An owned copy.
    pub fn to_buf(self) -> RowsBuf {
        RowsBuf {
            starts: self.starts.to_vec(),
            uids: self.uids.to_vec(),
            values: self.values.to_vec(),
        }
    }
}

/// Rows of (uid, u16 value), owned: what the chain stores and what an epoch returns.
///
/// Starts are u32: 65535 rows of 65535 pairs still fit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "Parts")]
pub struct RowsBuf {
    starts: Vec<u32>,
    uids: Vec<u16>,
    values: Vec<u16>,
}

impl Default for RowsBuf {
    fn default() -> Self {
        Self::empty(0)
    }
}

impl RowsBuf {
    /// `rows` empty rows.
    pub fn empty(rows: usize) -> Self {
        Self {
            starts: vec![0; rows.saturating_add(1)],
            uids: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Checked rows that own their three vectors.
    ///
    /// # Errors
    /// [`RowsError`] names what does not fit.
    pub fn new(starts: Vec<u32>, uids: Vec<u16>, values: Vec<u16>) -> Result<Self, RowsError> {
        check(&starts, &uids, &values)?;
        Ok(Self {
            starts,
            uids,
            values,
        })
    }

    /// Rows of three vectors that fit together by construction.
    pub(super) fn from_parts(starts: Vec<u32>, uids: Vec<u16>, values: Vec<u16>) -> Self {
        debug_assert_eq!(check(&starts, &uids, &values), Ok(()));
        Self {
            starts,
            uids,
            values,
        }
    }

    /// Appends one row, in the order given.
    pub fn push_row(&mut self, pairs: impl IntoIterator<Item = (u16, u16)>) {
        for (uid, value) in pairs {
            self.uids.push(uid);
            self.values.push(value);
        }
        self.starts.push(to_start(self.uids.len()));
    }

    /// Replaces the pairs of row i, in the order given. Does nothing beyond the last row.
    pub fn replace_row(&mut self, i: usize, pairs: &[(u16, u16)]) {
        let (Some(&start), Some(&end)) = (self.starts.get(i), self.starts.get(i.saturating_add(1)))
        else {
            return;
        };
        let range = to_usize(start)..to_usize(end);
        self.uids
            .splice(range.clone(), pairs.iter().map(|pair| pair.0));
        self.values.splice(range, pairs.iter().map(|pair| pair.1));
        let added = to_start(pairs.len());
        for later in self.starts.iter_mut().skip(i.saturating_add(1)) {
            *later = later
                .saturating_sub(end)
                .saturating_add(start)
                .saturating_add(added);
        }
    }

    /// Sets the value of every pair towards `uid` to 0; the pairs stay.
    pub fn zero_column(&mut self, uid: u16) {
        for (named, value) in self.uids.iter().zip(&mut self.values) {
            if *named == uid {
                *value = 0;
            }
        }
    }

    /// Borrowed view.
    pub fn as_rows(&self) -> Rows<'_> {
        Rows {
            starts: &self.starts,
            uids: &self.uids,
            values: &self.values,
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.as_rows().len()
    }

    /// True if there is no row.
    pub fn is_empty(&self) -> bool {
        self.as_rows().is_empty()
    }

    /// Number of pairs in all rows.
    pub fn pairs(&self) -> usize {
        self.as_rows().pairs()
    }

    /// Uids and values of row i; empty beyond the last row.
    pub fn row(&self, i: usize) -> (&[u16], &[u16]) {
        self.as_rows().row(i)
    }

    /// The three vectors: starts, uids, values.
    pub fn into_parts(self) -> (Vec<u32>, Vec<u16>, Vec<u16>) {
        (self.starts, self.uids, self.values)
    }
}

/// Three vectors as raw little-endian bytes: a copy instead of a number at a time.
impl Serialize for RowsBuf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(3)?;
        tuple.serialize_element(&packed(&self.starts, u32::to_le_bytes))?;
        tuple.serialize_element(&packed(&self.uids, u16::to_le_bytes))?;
        tuple.serialize_element(&packed(&self.values, u16::to_le_bytes))?;
        tuple.end()
    }
}

/// Into a buffer of the final length: a vector that grows by bytes is ten times slower.
fn packed<T: Copy, const N: usize>(numbers: &[T], to_bytes: fn(T) -> [u8; N]) -> Bytes {
    let mut bytes = vec![0; numbers.len().saturating_mul(N)];
    let (slots, _) = bytes.as_chunks_mut();
    for (slot, number) in slots.iter_mut().zip(numbers) {
        *slot = to_bytes(*number);
    }
    Bytes(bytes)
}

/// What is read back, to be checked.
#[derive(Deserialize)]
struct Parts(Bytes, Bytes, Bytes);

/// Raw bytes.
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str("raw bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.to_vec()))
    }

    /// Formats without raw bytes, such as JSON, write a list of numbers.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bytes, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        Ok(Bytes(bytes))
    }
}

/// Numbers of N bytes each; what is left at the end is dropped.
fn unpacked<const N: usize, T>(bytes: &Bytes, read: fn([u8; N]) -> T) -> Vec<T> {
    let (chunks, _) = bytes.0.as_chunks::<N>();
    chunks.iter().map(|chunk| read(*chunk)).collect()
}

impl TryFrom<Parts> for RowsBuf {
    type Error = RowsError;

    fn try_from(parts: Parts) -> Result<Self, RowsError> {
        let numbers = |bytes| unpacked(bytes, u16::from_le_bytes);
        let starts = unpacked(&parts.0, u32::from_le_bytes);
        Self::new(starts, numbers(&parts.1), numbers(&parts.2))
    }
}

fn check(starts: &[u32], uids: &[u16], values: &[u16]) -> Result<(), RowsError> {
    if uids.len() != values.len() {
        return Err(RowsError::Values {
            expected: uids.len(),
            actual: values.len(),
        });
    }
    let (Some(&first), Some(&last)) = (starts.first(), starts.last()) else {
        return Err(RowsError::NoStarts);
    };
    if first != 0 {
        return Err(RowsError::FirstStart { actual: first });
    }
    for (row, (&start, &end)) in starts.iter().zip(starts.iter().skip(1)).enumerate() {
        if end < start {
            return Err(RowsError::Descending { row, start, end });
        }
    }
    if to_usize(last) != uids.len() {
        return Err(RowsError::LastStart {
            expected: uids.len(),
            actual: last,
        });
    }
    Ok(())
}

/// Whether each uid is larger than the one before it.
#[allow(
    clippy::needless_bitwise_bool,
    reason = "without an early exit it vectorises"
)]
pub(super) fn is_ascending(uids: &[u16]) -> bool {
    let behind = uids.iter().skip(1);
    uids.iter()
        .zip(behind)
        .fold(true, |ascending, (uid, next)| ascending & (uid < next))
}

/// u32 → usize; lossless wherever the crate builds.
fn to_usize(start: u32) -> usize {
    usize::try_from(start).unwrap_or(usize::MAX)
}

/// usize → u32; 2^32 pairs cannot be reached by rows that name each u16 uid once.
pub(super) fn to_start(pairs: usize) -> u32 {
    u32::try_from(pairs).unwrap_or(u32::MAX)
}
