"""Asks: deadlines that are inherited and shortened, cancellation, checkpoints, order."""

import math
import random
import time
from collections.abc import AsyncIterator

import pytest
import trio
from trio.testing import MockClock, assert_checkpoints, wait_all_tasks_blocked

import taox.actors as ta
from ask_worker import Chat, Hop, Nap, Now, Shield, Worker, actor, chain
from taox.actors.run import run_with_budget


async def test_the_earliest_deadline_wins(system: ta.System, virtual_clock: MockClock) -> None:
    ref = await system.start(Worker)
    assert await ref.ask(Now()) == 30
    assert await ref.ask(Now(), timeout=5) == 5
    assert await ref.ask(Now(), timeout=math.inf) == math.inf
    with trio.move_on_after(3):
        assert await ref.ask(Now(), timeout=5) == 3
        assert await ref.ask(Nap(seconds=1), timeout=math.inf) == 3
    assert system.engine.timers.live == 0


@pytest.mark.parametrize(
    ("timeouts", "deadline"),
    [
        ((None, None, None), 12),
        ((5, None, None), 5),
        ((None, 7, None), 7),
        ((9, 7, 6), 6),
        ((math.inf, math.inf, math.inf), 12),
        ((100, 100, 4), 4),
    ],
)
async def test_deadlines_are_shortened_through_three_hops(
    system: ta.System,
    virtual_clock: MockClock,
    timeouts: tuple[float | None, ...],
    deadline: float,
) -> None:
    refs = await chain(system, 4)
    assert await refs[0].ask(Hop(3, 1.0, list(timeouts)), timeout=12) == deadline
    began = trio.current_time()
    # A hop's own, shorter timeout fails there; the actor that gave it crashes over it.
    with pytest.raises((ta.DeadlineExceeded, ta.ActorFault)):
        await refs[0].ask(Hop(3, 1000.0, list(timeouts)), timeout=12)
    assert trio.current_time() - began == deadline
    await wait_all_tasks_blocked()
    assert actor(refs[3]).cancelled == [began + deadline]
    assert system.engine.timers.live == 0
    system.unhandled.clear()


async def test_a_deadline_cancels_turns_down_the_chain_and_no_actor(
    system: ta.System, virtual_clock: MockClock
) -> None:
    refs = await chain(system, 4)
    for attempt in range(3):
        with pytest.raises(ta.DeadlineExceeded, match=r"/worker-4 did not answer Hop within 2 s"):
            await refs[0].ask(Hop(3, 1000.0, [None, None, None]), timeout=2)
        await wait_all_tasks_blocked()
        for ref in refs:
            assert actor(ref).cancelled[attempt:] == [2.0 * (attempt + 1)]
    assert [await ref.ask(Nap(seconds=0)) for ref in refs]
    assert [ref.statistics().incarnation for ref in refs] == [1, 1, 1, 1]


async def test_an_askers_cancellation_reaches_the_last_callee(
    system: ta.System, virtual_clock: MockClock
) -> None:
    refs = await chain(system, 3)
    with trio.move_on_after(2):
        await refs[0].ask(Hop(2, 1000.0, [None, None]))
    await wait_all_tasks_blocked()
    assert [actor(ref).cancelled for ref in refs] == [[2], [2], [2]]
    assert system.engine.timers.live == 0
    assert len(system.engine.timers) == 0


async def test_a_queued_ask_that_is_given_up_never_begins(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Worker)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(ref.ask, Nap(seconds=10))
        await wait_all_tasks_blocked()
        with trio.move_on_after(1):
            await ref.ask(Nap(seconds=1))
        with pytest.raises(ta.DeadlineExceeded):
            await ref.ask(Nap(seconds=1), timeout=1)
    assert actor(ref).done == 1
    assert system.dead_letters.counts == {"cancelled": 1, "expired": 1}


async def test_a_shielded_turn_goes_on_and_its_answer_is_thrown_away(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Worker)
    with pytest.raises(ta.DeadlineExceeded):
        await ref.ask(Shield(), timeout=1)
    assert trio.current_time() == 1
    # The next message waits for the turn that would not end.
    assert await ref.ask(Nap(seconds=0)) == 31
    assert trio.current_time() == 10
    assert actor(ref).done == 2


async def test_equal_deadlines_expire_in_the_order_of_asking(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Worker)
    order: list[int] = []

    async def ask(number: int) -> None:
        try:
            await ref.ask(Nap(seconds=99), timeout=5)
        except ta.DeadlineExceeded:
            order.append(number)

    async with trio.open_nursery() as nursery:
        for number in range(20):
            nursery.start_soon(ask, number)
            await wait_all_tasks_blocked()
        entries = [entry[2] for entry in sorted(system.engine.timers._entries)]
        ids = [call.id for call in entries if isinstance(call, ta.call.Call)]
        assert ids == sorted(ids)
    assert sorted(order) == list(range(20))


async def test_no_time_left_is_no_ask(system: ta.System, virtual_clock: MockClock) -> None:
    ref = await system.start(Worker)
    for timeout in (0, -1):
        for request in (Now(), Nap(seconds=0)):
            with pytest.raises(ta.DeadlineExceeded):
                await ref.ask(request, timeout=timeout)
    assert ref.statistics().handled == 0


def test_the_heap_is_empty_after_a_hundred_thousand_asks() -> None:
    async def main() -> None:
        async with ta.System() as system:
            refs = [await system.start(Worker) for _ in range(10)]
            largest = 0

            async def asker(seed: int) -> None:
                nonlocal largest
                source = random.Random(seed)
                for _ in range(1000):
                    await source.choice(refs).ask(Nap(seconds=0), timeout=source.uniform(20, 3000))
                    largest = max(largest, len(system.engine.timers))

            async with trio.open_nursery() as nursery:
                for seed in range(100):
                    nursery.start_soon(asker, seed)
            assert trio.current_time() == 0
            assert len(system.engine.timers) == system.engine.timers.live == 0
            # Answered deadlines are pruned on the way and do not pile up.
            assert largest <= 2 * 100 + 2
            assert system.statistics().handled == 100_000

    ta.run(main)


def test_every_operation_is_a_checkpoint_when_the_budget_is_one() -> None:
    checked = []

    async def main() -> None:
        async with ta.System() as system:
            ref = await system.start(Worker)
            for request in (Now(), Nap(seconds=0)):
                with assert_checkpoints():
                    await ref.ask(request)
            for message in (Chat(rounds=0), Chat(rounds=0)):
                with assert_checkpoints():
                    await ref.tell(message)
            with assert_checkpoints():
                await system.start(Worker)
            with assert_checkpoints():
                await system.stop(await system.start(Worker))
            with assert_checkpoints():
                await system.stop(await system.start(Worker))
            replies = ta.ask_many([ref, ref], Now())
            for _ in range(2):
                with assert_checkpoints():
                    await anext(replies)
            with assert_checkpoints(), pytest.raises(StopAsyncIteration):
                await anext(replies)
            lines = (await system.start(Lines)).stream(Count(upto=2))
            for _ in range(2):
                with assert_checkpoints():
                    await anext(lines)
            with assert_checkpoints(), pytest.raises(StopAsyncIteration):
                await anext(lines)
            gone = await system.start(Worker)
            await system.stop(gone)
            with assert_checkpoints():
                await gone.watch()
            checked.append("all")

    run_with_budget(main, seed=1, budget=1)
    assert checked == ["all"]


class Count(ta.StreamRequest[int]):
    upto: int


class Lines(ta.Actor):
    @ta.handles
    async def count(self, message: Count) -> AsyncIterator[int]:
        for number in range(message.upto):
            yield number


def test_at_most_64_inline_turns_run_between_schedule_points() -> None:
    async def main() -> int:
        async with ta.System() as system:
            ref = await system.start(Worker)
            ticks = 0

            async def tick() -> None:
                nonlocal ticks
                while True:
                    await trio.lowlevel.checkpoint()
                    ticks += 1

            async with trio.open_nursery() as nursery:
                nursery.start_soon(tick)
                await trio.lowlevel.checkpoint()
                before = ticks
                for _ in range(6400):
                    await ref.ask(Now())
                nursery.cancel_scope.cancel()
                return ticks - before

    assert 99 <= ta.run(main) <= 101


class Spin(ta.Request[int]):
    pass


class Spinner(ta.Actor):
    @ta.handles
    def spin(self, message: Spin) -> int:
        end = time.perf_counter() + 0.0005
        while time.perf_counter() < end:
            pass
        return 1


async def test_in_real_time_others_get_a_chance_every_millisecond() -> None:
    async with ta.System() as system:
        ref = await system.start(Spinner)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await trio.lowlevel.checkpoint()
                ticks += 1

        async with trio.open_nursery() as nursery:
            nursery.start_soon(tick)
            await trio.lowlevel.checkpoint()
            before = ticks
            for _ in range(60):
                await ref.ask(Spin())
            # Sixty turns of half a millisecond: the budget of 64 alone would give no chance at all.
            assert ticks - before >= 20
            nursery.cancel_scope.cancel()


@pytest.mark.parametrize("sends", ["ask", "tell", "many", "stream"])
async def test_a_cancelled_task_sends_nothing(
    system: ta.System, virtual_clock: MockClock, sends: str
) -> None:
    ref = await system.start(Worker)
    lines = await system.start(Lines)
    with trio.CancelScope() as scope:
        scope.cancel()
        if sends == "ask":
            await ref.ask(Now())
        elif sends == "tell":
            await ref.tell(Chat(rounds=0))
        elif sends == "many":
            await anext(ta.ask_many([ref], Now()))
        else:
            await anext(lines.stream(Count(upto=1)))
    assert scope.cancelled_caught
    await wait_all_tasks_blocked()
    assert system.statistics().handled == 0
