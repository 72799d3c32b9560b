"""An epoch from convenient floats, which become the chain's integers first."""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from taox.economy.epoch import epoch
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe
from taox.economy.result import EpochResult
from taox.economy.rows import Rows
from taox.economy.units import RAO_PER_TAO

__all__ = ["bonds_from_floats", "epoch_from_floats", "weights_from_floats"]

_WHOLE: Final = 65_535


def epoch_from_floats(
    weights: ArrayLike, stake: ArrayLike, *, bonds: ArrayLike | None = None, **others: Any
) -> EpochResult:
    """Converts floats to the chain's integers, then computes the epoch of those, exactly.

    Weights become u16 as `weights_from_floats` does, bonds as `bonds_from_floats` does, and stake
    whole rao: ``stake * 10**9``, rounded to the nearest, ties to even (exact for amounts of up to
    nine decimals below two million TAO). From there on no float is left.

    Args:
        weights: Square matrix of finite numbers, none negative; only proportions of a row count.
        stake: TAO (or alpha) of each uid.
        bonds: Square matrix of shares of 0 to 1; none by default.
        **others: The other arguments of `epoch`, by name, for one mechanism.

    Returns:
        What `epoch` returns.

    Raises:
        InputTypeError: No float array, or of another number of dimensions.
        InputError: A number is negative, too large or not finite, or a shape does not fit.

    Example:
        >>> weights = [[0, 0, 0.5, 0.5], [0, 0, 0.75, 0.25], [0] * 4, [0] * 4]
        >>> out = epoch_from_floats(weights, [3000.0, 1000.0, 0, 0])
        >>> out.incentive[0].tolist(), out.dividends.tolist()
        ([0, 0, 34951, 30582], [52698, 12836, 0, 0])
    """
    tao = _numbers("stake", stake, 1, 2.0**63 / RAO_PER_TAO)
    return epoch(
        weights_from_floats(weights),
        np.rint(tao * RAO_PER_TAO).astype(np.uint64),
        bonds=None if bonds is None else bonds_from_floats(bonds),
        **others,
    )


def weights_from_floats(weights: ArrayLike) -> Rows:
    """Rows of u16 weights: each row times 65535 over its largest number, to the nearest integer.

    Ties go to the even one. Numbers that become 0 are absent, and so are all of a row without any.
    Rows that already are integers with 65535 as the largest come back as they are, and so do those
    over 65535.

    Args:
        weights: Square matrix of finite numbers, none negative.

    Raises:
        InputTypeError: Not a two-dimensional array of numbers.
        InputError: Not square, or a number is negative or not finite.

    Example:
        >>> weights_from_floats([[0.0, 0.5], [3.0, 1.0]]).to_lists()
        [[(1, 65535)], [(0, 65535), (1, 21845)]]
    """
    matrix = _square("weights", weights, np.inf)
    largest = matrix.max(axis=1, initial=0.0, keepdims=True)
    # Over the largest first: the product of a tiny or huge row with 65535 would lose bits.
    shares = np.divide(matrix, largest, out=np.zeros_like(matrix), where=largest > 0)
    return Rows.from_dense(np.rint(shares * _WHOLE).astype(np.uint16))


def bonds_from_floats(bonds: ArrayLike) -> Rows:
    """Rows of u16 bonds: shares of 0 to 1 times 65535, to the nearest integer, ties to even.

    Those that become 0 are absent. Stored bonds over 65535 come back as they are.

    Args:
        bonds: Square matrix of shares.

    Raises:
        InputTypeError: Not a two-dimensional array of numbers.
        InputError: Not square, or a number is outside 0 to 1.

    Example:
        >>> bonds_from_floats([[0.0, 1.0], [0.25, 0.0]]).to_lists()
        [[(1, 65535)], [(0, 16384)]]
    """
    matrix = _square("bonds", bonds, 1.0)
    return Rows.from_dense(np.rint(matrix * _WHOLE).astype(np.uint16))


def _square(argument: str, value: ArrayLike, high: float) -> NDArray[np.float64]:
    matrix = _numbers(argument, value, 2, high)
    if matrix.shape[0] != matrix.shape[1]:
        raise InputError(argument, "a square matrix", f"shape {matrix.shape}")
    return matrix


def _numbers(argument: str, value: ArrayLike, ndim: int, high: float) -> NDArray[np.float64]:
    """Numbers of 0 to `high` as float64."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise InputTypeError(argument, "an array of numbers", describe(value)) from None
    if array.dtype.kind not in "fiu" or array.ndim != ndim:
        raise InputTypeError(argument, f"{ndim}-dimensional numbers", describe(array))
    array = array.astype(np.float64, order="C")
    if not bool(np.all((array >= 0) & (array <= high) & np.isfinite(array))):
        most = "" if np.isinf(high) else f" and at most {high:g}"
        raise InputError(argument, f"finite numbers, none negative{most}", "others")
    return array
