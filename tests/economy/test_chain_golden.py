"""The chain's own states, from whole-block runs: read, written, and stepped as far as is built.

Stand-ins change amounts, so what is compared after a step is what no amount enters: the clocks of
all epochs, and the results of epochs on subnets of one mechanism without parents and children.
"""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from taox.economy import Chain

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[2].parent / "shared"))

pytestmark = pytest.mark.skipif(
    not (SHARED / "golden").is_dir(), reason="golden vectors are not beside the repository"
)

# Their keys of owners' calls, which are no calls here, are refused on loading.
ITEMS = set(Chain.storage_items()) - {"last_rate_limited_block", "transaction_key_last_block"}
CLOCKS = [
    "blocks_since_last_step",
    "last_epoch_block",
    "last_mechansim_step_block",
    "pending_epoch_at",
    "subnet_epoch_index",
]
RESULTS = [
    "active",
    "bonds",
    "consensus",
    "dividends",
    "incentive",
    "stake_weight",
    "validator_permit",
    "validator_trust",
]


def records(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "golden" / "economy" / f"{name}.jsonl.gz", "rt") as lines:
        yield from map(json.loads, lines)


def known(state: dict[str, Any]) -> dict[str, Any]:
    return {item: value for item, value in state.items() if item in ITEMS}


def test_the_chains_own_states_are_read_and_written() -> None:
    """Every item that exists here, of the states of the chain's own runs."""
    count = 0
    for record in (*records("coinbase"), *records("lifecycle")):
        for state in (record["initial"], *record["states"]):
            if "0" not in state["networks_added"]:
                continue  # a chain without root
            written = Chain.from_storage(known(state)).to_storage()
            count += 1
            for item, value in known(state).items():
                place = f"{record['name']}: {item}"
                assert_same(place, value, written.get(item, {}), state["networks_added"])
    assert count == 764


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


def consecutive() -> Iterator[tuple[str, int, dict[str, Any], dict[str, Any]]]:
    """States of two blocks that follow each other without a call between them."""
    for record in records("coinbase"):
        states = {state["after_blocks"]: state for state in record["states"]}
        states[0] = record["initial"]
        for number in (0, 1):
            block = record["initial"]["block"] + number
            called = any(call["block"] == block for call in record["calls"])
            if not called and number + 1 in states:
                yield record["name"], block, states[number], states[number + 1]


def test_one_block_moves_the_chains_own_clocks_and_epochs() -> None:
    steps = epochs = 0
    for name, block, before, after in consecutive():
        chain = Chain.from_storage(known(before) | {"block": block})
        chain.step()
        written = chain.to_storage()
        steps += 1
        for netuid in after["networks_added"].keys() - {"0"}:
            for item in CLOCKS:
                expected = after.get(item, {}).get(netuid, 0)
                assert written.get(item, {}).get(netuid, 0) == expected, (name, item, netuid)
        for netuid in comparable(block + 1, before, after):
            epochs += 1
            for item in RESULTS:
                assert of(item, netuid, written) == of(item, netuid, after), (name, item, netuid)
    assert (steps, epochs) == (104, 38)


def comparable(block: int, before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Subnets whose epoch ran, and of which all that it read is built."""
    related = {
        key.split(",")[1] for item in ("child_keys", "parent_keys") for key in before.get(item, {})
    }
    ran = {n for n, last in after["last_mechansim_step_block"].items() if last == block}
    several = {n for n, count in before["mechanism_count_current"].items() if count > 1}
    return ran - related - several


def of(item: str, netuid: str, storage: dict[str, Any]) -> dict[str, Any]:
    """The entries of an item that belong to a subnet, empty rows left out."""
    entries = storage.get(item, {}).items()
    return {key: value for key, value in entries if value and key.split(",")[0] == netuid}
