"""Events of subnets: epochs, creation and removal, parameters, names."""

from dataclasses import dataclass

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.events.base import Event

__all__ = [
    "EpochDeferred",
    "EpochRan",
    "EpochSkipped",
    "EpochTriggered",
    "FirstEmissionBlockNumberSet",
    "NetworkAdded",
    "NetworkRemoved",
    "ParameterSet",
    "SubnetIdentityRemoved",
    "SubnetIdentitySet",
    "SubnetOwnerChanged",
    "SubnetOwnerHotkeySet",
    "SymbolUpdated",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochDeferred(Event):
    """More epochs were due than a block may run; this one moves to the next block."""

    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochRan(Event):
    """A subnet's epoch ran and paid. Amounts are alpha rao.

    Attributes:
        netuid: The subnet.
        epoch: Which of its epochs, counted from 0.
        emission: What was handed to the epoch: the pots of miners, validators and root.
        incentive: What it assigned to miners.
        withheld: How much of that the owner's uids did not get (coinbase.md 12.2).
        dividends: What validators and their nominators got.
        root_dividends: What waits for root stakers to claim it.
        owner_cut: What the owner got.
    """

    netuid: int
    epoch: int
    emission: int
    incentive: int
    withheld: int
    dividends: int
    root_dividends: int
    owner_cut: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochSkipped(Event):
    """A hotkey holds two uids: the epoch's slot passed without an epoch."""

    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochTriggered(Event):
    """A subnet's owner has an epoch run in block ``fires_at``."""

    netuid: int
    fires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstEmissionBlockNumberSet(Event):
    """A subnet was started; alpha is emitted from ``first_emission_block`` on."""

    netuid: int
    first_emission_block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAdded(Event):
    """A subnet was created; ``mechanism`` is the kind of its pool, 0 = 1:1."""

    netuid: int
    mechanism: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRemoved(Event):
    """A subnet was removed."""

    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSet(Event):
    """A parameter was set from outside; without a netuid it is one of the network."""

    netuid: int | None
    name: str
    value: int | list[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetIdentityRemoved(Event):
    """The identity of a subnet was removed with it."""

    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetIdentitySet(Event):
    """A subnet's owner said what it is."""

    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetOwnerChanged(Event):
    """Conviction gave a subnet another owner."""

    netuid: int
    old_coldkey: Coldkey | None
    new_coldkey: Coldkey


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetOwnerHotkeySet(Event):
    """Another hotkey stands for a subnet's owner."""

    netuid: int
    hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolUpdated(Event):
    """A subnet's alpha got another sign."""

    netuid: int
    symbol: str
