//! Values in the form of a storage dump, and how the chain's types are written in it.
//!
//! The form is that of the golden vectors: maps by text keys whose parts are joined by commas,
//! accounts as integers (32 big-endian bytes), fixed-point numbers as text of their bits.

use super::account::{AccountId, Coldkey, Hotkey};
use super::safe_float::SafeFloat;
use crate::fixed::U96F32;
use ethnum::U256;
use std::collections::BTreeMap;

/// One value of a storage dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// A flag.
    Bool(bool),
    /// An integer of at most 128 bits.
    Int(i128),
    /// An account, or an integer that only an account can be.
    Account(AccountId),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Stored>),
    /// A map.
    Map(BTreeMap<String, Stored>),
}

/// A type with a form in storage.
pub(crate) trait Item: Sized {
    /// What a value of this type looks like.
    const EXPECTED: &'static str;
    /// The value in storage.
    fn store(&self) -> Stored;
    /// The value read back; `None` if it is no such value.
    fn load(stored: &Stored) -> Option<Self>;
}

macro_rules! integer_item {
    ($($int:ty: $expected:literal),*) => {$(
        impl Item for $int {
            const EXPECTED: &'static str = $expected;

            fn store(&self) -> Stored {
                Stored::Int(i128::from(*self))
            }

            fn load(stored: &Stored) -> Option<Self> {
                match stored {
                    Stored::Int(value) => (*value).try_into().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

integer_item!(
    u16: "an integer of 0 to 65535", u64: "an integer of 0 to 2^64-1", i64: "an integer"
);

impl Item for bool {
    const EXPECTED: &'static str = "true or false";

    fn store(&self) -> Stored {
        Stored::Bool(*self)
    }

    fn load(stored: &Stored) -> Option<Self> {
        match stored {
            Stored::Bool(flag) => Some(*flag),
            _ => None,
        }
    }
}

/// 128-bit amounts are text.
impl Item for u128 {
    const EXPECTED: &'static str = "decimal text of 0 to 2^128-1";

    fn store(&self) -> Stored {
        Stored::Text(self.to_string())
    }

    fn load(stored: &Stored) -> Option<Self> {
        match stored {
            Stored::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl Item for U96F32 {
    const EXPECTED: &'static str = "decimal text of 0 to 2^128-1";

    fn store(&self) -> Stored {
        self.to_bits().store()
    }

    fn load(stored: &Stored) -> Option<Self> {
        u128::load(stored).map(Self::from_bits)
    }
}

/// `[mantissa as text, exponent]`.
impl Item for SafeFloat {
    const EXPECTED: &'static str = "[mantissa as decimal text, exponent]";

    fn store(&self) -> Stored {
        Stored::List(vec![self.mantissa().store(), self.exponent().store()])
    }

    fn load(stored: &Stored) -> Option<Self> {
        match stored {
            Stored::List(parts) => match parts.as_slice() {
                [mantissa, exponent] => {
                    Some(Self::new(u128::load(mantissa)?, i64::load(exponent)?))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

impl Item for AccountId {
    const EXPECTED: &'static str = "an account as an integer of 256 bits";

    fn store(&self) -> Stored {
        Stored::Account(*self)
    }

    fn load(stored: &Stored) -> Option<Self> {
        match stored {
            Stored::Account(account) => Some(*account),
            Stored::Int(value) => {
                let value = u128::try_from(*value).ok()?;
                Some(Self(U256::from(value).to_be_bytes()))
            }
            _ => None,
        }
    }
}

macro_rules! account_item {
    ($($account:ident),*) => {$(
        impl Item for $account {
            const EXPECTED: &'static str = AccountId::EXPECTED;

            fn store(&self) -> Stored {
                self.0.store()
            }

            fn load(stored: &Stored) -> Option<Self> {
                AccountId::load(stored).map(Self)
            }
        }

        impl KeyPart for $account {
            fn text(&self) -> String {
                self.0.text()
            }

            fn parse(text: &str) -> Option<Self> {
                AccountId::parse(text).map(Self)
            }
        }
    )*};
}

account_item!(Hotkey, Coldkey);

impl<T: Item> Item for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn store(&self) -> Stored {
        Stored::List(self.iter().map(Item::store).collect())
    }

    fn load(stored: &Stored) -> Option<Self> {
        match stored {
            Stored::List(values) => values.iter().map(T::load).collect(),
            _ => None,
        }
    }
}

/// `[uid, value]`.
impl Item for (u16, u16) {
    const EXPECTED: &'static str = "[uid, value]";

    fn store(&self) -> Stored {
        Stored::List(vec![self.0.store(), self.1.store()])
    }

    fn load(stored: &Stored) -> Option<Self> {
        let values = Vec::<u16>::load(stored)?;
        match values.as_slice() {
            [uid, value] => Some((*uid, *value)),
            _ => None,
        }
    }
}

/// A part of a key of a map.
pub(crate) trait KeyPart: Sized {
    /// The part as text.
    fn text(&self) -> String;
    /// The part read back.
    fn parse(text: &str) -> Option<Self>;
}

impl KeyPart for u16 {
    fn text(&self) -> String {
        self.to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl KeyPart for AccountId {
    fn text(&self) -> String {
        U256::from_be_bytes(self.0).to_string()
    }

    fn parse(text: &str) -> Option<Self> {
        let value: Option<U256> = text.parse().ok();
        value.map(|value| Self(value.to_be_bytes()))
    }
}

/// A key of a map: one to three parts.
pub(crate) trait Key: Sized {
    /// The parts joined by commas.
    fn write(&self) -> String;
    /// The parts taken apart.
    fn read(text: &str) -> Option<Self>;
}

impl<A: KeyPart> Key for A {
    fn write(&self) -> String {
        self.text()
    }

    fn read(text: &str) -> Option<Self> {
        A::parse(text)
    }
}

impl<A: KeyPart, B: KeyPart> Key for (A, B) {
    fn write(&self) -> String {
        format!("{},{}", self.0.text(), self.1.text())
    }

    fn read(text: &str) -> Option<Self> {
        let (first, second) = text.split_once(',')?;
        Some((A::parse(first)?, B::parse(second)?))
    }
}

impl<A: KeyPart, B: KeyPart, C: KeyPart> Key for (A, B, C) {
    fn write(&self) -> String {
        format!("{},{},{}", self.0.text(), self.1.text(), self.2.text())
    }

    fn read(text: &str) -> Option<Self> {
        let (first, rest) = text.split_once(',')?;
        let (second, third) = rest.split_once(',')?;
        Some((A::parse(first)?, B::parse(second)?, C::parse(third)?))
    }
}
