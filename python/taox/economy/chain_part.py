"""What the parts of `Chain` share: the core's chain, and the gate for its arguments."""

from array import array as array_of
from contextlib import suppress
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from taox._core import Chain as CoreChain
from taox.economy.accounts import AccountId, Coldkey
from taox.economy.chain_errors import BadOrigin
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe

__all__ = ["ChainPart", "Origin", "genesis_bytes", "key", "origin_key", "signer", "u16_array"]

Origin = Coldkey | Literal["root"]
"""Who signs an owner's or root's call: a coldkey, or ``"root"``, the network itself (sudo)."""


class ChainPart:
    """A part of `Chain`'s methods over the one chain of the core."""

    __slots__ = ("_core",)

    _core: CoreChain


def key(argument: str, value: object, kind: type[AccountId]) -> bytes:
    """The bytes of an account of this kind.

    Raises:
        InputTypeError: It is something else, such as a coldkey for a hotkey.
    """
    if not isinstance(value, kind):
        article = "an" if kind is AccountId else "a"
        raise InputTypeError(argument, f"{article} {kind.__name__}", describe(value))
    return bytes(value)


def is_root(value: object) -> bool:
    """Whether it says ``"root"``; an array compares item by item, so that its kind comes first."""
    return isinstance(value, str) and value == "root"


def signer(argument: str, value: object, kind: type[AccountId]) -> bytes:
    """The bytes of the account that signs a call which root cannot send.

    Raises:
        BadOrigin: It is ``"root"``.
        InputTypeError: It is something else, such as a coldkey for a hotkey.
    """
    if is_root(value):
        raise BadOrigin
    return key(argument, value, kind)


def origin_key(value: object) -> bytes | None:
    """The bytes of the coldkey that signs; None for ``"root"``.

    Raises:
        InputTypeError: It is neither.
    """
    if is_root(value):
        return None
    if not isinstance(value, Coldkey):
        raise InputTypeError("origin", 'a Coldkey or "root"', describe(value))
    return bytes(value)


def genesis_bytes(name: object) -> bytes:
    """The name of a chain as bytes.

    Raises:
        InputTypeError: It is neither text nor bytes.
    """
    if not isinstance(name, str | bytes):
        raise InputTypeError("genesis", "text or bytes", describe(name))
    return name.encode("utf-8", "surrogatepass") if isinstance(name, str) else name


def u16_array(argument: str, values: object) -> NDArray[np.uint16]:
    """Integers of 0 to 65535, from a sequence or an array of any integer dtype.

    Raises:
        InputTypeError: It is no flat sequence of integers.
        InputError: One is out of range.
    """
    if isinstance(values, list | tuple) and set(map(type, values)) == {int}:
        # A validator's list; it takes a third of the time of numpy's search for a dtype.
        with suppress(OverflowError):
            return np.frombuffer(array_of("H", values), np.uint16)
    try:
        array: NDArray[Any] = np.asarray(values)
    except (ValueError, OverflowError):
        raise InputTypeError(argument, "a sequence of integers", describe(values)) from None
    if array.size == 0 and array.ndim == 1:
        return np.zeros(0, np.uint16)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        what = values if array.ndim == 0 else array
        raise InputTypeError(argument, "a sequence of integers", describe(what))
    if array.min() < 0 or array.max() > 65_535:
        raise InputError(argument, "integers of 0 to 65535", f"{array.min()} to {array.max()}")
    return np.ascontiguousarray(array, np.uint16)
