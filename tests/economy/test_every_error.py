"""Every error of the table is raised by a call, with its values; a refused call changes nothing."""

import pytest

import refusals_settings  # noqa: F401 - each of these three registers its scenarios
import refusals_stake  # noqa: F401
import refusals_weights  # noqa: F401
from refusals import REFUSALS
from taox import _core
from worlds import refuses

ROWS = _core.chain_errors()


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_it_is_raised(row: dict[str, object]) -> None:
    assert row["name"] in REFUSALS, "an error without a scenario: add one to the refusals"
    chain, call = REFUSALS[str(row["name"])]()
    error = refuses(chain, call)
    assert (error.name, type(error).__name__) == (row["name"], row["name"])
    assert list(error.values) == row["fields"]
    assert not any(value in ("", None) for value in error.values.values())
    assert "{" not in str(error)
    chain.check_invariants()


def test_no_scenario_is_left_over() -> None:
    assert set(REFUSALS) == {row["name"] for row in ROWS}
