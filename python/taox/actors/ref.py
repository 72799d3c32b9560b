"""Refs: where to send. The same surface in process and, later, behind a wire."""

import math
from typing import TYPE_CHECKING, Any, TypeVar

import trio

from taox.actors import codec
from taox.actors.call import Call, wait_for
from taox.actors.engine import CURRENT
from taox.actors.errors import (
    ActorStopped,
    CallCycle,
    DeadlineExceeded,
    MailboxFull,
    MessageError,
    NoHandler,
    Restarted,
)
from taox.actors.faults import is_failure
from taox.actors.flow import Flow, Stream
from taox.actors.handlers import Handler
from taox.actors.message import Message, Request, StreamRequest
from taox.actors.statistics import ActorStatistics, statistics_of
from taox.actors.trio_internals import is_cancelled
from taox.actors.watch import Watch

if TYPE_CHECKING:
    from taox.actors.cell import Cell

__all__ = ["Ref", "prepare_queued", "run_inline"]

R = TypeVar("R")


class Ref:
    """An address of one actor. It stays valid when the actor restarts.

    Refs are handed out by `System.start`, `Actor.ref` and `Turn.sender`, never made by hand. Two
    refs are equal when they lead to the same actor by the same route.
    """

    __slots__ = ("_cell", "_pin", "_principal")

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
        if is_cancelled(trio.lowlevel.current_task()) or engine.spent():
            await engine.breathe()
        call = self._call(message, asked=True, timeout=timeout)
        if cell.idle and call.handler.inline and call.timeout > 0:
            return run_inline(cell, call)  # type: ignore[no-any-return]
        prepare_queued(cell, call)
        cell.submit(call)
        call.arm()
        return await wait_for(call)  # type: ignore[no-any-return]

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
        if is_cancelled(trio.lowlevel.current_task()) or engine.spent():
            await engine.breathe()
        call = self._call(message, asked=False, timeout=None)
        if not cell.submit(call):
            await wait_for(call)

    def try_tell(self, message: Message) -> bool:
        """Send a message now or not at all; True if the mailbox took it.

        Returns False, and counts a dead letter, where `tell` would have waited or raised
        `MailboxFull` or `ActorStopped`.

        Raises:
            NoHandler: The actor does not handle this type of message.
            Restarted: The ref is pinned to an incarnation that is gone.
            CodecError: With `copy_messages`, the message cannot be encoded.
        """
        call = self._call(message, asked=False, timeout=None)
        cell = self._cell
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
        takes longer than `timeout`. An error of the producer comes after the items before it.
        Each step is a cancel point, and at least every 64th is a schedule point. If `Cancelled` is
        raised, the stream is closed.

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

    def _call(self, message: Message, *, asked: bool, timeout: float | None) -> Call:
        """The message as a call, with all it inherits from the turn that sends it."""
        handler = self._cell.handlers.get(type(message))
        if handler is None or handler.streams or (asked and handler.reply is None):
            raise _unfit(self._cell, message, asked=asked)
        return self._new_call(message, handler, "ask" if asked else "tell", timeout)

    def _new_call(
        self, message: Message, handler: Handler, kind: str, timeout: float | None
    ) -> Call:
        cell = self._cell
        engine = cell.engine
        asked = kind != "tell"
        if self._pin and self._pin != cell.incarnation:
            raise Restarted(cell.path, self._pin, cell.incarnation)
        if engine.copying:
            message = codec.copy(message, type(message), kind, cell.path)
        if engine.inline is not None:
            turn: Call | None = engine.inline
            sender: Cell | None = engine.inline.cell
        else:
            position = CURRENT.get()
            turn, sender = (None, None) if position is None else (position.turn, position.cell)
        call = Call(
            message,
            handler,
            cell,
            sender,
            self._principal,
            engine.next_id(),
            0 if turn is None else turn.id,
            turn if asked else None,
            asked,
            engine.timeout if timeout is None else timeout,
        )
        if engine.trace is not None:
            engine.trace.note(kind, call)
        return call

    def _stream_call(self, message: StreamRequest[R]) -> Call:
        """The message as the call behind a stream, which has no deadline of its own."""
        handler = self._cell.handlers.get(type(message))
        if handler is None or not handler.streams:
            raise _unfit_stream(self._cell, message)
        call = self._new_call(message, handler, "stream", math.inf)
        if call.parent is not None:
            self._cell.check_cycle(call)
        return call

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


def run_inline(cell: "Cell", call: Call) -> Any:
    """Run a `def` handler on the asker's task: it cannot await, so nothing interleaves."""
    engine = cell.engine
    handler = call.handler
    engine.inline = call
    try:
        value = handler.function(cell.actor, call.message)
        if engine.copying:
            value = codec.copy(value, handler.reply, "reply")
    except BaseException as error:
        engine.inline = None
        if not is_failure(error):
            raise
        # The actor crashes on its own task; here only its asker is told.
        cell.failed(call, error)
        return call.unwrap()
    finally:
        engine.inline = None
    cell.handled += 1
    if engine.trace is not None:
        engine.trace.note("handled", call)
    return value


def prepare_queued(cell: "Cell", call: Call) -> None:
    """Set the deadline of an ask that will wait, and refuse one that could only wait forever.

    Raises:
        CallCycle: If the callee is already waiting for the asker.
        DeadlineExceeded: If there is no time left at all.
    """
    parent = call.parent
    call.deadline = trio.current_time() + call.timeout
    if parent is not None:
        call.deadline = min(call.deadline, parent.deadline)
        cell.check_cycle(call)
    elif call.sender is cell and cell.state == "starting":
        raise CallCycle((cell.path, cell.path))
    if call.timeout <= 0:
        raise DeadlineExceeded(cell.path, type(call.message).__name__, call.timeout)


def _unfit_stream(cell: "Cell", message: object) -> Exception:
    if not isinstance(message, StreamRequest):
        return MessageError(f"{type(message).__name__} is no StreamRequest")
    return NoHandler(cell.path, type(message).__name__)


def _unfit(cell: "Cell", message: object, *, asked: bool) -> Exception:
    name = type(message).__name__
    if not isinstance(message, Message):
        return MessageError(f"{message!r:.80} is not a Message")
    if isinstance(message, StreamRequest):
        return MessageError(f"{name} is a StreamRequest: use Ref.stream")
    if asked and not isinstance(message, Request):
        return MessageError(f"{name} is no Request: it can be told, not asked")
    return NoHandler(cell.path, name)
