//! One value or key of a storage dump.

use super::Storage;
use crate::chain::account::{AccountId, burn_account, subnet_account, subnet_of_account};
use crate::chain::input::InputError;

/// Where a value stands, for messages: item and key.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    pub(super) item: &'a str,
    pub(super) key: &'a str,
}

impl Path<'_> {
    /// An error about this entry.
    pub(super) fn error(self, expected: &str, actual: impl core::fmt::Debug) -> InputError {
        let place = if self.key.is_empty() {
            self.item.to_owned()
        } else {
            format!("{}[{:?}]", self.item, self.key)
        };
        InputError::new(place, expected, format!("{actual:?}"))
    }

    /// An integer, also as a flag or decimal text.
    pub(super) fn int<T: TryFrom<i128>>(self, value: &Storage) -> Result<T, InputError> {
        let wide = match value {
            Storage::Bool(flag) => Some(i128::from(*flag)),
            Storage::Int(value) => Some(*value),
            Storage::Text(text) => text.parse().ok(),
            _ => None,
        };
        let fitting = wide.and_then(|wide| T::try_from(wide).ok());
        fitting.ok_or_else(|| self.error("an integer of its type", value))
    }

    /// An integer of 128 bits without sign.
    pub(super) fn wide(self, value: &Storage) -> Result<u128, InputError> {
        match value {
            Storage::Text(text) => text.parse().map_err(|_| self.error("a decimal number", value)),
            _ => self.int(value),
        }
    }

    /// A list.
    pub(super) fn list(self, value: &Storage) -> Result<&[Storage], InputError> {
        match value {
            Storage::List(values) => Ok(values),
            _ => Err(self.error("a list", value)),
        }
    }

    /// A list of two.
    pub(super) fn pair(self, value: &Storage) -> Result<(&Storage, &Storage), InputError> {
        match self.list(value)? {
            [first, second] => Ok((first, second)),
            _ => Err(self.error("a list of two", value)),
        }
    }

    /// A list of integers.
    pub(super) fn ints<T: TryFrom<i128>>(self, value: &Storage) -> Result<Vec<T>, InputError> {
        self.list(value)?.iter().map(|value| self.int(value)).collect()
    }

    /// A list of pairs of integers.
    pub(super) fn int_pairs<A, B>(self, value: &Storage) -> Result<Vec<(A, B)>, InputError>
    where
        A: TryFrom<i128>,
        B: TryFrom<i128>,
    {
        let pairs = self.list(value)?.iter();
        pairs
            .map(|value| {
                let (first, second) = self.pair(value)?;
                Ok((self.int(first)?, self.int(second)?))
            })
            .collect()
    }

    /// An account.
    pub(super) fn account(self, value: &Storage) -> Result<AccountId, InputError> {
        match value {
            Storage::Int(number) => {
                self.account_of_text(&number.to_string())
            }
            Storage::Text(text) => self.account_of_text(text),
            _ => Err(self.error("an account", value)),
        }
    }

    /// An account as it stands in a key.
    pub(super) fn account_of_text(self, text: &str) -> Result<AccountId, InputError> {
        read_account(text).ok_or_else(|| self.error("a number, an SS58 address", text))
    }
}

fn read_account(text: &str) -> Option<AccountId> {
    if text == "burn" {
        return Some(burn_account());
    }
    if let Some(netuid) = text.strip_prefix("subnet:") {
        return netuid.parse().ok().map(subnet_account);
    }
    match text.parse::<u64>() {
        Ok(number) => Some(account_of_number(number)),
        Err(_) => AccountId::from_ss58(text).ok(),
    }
}

/// Big-endian, so that accounts are ordered as their numbers.
fn account_of_number(number: u64) -> AccountId {
    let mut bytes = [0; 32];
    for (slot, byte) in bytes.iter_mut().rev().zip(number.to_le_bytes()) {
        *slot = byte;
    }
    AccountId(bytes)
}

/// The text of an account in keys.
pub(super) fn account_text(account: AccountId) -> String {
    if account == burn_account() {
        return "burn".to_owned();
    }
    if let Some(netuid) = subnet_of_account(account) {
        return format!("subnet:{netuid}");
    }
    number_of(account).map_or_else(|| account.to_ss58(), |number| number.to_string())
}

/// An account as a value.
pub(super) fn account_value(account: AccountId) -> Storage {
    number_of(account)
        .map_or_else(|| Storage::Text(account_text(account)), |number| Storage::Int(number.into()))
}

fn number_of(account: AccountId) -> Option<u64> {
    let (head, tail) = account.0.split_last_chunk::<8>()?;
    head.iter().all(|byte| *byte == 0).then(|| u64::from_be_bytes(*tail))
}
