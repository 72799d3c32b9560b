//! The chain's errors, declared once as data: name, group, values, message.
//!
//! The list in `table` is the only place that knows them. The enum, the table [`ERRORS`] that Python's
//! exception classes are checked against, and the values an exception carries come from it.
//! Groups are those of transitions.md Appendix E.

/// One row of the table of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorInfo {
    /// The chain's own name.
    pub name: &'static str,
    /// What kind of refusal it is.
    pub group: &'static str,
    /// When it is raised.
    pub doc: &'static str,
    /// The names of the values it carries.
    pub fields: &'static [&'static str],
    /// What it says; a name in braces stands for the value.
    pub message: &'static str,
}

macro_rules! chain_errors {
    ($($(#[doc = $doc:literal])* $name:ident in $group:literal
        { $($field:ident: $type:ty),* } $message:literal;)*) => {
        /// Why a call was refused: the chain's own error with the values that failed.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[allow(missing_docs, reason = "the fields are named in the message of each error")]
        #[non_exhaustive]
        pub enum ChainError {
            $($(#[doc = $doc])* #[error($message)] $name { $($field: $type),* },)*
        }

        crate::chain::value::named! { ChainError { $($name { $($field),* })* } }

        /// Every error a call can be refused with.
        pub const ERRORS: &[ErrorInfo] = &[$(ErrorInfo {
            name: stringify!($name),
            group: $group,
            doc: concat!($($doc),*),
            fields: &[$(stringify!($field)),*],
            message: $message,
        }),*];
    };
}

mod table;

pub use table::{ChainError, ERRORS};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::value::Value;

    #[test]
    fn the_table_is_sorted_documented_and_without_repetition() {
        for pair in ERRORS.windows(2) {
            assert_ne!(pair[0].name, pair[1].name);
        }
        assert!(
            ERRORS
                .iter()
                .all(|row| !row.doc.is_empty() && !row.group.is_empty())
        );
    }

    #[test]
    fn an_error_carries_its_name_and_values() {
        let error = ChainError::SubnetNotExists { netuid: 9 };
        assert_eq!(error.name(), "SubnetNotExists");
        assert_eq!(error.values(), [("netuid", Value::Int(9))]);
        assert_eq!(error.to_string(), "subnet 9 does not exist");
    }
}
