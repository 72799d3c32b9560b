"""Events of keys: who registers, serves, is associated or swapped, and identities."""

from dataclasses import dataclass

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.events.base import Event

__all__ = [
    "AutoParentDelegationEnabledSet",
    "AutoStakeDestinationSet",
    "AxonServed",
    "ChainIdentitySet",
    "HotkeySwapped",
    "HotkeySwappedOnSubnet",
    "NeuronRegistered",
    "PrometheusServed",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoParentDelegationEnabledSet(Event):
    """A hotkey on root chose whether it becomes a parent on new subnets."""

    hotkey: Hotkey
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoStakeDestinationSet(Event):
    """A coldkey chose where its miner incentive on a subnet is staked."""

    coldkey: Coldkey
    netuid: int
    hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class AxonServed(Event):
    """A neuron published where it answers requests."""

    netuid: int
    hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainIdentitySet(Event):
    """A coldkey said who it is."""

    coldkey: Coldkey


@dataclass(frozen=True, slots=True, kw_only=True)
class HotkeySwapped(Event):
    """A hotkey was swapped for another one on all subnets."""

    coldkey: Coldkey
    old_hotkey: Hotkey
    new_hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class HotkeySwappedOnSubnet(Event):
    """A hotkey was swapped for another one on one subnet."""

    coldkey: Coldkey
    old_hotkey: Hotkey
    new_hotkey: Hotkey
    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronRegistered(Event):
    """A hotkey took a uid."""

    netuid: int
    uid: int
    hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheusServed(Event):
    """A neuron published where it shows its measurements."""

    netuid: int
    hotkey: Hotkey
