"""One message on its way: from the sender's task to a turn of the receiver and back."""

import math
from typing import TYPE_CHECKING, Protocol, cast

import msgspec
import outcome
import trio
from trio.lowlevel import Abort, RaiseCancelT, Task

from taox.actors.errors import DeadlineExceeded
from taox.actors.handlers import Handler
from taox.actors.message import Message
from taox.actors.trio_internals import RUN

if TYPE_CHECKING:
    from taox.actors.cell import Cell
    from taox.actors.worker import Worker

__all__ = ["Call", "Closable", "Sink"]


class Sink(Protocol):
    """Collects the outcome of several calls."""

    def deliver(self, call: "Call") -> None:
        """The call has its value or its error."""


class Closable(Protocol):
    """Something that lasts no longer than the turn that opened it."""

    def close(self) -> None:
        """Withdraw what is still open; closing twice does nothing."""


# A struct and not a class: with this many fields it is created several times faster.
class Call(msgspec.Struct, eq=False):
    """A tell or an ask in flight. It is also what its asker's task is woken with.

    `parent` is the asking turn, and forms the chain in which call cycles are found; a tell has
    none, so that a conversation of tells does not keep its whole past alive.
    """

    message: Message
    handler: Handler
    cell: "Cell"
    sender: "Cell | None"
    principal: object
    id: int
    cause: int
    parent: "Call | None"
    asked: bool
    timeout: float
    deadline: float = math.inf
    task: Task | None = None
    sink: Sink | None = None
    worker: "Worker | None" = None
    done: bool = False
    timed: bool = False
    value: object = None
    error: BaseException | None = None
    opened: list[Closable] | None = None

    def succeed(self, value: object) -> None:
        """Answer; a tell or an asker that is gone gets nothing."""
        if self.done:
            return
        # `_finish`, written out: this is the way of every answer.
        self.done = True
        self.value = value
        if self.timed:
            self.timed = False
            self.cell.engine.timers.drop()
        if self.sink is not None:
            self.sink.deliver(self)
        elif self.task is not None:
            task, self.task = self.task, None
            RUN.runner.reschedule(task, cast("outcome.Outcome[object]", self))

    def fail(self, error: BaseException) -> None:
        """Answer with an error; the sender of a tell gets one only while he waits for room."""
        if not self.done:
            if self.asked or self.task is not None:
                self.error = error
            self._finish()

    def expire(self) -> None:
        """The deadline has passed: tell the asker, and end the turn or the waiting."""
        self.timed = False
        self.error = DeadlineExceeded(self.cell.path, type(self.message).__name__, self.timeout)
        self._finish()
        self._withdraw("expired")

    def forsake(self) -> None:
        """The asker is gone: end the turn or the waiting."""
        if not self.done:
            self.task = self.sink = None
            self._finish()
            self._withdraw("cancelled")

    def abort(self, _: RaiseCancelT) -> Abort:
        """Trio's question whether the asker's wait can end now: it always can."""
        self.forsake()
        return Abort.SUCCEEDED

    def unwrap(self) -> object:
        """What the asker's wait returns or raises; the method Trio calls on an outcome."""
        if self.error is not None:
            # Not to hold the traceback's frames, which hold this call.
            error, self.error = self.error, None
            raise error
        return self.value

    def wake(self) -> None:
        """Resume the task that waits for this call."""
        task, self.task = self.task, None
        if task is not None:
            # Trio only ever calls `unwrap`; making an Outcome would cost another object.
            trio.lowlevel.reschedule(task, cast("outcome.Outcome[object]", self))

    def end_with_parent(self, what: Closable) -> None:
        """Close `what` when the turn that made this call is over.

        Left to finalisers, a stream kept alive by the traceback of a crash would stay open until
        the garbage collector comes by: too late, and at another time in every run.
        """
        turn = self.parent
        if turn is not None:
            if turn.opened is None:
                turn.opened = []
            turn.opened.append(what)

    def close_opened(self) -> None:
        """The turn is over: close what it opened and did not exhaust."""
        opened, self.opened = self.opened, None
        for what in opened or ():
            what.close()

    def _finish(self) -> None:
        self.done = True
        if self.timed:
            self.timed = False
            self.cell.engine.timers.drop()
        if self.sink is not None:
            self.sink.deliver(self)
        else:
            self.wake()

    def _withdraw(self, reason: str) -> None:
        if self.worker is not None:
            self.worker.end_turn()
        else:
            self.cell.withdrawn += 1
            self.cell.engine.bury(self, reason)
