"""Why an actor stopped, and the notice its watchers get."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from taox.actors.errors import ActorFault

if TYPE_CHECKING:
    from taox.actors.ref import Ref

__all__ = ["Down", "StopKind", "StopReason"]

StopKind = Literal["stopped", "shutdown", "restarting", "killed", "crashed"]


@dataclass(frozen=True, slots=True)
class StopReason:
    """Why an actor stops or stopped.

    Attributes:
        kind: ``stopped`` (it was asked to, or asked itself), ``shutdown`` (its supervisor or
            system stops), ``restarting`` (its supervisor starts it anew), ``killed`` (at once, in
            the middle of a turn) or ``crashed``.
        fault: The crash, if it was one.
    """

    kind: StopKind
    fault: ActorFault | None = None

    def __str__(self) -> str:
        return self.kind if self.fault is None else f"{self.kind}: {self.fault.error}"


@dataclass(frozen=True, slots=True)
class Down:
    """The one thing a watch yields: the actor is gone for good.

    Attributes:
        ref: The actor that was watched.
        reason: Why it stopped.
    """

    ref: "Ref"
    reason: StopReason
