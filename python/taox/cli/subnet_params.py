"""`taox params --subnet`: what is set on a subnet, against the defaults, and who may set it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from taox.cli.params import PRESETS, range_text, value_text
from taox.cli.target import find_target
from taox.economy import (
    HYPERPARAMETERS,
    NETWORK_PARAMETERS,
    Chain,
    Coldkey,
    Hotkey,
    Hyperparameter,
    InputError,
    Preset,
)
from taox.sim.figures import Heading, text_table
from taox.sim.scenario import Scenario

_NOTE = """* differs from the default: {default}
owner: the subnet's owner, or root; wait: between two changes by an owner
frozen: refused in the last {window} blocks before an epoch; (owner): for owners alone"""


def load_chain(file: Path | None) -> Chain:
    """The chain that a file describes, without its neurons if it is a scenario.

    Args:
        file: A scenario, bytes of `Chain.snapshot`, or a storage dump as JSON; absent: a new local
            subnet.

    Raises:
        InputError: It is none of them.
        ScenarioError: It is a scenario with a mistake.
        OSError: It cannot be read.
    """
    if file is None:
        return _founded(PRESETS["local"], [{}])
    if file.suffix in {".toml", ".py"}:
        target = find_target(file)
        if not isinstance(target, Scenario):
            raise InputError("file", "a scenario, a snapshot or a storage dump", f"script {file}")
        specs = [spec.hyperparameters for spec in target.subnets]
        return _founded(PRESETS[target.preset], specs)
    if file.suffix == ".json":
        return Chain.from_storage(json.loads(file.read_text("utf-8")))
    return Chain.restore(file.read_bytes())


def subnet_text(chain: Chain, netuid: int) -> str:
    """The parameters of a subnet as a table: value, default, who may set it, wait, range.

    Raises:
        SubnetNotExists: There is no such subnet.
    """
    table = _table(HYPERPARAMETERS, chain.hyperparameters(netuid), chain, netuid)
    default = "a new subnet on the chain"
    return f"{table}\n\n{_NOTE.format(default=default, window=_window(chain))}"


def network_text(chain: Chain) -> str:
    """The parameters of the network as the same table."""
    table = _table(NETWORK_PARAMETERS, chain.network_parameters(), chain, None)
    return f"{table}\n\n* differs from the default; root sets all of them"


def rows_data(chain: Chain, netuid: int | None) -> list[dict[str, object]]:
    """The same as data: of a subnet, or of the network.

    Raises:
        SubnetNotExists: There is no such subnet.
    """
    if netuid is None:
        rows, values = NETWORK_PARAMETERS, chain.network_parameters()
    else:
        rows, values = HYPERPARAMETERS, chain.hyperparameters(netuid)
    return [_row_data(row, values, chain, netuid) for row in rows]


def _founded(preset: Preset, subnets: Iterable[Mapping[str, Any]]) -> Chain:
    chain = Chain(preset)
    for number, hyperparameters in enumerate(subnets):
        owner = f"owner {number}"
        chain.create_subnet(Coldkey.from_name(owner), Hotkey.from_name(owner), **hyperparameters)
    return chain


def _table(
    rows: tuple[Hyperparameter, ...],
    values: Mapping[str, object],
    chain: Chain,
    netuid: int | None,
) -> str:
    headings = [
        Heading("name"), Heading("value", right=True), Heading("default", right=True),
        Heading(""), Heading("unit"), Heading("set by"), Heading("wait"), Heading("frozen"),
        Heading("range"),
    ]  # fmt: skip
    lines = [
        (
            row.name,
            value_text(values[row.name]),
            value_text(row.default),
            "*" if values[row.name] != row.default else "",
            row.unit,
            row.setter.signer if row.setter else "-",
            _wait_text(row, chain, netuid),
            _frozen_text(row),
            _limits_text(row),
        )
        for row in rows
    ]
    return text_table(headings, [("", lines)])


def _row_data(
    row: Hyperparameter, values: Mapping[str, object], chain: Chain, netuid: int | None
) -> dict[str, object]:
    setter = row.setter
    data: dict[str, object] = {
        "name": row.name,
        "storage": row.storage,
        "value": values[row.name],
        "default": row.default,
        "unit": row.unit,
        "meaning": row.doc,
    }
    if setter is not None:
        data |= setter._asdict() | {"limits": [limit._asdict() for limit in setter.limits]}
        data["wait"] = wait_blocks(row, chain, netuid)
    return data


def wait_blocks(row: Hyperparameter, chain: Chain, netuid: int | None) -> int:
    """Blocks that an owner waits between two changes, as things stand."""
    wait = row.setter.wait if row.setter else 0
    if isinstance(wait, int) or netuid is None:
        return wait if isinstance(wait, int) else 0
    tempos, tempo = chain.network_parameters()[wait], chain.hyperparameters(netuid)["tempo"]
    return int(tempos) * int(tempo)


def _wait_text(row: Hyperparameter, chain: Chain, netuid: int | None) -> str:
    blocks = wait_blocks(row, chain, netuid)
    return f"{blocks:,} blocks" if blocks else ""


def _frozen_text(row: Hyperparameter) -> str:
    words = {"never": "", "always": "yes", "owner": "(owner)"}
    return words[row.setter.frozen] if row.setter else ""


def _limits_text(row: Hyperparameter) -> str:
    if row.doc.startswith("No effect"):
        return "no effect"
    if row.setter and row.setter.limits:
        return ", ".join(map(str, row.setter.limits))
    return range_text(row)


def _window(chain: Chain) -> int:
    return int(chain.network_parameters()["admin_freeze_window"])
