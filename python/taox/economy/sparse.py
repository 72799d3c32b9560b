"""Compressed sparse rows, by shape: a `Csr`, or any object that looks like SciPy's."""

from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import array, describe
from taox.economy.rows import Rows

__all__ = ["Csr", "CsrLike"]


@runtime_checkable
class CsrLike(Protocol):
    """What a sparse matrix must have: ``scipy.sparse.csr_array`` does, and so does `Csr`.

    Its class must also take ``((data, indices, indptr), shape=shape)``, as results are of the
    same class.
    """

    data: Any
    indices: Any
    indptr: Any
    shape: Any


class Csr:
    """A sparse matrix of I32F32 bits: row i is the cells ``indptr[i]:indptr[i + 1]``.

    For those without SciPy; it only holds arrays. A column that occurs twice in a row is two
    cells.

    Args:
        parts: ``data`` (int64 bits, one per cell), ``indices`` (their columns, uint32, int32 or
            int64) and ``indptr`` (one more than rows, of the same dtypes).
        shape: Rows and columns.

    Example:
        >>> rows = Rows.from_lists([[(1, 3), (0, 1)], []])
        >>> Csr.from_rows(rows).to_dense().tolist() == [[2**32, 3 * 2**32], [0, 0]]
        True
    """

    __slots__ = ("data", "indices", "indptr", "shape")

    def __init__(
        self, parts: tuple[NDArray[Any], NDArray[Any], NDArray[Any]], shape: tuple[int, int]
    ) -> None:
        self.data, self.indices, self.indptr = parts
        self.shape = shape

    @classmethod
    def from_rows(cls, rows: Rows) -> "Csr":
        """The stored integers of square rows as numbers: 65535 is 65535.0 (bits 65535 * 2**32)."""
        n = len(rows)
        data = rows.values.astype(np.int64) << 32
        return cls((data, rows.uids.astype(np.uint32), rows.starts), (n, n))

    def to_dense(self) -> NDArray[np.int64]:
        """The matrix with 0 where there is no cell; repeated cells add up."""
        starts = np.asarray(self.indptr, np.int64)
        matrix = np.zeros(self.shape, np.int64)
        row = np.repeat(np.arange(self.shape[0]), np.diff(starts))
        np.add.at(matrix, (row, np.asarray(self.indices, np.int64)), self.data)
        return matrix

    def __repr__(self) -> str:
        return f"<Csr: {self.shape[0]} x {self.shape[1]}, {len(self.data)} cells>"


class Matrix(NamedTuple):
    """A matrix as the extension takes it, and the object it came from."""

    rows: int
    columns: int
    sparse: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None
    values: NDArray[np.int64]
    source: Any

    @property
    def layout(self) -> tuple[int, int, tuple[NDArray[np.uint32], NDArray[np.uint32]] | None]:
        """Rows, columns and of a sparse matrix its row starts and columns."""
        return self.rows, self.columns, self.sparse

    def filled(self, values: NDArray[np.int64]) -> Any:
        """A matrix of the same kind and layout with other numbers."""
        if self.sparse is None:
            return values.reshape(self.rows, self.columns)
        source = self.source
        parts = (values, source.indices.copy(), source.indptr.copy())
        return type(source)(parts, shape=(self.rows, self.columns))


def matrix(argument: str, value: object) -> Matrix:
    """Checks a dense int64 matrix in C order, a sparse one, or rows.

    Raises:
        InputTypeError: It is none of these, or of another dtype.
        InputError: It is not in C order, or sparse parts do not fit together.
    """
    if isinstance(value, np.ndarray):
        dense = array(argument, value, np.int64, 2)
        return Matrix(dense.shape[0], dense.shape[1], None, dense.reshape(-1), value)
    if isinstance(value, Rows):
        value = Csr.from_rows(value)
    if not isinstance(value, CsrLike):
        expected = "int64 array of 2 dimensions, compressed sparse rows or Rows"
        raise InputTypeError(argument, expected, describe(value))
    data = array(f"{argument}.data", value.data, np.int64, 1)
    indices = _places(f"{argument}.indices", value.indices)
    starts = _places(f"{argument}.indptr", value.indptr)
    rows, columns = _shape(f"{argument}.shape", value.shape)
    _fits(argument, (rows, columns), (starts, indices, data))
    return Matrix(rows, columns, (starts, indices), data, value)


def same_layout(argument: str, value: object, other: Matrix) -> Matrix:
    """A matrix with the same cells as another one.

    Raises:
        InputError: The kind, the shape or the cells differ.
    """
    found = matrix(argument, value)
    if (found.rows, found.columns) != (other.rows, other.columns):
        expected = f"shape {(other.rows, other.columns)}"
        raise InputError(argument, expected, f"shape {(found.rows, found.columns)}")
    pairs = zip(found.sparse or (), other.sparse or (), strict=False)
    same_kind = (found.sparse is None) == (other.sparse is None)
    if not (same_kind and all(np.array_equal(one, two) for one, two in pairs)):
        raise InputError(argument, "the cells of the other matrix", "other cells")
    return found


def _places(argument: str, value: object) -> NDArray[np.uint32]:
    """Integers of 0 to 2**32 - 1; 32-bit ones are only looked at differently, not copied."""
    if not isinstance(value, np.ndarray) or value.ndim != 1 or value.dtype.kind not in "iu":
        raise InputTypeError(argument, "one-dimensional integer array", describe(value))
    if value.size and (value.min() < 0 or value.max() >= 2**32):
        expected = "integers of 0 to 2**32 - 1"
        raise InputError(argument, expected, f"{value.min()} to {value.max()}")
    return np.ascontiguousarray(value).astype(np.uint32, copy=False)


def _shape(argument: str, value: object) -> tuple[int, int]:
    if not isinstance(value, tuple) or len(value) != 2:
        raise InputTypeError(argument, "rows and columns", describe(value))
    return int(value[0]), int(value[1])


def _fits(
    argument: str,
    shape: tuple[int, int],
    parts: tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.int64]],
) -> None:
    starts, indices, data = parts
    if len(starts) != shape[0] + 1:
        actual = f"{len(starts)} entries"
        raise InputError(f"{argument}.indptr", f"{shape[0] + 1} entries", actual)
    if len(data) != len(indices):
        actual = f"{len(data)} entries"
        raise InputError(f"{argument}.data", f"{len(indices)} entries, as many as indices", actual)
