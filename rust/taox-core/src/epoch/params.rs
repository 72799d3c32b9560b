//! Hyperparameters of the epoch, declared once as data (epoch.md 4).
//!
//! The list at the end of this file is the only place that knows names, types, units, defaults
//! and ranges: the struct, its defaults (those a new subnet has), its validation and the table
//! shown to Python and on the command line all come from it.

use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// The rule set of consensus: which bonds and dividends (epoch.md 8.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Yuma {
    /// The chain's original Yuma: column-normalised bonds. Liquid alpha has no effect.
    Two = 2,
    /// Yuma3: bonds as absolute proportions, relative dividends.
    Three = 3,
}

/// A value outside the range of its parameter, or a name that is no parameter.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParamError {
    /// The value is outside the range.
    #[error("{name}: expected {min} to {max} ({unit}), got {actual}")]
    OutOfRange {
        /// Name of the parameter.
        name: &'static str,
        /// Its unit.
        unit: &'static str,
        /// Smallest value allowed.
        min: i128,
        /// Largest value allowed.
        max: i128,
        /// Value found.
        actual: i128,
    },
    /// No parameter has this name.
    #[error("{name}: expected the name of an epoch parameter")]
    Unknown {
        /// Name found.
        name: String,
    },
}

/// The type of a parameter. Values of all types are handled as integers: a bool is 0 or 1, a rule
/// set its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// 0 to 65535.
    U16,
    /// 0 to 2^64 − 1.
    U64,
    /// −32768 to 32767.
    I16,
    /// 0 or 1.
    Bool,
    /// [`Yuma`], 2 or 3.
    Yuma,
}

impl ParamKind {
    /// The type's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::U16 => "u16",
            Self::U64 => "u64",
            Self::I16 => "i16",
            Self::Bool => "bool",
            Self::Yuma => "yuma",
        }
    }
}

impl fmt::Display for ParamKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// One row of the table of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamSpec {
    /// Name, the same in Rust and Python.
    pub name: &'static str,
    /// Type of the value.
    pub kind: ParamKind,
    /// Unit of the value.
    pub unit: &'static str,
    /// What a new subnet has, as an integer.
    pub default: i128,
    /// Smallest value the epoch takes.
    pub min: i128,
    /// Largest value the epoch takes.
    pub max: i128,
    /// One line on what it does.
    pub doc: &'static str,
}

impl ParamSpec {
    /// `value` if it is within the range.
    ///
    /// # Errors
    /// [`ParamError::OutOfRange`].
    pub fn check(&self, value: i128) -> Result<i128, ParamError> {
        if (self.min..=self.max).contains(&value) {
            Ok(value)
        } else {
            Err(self.error(value))
        }
    }

    fn error(&self, actual: i128) -> ParamError {
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

/// A Rust type that a parameter can have.
trait Value: Copy {
    const KIND: ParamKind;
    const MIN: i128;
    const MAX: i128;
    fn to_int(self) -> i128;
    fn from_int(value: i128) -> Option<Self>;
}

macro_rules! integer_value {
    ($($int:ty => $kind:ident),*) => {$(
        impl Value for $int {
            const KIND: ParamKind = ParamKind::$kind;
            const MIN: i128 = <$int>::MIN as i128;
            const MAX: i128 = <$int>::MAX as i128;

            fn to_int(self) -> i128 {
                self.into()
            }

            fn from_int(value: i128) -> Option<Self> {
                value.try_into().ok()
            }
        }
    )*};
}

integer_value!(u16 => U16, u64 => U64, i16 => I16);

impl Value for bool {
    const KIND: ParamKind = ParamKind::Bool;
    const MIN: i128 = 0;
    const MAX: i128 = 1;

    fn to_int(self) -> i128 {
        self.into()
    }

    fn from_int(value: i128) -> Option<Self> {
        [false, true]
            .into_iter()
            .find(|flag| flag.to_int() == value)
    }
}

impl Value for Yuma {
    const KIND: ParamKind = ParamKind::Yuma;
    const MIN: i128 = Yuma::Two as i128;
    const MAX: i128 = Yuma::Three as i128;

    fn to_int(self) -> i128 {
        self as i128
    }

    fn from_int(value: i128) -> Option<Self> {
        [Yuma::Two, Yuma::Three]
            .into_iter()
            .find(|yuma| yuma.to_int() == value)
    }
}

/// The lower end of a range: as declared, or that of the type.
macro_rules! lowest {
    ($type:ty,) => {
        <$type as Value>::MIN
    };
    ($type:ty, $min:literal) => {
        $min
    };
}

macro_rules! params {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident: $type:ty = $default:expr, $unit:literal $(, at least $min:literal)?;
    )*) => {
        /// Hyperparameters of one epoch. `Default` is what a new subnet has on the chain.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub struct EpochParams {
            $($(#[doc = $doc])* #[doc = concat!("\n\nUnit: ", $unit, ".")] pub $name: $type,)*
        }

        impl Default for EpochParams {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl EpochParams {
            /// Name, type, unit, default and range of every parameter.
            pub const TABLE: &'static [ParamSpec] = &[$(ParamSpec {
                name: stringify!($name),
                kind: <$type as Value>::KIND,
                unit: $unit,
                default: { const DEFAULT: $type = $default; DEFAULT as i128 },
                min: lowest!($type, $($min)?),
                max: <$type as Value>::MAX,
                doc: concat!($($doc),*),
            }),*];

            /// Every value as an integer, in the order of the table.
            pub fn values(&self) -> impl Iterator<Item = (&'static ParamSpec, i128)> {
                Self::TABLE.iter().zip([$(self.$name.to_int()),*])
            }

            /// Sets one parameter by name.
            ///
            /// # Errors
            /// [`ParamError`] if no parameter has this name or the value is out of its range;
            /// nothing changes then.
            pub fn set(&mut self, name: &str, value: i128) -> Result<(), ParamError> {
                let unknown = || ParamError::Unknown { name: name.to_owned() };
                let spec = Self::TABLE.iter().find(|spec| spec.name == name).ok_or_else(unknown)?;
                spec.check(value)?;
                match name {
                    $(stringify!($name) => {
                        self.$name = Value::from_int(value).ok_or_else(|| spec.error(value))?;
                    })*
                    _ => return Err(unknown()),
                }
                Ok(())
            }
        }
    };
}

impl EpochParams {
    /// Checks every value against its range.
    ///
    /// # Errors
    /// [`ParamError::OutOfRange`] for the first one outside.
    pub fn validate(&self) -> Result<(), ParamError> {
        self.values()
            .try_for_each(|(spec, value)| spec.check(value).map(|_| ()))
    }
}

params! {
    /// Share of stake that must agree on a weight.
    kappa: u16 = 32_767, "/65535";
    /// How far the weights that build bonds are clipped: 0 not at all, 65535 to consensus.
    bonds_penalty: u16 = 65_535, "/65535";
    /// Share of the old bonds kept per epoch. Above 1000000, which only root can set, bonds grow.
    bonds_moving_average: u64 = 900_000, "/1000000";
    /// Rule set of bonds and dividends.
    yuma: Yuma = Yuma::Three, "rule set";
    /// Rate of new bonds by pair instead of by subnet. Only read with Yuma3.
    liquid_alpha: bool = false, "flag";
    /// Smallest liquid rate of new bonds.
    alpha_low: u16 = 45_875, "/65535";
    /// Largest liquid rate of new bonds. Below `alpha_low` every rate is `alpha_low`.
    alpha_high: u16 = 58_982, "/65535";
    /// Slope of the liquid rate's sigmoid.
    alpha_sigmoid_steepness: i16 = 1_000, "/100";
    /// How many uids by stake hold a permit; the owner may be one more.
    max_allowed_validators: u16 = 64, "uids";
    /// Stake below which a uid counts as having none; the owner is exempt.
    stake_threshold: u64 = 0, "rao";
    /// Blocks between epochs.
    tempo: u16 = 360, "blocks";
    /// Blocks after its last update at which a uid is still active.
    activity_cutoff: u64 = 5_000, "blocks", at least 1;
    /// Weights are committed first: a commit older than a uid does not weigh it.
    commit_reveal: bool = true, "flag";
}
