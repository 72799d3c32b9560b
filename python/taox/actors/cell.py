"""The place of an actor: its path, its mailbox and its state, which survive restarts."""

import random
import weakref
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import trio

from taox.actors.errors import ActorError, ActorFault, ActorStopped, CallCycle, MailboxFull, Refused
from taox.actors.faults import copied_error, fault_from
from taox.actors.parking import AWAKE
from taox.actors.reasons import StopKind, StopReason
from taox.actors.ref import Ref
from taox.actors.statistics import BUCKETS
from taox.actors.trio_internals import RUN

if TYPE_CHECKING:
    from taox.actors.actor import Actor
    from taox.actors.call import Call
    from taox.actors.engine import Engine
    from taox.actors.family import Family
    from taox.actors.nursery import ActorNursery
    from taox.actors.watch import Watch
    from taox.actors.worker import Worker

__all__ = ["SAMPLE", "Cell"]

# One turn in sixteen is timed: reading the clock twice per turn would show in every figure.
SAMPLE = 0b1111


class Cell:
    """Own deques and parked tasks, and no channel: the hot path of every message.

    Invariant: a worker is in `idle` only while both lanes are empty, so whoever appends to a lane
    wakes one.
    """

    __slots__ = (
        "_random",
        "_ref",
        "actor",
        "control",
        "cut",
        "draining",
        "ending",
        "engine",
        "family",
        "fault",
        "gone",
        "handled",
        "handlers",
        "idle",
        "incarnation",
        "kind",
        "lost",
        "nursery",
        "open",
        "overflow",
        "owner",
        "path",
        "refused",
        "size",
        "state",
        "stop_kind",
        "turn_times",
        "user",
        "waiting",
        "watchers",
        "withdrawn",
        "workers",
    )

    def __init__(self, engine: "Engine", path: str, kind: "type[Actor]") -> None:
        self.engine = engine
        self.path = path
        self.kind = kind
        self.handlers = kind.__handlers__
        self.size = kind.mailbox.size
        self.overflow = kind.mailbox.overflow
        self.control: deque[Callable[[], None]] = deque()
        self.user: deque[Call] = deque()
        self.waiting: deque[Call] = deque()
        self.idle: list[trio.lowlevel.Task] = []
        self.workers: list[Worker] = []
        self.watchers: list[weakref.ref[Watch]] = []
        self.actor: Any = None
        self.owner: Family | None = None
        self.family: Family | None = None
        self.nursery: ActorNursery | None = None
        self.fault: ActorFault | None = None
        self.gone: StopReason | None = None
        self.stop_kind: StopKind = "stopped"
        self.state = "starting"
        self.incarnation = 0
        self.open = True
        self.ending = False
        self.draining = False
        self.cut = False
        self.handled = 0
        self.refused = 0
        self.lost = 0
        self.withdrawn = 0
        self.turn_times: list[int] | None = None
        self._ref: Ref | None = None
        self._random: random.Random | None = None

    @property
    def ref(self) -> Ref:
        """The plain ref to this actor."""
        if self._ref is None:
            self._ref = Ref(self)
        return self._ref

    @property
    def random(self) -> random.Random:
        """The actor's own randomness; it goes on over restarts."""
        if self._random is None:
            self._random = self.engine.random_for(self.path)
        return self._random

    # Lanes.

    @property
    def full(self) -> bool:
        """Whether one more message would have to wait."""
        return len(self.user) >= self.size or bool(self.waiting)

    def submit(self, call: "Call") -> bool:
        """Put a call into the user lane; False if it must wait in line for room.

        Raises:
            ActorStopped: If the actor takes no messages any more.
            MailboxFull: If the mailbox is full and its policy is not to wait.
        """
        if not self.open:
            self.engine.bury(call, "stopped")
            raise ActorStopped(self.path, self.state)
        if len(self.user) >= self.size or self.waiting or self.overflow == "latest":
            return self._overflow(call)
        self.user.append(call)
        self.wake()
        return True

    def wake(self) -> None:
        """Resume one parked worker, if there is one."""
        if self.idle:
            RUN.runner.reschedule(self.idle.pop(), AWAKE)

    def admit(self) -> None:
        """Room has appeared: let the sender that waited longest in."""
        while self.waiting and len(self.user) < self.size:
            call = self.waiting.popleft()
            if call.done:
                continue
            self.user.append(call)
            if not call.asked:
                call.wake()

    def order(self, action: Callable[[], None]) -> None:
        """Put an order into the control lane: it is obeyed before any user message."""
        self.control.append(action)
        while self.idle:
            self.wake()

    def obey(self) -> None:
        """Carry out the orders of the control lane."""
        while self.control:
            self.control.popleft()()

    def _overflow(self, call: "Call") -> bool:
        if self.withdrawn:
            self._purge()
            if not self.full and self.overflow != "latest":
                return self.submit(call)
        if self.overflow == "latest":
            return self._replace(call)
        if self.overflow == "block":
            self.waiting.append(call)
            return False
        if self.overflow == "drop_oldest":
            self._drop(self.user.popleft())
            self.user.append(call)
            return True
        self.engine.bury(call, "full")
        if self.overflow == "reject" or call.asked:
            raise MailboxFull(self.path, self.size)
        return True

    def _purge(self) -> None:
        """Remove calls that were withdrawn while they waited: they need no room."""
        self.withdrawn = 0
        for lane in (self.user, self.waiting):
            left = [call for call in lane if not call.done]
            lane.clear()
            lane.extend(left)
        self.admit()

    def _replace(self, call: "Call") -> bool:
        kind = type(call.message)
        for index, queued in enumerate(self.user):
            if type(queued.message) is kind:
                self.user[index] = call
                self._drop(queued, "replaced")
                return True
        if len(self.user) >= self.size:
            self._drop(self.user.popleft())
        self.user.append(call)
        self.wake()
        return True

    def _drop(self, call: "Call", reason: str = "full") -> None:
        if not call.done:
            self.engine.bury(call, reason)
            call.fail(MailboxFull(self.path, self.size))

    # Outcomes of turns.

    def sample_turn(self, seconds: float) -> None:
        """Remember how long a turn took, in a histogram by powers of two."""
        if self.turn_times is None:
            self.turn_times = [0] * len(BUCKETS)
        self.turn_times[bisect_left(BUCKETS, seconds, hi=len(BUCKETS) - 1)] += 1

    def failed(self, call: "Call", error: BaseException) -> bool:
        """A handler raised; True if the actor lives on, because the error was expected."""
        if self.engine.copying:
            error = copied_error(error)
        if isinstance(error, (Refused, MailboxFull, *call.handler.raises)):
            self.refused += 1
            if self.engine.trace is not None:
                self.engine.trace.note("refused", call)
            call.fail(error)
            return True
        self.crash(fault_from(self.path, type(call.message).__name__, error), call)
        return False

    def crash(self, fault: ActorFault, call: "Call | None" = None) -> None:
        """The actor must end; whoever supervises it learns why."""
        if call is not None:
            self.engine.bury(call, "crashed")
            call.fail(_again(fault))
        if self.fault is None:
            self.fault = fault
        self.ending = True
        while self.idle:
            self.wake()

    # Life.

    def check_cycle(self, call: "Call") -> None:
        """Refuse an ask whose answer would have to wait for itself.

        Raises:
            CallCycle: If every turn of this actor already waits for the asker.
        """
        chain: list[Cell] = [self]
        free = self.kind.max_turns
        asker: Call | None = call.parent
        while asker is not None:
            chain.append(asker.cell)
            free -= asker.cell is self
            if not free:
                raise CallCycle(tuple(cell.path for cell in reversed(chain)))
            asker = asker.parent

    def begin(self) -> None:
        """Prepare for a new incarnation; the mailbox stays as it is."""
        self.incarnation += 1
        self.state = "starting"
        self.fault = None
        self.ending = self.draining = self.cut = False
        self.control.clear()

    def end(self) -> None:
        """Order: stop before the next message."""
        self.ending = True

    def drain(self) -> None:
        """Order: take nothing new, and stop when what is queued has been handled."""
        self.open = False
        self.draining = True

    def kill(self) -> None:
        """End the incarnation now, in the middle of a turn if need be."""
        if self.nursery is not None:
            self.cut = True
            self.nursery.cancel_scope.cancel()

    @property
    def reason(self) -> "StopReason":
        """Why the present incarnation ends, or ended."""
        if self.fault is not None:
            return StopReason("crashed", self.fault)
        return StopReason("killed" if self.cut else self.stop_kind)

    def close(self, reason: "StopReason") -> None:
        """The actor is gone for good: answer and bury what still waits, tell the watchers."""
        self.open = False
        self.engine.past.add(self)
        self.state = reason.kind
        self.actor = self.nursery = None
        left = [*self.user, *self.waiting]
        self.user.clear()
        self.waiting.clear()
        for call in left:
            if not call.done:
                self.engine.bury(call, "stopped")
                call.fail(ActorStopped(self.path, str(reason)))
        self.gone = reason
        for watcher in self.watchers:
            watch = watcher()
            if watch is not None:
                watch.notice(reason)
        self.watchers.clear()

    def interrupt_turns(self, error: ActorError) -> None:
        """Answer the calls whose turns are being cut off."""
        for worker in self.workers:
            call, worker.turn = worker.turn, None
            if call is not None:
                call.close_opened()
                if not call.done:
                    self.engine.bury(call, "interrupted")
                call.fail(error)
        self.workers.clear()


def _again(fault: ActorFault) -> ActorFault:
    """A fault of one's own: an exception raised in two tasks would mix their tracebacks."""
    copy = ActorFault(*fault.args)
    copy.__cause__ = fault.__cause__
    return copy
