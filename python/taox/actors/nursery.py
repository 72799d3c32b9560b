"""Background work of an actor."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVarTuple, Unpack

import trio

from taox.actors.engine import CURRENT
from taox.actors.worker import Background

if TYPE_CHECKING:
    from taox.actors.cell import Cell

__all__ = ["ActorNursery"]

Args = TypeVarTuple("Args")


class ActorNursery:
    """A Trio nursery whose tasks send as their actor and outside any turn."""

    __slots__ = ("_cell", "_nursery")

    def __init__(self, cell: "Cell", nursery: trio.Nursery) -> None:
        self._cell = cell
        self._nursery = nursery

    @property
    def cancel_scope(self) -> trio.CancelScope:
        """The scope around the whole actor: cancelling it kills the actor."""
        return self._nursery.cancel_scope

    def start_soon(self, function: Callable[[Unpack[Args]], Awaitable[Any]], *args: *Args) -> None:
        """Start a task that ends with the actor."""
        self._nursery.start_soon(self._run, function, args, name=function)

    async def start(self, function: Callable[..., Awaitable[Any]], *args: object) -> Any:
        """Start a task and wait until it calls ``task_status.started()``.

        If `Cancelled` is raised, the task is cancelled too.
        """
        return await self._nursery.start(self._run_started, function, args, name=function)

    async def _run(self, function: Callable[..., Awaitable[Any]], args: tuple[Any, ...]) -> None:
        CURRENT.set(Background(self._cell))
        await function(*args)

    async def _run_started(
        self,
        function: Callable[..., Awaitable[Any]],
        args: tuple[Any, ...],
        task_status: trio.TaskStatus[Any],
    ) -> None:
        CURRENT.set(Background(self._cell))
        await function(*args, task_status=task_status)
