"""What an epoch returns."""

from dataclasses import dataclass, fields
from typing import ClassVar, TypedDict

import numpy as np
from numpy.typing import NDArray

from taox.economy.rows import Rows

__all__ = ["EpochResult", "EpochTrace"]

RowBits = list[list[tuple[int, int]]]


class EpochTrace(TypedDict):
    """Intermediates of one mechanism as raw I32F32 integers (value times 2**32; epoch.md 8).

    Vectors have an entry per uid, rows are lists of (uid, bits) in computed order.
    """

    S: NDArray[np.int64]
    """Normalised stake (8.3)."""
    A: NDArray[np.int64]
    """Stake of active uids with an old permit, normalised again (8.5)."""
    W: RowBits
    """Weights after all masks, rows normalised (8.6)."""
    C: NDArray[np.int64]
    """Consensus of each column (8.7)."""
    CW: RowBits
    """Weights clipped to consensus (8.8)."""
    VT: NDArray[np.int64]
    """Validator trust (8.8)."""
    R: NDArray[np.int64]
    """Rank (8.8)."""
    I: NDArray[np.int64]  # noqa: E741 - the letter of the specification
    """Incentive (8.8)."""
    WB: RowBits
    """Weights used for bonds (8.9)."""
    B: RowBits
    """Old bonds after dropping and scaling (8.10)."""
    E: RowBits
    """New bonds before the cut to u16 (8.10)."""
    D: NDArray[np.int64]
    """Dividends (8.10)."""


@dataclass(frozen=True, slots=True, eq=False)
class EpochResult:
    """Result of one epoch of one subnet, vectors by uid (epoch.md 9 and 10).

    Fractions are uint16 of 65535, amounts uint64 alpha rao. Where a subnet has several mechanisms
    the vectors are combined as the chain combines them; `incentive` and `bonds` stay apart.
    """

    server_emission: NDArray[np.uint64]
    """Alpha rao of each miner; paid as returned."""
    validator_emission: NDArray[np.uint64]
    """Alpha rao of each validator; the chain only uses the proportions."""
    emission: NDArray[np.uint64]
    """Stored emission, alpha rao, weighted over mechanisms; decides who is pruned."""
    consensus: NDArray[np.uint16]
    dividends: NDArray[np.uint16]
    validator_trust: NDArray[np.uint16]
    stake_weight: NDArray[np.uint16]
    active: NDArray[np.bool_]
    validator_permit: NDArray[np.bool_]
    """Permits for the next epoch."""
    incentive: NDArray[np.uint16]
    """By mechanism and uid."""
    bonds: list[Rows]
    """New bonds of each mechanism; rows of uids without a new permit are empty."""
    trace: list[EpochTrace] | None = None
    """Intermediates of each mechanism, if asked for."""

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        """Equal if all stored values are; the trace is not compared."""
        if not isinstance(other, EpochResult):
            return NotImplemented
        names = [field.name for field in fields(self) if field.name not in {"bonds", "trace"}]
        arrays = ((getattr(self, name), getattr(other, name)) for name in names)
        return self.bonds == other.bonds and all(np.array_equal(a, b) for a, b in arrays)

    def __repr__(self) -> str:
        mechanisms, n = self.incentive.shape
        paid = int(self.server_emission.sum()) + int(self.validator_emission.sum())
        return f"<EpochResult: {n} uids, mechanisms {mechanisms}, {paid} alpha rao paid>"
