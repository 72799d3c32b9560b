//! The little of SCALE, the chain's binary encoding, that weights need: compact lengths, vectors of
//! u16, and fixed integers in little endian.

use super::super::account::AccountId;

/// Bytes that are being written.
#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    /// An account: its 32 bytes.
    pub(super) fn account(mut self, account: AccountId) -> Self {
        self.0.extend_from_slice(&account.0);
        self
    }

    /// A vector of bytes.
    pub(super) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.compact(bytes.len());
        self.0.extend_from_slice(bytes);
        self
    }

    /// A u16.
    pub(super) fn u16(mut self, value: u16) -> Self {
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    /// A vector of u16.
    pub(super) fn u16s(mut self, values: &[u16]) -> Self {
        self.compact(values.len());
        for value in values {
            self.0.extend_from_slice(&value.to_le_bytes());
        }
        self
    }

    /// A u64.
    pub(super) fn u64(mut self, value: u64) -> Self {
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    /// What was written.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    /// A length: the lowest two bits tell how many bytes it has.
    fn compact(&mut self, length: usize) {
        let length = u32::try_from(length).unwrap_or(u32::MAX >> 2);
        let shifted = length.wrapping_shl(2);
        match length {
            0..=0x3f => self.0.extend(shifted.to_le_bytes().into_iter().take(1)),
            0x40..=0x3fff => self
                .0
                .extend((shifted | 1).to_le_bytes().into_iter().take(2)),
            _ => self.0.extend((shifted | 2).to_le_bytes()),
        }
    }
}

/// Bytes that are being read; `None` wherever they end early or are no such value.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// A vector of bytes.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.compact()?;
        self.take(length)
    }

    /// A vector of u16.
    pub(super) fn u16s(&mut self) -> Option<Vec<u16>> {
        let bytes = self.compact()?.checked_mul(2)?;
        let (pairs, _) = self.take(bytes)?.as_chunks::<2>();
        Some(pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect())
    }

    /// A u64.
    pub(super) fn u64(&mut self) -> Option<u64> {
        let (value, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*value))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A length; one written with more bytes than it needs is none.
    fn compact(&mut self) -> Option<usize> {
        let (value, least) = match self.0.first()? & 3 {
            0 => (u32::from(*self.take(1)?.first()?), 0),
            1 => {
                let (bytes, rest) = self.0.split_first_chunk()?;
                self.0 = rest;
                (u32::from(u16::from_le_bytes(*bytes)), 0x40)
            }
            2 => {
                let (bytes, rest) = self.0.split_first_chunk()?;
                self.0 = rest;
                (u32::from_le_bytes(*bytes), 0x4000)
            }
            // Longer than anything that could follow.
            _ => return None,
        };
        let length = value >> 2;
        usize::try_from(length).ok().filter(|_| length >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(length: usize) -> Vec<u8> {
        Writer::default().bytes(&vec![7; length]).finish()
    }

    #[test]
    fn lengths_take_one_two_or_four_bytes() {
        for (length, prefix) in [
            (0, vec![0]),
            (63, vec![252]),
            (64, vec![1, 1]),
            (16_383, vec![253, 255]),
            (16_384, vec![2, 0, 1, 0]),
        ] {
            let bytes = written(length);
            assert!(bytes.starts_with(&prefix), "{length}");
            assert_eq!(bytes.len(), prefix.len() + length);
            assert_eq!(Reader(&bytes).bytes().map(<[u8]>::len), Some(length));
        }
    }

    #[test]
    fn what_ends_early_or_is_longer_than_needed_is_nothing() {
        assert_eq!(Reader(&[]).bytes(), None);
        assert_eq!(Reader(&[8, 1]).bytes(), None);
        assert_eq!(Reader(&[1, 0]).bytes(), None);
        assert_eq!(Reader(&[2, 0, 0, 0]).bytes(), None);
        assert_eq!(Reader(&[3, 0, 0, 0, 0]).bytes(), None);
        assert_eq!(Reader(&[8, 1, 0, 2]).u16s(), None);
        assert_eq!(Reader(&[1; 7]).u64(), None);
    }
}
