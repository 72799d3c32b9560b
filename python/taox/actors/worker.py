"""The loop that takes messages from a cell and runs its handlers, one turn at a time."""

from typing import TYPE_CHECKING, Any

import trio
from trio.lowlevel import Abort, RaiseCancelT

from taox.actors import codec
from taox.actors.cell import SAMPLE
from taox.actors.faults import is_failure
from taox.actors.flow import pump
from taox.actors.parking import rest, sleep_message

if TYPE_CHECKING:
    from taox.actors.call import Call
    from taox.actors.cell import Cell

__all__ = ["Background", "Worker"]


class Background:
    """The position of work in an actor's nursery: it belongs to the actor, but to no turn."""

    __slots__ = ("cell", "turn")

    def __init__(self, cell: "Cell") -> None:
        self.cell = cell
        self.turn: Call | None = None


class Worker:
    """One turn at a time, in one task. An actor has as many workers as it allows turns at once.

    All turns share one cancel scope, because entering a scope per message would cost more than
    the message. Ending a turn early cancels the scope; the loop falls out of it and opens another.
    """

    __slots__ = ("_ended", "_scope", "_sleep", "_task", "cell", "turn")

    def __init__(self, cell: "Cell") -> None:
        self.cell = cell
        self.turn: Call | None = None
        self._scope = trio.CancelScope()
        self._ended = False
        self._task = trio.lowlevel.current_task()
        self._sleep = sleep_message(self._leave)

    async def run(self) -> None:
        """Handle messages until the cell stops. A crash is reported to the cell, not raised."""
        running = True
        while running:
            self._ended = False
            try:
                with trio.CancelScope() as self._scope:
                    running = await self._serve()
            except BaseException as error:
                # A cancelled turn may leave the rest of an exception group.
                if self.turn is None or not is_failure(error):
                    raise
                running = self.cell.failed(self.turn, error)
            if self.turn is not None:
                self.turn.close_opened()
            self.turn = None

    def end_turn(self) -> None:
        """Cancel the current turn; the actor lives on."""
        self._ended = True
        self._scope.cancel()

    async def _serve(self) -> bool:  # noqa: PLR0912, PLR0915 - a call per turn costs
        """Run turns; False once the cell stops, True when the scope is used up."""
        cell = self.cell
        user, control, engine = cell.user, cell.control, cell.engine
        actor = cell.actor
        turns = 0
        call: Any = None
        value: Any = None
        while True:
            if control:
                cell.obey()
            if cell.ending or (cell.draining and not user):
                return False
            if not user:
                # An idle actor keeps no message alive.
                call = value = None
                cell.idle.append(self._task)
                await rest(self._sleep)
                turns = engine.fresh_slice()
                continue
            if turns == 0 or engine.tick() >= engine.slice_end:
                await trio.lowlevel.checkpoint()
                turns = engine.fresh_slice()
                continue
            turns -= 1
            call = user.popleft()
            if cell.waiting:
                cell.admit()
            if call.done:
                continue
            self.turn = call
            call.worker = self
            handler = call.handler
            began = engine.now() if not cell.handled & SAMPLE else -1.0
            try:
                if handler.blocking and engine.real:
                    value = await trio.to_thread.run_sync(handler.function, actor, call.message)
                else:
                    value = handler.function(actor, call.message)
                    if handler.waits:
                        value = await value
                    elif handler.streams:
                        await pump(call, value)
                if engine.copying and call.asked and not handler.streams:
                    value = codec.copy(value, handler.reply, "reply")
            except BaseException as error:
                if not is_failure(error):
                    raise
                self.turn = None
                if call.opened is not None:
                    call.close_opened()
                if not cell.failed(call, error):
                    return False
            else:
                self.turn = None
                if call.opened is not None:
                    call.close_opened()
                cell.handled += 1
                if began >= 0.0:
                    cell.sample_turn(engine.now() - began)
                if engine.trace is not None:
                    engine.trace.note("handled", call)
                call.succeed(value)
            if self._ended:
                return True

    def _leave(self, _: RaiseCancelT) -> Abort:
        self.cell.idle.remove(self._task)
        return Abort.SUCCEEDED
