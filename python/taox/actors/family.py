"""Supervision: one nursery and one loop over the children that end in it.

Each child runs in a wrapper that catches, reports and ends; the loop alone decides. A crash never
cancels a sibling by itself.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import trio

from taox.actors.cell import Cell
from taox.actors.engine import Engine
from taox.actors.errors import ActorFault, RestartsExhausted
from taox.actors.faults import fault_from, report
from taox.actors.incarnation import live
from taox.actors.reasons import StopKind, StopReason
from taox.actors.ref import Ref

if TYPE_CHECKING:
    from taox.actors.actor import Actor

__all__ = ["Child", "Family", "Policy", "Restart", "Strategy"]

Restart = Literal["permanent", "transient", "temporary"]
Strategy = Literal["one_for_one", "rest_for_one", "one_for_all"]

_NAME = re.compile(r"[^/\s]+")


@dataclass(frozen=True, slots=True)
class Policy:
    """How a supervisor answers failures.

    Attributes:
        strategy: Which siblings restart with a child that failed: none, those started after it,
            or all.
        intensity: Restarts allowed within `period`, for any one child and for all together.
        period: Seconds.
        backoff: Shortest and longest pause before a restart, in seconds. A child's first restart
            within `period` is immediate; the pause then doubles.
    """

    strategy: Strategy = "one_for_one"
    intensity: int = 3
    period: float = 5.0
    backoff: tuple[float, float] = (0.1, 10.0)


@dataclass(slots=True, eq=False)
class Child:
    """One child: its factory, its policy and its present life.

    Attributes:
        born: Set when the present incarnation has started, or failed to.
        ended: Set when it is over.
        pause: Around the pause before a restart.
    """

    cell: Cell
    args: tuple[Any, ...]
    restart: Restart | None
    stop_within: float
    born: trio.Event = field(default_factory=trio.Event)
    ended: trio.Event = field(default_factory=trio.Event)
    pause: trio.CancelScope | None = None
    state: object = None
    restarts: deque[float] = field(default_factory=deque)
    started: bool = False
    unwanted: bool = False


class Family:
    """The children of one supervisor, or of the system."""

    def __init__(self, engine: Engine, path: str, policy: Policy) -> None:
        self.engine = engine
        self.path = path
        self.policy = policy
        self.children: dict[str, Child] = {}
        self._restarts: deque[tuple[float, ActorFault | None]] = deque()
        self._reports: deque[tuple[Child, StopReason]] = deque()
        self._news = trio.Event()
        self._names: dict[str, int] = {}
        self._nursery: trio.Nursery | None = None
        self._stopping = False

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Own the children and decide over their ends, until `stop` or a failure too many.

        If `Cancelled` is raised, every child has been cut off.

        Raises:
            RestartsExhausted: More restarts were needed than the policy allows.
            ActorFault: A child failed fatally.
        """
        async with trio.open_nursery() as self._nursery:
            task_status.started()
            while not (self._stopping and not self.children):
                while self._reports:
                    await self._decide(*self._reports.popleft())
                if self._stopping and not self.children:
                    break
                await self._news.wait()
                self._news = trio.Event()

    # Starting.

    async def start(
        self,
        kind: "type[Actor]",
        args: tuple[Any, ...],
        name: str | None,
        restart: Restart | None,
        stop_within: float,
    ) -> Ref:
        """Start a child and wait until its `started` has returned.

        If `Cancelled` is raised, the child has been killed and forgotten.

        Raises:
            ActorFault: If the actor failed to start.
        """
        nursery = self._nursery
        if nursery is None or self._stopping:
            raise RuntimeError(f"{self.path or 'the system'} takes no children now")
        cell = Cell(self.engine, self._new_path(kind, name), kind)
        child = Child(cell, args, restart, stop_within)
        self.children[cell.path] = child
        self.engine.cells[cell.path] = cell
        nursery.start_soon(self._run, child, name=cell.path)
        try:
            await child.born.wait()
        except trio.Cancelled:
            child.unwanted = True
            cell.kill()
            raise
        if not child.started:
            fault = cell.gone.fault if cell.gone is not None else None
            raise fault if fault is not None else RuntimeError(f"{cell.path} was stopped")
        return cell.ref

    def _new_path(self, kind: "type[Actor]", name: str | None) -> str:
        if name is None:
            base = kind.__name__.lower()
            number = self._names[base] = self._names.get(base, 0) + 1
            name = f"{base}-{number}"
        if not _NAME.fullmatch(name):
            raise ValueError(f"a name is text without slashes and spaces, not {name!r}")
        path = f"{self.path}/{name}"
        if path in self.children:
            raise ValueError(f"{path} exists already")
        return path

    async def _run(self, child: Child) -> None:
        """One incarnation; its end is reported and nothing is raised."""

        def born() -> None:
            child.started = True
            child.born.set()

        reason = StopReason("shutdown")
        try:
            if not child.unwanted:
                reason = await live(child.cell, child.args, child.state, child.stop_within, born)
        finally:
            child.state = None
            if not child.started or reason.kind == "shutdown":
                self._forget(child, reason)
            child.ended.set()
            child.born.set()
            self._reports.append((child, reason))
            self._news.set()

    def _forget(self, child: Child, reason: StopReason) -> None:
        if self.children.pop(child.cell.path, None) is not None:
            del self.engine.cells[child.cell.path]
            child.cell.close(reason)
            self._news.set()

    # Stopping.

    async def stop(self) -> None:
        """Stop all children, the last started first, each within its own time.

        If `Cancelled` is raised, some children may still run; cancel the family too.
        """
        self._stopping = True
        for child in reversed(list(self.children.values())):
            await self.stop_child(child)
        self._news.set()

    async def stop_child(self, child: Child, kind: StopKind = "shutdown") -> None:
        """Let a child finish what is queued, for at most its own time, then cut it off.

        With ``restarting`` it only finishes its current message, and its mailbox is kept.
        """
        if child.pause is not None:
            child.pause.cancel()
        cell = child.cell
        if not child.ended.is_set():
            cell.stop_kind = kind
            cell.order(cell.end if kind == "restarting" else cell.drain)
            with trio.move_on_after(child.stop_within):
                await child.ended.wait()
            if not child.ended.is_set():
                cell.kill()
                await child.ended.wait()
        if kind == "shutdown":
            self._forget(child, StopReason(kind))

    # Deciding.

    async def _decide(self, child: Child, reason: StopReason) -> None:
        fault = reason.fault
        if fault is not None:
            report(fault)
            if fault.fatal:
                raise fault
            if child.restart is None and child.started:
                self.engine.unhandled.append(fault)
        if child.cell.path not in self.children or reason.kind == "restarting":
            return
        if self._stopping or not _wants_restart(child, reason):
            self._forget(child, reason)
            return
        delay = self._count(child, fault)
        assert self._nursery is not None  # noqa: S101 - the loop runs inside it
        if self.policy.strategy == "one_for_one":
            self._nursery.start_soon(self._revive, child, delay)
        else:
            await self._revive_group(child, delay)

    def _count(self, child: Child, fault: ActorFault | None) -> float:
        """Count a restart; the pause before it.

        Raises:
            RestartsExhausted: If it is one too many.
        """
        policy = self.policy
        now = self.engine.clock.now()
        while self._restarts and self._restarts[0][0] <= now - policy.period:
            self._restarts.popleft()
        while child.restarts and child.restarts[0] <= now - policy.period:
            child.restarts.popleft()
        self._restarts.append((now, fault))
        child.restarts.append(now)
        if len(self._restarts) > policy.intensity:
            first = next((cause for _, cause in self._restarts if cause is not None), None)
            raise RestartsExhausted(
                self.path or "/", child.cell.path, policy.intensity, policy.period
            ) from first
        again = len(child.restarts) - 1
        shortest, longest = policy.backoff
        return 0.0 if again == 0 else min(longest, shortest * 2.0 ** (again - 1))

    async def _revive(self, child: Child, delay: float) -> None:
        """Start a child's next incarnation after a pause, unless it is stopped meanwhile."""
        child.cell.state = "restarting"
        if delay:
            with trio.CancelScope() as child.pause:
                await trio.sleep(delay)
            cancelled, child.pause = child.pause.cancelled_caught, None
            if cancelled:
                return
        if child.cell.path in self.children and not self._stopping:
            self._begin_again(child)

    def _begin_again(self, child: Child) -> None:
        assert self._nursery is not None  # noqa: S101 - children live inside it
        child.state = self._snapshot(child.cell)
        child.born, child.ended = trio.Event(), trio.Event()
        child.cell.stop_kind = "stopped"
        self._nursery.start_soon(self._run, child, name=child.cell.path)

    def _snapshot(self, cell: Cell) -> object:
        if cell.actor is None:
            return None
        try:
            return cell.actor.snapshot()
        except Exception as error:  # noqa: BLE001 - reported; the restart goes on without state
            report(fault_from(cell.path, "snapshot", error))
            return None

    async def _revive_group(self, failed: Child, delay: float) -> None:
        """Restart a child with the siblings its strategy names, in the order of their start."""
        family = list(self.children.values())
        if self.policy.strategy == "rest_for_one":
            family = family[family.index(failed) :]
        for child in reversed(family):
            if child is not failed:
                await self.stop_child(child, "restarting")
        if delay:
            await trio.sleep(delay)
        for child in family:
            if child is not failed and child.restart in (None, "temporary"):
                self._forget(child, StopReason("shutdown"))
                continue
            self._begin_again(child)
            await child.born.wait()


def _wants_restart(child: Child, reason: StopReason) -> bool:
    if child.restart == "permanent":
        return True
    return child.restart == "transient" and reason.kind in ("crashed", "killed")
