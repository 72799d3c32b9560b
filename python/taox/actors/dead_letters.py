"""Messages that nobody will ever handle: counted by reason, with a sample to look at."""

import logging
from collections import Counter, deque
from dataclasses import dataclass

from taox.actors.message import Message

__all__ = ["DeadLetter", "DeadLetters"]

_LOG = logging.getLogger("taox.actors.dead_letters")

_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message that was not handled.

    Attributes:
        reason: ``full`` (rejected or dropped by a full mailbox), ``replaced`` (by a newer one of
            its type), ``stopped``, ``crashed`` (the turn that failed), ``interrupted`` (in the
            middle of a turn, by a kill or a crash elsewhere in the actor), ``expired`` (its
            deadline passed while it waited) or ``cancelled`` (its asker went away while it
            waited).
        path: The actor it was meant for.
        sender: Path of the actor that sent it; empty when no actor did.
        message: The message.
        time: Seconds on the run's clock.
    """

    reason: str
    path: str
    sender: str
    message: Message
    time: float


class DeadLetters:
    """The dead letters of a system.

    Attributes:
        counts: How many there were, by reason.
        sample: The latest of them, at most a hundred.
    """

    __slots__ = ("counts", "sample")

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.sample: deque[DeadLetter] = deque(maxlen=_SAMPLE)

    def add(self, letter: DeadLetter) -> None:
        """Count one more and keep it in the sample."""
        self.counts[letter.reason] += 1
        self.sample.append(letter)
        if _LOG.isEnabledFor(logging.DEBUG):
            _LOG.debug("%s: %s for %s", letter.reason, type(letter.message).__name__, letter.path)

    def total(self) -> int:
        """All dead letters so far."""
        return self.counts.total()
