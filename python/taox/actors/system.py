"""Systems: one Trio nursery tree of supervised actors."""

import secrets
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from types import TracebackType
from typing import TYPE_CHECKING, Self

import trio

from taox.actors.clock import Clock
from taox.actors.dead_letters import DeadLetters
from taox.actors.engine import Engine
from taox.actors.errors import ActorFault, Deadlock, HandlerError
from taox.actors.family import Family
from taox.actors.instrument import Watchman
from taox.actors.policy import Policy, Restart
from taox.actors.ref import Ref
from taox.actors.run import current_seed
from taox.actors.statistics import SystemStatistics, statistics_of_system
from taox.actors.trace import TraceEntry
from taox.actors.tree import print_tree_on_signal, tree_of

if TYPE_CHECKING:
    from taox.actors.actor import Actor

__all__ = ["System"]


class System:
    """A tree of actors, open as long as its ``async with`` block.

    Leaving the block normally stops the actors: the last started first, each finishes what is
    queued within its own `stop_within`, then is cut off. Leaving it by an exception or a
    cancellation cuts all of them off at once.

    Args:
        copy_messages: Pack and unpack every message and reply as a wire would. It shows what
            could not travel, and who changes an array he has sent.
        timeout: Seconds an ask may take when neither it nor its turn says otherwise.
        seed: Seed of the actors' randomness. By default that of `taox.run`, else a fresh one.
        policy: How failures of the actors started here are answered.
        trace: How many of the latest message events to keep; 0 keeps none and costs nothing.

    Example:
        See `taox.actors`.
    """

    def __init__(
        self,
        *,
        copy_messages: bool = False,
        timeout: float = 30.0,
        seed: int | str | None = None,
        policy: Policy = Policy(),  # noqa: B008 - frozen
        trace: int = 0,
    ) -> None:
        if not timeout > 0:
            raise ValueError(f"timeout must be a positive number of seconds, not {timeout!r}")
        if trace < 0:
            raise ValueError(f"trace must not be negative, not {trace!r}")
        self._settings = (seed, timeout, copy_messages, trace)
        self._policy = policy
        self._engine: Engine | None = None

    async def __aenter__(self) -> Self:
        self._context = self._opened()
        await self._context.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        return await self._context.__aexit__(kind, error, traceback)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[None]:
        seed, timeout, copying, trace = self._settings
        if seed is None:
            seed = current_seed()
        if seed is None:
            seed = secrets.randbits(64)
        self._engine = engine = Engine(seed=seed, timeout=timeout, copying=copying, trace=trace)
        self._family = family = Family(engine, "", self._policy)
        inside: BaseException | None = None
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(engine.timers.run)
                await nursery.start(family.run)
                try:
                    watchman = Watchman(engine)
                    nursery.start_soon(watchman.run)
                    nursery.start_soon(print_tree_on_signal, engine)
                    with watchman:
                        yield
                        await family.stop()
                except BaseException as error:
                    inside = error
                    raise
                nursery.cancel_scope.cancel()
        except BaseExceptionGroup as group:
            # An error of the block itself passes as it is, and so does a deadlock.
            only = _alone(group)
            if only is not None and (only is inside or isinstance(only, Deadlock)):
                raise only from only.__cause__
            raise
        finally:
            family.abandon()
            engine.open = False

    async def start(
        self,
        kind: "type[Actor]",
        *args: object,
        name: str | None = None,
        restart: Restart | None = None,
        under: Ref | None = None,
        stop_within: float | None = None,
        **options: object,
    ) -> Ref:
        """Start an actor and wait until its `started` has returned.

        If `Cancelled` is raised, the actor is being killed and was never reachable.

        Args:
            kind: The actor class. It and `args` are the factory of every incarnation.
            args: Positional arguments of the class.
            name: Last part of its path, unique among its siblings; by default the class's name
                in lower case and a number.
            restart: ``permanent``: always restarted. ``transient``: after a crash or a kill.
                ``temporary``: never. None: never either, and a crash counts as unhandled, which
                fails a test.
            under: The supervisor it belongs to; the system itself when None.
            stop_within: Seconds it may take to stop before it is cut off; by default 5, and no
                limit for a supervisor, whose children have their own.
            options: Keyword arguments of the class.

        Raises:
            ActorFault: If the actor could not be built or started.
            ValueError: If the name is taken or is no name, or `under` is no supervisor.
        """
        if not isinstance(kind, type) or not hasattr(kind, "__handlers__"):
            raise HandlerError(f"start takes an Actor class, not {kind!r}")
        family = self._family if under is None else under._cell.family
        if family is None:
            raise ValueError(f"{under} is no supervisor")
        return await family.start(
            kind, args, options, name=name, restart=restart, stop_within=stop_within
        )

    async def stop(self, ref: Ref) -> None:
        """Stop an actor started here, whatever its restart policy, and wait for its end.

        It finishes what is queued, for at most its `stop_within`. If `Cancelled` is raised, it has
        been told to stop. Stopping an actor that is gone does nothing.
        """
        await trio.lowlevel.checkpoint()
        owner = ref._cell.owner
        child = owner.children.get(ref.path) if owner is not None else None
        if owner is not None and child is not None:
            await owner.stop_child(child)

    def kill(self, ref: Ref) -> None:
        """End an actor now, in the middle of a turn; its restart policy applies."""
        ref._cell.kill()

    def find(self, path: str) -> Ref:
        """The ref of the actor at a path, such as ``/market/seller``.

        Raises:
            KeyError: If there is none.
        """
        return self.engine.cells[path].ref

    def route(self, ref: Ref, principal: object) -> Ref:
        """A ref to the same actor whose messages come on behalf of `principal`.

        Only the owner of a system can do this: actors never see the system. What is sent
        through the new ref shows `principal` as `self.turn.principal`; hand it only to whoever
        may speak for the principal.
        """
        return Ref(ref._cell, principal, ref._pin)

    @property
    def engine(self) -> Engine:
        """The shared internals; not part of the public surface."""
        if self._engine is None:
            raise RuntimeError("open the system first: async with System() as system")
        return self._engine

    @property
    def clock(self) -> Clock:
        """The run's clock."""
        return self.engine.clock

    @property
    def seed(self) -> int | str:
        """Seed of all randomness in this system."""
        return self.engine.seed

    def random_for(self, path: str) -> Random:
        """Randomness seeded by the system's seed and `path`, as an actor at that path gets it."""
        return self.engine.random_for(path)

    def statistics(self) -> SystemStatistics:
        """What the system has done so far, and how much waits in it."""
        return statistics_of_system(self.engine)

    def tree(self) -> str:
        """Who is where, in what state, and what each actor is doing now, one line each.

        The process prints it to standard error on SIGUSR1, where the platform has that signal
        and nothing else handles it.
        """
        return tree_of(self.engine)

    @property
    def trace(self) -> list[TraceEntry]:
        """The latest message events, oldest first; empty unless `trace` was given."""
        return [] if self.engine.trace is None else list(self.engine.trace.entries)

    @property
    def dead_letters(self) -> DeadLetters:
        """Messages that nobody handled."""
        return self.engine.dead_letters

    @property
    def unhandled(self) -> deque[ActorFault]:
        """The latest crashes, at most 1,000, of actors that were started without a policy."""
        return self.engine.unhandled


def _alone(group: BaseExceptionGroup[BaseException]) -> BaseException | None:
    """The exception of a group of one."""
    return group.exceptions[0] if len(group.exceptions) == 1 else None
