"""A Trio instrument: keeps virtual time honest."""

import math

import trio

from taox.actors.engine import Engine
from taox.actors.errors import Deadlock
from taox.actors.tree import tree_of
from taox.actors.trio_internals import scheduler_is_idle, someone_waits_for_idleness

__all__ = ["Watchman"]

# Trio's own wake-up socket is always being read.
_OWN_SOCKETS = 1


class Watchman(trio.abc.Instrument):
    """Under virtual time, prunes answered deadlines before the clock jumps, and sees deadlocks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._deadlock = trio.Event()

    def __enter__(self) -> None:
        if self._engine.clock.virtual:
            trio.lowlevel.add_instrument(self)

    def __exit__(self, *_: object) -> None:
        if self._engine.clock.virtual:
            trio.lowlevel.remove_instrument(self)

    def before_io_wait(self, timeout: float) -> None:  # noqa: ARG002 - Trio's signature
        """Called once per scheduler pass; the clock jumps only after a pass with nothing to do."""
        if not scheduler_is_idle():
            return
        timers = self._engine.timers
        timers.settle()
        if timers.idle and self._is_deadlocked():
            self._deadlock.set()

    async def run(self) -> None:
        """Wait for a deadlock and raise it; an instrument's own exception would be swallowed.

        If `Cancelled` is raised, there was none.

        Raises:
            Deadlock: Every task waits, and nothing will wake one.
        """
        await self._deadlock.wait()
        raise Deadlock(tree_of(self._engine))

    def _is_deadlocked(self) -> bool:
        """Whether nothing inside the run, no thread and no socket can wake a task."""
        now = trio.lowlevel.current_statistics()
        if now.seconds_to_next_deadline != math.inf or someone_waits_for_idleness():
            return False
        if trio.to_thread.current_default_thread_limiter().borrowed_tokens:
            return False
        waiting = getattr(now.io_statistics, "tasks_waiting_read", 0)
        waiting += getattr(now.io_statistics, "tasks_waiting_write", 0)
        return bool(waiting <= _OWN_SOCKETS)
