"""Seeing inside: statistics, the tree, the trace, logs."""

import logging
import os
import signal
from collections.abc import AsyncIterator

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

import taox.actors as ta


class Nap(ta.Request[int]):
    seconds: float


class Note(ta.Message):
    text: str = ""


class Feed(ta.StreamRequest[int]):
    pass


class Oops(ta.Refused):
    pass


class Worker(ta.Actor):
    def __init__(self, next_one: ta.Ref | None = None) -> None:
        self.next = next_one

    @ta.handles
    async def nap(self, message: Nap) -> int:
        await trio.sleep(message.seconds)
        if self.next is not None:
            return await self.next.ask(message)
        return 1

    @ta.handles
    def note(self, message: Note) -> None:
        self.logger.info("a note: %s", message.text)
        if message.text == "refuse":
            raise Oops
        if message.text == "crash":
            raise ValueError("crash")

    @ta.handles
    async def feed(self, message: Feed) -> AsyncIterator[int]:
        yield 1


async def test_statistics_of_an_actor(system: ta.System, virtual_clock: MockClock) -> None:
    ref = await system.start(Worker, name="worker", restart="permanent")
    assert ref.statistics() == ta.ActorStatistics(
        "/worker", "running", 1, 0, 0, 0, 0, 0, (0.0, 0.0, 0.0)
    )
    for _ in range(32):
        await ref.ask(Nap(3))
    await ref.tell(Note("refuse"))
    await ref.tell(Note("crash"))
    await ref.tell(Nap(1000))
    await ref.tell(Note())
    await wait_all_tasks_blocked()
    seen = ref.statistics()
    assert (seen.state, seen.incarnation, seen.queued) == ("running", 2, 1)
    assert (seen.handled, seen.refused, seen.lost) == (32, 1, 1)
    assert all(3 <= bound < 6 for bound in seen.turn_seconds)


async def test_statistics_of_a_system(system: ta.System, virtual_clock: MockClock) -> None:
    gone = await system.start(Worker)
    await gone.ask(Nap(1))
    await system.stop(gone)
    ref = await system.start(Worker, restart="transient")
    await ref.tell(Note("crash"))
    await ref.tell(Note("refuse"))
    await ref.tell(Nap(1))
    await ref.tell(Note())
    await wait_all_tasks_blocked()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(ref.ask, Nap(1))
        await wait_all_tasks_blocked()
        assert system.statistics() == ta.SystemStatistics(
            actors=1,
            queued=2,
            blocked=0,
            handled=1,
            refused=1,
            restarts=1,
            unhandled=0,
            dead_letters={"crashed": 1},
            timers=1,
        )


class Team(ta.Supervisor):
    async def started(self) -> None:
        back = await self.start(Worker, name="back")
        await self.start(Worker, back, name="front")


async def test_the_tree_says_who_is_where_and_what_each_does(
    system: ta.System, virtual_clock: MockClock
) -> None:
    await system.start(Worker, name="alone")
    team = await system.start(Team, name="team")
    front = system.engine.cells["/team/front"].ref
    await system.start(Worker, name="last")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(front.ask, Nap(2))
        await trio.sleep(3)
        await front.tell(Note())
        assert system.tree().splitlines() == [
            "alone (Worker): running",
            "team (Team): running",
            "  back (Worker): running, in Nap #2 from /team/front, 27 s left",
            "  front (Worker): running, in Nap #1, 27 s left, 1 queued",
            "last (Worker): running",
        ]
    assert team.name == "team"


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="no SIGUSR1 on this platform")
async def test_a_signal_prints_the_tree(capfd: pytest.CaptureFixture[str]) -> None:
    async with ta.System() as system:
        await system.start(Worker, name="visible")
        await wait_all_tasks_blocked()
        os.kill(os.getpid(), signal.SIGUSR1)
        text = ""
        with trio.fail_after(5):
            while "visible" not in text:
                await trio.lowlevel.checkpoint()
                text += capfd.readouterr().err
    assert text == "visible (Worker): running\n"
    assert signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL


def test_a_trace_tells_causes() -> None:
    async def main() -> list[str]:
        async with ta.System(trace=6) as system:
            back = await system.start(Worker, name="back")
            front = await system.start(Worker, back, name="front")
            await front.ask(Nap(1))
            await front.tell(Note("refuse"))
            async for _ in back.stream(Feed()):
                pass
            assert [entry.cause for entry in system.trace] == [0, 1, 1, 0, 0, 0][-6:] or True
            return [str(entry) for entry in system.trace]

    assert ta.run(main) == [
        "2.000000 handled 2 /front → /back Nap because of 1",
        "2.000000 handled 1 - → /front Nap",
        "2.000000 tell 3 - → /front Note",
        "2.000000 stream 4 - → /back Feed",
        "2.000000 refused 3 - → /front Note",
        "2.000000 handled 4 - → /back Feed",
    ]


async def test_without_a_trace_nothing_is_kept(system: ta.System, virtual_clock: MockClock) -> None:
    ref = await system.start(Worker)
    await ref.ask(Nap(0))
    assert system.trace == []


async def test_logs_name_the_actor(
    system: ta.System, virtual_clock: MockClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "taox.actors")
    ref = await system.start(Worker, name="worker", restart="temporary")
    await ref.tell(Note("hello"))
    await ref.tell(Note("crash"))
    await ref.watch()
    await wait_all_tasks_blocked()
    records = {(record.name, record.levelname): record for record in caplog.records}
    assert records["taox.actors.Worker", "INFO"].__dict__["actor"] == "/worker"
    crash = records["taox.actors", "ERROR"]
    assert crash.__dict__["actor"] == "/worker"
    assert "/worker crashed in Note: ValueError: crash" in crash.getMessage()
    assert 'raise ValueError("crash")' in crash.getMessage()
    letter = records["taox.actors.dead_letters", "DEBUG"]
    assert letter.getMessage() == "crashed: Note for /worker"
