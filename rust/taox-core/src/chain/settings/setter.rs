//! What a row of the table of setters is: who may set a parameter of the chain, how often, when, and
//! to what (transitions.md 1.14 and 4).

use crate::chain::clocks::Action;
use crate::chain::error::ChainError;

/// How one parameter is set by a call of the chain.
#[derive(Clone, Copy, Debug)]
pub struct Setter {
    /// The parameter's name, as the tables of parameters have it.
    pub parameter: &'static str,
    /// The chain's name of the call.
    pub call: &'static str,
    /// The chain's name of the value among the call's arguments.
    pub argument: &'static str,
    /// Who may sign it.
    pub signer: Signer,
    /// How long an owner waits for the next change.
    pub pace: Pace,
    /// Before an epoch.
    pub window: Window,
    /// What it says of a netuid without subnet.
    pub missing: Missing,
    /// Whether it is refused for root, which is no subnet like the others.
    pub not_on_root: bool,
    /// What the value has to pass, in order.
    pub bounds: &'static [Bound],
    /// The stored value is the call's times 2 to the power of this.
    pub shift: u32,
    /// The chain's event of a change.
    pub event: Told,
}

/// Who may sign a call that sets a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    /// The owner of the subnet, or root.
    Owner,
    /// Root alone.
    Root,
}

/// How long an owner waits between two changes; root never waits. The first one is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Not at all.
    Free,
    /// `OwnerHyperparamRateLimit` tempos, on a clock of this name.
    Owner(&'static str),
    /// `WeightsVersionKeyRateLimit` tempos.
    VersionKey,
    /// So many blocks.
    Blocks(Action, u64),
}

/// Whether a call is refused within the last blocks before an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Never.
    Open,
    /// Whoever signs it.
    Frozen,
    /// If the owner signs it.
    FrozenForOwner,
}

/// What becomes of a call for a netuid without subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The value is stored: a subnet that gets this netuid finds it.
    Stored,
    /// `SubnetDoesNotExist`.
    SubnetDoesNotExist,
    /// `MechanismDoesNotExist`.
    MechanismDoesNotExist,
}

/// What the chain tells about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// An event named after the storage item: `KappaSet`.
    AsSet,
    /// An event with a name of its own.
    As(&'static str),
    /// Nothing.
    Silent,
}

/// One side of a range, with the error of a value beyond it.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// How the value must stand to the edge.
    pub relation: Relation,
    /// The edge.
    pub edge: Edge,
    /// Whether root may pass it.
    pub owner_only: bool,
    /// The error's name.
    pub error: &'static str,
    /// The error, of parameter, value and limit.
    pub(super) raise: fn(String, i128, i128) -> ChainError,
}

/// How a value must stand to an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// value ≥ edge.
    AtLeast,
    /// value ≤ edge.
    AtMost,
    /// value > edge.
    Above,
    /// value < edge.
    Below,
}

/// What a value is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A number.
    Number(i128),
    /// Another parameter of the subnet.
    Subnet(&'static str),
    /// A parameter of the network.
    Network(&'static str),
    /// How many uids are taken.
    Uids,
    /// 256 uids shared by all mechanisms.
    UidsPerMechanism,
}

impl Setter {
    /// A call of the subnet's owner, as most are: with a clock of its own and a freeze window.
    pub(super) const fn owner(
        parameter: &'static str,
        call: &'static str,
        argument: &'static str,
    ) -> Self {
        Self {
            parameter,
            call,
            argument,
            signer: Signer::Owner,
            pace: Pace::Owner(parameter),
            window: Window::Frozen,
            missing: Missing::SubnetDoesNotExist,
            not_on_root: false,
            bounds: &[],
            shift: 0,
            event: Told::AsSet,
        }
    }

    /// A call of root alone: no clock, no window.
    pub(super) const fn root(
        parameter: &'static str,
        call: &'static str,
        argument: &'static str,
    ) -> Self {
        Self {
            signer: Signer::Root,
            pace: Pace::Free,
            window: Window::Open,
            ..Self::owner(parameter, call, argument)
        }
    }

    pub(super) const fn pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }

    pub(super) const fn window(self, window: Window) -> Self {
        Self { window, ..self }
    }

    pub(super) const fn missing(self, missing: Missing) -> Self {
        Self { missing, ..self }
    }

    pub(super) const fn not_on_root(self) -> Self {
        Self {
            not_on_root: true,
            ..self
        }
    }

    pub(super) const fn within(self, bounds: &'static [Bound]) -> Self {
        Self { bounds, ..self }
    }

    pub(super) const fn shifted(self, shift: u32) -> Self {
        Self { shift, ..self }
    }

    pub(super) const fn told(self, event: Told) -> Self {
        Self { event, ..self }
    }
}

impl Bound {
    /// The same for owners alone.
    pub(super) const fn for_owner(self) -> Self {
        Self {
            owner_only: true,
            ..self
        }
    }

    /// The value stands to the limit, which is what the edge is now, as it must.
    ///
    /// # Errors
    /// That of the bound.
    pub(super) fn check(
        &self,
        parameter: &str,
        value: i128,
        limit: i128,
    ) -> Result<(), ChainError> {
        if self.relation.holds(value, limit) {
            return Ok(());
        }
        Err((self.raise)(parameter.to_owned(), value, limit))
    }
}

impl Relation {
    /// Whether the value stands so.
    pub(super) fn holds(self, value: i128, edge: i128) -> bool {
        match self {
            Self::AtLeast => value >= edge,
            Self::AtMost => value <= edge,
            Self::Above => value > edge,
            Self::Below => value < edge,
        }
    }

    /// The sign for it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
        }
    }
}

/// A bound with the error it raises: `bound!(AtMost Edge::Number(10) => InvalidValue)`.
macro_rules! bound {
    ($relation:ident $edge:expr => $error:ident) => {
        Bound {
            relation: Relation::$relation,
            edge: $edge,
            owner_only: false,
            error: stringify!($error),
            raise: |parameter, value, limit| ChainError::$error {
                parameter,
                value,
                limit,
            },
        }
    };
}

pub(super) use bound;
