"""Waiting for the end of an actor."""

import weakref
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Self

import trio

from taox.actors.reasons import Down, StopReason

if TYPE_CHECKING:
    from taox.actors.cell import Cell

__all__ = ["Watch"]


class Watch:
    """One actor's end, once: await it, or loop over it.

    If `Cancelled` is raised while waiting, the watch goes on and can be awaited again. A watch
    that nobody holds any more is forgotten.
    """

    __slots__ = ("__weakref__", "_cell", "_event", "_reason", "_told")

    def __init__(self, cell: "Cell") -> None:
        self._cell = cell
        self._event = trio.Event()
        self._reason: StopReason | None = None
        self._told = False
        if cell.gone is not None:
            self.notice(cell.gone)
            return
        cell.watchers = [watcher for watcher in cell.watchers if watcher() is not None]
        cell.watchers.append(weakref.ref(self))

    def notice(self, reason: StopReason) -> None:
        """The actor is gone."""
        self._reason = reason
        self._event.set()

    def __await__(self) -> Generator[Any, Any, Down]:
        return self._wait().__await__()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Down:
        if self._told:
            await trio.lowlevel.checkpoint()
            raise StopAsyncIteration
        down = await self._wait()
        self._told = True
        return down

    async def _wait(self) -> Down:
        await self._event.wait()
        assert self._reason is not None  # noqa: S101 - set before the event
        return Down(self._cell.ref, self._reason)
