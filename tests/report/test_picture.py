"""The picture of a run: well-formed, self-contained, accessible, deterministic."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthetic import Toy, build, hello
from taox.report import picture
from taox.report.drawing import ticks
from taox.sim.errors import NotRecorded
from taox.sim.record_builder import RecordBuilder

SVG = "{http://www.w3.org/2000/svg}"


def parse(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # our own output


def test_it_is_well_formed_and_accessible() -> None:
    root = parse(picture.svg(hello()))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "hello: 20 neurons, 20 epochs"
    assert "Share of all emission: Judge (3)" in (desc.text or "")


def test_it_needs_nothing_from_elsewhere() -> None:
    text = picture.svg(hello())
    assert re.findall(r"(?:href|src|@import|url\(|<script|<image)", text) == []
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_every_miner_has_a_line_and_a_bar() -> None:
    root = parse(picture.svg(hello()))
    lines = [each for each in root.iter(f"{SVG}path") if each.get("class") == "line"]
    assert len(lines) == 16
    bars = [each for each in root.iter(f"{SVG}rect") if each.find(f"{SVG}title") is not None]
    assert len(bars) == 16
    titles = [bar.findtext(f"{SVG}title") for bar in bars]
    assert titles[-1] == "lazy-3: 0.00%"


def test_everything_stays_inside_the_picture() -> None:
    root = parse(picture.svg(hello()))
    for each in root.iter():
        for key in ("x", "x1", "x2", "cx"):
            assert 0 <= float(each.get(key, 0)) <= picture.WIDTH
        for key in ("y", "y1", "y2", "cy"):
            assert 0 <= float(each.get(key, 0)) <= picture.BAND
    numbers = [
        float(n)
        for path in root.iter(f"{SVG}path")
        for n in re.findall(r"[\d.]+", path.get("d", ""))
    ]
    assert max(numbers) <= picture.WIDTH


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    saved = picture.save(hello(), tmp_path / "run.svg")
    assert saved.read_text(encoding="utf-8") == picture.svg(hello()) + "\n"
    assert picture.svg(build(subnets={"1": "hello"})) == picture.svg(hello())


def test_subnets_stand_one_below_the_other() -> None:
    record = build(Toy(), Toy(netuid=2, honest=2, lazy=1), epochs=3)
    root = parse(picture.svg(record))
    assert root.get("height") == str(2 * picture.BAND)
    assert parse(picture.svg(record, 2)).get("height") == str(picture.BAND)


def test_one_epoch_and_one_miner_can_be_drawn() -> None:
    root = parse(picture.svg(build(Toy(honest=1, lazy=0, stakes=(5,)), epochs=1)))
    assert len(list(root.iter(f"{SVG}circle"))) == 1


def test_long_runs_are_thinned() -> None:
    points = [(float(i), 0.0) for i in range(1000)]
    thinned = picture._thinned(points)
    assert len(thinned) <= picture.MAX_POINTS + 1
    assert (thinned[0], thinned[-1]) == (points[0], points[-1])


def test_names_are_escaped() -> None:
    toy = Toy(honest=1, lazy=0)
    toy.roles[-1] = toy.names[-1] = '<b>&"'
    parse(picture.svg(build(toy, epochs=2, subnets={"1": "a & b"})))


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(NotRecorded, match="no epoch 'to draw'"):
        picture.svg(RecordBuilder().finish())


@given(st.floats(1e-9, 1e9), st.integers(2, 10))
def test_ticks_are_few_round_and_inside(top: float, count: int) -> None:
    values = ticks(top, count)
    assert values[0] == 0
    assert values[-1] <= top * (1 + 1e-6)
    assert len(values) <= count + 1
