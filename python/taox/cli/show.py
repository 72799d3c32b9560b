"""A record on stdout: the leaderboard as text, or everything in it as JSON."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from taox.report.leaderboard import LIMIT, drawn
from taox.sim.figures import ASCII, BLOCKS, Heading, text_table
from taox.sim.plain import plain
from taox.sim.record import Record
from taox.sim.standings import standings, text

WAITING = "waiting for permit"
"""What refusals are called that only say the first epoch had not come yet."""


def show_text(record: Record, netuid: int | None = None, *, everyone: bool = False) -> None:
    """Print the leaderboard: drawn on a terminal, plain anywhere else.

    Args:
        record: The run.
        netuid: One subnet; all of them when left out.
        everyone: Whether to show all rows of large groups.

    Raises:
        NotRecorded: If there is no such subnet.
    """
    limit = None if everyone else LIMIT
    glyphs = BLOCKS if can_print(BLOCKS) else ASCII
    if not sys.stdout.isatty():
        emit(text(record, netuid, limit=limit, glyphs=glyphs))
        return
    from rich.console import Console  # noqa: PLC0415  # only a terminal pays for rich

    console = Console()
    console.print(drawn(record, netuid, width=console.width, limit=limit, glyphs=glyphs))


def show_json(data: Any) -> None:
    """Print JSON, indented for people.

    Args:
        data: What to print; accounts and arrays are turned into builtins.
    """
    emit(json.dumps(plain(data), indent=2))


def as_data(record: Record, netuid: int | None = None) -> dict[str, Any]:
    """What `--json` prints: exact integers of the leaderboard, refusals and meta data.

    Args:
        record: The run.
        netuid: One subnet; all of them when left out.

    Raises:
        NotRecorded: If there is no such subnet.
    """
    netuids = record.netuids if netuid is None else [netuid]
    return {
        "meta": dict(record.meta),
        "subnets": [_subnet_data(record, each) for each in netuids],
        "refusals": [
            {"call": call, "error": error, "neuron": name, "count": count}
            for (call, error, name), count in refusals(record).items()
        ],
    }


def _subnet_data(record: Record, netuid: int) -> dict[str, Any]:
    last = record.at(netuid=netuid)
    return {
        "netuid": netuid,
        "epoch": int(last["epoch"][0]),
        "block": int(last["block"][0]),
        "neurons": [asdict(row) for row in standings(record, netuid)],
    }


def refusals(record: Record) -> Mapping[tuple[str, str, str], int]:
    """How often which call of whom was refused: (call, error, name of the neuron) to count.

    Args:
        record: The run.
    """
    table = record.refusals
    counts: dict[tuple[str, str, str], int] = {}
    for i, waits in enumerate(record.waiting_for_permit()):
        error = WAITING if waits else str(table["error"][i])
        key = (str(table["call"][i]), error, str(table["name"][i] or table["hotkey"][i]))
        counts[key] = counts.get(key, 0) + int(table["count"][i])
    return counts


def refusal_lines(record: Record) -> str:
    """The refused calls as a table, the most frequent first.

    Args:
        record: The run.
    """
    merged: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for (call, error, name), count in refusals(record).items():
        total, names = merged.get((call, error), (0, []))
        merged[call, error] = (total + count, [*names, name])
    if not merged:
        return "refused calls: none"
    rows = [
        (f"{count:,}", call, error, _list(names))
        for (call, error), (count, names) in sorted(merged.items(), key=lambda item: -item[1][0])
    ]
    headings = [Heading("count", True), Heading("call"), Heading("error"), Heading("by")]
    return "refused calls\n" + text_table(headings, [("", rows)])


def _list(names: list[str], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def emit(content: str) -> None:
    """Print on stdout; characters that the stream cannot carry become `?`.

    Args:
        content: Lines without the last line break.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(content.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader left (`taox show DIR | head`): go on, a record may still have to be kept.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # until exit


def can_print(characters: str) -> bool:
    """Whether stdout can carry these characters.

    Args:
        characters: Any.
    """
    try:
        characters.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
