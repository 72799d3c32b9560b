"""A run as one picture: incentive over epochs, and who got what. A single SVG file.

Made by hand with the standard library: no fonts, scripts or files from elsewhere. It reads on
light and dark pages: its ground is transparent and its colours are mid-tones, since a page can be
dark where the system is light. It carries a title and description for screen readers. The same
record gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path

from taox.report.drawing import (
    Box,
    Point,
    bottom_texts,
    element,
    label,
    level_lines,
    path,
    ticks,
)
from taox.sim.errors import NotRecorded
from taox.sim.figures import ONE
from taox.sim.record import Record
from taox.sim.standings import Standing, standings

WIDTH = 880
"""Pixels across; a README shows about as many."""

BAND = 400
"""Pixels down, per subnet."""

MAX_POINTS = 240
"""Most points of one line: more could not be told apart at this width."""

CROWD = 48
"""With more miners than this their lines are drawn thin."""

MAX_ROLES = 4
"""Most roles whose share of the emission is shown."""

_COLOURS = ("#2f7fd6", "#e08a1e", "#2c9f6b", "#b565c9", "#d6526a", "#1f9fae")
_PLAIN = "#8b949e"

_STYLE = """
text{font-family:ui-sans-serif,system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;
font-size:13px;fill:#747c86}
.head{font-size:16px;font-weight:600}.sub{font-weight:600}.small{font-size:12px}
.grid{stroke:#8b949e;stroke-opacity:.3}.axis{stroke:#8b949e}
.line{fill:none;stroke-width:1.7;stroke-opacity:.72;stroke-linejoin:round}
.crowd{stroke-width:1.1;stroke-opacity:.35}
"""


@dataclass(frozen=True, slots=True)
class _Subnet:
    """What one band of the picture shows."""

    netuid: int
    title: str
    rows: Sequence[Standing]
    incentive: Mapping[int, Sequence[float]]
    epochs: Sequence[int]
    colours: Mapping[str, str]

    @property
    def miners(self) -> list[Standing]:
        return [row for row in self.rows if row.uid in self.incentive]


def svg(record: Record, netuid: int | None = None) -> str:
    """The picture of a run as SVG text.

    Left, the incentive of every miner over the epochs, coloured by role. Right, what each role
    earned of all emission, and the incentive of every miner in the last epoch.

    Args:
        record: The run.
        netuid: One subnet; all of them, one below the other, when left out.

    Raises:
        NotRecorded: If the record has no finished epoch or no such subnet.
    """
    netuids = record.netuids if netuid is None else [netuid]
    if not netuids:
        raise NotRecorded("epoch", "to draw", "none that has finished")
    subnets = [_subnet(record, each) for each in netuids]
    bands = [
        element("g", "".join(_band(subnet)), transform=f"translate(0 {BAND * i})")
        for i, subnet in enumerate(subnets)
    ]
    title = " and ".join(subnet.title for subnet in subnets)
    content = [
        element("title", escape(title), id="title"),
        element("desc", escape(" ".join(map(_description, subnets))), id="desc"),
        element("style", escape(_STYLE, quote=False)),
        *bands,
    ]
    height = BAND * len(subnets)
    return element(
        "svg",
        "\n" + "\n".join(content) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        role="img",
        aria_labelledby="title desc",
    )


def save(record: Record, file: str | PathLike[str], netuid: int | None = None) -> Path:
    """Write the picture of a run to an SVG file.

    Args:
        record: The run.
        file: Where to.
        netuid: One subnet; all of them when left out.

    Returns:
        The path of the file.

    Raises:
        NotRecorded: If the record has no finished epoch or no such subnet.
        OSError: If the file cannot be written.
    """
    target = Path(file)
    target.write_text(svg(record, netuid) + "\n", encoding="utf-8")
    return target


def _subnet(record: Record, netuid: int) -> _Subnet:
    rows = standings(record, netuid)
    history = record.history("incentive", netuid=netuid)
    uids = record.at(netuid=netuid)["uid"].tolist()
    shares = {uid: (history[:, place] / ONE).tolist() for place, uid in enumerate(uids)}
    epochs = record.epochs(netuid).tolist()
    shown = {
        row.uid: shares[row.uid] for row in rows if row.kind == "miner" or any(shares[row.uid])
    }
    roles = list(dict.fromkeys(row.role for row in sorted(rows, key=_miners_first) if row.role))
    colours = {role: _COLOURS[i % len(_COLOURS)] for i, role in enumerate(roles)}
    named = record.meta.get("subnets", {}).get(str(netuid), "")
    title = f"{named or f'Subnet {netuid}'}: {len(rows)} neurons, {_count(len(epochs), 'epoch')}"
    return _Subnet(netuid, title, rows, shown, epochs, {"": _PLAIN, **colours})


def _miners_first(row: Standing) -> tuple[bool, int]:
    return row.kind != "miner", row.uid


def _description(subnet: _Subnet) -> str:
    earned = ", ".join(f"{name} {share:.1%}" for name, share, _ in _earned(subnet))
    return f"{subnet.title}. Share of all emission: {earned or 'none'}."


def _band(subnet: _Subnet) -> list[str]:
    return [
        label(subnet.title, (24.0, 32.0), class_="head"),
        *_lines(subnet, Box(58.0, 92.0, 480.0, 250.0)),
        *_shares(subnet, Box(620.0, 92.0, 236.0, 96.0)),
        *_bars(subnet, Box(620.0, 252.0, 236.0, 90.0)),
    ]


# -- incentive over epochs -------------------------------------------------------------------------


def _lines(subnet: _Subnet, place: Box) -> list[str]:
    steps = len(subnet.epochs)
    top = max((max(line) for line in subnet.incentive.values()), default=0.0) or 1.0
    box = Box(place.left, place.top, place.width, place.height, max(steps - 1, 1), top * 1.06)
    levels = ticks(box.y_max, 6)
    drawn = [
        label("Incentive of each miner", (box.left, box.top - 30), class_="sub"),
        *_legend(subnet, box),
        *level_lines(box, levels, [_percent(value) for value in levels]),
    ]
    drawn += [_line(subnet, row, box) for row in subnet.miners]
    marks = [value for value in ticks(box.x_max) if value == int(value) < steps]
    texts = [f"{subnet.epochs[int(value)]}" for value in marks]
    drawn += bottom_texts(box, marks, texts)
    middle = box.left + box.width / 2
    drawn.append(label("epoch", (middle, box.bottom + 36), text_anchor="middle", class_="small"))
    return drawn


def _line(subnet: _Subnet, row: Standing, box: Box) -> str:
    colour = subnet.colours[row.role]
    points = _thinned([(box.x(i), box.y(v)) for i, v in enumerate(subnet.incentive[row.uid])])
    if len(points) == 1:
        return element("circle", cx=points[0][0], cy=points[0][1], r=3, fill=colour)
    kind = "line" if len(subnet.incentive) <= CROWD else "line crowd"
    return element("path", d=path(points), stroke=colour, class_=kind)


def _legend(subnet: _Subnet, box: Box) -> list[str]:
    counts: dict[str, int] = {}
    for row in subnet.miners:
        counts[row.role] = counts.get(row.role, 0) + 1
    drawn, x, y = [], box.left, box.top - 18
    for role, count in counts.items():
        text = f"{role or 'no actor'} ({count})"
        if x + 17 + 6.6 * len(text) > box.right:
            drawn.append(label("...", (x, y + 6), class_="small"))
            break
        colour = subnet.colours[role]
        drawn.append(element("rect", x=x, y=y, width=12, height=4, rx=2, fill=colour))
        drawn.append(label(text, (x + 17, y + 6), class_="small"))
        x += 38 + 6.6 * len(text)
    return drawn


def _thinned(points: list[Point]) -> list[Point]:
    """Every k-th point, the last one always among them."""
    step = -(-len(points) // MAX_POINTS)
    return points[:: step or 1] + ([] if (len(points) - 1) % (step or 1) == 0 else points[-1:])


# -- who got what ----------------------------------------------------------------------------------


def _earned(subnet: _Subnet) -> list[tuple[str, float, str]]:
    """(label, share of all emission, role), largest first."""
    amounts: dict[str, int] = {}
    counts: dict[str, int] = {}
    for row in subnet.rows:
        amounts[row.role] = amounts.get(row.role, 0) + row.earned
        counts[row.role] = counts.get(row.role, 0) + 1
    total = sum(amounts.values())
    best = sorted(amounts, key=lambda role: (-amounts[role], role))
    return [
        (f"{role or 'no actor'} ({counts[role]})", amounts[role] / total if total else 0.0, role)
        for role in best
        if role or amounts[role]
    ]


def _shares(subnet: _Subnet, box: Box) -> list[str]:
    drawn = [label("Share of all emission", (box.left, box.top - 30), class_="sub")]
    earned = _earned(subnet)
    top = max((share for _, share, _ in earned), default=0.0) or 1.0
    for i, (name, share, role) in enumerate(earned[:MAX_ROLES]):
        y = box.top - 16 + i * 30
        bar = {"x": box.left, "y": y + 13, "fill": subnet.colours[role]}
        drawn += [
            label(name, (box.left, y + 9), class_="small"),
            label(_share(share), (box.right, y + 9), text_anchor="end", class_="small"),
            element("rect", width=max(box.width * share / top, 1.5), height=7, rx=2, **bar),
        ]
    if len(earned) > MAX_ROLES:
        more = f"and {_count(len(earned) - MAX_ROLES, 'more role')}"
        drawn.append(label(more, (box.left, y + 39), class_="small"))
    return drawn


def _bars(subnet: _Subnet, place: Box) -> list[str]:
    """The last epoch: one bar per miner, best first."""
    best = sorted(subnet.miners, key=lambda row: (-row.incentive, row.uid))
    top = max((row.incentive for row in best), default=0) or 1
    box = Box(place.left, place.top, place.width, place.height, max(len(best), 1), top)
    slot = box.width / max(len(best), 1)
    # Gaps between bars thinner than a few pixels would only flicker.
    gap = slot * 0.12 if slot > 4 else -0.2
    drawn = [
        label(f"Incentive in epoch {subnet.epochs[-1]}", (box.left, box.top - 12), class_="sub")
    ]
    for i, row in enumerate(best):
        # A neuron without incentive still shows: as a sliver on the axis.
        height = max(box.bottom - box.y(row.incentive), 1.5)
        drawn.append(
            element(
                "rect", element("title", escape(f"{row.name}: {row.incentive / ONE:.2%}")),
                x=box.x(i) + gap, y=box.bottom - height, width=slot - 2 * gap,
                height=height, fill=subnet.colours[row.role],
            )
        )  # fmt: skip
    line = {"x1": box.left, "x2": box.right, "y1": box.bottom, "y2": box.bottom}
    drawn.append(element("line", class_="axis", **line))
    caption = f"{_count(len(best), 'miner')}, best first"
    drawn.append(label(caption, (box.left, box.bottom + 17), class_="small"))
    return drawn


def _percent(share: float) -> str:
    return f"{share * 100:g} %"


def _share(share: float) -> str:
    return "<0.1 %" if 0 < share < 0.0005 else f"{share * 100:.1f} %"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


__all__ = ["save", "svg"]
