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
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Self

import trio

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


Job = Callable[[int], Awaitable[None]]


class Timed:
    """CPU and wall seconds of a block."""

    def __enter__(self) -> Self:
        gc.collect()
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu = time.process_time() - self.cpu
        self.wall = time.perf_counter() - self.wall


async def ask_one(
    server: ta.Ref, request: ta.Request[int], count: int, timeout: float | None
) -> None:
    for _ in range(count):
        await server.ask(request, timeout=timeout)


async def asks(request: ta.Request[int], askers: int, count: int, timeout: float | None) -> Timed:
    async with ta.System() as system:
        server = await system.start(Server)
        with Timed() as timed:
            async with trio.open_nursery() as nursery:
                for _ in range(askers):
                    nursery.start_soon(ask_one, server, request, count // askers, timeout)
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


async def idle(count: int) -> tuple[Timed, float]:
    async with ta.System() as system:
        gc.collect()
        with Timed() as timed:
            for _ in range(count):
                await system.start(Server)
    return timed, 0.0


async def memory(count: int) -> float:
    """Bytes per idle actor."""
    async with ta.System() as system:
        await system.start(Server)
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(count):
            await system.start(Server)
        await trio.testing.wait_all_tasks_blocked()
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


def best(job: Callable[[], Timed], rounds: int) -> Timed:
    return min((job() for _ in range(rounds)), key=lambda timed: timed.cpu)


def row(name: str, count: int, timed: Timed, base: float | None, goal: float | None) -> bool:
    rate = count / timed.cpu
    ratio = "" if base is None else f"{rate / base:6.2f}"
    wanted = "" if goal is None else f"{goal:6.2f}"
    print(f"{name:<44}{rate:>12,.0f}{count / timed.wall:>12,.0f}{ratio:>8}{wanted:>8}")
    return base is None or goal is None or rate / base >= goal


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    scale = 1 if parser.parse_args().quick else 10
    rounds = 3
    n = 10_000 * scale
    print(f"{'':<44}{'ops/CPU s':>12}{'ops/s':>12}{'ratio':>8}{'goal':>8}")
    bare = {k: best(partial(trio.run, channels, k, n), rounds) for k in (1, 100)}
    base = {k: n / timed.cpu for k, timed in bare.items()}
    for k, timed in bare.items():
        row(f"bare channels, {k} askers", n, timed, None, None)
    fine = True
    now, later = Echo(number=1), EchoLater(number=1)
    for name, request, askers, timeout, goal in (
        ("ask, def, default deadline", now, 1, None, 10.0),
        ("ask, async def, 100 askers, default deadline", later, 100, None, 2.5),
        ("ask, async def, 100 askers, no deadline", later, 100, math.inf, 3.0),
        ("ask, async def, 1 asker, default deadline", later, 1, None, 1.1),
        ("ask, async def, 1 asker, no deadline", later, 1, math.inf, 1.3),
    ):
        timed = best(lambda: trio.run(asks, request, askers, n, timeout), rounds)  # noqa: B023
        fine &= row(name, n, timed, base[askers], goal)
    row("tell, one sender", n, best(lambda: trio.run(tells, n), rounds), None, None)
    row("ask_many, 100 refs, def", n, best(lambda: trio.run(many, n), rounds), None, None)
    rate = pykka_asks(n // 10)
    if rate is not None:
        print(f"{'Pykka: ask, one asker':<44}{rate:>12,.0f}")
    timed, _ = trio.run(idle, 1000 * scale)
    print(f"start {1000 * scale:,} actors: {timed.cpu:.2f} s CPU")
    print(f"memory of an idle actor: {trio.run(memory, 1000):,.0f} bytes")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
