"""The message trace: who sent what because of what, and what became of it."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taox.actors.clock import Clock

if TYPE_CHECKING:
    from taox.actors.call import Call

__all__ = ["Trace", "TraceEntry"]


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One event of one message.

    Attributes:
        time: Seconds on the run's clock.
        event: ``ask``, ``tell`` or ``stream`` when it is sent; ``handled`` or ``refused`` when its
            turn is over; otherwise the reason of a dead letter.
        id: Number of the message.
        cause: Number of the message whose turn sent it; 0 when no turn did.
        sender: Path of the actor that sent it; empty when no actor did.
        target: Path of the actor it was sent to.
        message: Name of the message class.
    """

    time: float
    event: str
    id: int
    cause: int
    sender: str
    target: str
    message: str

    def __str__(self) -> str:
        because = f" because of {self.cause}" if self.cause else ""
        return (
            f"{self.time:.6f} {self.event} {self.id} {self.sender or '-'} → {self.target} "
            f"{self.message}{because}"
        )


class Trace:
    """A ring of the latest events."""

    __slots__ = ("_clock", "entries")

    def __init__(self, size: int, clock: Clock) -> None:
        self._clock = clock
        self.entries: deque[TraceEntry] = deque(maxlen=size)

    def note(self, event: str, call: "Call") -> None:
        """Something happened to a message."""
        sender = "" if call.sender is None else call.sender.path
        self.entries.append(
            TraceEntry(
                self._clock.now(),
                event,
                call.id,
                call.cause,
                sender,
                call.cell.path,
                type(call.message).__name__,
            )
        )
