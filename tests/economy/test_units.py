"""TAO and rao: exact both ways, or an error."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taox.economy import InputError, InputTypeError, format_tao, to_rao, to_tao

u64 = st.integers(0, 2**64 - 1)


@pytest.mark.parametrize(
    ("tao", "rao"),
    [
        (0, 0),
        (2, 2_000_000_000),
        ("1.5", 1_500_000_000),
        ("1,000.25", 1_000_250_000_000),
        ("0.000000001", 1),
        (" 7 ", 7_000_000_000),
        (Decimal("1e-9"), 1),
        (Decimal("18446744073.709551615"), 2**64 - 1),
        (0.1, 100_000_000),
        (0.3, 300_000_000),
        (1e9, 10**18),
        (np.float64(0.7), 700_000_000),
        (np.int64(3), 3_000_000_000),
    ],
)
def test_to_rao(tao: object, rao: int) -> None:
    assert to_rao(tao) == rao  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "tao",
    [
        -1,
        "-0.1",
        "1.0000000001",
        0.1 + 0.2,  # prints 17 decimals
        1e-10,
        math.nan,
        math.inf,
        "NaN",
        "Infinity",
        "",
        "one",
        Decimal("18446744073.709551616"),
        2**64,
        1e300,
    ],
)
def test_what_is_no_amount(tao: object) -> None:
    with pytest.raises(InputError) as caught:
        to_rao(tao)  # type: ignore[arg-type]
    assert caught.value.argument == "tao"


@pytest.mark.parametrize("tao", [None, True, b"1", [1], Fraction(1, 2), 1j])
def test_what_is_no_number(tao: object) -> None:
    with pytest.raises(InputTypeError):
        to_rao(tao)  # type: ignore[arg-type]


@given(u64)
def test_there_and_back(rao: int) -> None:
    assert to_rao(to_tao(rao)) == rao
    assert to_rao(format_tao(rao)) == rao


@given(st.integers(0, 10**15))
def test_a_float_counts_as_what_it_prints(rao: int) -> None:
    # Up to 15 digits every decimal survives the way through a float.
    assert to_rao(float(to_tao(rao))) == rao


def test_to_tao_takes_integers_only() -> None:
    assert to_tao(-5) == Decimal("-0.000000005")
    assert to_tao(np.uint64(10**9)) == 1  # type: ignore[arg-type]
    for value in (1.0, "1", True, None):
        with pytest.raises(InputTypeError):
            to_tao(value)  # type: ignore[arg-type]


def test_format_never_shows_more_than_is_there() -> None:
    assert format_tao(1_999_999_999, places=0) == "1"
    assert format_tao(1_999_999_999, places=3) == "1.999"
    assert format_tao(-1) == "-0.000000001"
    assert format_tao(12_345_678 * 10**9) == "12,345,678.000000000"
    for places in (-1, 10):
        with pytest.raises(InputError):
            format_tao(1, places=places)
