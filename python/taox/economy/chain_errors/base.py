"""What all errors of the chain are: an exception with its name and the values that failed."""

from collections.abc import Mapping
from typing import ClassVar, Final, Self

from taox._core import chain_errors
from taox.economy.errors import InputError

__all__ = ["ChainError", "chain_error"]

_TABLE: Final = {row["name"]: row for row in chain_errors()}
_CLASSES: Final[dict[str, "type[ChainError]"]] = {}


class ChainError(Exception):
    """The chain refused a call; nothing has changed.

    Each error of the chain is a subclass of its own.

    Attributes:
        name: The chain's own name of the error.
        group: What kind of refusal it is, such as ``rate limited`` (transitions.md Appendix E).
        values: The values that failed, by name: integers, and accounts as SS58 text.

    Args:
        values: The values that failed, by name.

    Example:
        >>> from taox.economy import Chain
        >>> try:
        ...     Chain().metagraph(9)
        ... except ChainError as error:
        ...     print(error.name, error.values, error)
        SubnetNotExists {'netuid': 9} subnet 9 does not exist
    """

    name: ClassVar[str] = "ChainError"
    group: ClassVar[str] = ""
    _message: ClassVar[str] = ""

    def __init__(self, values: Mapping[str, object] | None = None) -> None:
        self.values: dict[str, int | str] = {
            name: value if isinstance(value, int) else str(value)
            for name, value in (values or {}).items()
        }
        super().__init__(self.values)

    def __init_subclass__(cls) -> None:
        if cls.__name__ not in _TABLE:
            raise TypeError(f"the chain has no error named {cls.__name__}")
        row = _TABLE[cls.__name__]
        cls.name, cls.group, cls._message = row["name"], row["group"], row["message"]
        _CLASSES[cls.name] = cls

    def __str__(self) -> str:
        try:
            return self._message.format(**self.values)
        except KeyError:
            # Told by somebody who left values out.
            return f"{self.name} {self.values}"

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, int | str]]]:
        return type(self), (self.values,)


def chain_error(name: str, values: Mapping[str, object]) -> ChainError:
    """The exception of a name and values that came over a wire.

    Args:
        name: The chain's own name.
        values: The values that failed.

    Raises:
        InputError: No error has this name.

    Example:
        >>> chain_error("SubnetNotExists", {"netuid": 9})
        SubnetNotExists({'netuid': 9})
    """
    if name not in _CLASSES:
        raise InputError("name", "the name of a chain error", repr(name))
    return _CLASSES[name](values)
