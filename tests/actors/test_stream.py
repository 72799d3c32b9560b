"""Streams: credit bounds the producer, and both ends can close or fail."""

import gc
from collections.abc import AsyncIterator

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

import taox.actors as ta


class Count(ta.StreamRequest[int]):
    upto: int
    pause: float = 0.0
    end: str = ""


class Ping(ta.Request[str]):
    pass


class Sum(ta.Request[int]):
    upto: int
    pause: float = 0.0


class Stop(ta.Refused):
    pass


class Source(ta.Actor):
    def __init__(self) -> None:
        self.made = 0
        self.ended: list[str] = []

    @ta.handles
    async def count(self, message: Count) -> AsyncIterator[int]:
        try:
            for number in range(message.upto):
                if message.pause:
                    await trio.sleep(message.pause)
                self.made += 1
                yield number
            if message.end == "refuse":
                raise Stop("enough")  # noqa: TRY301
            if message.end == "crash":
                raise ValueError("broken")  # noqa: TRY301
        except BaseException as error:
            self.ended.append(type(error).__name__)
            raise
        else:
            self.ended.append("done")

    @ta.handles
    def ping(self, message: Ping) -> str:
        return "pong"


class Parallel(Source):
    max_turns = 2


class Middle(ta.Actor):
    def __init__(self, source: ta.Ref) -> None:
        self.source = source

    @ta.handles
    async def sum(self, message: Sum) -> int:
        return sum(
            [n async for n in self.source.stream(Count(message.upto, message.pause), window=3)]
        )

    @ta.handles
    async def count(self, message: Count) -> AsyncIterator[int]:
        async for number in self.source.stream(message):
            yield -number


async def start(system: ta.System) -> tuple[ta.Ref, Source]:
    ref = await system.start(Source, restart="temporary")
    return ref, ref._cell.actor


@pytest.mark.parametrize("window", [1, 2, 3, 16, 1000])
@pytest.mark.parametrize("upto", [0, 1, 100])
async def test_every_item_comes_in_order(
    system: ta.System, virtual_clock: MockClock, window: int, upto: int
) -> None:
    ref, source = await start(system)
    assert [n async for n in ref.stream(Count(upto), window=window)] == list(range(upto))
    assert await ref.ask(Ping()) == "pong"
    assert source.ended == ["done"]
    assert system.engine.timers.live == 0


@pytest.mark.parametrize("window", [1, 4, 7])
async def test_a_slow_consumer_bounds_the_producer(
    system: ta.System, virtual_clock: MockClock, window: int
) -> None:
    ref, source = await start(system)
    taken = 0
    async for _ in ref.stream(Count(50), window=window):
        taken += 1
        await trio.sleep(1)
        # One more may be in the producer's hands, made but not yet handed over.
        assert source.made <= taken + window + 1
    assert taken == 50


async def test_credit_comes_at_half_the_window(system: ta.System, virtual_clock: MockClock) -> None:
    ref, source = await start(system)
    stream = ref.stream(Count(100), window=8)
    made = []
    for _ in range(9):
        await anext(stream)
        await wait_all_tasks_blocked()
        made.append(source.made)
    assert made == [9, 9, 9, 13, 13, 13, 13, 17, 17]
    stream.close()


@pytest.mark.parametrize("how", ["break", "close", "with", "cancel"])
async def test_leaving_ends_the_producers_turn(
    system: ta.System, virtual_clock: MockClock, how: str
) -> None:
    ref, source = await start(system)
    stream = ref.stream(Count(100, pause=1.0))
    if how == "break":
        async for _ in stream:
            break
        del stream
        gc.collect()
    elif how == "close":
        await anext(stream)
        stream.close()
        with pytest.raises(StopAsyncIteration):
            await anext(stream)
    elif how == "with":
        async with stream as items:
            await anext(items)
    else:
        with trio.move_on_after(1.5):
            async for _ in stream:
                pass
    assert await ref.ask(Ping()) == "pong"
    assert source.ended == ["Cancelled"]
    assert source.made == 1
    assert system.engine.timers.live == 0


async def test_leaving_while_the_producer_waits_for_credit(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, source = await start(system)
    async with ref.stream(Count(100), window=2) as stream:
        await anext(stream)
        await wait_all_tasks_blocked()
    assert await ref.ask(Ping()) == "pong"
    assert source.ended == ["GeneratorExit"]


@pytest.mark.parametrize(("end", "error"), [("refuse", Stop), ("crash", ta.ActorFault)])
async def test_a_failure_comes_after_the_items_before_it(
    system: ta.System, virtual_clock: MockClock, end: str, error: type[Exception]
) -> None:
    ref, _ = await start(system)
    got = []
    stream = ref.stream(Count(5, end=end))
    with pytest.raises(error):  # noqa: PT012 - the loop is what raises
        async for number in stream:
            got.append(number)
            await trio.sleep(1)
    assert got == [0, 1, 2, 3, 4]
    with pytest.raises(StopAsyncIteration):
        await anext(stream)


async def test_an_item_that_takes_too_long_ends_the_stream(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, source = await start(system)
    assert [n async for n in ref.stream(Count(3, pause=4.0), timeout=5)] == [0, 1, 2]
    stream = ref.stream(Count(3, pause=7.0), timeout=5)
    with pytest.raises(ta.DeadlineExceeded, match="/source-1 did not answer Count within 5 s"):
        await anext(stream)
    assert await ref.ask(Ping()) == "pong"
    assert source.ended == ["done", "Cancelled"]


async def test_the_end_of_the_actor_ends_its_streams(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, _ = await start(system)
    stream = ref.stream(Count(100, pause=1.0))
    await anext(stream)
    system.kill(ref)
    with pytest.raises(ta.ActorStopped):
        await anext(stream)
    with pytest.raises(ta.ActorStopped):
        await anext(ref.stream(Count(1)))


async def test_a_stream_is_a_turn(system: ta.System, virtual_clock: MockClock) -> None:
    ref, _ = await start(system)
    wide = await system.start(Parallel)
    for each, waits in ((ref, True), (wide, False)):
        async with each.stream(Count(3, pause=1.0)) as stream:
            began = trio.current_time()
            await anext(stream)
            if waits:
                with pytest.raises(ta.DeadlineExceeded):
                    await each.ask(Ping(), timeout=1)
            else:
                assert await each.ask(Ping(), timeout=1) == "pong"
                assert trio.current_time() == began + 1


async def test_streams_through_an_actor(system: ta.System, virtual_clock: MockClock) -> None:
    ref, source = await start(system)
    middle = await system.start(Middle, ref)
    assert await middle.ask(Sum(10)) == 45
    assert [n async for n in middle.stream(Count(4))] == [0, -1, -2, -3]
    with pytest.raises(ta.DeadlineExceeded):
        await middle.ask(Sum(10, pause=1.0), timeout=5)
    async for _ in middle.stream(Count(10, pause=1.0)):
        break
    assert await ref.ask(Ping()) == "pong"
    assert source.ended == ["done", "done", "Cancelled", "Cancelled"]


@pytest.mark.parametrize("window", [0, -1, True, 1.5])
async def test_a_window_is_positive(
    system: ta.System, virtual_clock: MockClock, window: int
) -> None:
    ref, _ = await start(system)
    with pytest.raises(ValueError, match="window must be a positive int"):
        ref.stream(Count(1), window=window)
