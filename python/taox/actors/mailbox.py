"""How many messages may wait for an actor, and what happens to one more."""

from dataclasses import dataclass
from typing import Literal, get_args

from taox.actors.errors import HandlerError

__all__ = ["Mailbox", "Overflow"]

Overflow = Literal["block", "reject", "drop_newest", "drop_oldest", "latest"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The mailbox of an actor class, set as its class attribute `mailbox`.

    Args:
        size: Messages that may wait; at least 1.
        overflow: What happens to a message when `size` already wait:

            * ``block``: the sender waits, first come first served. The default; only senders in
              the same process can wait.
            * ``reject``: the sender gets `MailboxFull`. The only choice for an actor that a
              network can reach.
            * ``drop_newest``: the new message is dropped.
            * ``drop_oldest``: the message that waited longest is dropped.
            * ``latest``: one message of each type waits, and a newer one takes its place: for
              prices, weights, blocks. `size` then bounds the number of types.

    A dropped or rejected message is a counted dead letter; a dropped ask raises `MailboxFull`
    at its asker, so that nobody waits for what will never come.

    Raises:
        HandlerError: If an argument is out of range.

    Example:
        >>> Mailbox(2, overflow="reject")
        Mailbox(size=2, overflow='reject')
    """

    size: int = 1024
    overflow: Overflow = "block"

    def __post_init__(self) -> None:
        if type(self.size) is not int or self.size < 1:
            raise HandlerError(f"size must be a positive int, not {self.size!r}")
        if self.overflow not in get_args(Overflow):
            raise HandlerError(
                f"overflow must be one of {', '.join(get_args(Overflow))}, not {self.overflow!r}"
            )
