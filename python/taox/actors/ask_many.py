"""One question to many actors, answers as they come, one wake-up for all that are there."""

import math
from collections import deque
from collections.abc import Iterable
from typing import Generic, Self, TypeVar, cast

import msgspec
import trio
from trio.lowlevel import Abort, RaiseCancelT, Task

from taox.actors.call import Call
from taox.actors.message import Request
from taox.actors.ref import Ref
from taox.actors.sending import new_call, position, prepare_queued, run_inline, unfit
from taox.actors.trio_internals import is_cancelled

__all__ = ["AskMany", "Reply", "ask_many"]

R = TypeVar("R")


class Reply(msgspec.Struct, Generic[R], frozen=True, eq=False):
    """What came of asking one of many.

    Attributes:
        ref: Who was asked.
        value: The answer; None when there is an error.
        error: What `Ref.ask` would have raised; None when there is an answer.
        seconds: From asking to the answer, on the run's clock.
    """

    ref: Ref
    value: R | None
    error: Exception | None
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether there is an answer."""
        return self.error is None


def ask_many(
    refs: Iterable[Ref],
    message: Request[R],
    *,
    timeout: float | None = None,
    quorum: int | None = None,
    concurrency: int | None = None,
) -> "AskMany[R]":
    """Ask every ref the same request; iterate over the replies as they come.

    Asking begins with the first step of the loop. An error of one target is a value in its
    `Reply` and disturbs no other. Leaving the loop early withdraws the asks that are still open.

    Each step is a cancel point, and at least every 64th is a schedule point. If `Cancelled` is
    raised, all asks that are still open have been withdrawn.

    Args:
        refs: Whom to ask; each entry gets its own reply, even if one actor stands there twice.
        message: The request.
        timeout: Seconds for each answer, as in `Ref.ask`, from the moment that one is asked.
        quorum: Answers that are enough: after so many replies without an error the loop ends, and
            the asks that are still open are withdrawn. All, when None.
        concurrency: Asks that may be open at once; the next ones begin as the loop takes replies.
            No limit, when None.

    Raises:
        ValueError: If `quorum` or `concurrency` is not positive.

    Example:
        >>> async def total(refs: list[Ref], message: Request[int]) -> int:
        ...     return sum([reply.value async for reply in ask_many(refs, message) if reply.ok])
    """
    for name, value in (("quorum", quorum), ("concurrency", concurrency)):
        if value is not None and value < 1:
            raise ValueError(f"{name} must be positive, not {value!r}")
    return AskMany(_Batch(refs, message, timeout, quorum, concurrency))


class AskMany(Generic[R]):
    """An iterator over replies; made by `ask_many`."""

    __slots__ = ("_batch",)

    def __init__(self, batch: "_Batch[R]") -> None:
        self._batch = batch

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Reply[R]:
        batch = self._batch
        batch.steps -= 1
        if not batch.ready or not batch.wanted or batch.steps <= 0 or is_cancelled():
            await batch.fill()
        reply = batch.ready.popleft()
        if reply.error is None:
            batch.wanted -= 1
        return reply

    def close(self) -> None:
        """Withdraw the asks that are still open; the turns they began are cancelled."""
        self._batch.close()

    def __del__(self) -> None:
        # The loop was left early. The calls know only the batch, so nothing keeps this alive.
        self._batch.abandon()


class _Batch(Generic[R]):
    """The calls of one `ask_many`, and the replies that have come."""

    __slots__ = (
        "_limit",
        "_message",
        "_most",
        "_task",
        "_timeout",
        "open",
        "ready",
        "refs",
        "steps",
        "wanted",
    )

    def __init__(
        self,
        refs: Iterable[Ref],
        message: Request[R],
        timeout: float | None,
        quorum: int | None,
        concurrency: int | None,
    ) -> None:
        # Below zero there is no quorum, and no count ever reaches zero.
        self.wanted = -1 if quorum is None else quorum
        self._most = math.inf if concurrency is None else concurrency
        self.refs: deque[Ref] = deque(refs)
        # A dict, because it keeps the order of asking; a set would not.
        self.open: dict[Call, tuple[Ref, float]] = {}
        self.ready: deque[Reply[R]] = deque()
        self._limit = self.refs[0]._cell.engine.limit if self.refs else 1
        self.steps = self._limit
        self._message = message
        self._timeout = timeout
        self._task: Task | None = None

    async def fill(self) -> None:
        """Wait until a reply is ready.

        Raises:
            StopAsyncIteration: There will be none.
        """
        if self.steps <= 0 or is_cancelled():
            await self.breathe()
        if not self.wanted:
            self.close()
        if self.refs:
            await self._ask_all()
        if self.ready:
            return
        if not self.open:
            await trio.lowlevel.checkpoint()
            raise StopAsyncIteration
        self._task = trio.lowlevel.current_task()
        await trio.lowlevel.wait_task_rescheduled(self._abort)

    async def _ask_all(self) -> None:
        """Ask as many as may be open; `def` handlers of idle actors answer at once."""
        message, timeout = self._message, self._timeout
        kind = type(message)
        refs, answered, asked = self.refs, self.ready.append, self.open
        place = position(refs[0]._cell.engine)
        before = 0.0
        while refs and len(asked) < self._most:
            ref = refs.popleft()
            cell = ref._cell
            engine = cell.engine
            # One reading ends the turn before and begins this one.
            engine.budget -= 1
            if engine.budget <= 0 or before >= engine.slice_end:
                await self.breathe()
                engine.fresh_slice()
                before = 0.0
            before = before or engine.tick()
            value = error = None
            try:
                handler = cell.handlers.get(kind)
                if handler is None or not handler.answers:
                    raise unfit(cell, message, asked=True)  # noqa: TRY301 - a value, like the rest
                call = new_call(ref, message, handler, "ask", timeout, place)
                if not (handler.inline and cell.idle and call.timeout > 0):
                    self._queue(ref, call)
                    before = 0.0
                    continue
                value = run_inline(cell, call)
            except Exception as failure:  # noqa: BLE001 - an error of one target is a value
                error = failure
            after = engine.tick()
            answered(Reply(ref, value, error, after - before))
            before = after

    def deliver(self, call: Call) -> None:
        """A call has been answered: keep its reply, and wake the asker once."""
        entry = self.open.pop(call, None)
        if entry is None:
            return
        ref, began = entry
        seconds = call.cell.engine.now() - began
        error = cast("Exception | None", call.error)
        self.ready.append(Reply(ref, cast("R | None", call.value), error, seconds))
        if self._task is not None:
            task, self._task = self._task, None
            trio.lowlevel.reschedule(task)

    def close(self) -> None:
        """Withdraw what is still open, and forget what has not been taken."""
        self.refs.clear()
        self.ready.clear()
        calls = list(self.open)
        self.open.clear()
        for call in calls:
            call.forsake()

    def abandon(self) -> None:
        """`close`, from a finaliser: the run may be over, or this another thread."""
        if self.open and trio.lowlevel.in_trio_run():
            for call in [call for call in self.open if not call.cell.engine.open]:
                del self.open[call]
            self.close()

    def _queue(self, ref: Ref, call: Call) -> None:
        began = call.cell.engine.now()
        prepare_queued(call.cell, call)
        call.sink = self
        call.cell.submit(call)
        if not self.open:
            call.end_with_parent(self)
        self.open[call] = (ref, began)
        if call.deadline < math.inf:
            call.timed = True
            call.cell.engine.timers.add(call.deadline, call)

    async def breathe(self) -> None:
        """Let every other task make a step; a cancellation closes the batch."""
        try:
            await trio.lowlevel.checkpoint()
        except trio.Cancelled:
            self.close()
            raise
        self.steps = self._limit

    def _abort(self, _: RaiseCancelT) -> Abort:
        self._task = None
        self.close()
        return Abort.SUCCEEDED
