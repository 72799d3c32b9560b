"""The leaderboard: who earned what. Drawn with rich on a terminal, as plain text anywhere else.

The rows come from `taox.sim.standings`, which also has the plain form that `print(record)`
gives. Both forms show the same columns; the drawn one drops some when the terminal is narrow.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from taox.sim.figures import BLOCKS, Heading
from taox.sim.record import Record
from taox.sim.standings import (
    CAPTION,
    COLUMNS,
    SPARK_HEADING,
    LeaderboardColumn,
    Standing,
    bars,
    groups,
    heading,
    standings,
)

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

LIMIT = 64
"""Most rows of one group shown unless asked for all."""

_SHORT_BARS = 10
_BARS = 20
_PALETTE = ("cyan", "yellow", "magenta", "green", "blue", "bright_red")
_ZERO = "bright_black"


def drawn(
    record: Record,
    netuid: int | None = None,
    *,
    width: int = 120,
    limit: int | None = LIMIT,
    glyphs: str = BLOCKS,
) -> "RenderableType":
    """The leaderboard as something a rich console prints.

    Args:
        record: The run.
        netuid: One subnet; all of them when left out.
        width: Columns of the terminal; the least important columns are dropped to fit.
        limit: Most rows per group; `None` for all.
        glyphs: Sparkline glyphs.

    Raises:
        NotRecorded: If the subnet has no recorded epoch.
    """
    from rich.console import Group  # noqa: PLC0415  # rich is loaded only to draw
    from rich.text import Text  # noqa: PLC0415

    netuids = record.netuids if netuid is None else [netuid]
    if not netuids:
        return Text(f"no epoch has finished ({record.meta.get('blocks', 0):,} blocks)")
    tables = [_table(record, each, width, limit, glyphs) for each in netuids]
    return Group(*tables, Text(CAPTION, style=_ZERO))


def _table(record: Record, netuid: int, width: int, limit: int | None, glyphs: str) -> "Table":
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    rows = standings(record, netuid)
    columns, spark = fit(rows, width)
    table = Table(
        title=heading(record, netuid),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
        header_style="bold",
    )
    for column in columns:
        right = column.heading.right
        table.add_column(column.heading.text, justify="right" if right else "left", no_wrap=True)
    table.add_column(SPARK_HEADING, no_wrap=True)
    colours = _colours(rows)
    for title, members in groups(rows):
        shown = members[:limit]
        for row, bar in zip(shown, bars(shown, width=spark, glyphs=glyphs), strict=True):
            table.add_row(*_cells(row, columns, colours), f"[{colours[row.role]}]{bar}[/]")
        if len(shown) < len(members):
            hidden = len(members) - len(shown)
            table.add_row("", f"[{_ZERO}]and {hidden} more {title}[/]")
        table.add_section()
    return table


def fit(rows: Sequence[Standing], width: int) -> tuple[list[LeaderboardColumn], int]:
    """The columns that fit a terminal, and how many bars its sparklines have.

    Args:
        rows: What is to be shown.
        width: Columns of the terminal.
    """
    chosen, spark = list(COLUMNS), _BARS
    while _needed(rows, chosen, spark) > width:
        if spark > _SHORT_BARS:
            spark = _SHORT_BARS
        elif len(chosen) > 1:
            chosen.remove(min(chosen, key=lambda column: column.keep))
        else:
            break
    return chosen, spark


def _needed(rows: Sequence[Standing], columns: Sequence[LeaderboardColumn], spark: int) -> int:
    widths = [
        max([len(column.heading.text), *(len(column.cell(row)) for row in rows)])
        for column in columns
    ]
    history = max((min(len(row.history), spark) for row in rows), default=0)
    return sum(widths) + 2 * len(widths) + max(history, len(SPARK_HEADING))


def _colours(rows: Sequence[Standing]) -> dict[str, str]:
    """One colour per role, the same in every table with the same roles."""
    roles = sorted({row.role for row in rows if row.role})
    found = {role: _PALETTE[i % len(_PALETTE)] for i, role in enumerate(roles)}
    return {"": _ZERO, **found}


def _cells(
    row: Standing, columns: Sequence[LeaderboardColumn], colours: dict[str, str]
) -> list[str]:
    from rich.markup import escape  # noqa: PLC0415

    cells = []
    for column in columns:
        text = column.cell(row)
        if column.heading == Heading("role"):
            cells.append(f"[{colours[row.role]}]{escape(text)}[/]")
        else:
            nothing = text == "0" and column.heading != Heading("uid", right=True)
            cells.append(f"[{_ZERO}]0[/]" if nothing else escape(text))
    return cells


__all__ = ["LIMIT", "drawn", "fit"]
