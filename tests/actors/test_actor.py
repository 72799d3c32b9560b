"""What an actor has: background work, randomness, a clock; and what passing by reference means."""

import math
import threading
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

import taox.actors as ta


class Get(ta.Request[list[str]]):
    pass


class Image(ta.Request[npt.NDArray[np.float64]]):
    pixels: npt.NDArray[np.float64]


class Wrong(ta.Request[int]):
    pass


class Detail(ta.Refused):
    pass


class Opaque(ta.Request[int]):
    pass


class Host(ta.Actor):
    def __init__(self) -> None:
        self.seen: list[str] = []
        self.kept: list[npt.NDArray[np.float64]] = []

    async def started(self) -> None:
        self.nursery.start_soon(self.tick, "tick")
        name = await self.nursery.start(self.announce, "announced")
        self.seen.append(name)

    async def tick(self, what: str) -> None:
        for number in range(1000):
            await self.clock.sleep_until(number * 10.0)
            self.seen.append(f"{what} {number}")
            with pytest.raises(RuntimeError, match="not in a turn"):
                _ = self.turn

    async def announce(
        self, what: str, task_status: trio.TaskStatus[str] = trio.TASK_STATUS_IGNORED
    ) -> None:
        task_status.started(what)
        await self.ref.tell(Get())

    @ta.handles
    def get(self, message: Get) -> list[str]:
        sender = self.turn.sender
        self.seen.append(f"from {sender.path if sender else 'outside'}")
        return self.seen

    @ta.handles
    def image(self, message: Image) -> npt.NDArray[np.float64]:
        self.kept.append(message.pixels)
        return message.pixels * 2

    @ta.handles
    def wrong(self, message: Wrong) -> int:
        return "text"  # type: ignore[return-value]

    @ta.handles
    def opaque(self, message: Opaque) -> int:
        raise Detail(object())


async def test_background_work_belongs_to_the_actor(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Host, name="host")
    await trio.sleep(25)
    assert sorted(await ref.ask(Get())) == [
        *("announced", "from /host", "from outside", "tick 0", "tick 1", "tick 2"),
    ]
    seen = ref._cell.actor.seen
    await system.stop(ref)
    await trio.sleep(100)
    assert len(seen) == 6


async def test_a_nursery_lives_as_long_as_its_actor(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Host)
    actor = ref._cell.actor
    await system.stop(ref)
    with pytest.raises(RuntimeError, match="/host-1 lives no more"):
        _ = actor.nursery


def test_an_actor_made_by_hand_says_how_to_start_it() -> None:
    with pytest.raises(RuntimeError, match=r"start a Host with System\.start"):
        _ = Host().ref


async def test_cancelling_the_nursery_kills_the_actor(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Host)
    ref._cell.actor.nursery.cancel_scope.cancel()
    assert (await ref.watch()).reason.kind == "stopped"


def test_an_array_is_shared_unless_messages_are_copied(virtual: Any) -> None:
    async def body(system: ta.System) -> list[float]:
        ref = await system.start(Host)
        mine = np.ones(3)
        answer = await ref.ask(Image(mine))
        assert answer.tolist() == [2, 2, 2]
        kept = ref._cell.actor.kept[0]
        assert not kept.flags.writeable
        mine[0] = 7
        return list(kept)

    # The owner must not write to what he has sent; copying shows it when he does.
    assert virtual(body, copy_messages=False) == [7, 1, 1]
    assert virtual(body, copy_messages=True) == [1, 1, 1]


async def test_copying_finds_what_could_not_travel(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Host, restart="temporary")
    with pytest.raises(ta.CodecError, match="arrays of dtype object cannot travel"):
        await ref.ask(Image(np.array([object()])))
    with pytest.raises(ta.CodecError, match="an array of float64 is expected"):
        await ref.ask(Image(np.ones(1, np.float32)))
    assert ref.statistics().state == "running"
    with pytest.raises(ta.ActorFault, match="CodecError: not a int"):
        await ref.ask(Wrong())


async def test_a_refusal_that_could_not_travel_is_a_crash(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Host, restart="temporary")
    with pytest.raises(ta.ActorFault, match="CodecError: a object has no encoding"):
        await ref.ask(Opaque())


async def test_refs_are_equal_by_actor_and_route(
    system: ta.System, virtual_clock: MockClock
) -> None:
    first, second = await system.start(Host), await system.start(Host)
    assert first == first._cell.actor.ref
    assert first != second
    assert first != system.route(first, "someone")
    assert first != "/host-1"
    assert len({first, first._cell.ref, second}) == 2
    assert repr(first) == "<ref /host-1>"
    assert system.find("/host-2") == second
    with pytest.raises(KeyError):
        system.find("/host-3")


async def test_a_turn_cannot_be_written(system: ta.System, virtual_clock: MockClock) -> None:
    tried: list[str] = []

    class Forger(ta.Actor):
        @ta.handles
        async def get(self, message: Get) -> list[str]:
            turn: Any = self.turn
            for name in ("principal", "sender", "deadline", "id", "cause"):
                try:
                    setattr(turn, name, "forged")
                except AttributeError:
                    tried.append(name)
            return [str(self.turn.principal), repr(self.turn)]

    ref = await system.start(Forger)
    assert await system.route(ref, "alice").ask(Get()) == ["alice", "<turn 1 of /forger-1: Get>"]
    assert tried == ["principal", "sender", "deadline", "id", "cause"]


async def test_a_slow_thread_keeps_its_actor_busy_and_its_late_result_is_dropped() -> None:
    release = threading.Event()

    class Thread(ta.Actor):
        done = 0

        @ta.handles
        @ta.blocking
        def get(self, message: Get) -> list[str]:
            release.wait()
            Thread.done += 1
            return ["late"]

        @ta.handles
        def opaque(self, message: Opaque) -> int:
            return Thread.done

    async with ta.System() as system:
        ref = await system.start(Thread)
        with pytest.raises(ta.DeadlineExceeded):
            await ref.ask(Get(), timeout=0.01)
        async with trio.open_nursery() as nursery:
            answers: list[int] = []

            async def later() -> None:
                answers.append(await ref.ask(Opaque(), timeout=math.inf))

            nursery.start_soon(later)
            await wait_all_tasks_blocked()
            assert answers == []
            release.set()
        assert answers == [1]


class Subscribe(ta.Request[ta.Ref]):
    who: ta.Ref
    others: list[ta.Ref] = []


class Topic(ta.Actor):
    @ta.handles
    def subscribe(self, message: Subscribe) -> ta.Ref:
        assert all(isinstance(other, ta.Ref) for other in message.others)
        return message.who


@pytest.mark.parametrize("copying", [False, True])
def test_refs_travel_in_messages(virtual: Any, copying: bool) -> None:
    async def body(system: ta.System) -> None:
        topic, host = await system.start(Topic), await system.start(Host)
        routed = system.route(host, "alice")
        assert await topic.ask(Subscribe(routed, [topic, host])) == routed

    virtual(body, copy_messages=copying)


async def test_a_dropped_watch_is_forgotten(system: ta.System, virtual_clock: MockClock) -> None:
    ref = await system.start(Topic)
    for _ in range(100):
        ref.watch()
    kept = ref.watch()
    assert len(ref._cell.watchers) == 1
    await system.stop(ref)
    assert [down.reason.kind async for down in kept] == ["shutdown"]
    assert [down async for down in kept] == []
    assert (await kept).ref == ref


async def test_a_thread_sends_through_trio() -> None:
    class Sender(ta.Actor):
        def __init__(self, host: ta.Ref) -> None:
            self.host = host

        @ta.handles
        @ta.blocking
        def get(self, message: Get) -> list[str]:
            with pytest.raises(RuntimeError, match="refs belong to the Trio thread"):
                self.host.try_tell(Get())
            assert trio.from_thread.run_sync(self.host.try_tell, Get())
            return []

    async with ta.System() as system:
        host = await system.start(Host)
        sender = await system.start(Sender, host, name="sender")
        assert await sender.ask(Get()) == []
        assert "from /sender" in await host.ask(Get())
