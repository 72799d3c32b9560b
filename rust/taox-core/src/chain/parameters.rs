//! Tables of parameters: what a row is, and how a table becomes a struct.

use crate::epoch::ParamError;

/// One row of a parameter table. Values are integers: a flag is 0 or 1, a choice its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name in Rust and Python.
    pub name: &'static str,
    /// Storage item, as spelled in a storage dump.
    pub storage: &'static str,
    /// Type: `u16`, `bool`, `yuma`, …
    pub kind: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
    /// What a new subnet, or a new network, has (the `CHAIN` preset).
    pub default: i128,
    /// What an absent storage item means.
    pub unset: i128,
    /// Smallest value.
    pub min: i128,
    /// Largest value.
    pub max: i128,
    /// What it does.
    pub doc: &'static str,
}

/// A type a parameter can have.
pub(super) trait Cell: Copy {
    /// The type's name in the table.
    const KIND: &'static str;
    /// The value as an integer.
    fn to_int(self) -> i128;
    /// The value of an integer; `None` if it has none.
    fn from_int(value: i128) -> Option<Self>;
}

macro_rules! integer_cell {
    ($($int:ident),*) => {$(
        impl Cell for $int {
            const KIND: &'static str = stringify!($int);

            fn to_int(self) -> i128 {
                self.into()
            }

            fn from_int(value: i128) -> Option<Self> {
                value.try_into().ok()
            }
        }
    )*};
}

integer_cell!(u8, u16, u32, u64, i128);

/// Raw bits of an unsigned fixed-point number; those of a parameter fit `i128`.
impl Cell for u128 {
    const KIND: &'static str = "u128";

    fn to_int(self) -> i128 {
        i128::try_from(self).unwrap_or(i128::MAX)
    }

    fn from_int(value: i128) -> Option<Self> {
        value.try_into().ok()
    }
}

impl Cell for bool {
    const KIND: &'static str = "bool";

    fn to_int(self) -> i128 {
        self.into()
    }

    fn from_int(value: i128) -> Option<Self> {
        [false, true]
            .into_iter()
            .find(|flag| flag.to_int() == value)
    }
}

impl Parameter {
    /// The value if it is within the range.
    pub(super) fn check(&self, value: i128) -> Result<(), ParamError> {
        if (self.min..=self.max).contains(&value) {
            Ok(())
        } else {
            Err(self.error(value))
        }
    }

    /// What is said of a value outside.
    pub(super) fn error(&self, actual: i128) -> ParamError {
        let Self {
            name,
            unit,
            min,
            max,
            ..
        } = *self;
        ParamError::OutOfRange {
            name,
            unit,
            min,
            max,
            actual,
        }
    }
}

/// A struct of parameters with its table, defaults, and access by name.
macro_rules! parameters {
    (
        $(#[doc = $about:literal])* $table:ident;
        $($(#[doc = $doc:literal])* $name:ident: $type:ty = $default:expr, unset $unset:expr,
            $unit:literal, $storage:literal, $min:literal ..= $max:expr;)*
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $table {
            $($(#[doc = $doc])* pub $name: $type,)*
        }

        impl Default for $table {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl $table {
            /// Every parameter, in order.
            #[allow(clippy::cast_possible_wrap, reason = "values are small; tested against the ranges")]
            pub const TABLE: &'static [Parameter] = &[$(Parameter {
                name: stringify!($name),
                storage: $storage,
                kind: <$type as Cell>::KIND,
                unit: $unit,
                default: { const VALUE: $type = $default; VALUE as i128 },
                unset: { const VALUE: $type = $unset; VALUE as i128 },
                min: $min,
                max: $max,
                doc: concat!($($doc),*),
            }),*];

            /// Every value, in the order of the table.
            pub fn values(&self) -> impl Iterator<Item = (&'static Parameter, i128)> {
                Self::TABLE.iter().zip([$(self.$name.to_int()),*])
            }

            /// One parameter's row; `None` if this table has no such name.
            pub fn row(name: &str) -> Option<&'static Parameter> {
                Self::TABLE.iter().find(|row| row.name == name)
            }

            /// One parameter's value; `None` if this table has no such name.
            pub fn get(&self, name: &str) -> Option<i128> {
                let mut values = self.values();
                values.find(|(row, _)| row.name == name).map(|(_, value)| value)
            }

            /// Sets one parameter by name; `None` if this table has no such name.
            ///
            /// # Errors
            /// [`ParamError::OutOfRange`]; nothing changes then.
            pub fn set(&mut self, name: &str, value: i128) -> Option<Result<(), ParamError>> {
                let row = Self::TABLE.iter().find(|row| row.name == name)?;
                Some(match row.check(value) {
                    Ok(()) => self.load(name, value)?,
                    Err(error) => Err(error),
                })
            }

            /// Sets one parameter to whatever its type can hold, as storage does; `None` if this
            /// table has no such name.
            ///
            /// # Errors
            /// [`ParamError::OutOfRange`]; nothing changes then.
            pub(crate) fn load(&mut self, name: &str, value: i128) -> Option<Result<(), ParamError>> {
                let row = Self::TABLE.iter().find(|row| row.name == name)?;
                let error = || row.error(value);
                Some(match name {
                    $(stringify!($name) => {
                        Cell::from_int(value).map(|value| self.$name = value).ok_or_else(error)
                    })*
                    _ => Err(error()),
                })
            }
        }
    };
}

pub(super) use parameters;
