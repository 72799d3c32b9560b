"""How a parameter is set by a call of the chain: who signs it, how often, when, to what.

The rows come from the extension, where they are declared once; each hangs at its parameter, as
`taox.economy.Hyperparameter.setter`.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Self

__all__ = ["Limit", "Setter"]


class Limit(NamedTuple):
    """One side of the range that a call allows, with the error of a value beyond it."""

    relation: str
    """How the value must stand to the edge: ``>=``, ``<=``, ``>`` or ``<``."""
    edge: int | str
    """A number; the name of another parameter; or a count in words."""
    error: str
    """Name of the chain's error."""
    owner_only: bool
    """Whether root may pass it."""

    def __str__(self) -> str:
        edge = f"{self.edge:,}" if isinstance(self.edge, int) else self.edge
        return f"{self.relation} {edge}" + (" (owner)" if self.owner_only else "")


class Setter(NamedTuple):
    """How one parameter is set by a call of the chain (transitions.md 1.14)."""

    call: str
    """The chain's name of the call."""
    argument: str
    """The chain's name of the value among the call's arguments."""
    signer: Literal["owner", "root"]
    """Who may sign it: the subnet's owner or root, or root alone."""
    wait: int | str
    """Blocks an owner waits for the next change, or the network parameter that counts tempos."""
    frozen: Literal["never", "always", "owner"]
    """Whether it is refused shortly before an epoch: never, always, or for the owner alone."""
    missing: str | None
    """Error of a netuid without subnet; None: the value is stored and waits for a subnet."""
    not_on_root: bool
    """Whether root, which is no subnet like the others, has no such parameter."""
    scale: int
    """The stored value is this many times the call's."""
    event: str | None
    """The chain's event of a change; here it is `ParameterSet`, also where the chain is silent."""
    limits: tuple[Limit, ...]
    """What the value has to pass, in order."""

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """A row of the extension's table."""
        return cls(**{**row, "limits": tuple(Limit(*limit) for limit in row["limits"])})
