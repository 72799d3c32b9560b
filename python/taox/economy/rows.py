"""Rows of (uid, u16 value): weights and bonds as the chain stores them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from taox._core import check_rows
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import Scalar, array, describe, integer

__all__ = ["Rows"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rows:
    """Stored rows of weights or bonds, one per uid (compressed sparse rows).

    Row i is the pairs ``starts[i]:starts[i + 1]`` of `uids` and `values`. The order inside a row is
    the order in which it was submitted and is part of every result; an explicit zero is not the
    same as an absent pair. Arrays are copied if they could be written to, and are read-only here.

    Args:
        starts: uint32, one more than rows, ascending from 0 to the number of pairs.
        uids: uint16, whom each pair names.
        values: uint16, of 65535.

    Raises:
        InputTypeError: An array has another dtype or more than one dimension.
        InputError: The arrays do not fit together, or are not contiguous.

    Example:
        >>> rows = Rows.from_lists([[(1, 65_535)], [], [(0, 7), (1, 0)]])
        >>> len(rows), rows.row(2)
        (3, [(0, 7), (1, 0)])
    """

    starts: NDArray[np.uint32]
    uids: NDArray[np.uint16]
    values: NDArray[np.uint16]

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", _frozen(array("starts", self.starts, np.uint32, 1)))
        object.__setattr__(self, "uids", _frozen(array("uids", self.uids, np.uint16, 1)))
        object.__setattr__(self, "values", _frozen(array("values", self.values, np.uint16, 1)))
        check_rows(self.starts, self.uids, self.values)

    @classmethod
    def empty(cls, n: int) -> Self:
        """`n` rows without pairs."""
        nothing = np.zeros(0, dtype=np.uint16)
        return cls(np.zeros(n + 1, dtype=np.uint32), nothing, nothing)

    @classmethod
    def from_lists(cls, rows: Iterable[Iterable[tuple[int, int]]]) -> Self:
        """Rows from lists of (uid, value), both 0 to 65535.

        Raises:
            InputTypeError: A row is no list of pairs of integers.
            InputError: An integer is out of range.
        """
        starts, uids, values = [0], [], []
        for i, row in enumerate(rows):
            for uid, value in _pairs(f"rows[{i}]", row):
                uids.append(uid)
                values.append(value)
            starts.append(len(uids))
        return cls(
            np.array(starts, dtype=np.uint32),
            np.array(uids, dtype=np.uint16),
            np.array(values, dtype=np.uint16),
        )

    @classmethod
    def from_dense(cls, matrix: NDArray[np.uint16]) -> Self:
        """Rows of a square uint16 matrix: what is not 0, uids ascending.

        Raises:
            InputTypeError: Not a two-dimensional uint16 array.
            InputError: Not square, or not in C order.

        Example:
            >>> Rows.from_dense(np.array([[0, 5], [6, 0]], dtype=np.uint16)).to_lists()
            [[(1, 5)], [(0, 6)]]
        """
        square("matrix", matrix)
        of_row, uids = np.nonzero(matrix)
        ends = np.cumsum(np.bincount(of_row, minlength=len(matrix)))
        starts = np.concatenate(([0], ends)).astype(np.uint32)
        return cls(starts, uids.astype(np.uint16), matrix[of_row, uids])

    def row(self, i: int) -> list[tuple[int, int]]:
        """The pairs (uid, value) of row i, in stored order.

        Raises:
            IndexError: There is no row i; negative numbers do not count from the end.
        """
        if not 0 <= i < len(self):
            raise IndexError(f"row {i} of {len(self)}")
        pairs = slice(int(self.starts[i]), int(self.starts[i + 1]))
        return list(zip(self.uids[pairs].tolist(), self.values[pairs].tolist(), strict=True))

    def to_lists(self) -> list[list[tuple[int, int]]]:
        """All rows as lists of (uid, value)."""
        return [self.row(i) for i in range(len(self))]

    def to_dense(self) -> NDArray[np.uint16]:
        """A square uint16 matrix, 0 where there is no pair; uids beyond the rows have no place."""
        n = len(self)
        of_row = np.repeat(np.arange(n), self.starts[1:] - self.starts[:-1])
        inside = self.uids < n
        matrix = np.zeros((n, n), dtype=np.uint16)
        matrix[of_row[inside], self.uids[inside]] = self.values[inside]
        return matrix

    def __len__(self) -> int:
        return len(self.starts) - 1

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return (
            np.array_equal(self.starts, other.starts)
            and np.array_equal(self.uids, other.uids)
            and np.array_equal(self.values, other.values)
        )

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} rows, {len(self.uids)} pairs>"


def _pairs(argument: str, row: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    try:
        items = list(row)
    except TypeError:
        raise InputTypeError(argument, "a list of (uid, value)", describe(row)) from None
    for k, item in enumerate(items):
        named = f"{argument}[{k}]"
        try:
            uid, value = item
        except (TypeError, ValueError):
            raise InputTypeError(named, "a pair (uid, value)", repr(item)) from None
        yield integer(f"{named} uid", uid, 16), integer(f"{named} value", value, 16)


def _frozen(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """The array itself if nobody can write to it, else a read-only copy."""
    if values.flags.writeable:
        values = values.copy()
        values.setflags(write=False)
    return values


def trusted(
    starts: NDArray[np.uint32], uids: NDArray[np.uint16], values: NDArray[np.uint16]
) -> Rows:
    """Rows of read-only arrays that the extension has made: they need no check."""
    rows = Rows.__new__(Rows)
    object.__setattr__(rows, "starts", starts)
    object.__setattr__(rows, "uids", uids)
    object.__setattr__(rows, "values", values)
    return rows


def as_rows(argument: str, value: object) -> Rows:
    """Returns rows given as such or as a square uint16 matrix; `argument` is named in errors."""
    if isinstance(value, Rows):
        return value
    if not isinstance(value, np.ndarray):
        raise InputTypeError(argument, "Rows or a square uint16 matrix", describe(value))
    return Rows.from_dense(square(argument, value))


def square(argument: str, value: object) -> NDArray[np.uint16]:
    """Returns a square uint16 matrix in C order."""
    matrix = array(argument, value, np.uint16, 2)
    if matrix.shape[0] != matrix.shape[1]:
        raise InputError(argument, "a square matrix", f"shape {matrix.shape}")
    return matrix
