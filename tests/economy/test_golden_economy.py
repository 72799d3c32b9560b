"""All economy vectors of the chain's own code, blanked and put through the installed extension."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import golden
from golden_compare import differences
from taox.economy import BurnPrice

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[2].parent / "shared"))
FILES = {
    "emission": (354, ["block_emission"]),
    "swap": (
        1_850,
        [
            "price_before_bits",
            "simulated",
            "executed",
            "after",
            "price_after_bits",
            "accepted",
            "result",
        ],
    ),
    "stake_weight": (120, ["total_stake_bits", "alpha_stake_bits", "tao_stake_bits"]),
    "weights": (700, ["result", "weights_out"]),
    "dividends": (150, ["parent_distribution", "result", "state_after"]),
    "registration": (204, ["blocks", "pruned_uid"]),
    "stake_pool": (150, ["steps"]),
    "claim_indices": (150, ["indices"]),
    "coinbase": (60, ["states", "calls"]),
}
STORAGE = ("dividends", "coinbase")
"""Where missing and zero entries count as equal; elsewhere nothing does but the same."""
GIVEN = {"states": ["after_blocks"], "calls": ["block", "call", "args"]}
IN_STEP = ["op", "amount", "coldkey"]


def records(file: str) -> list[dict[str, Any]]:
    """The records of one file; skips where the folder is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no golden vectors: {SHARED} is absent")
    with gzip.open(SHARED / "golden" / "economy" / f"{file}.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def blanked(record: dict[str, Any], results: list[str]) -> dict[str, Any]:
    """The record as somebody gets it who has to find the results."""
    return {
        name: blank(name, value) if name in results else value for name, value in record.items()
    }


def blank(name: str, value: Any) -> Any:
    if name in GIVEN:
        return [{key: one[key] for key in GIVEN[name]} for one in value]
    if name == "steps":
        return [{key: one[key] if key in IN_STEP else None for key in one} for one in value]
    if name == "blocks":
        nothing = {"price": None, "result": None, "price_after": None}
        return [
            {"price": None, "registrations": [dict(nothing) for _ in one["registrations"]]}
            for one in value
        ]
    return None


@pytest.mark.parametrize("file", FILES)
def test_results_are_the_chains(file: str) -> None:
    count, results = FILES[file]
    output: Callable[[dict[str, Any]], dict[str, Any]] = getattr(golden, f"{file}_output")
    vectors = records(file)
    assert len(vectors) == count
    for number, record in enumerate(vectors):
        expected = {name: record[name] for name in results if name in record}
        actual = output(blanked(record, results))
        if file not in STORAGE:
            assert actual == expected, number
        found = list(differences(actual, expected))
        assert not found, f"{file} {number}: {len(found)} differ\n" + "\n".join(found[:20])


def test_prices_of_registration_need_no_chain() -> None:
    """What a chain shows of `registration`, `BurnPrice` gives alone."""
    for record in records("registration"):
        if record["kind"] == "prune":
            continue
        price = BurnPrice(record["burn"], record["min_burn"], record["max_burn"])
        for block, expected in enumerate(record["blocks"], record["start_block"] + 1):
            price = price.next_block(record["burn_half_life"], block=block)
            assert price.burn == expected["price"]
            for registration in expected["registrations"]:
                assert price.burn == registration["price"]
                price = price.after_registration(int(record["burn_increase_mult_bits"]))
                assert price.burn == registration["price_after"]


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [
        ({"a": 1}, {"a": 1, "b": 0}, 0),
        ({"a": {"x": "0"}}, {}, 0),
        ({"a": 1}, {}, 1),
        ({"a": [1, 2]}, {"a": [1, 3]}, 1),
        ({"a": [1]}, {"a": [1, 0]}, 1),
        ({"pruned_uid": 0}, {"pruned_uid": 1}, 1),
    ],
)
def test_the_comparison_can_fail(left: Any, right: Any, count: int) -> None:
    assert len(list(differences(left, right))) == count
