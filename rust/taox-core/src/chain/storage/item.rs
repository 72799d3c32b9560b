//! One value or key of a storage dump.

use super::Stored;
use crate::chain::account::{AccountId, burn_account, subnet_account, subnet_of_account};
use crate::chain::input::InputError;
use core::str::FromStr;
use ethnum::U256;

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

    /// An integer, also as a flag.
    pub(super) fn int<T: TryFrom<i128>>(self, value: &Stored) -> Result<T, InputError> {
        let wide = match value {
            Stored::Bool(flag) => Some(i128::from(*flag)),
            Stored::Int(value) => Some(*value),
            _ => None,
        };
        let fitting = wide.and_then(|wide| T::try_from(wide).ok());
        fitting.ok_or_else(|| self.error("an integer of its type", value))
    }

    /// Raw bits, or an integer of 128 bits, as decimal text.
    pub(super) fn bits<T: FromStr>(self, value: &Stored) -> Result<T, InputError> {
        let bits = match value {
            Stored::Text(text) => text.parse().ok(),
            _ => None,
        };
        bits.ok_or_else(|| self.error("a decimal number as text", value))
    }

    /// A list.
    pub(super) fn list(self, value: &Stored) -> Result<&[Stored], InputError> {
        match value {
            Stored::List(values) => Ok(values),
            _ => Err(self.error("a list", value)),
        }
    }

    /// A list of two.
    pub(super) fn pair(self, value: &Stored) -> Result<(&Stored, &Stored), InputError> {
        match self.list(value)? {
            [first, second] => Ok((first, second)),
            _ => Err(self.error("a list of two", value)),
        }
    }

    /// A list of integers.
    pub(super) fn ints<T: TryFrom<i128>>(self, value: &Stored) -> Result<Vec<T>, InputError> {
        self.list(value)?
            .iter()
            .map(|value| self.int(value))
            .collect()
    }

    /// A list of pairs of integers.
    pub(super) fn int_pairs<A, B>(self, value: &Stored) -> Result<Vec<(A, B)>, InputError>
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
    pub(super) fn account(self, value: &Stored) -> Result<AccountId, InputError> {
        match value {
            Stored::Account(account) => Some(*account),
            Stored::Int(number) => u128::try_from(*number).ok().map(account_of_number),
            _ => None,
        }
        .ok_or_else(|| self.error("an account as an integer of 256 bits", value))
    }

    /// An account as it stands in a key.
    pub(super) fn account_of_text(self, text: &str) -> Result<AccountId, InputError> {
        read_account(text).ok_or_else(|| self.error("an account as an integer of 256 bits", text))
    }
}

fn read_account(text: &str) -> Option<AccountId> {
    if text == "burn" {
        return Some(burn_account());
    }
    if let Some(netuid) = text.strip_prefix("subnet:") {
        return netuid.parse().ok().map(subnet_account);
    }
    let number: Option<U256> = text.parse().ok();
    number.map(|number| AccountId(number.to_be_bytes()))
}

/// Big-endian, so that accounts are ordered as their numbers.
fn account_of_number(number: u128) -> AccountId {
    AccountId(U256::from(number).to_be_bytes())
}

/// The text of an account in keys.
pub(super) fn account_text(account: AccountId) -> String {
    U256::from_be_bytes(account.0).to_string()
}

/// The text of an account that may be none of a person.
pub(super) fn balance_text(account: AccountId) -> String {
    if account == burn_account() {
        return "burn".to_owned();
    }
    subnet_of_account(account).map_or_else(
        || account_text(account),
        |netuid| format!("subnet:{netuid}"),
    )
}

/// An account as a value.
pub(super) fn account_value(account: AccountId) -> Stored {
    let number = U256::from_be_bytes(account.0);
    let small = i128::try_from(number).ok();
    small.map_or(Stored::Account(account), Stored::Int)
}
