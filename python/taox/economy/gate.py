"""The one gate on the Python side: errors name argument, expected and actual.

Arguments become arrays of exactly the right kind or are refused. Arrays must have the dtype itself
(`int64` is not `uint64`), native byte order and C order; nothing is cast and nothing is copied.
Sequences of Python integers are converted, since their range can be checked. Read-only arrays are
fine everywhere.
"""

import operator
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from taox.economy.errors import InputError, InputTypeError

__all__ = ["array", "flag", "integer", "integers", "items", "pairs", "vector"]

Scalar = TypeVar("Scalar", bound=np.generic)

Integers = NDArray[np.integer[Any]] | Sequence[int]
"""An array of the dtype that the argument asks for, or a sequence of Python integers."""


def integer(argument: str, value: object, bits: int = 64) -> int:
    """Returns `value` as an int of 0 to 2**bits - 1; a bool is not an integer.

    Raises:
        InputTypeError: It is no integer.
        InputError: It is out of range.
    """
    if type(value) is int and 0 <= value < 1 << bits:
        return value  # nearly always: every argument of every call comes through here
    expected = f"an integer of 0 to 2**{bits} - 1"
    if isinstance(value, bool | np.bool_):
        raise InputTypeError(argument, expected, repr(value))
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise InputTypeError(argument, expected, describe(value)) from None
    if not 0 <= number < 1 << bits:
        raise InputError(argument, expected, str(number))
    return number


def items(argument: str, values: object, what: str) -> list[Any]:
    """Returns the items of a list or of anything else to be gone through, text aside.

    Raises:
        InputTypeError: It is nothing of the kind; the error says that a list of `what` is meant.
    """
    try:
        if not isinstance(values, str | bytes):
            return list(values)  # type: ignore[call-overload, no-any-return]
    except TypeError:
        pass
    raise InputTypeError(argument, f"a list of {what}", describe(values))


def pairs(argument: str, values: object, what: str) -> list[tuple[Any, Any]]:
    """Returns the items of a list, each of them two things.

    Raises:
        InputTypeError: It is no list, or an item is no pair.
    """
    found = items(argument, values, what)
    for i, item in enumerate(found):
        if not isinstance(item, list | tuple) or len(item) != 2:
            raise InputTypeError(f"{argument}[{i}]", f"a pair of {what}", describe(item))
    return found


def integers(argument: str, values: object, bits: int = 64) -> list[int]:
    """Returns a list of ints of 0 to 2**bits - 1.

    Raises:
        InputTypeError: It is no list, or an item no integer.
        InputError: An item is out of range.
    """
    found = items(argument, values, "integers")
    return [integer(f"{argument}[{i}]", value, bits) for i, value in enumerate(found)]


def array(argument: str, value: object, dtype: type[Scalar], ndim: int) -> NDArray[Scalar]:
    """Returns `value` if it is an array of this dtype and number of dimensions, in C order.

    Raises:
        InputTypeError: It is no array, or of another dtype or number of dimensions.
        InputError: It is not C-contiguous or not aligned.
    """
    wanted: np.dtype[Scalar] = np.dtype(dtype)
    if not isinstance(value, np.ndarray) or value.dtype != wanted or value.ndim != ndim:
        expected = f"{wanted} array of {ndim} dimension{'s' * (ndim != 1)}"
        raise InputTypeError(argument, expected, describe(value))
    if not (value.flags.c_contiguous and value.flags.aligned):
        raise InputError(argument, "an aligned array in C order", f"strides {value.strides}")
    return value


def vector(
    argument: str, value: object, dtype: type[Scalar], length: int | None = None
) -> NDArray[Scalar]:
    """Returns a one-dimensional array: `value` itself, or made of a sequence of integers or bools.

    Raises:
        InputTypeError: Neither an array of this dtype nor a sequence of such values.
        InputError: A value is out of range, or there are not `length` of them.
    """
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        value = from_sequence(argument, value, np.dtype(dtype))
    checked = array(argument, value, dtype, 1)
    if length is not None and len(checked) != length:
        raise InputError(argument, f"{length} entries", f"{len(checked)} entries")
    return checked


def from_sequence(argument: str, values: Iterable[object], dtype: DTypeLike) -> NDArray[Any]:
    """Returns an array of unsigned integers or bools, each value checked."""
    dtype = np.dtype(dtype)
    if dtype == np.bool_:
        flags = [flag(f"{argument}[{i}]", value) for i, value in enumerate(values)]
        return np.array(flags, dtype=dtype)
    return np.array(integers(argument, values, 8 * dtype.itemsize), dtype=dtype)


def flag(argument: str, value: object) -> bool:
    """Returns a bool; integers are not taken for one."""
    if not isinstance(value, bool | np.bool_):
        raise InputTypeError(argument, "a bool", describe(value))
    return bool(value)


def describe(value: object) -> str:
    """A few words on what was given instead."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype} array of shape {value.shape}"
    if isinstance(value, int | float | str | bytes | None):
        return repr(value)
    return type(value).__name__
