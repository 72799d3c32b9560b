"""Ten minutes of random crashes, restarts, cancels and floods, with nothing growing.

Left out by default. ``pytest -m soak tests/actors/test_soak.py`` runs it; ``TAOX_SOAK_SECONDS``
sets another length. It reports the slope of memory, tasks and timers.
"""

import gc
import os
import random
import time
import tracemalloc
from collections.abc import AsyncIterator

import pytest
import trio

import taox.actors as ta


class Work(ta.Request[int]):
    number: int


class Later(ta.Request[int]):
    number: int


class Crash(ta.Message):
    pass


class Flood(ta.Message):
    number: int


class Items(ta.StreamRequest[int]):
    upto: int


class Node(ta.Actor):
    mailbox = ta.Mailbox(8, overflow="reject")

    @ta.handles
    def work(self, message: Work) -> int:
        return message.number

    @ta.handles
    async def later(self, message: Later) -> int:
        await trio.sleep(self.random.random() / 1000)
        return message.number

    @ta.handles
    def crash(self, message: Crash) -> None:
        raise ValueError("soak")

    @ta.handles
    async def flood(self, message: Flood) -> None:
        await trio.sleep(0.001)

    @ta.handles
    async def items(self, message: Items) -> AsyncIterator[int]:
        for number in range(message.upto):
            yield number


class Gate:
    """Closed while a sample is taken: what is under way at a moment would drown any slope."""

    def __init__(self) -> None:
        self.opened = trio.Event()
        self.opened.set()

    async def sample(self, refs: list[ta.Ref], begin: float) -> tuple[float, float, float, float]:
        self.opened = trio.Event()
        await trio.sleep(1.5)
        for ref in refs:
            await ref.ask(Work(1))
        gc.collect()
        system = refs[0]._cell.engine
        got = (
            time.monotonic() - begin,
            float(tracemalloc.get_traced_memory()[0]),
            float(trio.lowlevel.current_statistics().tasks_living),
            float(len(system.timers)),
        )
        self.opened.set()
        return got


async def bother(  # noqa: PLR0912
    refs: list[ta.Ref], source: random.Random, until: float, gate: Gate
) -> None:
    """Do random things to random actors until the time is over."""
    while time.monotonic() < until:
        await gate.opened.wait()
        ref = source.choice(refs)
        what = source.randrange(100)
        try:
            if what < 40:
                await ref.ask(Later(what), timeout=source.choice((0.0005, 1)))
            elif what < 60:
                with trio.move_on_after(0.0005):
                    await ref.ask(Later(what))
            elif what < 70:
                async for reply in ta.ask_many(refs[:10], Later(what), timeout=1):
                    if reply.ok and what % 2:
                        break
            elif what < 80:
                async for number in ref.stream(Items(20), window=4):
                    if number == what - 65:
                        break
            elif what < 98:
                for number in range(20):
                    ref.try_tell(Flood(number))
            else:
                ref.try_tell(Crash())
                await trio.sleep(0.01)
        except (ta.ActorError, trio.TooSlowError):
            await trio.sleep(0.001)


def slope(points: list[tuple[float, float]]) -> float:
    """Least-squares slope of y over x."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return above / sum((x - mean_x) ** 2 for x, _ in points)


@pytest.mark.soak
def test_nothing_grows(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "taox.actors")
    seconds = float(os.environ.get("TAOX_SOAK_SECONDS", "600"))
    samples: list[tuple[float, float, float, float]] = []

    async def main() -> None:
        policy = ta.Policy(intensity=10**9, period=1.0, backoff=(0.0, 0.0))
        async with ta.System(policy=policy) as system:
            refs = [await system.start(Node, restart="permanent") for _ in range(30)]
            begin = time.monotonic()
            until = begin + seconds
            gate = Gate()
            async with trio.open_nursery() as nursery:
                for seed in range(20):
                    nursery.start_soon(bother, refs, random.Random(seed), until, gate)
                while time.monotonic() < until - seconds / 20:
                    await trio.sleep(seconds / 40)
                    samples.append(await gate.sample(refs, begin))
            statistics = system.statistics()
            print(statistics)
            assert statistics.restarts > seconds

    tracemalloc.start()
    trio.run(main)
    tracemalloc.stop()
    late = samples[len(samples) // 4 :]
    for index, (name, floor) in enumerate((("bytes", 0.0), ("tasks", 3.0), ("timers", 3.0)), 1):
        growth = slope([(sample[0], sample[index]) for sample in late])
        first, last = late[0][index], late[-1][index]
        print(f"{name}: {first:,.0f} → {last:,.0f}, slope {growth:+.3f} per second")
        # Over the whole run, the fitted growth stays within a tenth of what there was.
        assert growth * seconds < max(floor, first / 10)
