"""`taox params` and the preset lines of `--verbose`, from the economy's own tables."""

import shutil
import sys
from collections.abc import Sequence

from taox.economy import (
    CHAIN,
    HYPERPARAMETERS,
    LOCAL,
    NETWORK_PARAMETERS,
    Hyperparameter,
    Preset,
)
from taox.sim.figures import Heading, text_table

PRESETS: dict[str, Preset] = {"local": LOCAL, "chain": CHAIN}
"""The presets as a scenario names them."""

_LARGEST: dict[object, str] = {2**64 - 1: "2^64-1", 2**127 - 1: "2^127-1"}
"""Nobody needs all digits of these."""

_NOTE = 'default: a new subnet on the chain; local: what differs unless preset = "chain"'


def params_text() -> str:
    """All parameters as a table: name, type, unit, default, local value, range, meaning.

    Those of a subnet come first, then those of the whole network.

    The meaning is left out on a terminal that has no room for it.
    """
    headings = [
        Heading("name"), Heading("type"), Heading("unit"), Heading("default", right=True),
        Heading("local", right=True), Heading("range"), Heading("meaning"),
    ]  # fmt: skip
    local = {each.name: each.preset for each in LOCAL.differences()}

    def rows(specs: Sequence[Hyperparameter]) -> list[tuple[str, ...]]:
        return [
            (
                spec.name,
                _type(spec),
                spec.unit,
                value_text(spec.default),
                value_text(local[spec.name]) if spec.name in local else "",
                range_text(spec),
                spec.doc,
            )
            for spec in specs
        ]

    groups = [("subnet", rows(HYPERPARAMETERS)), ("network", rows(NETWORK_PARAMETERS))]
    table = text_table(headings, groups)
    if sys.stdout.isatty() and shutil.get_terminal_size().columns < max(
        map(len, table.split("\n"))
    ):
        short = [(title, [row[:-1] for row in rows]) for title, rows in groups]
        table = text_table(headings[:-1], short)
    return f"{table}\n\n{_NOTE}"


def params_data() -> list[dict[str, object]]:
    """All parameters as data: name, scope, storage, type, unit, default, local, range, meaning.

    ``scope`` is ``"subnet"`` or ``"network"``; a preset has values of subnets only.
    """
    return [
        {
            "name": spec.name,
            "scope": scope,
            "storage": spec.storage,
            "type": spec.type,
            "unit": spec.unit,
            "default": spec.default,
            "local": LOCAL.values.get(spec.name, spec.default),
            "min": spec.low,
            "max": spec.high,
            "meaning": spec.doc,
        }
        for scope, specs in (("subnet", HYPERPARAMETERS), ("network", NETWORK_PARAMETERS))
        for spec in specs
    ]


def preset_lines(name: str) -> str:
    """In what a preset differs from the chain, as a table.

    Args:
        name: As a scenario names it; empty if unknown, which gives no lines.
    """
    if name not in PRESETS:
        return ""
    differences = PRESETS[name].differences()
    if not differences:
        return f"preset {name}: as the chain creates a subnet"
    headings = [Heading("name"), Heading("chain", right=True), Heading(name, right=True)]
    rows = [
        (each.name, value_text(each.chain), value_text(each.preset), each.reason)
        for each in differences
    ]
    table = text_table([*headings, Heading("why")], [("", rows)])
    return f"preset {name} differs from the chain in\n{table}"


def _type(spec: Hyperparameter) -> str:
    return "choice" if isinstance(spec.default, str) else spec.type


def value_text(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int) else str(value)


def range_text(spec: Hyperparameter) -> str:
    """What a parameter can be at all."""
    if isinstance(spec.low, bool | str):
        return f"{value_text(spec.low)}, {value_text(spec.high)}"
    return f"{value_text(spec.low)} to {_LARGEST.get(spec.high) or value_text(spec.high)}"
