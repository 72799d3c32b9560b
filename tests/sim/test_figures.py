"""Numbers as text: rounding on integers, sparklines, aligned tables."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taox.sim.figures import ASCII, BLOCKS, Heading, amount, decimal, share, sparkline, text_table
from taox.sim.same import same


@given(st.integers(0, 2**70), st.integers(1, 2**40), st.integers(1, 12))
def test_decimal_rounds_half_up_like_decimal_arithmetic(top: int, bottom: int, places: int) -> None:
    shown = decimal(top, bottom, places)
    if top == 0:
        assert shown == "0"
    elif shown.startswith("<"):
        assert top * 10**places * 2 < bottom
        assert Decimal(shown[1:]) == Decimal(1).scaleb(-places)
    else:
        scale = 10**places
        exact = (2 * top * scale + bottom) // (2 * bottom)
        assert int(shown.replace(",", "").replace(".", "")) == exact


def test_what_is_not_zero_never_shows_as_zero() -> None:
    assert share(1) == "<0.0001"
    assert amount(1) == "<0.0001"
    assert amount(1, 9) == "0.000000001"
    assert share(0) == amount(0) == "0"


def test_amounts_have_separators() -> None:
    assert amount(1_234_567_000_000_000) == "1,234,567.0000"
    expected = Decimal("0.00005").quantize(Decimal("0.0001"), ROUND_HALF_UP)
    assert amount(50_000) == str(expected)


def test_sparklines_span_from_lowest_to_full() -> None:
    assert sparkline(range(8)) == BLOCKS
    assert sparkline([0, 0, 0]) == "▁▁▁"
    assert sparkline([]) == ""
    assert sparkline([5], glyphs=ASCII) == "#"


def test_a_common_top_makes_sparklines_comparable() -> None:
    assert sparkline([10, 10], top=100) == "▂▂"
    assert sparkline([200], top=100) == "█"


@given(st.lists(st.integers(0, 2**64 - 1), max_size=300), st.integers(1, 40))
def test_sparklines_are_as_wide_as_asked_at_most(values: list[int], width: int) -> None:
    drawn = sparkline(values, width=width)
    assert len(drawn) == min(len(values), width)
    assert set(drawn) <= set(BLOCKS)


def test_many_values_are_averaged_in_order() -> None:
    assert sparkline([0] * 50 + [9] * 50, width=2) == "▁█"


def test_columns_are_aligned_and_lines_have_no_trailing_blanks() -> None:
    table = text_table(
        [Heading("uid", right=True), Heading("name"), Heading("last")],
        [("group", [("1", "a", ""), ("100", "long", "x")])],
    )
    assert table.splitlines() == ["uid  name  last", "group", "  1  a", "100  long  x"]


def test_a_row_must_have_a_cell_per_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        text_table([Heading("one")], [("", [("a", "b")])])


def test_same_looks_into_nests() -> None:
    assert same({"a": [1, (2, 3)]}, {"a": (1, [2, 3])})
    assert not same({"a": 1}, {"b": 1})
    assert not same([1, 2], [1])
    assert not same([1], 1)
