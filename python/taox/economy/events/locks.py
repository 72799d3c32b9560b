"""Events of locks of stake and conviction."""

from dataclasses import dataclass

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.events.base import Event

__all__ = [
    "LockMoved",
    "PerpetualLockUpdated",
    "RejectLockedAlphaUpdated",
    "StakeLocked",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockMoved(Event):
    """A coldkey's lock is for another hotkey now."""

    coldkey: Coldkey
    origin_hotkey: Hotkey
    destination_hotkey: Hotkey
    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PerpetualLockUpdated(Event):
    """A coldkey's lock on a subnet lasts from now on (``enabled``), or fades."""

    coldkey: Coldkey
    netuid: int
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectLockedAlphaUpdated(Event):
    """A coldkey refuses locked alpha of others (``enabled``), or accepts it."""

    coldkey: Coldkey
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeLocked(Event):
    """Alpha was locked for a hotkey, rao."""

    coldkey: Coldkey
    hotkey: Hotkey
    netuid: int
    alpha: int
