"""A random workload of many actors, whose trace depends on its seed and on nothing else.

Run as a program it prints the trace: ``python workload.py SEED ACTORS``.
"""

import sys
from collections.abc import AsyncIterator

import trio

import taox.actors as ta


class Task(ta.Request[int]):
    depth: int


class Quick(ta.Request[int]):
    pass


class Rumour(ta.Message):
    depth: int


class Feed(ta.StreamRequest[int]):
    count: int


class Busy(ta.Refused):
    pass


class Member(ta.Actor):
    """Asks, tells, streams, naps, refuses and crashes at random."""

    mailbox = ta.Mailbox(4, overflow="reject")

    def __init__(self, others: list[ta.Ref]) -> None:
        self.others = others

    def other(self) -> ta.Ref:
        return self.random.choice(self.others)

    @ta.handles
    def quick(self, message: Quick) -> int:
        if self.random.random() < 0.05:
            raise Busy(self.ref.name)
        return self.random.randrange(100)

    @ta.handles
    async def task(self, message: Task) -> int:
        await trio.sleep(self.random.randrange(3))
        if self.random.random() < 0.03:
            raise ValueError("bad luck")
        if message.depth == 0:
            return 1
        total = 0
        refs = [self.other() for _ in range(3)]
        async for reply in ta.ask_many(refs, Task(message.depth - 1), timeout=4, quorum=2):
            total += reply.value or 0
        async for number in self.other().stream(Feed(5), window=2, timeout=3):
            total += number
            if number == 3:
                break
        return total

    @ta.handles
    async def rumour(self, message: Rumour) -> None:
        if message.depth:
            self.other().try_tell(Rumour(message.depth - 1))
            await self.other().tell(Rumour(message.depth - 1))

    @ta.handles
    async def feed(self, message: Feed) -> AsyncIterator[int]:
        for number in range(message.count):
            await trio.sleep(self.random.random())
            yield number


async def drive(refs: list[ta.Ref], system: ta.System, number: int) -> None:
    source = system.random_for(f"driver {number}")
    for _ in range(4):
        ref = source.choice(refs)
        try:
            kind = source.randrange(5)
            if kind == 0:
                await ref.ask(Quick())
            elif kind == 1:
                await ref.tell(Rumour(3))
            elif kind == 2:
                await trio.sleep(source.random())
                system.kill(ref)
            else:
                await ref.ask(Task(2), timeout=source.choice((2, 10, None)))
        except (ta.ActorError, trio.TooSlowError):
            await trio.sleep(source.random())


async def main(actors: int) -> list[str]:
    """The trace, a line per event, then the system's figures."""
    policy = ta.Policy(intensity=10_000)
    async with ta.System(copy_messages=True, trace=1_000_000, policy=policy) as system:
        refs: list[ta.Ref] = []
        for _ in range(actors):
            refs.append(await system.start(Member, refs, restart="permanent"))
        async with trio.open_nursery() as nursery:
            for number in range(actors // 2):
                nursery.start_soon(drive, refs, system, number)
        return [*map(str, system.trace), str(system.statistics()), str(trio.current_time())]


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    for line in ta.run(main, int(sys.argv[2]), seed=int(sys.argv[1])):
        print(line)
