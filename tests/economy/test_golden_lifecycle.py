"""The worlds of the chain's own calls, blanked and put through the public calls of `Chain`."""

from typing import Any

import pytest

from golden import lifecycle_output
from golden_compare import differences
from golden_lifecycle import LEFT_OUT, SHARED, moments, recorded, worlds

TOPICS = {
    "moves": 16,
    "subnets": 14,
    "weights": 11,
    "registration": 15,
    "takes": 5,
    "locks": 5,
    "mixed": 4,
}
"""How many worlds each has."""

Record = dict[str, Any]


def of_topic(topic: str) -> list[Record]:
    if not SHARED.is_dir():
        pytest.skip(f"no golden vectors: {SHARED} is absent")
    return [record for record in worlds() if record["name"].split("-")[0] == topic]


def blanked(record: Record, last: int) -> Record:
    """A world up to a block, without its results."""
    moments = [
        {key: one[key] for key in one if key.startswith("after")} for one in record["states"]
    ]
    calls = [{key: one[key] for key in ("block", "call", "args")} for one in record["calls"]]
    return record | {
        "states": [one for one in moments if one["after_blocks"] <= last],
        "calls": [one for one in calls if one["block"] - record["initial"]["block"] <= last],
    }


def last_block(record: Record) -> int:
    """The last block that taox can play: the one before a call that it does not have."""
    first = record["initial"]["block"]
    end: int = record["states"][-1]["after_blocks"]
    left_out = [call["block"] for call in record["calls"] if call["call"] in LEFT_OUT]
    return int(min([end, *(block - first - 1 for block in left_out)]))


@pytest.mark.parametrize("topic", TOPICS)
def test_calls_and_states_are_the_chains(topic: str) -> None:
    records = of_topic(topic)
    assert len(records) == TOPICS[topic]
    for record in records:
        last, first = last_block(record), record["initial"]["block"]
        asked = blanked(record, last)
        if not asked["states"]:
            assert record["name"] in {"locks-voting", "locks-coldkey-swap"}
            continue
        found = lifecycle_output(asked)
        calls = [call for call in record["calls"] if call["block"] - first <= last]
        assert found["calls"] == calls, record["name"]
        states = [state for state in record["states"] if state["after_blocks"] <= last]
        wrong = list(differences(found["states"], states))
        assert not wrong, f"{record['name']}: {len(wrong)} differ\n" + "\n".join(wrong[:20])


def test_which_worlds_stop_early() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"no golden vectors: {SHARED} is absent")
    short = {one["name"]: last_block(one) for one in worlds()}
    ends = {one["name"]: one["states"][-1]["after_blocks"] for one in worlds()}
    early = {name: last for name, last in short.items() if last < ends[name]}
    assert early.keys() == {"locks-voting", "locks-coldkey-swap"}


def test_when_states_were_taken_follows_where_nobody_says() -> None:
    record = {
        "name": "topic-scripted",
        "initial": {"block": 10},
        "calls": [{"block": 11}, {"block": 13}],
        "states": [
            {"after_blocks": 1},
            {"after_blocks": 3},
            {"after_blocks": 3},
            {"after_blocks": 4},
        ],
    }
    assert [one.get("after_calls", False) for one in recorded(record)] == [True, False, True, False]
    record["name"] = "topic-random-1"
    assert not any("after_calls" in one for one in recorded(record))
    assert list(moments(record))[-2:] == [(4, False), (4, True)]
