"""Rules of your own in place of a step of the epoch: arrays of I32F32 bits in, and out.

What is masked and normalised before the step and what is clipped, stored and paid after it stays
the chain's, bit for bit. Numbers are int64 bits (value times 2**32); `from_bits` and `to_bits` turn
them into floats and back. The arrays are fresh copies: a rule may write to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from taox.economy.errors import InputTypeError
from taox.economy.gate import describe

__all__ = ["BondsInput", "BondsRule", "ConsensusInput", "ConsensusRule"]


@dataclass(frozen=True, slots=True)
class ConsensusInput:
    """What a consensus rule decides on (epoch.md 8.7)."""

    weights: NDArray[np.int64]
    """W by validator and miner, shape (n, n): after all masks, rows over their sums (8.6)."""
    stake: NDArray[np.int64]
    """A, shape (n,): stake of active uids with a permit, over its sum (8.5); 0 for all others."""
    kappa: int
    """Bits of the share of stake that must agree."""
    mechanism: int
    """Index of the subnet's mechanism."""


@dataclass(frozen=True, slots=True)
class BondsInput:
    """What a bonds rule decides on (epoch.md 8.10)."""

    bought: NDArray[np.int64]
    """What is bought now, shape (n, n): WB (8.9); with Yuma 2 times stake, over column sums."""
    old: NDArray[np.int64]
    """B, shape (n, n): old bonds, without those towards neurons registered since."""
    stake: NDArray[np.int64]
    """A, shape (n,)."""
    consensus: NDArray[np.int64]
    """C, shape (n,), of the chain's rule or of yours."""
    incentive: NDArray[np.int64]
    """I, shape (n,)."""
    alpha: int
    """Bits of the share of what is bought, 1 - moving average."""
    mechanism: int
    """Index of the subnet's mechanism."""


ConsensusRule = Callable[[ConsensusInput], NDArray[np.int64]]
"""Returns C: bits of 0 to 2**32, shape (n,)."""

BondsRule = Callable[[BondsInput], NDArray[np.int64]]
"""Returns new bonds: bits of 0 to 2**32, shape (n, n)."""


def core_rule(argument: str, rule: object, given: type[Any]) -> Callable[..., Any] | None:
    """A rule as the extension calls it, with one argument per field of `given`."""
    if rule is None:
        return None
    if not callable(rule):
        raise InputTypeError(argument, "a callable", describe(rule))
    return lambda *fields: rule(given(*fields))
