"""Actors: state, handlers, and hooks around their life."""

import logging
import random
from typing import Any, ClassVar

from taox.actors.cell import Cell
from taox.actors.clock import Clock
from taox.actors.engine import CURRENT
from taox.actors.errors import HandlerError
from taox.actors.handlers import Handler, collect
from taox.actors.mailbox import Mailbox
from taox.actors.message import Message
from taox.actors.nursery import ActorNursery
from taox.actors.policy import Policy
from taox.actors.reasons import StopReason
from taox.actors.ref import Ref
from taox.actors.turn import Turn

__all__ = ["Actor"]


class _Homeless:
    """Stands where an actor's cell will be; the instance attribute hides it."""

    def __get__(self, actor: object, kind: type) -> Cell:
        raise RuntimeError(f"start a {kind.__name__} with System.start, not by calling the class")


class Actor:
    """State that only its own handlers touch, one message at a time.

    Write `@handles` methods; start it with `System.start`, which calls the class with the given
    arguments, again at every restart. What an actor has, such as `self.ref`, it has from
    `__init__` on.

    Attributes:
        mailbox: How many messages may wait and what happens to one more.
        max_turns: Turns that may be under way at once. More than one gives up the promise that
            nothing interleaves across an `await`.

    Example:
        See `taox.actors`.
    """

    mailbox: ClassVar[Mailbox] = Mailbox()
    max_turns: ClassVar[int] = 1
    supervises: ClassVar[bool] = False
    policy: Policy = Policy()
    __handlers__: ClassVar[dict[type[Message], Handler]] = {}
    _cell = _Homeless()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not isinstance(cls.mailbox, Mailbox):
            raise HandlerError(f"{cls.__name__}.mailbox must be a Mailbox, not {cls.mailbox!r}")
        if type(cls.max_turns) is not int or cls.max_turns < 1:
            raise HandlerError(
                f"{cls.__name__}.max_turns must be a positive int, not {cls.max_turns!r}"
            )
        cls.__handlers__ = collect(cls)

    async def started(self) -> None:
        """Called before the first message; `System.start` returns when it has.

        Raising makes the start fail. Cancelled when the starter is.
        """

    async def stopping(self, reason: StopReason) -> None:
        """Called after the last message, also after a crash, but not when the actor is killed.

        Cancelled when the time limit of the stop passes.
        """

    def snapshot(self) -> object:
        """State to carry over a restart; None, the default, carries nothing.

        Called after a crash or before an ordered restart. Raising is a fault of its own and
        carries nothing.
        """
        return None

    def restore(self, state: Any) -> None:
        """Take the state that the last incarnation's `snapshot` returned, before `started`."""

    @property
    def ref(self) -> Ref:
        """The address of this actor."""
        return self._cell.ref

    @property
    def turn(self) -> Turn:
        """The turn under way: who sent the message, until when, on whose behalf.

        Raises:
            RuntimeError: Outside a turn: in `__init__`, `started`, `stopping` and in background
                tasks.
        """
        cell = self._cell
        call = cell.engine.inline
        if call is not None and call.cell is cell:
            return Turn(call)
        position = CURRENT.get()
        if position is None or position.cell is not cell or position.turn is None:
            raise RuntimeError(f"{cell.path} is not in a turn")
        return Turn(position.turn)

    @property
    def random(self) -> random.Random:
        """Randomness of this actor alone: seeded by the run's seed and the actor's path."""
        return self._cell.random

    @property
    def clock(self) -> Clock:
        """The run's clock, virtual or real."""
        return self._cell.engine.clock

    @property
    def nursery(self) -> ActorNursery:
        """Owner of background work, which dies with this incarnation of the actor.

        A task that raises crashes the actor. Background work belongs to no turn: what it asks has
        its own deadline.

        Raises:
            RuntimeError: After the actor's end.
        """
        nursery = self._cell.nursery
        if nursery is None:
            raise RuntimeError(f"{self._cell.path} lives no more")
        return nursery

    @property
    def logger(self) -> logging.LoggerAdapter[logging.Logger]:
        """A logger whose records say which actor they come from (`record.actor`)."""
        return logging.LoggerAdapter(
            logging.getLogger(f"taox.actors.{type(self).__name__}"), {"actor": self._cell.path}
        )

    def stop(self) -> None:
        """Stop after the current message; those that still wait become dead letters."""
        self._cell.order(self._cell.end)
