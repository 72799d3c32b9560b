"""Who earned what: the rows of the leaderboard, and its plain-text form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from taox.sim.figures import BLOCKS, Heading, amount, share, sparkline, text_table

if TYPE_CHECKING:
    from taox.sim.record import Record  # it imports this module

KINDS = ("validator", "miner", "")
"""The groups of a leaderboard, in the order shown; the last holds neurons that no actor runs."""

TITLES = {"validator": "validators", "miner": "miners", "": "no actor"}
"""What the groups are called."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One neuron after an epoch: a row of the leaderboard. Integers as the chain holds them.

    Attributes:
        netuid: Subnet.
        uid: Place in the subnet.
        hotkey: SS58 address.
        name: Label, or a shortened hotkey.
        role: Class name, empty if no actor runs it.
        kind: `"miner"`, `"validator"` or empty.
        stake: Alpha rao, after the epoch.
        validator_trust: 1/65535.
        incentive: 1/65535.
        dividends: 1/65535.
        emission: Alpha rao earned in the last epoch.
        earned: Alpha rao earned in all epochs.
        history: Alpha rao earned per epoch, oldest first.
    """

    netuid: int
    uid: int
    hotkey: str
    name: str
    role: str
    kind: str
    stake: int
    validator_trust: int
    incentive: int
    dividends: int
    emission: int
    earned: int
    history: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeaderboardColumn:
    """One column of the leaderboard.

    Attributes:
        heading: Its head.
        cell: The text of a row's cell.
        keep: How early the column goes when there is no room: low numbers go first.
    """

    heading: Heading
    cell: Callable[[Standing], str]
    keep: int


COLUMNS = (
    LeaderboardColumn(Heading("uid", True), lambda row: str(row.uid), 9),
    LeaderboardColumn(Heading("name"), lambda row: row.name, 2),
    LeaderboardColumn(Heading("role"), lambda row: row.role or "-", 8),
    LeaderboardColumn(Heading("stake", True), lambda row: amount(row.stake), 4),
    LeaderboardColumn(Heading("vtrust", True), lambda row: share(row.validator_trust), 3),
    LeaderboardColumn(Heading("incentive", True), lambda row: share(row.incentive), 7),
    LeaderboardColumn(Heading("dividends", True), lambda row: share(row.dividends), 6),
    LeaderboardColumn(Heading("emission", True), lambda row: amount(row.emission), 5),
    LeaderboardColumn(Heading("earned", True), lambda row: amount(row.earned), 1),
)
"""The columns before the sparkline, in order."""

SPARK_HEADING = "per epoch"
"""The head of the sparkline, which shows emission."""

CAPTION = (
    "stake, emission (of the last epoch; bars: of each) and earned (of all) in alpha; "
    "vtrust, incentive and dividends as shares of 1"
)
"""What the figures are."""


def standings(record: "Record", netuid: int | None = None) -> list[Standing]:
    """The neurons of one subnet after its last epoch: validators, miners, others; best first.

    Inside a group they are ordered by emission, then by all they earned, then by uid.

    Args:
        record: The run.
        netuid: The subnet; may be left out when there is only one.

    Raises:
        NotRecorded: If the subnet has no recorded epoch.
    """
    last = record.at(netuid=netuid)
    history = record.history("emission", netuid=netuid)
    rows = zip(*(column.tolist() for column in last.values()), strict=True)
    found = [
        _standing(dict(zip(last, row, strict=True)), tuple(history[:, place].tolist()))
        for place, row in enumerate(rows)
    ]
    return sorted(found, key=lambda row: (_group(row), -row.emission, -row.earned, row.uid))


def _standing(row: dict[str, int | str], history: tuple[int, ...]) -> Standing:
    kept = {name: row[name] for name in Standing.__slots__ if name != "history"}
    if not kept["name"]:
        hotkey = str(row["hotkey"])
        kept["name"] = f"{hotkey[:6]}..{hotkey[-4:]}"
    return Standing(**kept, history=history)  # type: ignore[arg-type]  # columns have these types


def _group(row: Standing) -> int:
    return KINDS.index(row.kind) if row.kind in KINDS else len(KINDS) - 1


def groups(rows: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    """Standings by group: (title, rows) in the order of `KINDS`.

    Args:
        rows: In the order of `standings`.
    """
    return [(TITLES[KINDS[key]], list(members)) for key, members in groupby(rows, key=_group)]


def bars(rows: Sequence[Standing], *, width: int = 20, glyphs: str = BLOCKS) -> list[str]:
    """A sparkline of emission per row, all with the same full bar.

    Args:
        rows: Usually one group, so that its members compare.
        width: Most bars per line.
        glyphs: From the lowest bar to a full one.
    """
    top = max((max(row.history, default=0) for row in rows), default=0)
    return [sparkline(row.history, top=top, width=width, glyphs=glyphs) for row in rows]


def heading(record: "Record", netuid: int) -> str:
    """The line above a subnet's table: which subnet, epoch and block.

    Args:
        record: The run.
        netuid: The subnet.
    """
    last = record.at(netuid=netuid)
    named = record.meta.get("subnets", {}).get(str(netuid), "")
    title = f"subnet {netuid}" + (f" {named}" if named else "")
    epoch, block = int(last["epoch"][0]), int(last["block"][0])
    return f"{title} | epoch {epoch} | block {block:,} | {len(last['uid'])} neurons"


def text(
    record: "Record",
    netuid: int | None = None,
    *,
    limit: int | None = 64,
    width: int = 20,
    glyphs: str = BLOCKS,
) -> str:
    """The leaderboard as plain text, for files, pipes and `print(record)`.

    Args:
        record: The run.
        netuid: One subnet; all of them when left out.
        limit: Most rows per group; `None` for all.
        width: Most bars of a sparkline.
        glyphs: Sparkline glyphs, `BLOCKS` or `ASCII`.
    """
    netuids = record.netuids if netuid is None else [netuid]
    if not netuids:
        return f"no epoch has finished ({record.meta.get('blocks', 0):,} blocks)"
    tables = [_subnet_text(record, each, limit, width, glyphs) for each in netuids]
    return "\n\n".join(tables) + f"\n\n{CAPTION}"


def _subnet_text(record: "Record", netuid: int, limit: int | None, width: int, glyphs: str) -> str:
    tabled = []
    for title, rows in groups(standings(record, netuid)):
        shown = rows[:limit]
        lines = zip(shown, bars(rows, width=width, glyphs=glyphs), strict=False)
        cells = [[column.cell(row) for column in COLUMNS] + [bar] for row, bar in lines]
        more = (
            f", {len(rows)} in all, the first {len(shown)} shown" if len(shown) < len(rows) else ""
        )
        tabled.append((title + more, cells))
    headings = [column.heading for column in COLUMNS] + [Heading(SPARK_HEADING)]
    return f"{heading(record, netuid)}\n\n{text_table(headings, tabled)}"
