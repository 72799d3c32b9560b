"""Waiting for the end of an actor."""

from collections.abc import AsyncIterator, Generator
from typing import TYPE_CHECKING, Any

import trio

from taox.actors.reasons import Down, StopReason

if TYPE_CHECKING:
    from taox.actors.cell import Cell

__all__ = ["Watch"]


class Watch:
    """One actor's end, once: await it, or loop over it.

    If `Cancelled` is raised while waiting, the watch goes on and can be awaited again.
    """

    __slots__ = ("_cell", "_event", "_reason")

    def __init__(self, cell: "Cell") -> None:
        self._cell = cell
        self._event = trio.Event()
        self._reason: StopReason | None = None
        if cell.gone is None:
            cell.watchers.append(self._notice)
        else:
            self._notice(cell.gone)

    def __await__(self) -> Generator[Any, Any, Down]:
        return self._wait().__await__()

    async def __aiter__(self) -> AsyncIterator[Down]:
        yield await self._wait()

    async def _wait(self) -> Down:
        await self._event.wait()
        assert self._reason is not None  # noqa: S101 - set before the event
        return Down(self._cell.ref, self._reason)

    def _notice(self, reason: StopReason) -> None:
        self._reason = reason
        self._event.set()
