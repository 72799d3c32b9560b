"""Systems: one Trio nursery tree of supervised actors."""

import secrets
from random import Random
from types import TracebackType
from typing import TYPE_CHECKING, Self

import trio

from taox.actors.clock import Clock
from taox.actors.dead_letters import DeadLetters
from taox.actors.engine import Engine
from taox.actors.errors import ActorFault, HandlerError
from taox.actors.family import Family, Policy, Restart
from taox.actors.instrument import Watchman
from taox.actors.ref import Ref
from taox.actors.run import current_seed

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
    ) -> None:
        if not timeout > 0:
            raise ValueError(f"timeout must be a positive number of seconds, not {timeout!r}")
        self._settings = (seed, timeout, copy_messages)
        self._policy = policy
        self._engine: Engine | None = None

    async def __aenter__(self) -> Self:
        seed, timeout, copying = self._settings
        if seed is None:
            seed = current_seed()
        if seed is None:
            seed = secrets.randbits(64)
        self._engine = Engine(seed=seed, timeout=timeout, copying=copying)
        self._family = Family(self._engine, "", self._policy)
        self._watchman = Watchman(self._engine)
        self._manager = trio.open_nursery()
        self._nursery = await self._manager.__aenter__()
        self._nursery.start_soon(self._engine.timers.run)
        await self._nursery.start(self._family.run)
        self._watchman.begin()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        try:
            if error is None:
                await self._family.stop()
        except BaseException as stopped:
            kind, error, traceback = type(stopped), stopped, stopped.__traceback__
            self._nursery.cancel_scope.cancel()
            if not await self._manager.__aexit__(kind, error, traceback):
                raise
            return None
        finally:
            self._watchman.end()
        self._nursery.cancel_scope.cancel()
        return await self._manager.__aexit__(kind, error, traceback)

    async def start(
        self,
        kind: "type[Actor]",
        *args: object,
        name: str | None = None,
        restart: Restart | None = None,
        stop_within: float = 5.0,
    ) -> Ref:
        """Start an actor and wait until its `started` has returned.

        If `Cancelled` is raised, the actor is being killed and was never reachable.

        Args:
            kind: The actor class. It and `args` are the factory of every incarnation.
            args: Arguments of the class.
            name: Last part of its path, unique among its siblings; by default the class's name
                in lower case and a number.
            restart: ``permanent``: always restarted. ``transient``: after a crash or a kill.
                ``temporary``: never. None: never either, and a crash counts as unhandled, which
                fails a test.
            stop_within: Seconds it may take to stop before it is cut off.

        Raises:
            ActorFault: If the actor could not be built or started.
            ValueError: If the name is taken or is no name.
        """
        if not isinstance(kind, type) or not hasattr(kind, "__handlers__"):
            raise HandlerError(f"start takes an Actor class, not {kind!r}")
        return await self._family.start(kind, args, name, restart, stop_within)

    async def stop(self, ref: Ref) -> None:
        """Stop an actor started here, whatever its restart policy, and wait for its end.

        It finishes what is queued, for at most its `stop_within`. If `Cancelled` is raised, it has
        been told to stop. Stopping an actor that is gone does nothing.
        """
        child = self._family.children.get(ref.path)
        await trio.lowlevel.checkpoint()
        if child is not None:
            await self._family.stop_child(child)

    def kill(self, ref: Ref) -> None:
        """End an actor now, in the middle of a turn; its restart policy applies."""
        cell = self.engine.cells.get(ref.path)
        if cell is not None:
            cell.kill()

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

    @property
    def dead_letters(self) -> DeadLetters:
        """Messages that nobody handled."""
        return self.engine.dead_letters

    @property
    def unhandled(self) -> list[ActorFault]:
        """Crashes of actors that were started without a restart policy."""
        return self.engine.unhandled
