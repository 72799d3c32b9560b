"""Events of weights: set, committed, revealed, in batches."""

from dataclasses import dataclass

from taox.economy.accounts import Hotkey
from taox.economy.events.base import Event

__all__ = [
    "BatchCompletedWithErrors",
    "BatchWeightItemFailed",
    "BatchWeightsCompleted",
    "TimelockedWeightsCommitted",
    "TimelockedWeightsDropped",
    "TimelockedWeightsRevealed",
    "WeightsBatchRevealed",
    "WeightsCommitted",
    "WeightsRevealed",
    "WeightsSet",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCompletedWithErrors(Event):
    """Some items of a batch of weights were refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWeightItemFailed(Event):
    """An item of a batch of weights was refused; ``error`` is the error's name."""

    netuid: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWeightsCompleted(Event):
    """A batch of weights or of commits was worked through."""

    netuids: list[int]
    hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelockedWeightsCommitted(Event):
    """Sealed weights wait to be opened from a round on.

    Attributes:
        hotkey: Who committed.
        index: The mechanism times 4096 plus the netuid.
        hash: BLAKE2b-256 of the ciphertext, hexadecimal.
        reveal_round: The round.
    """

    hotkey: Hotkey
    index: int
    hash: str
    reveal_round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelockedWeightsDropped(Event):
    """Sealed weights came to nothing; the chain is silent about it.

    Attributes:
        index: The mechanism times 4096 plus the netuid.
        hotkey: Who committed.
        reason: The name of the chain's error, or why they could not be opened.
    """

    index: int
    hotkey: Hotkey
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelockedWeightsRevealed(Event):
    """Sealed weights were opened and stored; ``index`` is 4096 times the mechanism plus netuid."""

    index: int
    hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsBatchRevealed(Event):
    """Committed weights were revealed at once, under these hashes (hexadecimal)."""

    hotkey: Hotkey
    netuid: int
    hashes: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsCommitted(Event):
    """Weights were committed by their hash (hexadecimal)."""

    hotkey: Hotkey
    index: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsRevealed(Event):
    """Weights that were committed by their hash (hexadecimal) were revealed and stored."""

    hotkey: Hotkey
    index: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSet(Event):
    """A hotkey's weights were stored; ``index`` is 4096 times the mechanism plus the netuid."""

    index: int
    uid: int
