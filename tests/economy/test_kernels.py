"""The kernels alone equal the steps of the epoch, dense and sparse; bad input is named."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from taox.economy import (
    Csr,
    EpochParams,
    InputError,
    InputTypeError,
    Rows,
    bonds_ema,
    clip_columns,
    epoch,
    from_bits,
    kernels,
    liquid_alpha,
    normalize_columns,
    normalize_rows,
    to_bits,
    weighted_median,
)

ONE = 2**32
Bits = NDArray[np.int64]


class Duck:
    """What SciPy's csr_array looks like from here."""

    def __init__(self, parts: tuple[Any, Any, Any], shape: tuple[int, int]) -> None:
        self.data, self.indices, self.indptr = parts
        self.shape = shape


def duck(rows: list[list[tuple[int, int]]], columns: int, dtype: Any = np.int32) -> Duck:
    data = np.array([bits for row in rows for _, bits in row], dtype=np.int64)
    indices = np.array([uid for row in rows for uid, _ in row], dtype=dtype)
    starts = np.cumsum([0, *(len(row) for row in rows)]).astype(dtype)
    return Duck((data, indices, starts), (len(rows), columns))


def dense(rows: list[list[tuple[int, int]]], columns: int | None = None) -> Bits:
    matrix = np.zeros((len(rows), len(rows) if columns is None else columns), dtype=np.int64)
    for i, row in enumerate(rows):
        for uid, bits in row:
            matrix[i, uid] = bits
    return matrix


def spread(cells: Any) -> Bits:
    return Csr((cells.data, cells.indices, cells.indptr), cells.shape).to_dense()


u16s = st.integers(0, 65_535)


@st.composite
def subnets(draw: st.DrawFn) -> dict[str, Any]:
    """An epoch of everybody permitted and active, whose rows ascend."""
    n = draw(st.integers(1, 6))
    some = st.lists(st.tuples(st.integers(0, n - 1), u16s), max_size=n, unique_by=lambda p: p[0])
    rows = st.lists(some.map(sorted), min_size=n, max_size=n).map(Rows.from_lists)
    stakes = st.lists(st.sampled_from([0, 1, 1, 3, 10**9]), min_size=n, max_size=n)
    params = EpochParams(
        kappa=draw(st.sampled_from([0, 32_767, 65_535])),
        bonds_penalty=draw(st.sampled_from([0, 32_768, 65_535])),
        bonds_moving_average=draw(st.integers(0, 1_000_000)),
        yuma=draw(st.sampled_from(["2", "3"])),
        liquid_alpha=draw(st.booleans()),
        alpha_low=draw(u16s),
        alpha_high=draw(u16s),
        commit_reveal=False,
    )
    return {
        "weights": draw(rows),
        "stake": np.array(draw(stakes), dtype=np.uint64),
        "bonds": draw(rows),
        "params": params,
    }


def share(u16: int) -> int:
    """u16 of 65535 as bits."""
    return (u16 << 32) // 65_535


@settings(deadline=None, max_examples=150)
@given(subnet=subnets())
def test_kernels_are_the_steps_of_the_epoch(subnet: dict[str, Any]) -> None:
    out = epoch(**subnet, trace=True)
    assert out.trace is not None
    (trace,), params = out.trace, subnet["params"]
    n, stored = len(trace["S"]), subnet["weights"].to_lists()
    raw = [[(uid, v << 32) for uid, v in row if uid != i] for i, row in enumerate(stored)]
    makers: list[Callable[..., Any]] = [dense, lambda rows: duck(rows, n)]
    for make in makers:
        weights = normalize_rows(make(raw))
        assert np.array_equal(_as(weights), dense(trace["W"]))
        consensus = weighted_median(make(trace["W"]), trace["A"], share(params.kappa))
        assert np.array_equal(consensus, trace["C"])
        clipped = clip_columns(make(trace["W"]), trace["C"])
        assert np.array_equal(_as(clipped), dense(trace["CW"]))
    alpha = ONE - params.bonds_moving_average * ONE // 1_000_000
    new, old = dense(trace["WB"]), dense(trace["B"])
    if params.yuma == "2":
        # Products of shares, floored: exact in Python's integers.
        owned = [
            [(uid, w * int(a) >> 32) for uid, w in row]
            for row, a in zip(trace["WB"], trace["A"], strict=True)
        ]
        mixed = normalize_columns(bonds_ema(normalize_columns(dense(owned)), old, alpha))
        highest = mixed.max(axis=0, initial=0)
        scaled = [
            [
                (int(x) << 32) // int(high) if high else 0
                for x, high in zip(row, highest, strict=True)
            ]
            for row in mixed
        ]
        assert np.array_equal(np.array(scaled, dtype=np.int64), dense(trace["E"]))
    elif params.liquid_alpha and trace["C"].any():
        rates = liquid_alpha(new, old, trace["C"], low=params.alpha_low, high=params.alpha_high)
        for i, row in enumerate(trace["WB"]):
            for uid, w in row:
                rate = int(rates[i, uid])
                bond = (rate * w >> 32) + ((ONE - rate) * int(old[i, uid]) >> 32)
                assert min(bond, ONE) == dense(trace["E"])[i, uid]
    else:
        assert np.array_equal(bonds_ema(new, old, alpha), dense(trace["E"]))
        cells = bonds_ema(duck(trace["WB"], n), duck(trace["B"], n, np.int64), alpha)
        assert isinstance(cells, Duck)
        assert np.array_equal(spread(cells), dense(trace["E"]))


def _as(matrix: Any) -> Bits:
    return matrix if isinstance(matrix, np.ndarray) else spread(matrix)


@settings(deadline=None)
@given(rows=st.lists(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=3, max_size=3)))
def test_sparse_equals_dense_for_any_bits(rows: list[list[int]]) -> None:
    full = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
    some = duck([[(j, x) for j, x in enumerate(row) if x] for row in rows], 3)
    for kernel in (normalize_rows, normalize_columns):
        assert np.array_equal(spread(kernel(some)), kernel(full))
    stake = np.full(len(rows), ONE, dtype=np.int64)
    assert np.array_equal(weighted_median(some, stake, 0), weighted_median(full, stake, 0))


def test_rows_are_taken_as_integers() -> None:
    rows = Rows.from_lists([[(1, 3), (0, 1)], []])
    done = normalize_rows(rows)
    assert isinstance(done, Csr)
    assert done.to_dense().tolist() == [[ONE // 4, 3 * ONE // 4], [0, 0]]
    assert repr(done) == "<Csr: 2 x 2, 2 cells>"


def test_arguments_are_not_changed() -> None:
    matrix = np.array([[1, 3]], dtype=np.int64)
    matrix.setflags(write=False)
    cells = duck([[(0, 1), (1, 3)]], 2)
    done = normalize_rows(cells)
    normalize_rows(matrix)
    clip_columns(matrix, matrix[0])
    assert matrix.tolist() == [[1, 3]]
    assert cells.data.tolist() == [1, 3]
    done.indices[0] = 1
    assert cells.indices.tolist() == [0, 1]


def test_every_kernel_has_its_example() -> None:
    for name in kernels.__all__:
        doc = getattr(kernels, name).__doc__
        assert ">>> " in doc, name
        assert ".md" in doc, name


SQUARE = np.ones((2, 2), dtype=np.int64)
VECTOR = np.ones(2, dtype=np.int64)
FLOAT: Any = np.ones((2, 2))
BAD_CELLS = duck([[(2, 1)], []], 2)
NEGATIVE = duck([[(-1, 1)], []], 2)
FLOATS = Duck((np.ones(1), np.zeros(1, np.int32), np.array([0, 1, 1])), (2, 2))
SHORT = Duck((VECTOR, np.zeros(2, np.int32), np.array([0, 2])), (2, 2))
UNEVEN = Duck((VECTOR, np.zeros(1, np.int32), np.array([0, 1, 1])), (2, 2))
DESCENDING = Duck((VECTOR, np.zeros(2, np.int32), np.array([0, 3, 2])), (2, 2))
LIST_SHAPE = Duck((VECTOR, np.zeros(2, np.int32), np.array([0, 2])), [2, 2])  # type: ignore[arg-type]

REFUSED: list[tuple[Callable[[], Any], type[InputError], str]] = [
    (lambda: normalize_rows(FLOAT), InputTypeError, "values: expected int64 array"),
    (lambda: normalize_rows(VECTOR), InputTypeError, "values: expected int64 array of 2"),
    (lambda: normalize_rows(SQUARE[:, ::2]), InputError, "C order"),
    (lambda: normalize_rows(np.asfortranarray(np.ones((2, 3), np.int64))), InputError, "C order"),
    (lambda: normalize_columns([[1]]), InputTypeError, "values: expected int64 array"),  # type: ignore[call-overload]
    (lambda: normalize_columns(BAD_CELLS), InputError, "indices: expected columns below 2, got 2"),
    (lambda: normalize_columns(NEGATIVE), InputError, "values.indices: expected integers of 0"),
    (lambda: normalize_columns(FLOATS), InputTypeError, "values.data: expected int64"),
    (lambda: normalize_columns(SHORT), InputError, "values.indptr: expected 3 entries, got 2"),
    (lambda: normalize_columns(UNEVEN), InputError, "values.data: expected 1 entries"),
    (lambda: normalize_columns(DESCENDING), InputError, "indptr: expected ascending"),
    (lambda: normalize_columns(LIST_SHAPE), InputTypeError, "values.shape: expected rows"),
    (lambda: clip_columns(SQUARE, VECTOR[:1]), InputError, "limits: expected 2 entries, got 1"),
    (lambda: clip_columns(SQUARE, FLOAT[0]), InputTypeError, "limits: expected int64"),
    (lambda: weighted_median(SQUARE, VECTOR[:1], 0), InputError, "stake: expected 2 entries"),
    (lambda: weighted_median(SQUARE, VECTOR, 0.5), InputTypeError, "kappa: expected integer bits"),  # type: ignore[arg-type]
    (lambda: weighted_median(SQUARE, VECTOR, 2**63), InputError, "kappa: expected bits"),
    (lambda: bonds_ema(SQUARE, SQUARE[:1], 0), InputError, "old: expected shape"),
    (lambda: bonds_ema(SQUARE, BAD_CELLS, 0), InputError, "old: expected a matrix of the kind"),  # type: ignore[call-overload]
    (lambda: bonds_ema(SQUARE, SQUARE, True), InputTypeError, "alpha: expected integer bits"),
    (lambda: liquid_alpha(SQUARE, SQUARE[:1], VECTOR), InputError, "bonds: expected shape"),
    (lambda: liquid_alpha(SQUARE, SQUARE, VECTOR[:1]), InputError, "consensus: expected 2"),
    (lambda: liquid_alpha(SQUARE, SQUARE, VECTOR, low=2**16), InputError, "low: expected"),
    (
        lambda: liquid_alpha(SQUARE, SQUARE, VECTOR, steepness=40_000),
        InputError,
        "steepness: expected an integer of -32768",
    ),
    (
        lambda: liquid_alpha(SQUARE, SQUARE, VECTOR, steepness=FLOAT[0, 0]),
        InputTypeError,
        "steepness: expected an integer",
    ),
    (
        lambda: liquid_alpha(duck([[(0, 1)], []], 2), duck([[(1, 1)], []], 2), VECTOR),
        InputError,
        "bonds: expected the cells",
    ),
    (lambda: to_bits([1, 2]), InputTypeError, "values: expected float64"),
    (lambda: to_bits([np.nan]), InputError, "values: expected finite"),
    (lambda: to_bits([2.0**31]), InputError, "values: expected finite"),
    (lambda: from_bits([0.5]), InputTypeError, "bits: expected int64"),
]


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_refused(call: Callable[[], Any], kind: type[InputError], message: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert type(caught.value) is kind
    assert message in str(caught.value)


@given(bits=st.lists(st.integers(-(2**53), 2**53)))
def test_bits_round_trip(bits: list[int]) -> None:
    array = np.array(bits, dtype=np.int64)
    assert np.array_equal(to_bits(from_bits(array)), array)
    assert from_bits(array).tolist() == [x / ONE for x in bits]


@given(value=st.floats(-(2.0**31), 2.0**31 - 1))
def test_bits_are_the_nearest(value: float) -> None:
    assert int(to_bits(value)) == round(value * ONE)
