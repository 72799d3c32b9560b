"""What a handler may know about the message it is working on."""

from typing import TYPE_CHECKING

import trio

from taox.actors.trio_internals import task_deadline

if TYPE_CHECKING:
    from taox.actors.call import Call
    from taox.actors.ref import Ref

__all__ = ["Turn"]


class Turn:
    """The current turn of an actor: read-only, and true only during that turn."""

    __slots__ = ("_call",)

    def __init__(self, call: "Call") -> None:
        self._call = call

    @property
    def sender(self) -> "Ref | None":
        """Where the message came from; None when no actor sent it."""
        sender = self._call.sender
        return None if sender is None else sender.ref

    @property
    def principal(self) -> object:
        """On whose behalf the message came; None unless the owner of the route said so.

        A sender cannot set it: it belongs to the route by which the ref was handed out (see
        `System.route`).
        """
        return self._call.principal

    @property
    def deadline(self) -> float:
        """When this turn will be cancelled, on the run's clock; `math.inf` for a tell.

        It is the earliest of what the asker gave, its own turn's deadline and the Trio scopes
        around it.
        """
        call = self._call
        deadline = call.deadline
        if call.cell.engine.inline is call:
            # A turn on its asker's stack needs no timer, so it never computed its deadline.
            asker = trio.lowlevel.current_task()
            deadline = min(trio.current_time() + call.timeout, task_deadline(asker))
        while call.asked:
            if call.task is not None:
                deadline = min(deadline, task_deadline(call.task))
            if call.parent is None:
                break
            call = call.parent
            deadline = min(deadline, call.deadline)
        return deadline

    @property
    def id(self) -> int:
        """Number of this message, counted in its system from 1."""
        return self._call.id

    @property
    def cause(self) -> int:
        """Number of the message whose turn sent this one; 0 when no turn did."""
        return self._call.cause

    def __repr__(self) -> str:
        call = self._call
        return f"<turn {call.id} of {call.cell.path}: {type(call.message).__name__}>"
