"""From a message to a call: what it inherits from the turn that sends it, and how it is run."""

import math
from typing import TYPE_CHECKING, Any

from taox.actors import codec
from taox.actors.call import Call
from taox.actors.engine import CURRENT, Engine
from taox.actors.errors import CallCycle, DeadlineExceeded, MessageError, NoHandler, Restarted
from taox.actors.faults import is_failure
from taox.actors.handlers import Handler
from taox.actors.message import Message, Request, StreamRequest

if TYPE_CHECKING:
    from taox.actors.cell import Cell
    from taox.actors.ref import Ref

__all__ = ["new_call", "position", "prepare_queued", "run_inline", "stream_call", "unfit"]


def position(engine: Engine) -> "tuple[Call | None, Cell | None]":
    """The turn and the actor that the running code belongs to."""
    inline = engine.inline
    if inline is not None:
        return inline, inline.cell
    place = CURRENT.get()
    return (None, None) if place is None else (place.turn, place.cell)


def new_call(  # noqa: PLR0917 - every message comes through here; keywords cost
    ref: "Ref",
    message: Message,
    handler: Handler,
    kind: str,
    timeout: float | None,
    place: "tuple[Call | None, Cell | None]",
) -> Call:
    """The message as a call through `ref`, sent from `place`.

    Raises:
        Restarted: The ref is pinned to an incarnation that is gone.
        CodecError: With `copy_messages`, the message cannot be encoded.
    """
    cell = ref._cell
    engine = cell.engine
    if ref._pin and ref._pin != cell.incarnation:
        raise Restarted(cell.path, ref._pin, cell.incarnation)
    if engine.copying:
        message = codec.copy(message, type(message), kind, cell.path)
    turn, sender = place
    asked = kind != "tell"
    call = Call(
        message,
        handler,
        cell,
        sender,
        ref._principal,
        engine.next_id(),
        0 if turn is None else turn.id,
        turn if asked else None,
        asked,
        engine.timeout if timeout is None else timeout,
    )
    if engine.trace is not None:
        engine.trace.note(kind, call)
    return call


def stream_call(ref: "Ref", message: StreamRequest[Any]) -> Call:
    """The message as the call behind a stream, which has no deadline of its own.

    Raises:
        CallCycle: If the producer already waits for the consumer.
        NoHandler: If the actor does not stream this type of message.
    """
    cell = ref._cell
    handler = cell.handlers.get(type(message))
    if handler is None or not handler.streams:
        if not isinstance(message, StreamRequest):
            raise MessageError(f"{type(message).__name__} is no StreamRequest")
        raise NoHandler(cell.path, type(message).__name__)
    call = new_call(ref, message, handler, "stream", math.inf, position(cell.engine))
    if call.parent is not None:
        cell.check_cycle(call)
    return call


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
    if call.timeout <= 0:
        raise DeadlineExceeded(cell.path, type(call.message).__name__, call.timeout)
    if call.timeout < math.inf:
        call.deadline = cell.engine.now() + call.timeout
    parent = call.parent
    if parent is not None:
        call.deadline = min(call.deadline, parent.deadline)
        cell.check_cycle(call)
    elif call.sender is cell and cell.state == "starting":
        raise CallCycle((cell.path, cell.path))


def unfit(cell: "Cell", message: object, *, asked: bool) -> Exception:
    """Why the actor cannot be sent this."""
    name = type(message).__name__
    if not isinstance(message, Message):
        return MessageError(f"{message!r:.80} is not a Message")
    if isinstance(message, StreamRequest):
        return MessageError(f"{name} is a StreamRequest: use Ref.stream")
    if asked and not isinstance(message, Request):
        return MessageError(f"{name} is no Request: it can be told, not asked")
    return NoHandler(cell.path, name)
