//! Who signs an owner's or root's call (transitions.md 1.14).

use super::Chain;
use super::account::Coldkey;
use super::error::ChainError;
use super::interner::ColdIx;

/// Who signs a call: the network's root (sudo), which skips guards, or a coldkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The network itself: governance.
    Root,
    /// A coldkey.
    Signed(Coldkey),
}

impl Origin {
    /// The coldkey that signs.
    ///
    /// # Errors
    /// `BadOrigin` for root.
    pub fn signer(self) -> Result<Coldkey, ChainError> {
        match self {
            Self::Signed(coldkey) => Ok(coldkey),
            Self::Root => Err(ChainError::BadOrigin {}),
        }
    }

    /// Root signs.
    ///
    /// # Errors
    /// `BadOrigin` for a coldkey.
    pub fn ensure_root(self) -> Result<(), ChainError> {
        match self {
            Self::Root => Ok(()),
            Self::Signed(_) => Err(ChainError::BadOrigin {}),
        }
    }
}

impl Chain {
    /// The subnet's owner signs.
    ///
    /// # Errors
    /// `BadOrigin` for everybody else, also if there is no such subnet.
    pub(crate) fn ensure_owner(&self, origin: Origin, netuid: u16) -> Result<ColdIx, ChainError> {
        let signer = self.state.coldkeys.find(origin.signer()?);
        let owner = self.state.subnets.get(netuid).and_then(|one| one.owner);
        owner
            .filter(|owner| signer == Some(*owner))
            .ok_or(ChainError::BadOrigin {})
    }

    /// The subnet's owner signs, whose index this returns, or root.
    ///
    /// # Errors
    /// `BadOrigin` for everybody else.
    pub(crate) fn ensure_owner_or_root(
        &self,
        origin: Origin,
        netuid: u16,
    ) -> Result<Option<ColdIx>, ChainError> {
        match origin {
            Origin::Root => Ok(None),
            Origin::Signed(_) => self.ensure_owner(origin, netuid).map(Some),
        }
    }
}
