"""Rows: how they are made, what they refuse, what they keep."""

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taox.economy import InputError, InputTypeError, Rows

U16 = st.integers(0, 65_535)
LISTS = st.lists(st.lists(st.tuples(U16, U16), max_size=6), max_size=6)


@given(LISTS)
def test_lists_come_back_in_order(lists: list[list[tuple[int, int]]]) -> None:
    rows = Rows.from_lists(lists)
    assert rows.to_lists() == lists
    assert len(rows) == len(lists)
    assert rows == Rows(rows.starts, rows.uids, rows.values)
    assert pickle.loads(pickle.dumps(rows)) == rows  # noqa: S301 - our own bytes


@given(
    st.integers(0, 6).flatmap(
        lambda n: st.lists(st.lists(U16, min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_dense_comes_back(matrix: list[list[int]]) -> None:
    dense = np.array(matrix, dtype=np.uint16).reshape(len(matrix), len(matrix))
    rows = Rows.from_dense(dense)
    assert rows.to_dense().tolist() == dense.tolist()
    assert len(rows.uids) == np.count_nonzero(dense)


def test_order_and_zeros_matter() -> None:
    rows = Rows.from_lists([[(1, 5), (0, 0)], []])
    assert rows.row(0) == [(1, 5), (0, 0)]
    assert rows != Rows.from_lists([[(0, 0), (1, 5)], []])
    assert rows != Rows.from_lists([[(1, 5)], []])
    assert rows != [[(1, 5), (0, 0)], []]
    assert repr(rows) == "<Rows: 2 rows, 2 pairs>"


def test_to_dense_leaves_out_uids_beyond() -> None:
    assert Rows.from_lists([[(5, 9), (0, 1)], []]).to_dense().tolist() == [[1, 0], [0, 0]]


def test_rows_do_not_change() -> None:
    starts = np.array([0, 1], dtype=np.uint32)
    rows = Rows(starts, np.array([0], dtype=np.uint16), np.array([7], dtype=np.uint16))
    starts[1] = 0
    assert rows.row(0) == [(0, 7)]
    with pytest.raises(ValueError, match="read-only"):
        rows.values[0] = 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(rows)


def test_row_numbers() -> None:
    rows = Rows.empty(2)
    assert rows.row(1) == []
    for i in (-1, 2):
        with pytest.raises(IndexError, match="of 2"):
            rows.row(i)


def u32(*values: int) -> Any:
    return np.array(values, dtype=np.uint32)


def u16(*values: int) -> Any:
    return np.array(values, dtype=np.uint16)


@pytest.mark.parametrize(
    ("starts", "uids", "values", "argument", "actual"),
    [
        (u32(), u16(), u16(), "rows.starts", "none"),
        (u32(1, 1), u16(0), u16(0), "rows.starts", "1"),
        (u32(0, 2, 1), u16(0), u16(0), "rows.starts", "row 1 from 2 to 1"),
        (u32(0, 2), u16(0), u16(0), "rows.starts", "2"),
        (u32(0, 1), u16(0), u16(0, 1), "rows.values", "2 entries"),
        (u16(0, 1), u16(0), u16(0), "starts", "uint16 array"),
        (u32(0, 1), u32(0), u16(0), "uids", "uint32 array"),
        (u32(0, 1), u16(0), [0], "values", "list"),
        (u32(0, 2), u16(0, 1, 2, 3)[::2], u16(0, 1), "uids", "strides (4,)"),
    ],
)
def test_refused(starts: Any, uids: Any, values: Any, argument: str, actual: str) -> None:
    with pytest.raises(InputError) as caught:
        Rows(starts, uids, values)
    assert caught.value.argument == argument
    assert actual in str(caught.value.actual)


@pytest.mark.parametrize(
    ("lists", "kind", "argument"),
    [
        ([[(1, 2, 3)]], InputTypeError, "rows[0][0]"),
        ([[], [5]], InputTypeError, "rows[1][0]"),
        ([5], InputTypeError, "rows[0]"),
        ([[(1, 65_536)]], InputError, "rows[0][0] value"),
        ([[(0, 0), (-1, 2)]], InputError, "rows[0][1] uid"),
        ([[(0.5, 2)]], InputTypeError, "rows[0][0] uid"),
    ],
)
def test_lists_refused(lists: Any, kind: type[InputError], argument: str) -> None:
    with pytest.raises(InputError) as caught:
        Rows.from_lists(lists)
    assert type(caught.value) is kind
    assert caught.value.argument == argument
