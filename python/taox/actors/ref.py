"""Refs: where to send. The same surface in process and, later, behind a wire."""

import math
from typing import TYPE_CHECKING, TypeVar

import trio

from taox.actors.errors import ActorStopped, MailboxFull
from taox.actors.flow import Flow, Stream
from taox.actors.handlers import Handler
from taox.actors.message import Message, Request, StreamRequest
from taox.actors.sending import new_call, position, prepare_queued, run_inline, unfit
from taox.actors.statistics import ActorStatistics, statistics_of
from taox.actors.trio_internals import RUN, is_cancelled
from taox.actors.watch import Watch

if TYPE_CHECKING:
    from taox.actors.cell import Cell

__all__ = ["Ref"]

R = TypeVar("R")


class Ref:
    """An address of one actor. It stays valid when the actor restarts.

    Refs are handed out by `System.start`, `Actor.ref` and `Turn.sender`, never made by hand. Two
    refs are equal when they lead to the same actor by the same route. A ref may be a field of a
    message.
    """

    __slots__ = ("_cell", "_pin", "_principal")

    # In one process a ref travels as it is, whatever else is packed and unpacked around it.
    __by_reference__ = True

    def __init__(self, cell: "Cell", principal: object = None, pin: int = 0) -> None:
        self._cell = cell
        self._principal = principal
        self._pin = pin

    @property
    def path(self) -> str:
        """Names from the root down to the actor, such as ``/market/seller``."""
        return self._cell.path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self._cell.path.rpartition("/")[2]

    async def ask(
        self,
        message: Request[R],
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - it travels; a Trio scope would not
    ) -> R:
        """Send a request and wait for its answer.

        The deadline is the earliest of `timeout` from now, the deadline of the turn that asks,
        and the Trio scopes around. When it passes, the callee's turn is cancelled; the callee
        lives on.

        If `Cancelled` is raised, either nothing was sent, or the request was withdrawn: it will
        not begin, or its turn is being cancelled. Whether the turn had any effect is not known.

        A `def` handler of an idle actor runs on this task. The call is always a cancel point, and
        at least every 64th such call is a schedule point.

        Args:
            message: The request.
            timeout: Seconds; the system's default (30 s) when None, no limit when `math.inf`.

        Raises:
            DeadlineExceeded: No answer in time. The request may have had effects.
            MailboxFull: The mailbox is full and does not let senders wait.
            ActorStopped: The actor is stopped, or stopped before it could answer.
            ActorFault: The actor crashed over this request.
            CallCycle: The actor is already waiting for the asking one.
            NoHandler: The actor does not answer this type of message.
            Restarted: The ref is pinned to an incarnation that is gone.
            CodecError: With `copy_messages`, the request cannot be encoded.
            Exception: Whatever the handler declared: a `Refused`, or one of its `raises`.

        Example:
            See `taox.actors`.
        """
        cell = self._cell
        engine = cell.engine
        handler = cell.handlers.get(type(message))
        if handler is None or not handler.answers:
            raise unfit(cell, message, asked=True)
        # A queued ask is a schedule point by itself; an inline one only now and then.
        if is_cancelled() or (handler.inline and cell.idle and engine.spent()):
            await engine.breathe()
        call = new_call(self, message, handler, "ask", timeout, position(engine))
        if handler.inline and cell.idle and call.timeout > 0:
            return run_inline(cell, call)  # type: ignore[no-any-return]
        prepare_queued(cell, call)
        cell.submit(call)
        if call.deadline < math.inf:
            call.timed = True
            engine.timers.add(call.deadline, call)
        call.task = RUN.task
        return await trio.lowlevel.wait_task_rescheduled(call.abort)  # type: ignore[no-any-return]

    async def tell(self, message: Message) -> None:
        """Send a message and do not wait for its handling, only for room in the mailbox.

        Messages from one sender to one actor arrive in the order sent. If `Cancelled` is raised,
        the message was not delivered.

        The call is always a cancel point, and at least every 64th call is a schedule point.

        Raises:
            MailboxFull: The mailbox is full and its policy is ``reject``.
            ActorStopped: The actor is stopped.
            NoHandler: The actor does not handle this type of message.
            Restarted: The ref is pinned to an incarnation that is gone.
            CodecError: With `copy_messages`, the message cannot be encoded.
        """
        cell = self._cell
        engine = cell.engine
        if is_cancelled() or engine.spent():
            await engine.breathe()
        call = new_call(self, message, self._teller(message), "tell", None, position(engine))
        if not cell.submit(call):
            call.task = RUN.task
            await trio.lowlevel.wait_task_rescheduled(call.abort)

    def try_tell(self, message: Message) -> bool:
        """Send a message now or not at all; True if the mailbox took it.

        Returns False, and counts a dead letter, where `tell` would have waited or raised
        `MailboxFull` or `ActorStopped`.

        Raises:
            NoHandler: The actor does not handle this type of message.
            Restarted: The ref is pinned to an incarnation that is gone.
            CodecError: With `copy_messages`, the message cannot be encoded.
            RuntimeError: In another thread than Trio's, such as that of a `blocking` handler; use
                ``trio.from_thread.run_sync(ref.try_tell, message)`` there.
        """
        if not trio.lowlevel.in_trio_run():
            raise RuntimeError("refs belong to the Trio thread: trio.from_thread.run_sync(...)")
        cell = self._cell
        place = position(cell.engine)
        call = new_call(self, message, self._teller(message), "tell", None, place)
        if cell.open and cell.overflow == "block" and cell.full:
            cell.engine.bury(call, "full")
            return False
        lost = cell.lost
        try:
            cell.submit(call)
        except (MailboxFull, ActorStopped):
            return False
        return cell.overflow != "drop_newest" or cell.lost == lost

    def stream(
        self, message: StreamRequest[R], *, window: int = 16, timeout: float | None = None
    ) -> Stream[R]:
        """Ask for a stream; iterate over its items as they come.

        The request is sent by the first step of the loop. The producer may be at most `window`
        items ahead of the loop; it gets new credit when half of them have been taken. While it
        produces, it works on nothing else, unless its class allows more turns.

        Leaving the loop, or closing the stream, cancels the producer's turn; so does an item that
        takes longer than `timeout`, and so does the end of the turn that opened the stream. An
        error of the producer comes after the items before it. Each step is a cancel point, and at
        least every 64th is a schedule point. If `Cancelled` is raised, the stream is closed.

        Args:
            message: The request.
            window: Items that may be under way; 1 makes the two sides alternate.
            timeout: Seconds to wait for each item; the system's default when None.

        Raises:
            ValueError: If `window` is not positive.

        Example:
            See `taox.actors.Stream`.
        """
        return Stream(Flow(self, message, window, timeout))

    def statistics(self) -> ActorStatistics:
        """What the actor has done so far and how much waits for it."""
        return statistics_of(self._cell)

    def watch(self) -> Watch:
        """Notice when the actor is gone for good; restarts do not count.

        Watching begins with this call. ``async for down in ref.watch()`` yields one `Down`, and
        ``await ref.watch()`` returns it. An actor that is already gone yields it at once.
        """
        return Watch(self._cell)

    def pinned(self) -> "Ref":
        """A ref to the present incarnation only.

        Sending through it after the actor has restarted raises `Restarted`.
        """
        return Ref(self._cell, self._principal, self._cell.incarnation)

    def _teller(self, message: Message) -> Handler:
        handler = self._cell.handlers.get(type(message))
        if handler is None or handler.streams:
            raise unfit(self._cell, message, asked=False)
        return handler

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ref):
            return NotImplemented
        return (self._cell, self._principal, self._pin) == (
            other._cell,
            other._principal,
            other._pin,
        )

    def __hash__(self) -> int:
        return hash(self._cell.path)

    def __repr__(self) -> str:
        return f"<ref {self._cell.path}>"
