"""A rate-limited worker pool: ten workers, one limiter, fifty jobs, ten starts per second.

The pool asks all workers with `ask_many`, at most five at a time. A worker asks the limiter for
leave before it begins. A minute of waiting costs nothing: time is virtual.
"""

import trio

import taox.actors as ta


class Leave(ta.Request[float]):
    """Answered when the next start is allowed, with the time of it."""


class Job(ta.Request[str]):
    number: int


class Limiter(ta.Actor):
    """Gives one leave per interval, in the order of asking."""

    def __init__(self, per_second: int) -> None:
        self.per_second = per_second
        self.given = 0

    @ta.handles
    async def leave(self, message: Leave) -> float:
        # Absolute times: repeated short sleeps would drift.
        await self.clock.sleep_until(self.given / self.per_second)
        self.given += 1
        return self.clock.now()


class Worker(ta.Actor):
    """Works for up to a second, and gives up on one job in ten."""

    def __init__(self, limiter: ta.Ref) -> None:
        self.limiter = limiter

    @ta.handles(raises=(ArithmeticError,))
    async def job(self, message: Job) -> str:
        began = await self.limiter.ask(Leave())
        await trio.sleep(self.random.random())
        if self.random.random() < 0.1:
            raise ArithmeticError(f"job at {began:.1f} s did not converge")
        return f"began {began:.1f} s, done {self.clock.now():.2f} s"


async def main() -> tuple[int, int]:
    """Run five rounds over ten workers; successes and failures."""
    async with ta.System() as system:
        limiter = await system.start(Limiter, 10)
        workers = [await system.start(Worker, limiter) for _ in range(10)]
        done = failed = 0
        for number in range(5):
            async for reply in ta.ask_many(workers, Job(number), timeout=20, concurrency=5):
                done += reply.ok
                failed += not reply.ok
                if number == 0:
                    print(f"{reply.ref.name:>10}: {reply.value or reply.error}")
        print(f"{done} done, {failed} failed, after {system.clock.now():.1f} virtual seconds")
        print(f"limiter: {limiter.statistics().handled} leaves")
        return done, failed


if __name__ == "__main__":
    done, failed = ta.run(main, seed=4)
    assert done + failed == 50
    assert failed
