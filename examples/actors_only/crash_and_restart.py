"""A crash and its restart, seen by everyone involved.

The counter crashes on a negative number. Its asker gets an `ActorFault`, messages behind the bad
one are handled by the next incarnation, state is carried over, and after too many crashes in too
short a time the supervisor gives up and the watcher is told.
"""

import taox.actors as ta


class Add(ta.Request[int]):
    number: int


class TooLarge(ta.Refused):
    """A refusal: an answer to the asker, and no crash."""


class Counter(ta.Actor):
    """Adds, refuses what is too large, and crashes on what is negative."""

    def __init__(self) -> None:
        self.total = 0

    async def started(self) -> None:
        print(f"    counter starts with {self.total}")

    async def stopping(self, reason: ta.StopReason) -> None:
        print(f"    counter stops: {reason}")

    def snapshot(self) -> object:
        return self.total

    def restore(self, state: int) -> None:
        self.total = state

    @ta.handles
    def add(self, message: Add) -> int:
        if message.number > 1000:
            raise TooLarge(message.number)
        if message.number < 0:
            raise ValueError(f"{message.number} is negative")
        self.total += message.number
        return self.total


async def main() -> list[str]:
    """Ask for a number of things, good and bad; what came back."""
    got: list[str] = []
    async with ta.System() as system:
        team = await system.start(ta.Supervisor, name="team", intensity=2, restart="temporary")
        counter = await system.start(Counter, name="counter", restart="permanent", under=team)
        end = team.watch()
        for number in (5, 5000, 7, -1, 8, -2, -3, 9):
            try:
                got.append(str(await counter.ask(Add(number), timeout=5)))
            except ta.ActorError as error:
                got.append(type(error).__name__)
            print(f"add {number}: {got[-1]}")
        print(f"the team is {(await end).reason}")
        print(
            f"{system.statistics().restarts} restarts, {system.dead_letters.total()} dead letters"
        )
    return got


if __name__ == "__main__":
    import logging

    logging.disable(logging.ERROR)  # crashes are part of the story here
    got = ta.run(main, seed=1)
    fault = "ActorFault"
    assert got == ["5", "TooLarge", "12", fault, "20", fault, fault, "ActorStopped"]
