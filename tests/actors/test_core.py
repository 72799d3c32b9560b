"""The core in one page: ask, tell, deadlines, crashes, drain, seeded runs."""

import math
from collections.abc import Awaitable, Callable
from typing import ClassVar, TypeVar

import pytest
import trio
import trio.lowlevel
from trio.testing import MockClock

import taox.actors as ta

T = TypeVar("T")


class Add(ta.Request[int]):
    number: int


class Nap(ta.Request[float]):
    seconds: float


class Note(ta.Message):
    text: str


class Fail(ta.Request[int]):
    how: str


class Forward(ta.Request[float]):
    seconds: float


class TooHard(ta.Refused):
    pass


class Counter(ta.Actor):
    def __init__(self, start: int = 0) -> None:
        self.total = start
        self.notes: list[str] = []
        self.cancelled = 0
        self.reason: str = ""

    @ta.handles
    def add(self, message: Add) -> int:
        self.total += message.number
        return self.total

    @ta.handles
    async def nap(self, message: Nap) -> float:
        try:
            await trio.sleep(message.seconds)
        except trio.Cancelled:
            self.cancelled += 1
            raise
        return self.turn.deadline

    @ta.handles
    def note(self, message: Note) -> None:
        self.notes.append(message.text)

    @ta.handles(raises=(KeyError,))
    def fail(self, message: Fail) -> int:
        if message.how == "refuse":
            raise TooHard("level", 9)
        if message.how == "declared":
            raise KeyError("x")
        raise ValueError(message.how)

    async def stopping(self, reason: ta.StopReason) -> None:
        self.reason = str(reason)
        STOPPED.append((self.ref.path, str(reason), tuple(self.notes)))


class Front(ta.Actor):
    def __init__(self, back: ta.Ref) -> None:
        self.back = back

    @ta.handles
    async def forward(self, message: Forward) -> float:
        return await self.back.ask(Nap(seconds=message.seconds))


STOPPED: list[tuple[str, str, tuple[str, ...]]] = []


def virtual(function: Callable[[ta.System], Awaitable[T]], *, copying: bool = True) -> T:
    async def main() -> T:
        async with ta.System(copy_messages=copying) as system:
            return await function(system)

    STOPPED.clear()
    return ta.run(main, seed=1)


@pytest.mark.parametrize("copying", [False, True])
def test_ask_tell_and_inline(copying: bool) -> None:
    async def body(system: ta.System) -> None:
        counter = await system.start(Counter, 10)
        assert await counter.ask(Add(number=5)) == 15
        await counter.tell(Note(text="a"))
        assert counter.try_tell(Note(text="b"))
        assert await counter.ask(Add(number=1)) == 16
        assert counter._cell.actor.notes == ["a", "b"]

    virtual(body, copying=copying)


def test_deadline_cancels_the_turn_and_not_the_actor() -> None:
    async def body(system: ta.System) -> None:
        counter = await system.start(Counter)
        with pytest.raises(ta.DeadlineExceeded):
            await counter.ask(Nap(seconds=100), timeout=3)
        assert trio.current_time() == 3
        assert await counter.ask(Add(number=1)) == 1
        assert counter._cell.actor.cancelled == 1

    virtual(body)


def test_default_deadline_is_thirty_seconds_and_never_jumped_to() -> None:
    async def body(system: ta.System) -> None:
        counter = await system.start(Counter)
        assert await counter.ask(Nap(seconds=1)) == 30
        await trio.sleep(1)
        assert trio.current_time() == 2
        with trio.move_on_after(5):
            assert await counter.ask(Nap(seconds=1)) == 7
        assert await counter.ask(Nap(seconds=1), timeout=math.inf) == math.inf
        assert len(system.engine.timers) == 0

    virtual(body)


def test_deadline_travels_through_a_hop() -> None:
    async def body(system: ta.System) -> None:
        back = await system.start(Counter)
        front = await system.start(Front, back)
        assert await front.ask(Forward(seconds=1), timeout=4) == 4
        with pytest.raises(ta.DeadlineExceeded):
            await front.ask(Forward(seconds=100), timeout=4)
        await trio.lowlevel.checkpoint()
        assert back._cell.actor.cancelled == 1

    virtual(body)


def test_cancelled_asker_cancels_the_turn() -> None:
    async def body(system: ta.System) -> None:
        counter = await system.start(Counter)
        with trio.move_on_after(2) as scope:
            await counter.ask(Nap(seconds=100))
        assert scope.cancelled_caught
        assert await counter.ask(Add(number=1)) == 1
        assert counter._cell.actor.cancelled == 1
        assert trio.current_time() == 2

    virtual(body)


def test_refusals_are_answers_and_crashes_are_faults() -> None:
    async def body(system: ta.System) -> None:
        counter = await system.start(Counter)
        with pytest.raises(TooHard) as refused:
            await counter.ask(Fail(how="refuse"))
        assert refused.value.args == ("level", 9)
        with pytest.raises(KeyError):
            await counter.ask(Fail(how="declared"))
        assert await counter.ask(Add(number=1)) == 1
        with pytest.raises(ta.ActorFault, match="ValueError: boom") as fault:
            await counter.ask(Fail(how="boom"))
        assert "raise ValueError(message.how)" in fault.value.traceback
        down = await counter.watch()
        assert down.reason.kind == "crashed"
        with pytest.raises(ta.ActorStopped):
            await counter.ask(Add(number=1))
        assert [fault.path for fault in system.unhandled] == ["/counter-1"]

    virtual(body)


def test_stop_drains_in_reverse_order() -> None:
    async def body(system: ta.System) -> None:
        first = await system.start(Counter, name="first")
        second = await system.start(Counter, name="second")
        for ref in (first, second):
            for text in "abc":
                await ref.tell(Note(text=text))

    virtual(body)
    assert STOPPED == [
        ("/second", "shutdown", ("a", "b", "c")),
        ("/first", "shutdown", ("a", "b", "c")),
    ]


def test_restart_keeps_the_mailbox() -> None:
    async def body(system: ta.System) -> None:
        counter = await system.start(Counter, restart="permanent")
        await counter.tell(Fail(how="boom"))
        await counter.tell(Note(text="kept"))
        assert await counter.ask(Add(number=1)) == 1
        assert counter._cell.actor.notes == ["kept"]
        assert counter._cell.incarnation == 2

    virtual(body)


def test_ask_many_replies_as_they_come() -> None:
    async def body(system: ta.System) -> list[tuple[str, bool, float]]:
        refs = [await system.start(Counter) for _ in range(3)]
        replies = [
            (reply.ref.name, reply.ok, reply.seconds)
            async for reply in ta.ask_many(refs, Nap(seconds=1), timeout=0.5)
        ]
        async for reply in ta.ask_many(refs, Nap(seconds=1)):
            assert reply.ok
            break
        await trio.lowlevel.checkpoint()
        replies += [
            (reply.ref.name, reply.ok, reply.seconds)
            async for reply in ta.ask_many(refs, Add(number=1))
        ]
        return replies

    assert virtual(body) == [
        *((f"counter-{number}", False, 0.5) for number in (1, 2, 3)),
        *((f"counter-{number}", True, 0.0) for number in (1, 2, 3)),
    ]


class Start(ta.Request[int]):
    peer: str


class Node(ta.Actor):
    peers: ClassVar[dict[str, ta.Ref]] = {}

    @ta.handles
    async def go(self, message: Start) -> int:
        return await self.peers[message.peer].ask(Start(peer=self.ref.name))


def test_call_cycle_is_named_at_once() -> None:
    async def body(system: ta.System) -> str:
        for name in ("a", "b"):
            Node.peers[name] = await system.start(Node, name=name)
        with pytest.raises(ta.ActorFault, match="/a → /b → /a") as caught:
            await Node.peers["a"].ask(Start(peer="b"))
        return caught.value.error

    virtual(body)


async def test_real_clock_free_trio(autojump_clock: MockClock) -> None:
    async with ta.System() as system:
        counter = await system.start(Counter)
        for _ in range(1000):
            await counter.ask(Nap(seconds=0.001))
        assert len(system.engine.timers) == 0
    assert trio.current_time() < 2
