"""A plain float32 epoch in NumPy, as fast as it can fairly be: what the exact one stands beside.

Only rows of validators, dense, in place, one sort of packed 64-bit keys (SIMD in NumPy) for all
medians, matrix products by BLAS. It rounds wherever float32 does and has no masks, so it is **not**
the chain's epoch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Cells = NDArray[np.uint16]


@dataclass
class FloatEpoch:
    """Matrices by validator and uid, and the buffers that are used again."""

    weights: Cells
    bonds: Cells
    stake: Floats
    yuma: str = "3"
    liquid: bool = False
    kappa: float = 0.5
    alpha: float = 0.1

    def __post_init__(self) -> None:
        shape = self.weights.shape
        self.w, self.b, self.spare = (np.empty(shape, np.float32) for _ in range(3))
        self.keys = np.empty(shape[::-1], np.uint64)
        self.shares = self.stake / self.stake.sum()
        self.row_of_key = np.arange(shape[0], dtype=np.uint64)

    def run(self) -> tuple[Floats, Floats, Floats, Cells]:
        """Consensus, incentive, dividends and the bonds to store."""
        w, b, stake = self.w, self.b, self.shares
        np.copyto(w, self.weights, casting="unsafe")
        np.copyto(b, self.bonds, casting="unsafe")
        w /= w.sum(axis=1, keepdims=True)
        consensus = self.median()
        np.minimum(w, consensus, out=w)
        rank = stake @ w
        incentive = rank / rank.sum()
        dividends = (
            self.original(incentive) if self.yuma == "2" else self.yuma3(incentive, consensus)
        )
        dividends /= dividends.sum()
        np.multiply(b, 65_535, out=self.spare)
        return consensus, incentive, dividends, self.spare.astype(np.uint16)

    def median(self) -> Floats:
        """The first score above which less than kappa of the stake is left."""
        # Bits of positive floats sort as the floats do; the row number rides along.
        np.left_shift(self.w.T.view(np.uint32), 32, out=self.keys, dtype=np.uint64)
        self.keys |= self.row_of_key
        self.keys.sort(axis=1)
        order = self.keys.astype(np.uint32)
        below = np.cumsum(self.shares[order], axis=1)
        at = np.minimum((below <= 1 - self.kappa).sum(axis=1), len(self.shares) - 1)
        columns = np.arange(len(at))
        found: Floats = self.w[order[columns, at], columns]
        return found

    def yuma3(self, incentive: Floats, consensus: Floats) -> Floats:
        w, b, spare = self.w, self.b, self.spare
        b /= 65_535
        if self.liquid:
            self.sigmoid(consensus)
            w -= b
            w *= spare
            b += w
        else:
            b *= 1 - self.alpha
            w *= self.alpha
            b += w
        total = b.sum(axis=0)
        np.copyto(total, 1, where=total == 0)
        dividends: Floats = (b @ (incentive / total)) * self.shares
        return dividends

    def sigmoid(self, consensus: Floats) -> None:
        """The rate of each pair, into the spare matrix."""
        w, b, spare = self.w, self.b, self.spare
        np.subtract(w, consensus, out=spare)
        np.subtract(b, w, out=spare, where=b > w)
        np.clip(spare, 0, 1, out=spare)
        spare -= 0.5
        spare *= -10
        np.exp(spare, out=spare)
        spare += 1
        np.divide(0.2, spare, out=spare)
        spare += 0.7

    def original(self, incentive: Floats) -> Floats:
        w, b = self.w, self.b
        w *= self.shares[:, None]
        for matrix in (w, b):
            total = matrix.sum(axis=0)
            np.copyto(total, 1, where=total == 0)
            np.divide(matrix, total, out=matrix)
        b *= 1 - self.alpha
        w *= self.alpha
        b += w
        total = b.sum(axis=0)
        np.copyto(total, 1, where=total == 0)
        b /= total
        dividends = b @ incentive
        highest = b.max(axis=0)
        np.copyto(highest, 1, where=highest == 0)
        b /= highest
        return dividends
