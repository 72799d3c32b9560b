"""Parameters as tables, and the two sets of defaults for new subnets.

`HYPERPARAMETERS` lists what can be set for a subnet, `NETWORK_PARAMETERS` what can be set for all;
both come from the extension, where they are declared once. `CHAIN` holds what subnet creation
writes on the chain, `LOCAL` differs in the few values that make a small local network earn at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from taox._core import hyperparameter_table, network_parameter_table, presets
from taox.economy.errors import ParamError, suggestion
from taox.economy.setters import Setter

__all__ = [
    "CHAIN",
    "HYPERPARAMETERS",
    "LOCAL",
    "NETWORK_PARAMETERS",
    "Difference",
    "Hyperparameter",
    "ParamValue",
    "Preset",
    "known_hyperparameters",
    "known_network_parameters",
]

ParamValue = int | bool | str | list[int] | None
"""An integer, a flag, a choice by name, or the list of parts of ``mechanism_emission_split``."""


class Hyperparameter(NamedTuple):
    """One row of a table of parameters."""

    name: str
    """Name in Python, the same in Rust."""
    storage: str
    """Storage item of the chain, as spelled in a storage dump."""
    type: str
    """``u16``, ``bool``, …; ``yuma`` and ``recycle_or_burn`` are choices, given as text."""
    unit: str
    """Unit of the value."""
    default: int | bool | str
    """What a new subnet has on the chain."""
    unset: int | bool | str
    """What it means on the chain if the item was never written."""
    low: int | bool | str
    """Smallest value, or first choice."""
    high: int | bool | str
    """Largest value, or last choice."""
    doc: str
    """What it does; "No effect" where the chain stores it and reads it nowhere."""
    setter: Setter | None
    """How a call sets it; None: no call does."""


class Difference(NamedTuple):
    """A value in which a preset differs from the chain."""

    name: str
    chain: ParamValue
    preset: ParamValue
    reason: str


@dataclass(frozen=True, slots=True)
class Preset:
    """What a new subnet is created with.

    Attributes:
        name: ``CHAIN``, ``LOCAL`` or a name of one's own.
        values: Hyperparameters by name.
        reasons: Why a value differs from the chain's, by name.

    Example:
        >>> mine = Preset("MINE", {**LOCAL.values, "tempo": 100})
        >>> [difference.name for difference in mine.differences()][:2]
        ['tempo', 'commit_reveal']
    """

    name: str
    values: Mapping[str, ParamValue]
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))
        object.__setattr__(self, "reasons", MappingProxyType(dict(self.reasons)))

    def differences(self) -> tuple[Difference, ...]:
        """What differs from `CHAIN`, in the order of the table."""
        chain = CHAIN.values
        return tuple(
            Difference(name, chain[name], self.values[name], self.reasons.get(name, ""))
            for name in chain
            if self.values.get(name, chain[name]) != chain[name]
        )

    def __repr__(self) -> str:
        return f"<Preset {self.name}: {len(self.differences())} values differ from the chain>"


def _read(row: Mapping[str, Any]) -> Hyperparameter:
    setter = row["setter"]
    return Hyperparameter(**{**row, "setter": setter and Setter.from_row(setter)})


HYPERPARAMETERS: Final = tuple(map(_read, hyperparameter_table()))
"""What can be set for a subnet, but for the list ``mechanism_emission_split``."""

NETWORK_PARAMETERS: Final = tuple(map(_read, network_parameter_table()))
"""What can be set for the whole network."""

_OF_SUBNETS: Final = (*(row.name for row in HYPERPARAMETERS), "mechanism_emission_split")
_OF_THE_NETWORK: Final = tuple(row.name for row in NETWORK_PARAMETERS)


def known_hyperparameters(values: Mapping[str, ParamValue]) -> dict[str, ParamValue]:
    """The same values, if all names are hyperparameters of subnets.

    Raises:
        ParamError: One is not; the nearest name is suggested.
    """
    return _known(values, _OF_SUBNETS)


def known_network_parameters(values: Mapping[str, ParamValue]) -> dict[str, ParamValue]:
    """The same values, if all names are parameters of the network.

    Raises:
        ParamError: One is not; the nearest name is suggested.
    """
    return _known(values, _OF_THE_NETWORK)


def _known(values: Mapping[str, ParamValue], names: tuple[str, ...]) -> dict[str, ParamValue]:
    for name in values:
        if name not in names:
            wrong = "no such name" + suggestion(str(name), names)
            raise ParamError(str(name), "the name of a parameter", wrong)
    return dict(values)


_PRESETS: Final = {row["name"]: Preset(**row) for row in presets()}

CHAIN: Final = _PRESETS["CHAIN"]
"""What subnet creation writes on the chain (transitions.md 4, column *default*)."""

LOCAL: Final = _PRESETS["LOCAL"]
"""`CHAIN` but for what makes a small local network earn at once; `Preset.differences` lists it.

Beside these values, a local network registers its first neurons in block 0: their last update is
then block 0, which passes the rate limit of the first weights (transitions.md 1.8), also on
`CHAIN`.
"""
