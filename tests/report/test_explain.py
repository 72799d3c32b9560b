"""Explanations: every reason for earning nothing, and exact agreement with the epoch."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthetic import Toy, build, hello
from taox.economy import EpochParams, Rows, epoch
from taox.report.explain import Explanation, explain
from taox.report.facts import NeuronFacts, find_facts
from taox.report.masks import Inputs, Mask
from taox.report.verdict import verdict
from taox.sim.errors import NotRecorded
from taox.sim.record import Record

TAO = 1_000_000_000


def arguments(rows: Sequence[Sequence[tuple[int, int]]], **changes: Any) -> dict[str, Any]:
    """An epoch of four uids: 0 and 1 validate with 3 and 1 TAO, 2 and 3 mine."""
    return {
        "weights": [Rows.from_lists([list(row) for row in rows])],
        "stake_bits": [3 * TAO << 64, 1 * TAO << 64, 0, 0],
        "params": EpochParams(commit_reveal=False),
        "block": 1000,
        "block_at_registration": np.array([10, 20, 30, 40], np.uint64),
        "last_update": [np.full(4, 900, np.uint64)],
        "validator_permit": np.array([True, True, False, False]),
        "last_mechanism_step_block": 639,
        "emission": 1_000_000_000,
    } | changes


BOTH = [[(2, 65_535), (3, 65_535)], [(2, 65_535), (3, 21_845)], [], []]


def facts_of(uid: int, inputs: dict[str, Any]) -> NeuronFacts:
    return find_facts(uid, Inputs.of(inputs), epoch(**inputs, trace=True))


def told(uid: int, inputs: dict[str, Any], *, validates: bool = False) -> str:
    return verdict(facts_of(uid, inputs), lambda each: f"n{each}", validates=validates)


def test_the_worked_example_of_the_specification() -> None:
    """Section 15.1 of epoch.md, number by number."""
    facts = facts_of(1, arguments(BOTH))
    assert (facts.stake_share, facts.counted_stake) == (1_073_741_824, 1_073_741_824)
    assert (facts.stake_rank, facts.validator_emission) == (2, 97_938_144)
    (part,) = facts.mechanisms
    assert part.trust == 3_221_225_472
    assert part.dividends == 841_282_252
    assert [(bond.target, bond.bits) for bond in part.bonds] == [
        (2, 214_748_365),
        (3, 107_374_182),
    ]
    assert [(w.target, w.normalised, w.clipped) for w in part.given] == [
        (2, 3_221_225_472, 2_147_483_648),
        (3, 1_073_741_824, 1_073_741_824),
    ]
    (mined,) = facts_of(3, arguments(BOTH)).mechanisms
    assert (mined.consensus, mined.rank, mined.incentive) == (
        2_147_483_648,
        1_879_048_192,
        2_004_318_071,
    )
    assert sum(weight.adds for weight in mined.received) == mined.rank
    assert mined.incentive_u16 == 30_582


def test_earning_is_told_with_its_amount() -> None:
    assert told(2, arguments(BOTH)) == (
        "It earned 0.266666666 alpha as a miner, for incentive 0.5333."
    )
    assert told(0, arguments(BOTH), validates=True) == (
        "It earned 0.402061855 alpha as a validator, for dividends 0.8041."
    )


def test_no_weights_at_all() -> None:
    rows = [[(2, 65_535)], [(2, 65_535)], [], []]
    assert told(3, arguments(rows)) == "It earned nothing: no neuron set a weight for it."


def test_only_weights_of_zero() -> None:
    rows = [[(2, 65_535), (3, 0)], [(2, 65_535), (3, 0)], [], []]
    assert told(3, arguments(rows)) == (
        "It earned nothing: 2 validators set a weight for it, and all are 0."
    )


def test_weights_of_those_without_permit() -> None:
    changes = {"validator_permit": np.array([False, True, False, False])}
    rows = [[(3, 9)], [(2, 9)], [], []]
    assert told(3, arguments(rows, **changes)) == (
        "It earned nothing: none of the weights set for it count: "
        "n0 held no validator permit before this epoch."
    )


def test_weights_older_than_the_registration() -> None:
    registered = np.array([10, 20, 30, 900], np.uint64)
    assert told(3, arguments(BOTH, block_at_registration=registered)) == (
        "It earned nothing: none of the weights set for it count: "
        "n3 registered when or after n0 last set weights (and 1 more like it)."
    )


def test_weights_hidden_by_a_commit() -> None:
    changes = {
        "params": EpochParams(commit_reveal=True),
        "oldest_active_commit_block": [np.array([35, 2**64 - 1, 0, 0], np.uint64)],
    }
    inputs = Inputs.of(arguments(BOTH, **changes))
    assert [inputs.mask(0, 0, target) for target in (2, 3)] == [None, Mask.COMMIT]
    assert [inputs.mask(0, 1, target) for target in (2, 3)] == [None, None]


def test_a_weight_for_oneself() -> None:
    rows = [[(0, 5), (2, 5)], [(2, 5)], [], []]
    assert told(0, arguments(rows)).endswith("dividends 0.7500.")
    assert "n0 may not weight itself" in told(0, arguments(rows, stake_bits=[0, TAO << 64, 0, 0]))


def test_weights_of_validators_that_do_not_count() -> None:
    inputs = arguments([[(2, 9)], [(3, 9)], [], []], stake_bits=[TAO << 64, 0, 0, 0])
    assert told(3, inputs) == (
        "It earned nothing: the validators that set a weight for it have no counted stake."
    )


def test_a_clip_to_zero() -> None:
    rows = [[(2, 65_535)], [(2, 65_535), (3, 65_535)], [], []]
    assert told(3, arguments(rows)) == (
        "It earned nothing: the clip took all of its weight: validators with 0.250000 of the "
        "counted stake give it any, and consensus needs at least kappa = 0.499992."
    )


def test_nothing_to_share_out() -> None:
    assert told(2, arguments(BOTH, emission=0)) == (
        "It earned nothing: the epoch had no emission to share out."
    )


def test_an_epoch_without_weights_pays_by_stake() -> None:
    assert told(1, arguments([[], [], [], []]), validates=True) == (
        "It earned 0.250000000 alpha by stake alone: no neuron had incentive or dividends, so "
        "the epoch paid out by stake."
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"stake_bits": [TAO << 64, 0, 0, 0]}, "it has no stake, and dividends follow stake"),
        (
            {"params": EpochParams(commit_reveal=False, stake_threshold=2 * TAO)},
            "its stake 1.000000000 is below the threshold 2.000000000",
        ),
        (
            {"validator_permit": np.array([True, False, False, False])},
            "it held no validator permit before this epoch, so its weights did not count; "
            "it has one now, so its weights count from the next epoch on",
        ),
        (
            {
                "params": EpochParams(commit_reveal=False, activity_cutoff=100),
                "last_update": [np.array([900, 899, 900, 900], np.uint64)],
            },
            "it was inactive: its last update is more than 100 blocks old",
        ),
        (
            {"weights": [Rows.from_lists([BOTH[0], [], [], []])]},
            "it set no weights",
        ),
        (
            {"weights": [Rows.from_lists([BOTH[0], [(1, 9)], [], []])]},
            "none of its weights count: n1 may not weight itself",
        ),
        (
            {"weights": [Rows.from_lists([[(2, 9)], [(3, 9)], [], []])]},
            "the clip took all of its weights: the consensus on each neuron it chose is 0",
        ),
        (
            {
                "weights": [Rows.from_lists([[(2, 9)], [], [], []])],
                "bonds": [Rows.from_lists([[], [(3, 60_000)], [], []])],
            },
            "its bonds are only to neurons without incentive",
        ),
    ],
)
def test_reasons_for_no_dividends(changes: dict[str, Any], reason: str) -> None:
    assert told(1, arguments(BOTH, **changes), validates=True) == f"It earned nothing: {reason}."


def per_uid(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=6, max_size=6)


BLOCKS = per_uid(st.sampled_from([0, 500, 899, 900, 901, 1000]))

EPOCHS = st.fixed_dictionaries(
    {
        "rows": per_uid(st.dictionaries(st.integers(0, 5), st.integers(0, 65_535), max_size=6)),
        "registered": BLOCKS,
        "updated": BLOCKS,
        "commits": st.none() | BLOCKS,
        "permit": per_uid(st.booleans()),
        "owner": st.none() | st.integers(0, 5),
        "stake": per_uid(st.integers(0, 5)),
    }
)


def as_arguments(drawn: dict[str, Any]) -> dict[str, Any]:
    commits = drawn["commits"]
    return {
        "weights": [Rows.from_lists([list(row.items()) for row in drawn["rows"]])],
        "stake_bits": [amount * TAO << 64 for amount in drawn["stake"]],
        "params": EpochParams(commit_reveal=commits is not None),
        "block": 1000,
        "block_at_registration": np.array(drawn["registered"], np.uint64),
        "last_update": [np.array(drawn["updated"], np.uint64)],
        "validator_permit": np.array(drawn["permit"]),
        "owner_uid": drawn["owner"],
        "emission": TAO,
        "oldest_active_commit_block": None if commits is None else [np.array(commits, np.uint64)],
    }


@settings(deadline=None)
@given(EPOCHS)
def test_masks_are_exactly_those_of_the_epoch(drawn: dict[str, Any]) -> None:
    held = as_arguments(drawn)
    inputs, result = Inputs.of(held), epoch(**held, trace=True)
    assert result.trace is not None
    for giver, row in enumerate(drawn["rows"]):
        counted = {int(target) for target, _ in result.trace[0]["W"][giver]}
        assert counted == {target for target in row if inputs.mask(0, giver, target) is None}


@settings(deadline=None)
@given(EPOCHS)
def test_facts_add_up_and_every_neuron_has_a_verdict(drawn: dict[str, Any]) -> None:
    held = as_arguments(drawn)
    inputs, result = Inputs.of(held), epoch(**held, trace=True)
    for uid in range(6):
        facts = find_facts(uid, inputs, result)
        (part,) = facts.mechanisms
        assert sum(weight.adds for weight in part.received if not weight.mask) == part.rank
        earned = facts.miner_emission + facts.validator_emission
        for validates in (False, True):
            told = verdict(facts, str, validates=validates)
            assert told.startswith("It earned nothing") == (earned == 0)


def test_two_mechanisms_are_told_apart() -> None:
    """Section 15.4 of epoch.md."""
    second = Rows.from_lists([[(3, 65_535)], [(3, 65_535)], [], []])
    held = arguments(
        BOTH,
        weights=[Rows.from_lists(BOTH), second],
        last_update=[np.full(4, 900, np.uint64)] * 2,
        mechanism_emission_split=np.array([16_383, 49_152], np.uint16),
        emission=1_000_000_001,
    )
    facts = facts_of(2, held)
    assert [part.incentive_u16 for part in facts.mechanisms] == [34_951, 0]
    assert (facts.miner_emission, facts.emission) == (66_663_614, 16_665_140)
    assert facts_of(0, held).validator_trust == 65_534
    rows = Rows.from_lists([[(2, 9)], [(2, 9)], [], []])
    missed = arguments(BOTH, weights=[rows, rows], last_update=[np.full(4, 900, np.uint64)] * 2)
    assert told(3, missed) == "It earned nothing: no neuron set a weight for it."
    zeros = Rows.from_lists([[(2, 9), (3, 0)], [(2, 9)], [], []])
    missed["weights"] = [rows, zeros]
    assert told(3, missed) == (
        "It earned nothing: mechanism 0: no neuron set a weight for it; "
        "mechanism 1: 1 validator set a weight for it, and all are 0."
    )


def test_stake_ranks_are_a_permutation_and_ties_favour_the_higher_uid() -> None:
    inputs = arguments(BOTH, stake_bits=[TAO << 64] * 4)
    assert [facts_of(uid, inputs).stake_rank for uid in range(4)] == [4, 3, 2, 1]


def test_explain_reads_a_record() -> None:
    lazy = explain(hello(), 16)
    assert isinstance(lazy, Explanation)
    assert (lazy.netuid, lazy.epoch, lazy.name, lazy.role) == (1, 19, "lazy-0", "Lazy")
    assert lazy.repeats
    assert lazy.facts.emission == int(hello().at()["emission"][16]) == 0
    text = str(lazy)
    assert text.startswith("uid 16 lazy-0 (Lazy, miner) | subnet 1 | epoch 19 | block 7,200\n")
    assert "It earned nothing: 3 validators set a weight for it, and all are 0." in text


def test_explain_agrees_with_the_leaderboard_for_every_uid() -> None:
    last = hello().at()
    for uid in range(20):
        facts = explain(hello(), uid).facts
        assert facts.emission == int(last["emission"][uid])
        assert facts.mechanisms[0].incentive_u16 == int(last["incentive"][uid])
        assert facts.dividends == int(last["dividends"][uid])
        assert facts.permit_after == bool(last["validator_permit"][uid])


def test_a_validator_is_told_of_its_weights_and_bonds() -> None:
    text = str(explain(hello(), 1))
    assert "Weights it set\n" in text
    assert "validator trust 0.9" in text
    assert "Weights set for it: none" in text


def test_an_owner_without_an_actor_has_an_explanation() -> None:
    text = str(explain(hello(), 0))
    assert text.startswith("uid 0 owner | subnet 1")
    assert "subnet owner" in text


def test_explanations_become_json() -> None:
    data = explain(hello(), 4).to_dict()
    assert json.loads(json.dumps(data)) == data
    received = data["facts"]["mechanisms"][0]["received"]
    assert {row["mask"] for row in received} == {None}
    assert data["facts"]["miner_emission"] > 0


def test_inputs_that_do_not_repeat_the_record_are_pointed_out() -> None:
    record = hello()
    inputs = dict(record.epoch_inputs[1]) | {"emission": 1_000}
    other = Record(
        record.neurons, metagraphs=record.metagraphs, epoch_inputs={1: inputs}, meta=record.meta
    )
    explanation = explain(other, 4)
    assert not explanation.repeats
    assert "Beware" in str(explanation)


def test_what_a_record_lacks_is_named() -> None:
    with pytest.raises(NotRecorded, match="no uid 99"):
        explain(hello(), 99)
    bare = Record(hello().neurons)
    with pytest.raises(NotRecorded, match="epoch input of subnet 1"):
        explain(bare, 1)
    two = build(Toy(), Toy(netuid=2), epochs=1)
    with pytest.raises(NotRecorded, match="which subnet"):
        explain(two, 1)
    assert explain(two, 1, 2).netuid == 2
