//! What a subnet says about itself (transitions.md 3.4).

use super::error::ChainError;
use serde::{Deserialize, Serialize};

/// The identity of a subnet: any bytes, as a rule UTF-8 text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are named as the chain names them")]
pub struct SubnetIdentity {
    pub subnet_name: Vec<u8>,
    pub github_repo: Vec<u8>,
    pub subnet_contact: Vec<u8>,
    pub subnet_url: Vec<u8>,
    pub discord: Vec<u8>,
    pub description: Vec<u8>,
    pub logo_url: Vec<u8>,
    pub additional: Vec<u8>,
}

const SHORT: usize = 256;
const LONG: usize = 1_024;

impl SubnetIdentity {
    /// The fields in the chain's order.
    pub fn fields(&self) -> [&[u8]; 8] {
        self.named().map(|(_, field, _)| field)
    }

    /// The identity of fields in the chain's order.
    pub fn from_fields(fields: [Vec<u8>; 8]) -> Self {
        let [
            subnet_name,
            github_repo,
            subnet_contact,
            subnet_url,
            discord,
            description,
            logo_url,
            additional,
        ] = fields;
        Self {
            subnet_name,
            github_repo,
            subnet_contact,
            subnet_url,
            discord,
            description,
            logo_url,
            additional,
        }
    }

    /// Every field fits.
    ///
    /// # Errors
    /// `InvalidIdentity` about the first that is too long.
    pub(crate) fn check(&self) -> Result<(), ChainError> {
        check_lengths(&self.named())
    }

    fn named(&self) -> [(&'static str, &[u8], usize); 8] {
        [
            ("subnet_name", &self.subnet_name, SHORT),
            ("github_repo", &self.github_repo, LONG),
            ("subnet_contact", &self.subnet_contact, LONG),
            ("subnet_url", &self.subnet_url, LONG),
            ("discord", &self.discord, SHORT),
            ("description", &self.description, LONG),
            ("logo_url", &self.logo_url, LONG),
            ("additional", &self.additional, LONG),
        ]
    }
}

/// No field is longer than it may be: (name, bytes, most).
///
/// # Errors
/// `InvalidIdentity`.
pub(crate) fn check_lengths(fields: &[(&'static str, &[u8], usize)]) -> Result<(), ChainError> {
    match fields.iter().find(|(_, bytes, most)| bytes.len() > *most) {
        None => Ok(()),
        Some((field, bytes, most)) => Err(ChainError::InvalidIdentity {
            field: (*field).to_owned(),
            bytes: bytes.len() as u64,
            most: *most as u64,
        }),
    }
}
