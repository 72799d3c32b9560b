"""Random trees of supervisors under random crashes, kills, stops and starts, in many orders.

Whatever happens, every ask is answered, the system closes in bounded time, and nothing is left.
"""

import trio

import taox.actors as ta
from taox.actors.testing import explore

STRATEGIES: tuple[ta.Strategy, ...] = ("one_for_one", "rest_for_one", "one_for_all")
RESTARTS: tuple[ta.Restart | None, ...] = ("permanent", "transient", "temporary", None)


class Work(ta.Request[int]):
    seconds: float


class Crash(ta.Message):
    pass


class Leaf(ta.Actor):
    mailbox = ta.Mailbox(3)

    async def started(self) -> None:
        await trio.sleep(self.random.choice((0, 0, 0.5)))
        if self.random.random() < 0.05:
            raise ValueError("no start")
        if self.random.random() < 0.2:
            self.nursery.start_soon(self.background)

    async def background(self) -> None:
        await trio.sleep(self.random.uniform(0, 20))
        if self.random.random() < 0.5:
            raise ValueError("background")

    async def stopping(self, reason: ta.StopReason) -> None:
        await trio.sleep(self.random.choice((0, 0, 1, 20)))
        if self.random.random() < 0.05:
            raise ValueError("no stop")

    @ta.handles
    async def work(self, message: Work) -> int:
        await trio.sleep(message.seconds)
        return 1

    @ta.handles
    def crash(self, message: Crash) -> None:
        raise ValueError("crash")


class Wide(Leaf):
    max_turns = 2


class Branch(ta.Supervisor):
    def __init__(self, depth: int, **policy: object) -> None:
        super().__init__(**policy)  # type: ignore[arg-type]
        self.depth = depth

    async def started(self) -> None:
        for _ in range(self.random.randrange(1, 4)):
            restart = self.random.choice(RESTARTS)
            try:
                if self.depth:
                    strategy = self.random.choice(STRATEGIES)
                    await self.start(Branch, self.depth - 1, strategy=strategy, restart=restart)
                else:
                    kind = self.random.choice((Leaf, Wide))
                    await self.start(kind, restart=restart, stop_within=3.0)
            except ta.ActorFault:
                await trio.sleep(0.1)


async def chaos() -> None:
    policy = ta.Policy(intensity=10_000, backoff=(0.0, 0.1))
    async with ta.System(policy=policy, copy_messages=True) as system:
        source = system.random_for("chaos")
        root = await system.start(Branch, 2, intensity=20, restart="permanent", name="root")
        answered = asked = 0

        async def ask() -> None:
            nonlocal answered, asked
            while trio.current_time() < 100:
                cells = [cell for cell in system.engine.cells.values() if cell.family is None]
                if cells:
                    asked += 1
                    try:
                        await source.choice(cells).ref.ask(Work(source.random()), timeout=9)
                    except (ta.ActorError, trio.TooSlowError):
                        await trio.lowlevel.checkpoint()
                    answered += 1
                await trio.sleep(source.random())

        async def bother() -> None:
            while trio.current_time() < 100:
                await trio.sleep(source.random() * 2)
                ref = source.choice(list(system.engine.cells.values())).ref
                what = source.randrange(8)
                if what < 4:
                    if ref._cell.family is None:
                        ref.try_tell(Crash())
                elif what == 4:
                    system.kill(ref)
                elif what == 5 and ref != root:
                    with trio.move_on_after(source.choice((0.0, 1.0, 100.0))):
                        await system.stop(ref)
                elif what == 6:
                    with trio.move_on_after(source.choice((0.0, 0.2, 9.0))):
                        try:
                            await system.start(Leaf, under=root, restart=source.choice(RESTARTS))
                        except (ta.ActorFault, RuntimeError):
                            await trio.lowlevel.checkpoint()
                if not system.engine.cells:
                    return

        async with trio.open_nursery() as nursery:
            for _ in range(6):
                nursery.start_soon(ask)
            for _ in range(4):
                nursery.start_soon(bother)
        assert asked == answered > 100
        closing = trio.current_time()
    # Every leaf may take its three seconds; the tree has at most some dozens of them.
    assert trio.current_time() - closing < 500
    assert not system.engine.cells
    assert system.engine.timers.live == 0
    assert system.statistics().queued == 0


def test_nothing_is_left_whatever_happens() -> None:
    explore(chaos, seeds=range(40))
