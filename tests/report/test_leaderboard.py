"""The leaderboard: order, columns, exact figures, plain and drawn."""

import io

import pytest
from rich.console import Console

from synthetic import Toy, build, hello
from taox.report.leaderboard import drawn, fit
from taox.sim.errors import NotRecorded
from taox.sim.figures import ASCII
from taox.sim.standings import COLUMNS, standings, text


def render(width: int, **options: object) -> str:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(drawn(hello(), width=width, **options))  # type: ignore[arg-type]
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_validators_come_first_then_miners_best_first() -> None:
    rows = standings(hello())
    assert [row.kind for row in rows] == ["validator"] * 3 + ["miner"] * 16 + [""]
    for kind in ("validator", "miner"):
        emission = [row.emission for row in rows if row.kind == kind]
        assert emission == sorted(emission, reverse=True)


def test_a_standing_holds_the_chains_integers() -> None:
    row = next(row for row in standings(hello()) if row.uid == 4)
    last = hello().at()
    assert row.emission == int(last["emission"][4])
    assert row.history == tuple(hello().history("emission")[:, 4].tolist())
    assert row.earned == sum(row.history)


def test_plain_text_is_aligned_and_complete() -> None:
    lines = text(hello()).splitlines()
    assert lines[0] == "subnet 1 hello | epoch 19 | block 7,200 | 20 neurons"
    head, *rows = lines[2:-2]
    assert head.split() == [
        "uid", "name", "role", "stake", "vtrust", "incentive", "dividends", "emission", "earned",
        "per", "epoch",
    ]  # fmt: skip
    assert len(rows) == 20 + 3
    column = head.index("incentive") + len("incentive")
    assert all(row[column - 1] != " " and row[column] == " " for row in rows if row[2] != "l"
               and not row[0].isalpha())  # fmt: skip
    assert all(line == line.rstrip() for line in lines)
    assert str(hello()) == text(hello())


def test_large_groups_are_cut_and_say_so() -> None:
    lines = text(hello(), limit=4).splitlines()
    assert "miners, 16 in all, the first 4 shown" in lines
    assert len([line for line in lines if "Honest" in line]) == 4


def test_sparklines_can_be_ascii() -> None:
    assert text(hello(), glyphs=ASCII).isascii()


def test_several_subnets_follow_each_other() -> None:
    record = build(Toy(), Toy(netuid=5, honest=1, lazy=0), epochs=2)
    shown = text(record)
    assert shown.index("subnet 1 |") < shown.index("subnet 5 |")
    assert "subnet 1" not in text(record, 5)
    with pytest.raises(NotRecorded, match="no subnet 9"):
        text(record, 9)


def test_a_nameless_neuron_shows_its_hotkey() -> None:
    toy = Toy(honest=1, lazy=0)
    toy.names[-1] = ""
    (row,) = [row for row in standings(build(toy, epochs=1)) if row.role == "Honest"]
    assert row.name == f"{row.hotkey[:6]}..{row.hotkey[-4:]}"


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_the_drawn_table_fits_its_terminal(width: int) -> None:
    lines = render(width).splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines)
    assert sum("Honest" in line for line in lines) == 12


def test_a_narrow_terminal_keeps_what_matters() -> None:
    rows = standings(hello())
    everything, _ = fit(rows, 200)
    assert everything == list(COLUMNS)
    kept = [column.heading.text for column in fit(rows, 70)[0]]
    assert {"uid", "role", "incentive", "emission"} <= set(kept)
    assert "earned" not in kept


def test_the_drawn_table_is_cut_too() -> None:
    assert "and 12 more miners" in render(120, limit=4)


def test_markup_in_names_is_not_interpreted() -> None:
    toy = Toy(honest=1, lazy=0)
    toy.names[-1] = "[red]x[/red]"
    console = Console(width=150, file=io.StringIO(), color_system=None)
    console.print(drawn(build(toy, epochs=1), width=150))
    assert "[red]x[/red]" in console.file.getvalue()  # type: ignore[attr-defined]
