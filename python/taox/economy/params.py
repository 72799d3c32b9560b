"""Hyperparameters of the epoch: typed fields over the table that the extension declares.

Names, types, units, defaults and ranges stand in one place, ``rust/taox-core/src/epoch/params.rs``;
here they only get Python types. A rule set is ``"2"`` or ``"3"``, a flag ``True`` or ``False``.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from taox._core import epoch_params
from taox.economy.errors import ParamError

__all__ = ["EpochParams", "ParamSpec"]

_TYPES: Final[dict[str, type]] = {"u16": int, "u64": int, "i16": int, "bool": bool, "yuma": str}


class ParamSpec(NamedTuple):
    """One row of the table of hyperparameters."""

    name: str
    type: str
    """``u16``, ``u64``, ``i16``, ``bool`` or ``yuma``."""
    unit: str
    default: int | bool | str
    """What a new subnet has on the chain."""
    range: tuple[int | bool | str, int | bool | str]
    """Smallest and largest value the epoch takes."""
    doc: str

    def check(self, value: object) -> None:
        """Raises ParamError unless `value` has the type of this parameter and is in range."""
        low, high = self.range
        expected = f"{low!r} to {high!r} ({self.type}, {self.unit})"
        if type(value) is not _TYPES[self.type]:
            raise ParamError(self.name, expected, f"{value!r} of type {type(value).__name__}")
        inside = value in self.range if self.type == "yuma" else low <= value <= high  # type: ignore[operator]
        if not inside:
            raise ParamError(self.name, expected, repr(value))


def _table() -> tuple[ParamSpec, ...]:
    rows = []
    for name, kind, unit, default, low, high, doc in epoch_params():
        of = _TYPES[kind]
        rows.append(ParamSpec(name, kind, unit, of(default), (of(low), of(high)), doc))
    return tuple(rows)


_TABLE: Final = _table()
_DEFAULTS: Final = {spec.name: spec.default for spec in _TABLE}


def _default(name: str) -> Any:
    return _DEFAULTS[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochParams:
    """Hyperparameters of one epoch, as the raw integers of the chain (epoch.md 4).

    The defaults are those of a new subnet. `table` lists type, unit, default, range and meaning of
    every field; ``dataclasses.replace(params, kappa=…)`` gives a changed copy.

    Raises:
        ParamError: A value is out of its range or of the wrong type.

    Example:
        >>> params = EpochParams(yuma="2", bonds_penalty=0)
        >>> params.kappa, params.yuma
        (32767, '2')
        >>> EpochParams(kappa=70_000)
        Traceback (most recent call last):
        taox.economy.errors.ParamError: kappa: expected 0 to 65535 (u16, /65535), got 70000
    """

    kappa: int = _default("kappa")
    bonds_penalty: int = _default("bonds_penalty")
    bonds_moving_average: int = _default("bonds_moving_average")
    yuma: Literal["2", "3"] = _default("yuma")
    liquid_alpha: bool = _default("liquid_alpha")
    alpha_low: int = _default("alpha_low")
    alpha_high: int = _default("alpha_high")
    alpha_sigmoid_steepness: int = _default("alpha_sigmoid_steepness")
    max_allowed_validators: int = _default("max_allowed_validators")
    stake_threshold: int = _default("stake_threshold")
    tempo: int = _default("tempo")
    activity_cutoff: int = _default("activity_cutoff")
    commit_reveal: bool = _default("commit_reveal")

    def __post_init__(self) -> None:
        for spec in _TABLE:
            spec.check(getattr(self, spec.name))

    @staticmethod
    def table() -> tuple[ParamSpec, ...]:
        """Name, type, unit, default, range and meaning of every hyperparameter of the epoch.

        Example:
            >>> [spec.name for spec in EpochParams.table() if spec.unit == "blocks"]
            ['tempo', 'activity_cutoff']
        """
        return _TABLE

    def to_integers(self) -> dict[str, int]:
        """Every value as an integer by name: what the extension takes."""
        return {spec.name: int(getattr(self, spec.name)) for spec in _TABLE}
