"""One question to many actors, answers as they come, one wake-up for all that are there."""

from collections import deque
from collections.abc import Iterable
from typing import Generic, Self, TypeVar

import msgspec
import trio
from trio.lowlevel import Abort, RaiseCancelT, Task

from taox.actors.call import Call
from taox.actors.message import Request
from taox.actors.ref import Ref, prepare_queued, run_inline
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
    refs: Iterable[Ref], message: Request[R], *, timeout: float | None = None
) -> "AskMany[R]":
    """Ask every ref the same request; iterate over the replies as they come.

    Asking begins with the first step of the loop. An error of one target is a value in its
    `Reply` and disturbs no other. Leaving the loop early withdraws the asks that are still open.

    Each step is a cancel point, and at least every 64th is a schedule point. If `Cancelled` is
    raised, all asks that are still open have been withdrawn.

    Args:
        refs: Whom to ask; each entry gets its own reply, even if one actor stands there twice.
        message: The request.
        timeout: Seconds for each answer, as in `Ref.ask`.

    Example:
        >>> async def total(refs: list[Ref], message: Request[int]) -> int:
        ...     return sum([reply.value async for reply in ask_many(refs, message) if reply.ok])
    """
    return AskMany(refs, message, timeout)


class AskMany(Generic[R]):
    """An iterator over replies; made by `ask_many`."""

    __slots__ = ("_batch",)

    def __init__(self, refs: Iterable[Ref], message: Request[R], timeout: float | None) -> None:
        self._batch: _Batch[R] = _Batch(refs, message, timeout)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Reply[R]:
        batch = self._batch
        if is_cancelled(trio.lowlevel.current_task()):
            batch.close()
            await trio.lowlevel.checkpoint()
        if batch.refs:
            await batch.ask_all()
        if not batch.ready:
            if not batch.open:
                await trio.lowlevel.checkpoint()
                raise StopAsyncIteration
            await batch.wait()
        return batch.ready.popleft()

    def close(self) -> None:
        """Withdraw the asks that are still open; the turns they began are cancelled."""
        self._batch.close()

    def __del__(self) -> None:
        # The loop was left early. The calls know only the batch, so nothing keeps this alive.
        self._batch.close()


class _Batch(Generic[R]):
    """The calls of one `ask_many`, and the replies that have come."""

    __slots__ = ("_begin", "_message", "_task", "_timeout", "open", "ready", "refs")

    def __init__(self, refs: Iterable[Ref], message: Request[R], timeout: float | None) -> None:
        self.refs: deque[Ref] = deque(refs)
        # A dict, because it keeps the order of asking; a set would not.
        self.open: dict[Call, Ref] = {}
        self.ready: deque[Reply[R]] = deque()
        self._message = message
        self._timeout = timeout
        self._task: Task | None = None
        self._begin = 0.0

    async def ask_all(self) -> None:
        """Ask every ref; `def` handlers of idle actors answer at once."""
        self._begin = trio.current_time()
        while self.refs:
            ref = self.refs.popleft()
            if ref._cell.engine.spent():
                await self._breathe(ref)
            try:
                self._ask(ref)
            except Exception as error:  # noqa: BLE001 - an error of one target is a value
                self._answered(ref, None, error)

    async def wait(self) -> None:
        """Wait until at least one reply is there."""
        self._task = trio.lowlevel.current_task()
        await trio.lowlevel.wait_task_rescheduled(self._abort)

    def deliver(self, call: Call) -> None:
        """A call has been answered: keep its reply, and wake the asker once."""
        ref = self.open.pop(call, None)
        if ref is None:
            return
        self._answered(ref, call.value, call.error)
        if self._task is not None:
            task, self._task = self._task, None
            trio.lowlevel.reschedule(task)

    def close(self) -> None:
        """Withdraw what is still open."""
        self.refs.clear()
        calls = list(self.open)
        self.open.clear()
        for call in calls:
            call.forsake()

    def _ask(self, ref: Ref) -> None:
        cell = ref._cell
        call = ref._call(self._message, asked=True, timeout=self._timeout)
        if cell.idle and call.handler.inline and call.timeout > 0:
            self._answered(ref, run_inline(cell, call), None)
            return
        prepare_queued(cell, call)
        call.sink = self
        cell.submit(call)
        self.open[call] = ref
        call.arm()

    def _answered(self, ref: Ref, value: object, error: BaseException | None) -> None:
        seconds = trio.current_time() - self._begin
        self.ready.append(Reply(ref, value, error, seconds))  # type: ignore[arg-type]

    async def _breathe(self, ref: Ref) -> None:
        try:
            await ref._cell.engine.breathe()
        except trio.Cancelled:
            self.close()
            raise

    def _abort(self, _: RaiseCancelT) -> Abort:
        self._task = None
        self.close()
        return Abort.SUCCEEDED
