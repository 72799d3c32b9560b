"""Single steps of the epoch on matrices, for those who have no chain.

| kernel | formula | epoch.md |
|---|---|---|
| `normalize_rows` | ⌊x·2^32 / Σ row⌋ | 8.6 step 6 |
| `normalize_columns` | ⌊x·2^32 / Σ column⌋ | 8.10 `colnorm` |
| `weighted_median` | smallest score above the minority of stake | 8.7 |
| `clip_columns` | min(x, limit of the column) | 8.8 |
| `bonds_ema` | ⌊alpha·new⌋ + ⌊(1 - alpha)·old⌋ | 8.10 `ema` |
| `liquid_alpha` | rate of new bonds of each pair | 8.10 (c) |
| `split_emission` | what each mechanism shares out | 7 |
| `upscale_weights` | largest weight to 65535 | transitions.md 1.8 |

Numbers are **int64 bits of I32F32**: the value times 2**32, so 1 is ``2**32``; `to_bits` and
`from_bits` convert floats. Rounding and saturation are the chain's, bit for bit. A matrix is a
two-dimensional int64 array in C order, or compressed sparse rows (`Csr`, or an object of SciPy's:
anything with `data`, `indices`, `indptr` and `shape`), where an absent cell counts as 0; `Rows` are
taken as a `Csr` of their integers. Arguments are never changed; results are new and of the same
kind. Every kernel raises `InputTypeError` for another dtype, kind or number of dimensions, and
`InputError` for arrays not in C order or lengths and cells that do not fit.
"""

from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from taox._core import bonds_ema as core_bonds_ema
from taox._core import bonds_ema_csr as core_bonds_ema_csr
from taox._core import clip_columns as core_clip_columns
from taox._core import liquid_alpha as core_liquid_alpha
from taox._core import normalize_columns as core_normalize_columns
from taox._core import normalize_rows as core_normalize_rows
from taox._core import weighted_median as core_weighted_median
from taox.economy.errors import InputError, InputTypeError
from taox.economy.functions import split_emission, upscale_weights
from taox.economy.gate import array, describe, integer
from taox.economy.rows import Rows
from taox.economy.sparse import Csr, CsrLike, Matrix, matrix, same_layout

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "bonds_ema",
    "clip_columns",
    "liquid_alpha",
    "normalize_columns",
    "normalize_rows",
    "split_emission",
    "upscale_weights",
    "weighted_median",
]

Bits = NDArray[np.int64]
"""I32F32 bits."""

Sparse = TypeVar("Sparse", bound=CsrLike)

_LIMIT = 2**63


@overload
def normalize_rows(values: Bits) -> Bits: ...
@overload
def normalize_rows(values: Rows) -> Csr: ...
@overload
def normalize_rows(values: Sparse) -> Sparse: ...
def normalize_rows(values: Any) -> Any:
    """Divides each number by the sum of its row (epoch.md 8.6 step 6).

    ⌊x·2^32 / Σ⌋ for shares; towards zero where signs differ. A row whose sum is not above 0 stays
    as it is. Sums wrap and quotients that overflow become 0, as on the chain.

    Args:
        values: Matrix of bits, or the chain's rows of weights.

    Returns:
        The matrix with normalised rows; of `Rows` a `Csr`.

    Example:
        >>> normalize_rows(np.array([[1, 3], [0, 0]], dtype=np.int64)).tolist()
        [[1073741824, 3221225472], [0, 0]]
    """
    given = matrix("values", values)
    return given.filled(core_normalize_rows(given.layout, given.values))


@overload
def normalize_columns(values: Bits) -> Bits: ...
@overload
def normalize_columns(values: Rows) -> Csr: ...
@overload
def normalize_columns(values: Sparse) -> Sparse: ...
def normalize_columns(values: Any) -> Any:
    """Divides each number by the sum of its column (epoch.md 8.10, `colnorm`).

    ⌊x·2^32 / Σ⌋ for shares; towards zero where signs differ. A column whose sum is 0 stays as it
    is. Sums saturate and quotients that overflow become 0.

    Args:
        values: Matrix of bits, or the chain's rows of bonds.

    Returns:
        The matrix with normalised columns; of `Rows` a `Csr`.

    Example:
        >>> normalize_columns(np.array([[1, 0], [3, 0]], dtype=np.int64)).tolist()
        [[1073741824, 0], [3221225472, 0]]
    """
    given = matrix("values", values)
    return given.filled(core_normalize_columns(given.layout, given.values))


@overload
def clip_columns(values: Bits, limits: Bits) -> Bits: ...
@overload
def clip_columns(values: Rows, limits: Bits) -> Csr: ...
@overload
def clip_columns(values: Sparse, limits: Bits) -> Sparse: ...
def clip_columns(values: Any, limits: Bits) -> Any:
    """Cuts each number down to the limit of its column (epoch.md 8.8, consensus as limits). Exact.

    Numbers above a negative limit become 0. A sparse cell cut to 0 stays, with the number 0.

    Args:
        values: Matrix of bits.
        limits: Bits, one per column.

    Returns:
        The clipped matrix; of `Rows` a `Csr`.

    Example:
        >>> values = np.array([[5, 5], [1, 1]], dtype=np.int64)
        >>> clip_columns(values, np.array([3, 0], dtype=np.int64)).tolist()
        [[3, 0], [1, 0]]
    """
    given = matrix("values", values)
    limits = array("limits", limits, np.int64, 1)
    return given.filled(core_clip_columns(given.layout, given.values, limits))


def weighted_median(values: Bits | Rows | CsrLike, stake: Bits, kappa: int) -> Bits:
    """The stake-weighted median of each column: consensus (epoch.md 8.7). Exact.

    Per column the smallest score such that the stake of rows with no higher score exceeds the
    minority, strictly; if none does, the largest. Rows with stake above 0 vote; their stakes are
    first divided by their sum, towards zero. The minority is what they then sum to, less `kappa`.
    Absent cells score 0; without voters every median is 0.

    Args:
        values: Scores, matrix of bits.
        stake: Bits, one per row.
        kappa: Bits of the share of stake that must agree, such as ``2**31`` for a half.

    Returns:
        Bits, one per column.

    Example:
        >>> scores = np.array([[0, 10], [20, 10], [30, 40]], dtype=np.int64)
        >>> weighted_median(scores, np.full(3, 2**32), 2**31).tolist()
        [20, 10]
    """
    given = matrix("values", values)
    stake = array("stake", stake, np.int64, 1)
    return core_weighted_median(given.layout, given.values, stake, _bits("kappa", kappa))


@overload
def bonds_ema(new: Bits, old: Bits, alpha: int) -> Bits: ...
@overload
def bonds_ema(new: Rows, old: Rows, alpha: int) -> Csr: ...
@overload
def bonds_ema(new: Sparse, old: CsrLike, alpha: int) -> Sparse: ...
def bonds_ema(new: Any, old: Any, alpha: int) -> Any:
    """Mixes new and old bonds: ⌊alpha·new⌋ + ⌊(1 - alpha)·old⌋ (epoch.md 8.10, `ema`).

    Each product is floored on its own, sums saturate, and results not above 0 become 0 (dense) or
    are absent (sparse, columns ascending).

    Args:
        new: What is bought now, matrix of bits.
        old: Bonds of the last epoch, matrix of bits of the same shape; both dense or both sparse,
            whose cells may differ.
        alpha: Bits of the share of new bonds.

    Returns:
        The mixed bonds; of `Rows` a `Csr`.

    Example:
        >>> new, old = np.array([[8, 0]], dtype=np.int64), np.array([[0, 8]], dtype=np.int64)
        >>> bonds_ema(new, old, 2**30).tolist()
        [[2, 6]]
    """
    bought, kept, rate = matrix("new", new), matrix("old", old), _bits("alpha", alpha)
    if (bought.rows, bought.columns) != (kept.rows, kept.columns):
        expected = f"shape {(bought.rows, bought.columns)}"
        raise InputError("old", expected, f"shape {(kept.rows, kept.columns)}")
    if (bought.sparse is None) != (kept.sparse is None):
        raise InputError("old", "a matrix of the kind of new", describe(old))
    if bought.sparse is None:
        return bought.filled(core_bonds_ema(bought.values, kept.values, rate))
    parts = core_bonds_ema_csr(bought.layout, bought.values, kept.layout, kept.values, rate)
    return _sparse_result(bought, *parts)


def _sparse_result(
    like: Matrix, starts: NDArray[np.uint32], indices: NDArray[np.uint32], data: Bits
) -> Any:
    """A matrix of the class and index dtype of another one."""
    source = like.source
    places = [part.astype(source.indices.dtype, copy=False) for part in (indices, starts)]
    make: Callable[..., Any] = type(source)
    return make((data, *places), shape=(like.rows, like.columns))


@overload
def liquid_alpha(
    weights: Bits,
    bonds: Bits,
    consensus: Bits,
    *,
    low: int = 45_875,
    high: int = 58_982,
    steepness: int = 1_000,
) -> Bits: ...
@overload
def liquid_alpha(
    weights: Sparse,
    bonds: CsrLike,
    consensus: Bits,
    *,
    low: int = 45_875,
    high: int = 58_982,
    steepness: int = 1_000,
) -> Sparse: ...
def liquid_alpha(
    weights: Any,
    bonds: Any,
    consensus: Bits,
    *,
    low: int = 45_875,
    high: int = 58_982,
    steepness: int = 1_000,
) -> Any:
    """The rate of new bonds of each cell under liquid alpha (epoch.md 8.10 (c) step 2).

    With weight w, old bond β and consensus C: d = clamp(w - C, 0, 1) if w ≥ β, else
    clamp(β - w, 0, 1); rate = low + (high - low) / (1 + exp(-steepness/100 · (d - ½))), cut to
    low … high. Each operation rounds as the chain's does.

    Args:
        weights: Matrix of bits.
        bonds: Old bonds, matrix of bits with the same cells.
        consensus: Bits, one per column.
        low: Smallest rate, of 65535.
        high: Largest rate, of 65535; below `low` every rate is `low`.
        steepness: Slope of the sigmoid in hundredths, -32768 to 32767.

    Returns:
        Rates, bits of each cell.

    Example:
        >>> half, none = np.array([[2**31]], dtype=np.int64), np.array([[0]], dtype=np.int64)
        >>> liquid_alpha(half, none, half[0]).tolist()
        [[3012258989]]
    """
    given = matrix("weights", weights)
    old = same_layout("bonds", bonds, given)
    if isinstance(steepness, bool) or not isinstance(steepness, int):
        raise InputTypeError("steepness", "an integer", describe(steepness))
    if not -(2**15) <= steepness < 2**15:
        raise InputError("steepness", "an integer of -32768 to 32767", str(steepness))
    rates = core_liquid_alpha(
        given.layout,
        given.values,
        old.values,
        array("consensus", consensus, np.int64, 1),
        integer("low", low, 16),
        integer("high", high, 16),
        steepness,
    )
    return given.filled(rates)


def _bits(argument: str, value: object) -> int:
    """One I32F32 number as bits; a float is not taken for one."""
    if isinstance(value, np.integer):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputTypeError(argument, "integer bits (value times 2**32)", describe(value))
    if not -_LIMIT <= value < _LIMIT:
        raise InputError(argument, "bits of -2**63 to 2**63 - 1", str(value))
    return value
