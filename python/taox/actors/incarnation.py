"""One life of an actor: built, started, serving, stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import trio

from taox.actors.cell import Cell
from taox.actors.engine import CURRENT
from taox.actors.errors import ActorStopped
from taox.actors.faults import fault_from, is_failure
from taox.actors.nursery import ActorNursery
from taox.actors.reasons import StopReason
from taox.actors.worker import Worker

__all__ = ["Factory", "live"]


@dataclass(slots=True)
class Factory:
    """How to make the next incarnation of an actor.

    Attributes:
        args: Positional arguments of its class.
        options: Keyword arguments of its class.
        stop_within: Seconds for the `stopping` hook.
        state: What the last incarnation's `snapshot` returned, or None.
    """

    args: tuple[Any, ...]
    options: dict[str, Any]
    stop_within: float
    state: object = None


async def live(cell: Cell, factory: Factory, born: Callable[[], None]) -> StopReason:
    """Run one incarnation to its end and say why it ended.

    A crash is a reason and not an exception. If `Cancelled` is raised, the actor was cut off by
    whatever owns it.

    Args:
        cell: The actor's place.
        factory: How to make the actor.
        born: Called once, when `started` has returned.
    """
    cell.begin()
    try:
        async with trio.open_nursery() as nursery:
            cell.nursery = ActorNursery(cell, nursery)
            await _serve(cell, factory, nursery, born)
            await _stopping(cell, factory.stop_within)
            nursery.cancel_scope.cancel()
    except BaseExceptionGroup as group:
        failures, signals = group.split(is_failure)
        if failures is not None:
            cell.crash(fault_from(cell.path, "background work", _only(failures)))
        if signals is not None:
            raise signals from None
        await _stopping(cell, factory.stop_within)
    finally:
        cell.interrupt_turns(ActorStopped(cell.path, str(cell.reason)))
        cell.nursery = None
    return cell.reason


async def _serve(
    cell: Cell, factory: Factory, nursery: trio.Nursery, born: Callable[[], None]
) -> None:
    worker = Worker(cell)
    CURRENT.set(worker)
    cell.workers = [worker]
    if not await _begin(cell, factory, nursery):
        return
    cell.state = "running"
    born()
    if cell.kind.max_turns == 1:
        await worker.run()
        return
    cell.workers.clear()
    async with trio.open_nursery() as turns:
        for _ in range(cell.kind.max_turns):
            turns.start_soon(_serve_beside, cell, turns.cancel_scope)


async def _begin(cell: Cell, factory: Factory, nursery: trio.Nursery) -> bool:
    """Build the actor and let it start; False if it failed."""
    doing = "__init__"
    try:
        actor = cell.kind.__new__(cell.kind)
        actor._cell = cell
        # The cell must be known inside it, so the two steps of a call are made apart.
        actor.__init__(*factory.args, **factory.options)  # type: ignore[misc]
        if factory.state is not None:
            doing = "restore"
            actor.restore(factory.state)
            factory.state = None
        doing = "started"
        if cell.family is not None:
            cell.family.policy = actor.policy
            await nursery.start(cell.family.run)
        await actor.started()
        if cell.family is not None:
            await cell.family.wake_dormant()
    except BaseException as error:
        if not is_failure(error):
            raise
        if doing == "restore":
            # What cannot be restored once is not tried again: no snapshot, no state.
            cell.actor = None
        cell.crash(fault_from(cell.path, doing, error))
        return False
    cell.actor = actor
    return True


async def _serve_beside(cell: Cell, others: trio.CancelScope) -> None:
    worker = Worker(cell)
    CURRENT.set(worker)
    cell.workers.append(worker)
    await worker.run()
    if cell.fault is not None:
        others.cancel()


async def _stopping(cell: Cell, stop_within: float) -> None:
    """Call the hook once, if the actor ever started."""
    if cell.state != "running":
        return
    cell.state = "stopping"
    reason = cell.reason
    if cell.family is not None:
        await cell.family.stop("shutdown" if reason.kind == "shutdown" else "restarting")
    try:
        with trio.move_on_after(stop_within):
            await cell.actor.stopping(reason)
    except BaseException as error:
        if not is_failure(error):
            raise
        cell.crash(fault_from(cell.path, "stopping", error))


def _only(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The exception in a group of one."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error
