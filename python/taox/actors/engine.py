"""What all cells of one system share: clock, timers, budget, dead letters, who is running."""

import hashlib
import itertools
import math
import random
import time
from collections import deque
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

import trio

from taox.actors.clock import Clock
from taox.actors.dead_letters import DeadLetter, DeadLetters
from taox.actors.errors import ActorFault, HandlerError
from taox.actors.message import Message
from taox.actors.run import turns_per_slice
from taox.actors.statistics import Totals
from taox.actors.timers import Timers
from taox.actors.trace import Trace

if TYPE_CHECKING:
    from taox.actors.actor import Actor
    from taox.actors.call import Call
    from taox.actors.cell import Cell

__all__ = ["CURRENT", "Engine", "Position"]

_SLICE = 0.001
_KEPT_FAULTS = 1000


class Position(Protocol):
    """Where the running code belongs: an actor, and the turn it is in, if it is in one."""

    cell: "Cell"
    turn: "Call | None"


# Every task of an actor carries its position; a `def` run inline is in `Engine.inline` instead,
# because setting a context variable twice per message costs more than the message.
CURRENT: ContextVar[Position | None] = ContextVar("taox actor", default=None)


class Engine:
    """The shared state of one system's cells. Internal."""

    def __init__(self, *, seed: int | str, timeout: float, copying: bool, trace: int = 0) -> None:
        self.open = True
        self.seed = seed
        self.timeout = timeout
        self.copying = copying
        self.clock = Clock()
        self.now = trio.lowlevel.current_clock().current_time
        self.real = not self.clock.virtual
        self.timers = Timers()
        self.dead_letters = DeadLetters()
        self.known_faults: set[str] = set()
        self.unhandled: deque[ActorFault] = deque(maxlen=_KEPT_FAULTS)
        self.unhandled_count = 0
        self.cells: dict[str, Cell] = {}
        self.tags: dict[object, type[Message]] = {}
        self.inline: Call | None = None
        self.next_id = itertools.count(1).__next__
        self.trace = None if trace == 0 else Trace(trace, self.clock)
        self.past = Totals()
        # What inline turns are timed with; virtual time never reads a real clock, or two runs
        # would differ, and inside an inline turn it stands still anyway.
        self.tick = time.perf_counter if self.real else float
        self.limit = self.budget = turns_per_slice()
        self.slice_end = 0.0 if self.real else math.inf

    def register(self, kind: "type[Actor]") -> None:
        """Make the messages of an actor class known in this system.

        Raises:
            HandlerError: If another message class has the same tag.
        """
        for message in kind.__handlers__:
            tag = message.__struct_config__.tag
            known = self.tags.setdefault(tag, message)
            if known is not message:
                raise HandlerError(
                    f"the tag {tag!r} of {message.__module__}.{message.__qualname__} belongs to "
                    f"{known.__module__}.{known.__qualname__} in this system"
                )

    def random_for(self, path: str) -> random.Random:
        """A source of randomness that depends on the seed and the path alone."""
        digest = hashlib.sha256(f"{self.seed}\0{path}".encode()).digest()
        return random.Random(int.from_bytes(digest))

    def spent(self) -> bool:
        """Whether inline turns have run long enough that others must get a chance."""
        self.budget -= 1
        return self.budget <= 0 or self.tick() >= self.slice_end

    def fresh_slice(self) -> int:
        """Begin a time slice after a schedule point; the number of turns it may have."""
        if self.real:
            self.slice_end = self.tick() + _SLICE
        self.budget = self.limit
        return self.limit

    async def breathe(self) -> None:
        """Let every other task make a step."""
        await trio.lowlevel.checkpoint()
        self.fresh_slice()

    def bury(self, call: "Call", reason: str) -> None:
        """Count a message that nobody will handle."""
        call.cell.lost += 1
        if self.trace is not None:
            self.trace.note(reason, call)
        sender = call.sender.path if call.sender is not None else ""
        letter = DeadLetter(reason, call.cell.path, sender, call.message, self.clock.now())
        self.dead_letters.add(letter)
