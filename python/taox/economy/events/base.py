"""What all events are: something that happened, numbered, in a block."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from taox.economy.accounts import AccountId

__all__ = ["Event", "event_from_parts"]

_CLASSES: Final[dict[str, "type[Event]"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; each kind is a subclass.

    Attributes:
        number: How many events came before it since the chain began.
        block: The block in which it happened.
    """

    number: int
    block: int

    def __init_subclass__(cls) -> None:
        _CLASSES[cls.__name__] = cls

    @property
    def kind(self) -> str:
        """The name of the kind, which is that of the class."""
        return type(self).__name__

    def to_dict(self) -> dict[str, Any]:
        """The event as plain data: ``number``, ``block``, ``kind`` and its own values.

        Accounts are SS58 text.
        """
        values = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return {"number": self.number, "block": self.block, "kind": self.kind} | values


def _plain(value: object) -> object:
    return value.ss58 if isinstance(value, AccountId) else value


def event_from_parts(number: int, block: int, name: str, values: Mapping[str, Any]) -> Event:
    """The event of a name and values, as the extension tells it.

    Args:
        number: How many events came before it.
        block: The block in which it happened.
        name: Its kind.
        values: Its own values.

    Raises:
        KeyError: No event has this name.
    """
    return _CLASSES[name](number=number, block=block, **values)
