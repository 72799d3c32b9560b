"""Checking the hyperparameters of a scenario against the economy's table of them."""

from collections.abc import Mapping

from taox.economy import HYPERPARAMETERS
from taox.sim.errors import ScenarioError
from taox.sim.loading import suggestion


def check_hyperparameters(values: Mapping[str, object]) -> None:
    """Refuse unknown names and values out of range.

    Args:
        values: Hyperparameter values by name.

    Raises:
        ScenarioError: Naming the hyperparameter, its range and what was given.
    """
    known = {spec.name: spec for spec in HYPERPARAMETERS}
    for name, value in values.items():
        if name not in known:
            raise ScenarioError(
                "hyperparameters", "a known name", repr(name) + suggestion(name, known)
            )
        spec = known[name]
        flag = spec.type == "bool"
        if isinstance(value, bool) != flag or not isinstance(value, int):
            raise ScenarioError(f"hyperparameters.{name}", spec.type, repr(value))
        if not spec.low <= value <= spec.high:
            wanted = f"{spec.low} to {spec.high} {spec.unit}".strip()
            raise ScenarioError(f"hyperparameters.{name}", wanted, repr(value))
