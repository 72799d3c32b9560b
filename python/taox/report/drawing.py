"""Pieces of a hand-made SVG: elements, scales, ticks, axes. Standard library only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

Point = tuple[float, float]
"""x and y in pixels, y downwards."""


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One SVG element; `_` in attribute names becomes `-`, `class_` becomes `class`.

    Args:
        name: Its tag.
        content: Markup inside, already escaped.
        **attributes: Values; floats are written with one decimal.

    Example:
        >>> element("circle", cx=1.25, cy=2, class_="dot")
        '<circle cx="1.2" cy="2" class="dot"/>'
    """
    parts = [
        f' {key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributes.items()
    ]
    opened = f"<{name}{''.join(parts)}"
    return f"{opened}>{content}</{name}>" if content else f"{opened}/>"


def _text(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def label(text: str, at: Point, **attributes: object) -> str:
    """A line of text.

    Args:
        text: What it says, not escaped.
        at: Where its anchor is.
        **attributes: More attributes, such as `text_anchor` or `class_`.
    """
    return element("text", escape(text), x=at[0], y=at[1], **attributes)


def path(points: Iterable[Point]) -> str:
    """The `d` of a line through points.

    Args:
        points: In order.
    """
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle to draw in, and the values its sides stand for.

    Attributes:
        left: Pixels.
        top: Pixels.
        width: Pixels.
        height: Pixels.
        x_max: The value at the right side; 0 is at the left.
        y_max: The value at the top; 0 is at the bottom.
    """

    left: float
    top: float
    width: float
    height: float
    x_max: float = 1.0
    y_max: float = 1.0

    @property
    def right(self) -> float:
        """Pixels."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Pixels."""
        return self.top + self.height

    def x(self, value: float) -> float:
        """The pixel of a value on the x axis."""
        return self.left + self.width * value / (self.x_max or 1.0)

    def y(self, value: float) -> float:
        """The pixel of a value on the y axis."""
        return self.bottom - self.height * value / (self.y_max or 1.0)


def ticks(top: float, count: int = 5) -> list[float]:
    """Round values from 0 to at most `top`, about `count` of them.

    Args:
        top: The largest value to be shown; positive.
        count: How many ticks to aim at.

    Example:
        >>> ticks(0.0923)
        [0.0, 0.02, 0.04, 0.06, 0.08]
        >>> ticks(19)
        [0, 5, 10, 15]
    """
    raw = top / count
    scale = 10.0 ** floor(log10(raw))
    step = next(scale * step for step in (1, 2, 5, 10) if scale * step >= raw)
    values = [round(step * i, 10) for i in range(floor(top / step + 1e-9) + 1)]
    return [int(value) for value in values] if step >= 1 else values


def level_lines(box: Box, values: Sequence[float], texts: Sequence[str]) -> list[str]:
    """Horizontal lines with their values at the left.

    Args:
        box: Where.
        values: On its y axis.
        texts: What the values are called.
    """
    drawn = []
    for value, text in zip(values, texts, strict=True):
        y = box.y(value)
        drawn.append(element("line", x1=box.left, x2=box.right, y1=y, y2=y, class_="grid"))
        drawn.append(label(text, (box.left - 7, y + 4), text_anchor="end", class_="small"))
    return drawn


def bottom_texts(box: Box, values: Sequence[float], texts: Sequence[str]) -> list[str]:
    """Texts under the x axis.

    Args:
        box: Where.
        values: On its x axis.
        texts: What the values are called.
    """
    return [
        label(text, (box.x(value), box.bottom + 17), text_anchor="middle", class_="small")
        for value, text in zip(values, texts, strict=True)
    ]
