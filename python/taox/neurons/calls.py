"""Any signed call of the chain as one message, and how its arguments travel.

Who signs is never an argument: it is the identity that the route proves (``self.turn.principal``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from taox.actors import Message, Request
from taox.economy import (
    ChainError,
    Coldkey,
    Hotkey,
    InputError,
    SealedWeights,
    SubnetIdentity,
    chain_error,
)


class CallOutcome(Message):
    """What became of a call: done, or refused with the chain's own error name."""

    error: str = ""
    values: dict[str, int | str] = {}  # noqa: RUF012 - msgspec copies an empty default
    result: Any = None


class Call(Request[CallOutcome]):
    """A call of the chain by its name, signed by the sender's hotkey or coldkey.

    Attributes:
        name: A name of `taox.economy.SIGNED_CALLS`.
        arguments: All arguments but the signer by name, packed by `pack`.
    """

    name: str
    arguments: dict[str, Any] = {}  # noqa: RUF012 - msgspec copies an empty default


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type that has no encoding of its own: the word for it, and the way there and back."""

    word: str
    type: type[Any]
    pack: Any
    unpack: Any


_KINDS: Final = (
    _Kind("hotkey", Hotkey, bytes, Hotkey),
    _Kind("coldkey", Coldkey, bytes, Coldkey),
    _Kind("sealed", SealedWeights, lambda sealed: sealed.ciphertext, SealedWeights),
    _Kind("identity", SubnetIdentity, list, lambda fields: SubnetIdentity(*fields)),
    _Kind(
        "refused",
        ChainError,
        lambda error: [error.name, error.values],
        lambda parts: chain_error(*parts),
    ),
)
#: MessagePack has no integers beyond 64 bits.
_WIDE: Final = _Kind("int", int, str, int)
_PLAIN: Final = (bool, int, str, bytes, type(None))


def pack(value: object) -> Any:
    """A value as plain data that says what it is: keys and sealed weights become tagged bytes.

    Args:
        value: An argument or a result of a call; lists and mappings of them too.

    Raises:
        InputError: It is of a kind that no call takes.

    Example:
        >>> unpack(pack([Hotkey.from_name("judge"), 7])) == [Hotkey.from_name("judge"), 7]
        True
    """
    for kind in _KINDS:
        if isinstance(value, kind.type):
            return {f"${kind.word}": kind.pack(value)}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return {f"${_WIDE.word}": _WIDE.pack(value)}
    if isinstance(value, Mapping):
        return {str(name): pack(one) for name, one in value.items()}
    if isinstance(value, list | tuple | range | set | frozenset):
        return [pack(one) for one in value]
    if isinstance(value, _PLAIN):
        return value
    raise InputError("arguments", "numbers, text, bytes, keys, lists", type(value).__name__)


def unpack(value: object) -> Any:
    """The value that `pack` wrote; tuples come back as lists.

    Args:
        value: Plain data.

    Raises:
        InputError: Tagged data is not what its tag says.
    """
    if isinstance(value, list):
        return [unpack(one) for one in value]
    if not isinstance(value, dict):
        return value
    for kind in (*_KINDS, _WIDE):
        if value.keys() == {f"${kind.word}"}:
            return _unpacked(kind, value[f"${kind.word}"])
    return {name: unpack(one) for name, one in value.items()}


def _unpacked(kind: _Kind, parts: Any) -> Any:
    try:
        return kind.unpack(parts)
    except (TypeError, ValueError) as error:
        raise InputError("arguments", f"a {kind.word}", str(error)) from None


def refusal(error: ChainError | InputError) -> CallOutcome:
    """The outcome that tells of an error."""
    if isinstance(error, ChainError):
        return CallOutcome(error=error.name, values=error.values)
    values: dict[str, int | str] = {
        "argument": error.argument,
        "expected": error.expected,
        "actual": str(error.actual),
    }
    return CallOutcome(error="InputError", values=values)


def result_of(outcome: CallOutcome) -> Any:
    """What a call returned.

    Raises:
        ChainError: The chain refused it.
        InputError: It was no such call, or an argument none that it takes.
    """
    if outcome.error == "InputError":
        raise InputError(**outcome.values)  # type: ignore[arg-type]
    if outcome.error:
        raise chain_error(outcome.error, outcome.values)
    return unpack(outcome.result)
