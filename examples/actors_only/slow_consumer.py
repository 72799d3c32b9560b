"""A stream with a slow consumer: the producer never gets further ahead than the window.

The sensor could make a million readings at once. With a window of eight it makes eight more than
the reader has taken, waits, and is cancelled when the reader has seen enough.
"""

from collections.abc import AsyncIterator

import trio

import taox.actors as ta


class Readings(ta.StreamRequest[int]):
    count: int


class Made(ta.Request[int]):
    pass


class Sensor(ta.Actor):
    """Makes readings as fast as it is allowed to."""

    def __init__(self) -> None:
        self.made = 0

    @ta.handles
    async def readings(self, message: Readings) -> AsyncIterator[int]:
        try:
            for number in range(message.count):
                self.made += 1
                yield number
        finally:
            print(f"the producer's turn ends after {self.made} readings")

    @ta.handles
    def report(self, message: Made) -> int:
        return self.made


async def main() -> int:
    """Take twenty readings, one per second, and leave."""
    async with ta.System() as system:
        sensor = await system.start(Sensor)
        taken = 0
        async for _ in sensor.stream(Readings(1_000_000), window=8):
            taken += 1
            await trio.sleep(1)
            if taken == 20:
                break
        made = await sensor.ask(Made())
        print(f"taken {taken}, made {made}, at {system.clock.now():.0f} virtual seconds")
        return made


if __name__ == "__main__":
    made = ta.run(main, seed=1)
    assert made <= 20 + 8 + 1
