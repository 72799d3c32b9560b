"""A metagraph as a table, for terminals and notebooks."""

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from taox.economy.units import format_tao

if TYPE_CHECKING:
    from taox.economy.metagraph import Metagraph

__all__ = ["html_table", "text_table"]

_COLUMNS: Final = ("uid", "hotkey", "stake", "permit", "Tv", "I", "D", "emission", "updated")
_ROWS: Final = 40
"""Larger subnets are cut in the middle."""


def text_table(metagraph: "Metagraph") -> str:
    """Lines of aligned columns under a line that says what it is.

    Stake and emission are whole tokens; Tv, I and D are shares of 1.
    """
    rows = [_COLUMNS, *_rows(metagraph)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_title(metagraph)]
    for row in rows:
        cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells))
    return "\n".join(lines)


def html_table(metagraph: "Metagraph") -> str:
    """The same as an HTML table."""
    head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in _rows(metagraph)
    )
    caption = html.escape(_title(metagraph))
    return f"<table><caption>{caption}</caption><tr>{head}</tr>{body}</table>"


def _title(metagraph: "Metagraph") -> str:
    return f"Metagraph of subnet {metagraph.netuid} at block {metagraph.block}: {metagraph.n} uids"


def _rows(metagraph: "Metagraph") -> Iterator[tuple[str, ...]]:
    n = metagraph.n
    shown = range(n) if n <= _ROWS else [*range(_ROWS // 2), *range(n - _ROWS // 2, n)]
    previous = -1
    for uid in shown:
        if uid != previous + 1:
            yield ("…",) * len(_COLUMNS)
        yield _row(metagraph, uid)
        previous = uid


def _row(metagraph: "Metagraph", uid: int) -> tuple[str, ...]:
    key = str(metagraph.hotkeys[uid])
    return (
        str(uid),
        f"{key[:6]}…{key[-4:]}",
        format_tao(int(metagraph.stake[uid]), places=3),
        "*" if metagraph.validator_permit[uid] else "",
        _share(metagraph.validator_trust[uid]),
        _share(metagraph.incentive[uid]),
        _share(metagraph.dividends[uid]),
        format_tao(int(metagraph.emission[uid]), places=3),
        str(metagraph.last_update[uid]),
    )


def _share(fraction: object) -> str:
    return f"{int(fraction) / 65_535:.4f}"  # type: ignore[call-overload]
