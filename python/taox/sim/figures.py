"""Numbers as people read them: amounts, shares, sparklines, tables. Integers in, text out.

Rounding is done on integers, half up, so that a table looks the same on every machine. A value
that is not zero never shows as zero: it shows as `<0.0001`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

RAO = 1_000_000_000
"""Rao in one TAO, and alpha rao in one alpha."""

ONE = 65_535
"""The u16 fraction that means 1."""

BLOCKS = "▁▂▃▄▅▆▇█"
"""Sparkline glyphs, lowest first."""

ASCII = "_.-:=+*#"
"""Sparkline glyphs for streams that cannot carry block characters."""


def decimal(numerator: int, denominator: int, places: int = 4) -> str:
    """A non-negative fraction as a decimal with thousands separators.

    Args:
        numerator: Integer, not negative.
        denominator: Integer, positive.
        places: Digits behind the point.

    Example:
        >>> decimal(2, 3), decimal(0, 3), decimal(1, 10**9), decimal(12_345, 1, 1)
        ('0.6667', '0', '<0.0001', '12,345.0')
    """
    if numerator == 0:
        return "0"
    scale = 10**places
    units = (2 * numerator * scale + denominator) // (2 * denominator)
    if units == 0:
        return f"<{decimal(1, scale, places)}"
    whole, rest = divmod(units, scale)
    return f"{whole:,}.{rest:0{places}}"


def amount(rao: int, places: int = 4) -> str:
    """An amount of rao in whole TAO or alpha.

    Args:
        rao: The amount.
        places: Digits behind the point.

    Example:
        >>> amount(1_500_000_000)
        '1.5000'
    """
    return decimal(int(rao), RAO, places)


def share(fraction: int, places: int = 4) -> str:
    """A u16 fraction as a share of 1.

    Args:
        fraction: 0 to 65 535.
        places: Digits behind the point.

    Example:
        >>> share(65_535), share(5_461)
        ('1.0000', '0.0833')
    """
    return decimal(int(fraction), ONE, places)


def sparkline(
    values: Sequence[int], *, top: int | None = None, width: int = 20, glyphs: str = BLOCKS
) -> str:
    """A line of bars, one per value, or one per group of neighbours if there are many.

    Args:
        values: Not negative, oldest first.
        top: The value of a full bar; the largest of `values` when left out. Give one `top` to
            several lines to make them comparable.
        width: Most bars to draw.
        glyphs: From the lowest bar to a full one.

    Example:
        >>> sparkline([0, 1, 2, 4], glyphs=ASCII)
        '_-=#'
    """
    bars = _group(values, width)
    full = max(values, default=0) if top is None else top
    if full <= 0:
        return glyphs[0] * len(bars)
    steps = len(glyphs) - 1
    # (sum, count) instead of a mean keeps the choice of glyph free of floats.
    levels = [(2 * total * steps + full * count) // (2 * full * count) for total, count in bars]
    return "".join(glyphs[min(level, steps)] for level in levels)


def _group(values: Sequence[int], width: int) -> list[tuple[int, int]]:
    count = min(len(values), width)
    edges = [i * len(values) // count for i in range(count + 1)] if count else []
    return [(sum(map(int, values[start:end])), end - start) for start, end in pairwise(edges)]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column of a text table.

    Attributes:
        text: What it says.
        right: Whether the column is aligned to the right, as numbers are.
    """

    text: str
    right: bool = False


def text_table(
    headings: Sequence[Heading], groups: Sequence[tuple[str, Sequence[Sequence[str]]]]
) -> str:
    """Rows in aligned columns under their headings, in titled groups; no trailing blanks.

    Args:
        headings: One per column.
        groups: (title, rows) in order; an empty title adds no line. A row has one text per column.

    Example:
        >>> print(text_table([Heading("uid", True), Heading("name")], [("", [("7", "ada")])]))
        uid  name
          7  ada
    """
    head = [heading.text for heading in headings]
    rows = [row for _, members in groups for row in members]
    widths = [max(map(len, cells)) for cells in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        parts = [
            cell.rjust(width) if heading.right else cell.ljust(width)
            for cell, width, heading in zip(cells, widths, headings, strict=True)
        ]
        return "  ".join(parts).rstrip()

    lines = [line(head)]
    for title, members in groups:
        lines += ([title] if title else []) + [line(row) for row in members]
    return "\n".join(lines)
