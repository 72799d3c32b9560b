"""A stream with a slow consumer: the producer never gets further ahead than the window.

The sensor could make a million readings at once; each tells when it was made. The reader takes one
per second. With a window of eight the sensor makes eight and one that waits, gets new credit when
half have been taken, and is cancelled when the reader has seen enough.
"""

from collections.abc import AsyncIterator

import trio

import taox.actors as ta

WINDOW = 8
WANTED = 20


class Reading(ta.Message):
    number: int
    made_at: float


class Readings(ta.StreamRequest[Reading]):
    count: int


class Made(ta.Request[int]):
    pass


class Sensor(ta.Actor):
    """Makes readings as fast as it is allowed to."""

    def __init__(self) -> None:
        self.made = 0

    @ta.handles
    async def readings(self, message: Readings) -> AsyncIterator[Reading]:
        try:
            for number in range(message.count):
                self.made += 1
                yield Reading(number, made_at=trio.current_time())
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
        print("taken at   reading   made at")
        async for reading in sensor.stream(Readings(1_000_000), window=WINDOW):
            now = trio.current_time()
            if taken % 4 == 0:
                print(f"{now:>6.0f} s {reading.number:>9} {reading.made_at:>7.0f} s")
            assert now - reading.made_at <= WINDOW + 1
            taken += 1
            if taken == WANTED:
                break
            await trio.sleep(1)
        made = await sensor.ask(Made())
        print(f"taken {taken}, made {made}, at {system.clock.now():.0f} virtual seconds")
        return made


if __name__ == "__main__":
    made = ta.run(main, seed=1)
    assert made <= WANTED + WINDOW + 1
