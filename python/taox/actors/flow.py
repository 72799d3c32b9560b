"""Streams with credit: a slow consumer bounds what its producer may prepare."""

from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import trio
from trio.lowlevel import Abort, RaiseCancelT, Task

from taox.actors import codec
from taox.actors.call import Call
from taox.actors.errors import DeadlineExceeded
from taox.actors.message import StreamRequest
from taox.actors.sending import stream_call
from taox.actors.trio_internals import is_cancelled

if TYPE_CHECKING:
    from taox.actors.ref import Ref

__all__ = ["Flow", "Stream", "pump"]

R = TypeVar("R")


class Stream(Generic[R]):
    """The consumer's side of a stream; made by `Ref.stream`.

    Use it as ``async for``, or as ``async with`` around one to end the producer's turn at a
    certain point.

    Example:
        >>> async def first(ref: "Ref", request: StreamRequest[str]) -> str | None:
        ...     async for line in ref.stream(request, window=1):
        ...         return line
        ...     return None
    """

    __slots__ = ("_flow",)

    def __init__(self, flow: "Flow[R]") -> None:
        self._flow = flow

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> R:
        return await self._flow.take()

    def close(self) -> None:
        """End the stream now; the producer's turn is cancelled."""
        self._flow.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._flow.close()

    def __del__(self) -> None:
        # The loop was left early. The call knows only the flow, so nothing keeps this alive.
        self._flow.abandon()


class Flow(Generic[R]):
    """What producer and consumer share: items under way, and the credit for more."""

    __slots__ = (
        "_call",
        "_consumer",
        "_credit",
        "_ended",
        "_error",
        "_items",
        "_message",
        "_producer",
        "_ref",
        "_taken",
        "_timeout",
        "_window",
        "done",
    )

    def __init__(
        self, ref: "Ref", message: StreamRequest[R], window: int, timeout: float | None
    ) -> None:
        if type(window) is not int or window < 1:
            raise ValueError(f"window must be a positive int, not {window!r}")
        self._ref = ref
        self._message = message
        self._window = self._credit = window
        self._timeout = ref._cell.engine.timeout if timeout is None else timeout
        self._items: deque[R] = deque()
        self._taken = 0
        self._call: Call | None = None
        self._consumer: Task | None = None
        self._producer: Task | None = None
        self._error: BaseException | None = None
        self._ended = False
        self.done = True

    # The consumer's side.

    async def take(self) -> R:
        """The next item."""
        engine = self._ref._cell.engine
        if is_cancelled():
            self.close()
            await engine.breathe()
        if engine.spent():
            await engine.breathe()
        if self._call is None and not self._ended:
            self._begin()
        if not self._items and not self._ended:
            await self._wait()
        if not self._items:
            await trio.lowlevel.checkpoint()
            raise self._end()
        item = self._items.popleft()
        self._taken += 1
        if 2 * self._taken >= self._window:
            self._credit += self._taken
            self._taken = 0
            self._wake_producer()
        return item

    def close(self) -> None:
        """The consumer wants no more."""
        if not self._ended:
            self._ended = True
            self._items.clear()
            if self._call is not None:
                self._call.forsake()

    def abandon(self) -> None:
        """`close`, from a finaliser: the run may be over, or this another thread."""
        if self._ref._cell.engine.open and trio.lowlevel.in_trio_run():
            self.close()

    def expire(self) -> None:
        """The next item took too long."""
        cell = self._ref._cell
        self.done = True
        self._error = DeadlineExceeded(cell.path, type(self._message).__name__, self._timeout)
        self.close()
        self._wake_consumer()

    def _begin(self) -> None:
        call = stream_call(self._ref, self._message)
        call.sink = self
        call.cell.submit(call)
        call.end_with_parent(self)
        self._call = call

    async def _wait(self) -> None:
        timers = self._ref._cell.engine.timers
        self._consumer = trio.lowlevel.current_task()
        self.done = False
        timers.add(trio.current_time() + self._timeout, self)
        await trio.lowlevel.wait_task_rescheduled(self._abort)

    def _abort(self, _: RaiseCancelT) -> Abort:
        self._stop_waiting()
        self.close()
        return Abort.SUCCEEDED

    def _end(self) -> BaseException:
        error, self._error = self._error, None
        return StopAsyncIteration() if error is None else error

    def _stop_waiting(self) -> Task | None:
        """The consumer's task, which waits no more, and whose deadline counts no more."""
        task, self._consumer = self._consumer, None
        if not self.done:
            self.done = True
            self._ref._cell.engine.timers.drop()
        return task

    def _wake_consumer(self) -> None:
        task = self._stop_waiting()
        if task is not None:
            trio.lowlevel.reschedule(task)

    # The producer's side.

    def deliver(self, call: Call) -> None:
        """The producer's turn is over."""
        if not self._ended:
            self._ended = True
            self._error = call.error
            self._wake_consumer()

    async def put(self, item: Any) -> None:
        """Hand over one item, when there is credit for it."""
        engine = self._ref._cell.engine
        if engine.spent():
            await engine.breathe()
        while self._credit == 0:
            self._producer = trio.lowlevel.current_task()
            await trio.lowlevel.wait_task_rescheduled(self._leave)
        self._credit -= 1
        self._items.append(item)
        self._wake_consumer()

    def _wake_producer(self) -> None:
        task, self._producer = self._producer, None
        if task is not None:
            trio.lowlevel.reschedule(task)

    def _leave(self, _: RaiseCancelT) -> Abort:
        self._producer = None
        return Abort.SUCCEEDED


async def pump(call: Call, items: AsyncGenerator[Any, None]) -> None:
    """Run a producer's turn: everything it yields goes into the flow of its call."""
    flow = call.sink
    assert isinstance(flow, Flow)  # noqa: S101 - a stream request comes no other way
    async with aclosing(items):
        async for item in items:
            if call.cell.engine.copying:
                item = codec.copy(item, call.handler.reply, "item")  # noqa: PLW2901
            await flow.put(item)
