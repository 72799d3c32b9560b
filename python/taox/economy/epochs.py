"""Many epochs at once, on several threads."""

from collections.abc import Mapping, Sequence
from typing import Any

from taox._core import epochs as core_epochs
from taox.economy.epoch import epoch, gated, result
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe, integer
from taox.economy.result import EpochResult

__all__ = ["epochs", "set_threads", "threads"]

_settings = {"threads": 1}


def set_threads(count: int) -> None:
    """Sets on how many threads `epochs` computes. Results do not depend on it, bit for bit.

    Args:
        count: 1, the default, to 1024. More than there are cores gains nothing.

    Raises:
        InputTypeError: It is no integer.
        InputError: It is out of range.

    Example:
        >>> set_threads(2)
        >>> threads()
        2
        >>> set_threads(1)
    """
    if not 1 <= integer("count", count) <= 1024:
        raise InputError("count", "1 to 1024 threads", str(count))
    _settings["threads"] = int(count)


def threads() -> int:
    """On how many threads `epochs` computes."""
    return _settings["threads"]


def epochs(inputs: Sequence[Mapping[str, Any]]) -> list[EpochResult]:
    """Computes the epochs of several subnets, on as many threads as `set_threads` said.

    Each result equals that of ``epoch(**inputs[i])``, bit for bit, on any number of threads.

    Args:
        inputs: Arguments of `epoch` by name, for each subnet; all but `path`, `trace` and rules.

    Returns:
        The results in the order of the inputs.

    Raises:
        InputError: As `epoch`, with the place of the input in front of the argument's name, such
            as ``inputs[2].stake``; nothing is returned then.
        InputTypeError: In the same way.

    Example:
        >>> import numpy as np
        >>> weights = np.array([[0, 9], [9, 0]], dtype=np.uint16)
        >>> small = {"weights": weights, "stake": np.array([3, 1], dtype=np.uint64)}
        >>> [out.dividends.tolist() for out in epochs([small, small | {"emission": 10}])]
        [[65535, 0], [65535, 0]]
    """
    given: object = inputs
    if not isinstance(given, Sequence) or isinstance(given, str | bytes):
        raise InputTypeError("inputs", "a sequence of arguments by name", describe(inputs))
    gates = [_gated(i, arguments) for i, arguments in enumerate(inputs)]
    outputs = core_epochs(gates, threads())
    return [
        _refused(i, inputs[i]) if output is None else result(output)
        for i, output in enumerate(outputs)
    ]


def _gated(i: int, arguments: object) -> Any:
    if not isinstance(arguments, Mapping):
        raise InputTypeError(f"inputs[{i}]", "arguments by name", describe(arguments))
    try:
        return gated(**arguments)
    except InputError as error:
        raise _placed(i, error) from None
    except TypeError as error:
        raise InputTypeError(f"inputs[{i}]", "arguments of epoch", str(error)) from None


def _refused(i: int, arguments: Mapping[str, Any]) -> EpochResult:
    """What the core refuses, it refuses alone too, and then says why."""
    try:
        return epoch(**arguments)
    except InputError as error:
        raise _placed(i, error) from None


def _placed(i: int, error: InputError) -> InputError:
    return type(error)(f"inputs[{i}].{error.argument}", error.expected, error.actual)
