"""Figures about actors and systems, for a glance or a gauge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taox.actors.cell import Cell
    from taox.actors.engine import Engine

__all__ = [
    "BUCKETS",
    "ActorStatistics",
    "SystemStatistics",
    "Totals",
    "statistics_of",
    "statistics_of_system",
]

# Upper bounds of the turn time histogram: from a microsecond to some hours, by powers of two.
BUCKETS = tuple(1e-6 * 2.0**power for power in range(34))


@dataclass(frozen=True, slots=True)
class ActorStatistics:
    """One actor at one moment.

    Attributes:
        path: Where it is.
        state: ``starting``, ``running``, ``stopping``, ``restarting``, or how it ended.
        incarnation: 1 until its first restart.
        queued: Messages in its mailbox.
        blocked: Senders waiting for room in it.
        handled: Messages handled, in all incarnations.
        refused: Messages answered with a declared error.
        lost: Messages for it that became dead letters.
        turn_seconds: Upper bounds of the 50th, 90th and 99th percentile of turn time, exact to a
            factor of two, from every sixteenth queued turn; zeros when none was timed.
    """

    path: str
    state: str
    incarnation: int
    queued: int
    blocked: int
    handled: int
    refused: int
    lost: int
    turn_seconds: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class SystemStatistics:
    """One system at one moment; the counts include actors that are gone.

    Attributes:
        actors: Actors alive or about to restart.
        queued: Messages in all mailboxes.
        blocked: Senders waiting for room.
        handled: Messages handled.
        refused: Messages answered with a declared error.
        restarts: Incarnations after the first.
        unhandled: Crashes of actors without a restart policy.
        dead_letters: Messages nobody handled, by reason.
        timers: Deadlines that have not passed.
    """

    actors: int
    queued: int
    blocked: int
    handled: int
    refused: int
    restarts: int
    unhandled: int
    dead_letters: Mapping[str, int]
    timers: int


class Totals:
    """What actors that are gone have done."""

    __slots__ = ("handled", "refused", "restarts")

    def __init__(self) -> None:
        self.handled = self.refused = self.restarts = 0

    def add(self, cell: "Cell") -> None:
        """Count one more actor."""
        self.handled += cell.handled
        self.refused += cell.refused
        self.restarts += max(0, cell.incarnation - 1)


def statistics_of(cell: "Cell") -> ActorStatistics:
    """The figures of one actor."""
    return ActorStatistics(
        cell.path,
        cell.state,
        cell.incarnation,
        len(cell.user),
        len(cell.waiting),
        cell.handled,
        cell.refused,
        cell.lost,
        _quantiles(cell.turn_times or []),
    )


def statistics_of_system(engine: "Engine") -> SystemStatistics:
    """The figures of a system."""
    totals = Totals()
    for cell in engine.cells.values():
        totals.add(cell)
    cells = engine.cells.values()
    return SystemStatistics(
        actors=len(cells),
        queued=sum(len(cell.user) for cell in cells),
        blocked=sum(len(cell.waiting) for cell in cells),
        handled=totals.handled + engine.past.handled,
        refused=totals.refused + engine.past.refused,
        restarts=totals.restarts + engine.past.restarts,
        unhandled=engine.unhandled_count,
        dead_letters=dict(engine.dead_letters.counts),
        timers=engine.timers.live,
    )


def _quantiles(histogram: list[int]) -> tuple[float, float, float]:
    total = sum(histogram)
    if not total:
        return (0.0, 0.0, 0.0)
    bounds = []
    for share in (0.5, 0.9, 0.99):
        seen = 0
        for bound, count in zip(BUCKETS, histogram, strict=True):
            seen += count
            if seen >= share * total:
                bounds.append(bound)
                break
    return (bounds[0], bounds[1], bounds[2])
