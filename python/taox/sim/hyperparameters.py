"""Checking the hyperparameters of a scenario against the economy's table of them."""

from collections.abc import Mapping

from taox.economy import HYPERPARAMETERS, Hyperparameter, suggestion
from taox.sim.errors import ScenarioError

SPLIT = "mechanism_emission_split"
"""The one hyperparameter that is a list: parts of 65535, one per mechanism."""

_WORDS: Mapping[type, str] = {bool: "true or false", int: "an integer", str: "a text"}


def check_hyperparameters(values: Mapping[str, object]) -> None:
    """Refuse unknown names, wrong types and values out of range.

    What no value can tell alone, such as too many uids for several mechanisms, is refused when
    the subnet is created.

    Args:
        values: Hyperparameter values by name.

    Raises:
        ScenarioError: Naming the hyperparameter, its range and what was given.
    """
    known = {spec.name: spec for spec in HYPERPARAMETERS}
    for name, value in values.items():
        if name == SPLIT:
            continue
        if name not in known:
            wrong = repr(name) + suggestion(name, [*known, SPLIT])
            raise ScenarioError("hyperparameters", "a name that `taox params` lists", wrong)
        _check(known[name], value)


def _check(spec: Hyperparameter, value: object) -> None:
    kind = type(spec.default)
    where = f"hyperparameters.{spec.name}"
    # type(), since a flag is an int to isinstance.
    if type(value) is not kind:
        raise ScenarioError(where, _WORDS[kind], repr(value))
    inside = value in {spec.low, spec.high} if kind is str else spec.low <= value <= spec.high  # type: ignore[operator]
    if not inside:
        joined = "or" if kind is str else "to"
        wanted = f"{spec.low!r} {joined} {spec.high!r} ({spec.unit})"
        raise ScenarioError(where, wanted, repr(value))
