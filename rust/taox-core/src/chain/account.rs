//! Accounts: 32 bytes, shown as SS58 (prefix 42), ordered by their bytes.
//!
//! A [`Hotkey`] holds uids, a [`Coldkey`] holds free TAO and owns stake. They are distinct types
//! over the same bytes, so that one cannot be passed for the other.

use blake2::{Blake2b512, Digest};
use core::fmt;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// SS58 address type of Bittensor ("generic Substrate").
const SS58_PREFIX: u8 = 42;
/// What Substrate hashes in front of the payload to form the checksum.
const SS58_CONTEXT: &[u8] = b"SS58PRE";
const CHECKSUM_BYTES: usize = 2;
/// Longer text is no address; decoding base-58 takes quadratic time.
const SS58_MAX_TEXT: usize = 64;

/// 32 bytes that name an account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountId(pub [u8; 32]);

/// Why a text is no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// A character outside the base-58 alphabet.
    #[error("not base-58 text")]
    NotBase58,
    /// More text than any address has.
    #[error("{0} characters, an address has 48")]
    TooLong(usize),
    /// Decoded, but not prefix + 32 bytes + 2 bytes of checksum.
    #[error("decodes to {0} bytes, expected 35")]
    WrongLength(usize),
    /// Another network's prefix.
    #[error("address type {0}, expected 42")]
    WrongPrefix(u8),
    /// The last two bytes do not match: a mistyped address.
    #[error("checksum does not match")]
    WrongChecksum,
}

impl AccountId {
    /// The SS58 text of this account, for example `5GrwvaEF…utQY`.
    pub fn to_ss58(self) -> String {
        let mut bytes = Vec::with_capacity(35);
        bytes.push(SS58_PREFIX);
        bytes.extend_from_slice(&self.0);
        let checksum = checksum(&bytes);
        bytes.extend_from_slice(&checksum);
        bs58::encode(bytes).into_string()
    }

    /// Reads SS58 text with prefix 42.
    ///
    /// # Errors
    /// [`AccountError`] when the text is no such address.
    pub fn from_ss58(text: &str) -> Result<Self, AccountError> {
        if text.len() > SS58_MAX_TEXT {
            return Err(AccountError::TooLong(text.len()));
        }
        let bytes = bs58::decode(text)
            .into_vec()
            .map_err(|_| AccountError::NotBase58)?;
        let (&prefix, rest) = bytes.split_first().ok_or(AccountError::WrongLength(0))?;
        let (id, found) = rest
            .split_first_chunk::<32>()
            .filter(|(_, tail)| tail.len() == CHECKSUM_BYTES)
            .ok_or(AccountError::WrongLength(bytes.len()))?;
        if prefix != SS58_PREFIX {
            return Err(AccountError::WrongPrefix(prefix));
        }
        let payload = bytes.get(..33).unwrap_or_default();
        if checksum(payload) != found {
            return Err(AccountError::WrongChecksum);
        }
        Ok(Self(*id))
    }

    /// The id of a label: SHA-256 of `taox:KIND:LABEL` in UTF-8.
    fn from_label(kind: &str, label: &str) -> Self {
        Self(Sha256::digest(format!("taox:{kind}:{label}")).into())
    }
}

fn checksum(payload: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut hasher = Blake2b512::new();
    hasher.update(SS58_CONTEXT);
    hasher.update(payload);
    let digest: [u8; 64] = hasher.finalize().into();
    let [first, second, ..] = digest;
    [first, second]
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_ss58())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_ss58())
    }
}

macro_rules! account_kind {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub AccountId);

        impl $name {
            /// The key of a label: names are labels, two chains agree on them.
            pub fn from_name(label: &str) -> Self {
                Self(AccountId::from_label($kind, label))
            }

            /// The key with these bytes.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(AccountId(bytes))
            }

            /// The bytes of the key.
            pub const fn bytes(&self) -> &[u8; 32] {
                &self.0.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

account_kind! {
    /// The key that holds uids: a neuron's identity.
    Hotkey, "hotkey"
}
account_kind! {
    /// The key that holds free TAO and owns stake and hotkeys.
    Coldkey, "coldkey"
}

/// The account that holds a subnet's TAO; it can be no hotkey (transitions.md 0.2).
///
/// Laid out as Substrate derives pallet sub-accounts: `modl`, the pallet's id, the netuid.
pub fn subnet_account(netuid: u16) -> AccountId {
    let mut bytes = [0; 32];
    let parts = b"modlsubtensr".iter().copied().chain(netuid.to_le_bytes());
    for (slot, byte) in bytes.iter_mut().zip(parts) {
        *slot = byte;
    }
    AccountId(bytes)
}

/// The account that fees go to in a block without author; nobody can sign for it.
///
/// Laid out as Substrate derives the account of a pallet: `modl`, the pallet's id.
pub fn burn_account() -> AccountId {
    let mut bytes = [0; 32];
    for (slot, byte) in bytes.iter_mut().zip(*b"modlburntnsr") {
        *slot = byte;
    }
    AccountId(bytes)
}

/// The netuid whose account this is, if it is one.
pub(crate) fn subnet_of_account(account: AccountId) -> Option<u16> {
    let (head, _) = account.0.split_first_chunk::<14>()?;
    let (_, netuid) = head.split_last_chunk::<2>()?;
    let netuid = u16::from_le_bytes(*netuid);
    (subnet_account(netuid) == account).then_some(netuid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    #[test]
    fn alice_is_the_known_development_account() {
        let alice = AccountId::from_ss58(ALICE).unwrap();
        let bytes = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
        assert_eq!(
            ethnum::U256::from_str_radix(bytes, 16)
                .unwrap()
                .to_be_bytes(),
            alice.0
        );
        assert_eq!(alice.to_ss58(), ALICE);
    }

    #[test]
    fn a_mistyped_address_is_refused_with_its_reason() {
        let mut typo = ALICE.to_owned();
        typo.replace_range(10..11, "Z");
        let prefix_0 = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
        assert_eq!(
            AccountId::from_ss58(&typo),
            Err(AccountError::WrongChecksum)
        );
        assert_eq!(AccountId::from_ss58("5Gr0"), Err(AccountError::NotBase58));
        assert_eq!(
            AccountId::from_ss58("5Grw"),
            Err(AccountError::WrongLength(3))
        );
        assert_eq!(AccountId::from_ss58(""), Err(AccountError::WrongLength(0)));
        assert_eq!(
            AccountId::from_ss58(prefix_0),
            Err(AccountError::WrongPrefix(0))
        );
    }

    #[test]
    fn a_label_gives_different_keys_by_kind() {
        assert_ne!(Hotkey::from_name("a").0, Coldkey::from_name("a").0);
        assert_eq!(Hotkey::from_name("a"), Hotkey::from_name("a"));
    }

    #[test]
    fn subnet_accounts_are_recognised() {
        for netuid in [0, 1, 255, 256, 4095] {
            assert_eq!(subnet_of_account(subnet_account(netuid)), Some(netuid));
        }
        assert_eq!(subnet_of_account(Hotkey::from_name("a").0), None);
    }

    proptest! {
        #[test]
        fn ss58_round_trips(bytes: [u8; 32]) {
            let account = AccountId(bytes);
            prop_assert_eq!(AccountId::from_ss58(&account.to_ss58()), Ok(account));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".{0,80}") {
            let _ = AccountId::from_ss58(&text);
        }
    }
}
