"""The one clock of a run, virtual or real."""

import sys

import trio

__all__ = ["Clock"]


def _is_virtual(clock: object) -> bool:
    # trio.testing is looked up, not imported: it loads pytest wherever that is installed, and
    # who has a MockClock has loaded it.
    testing = sys.modules.get("trio.testing")
    return testing is not None and isinstance(clock, testing.MockClock)


class Clock:
    """The clock of the current Trio run; actors read this one and no other.

    Example:
        >>> from trio.testing import MockClock
        >>> async def main() -> float:
        ...     clock = Clock()
        ...     await clock.sleep_until(clock.now() + 3600)
        ...     return clock.now()
        >>> trio.run(main, clock=MockClock(autojump_threshold=0))
        3600.0
    """

    __slots__ = ("_virtual",)

    def __init__(self) -> None:
        self._virtual = _is_virtual(trio.lowlevel.current_clock())

    @property
    def virtual(self) -> bool:
        """Whether waiting costs nothing: time jumps when everyone waits."""
        return self._virtual

    def now(self) -> float:
        """Seconds since an arbitrary beginning; 0 at the start of a seeded run."""
        return trio.current_time()

    async def sleep(self, seconds: float) -> None:
        """Wait. If `Cancelled` is raised, less time than asked for has passed."""
        await trio.sleep(seconds)

    async def sleep_until(self, time: float) -> None:
        """Wait until an absolute time; repeated waits for ``start + k * step`` do not drift.

        If `Cancelled` is raised, that time has not come.
        """
        await trio.sleep_until(time)
