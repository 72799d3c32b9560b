"""Seeded runs: virtual time, a seeded scheduler, the same trace every time."""

import hashlib
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar, TypeVarTuple, Unpack

import trio
from trio.lowlevel import RunVar

from taox.actors.trio_internals import seeded_scheduler

__all__ = ["current_seed", "run", "run_with_budget", "turns_per_slice"]

T = TypeVar("T")
Args = TypeVarTuple("Args")

_SEED: RunVar[int | str | None] = RunVar("taox seed", default=None)

TURNS_PER_SLICE = 64
_BUDGET: RunVar[int] = RunVar("taox turns per slice", default=TURNS_PER_SLICE)

# Trio's scheduler draws from one source per process.
_ONE_AT_A_TIME = threading.Lock()


def run(main: Callable[[Unpack[Args]], Awaitable[T]], *args: *Args, seed: int | str = 0) -> T:
    """Run an async function in seeded virtual time and return what it returns.

    Waiting costs nothing: when every task waits, the clock jumps to the next deadline. With the
    same seed every task runs in the same order, on any machine and Python version.

    Args:
        main: The async function.
        args: Its arguments.
        seed: Seed of the scheduler and, through `System`, of every actor's randomness.

    Raises:
        RuntimeError: If this thread is already inside a Trio run, or another seeded run is under
            way in this process.

    Example:
        >>> async def main() -> float:
        ...     await trio.sleep(3600)
        ...     return trio.current_time()
        >>> run(main, seed=7)
        3600.0
    """
    return run_with_budget(main, *args, seed=seed, budget=TURNS_PER_SLICE)


def run_with_budget(
    main: Callable[[*Args], Awaitable[T]], *args: *Args, seed: int | str, budget: int
) -> T:
    """`run`, with another bound on the turns between two schedule points.

    A bound of 1 makes every public method a schedule point.
    """
    if trio.lowlevel.in_trio_run():
        raise RuntimeError("a Trio program is running here already; await its functions instead")
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise RuntimeError("one seeded run per process at a time, and one is under way")
    # Imported when needed: trio.testing loads pytest wherever that is installed.
    from trio.testing import MockClock  # noqa: PLC0415

    try:
        with seeded_scheduler(_schedule_seed(seed)):
            return trio.run(_main, main, args, seed, budget, clock=MockClock(autojump_threshold=0))
    finally:
        _ONE_AT_A_TIME.release()


def current_seed() -> int | str | None:
    """The seed of the current run; None when it is not a seeded one."""
    return _SEED.get()


def turns_per_slice() -> int:
    """How many turns may run between two schedule points."""
    return _BUDGET.get()


async def _main(
    main: Callable[[*Args], Awaitable[T]], args: tuple[*Args], seed: int | str, budget: int
) -> T:
    _SEED.set(seed)
    _BUDGET.set(budget)
    return await main(*args)


def _schedule_seed(seed: int | str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\0schedule".encode()).digest())
