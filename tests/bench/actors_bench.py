"""Speed of the actor runtime beside bare Trio channels and, when it is installed, Pykka.

Run: ``python tests/bench/actors_bench.py [--quick]``. The gate is the ratio to a request and a
reply memory channel in the same run: absolute figures depend on the machine. Every figure is in
operations per second of CPU time of this process; the wall clock stands beside it.
"""

import argparse
import gc
import math
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Self

import trio
from trio.testing import wait_all_tasks_blocked

import taox.actors as ta


class Echo(ta.Request[int]):
    number: int


class EchoLater(ta.Request[int]):
    number: int


class Note(ta.Message):
    number: int


class Server(ta.Actor):
    @ta.handles
    def echo(self, message: Echo) -> int:
        return message.number

    @ta.handles
    async def echo_later(self, message: EchoLater) -> int:
        return message.number

    @ta.handles
    def note(self, message: Note) -> None:
        pass


class Timed:
    """CPU and wall seconds of a block."""

    def __enter__(self) -> Self:
        gc.collect()
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu = time.process_time() - self.cpu
        self.wall = time.perf_counter() - self.wall


async def asks(request: ta.Request[int], askers: int, count: int, limit: float | None) -> Timed:
    async with ta.System() as system:
        server = await system.start(Server)

        async def asker() -> None:
            for _ in range(count // askers):
                await server.ask(request, timeout=limit)

        with Timed() as timed:
            async with trio.open_nursery() as nursery:
                for _ in range(askers):
                    nursery.start_soon(asker)
    return timed


async def channels(askers: int, count: int) -> Timed:
    """The same exchange with memory channels: one request channel, a reply channel per asker."""
    send, receive = trio.open_memory_channel[tuple[int, trio.MemorySendChannel[int]]](math.inf)

    async def serve() -> None:
        async for number, back in receive:
            await back.send(number)

    async def ask() -> None:
        back, replies = trio.open_memory_channel[int](1)
        for number in range(count // askers):
            await send.send((number, back))
            await replies.receive()

    with Timed() as timed:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(serve)
            async with trio.open_nursery() as all_askers:
                for _ in range(askers):
                    all_askers.start_soon(ask)
            nursery.cancel_scope.cancel()
    return timed


async def tells(count: int) -> Timed:
    async with ta.System() as system:
        server = await system.start(Server)
        note = Note(number=1)
        with Timed() as timed:
            for _ in range(count):
                await server.tell(note)
            await server.ask(Echo(number=1))
    return timed


async def many(count: int) -> Timed:
    async with ta.System() as system:
        refs = [await system.start(Server) for _ in range(100)]
        request = Echo(number=1)
        with Timed() as timed:
            for _ in range(count // 100):
                async for _reply in ta.ask_many(refs, request):
                    pass
    return timed


async def starts(count: int) -> Timed:
    async with ta.System() as system:
        with Timed() as timed:
            for _ in range(count):
                await system.start(Server)
    return timed


async def memory(count: int) -> float:
    """Bytes per idle actor."""
    async with ta.System() as system:
        await system.start(Server)
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(count):
            await system.start(Server)
        await wait_all_tasks_blocked()
        gc.collect()
        after = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return (after - before) / count


def pykka_asks(count: int) -> float | None:
    try:
        import pykka  # noqa: PLC0415 - only here to stand beside
    except ImportError:
        return None

    class Peer(pykka.ThreadingActor):
        def on_receive(self, message: int) -> int:
            return message

    peer = Peer.start()
    with Timed() as timed:
        for number in range(count):
            peer.ask(number)
    peer.stop()
    return count / timed.cpu


def best(job: Callable[[], Timed], rounds: int = 3) -> Timed:
    return min((job() for _ in range(rounds)), key=lambda timed: timed.cpu)


def row(name: str, count: int, timed: Timed, base: float = 0.0, goal: float = 0.0) -> bool:
    rate = count / timed.cpu
    ratio = f"{rate / base:6.2f}" if base else ""
    wanted = f"{goal:6.2f}" if goal else ""
    print(f"{name:<46}{rate:>12,.0f}{count / timed.wall:>12,.0f}{ratio:>8}{wanted:>8}")
    return not goal or rate / base >= goal


# Name, request, askers, timeout, and the ratio to bare channels to reach.
ASKS: tuple[tuple[str, ta.Request[int], int, float | None, float], ...] = (
    ("ask, def, default deadline", Echo(1), 1, None, 10.0),
    ("ask, async def, 100 askers, default deadline", EchoLater(1), 100, None, 2.5),
    ("ask, async def, 100 askers, no deadline", EchoLater(1), 100, math.inf, 3.0),
    ("ask, async def, 1 asker, default deadline", EchoLater(1), 1, None, 1.1),
    ("ask, async def, 1 asker, no deadline", EchoLater(1), 1, math.inf, 1.3),
)


def bench_messages(n: int) -> bool:
    print(f"{'':<46}{'ops/CPU s':>12}{'ops/s':>12}{'ratio':>8}{'goal':>8}")
    base = {}
    for askers in (1, 100):
        bare = best(partial(trio.run, channels, askers, n))
        base[askers] = n / bare.cpu
        row(f"bare channels, {askers} askers", n, bare)
    fine = True
    for name, request, askers, limit, goal in ASKS:
        timed = best(partial(trio.run, asks, request, askers, n, limit))
        fine &= row(name, n, timed, base[askers], goal)
    row("tell, one sender", n, best(partial(trio.run, tells, n)))
    row("ask_many, 100 refs, def", n, best(partial(trio.run, many, n)))
    rate = pykka_asks(n // 10)
    print(
        "Pykka is not installed" if rate is None else f"{'Pykka: ask, 1 asker':<46}{rate:>12,.0f}"
    )
    return fine


def main() -> int:
    """Print the table; 1 if a ratio is below its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    scale = 1 if parser.parse_args().quick else 10
    fine = bench_messages(10_000 * scale)
    seconds = trio.run(starts, 1000 * scale).cpu
    size = trio.run(memory, 1000)
    print(f"start {1000 * scale:,} actors: {seconds:.2f} s of CPU, goal {0.2 * scale:.1f}")
    print(f"memory of an idle actor: {size:,.0f} bytes, goal 10,000")
    return 0 if fine and seconds <= 0.2 * scale and size <= 10_000 else 1


if __name__ == "__main__":
    sys.exit(main())
