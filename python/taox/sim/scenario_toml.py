"""Scenarios in TOML. Every key that may stand in such a file is declared in the tables below.

name = "hello"
seed = 7
epochs = 20                  # or: blocks = 7200
preset = "local"             # or: "chain"

[[subnet]]
name = "squares"
hyperparameters = { tempo = 360 }

[[subnet.miner]]
class = "hello.py:Honest"    # beside this file; or "package.module:Class"
count = 12
args = { skill = 3 }

[[subnet.validator]]
class = "hello.py:Judge"
count = 3
stake = [500, 300, 200]      # alpha; one number stands for all
"""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from taox.economy import suggestion
from taox.sim.errors import ScenarioError
from taox.sim.population import Population, SubnetSpec

_KINDS: Mapping[type | tuple[type, ...], str] = {
    int: "an integer",
    str: "a text",
    dict: "a table",
    list: "an array of tables",
    (int, str, Decimal, list): "TAO, or an array with one amount per neuron",
}

Built = TypeVar("Built")

_Keys = Mapping[str, type | tuple[type, ...]]

_SCENARIO: _Keys = {
    "name": str, "seed": int, "epochs": int, "blocks": int, "preset": str, "subnet": list,
}  # fmt: skip
_SUBNET: _Keys = {"name": str, "hyperparameters": dict, "miner": list, "validator": list}
_POPULATION: _Keys = {
    "class": str, "count": int, "args": dict, "name": str, "stake": (int, str, Decimal, list),
}  # fmt: skip


def read_scenario(path: Path) -> dict[str, Any]:
    """The arguments of `Scenario` that a TOML file states, classes resolved.

    Args:
        path: The file.

    Raises:
        ScenarioError: Naming the key, what belongs there and what was found.
    """
    try:
        with path.open("rb") as file:
            table = tomllib.load(file, parse_float=Decimal)
    except FileNotFoundError as error:
        raise ScenarioError("file", "an existing TOML file", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError(str(path), "TOML", str(error)) from error
    _check_keys("", table, _SCENARIO, required=("subnet",))
    subnets = [
        _subnet(f"subnet[{i}]", each, path.parent)
        for i, each in enumerate(_tables("subnet", table.pop("subnet")))
    ]
    return {"subnets": subnets, **table}


def _subnet(where: str, table: dict[str, Any], directory: Path) -> SubnetSpec:
    _check_keys(where, table, _SUBNET)
    people = {
        field: [
            _population(f"{where}.{key}[{i}]", each, directory)
            for i, each in enumerate(_tables(f"{where}.{key}", table.pop(key, [])))
        ]
        for field, key in (("miners", "miner"), ("validators", "validator"))
    }
    return _placed(where, SubnetSpec, {**table, **people})


def _population(where: str, table: dict[str, Any], directory: Path) -> Population:
    _check_keys(where, table, _POPULATION, required=("class",))
    table["args"] = _floats(table.get("args", {}))
    population = _placed(where, Population, {"cls": table.pop("class"), **table})
    try:
        return population.resolved(directory)
    except ScenarioError as error:
        raise _moved(where, error) from error


def _check_keys(
    where: str, table: Mapping[str, Any], keys: _Keys, required: tuple[str, ...] = ()
) -> None:
    dot = f"{where}." if where else ""
    for key, value in table.items():
        if key not in keys:
            raise ScenarioError(
                where or "scenario", f"keys {', '.join(keys)}", repr(key) + suggestion(key, keys)
            )
        # TOML's true is a Python int.
        if not isinstance(value, keys[key]) or isinstance(value, bool):
            raise ScenarioError(dot + key, _KINDS[keys[key]], repr(value))
    for key in required:
        if key not in table:
            raise ScenarioError(dot + key, _KINDS[keys[key]], "nothing")


def _floats(value: Any) -> Any:
    """Arguments are the user's: there a TOML float is a float, only amounts are exact."""
    if isinstance(value, dict):
        return {key: _floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def _tables(where: str, value: list[Any]) -> list[dict[str, Any]]:
    for each in value:
        if not isinstance(each, dict):
            raise ScenarioError(where, "an array of tables", repr(each))
    return value


def _placed(where: str, build: Callable[..., Built], arguments: Mapping[str, Any]) -> Built:
    try:
        return build(**arguments)
    except ScenarioError as error:
        raise _moved(where, error) from error


def _moved(where: str, error: ScenarioError) -> ScenarioError:
    """The same error, saying where in the file it happened."""
    place = where if error.argument == "subnet" else f"{where}.{error.argument}"
    return ScenarioError(place, error.expected, error.actual)
