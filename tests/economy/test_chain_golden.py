"""The states of the chain's own runs: read, written, and stepped from wherever they are."""

import gzip
import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import golden
import not_here
from golden_compare import differences
from taox.economy import Chain

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[2].parent / "shared"))

pytestmark = pytest.mark.skipif(
    not (SHARED / "golden").is_dir(), reason="golden vectors are not beside the repository"
)

ITEMS = set(Chain.storage_items())
OF_THE_RECORD = {"after_blocks", "after_calls"}
"""What a state says of itself."""


def records(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "golden" / "economy" / f"{name}.jsonl.gz", "rt") as lines:
        yield from map(json.loads, lines)


def states() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state of the runs, with the name of its run."""
    for record in (*records("coinbase"), *records("lifecycle")):
        for state in (record["initial"], *record["states"]):
            yield record["name"], state


def known(state: dict[str, Any]) -> dict[str, Any]:
    return {item: value for item, value in state.items() if item in ITEMS}


def test_the_chains_own_states_are_read_and_written() -> None:
    """Every item that exists here, of the states of the chain's own runs."""
    count = 0
    for name, state in states():
        if "0" not in state["networks_added"]:
            continue  # a chain without root
        written = Chain.from_storage(known(state)).to_storage()
        count += 1
        for item, value in known(state).items():
            assert_same(f"{name}: {item}", value, written.get(item, {}), state["networks_added"])
    assert count == 764


def test_what_is_left_out_is_named() -> None:
    left_out, here = not_here.names(), set(Chain.storage_items())
    assert not left_out & here, "built: take them out of tests/not_here.py"
    assert {item for _, state in states() for item in state} - here - OF_THE_RECORD == left_out


def assert_same(place: str, value: Any, written: Any, networks: dict[str, Any]) -> None:
    if not isinstance(value, dict):
        assert written == value, place
        return
    for key, entry in value.items():
        nothing = entry in (0, [], ["0", 0], "0")
        # What a dissolved subnet left behind belongs to no subnet.
        left_behind = key.isdigit() and int(key) < 1_000 and str(int(key) % 4_096) not in networks
        left_behind |= place.endswith(": childkey_take") and key.split(",")[1] not in networks
        if not nothing and not left_behind:
            assert written.get(key) == entry, f"{place}[{key}]"


def consecutive() -> Iterator[tuple[dict[str, Any], int, dict[str, Any], dict[str, Any]]]:
    """States of two blocks that follow each other without a call between them."""
    for record in records("coinbase"):
        states = {state["after_blocks"]: state for state in record["states"]}
        states[0] = record["initial"]
        for number in (0, 1):
            block = record["initial"]["block"] + number
            called = any(call["block"] == block for call in record["calls"])
            if not called and number + 1 in states:
                yield record, block, states[number], states[number + 1]


def test_one_block_from_any_state_is_the_chains() -> None:
    """Runs are compared in `test_golden_economy`; here each block begins from a state just read."""
    steps = 0
    for record, block, before, after in consecutive():
        chain = Chain.from_storage(before_block(before, block))
        author = record["block_author"]
        parent_hash = sha256(f"{record['name']}:{block + 1}".encode()).digest()
        chain.step(None if author is None else golden.coldkey(author), parent_hash)
        found = list(differences(chain.to_storage(), after | {"after_blocks": None}))
        assert not found, f"{record['name']}, block {block + 1}: " + "\n".join(found[:20])
        steps += 1
    assert steps == 104


def before_block(state: dict[str, Any], block: int) -> dict[str, Any]:
    return {item: value for item, value in state.items() if item != "after_blocks"} | {
        "block": block
    }
