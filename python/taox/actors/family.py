"""Supervision: one nursery and one loop over the children that end in it.

Each child runs in a wrapper that catches, reports and ends; the loop alone decides. A crash never
cancels a sibling by itself.

A family outlives the incarnation of the supervisor it belongs to: children that were cut off with
it are *dormant*, keep their cells and mailboxes, and come back with the next incarnation.
"""

import math
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import trio

from taox.actors.cell import Cell
from taox.actors.engine import Engine
from taox.actors.faults import fault_from, report
from taox.actors.incarnation import Factory, live
from taox.actors.policy import Policy, Restart, Restarts, wants_restart
from taox.actors.reasons import StopKind, StopReason
from taox.actors.ref import Ref

if TYPE_CHECKING:
    from taox.actors.actor import Actor

__all__ = ["Child", "Family"]

_NAME = re.compile(r"[^/\s]+")


@dataclass(slots=True, eq=False)
class Child:
    """One child: its factory, its policy and its present life.

    Attributes:
        born: Set when the present incarnation has started, or failed to.
        ended: Set when it is over.
        pause: Around the pause before a restart.
        started: Some incarnation has started.
        alive: The present one has.
        unwanted: It is being stopped for good, or its starter is gone.
    """

    cell: Cell
    factory: Factory
    restart: Restart | None
    born: trio.Event = field(default_factory=trio.Event)
    ended: trio.Event = field(default_factory=trio.Event)
    pause: trio.CancelScope | None = None
    started: bool = False
    alive: bool = False
    unwanted: bool = False


class Family:
    """The children of one supervisor, or of the system."""

    def __init__(self, engine: Engine, path: str, policy: Policy) -> None:
        self.engine = engine
        self.path = path
        self.policy = policy
        self.children: dict[str, Child] = {}
        self.dormant: dict[str, Child] = {}
        self._counted = Restarts()
        self._reports: deque[tuple[Child, StopReason]] = deque()
        self._news = trio.Event()
        self._names: dict[str, int] = {}
        self._nursery: trio.Nursery | None = None
        # It takes no more children; all it had have ended.
        self._stopping = self._stopped = False

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Own the children and decide over their ends, until `stop` or a failure too many.

        If `Cancelled` is raised, every child has been cut off and is dormant.

        Raises:
            RestartsExhausted: More restarts were needed than the policy allows.
            ActorFault: A child failed fatally.
        """
        self._stopping = self._stopped = False
        self._names.clear()
        self._counted = Restarts()
        try:
            async with trio.open_nursery() as self._nursery:
                task_status.started()
                await self._watch_over()
        finally:
            self._nursery = None
            self._lay_down()

    async def _watch_over(self) -> None:
        while True:
            while self._reports:
                await self._decide(*self._reports.popleft())
            if self._stopped:
                return
            await self._news.wait()
            self._news = trio.Event()

    def _lay_down(self) -> None:
        """What is left of the children becomes dormant, in the order of their start."""
        self._stopping = True
        while self._reports:
            child, reason = self._reports.popleft()
            self._note(child, reason)
            if reason.kind != "restarting" and not wants_restart(child.restart, reason):
                self._forget(child, reason)
        for child in self.children.values():
            child.cell.state = "restarting"
        self.dormant.update(self.children)
        self.children.clear()

    # Starting.

    async def start(
        self,
        kind: "type[Actor]",
        args: tuple[Any, ...],
        options: Mapping[str, Any],
        *,
        name: str | None,
        restart: Restart | None,
        stop_within: float | None,
    ) -> Ref:
        """Start a child and wait until its `started` has returned.

        If `Cancelled` is raised, the child is being killed and will be forgotten.

        Raises:
            ActorFault: If the actor failed to start.
            RuntimeError: If the family is not running, or is stopping.
            ValueError: If the name is taken or is no name.
        """
        if self._nursery is None or self._stopping:
            raise RuntimeError(f"{self.path or 'the system'} takes no children now")
        if stop_within is None:
            stop_within = math.inf if kind.supervises else 5.0
        self.engine.register(kind)
        cell = self._cell(kind, self._new_path(kind, name))
        child = Child(cell, Factory(args, dict(options), stop_within), restart)
        self._begin(child)
        try:
            await child.born.wait()
        except trio.Cancelled:
            child.unwanted = True
            cell.kill()
            raise
        if not child.alive:
            fault = cell.gone.fault if cell.gone is not None else None
            raise fault if fault is not None else RuntimeError(f"{cell.path} was stopped")
        return cell.ref

    async def wake_dormant(self) -> None:
        """Start again, in order, the children that the last incarnation took with it."""
        for path in list(self.dormant):
            child = self.dormant.pop(path, None)
            if child is not None:
                self._begin(child)
                await child.born.wait()

    def _cell(self, kind: "type[Actor]", path: str) -> Cell:
        sleeper = self.dormant.pop(path, None)
        if sleeper is not None:
            if sleeper.cell.kind is kind:
                return sleeper.cell
            self._bury(sleeper, StopReason("shutdown"))
        cell = Cell(self.engine, path, kind)
        cell.owner = self
        if kind.supervises:
            cell.family = Family(self.engine, path, Policy())
        return cell

    def _new_path(self, kind: "type[Actor]", name: str | None) -> str:
        if name is None:
            name = self._default_name(kind.__name__.lower())
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ValueError(f"a name is text without slashes and spaces, not {name!r}")
        path = f"{self.path}/{name}"
        if path in self.children:
            raise ValueError(f"{path} exists already")
        return path

    def _default_name(self, base: str) -> str:
        """The class's name and the next number; a dormant child's name is free to be taken up."""
        while True:
            number = self._names[base] = self._names.get(base, 0) + 1
            if f"{self.path}/{base}-{number}" not in self.children:
                return f"{base}-{number}"

    def _begin(self, child: Child) -> None:
        """Start the child's next incarnation."""
        assert self._nursery is not None  # noqa: S101 - children live inside it
        cell = child.cell
        child.born, child.ended = trio.Event(), trio.Event()
        child.alive = child.unwanted = False
        cell.stop_kind = "stopped"
        cell.open = True
        self.children[cell.path] = child
        self.engine.cells[cell.path] = cell
        self._nursery.start_soon(self._run, child, name=cell.path)

    async def _run(self, child: Child) -> None:
        """One incarnation; its end is reported and nothing is raised."""

        def born() -> None:
            child.started = child.alive = True
            child.born.set()

        reason = None
        try:
            if child.unwanted:
                reason = StopReason("shutdown")
            else:
                reason = await live(child.cell, child.factory, born)
        finally:
            if reason is not None:
                self._reports.append((child, reason))
            if not child.started:
                self._forget(child, reason or StopReason("shutdown"))
            child.ended.set()
            child.born.set()
            self._news.set()

    # Ending.

    async def stop(self, kind: StopKind = "shutdown") -> None:
        """Stop all children, the last started first, each within its own time.

        With ``restarting`` they become dormant. If `Cancelled` is raised, some children may still
        run; cancel the family too.
        """
        self._stopping = True
        for child in reversed(list(self.children.values())):
            await self.stop_child(child, kind)
        self._stopped = True
        self._news.set()

    async def stop_child(self, child: Child, kind: StopKind = "shutdown") -> None:
        """Let a child finish what is queued, for at most its own time, then cut it off.

        With ``restarting`` it only finishes its current message, and its mailbox is kept; unless
        it is being stopped for good already.
        """
        if kind == "restarting" and child.unwanted:
            await child.ended.wait()
            return
        if child.pause is not None:
            child.pause.cancel()
        cell = child.cell
        child.unwanted = kind != "restarting"
        alive = not child.ended.is_set()
        if alive:
            cell.stop_kind = kind
            if kind == "restarting":
                cell.order(cell.end)
            else:
                cell.open = False
                cell.order(cell.drain)
            with trio.move_on_after(child.factory.stop_within):
                await child.ended.wait()
            if not child.ended.is_set():
                cell.kill()
                await child.ended.wait()
        if child.unwanted:
            self._forget(child, cell.reason if alive else StopReason(kind))

    def abandon(self) -> None:
        """The supervisor does not come back, and so do its dormant children."""
        for child in list(self.dormant.values()):
            self._bury(child, StopReason("shutdown"))
        self.dormant.clear()

    def _forget(self, child: Child, reason: StopReason) -> None:
        if self.children.get(child.cell.path) is child:
            del self.children[child.cell.path]
            self._bury(child, reason)
            self._news.set()

    def _bury(self, child: Child, reason: StopReason) -> None:
        cell = child.cell
        self._counted.forget(cell.path)
        self.engine.cells.pop(cell.path, None)
        cell.close(reason)
        if cell.family is not None:
            cell.family.abandon()

    # Deciding.

    async def _decide(self, child: Child, reason: StopReason) -> None:
        self._note(child, reason)
        if self.children.get(child.cell.path) is not child or reason.kind == "restarting":
            return
        if self._stopping or child.unwanted or not wants_restart(child.restart, reason):
            self._forget(child, reason)
            return
        now = self.engine.clock.now()
        delay = self._counted.count(
            self.policy, self.path or "/", child.cell.path, reason.fault, now
        )
        assert self._nursery is not None  # noqa: S101 - the loop runs inside it
        if self.policy.strategy == "one_for_one":
            child.cell.state = "restarting"
            self._nursery.start_soon(self._revive, child, delay)
        else:
            await self._revive_group(child, delay)

    def _note(self, child: Child, reason: StopReason) -> None:
        """Report a crash.

        Raises:
            ActorFault: If it is fatal.
        """
        fault = reason.fault
        if fault is None:
            return
        report(fault, self.engine.known_faults)
        if fault.fatal:
            raise fault
        if child.restart is None and child.started:
            self.engine.unhandled.append(fault)
            self.engine.unhandled_count += 1

    async def _revive(self, child: Child, delay: float) -> None:
        """Start a child's next incarnation after a pause, unless it is stopped meanwhile."""
        with trio.CancelScope() as child.pause:
            await trio.sleep(delay)
        cancelled, child.pause = child.pause.cancelled_caught, None
        if not cancelled and self.children.get(child.cell.path) is child and not self._stopping:
            self._begin_again(child)

    async def _revive_group(self, failed: Child, delay: float) -> None:
        """Restart a child with the siblings its strategy names, in the order of their start."""
        family = list(self.children.values())
        if self.policy.strategy == "rest_for_one":
            family = family[family.index(failed) :]
        for child in reversed(family):
            await self.stop_child(child, "restarting")
            if self.children.get(child.cell.path) is child:
                child.cell.state = "restarting"
        await trio.sleep(delay)
        for child in family:
            if self._stopping or self.children.get(child.cell.path) is not child:
                continue
            if child is not failed and child.restart in (None, "temporary"):
                self._forget(child, StopReason("shutdown"))
                continue
            self._begin_again(child)
            await child.born.wait()
            if not child.alive:
                # Its failure has been reported and decides over the group again.
                return

    def _begin_again(self, child: Child) -> None:
        child.factory.state = self._snapshot(child.cell)
        self._begin(child)

    def _snapshot(self, cell: Cell) -> object:
        if cell.actor is None:
            return None
        try:
            return cell.actor.snapshot()
        except Exception as error:  # noqa: BLE001 - reported; the restart goes on without state
            report(fault_from(cell.path, "snapshot", error), self.engine.known_faults)
            return None
