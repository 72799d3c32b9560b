//! What errors, events and parameters carry: a value of one of a few kinds, by name.

use super::account::{Coldkey, Hotkey};
use serde::Serialize;

/// One named value, handed to whoever reads errors and events without knowing their types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Value {
    /// Nothing: an option that is not set.
    None,
    /// A flag.
    Bool(bool),
    /// A count, an amount or a block.
    Int(i128),
    /// A name.
    Text(String),
    /// A hotkey.
    Hotkey(Hotkey),
    /// A coldkey.
    Coldkey(Coldkey),
    /// Several values, by uid or in the order of the call.
    List(Vec<Value>),
}

macro_rules! from_integer {
    ($($int:ty),*) => {$(
        impl From<$int> for Value {
            fn from(value: $int) -> Self {
                Self::Int(value.into())
            }
        }
    )*};
}

from_integer!(u8, u16, u32, u64, i16, i64, i128);

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Hotkey> for Value {
    fn from(value: Hotkey) -> Self {
        Self::Hotkey(value)
    }
}

impl From<Coldkey> for Value {
    fn from(value: Coldkey) -> Self {
        Self::Coldkey(value)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

/// What errors and events have in common: a name, and named values in the order of their table.
macro_rules! named {
    ($enum:ident { $($name:ident { $($field:ident),* })* }) => {
        impl $enum {
            /// The name, as the chain has it where the chain has it.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => stringify!($name),)*
                }
            }

            /// Every value by name, in the order of the table.
            pub fn values(&self) -> Vec<(&'static str, Value)> {
                match self {
                    $(Self::$name { $($field),* } => {
                        vec![$((stringify!($field), Value::from($field.clone()))),*]
                    })*
                }
            }
        }
    };
}
pub(crate) use named;
