"""A Trio instrument: keeps virtual time honest."""

import trio

from taox.actors.engine import Engine
from taox.actors.trio_internals import scheduler_is_idle

__all__ = ["Watchman"]


class Watchman(trio.abc.Instrument):
    """Under virtual time, prunes answered deadlines before the clock can jump to one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self) -> None:
        """Watch the current run; in real time there is nothing to watch."""
        if self._engine.clock.virtual:
            trio.lowlevel.add_instrument(self)

    def end(self) -> None:
        """Stop watching."""
        if self._engine.clock.virtual:
            trio.lowlevel.remove_instrument(self)

    def before_io_wait(self, timeout: float) -> None:  # noqa: ARG002 - Trio's signature
        """Called once per scheduler pass; the clock jumps only after a pass with nothing to do."""
        if scheduler_is_idle():
            self._engine.timers.settle()
