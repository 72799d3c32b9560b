//! What owners say about a subnet, and holders about themselves (transitions.md 3.4).

use crate::chain::Chain;
use crate::chain::account::Coldkey;
use crate::chain::error::ChainError;
use crate::chain::events::Event;
use crate::chain::identity::{SubnetIdentity, check_lengths};
use crate::chain::interner::ColdIx;
use crate::chain::origin::Origin;
use serde::{Deserialize, Serialize};

/// At most so many bytes in a name.
const SHORT: usize = 256;
/// At most so many bytes in a text.
const LONG: usize = 1_024;

/// What a coldkey says about itself: bytes, by custom UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are named as the arguments of the call"
)]
pub struct AccountIdentity {
    pub name: Vec<u8>,
    pub url: Vec<u8>,
    pub github_repo: Vec<u8>,
    pub image: Vec<u8>,
    pub discord: Vec<u8>,
    pub description: Vec<u8>,
    pub additional: Vec<u8>,
}

impl AccountIdentity {
    /// The fields in the order of the call's arguments.
    pub fn fields(&self) -> [&[u8]; 7] {
        self.named().map(|(_, field, _)| field)
    }

    /// The identity of fields in the order of the call's arguments.
    pub fn from_fields(fields: [Vec<u8>; 7]) -> Self {
        let [
            name,
            url,
            github_repo,
            image,
            discord,
            description,
            additional,
        ] = fields;
        Self {
            name,
            url,
            github_repo,
            image,
            discord,
            description,
            additional,
        }
    }

    /// All fields are short enough.
    ///
    /// # Errors
    /// `InvalidIdentity` about the first that is not.
    fn check(&self) -> Result<(), ChainError> {
        check_lengths(&self.named())
    }

    fn named(&self) -> [(&'static str, &[u8], usize); 7] {
        [
            ("name", &self.name, SHORT),
            ("url", &self.url, SHORT),
            ("github_repo", &self.github_repo, SHORT),
            ("image", &self.image, LONG),
            ("discord", &self.discord, SHORT),
            ("description", &self.description, LONG),
            ("additional", &self.additional, LONG),
        ]
    }
}

impl Chain {
    /// Says what a subnet is.
    ///
    /// # Errors
    /// In this order: `BadOrigin` for root, `NotSubnetOwner`, `InvalidIdentity`.
    pub fn set_subnet_identity(
        &mut self,
        origin: Origin,
        netuid: u16,
        identity: SubnetIdentity,
    ) -> Result<(), ChainError> {
        let coldkey = origin.signer()?;
        if self.ensure_owner(origin, netuid).is_err() {
            return Err(ChainError::NotSubnetOwner { coldkey, netuid });
        }
        identity.check()?;
        if let Some(subnet) = self.state.subnets.get_mut(netuid) {
            subnet.identity = Some(identity);
        }
        self.emit(Event::SubnetIdentitySet { netuid });
        Ok(())
    }

    /// What the owner says a subnet is.
    ///
    /// # Errors
    /// `SubnetNotExists`.
    pub fn subnet_identity(&self, netuid: u16) -> Result<Option<&SubnetIdentity>, ChainError> {
        Ok(self.subnet(netuid)?.identity.as_ref())
    }

    /// Says who a coldkey is; one of its hotkeys has to hold a uid somewhere.
    ///
    /// # Errors
    /// `HotKeyNotRegisteredInNetwork`, `InvalidIdentity`.
    pub fn set_identity(
        &mut self,
        coldkey: Coldkey,
        identity: AccountIdentity,
    ) -> Result<(), ChainError> {
        let known = self.state.coldkeys.find(coldkey);
        let holder = known.filter(|holder| self.holds_uid(*holder));
        let holder = holder.ok_or_else(|| ChainError::HotKeyNotRegisteredInNetwork {
            account: coldkey.to_string(),
        })?;
        identity.check()?;
        self.state.coldkeys.get_mut(holder).identity = Some(identity);
        self.emit(Event::ChainIdentitySet { coldkey });
        Ok(())
    }

    /// What a coldkey says about itself.
    pub fn identity(&self, coldkey: Coldkey) -> Option<&AccountIdentity> {
        let known = self.state.coldkeys.find(coldkey)?;
        self.state.coldkeys.get(known).identity.as_ref()
    }

    /// Whether any hotkey of a coldkey holds a uid on any subnet.
    fn holds_uid(&self, coldkey: ColdIx) -> bool {
        let owned = || self.state.coldkeys.get(coldkey).owned.iter();
        let mut subnets = self.state.subnets.iter();
        subnets.any(|subnet| owned().any(|hotkey| subnet.neurons.uid(hotkey).is_some()))
    }
}
