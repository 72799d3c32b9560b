"""One heap of deadlines per system, and one task that sleeps until the earliest."""

import heapq
import math
from typing import Protocol

import trio

__all__ = ["Timers"]

_COMPACT_ABOVE = 64


class Expiring(Protocol):
    """What a timer ends: a call, or a scheduled piece of work."""

    done: bool

    def expire(self) -> None:
        """The deadline has passed."""


class Timers:
    """Deadlines in order; equal ones expire in the order they were added.

    An answered deadline stays in the heap until it is pruned, because removing it costs more
    than the message it belonged to. Pruning keeps the heap within twice the live entries, and
    `settle` makes sure that virtual time never jumps to a deadline that no longer matters.
    """

    __slots__ = ("_entries", "_scope", "_sequence", "live")

    def __init__(self) -> None:
        self._entries: list[tuple[float, int, Expiring]] = []
        self._sequence = 0
        self._scope = trio.CancelScope()
        self.live = 0

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, deadline: float, what: Expiring) -> None:
        """Expire `what` at `deadline` unless `drop` is called before."""
        self._sequence += 1
        heapq.heappush(self._entries, (deadline, self._sequence, what))
        self.live += 1
        if deadline < self._scope.deadline:  # noqa: PLR1730 - the setter is the cost
            self._scope.deadline = deadline

    def drop(self) -> None:
        """One entry is done; its `done` must already say so."""
        self.live -= 1
        entries = self._entries
        if not self.live:
            entries.clear()
        elif len(entries) > _COMPACT_ABOVE and len(entries) > 2 * self.live:
            entries[:] = [entry for entry in entries if not entry[2].done]
            heapq.heapify(entries)

    @property
    def idle(self) -> bool:
        """Whether nothing will expire, once settled."""
        return self._scope.deadline == math.inf

    def settle(self) -> None:
        """Aim the sleeping task at the earliest deadline that still matters."""
        entries = self._entries
        while entries and entries[0][2].done:
            heapq.heappop(entries)
        deadline = entries[0][0] if entries else math.inf
        if deadline != self._scope.deadline:
            self._scope.deadline = deadline

    async def run(self) -> None:
        """Expire entries as their time comes, until cancelled."""
        while True:
            with self._scope:
                await trio.sleep_forever()
            self._scope = trio.CancelScope()
            self._expire(trio.current_time())
            self.settle()

    def _expire(self, now: float) -> None:
        entries = self._entries
        while entries and entries[0][0] <= now:
            what = heapq.heappop(entries)[2]
            if not what.done:
                self.live -= 1
                what.expire()
