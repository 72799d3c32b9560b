"""ask_many: replies as they come, errors as values, quorum, concurrency, one wake-up."""

import gc
from collections.abc import AsyncIterator

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

import taox.actors as ta


class Get(ta.Request[int]):
    pass


class Wait(ta.Request[int]):
    pass


class Odd(ta.Refused):
    pass


class Server(ta.Actor):
    most = now = 0

    def __init__(self, number: int) -> None:
        self.number = number
        self.cancelled = 0

    @ta.handles
    def get(self, message: Get) -> int:
        if self.number == 13:
            raise Odd(13)
        if self.number == 14:
            raise ValueError("bad luck")
        return self.number

    @ta.handles
    async def wait(self, message: Wait) -> int:
        Server.now += 1
        Server.most = max(Server.most, Server.now)
        try:
            await trio.sleep(self.number)
        except trio.Cancelled:
            self.cancelled += 1
            raise
        finally:
            Server.now -= 1
        return self.get(Get())


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Server.now = Server.most = 0


async def servers(system: ta.System, *numbers: int) -> list[ta.Ref]:
    return [await system.start(Server, number, restart="temporary") for number in numbers]


async def collect(replies: AsyncIterator[ta.Reply[int]]) -> list[tuple[str, int | str, float]]:
    return [
        (
            reply.ref.name,
            reply.value if reply.value is not None else type(reply.error).__name__,
            reply.seconds,
        )
        async for reply in replies
    ]


async def test_replies_come_as_they_come(system: ta.System, virtual_clock: MockClock) -> None:
    refs = await servers(system, 3, 1, 2)
    assert await collect(ta.ask_many(refs, Wait())) == [
        ("server-2", 1, 1),
        ("server-3", 2, 2),
        ("server-1", 3, 3),
    ]
    assert system.engine.timers.live == 0


async def test_inline_replies_come_in_the_order_of_asking(
    system: ta.System, virtual_clock: MockClock
) -> None:
    refs = await servers(system, *range(5))
    assert [value for _, value, _ in await collect(ta.ask_many(refs, Get()))] == list(range(5))
    assert await collect(ta.ask_many([], Get())) == []


async def test_errors_are_values(system: ta.System, virtual_clock: MockClock) -> None:
    refs = await servers(system, 1, 13, 14, 99)
    gone = await system.start(Server, 1)
    await system.stop(gone)
    got = await collect(ta.ask_many([*refs, gone, refs[0]], Wait(), timeout=20))
    assert got == [
        ("server-5", "ActorStopped", 0),
        ("server-1", 1, 1),
        ("server-1", 1, 2),
        ("server-2", "Odd", 13),
        ("server-3", "ActorFault", 14),
        ("server-4", "DeadlineExceeded", 20),
    ]
    inline = await collect(ta.ask_many(await servers(system, 13, 14, 15), Get()))
    assert [value for _, value, _ in inline] == ["Odd", "ActorFault", 15]


async def test_a_quorum_is_enough(system: ta.System, virtual_clock: MockClock) -> None:
    refs = await servers(system, 13, 1, 20, 2, 30)
    got = await collect(ta.ask_many(refs, Wait(), quorum=2))
    assert [value for _, value, _ in got] == [1, 2]
    await wait_all_tasks_blocked()
    assert trio.current_time() == 2
    assert [ref._cell.actor.cancelled for ref in refs] == [1, 0, 1, 0, 1]
    got = await collect(ta.ask_many(await servers(system, 13, 14, 15, 16, 17), Get(), quorum=2))
    assert [value for _, value, _ in got] == ["Odd", "ActorFault", 15, 16]


async def test_concurrency_is_limited(system: ta.System, virtual_clock: MockClock) -> None:
    refs = await servers(system, *[2] * 9)
    got = await collect(ta.ask_many(refs, Wait(), concurrency=3, timeout=3))
    assert Server.most == 3
    assert trio.current_time() == 6
    assert {seconds for _, _, seconds in got} == {2}


@pytest.mark.parametrize("name", ["quorum", "concurrency"])
def test_limits_are_checked(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be positive"):
        ta.ask_many([], Get(), **{name: 0})


async def test_leaving_the_loop_withdraws_the_rest(
    system: ta.System, virtual_clock: MockClock
) -> None:
    refs = await servers(system, 1, 50, 60)
    async for reply in ta.ask_many(refs, Wait()):
        assert reply.value == 1
        break
    del reply
    gc.collect()
    await wait_all_tasks_blocked()
    assert [ref._cell.actor.cancelled for ref in refs] == [0, 1, 1]
    assert trio.current_time() == 1


async def test_cancelling_the_loop_withdraws_all(
    system: ta.System, virtual_clock: MockClock
) -> None:
    refs = await servers(system, 40, 50)
    with trio.move_on_after(3) as scope:
        await collect(ta.ask_many(refs, Wait()))
    assert scope.cancelled_caught
    await wait_all_tasks_blocked()
    assert [ref._cell.actor.cancelled for ref in refs] == [1, 1]
    assert system.engine.timers.live == 0


class Passes(trio.abc.Instrument):
    """Counts the steps of one task."""

    def __init__(self, task: trio.lowlevel.Task) -> None:
        self.task = task
        self.steps = 0

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        self.steps += task is self.task


async def test_one_wake_up_for_a_whole_batch(system: ta.System, virtual_clock: MockClock) -> None:
    refs = await servers(system, *[1] * 60)
    counter = Passes(trio.lowlevel.current_task())
    trio.lowlevel.add_instrument(counter)
    got = await collect(ta.ask_many(refs, Wait()))
    trio.lowlevel.remove_instrument(counter)
    assert len(got) == 60
    # One step after the wait, one at the end of the loop, and the schedule points of 60 steps.
    assert counter.steps <= 5
