"""Who runs in a subnet, as data: populations of neurons, and the subnet they run in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from taox.economy import InputError, to_rao
from taox.neurons import Neuron, Validator
from taox.sim.errors import ScenarioError
from taox.sim.hyperparameters import check_hyperparameters
from taox.sim.loading import resolve_class

Tao = int | str | Decimal | float
"""An amount in TAO: whole, `"1.5"`, a Decimal, or a float of at most nine decimals."""

MAX_COUNT = 4_096
"""Most neurons of one population: no subnet has more uids."""


@dataclass(frozen=True, slots=True)
class Population:
    """Some neurons of one class.

    Attributes:
        cls: The class, or a text that names it: `"file.py:Class"`, `"module:Class"`, `"Class"`.
        count: How many.
        args: Keyword arguments each of them is made with.
        stake: Alpha given to each: one amount for all or one per neuron. Left out, the network
            decides: 1,000 for a validator, none for a miner.
        name: Label of the neurons, which are numbered from 0; the class name in lower case when
            left out.

    Raises:
        ScenarioError: If a value is out of range.

    Example:
        >>> Population("neurons.py:Judge", 2, stake=[500, "300.5"]).label
        'judge'
    """

    cls: type[Neuron] | str
    count: int = 1
    args: Mapping[str, Any] = field(default_factory=dict)
    stake: Tao | Sequence[Tao] | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.cls, str):
            _check_class(self.cls, Neuron, "class")
        check_integer("count", self.count, 1, MAX_COUNT)
        if isinstance(self.stake, int | str | Decimal | float):
            _check_amount(self.stake)
        elif self.stake is not None:
            if len(self.stake) != self.count:
                wanted = f"one amount, or {self.count} (one per neuron)"
                raise ScenarioError("stake", wanted, f"{len(self.stake)} amounts")
            for amount in self.stake:
                _check_amount(amount)

    @property
    def label(self) -> str:
        """What the neurons are called before their number."""
        return self.name or self.role.lower()

    @property
    def role(self) -> str:
        """The class name."""
        return self.cls.rpartition(":")[2] if isinstance(self.cls, str) else self.cls.__name__

    @property
    def neuron(self) -> type[Neuron]:
        """The class itself.

        Raises:
            ScenarioError: If only its name is known yet; see `resolved`.
        """
        if isinstance(self.cls, str):
            raise ScenarioError("class", "a class", f"the name {self.cls!r}, not resolved")
        return self.cls

    def resolved(self, directory: Path | None = None) -> Self:
        """The same population with the class itself instead of a text that names it.

        Args:
            directory: What a relative file is relative to.

        Raises:
            ScenarioError: If there is no such class.
        """
        if isinstance(self.cls, type):
            return self
        return replace(self, cls=resolve_class(self.cls, "class", directory))


@dataclass(frozen=True, slots=True)
class SubnetSpec:
    """One subnet: its hyperparameters and who runs in it.

    Attributes:
        miners: Populations of miners.
        validators: Populations of validators.
        name: What the subnet is called in tables.
        hyperparameters: Values that differ from the preset, as `Chain.create_subnet` takes them.

    Raises:
        ScenarioError: If a hyperparameter is unknown or out of range, nobody runs here, or a
            class stands in the wrong list.
    """

    miners: Sequence[Population] = ()
    validators: Sequence[Population] = ()
    name: str = ""
    hyperparameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.miners and not self.validators:
            raise ScenarioError("subnet", "at least one miner or validator", "none")
        check_hyperparameters(self.hyperparameters)
        object.__setattr__(self, "miners", tuple(self.miners))
        object.__setattr__(self, "validators", tuple(self.validators))
        for i, each in enumerate(self.miners):
            if isinstance(each.cls, type) and issubclass(each.cls, Validator):
                raise ScenarioError(f"miner[{i}].class", "a miner", f"validator {each.role}")
        for i, each in enumerate(self.validators):
            if isinstance(each.cls, type):
                _check_class(each.cls, Validator, f"validator[{i}].class")

    @property
    def count(self) -> int:
        """How many neurons run here."""
        return sum(each.count for each in (*self.miners, *self.validators))


def check_integer(argument: str, value: object, low: int, high: int) -> None:
    """Refuse what is not an integer within a range.

    Args:
        argument: The name in the error.
        value: What was given.
        low: Smallest allowed.
        high: Largest allowed.

    Raises:
        ScenarioError: If it is something else, or outside.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ScenarioError(argument, f"an integer from {low} to {high}", repr(value))


def _check_class(value: object, base: type, argument: str) -> None:
    if not isinstance(value, type) or not issubclass(value, base):
        name = value.__name__ if isinstance(value, type) else repr(value)
        raise ScenarioError(argument, f"a subclass of {base.__name__}", name)


def _check_amount(amount: Tao) -> None:
    try:
        to_rao(amount)
    except InputError as error:
        raise ScenarioError("stake", error.expected, error.actual) from None
