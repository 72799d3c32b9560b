"""The actor that tests of asks and turns ask: it naps, passes on, shields and chats."""

import trio

import taox.actors as ta


class Now(ta.Request[float]):
    """Answered by the deadline of the turn, without waiting."""


class Nap(ta.Request[float]):
    seconds: float


class Hop(ta.Request[float]):
    """Passed on with another timeout, `hops` times, then a nap."""

    hops: int
    seconds: float
    timeouts: list[float | None]


class Shield(ta.Request[int]):
    pass


class Who(ta.Request[tuple[str, str, int, int]]):
    pass


class Chat(ta.Message):
    rounds: int


class Worker(ta.Actor):
    def __init__(self, next_one: ta.Ref | None = None) -> None:
        self.next = next_one
        self.cancelled: list[float] = []
        self.done = 0

    @ta.handles
    def now(self, message: Now) -> float:
        return self.turn.deadline

    @ta.handles
    async def nap(self, message: Nap) -> float:
        try:
            await trio.sleep(message.seconds)
        except trio.Cancelled:
            self.cancelled.append(self.clock.now())
            raise
        self.done += 1
        return self.turn.deadline

    @ta.handles
    async def hop(self, message: Hop) -> float:
        if message.hops == 0 or self.next is None:
            return await self.nap(Nap(seconds=message.seconds))
        try:
            return await self.next.ask(
                Hop(message.hops - 1, message.seconds, message.timeouts[1:]),
                timeout=message.timeouts[0],
            )
        except trio.Cancelled:
            self.cancelled.append(self.clock.now())
            raise

    @ta.handles
    async def shield(self, message: Shield) -> int:
        with trio.CancelScope(shield=True):
            await trio.sleep(10)
        self.done += 1
        return self.done

    @ta.handles
    async def who(self, message: Who) -> tuple[str, str, int, int]:
        sender = self.turn.sender
        return (
            sender.path if sender else "",
            str(self.turn.principal),
            self.turn.id,
            self.turn.cause,
        )

    @ta.handles
    async def chat(self, message: Chat) -> None:
        if message.rounds and self.turn.sender:
            await self.turn.sender.tell(Chat(rounds=message.rounds - 1))
        elif message.rounds and self.next:
            await self.next.tell(Chat(rounds=message.rounds - 1))


def actor(ref: ta.Ref) -> Worker:
    found = ref._cell.actor
    assert isinstance(found, Worker)
    return found


async def chain(system: ta.System, length: int) -> list[ta.Ref]:
    """Workers that pass a `Hop` on to the next; the first of the list is the first asked."""
    refs: list[ta.Ref] = []
    for _ in range(length):
        refs.insert(0, await system.start(Worker, *refs[:1]))
    return refs
