"""I32F32 numbers: int64 bits, the value times 2**32, and what they are as floats."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe

__all__ = ["ONE", "from_bits", "to_bits"]

ONE: Final = 2**32
"""The bits of 1."""


def to_bits(values: ArrayLike) -> NDArray[np.int64]:
    """Floats as I32F32 bits: the nearest multiple of 2**-32, ties to the even one.

    Exact where a value has no more than 32 binary digits behind the point; any other moves by at
    most 2**-33. ``to_bits(from_bits(bits))`` gives back bits of -2**53 to 2**53, which all shares
    are.

    Args:
        values: A float64 or float32 number or array of any shape, each -2**31 to below 2**31.

    Returns:
        An int64 array of the same shape, in C order.

    Raises:
        InputTypeError: They are no floats.
        InputError: A value is not finite or does not fit I32F32.

    Example:
        >>> to_bits([0.5, 1.0, 1 / 3]).tolist()
        [2147483648, 4294967296, 1431655765]
    """
    array = np.asarray(values)
    if array.dtype not in {np.dtype(np.float64), np.dtype(np.float32)}:
        raise InputTypeError("values", "float64 or float32 numbers", describe(array))
    # Scaling by a power of two is exact, so that rint alone rounds.
    scaled = np.rint(np.ldexp(array.astype(np.float64, order="C"), 32))
    if not bool(np.all((scaled >= -(2.0**63)) & (scaled < 2.0**63))):
        raise InputError("values", "finite numbers of -2**31 to below 2**31", "others")
    return scaled.astype(np.int64)


def from_bits(bits: ArrayLike) -> NDArray[np.float64]:
    """I32F32 bits as float64: exact for bits of -2**53 to 2**53, else the nearest float.

    Args:
        bits: An int64 number or array of any shape.

    Returns:
        A float64 array of the same shape.

    Raises:
        InputTypeError: They are no int64 numbers.

    Example:
        >>> from_bits([2**31, 2**32]).tolist()
        [0.5, 1.0]
    """
    array = np.asarray(bits)
    if array.dtype != np.dtype(np.int64):
        raise InputTypeError("bits", "int64 numbers", describe(array))
    return np.ldexp(array.astype(np.float64), -32)
