"""The gate for the arguments of calls."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taox.economy import InputError, InputTypeError
from taox.economy.chain_part import u16_array
from taox.economy.gate import integer

near = st.integers(-2, 2) | st.integers(65_534, 65_537) | st.integers(0, 65_535) | st.just(2**40)


def outcome(values: object) -> list[int] | str:
    try:
        found = u16_array("uids", values)
    except InputError as error:
        return str(error)
    assert found.dtype == np.uint16
    assert found.ndim == 1
    return [int(value) for value in found]


@given(st.lists(near))
def test_a_list_is_read_like_the_array_it_makes(values: list[int]) -> None:
    array = np.array(values, np.int64)
    expected = outcome(array)
    assert (expected == values) == all(0 <= value <= 65_535 for value in values)
    assert outcome(values) == outcome(tuple(values)) == expected


@pytest.mark.parametrize("values", [[True], [1.0], ["1"], [[1]], [None], "12", 3, {1: 2}])
def test_what_is_no_list_of_integers(values: Sequence[object]) -> None:
    with pytest.raises(InputTypeError, match="uids: expected a sequence of integers"):
        u16_array("uids", values)


@given(st.integers(1, 64), st.integers(-(2**66), 2**66))
def test_integers_by_their_bits(bits: int, value: int) -> None:
    if 0 <= value < 2**bits:
        assert integer("netuid", value, bits) == value
        return
    with pytest.raises(InputError, match=f"netuid: expected an integer of 0 to 2..{bits} - 1"):
        integer("netuid", value, bits)


@pytest.mark.parametrize("value", [True, np.True_, 1.0, "1", None])
def test_what_is_no_integer(value: object) -> None:
    with pytest.raises(InputTypeError, match="netuid: expected an integer"):
        integer("netuid", value)


def test_integers_of_other_makes_become_ints() -> None:
    found = integer("netuid", np.uint16(7), 16)
    assert type(found) is int
    assert found == 7
