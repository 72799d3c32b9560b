"""Supervisors: actors that own actors."""

from typing import TYPE_CHECKING, ClassVar

from taox.actors.actor import Actor
from taox.actors.policy import Policy, Restart, Strategy
from taox.actors.ref import Ref

if TYPE_CHECKING:
    from taox.actors.family import Family

__all__ = ["Supervisor"]


class Supervisor(Actor):
    """An actor whose children restart by its policy; when it gives up, it fails itself.

    Start children from a subclass's `started` with `self.start`, in the order in which they
    depend on each other: they stop in reverse. When the supervisor itself restarts, its children
    come back with their mailboxes, in the same order.

    Args:
        strategy: Which siblings restart with a child that failed; see `Policy`.
        intensity: Restarts allowed within `period`.
        period: Seconds.
        backoff: Shortest and longest pause before a restart, in seconds.

    Example:
        >>> class Market(Supervisor):
        ...     async def started(self) -> None:
        ...         self.book = await self.start(Book, name="book", restart="permanent")
        ...         self.clerk = await self.start(Clerk, self.book, restart="transient")
        >>> async def main() -> None:
        ...     async with System() as system:
        ...         await system.start(Market, strategy="rest_for_one", restart="permanent")
    """

    supervises: ClassVar[bool] = True

    def __init__(
        self,
        *,
        strategy: Strategy = "one_for_one",
        intensity: int = 3,
        period: float = 5.0,
        backoff: tuple[float, float] = (0.1, 10.0),
    ) -> None:
        self.policy = Policy(strategy, intensity, period, backoff)

    async def start(
        self,
        kind: type[Actor],
        *args: object,
        name: str | None = None,
        restart: Restart | None = None,
        stop_within: float | None = None,
        **options: object,
    ) -> Ref:
        """Start a child and wait until its `started` has returned; see `System.start`.

        If `Cancelled` is raised, the child is being killed and was never reachable.

        Raises:
            ActorFault: If the child could not be built or started.
            ValueError: If the name is taken or is no name.
        """
        return await self._family.start(
            kind, args, options, name=name, restart=restart, stop_within=stop_within
        )

    async def stop_child(self, ref: Ref) -> None:
        """Stop a child, whatever its restart policy, and wait for its end.

        If `Cancelled` is raised, it has been told to stop.
        """
        child = self._family.children.get(ref.path)
        if child is not None:
            await self._family.stop_child(child)

    @property
    def children(self) -> list[Ref]:
        """The living children, in the order of their start."""
        return [child.cell.ref for child in self._family.children.values()]

    @property
    def _family(self) -> "Family":
        family = self._cell.family
        assert family is not None  # noqa: S101 - a supervising class's cell has one
        return family
