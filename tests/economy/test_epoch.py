"""`epoch` as people call it: defaults, several mechanisms, and what it refuses."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from taox.economy import (
    EpochParams,
    InputError,
    InputTypeError,
    ParamError,
    Rows,
    epoch,
)

ONE = 2**32
WEIGHTS = Rows.from_lists([[(2, 65_535), (3, 65_535)], [(2, 65_535), (3, 21_845)], [], []])
STAKE = [3000, 1000, 0, 0]

# Blocks and registrations of epoch.md 15.
SETTING: dict[str, Any] = {
    "block": 1000,
    "last_mechanism_step_block": 639,
    "block_at_registration": [10, 20, 30, 40],
    "last_update": [900] * 4,
    "validator_permit": [True, True, False, False],
}


def test_example_15_1() -> None:
    out = epoch(WEIGHTS, STAKE, **SETTING)
    assert out.validator_emission.tolist() == [402_061_855, 97_938_144, 0, 0]
    assert out.server_emission.tolist() == [0, 0, 266_666_666, 233_333_333]
    assert out.incentive.tolist() == [[0, 0, 34_951, 30_582]]
    assert out.dividends.tolist() == [52_698, 12_836, 0, 0]
    assert out.bonds[0].to_lists() == [[(2, 3276), (3, 3276)], [(2, 3276), (3, 1638)], [], []]
    assert out.validator_permit.tolist() == [True, True, False, False]
    assert out.trace is None


def test_example_15_4_of_two_mechanisms() -> None:
    second = Rows.from_lists([[(3, 65_535)], [(3, 65_535)], [], []])
    out = epoch(
        [WEIGHTS, second],
        STAKE,
        emission=1_000_000_001,
        mechanism_emission_split=[16_383, 49_152],
        **SETTING | {"last_update": [[900] * 4, None]},
    )
    assert out.validator_emission.tolist() == [381_765_153, 118_234_845, 0, 0]
    assert out.server_emission.tolist() == [0, 0, 66_663_614, 433_336_385]
    assert out.incentive.tolist() == [[0, 0, 34_951, 30_582], [0, 0, 0, 65_535]]
    assert out.emission.tolist() == [236_070_501, 76_435_218, 16_665_140, 295_840_581]


def test_trace_carries_the_letters() -> None:
    out = epoch(WEIGHTS, STAKE, trace=True, **SETTING)
    assert out.trace is not None
    (trace,) = out.trace
    assert trace["C"].tolist() == [0, 0, ONE // 2, ONE // 2]
    assert trace["W"][1] == [(2, 3_221_225_472), (3, 1_073_741_824)]
    assert trace["D"].tolist() == [3_453_685_043, 841_282_252, 0, 0]
    assert set(trace) == {"S", "A", "W", "C", "CW", "VT", "R", "I", "WB", "B", "E", "D"}
    assert out == epoch(WEIGHTS, STAKE, **SETTING), "tracing changes nothing"


def test_only_weights_and_stake() -> None:
    """The defaults are an old subnet where everybody is permitted, active and up to date."""
    out = epoch(WEIGHTS.to_dense(), np.array(STAKE, dtype=np.uint64))
    assert out == epoch(WEIGHTS, STAKE, **SETTING)
    assert out.active.all()


def test_bonds_are_kept_by_default() -> None:
    bonds = np.array([[0, 0, 60_000, 0]] + [[0] * 4] * 3, dtype=np.uint16)
    kept = epoch(WEIGHTS, STAKE, bonds=bonds).bonds[0].to_dense()[0, 2]
    assert kept > 50_000


def test_dense_zeros_are_absent_pairs() -> None:
    sparse = Rows.from_lists([[(1, 5)], [(0, 7)]])
    dense = np.array([[0, 5], [7, 0]], dtype=np.uint16)
    assert epoch(dense, [1, 1]) == epoch(sparse, [1, 1])


def test_stake_bits_are_rao_times_two_to_the_64() -> None:
    bits = [rao << 64 for rao in STAKE]
    assert epoch(WEIGHTS, stake_bits=bits) == epoch(WEIGHTS, STAKE)
    half_a_rao = [*bits[:2], 1 << 63, 0]
    assert epoch(WEIGHTS, stake_bits=half_a_rao).stake_weight.tolist() == [49_145, 16_381, 8, 0]


def test_commits_none_or_all_ones() -> None:
    block: dict[str, Any] = {
        "block": 1000,
        "block_at_registration": [0, 0, 500, 500],
        "last_update": [900] * 4,
    }
    none = epoch(WEIGHTS, STAKE, **block)
    assert none == epoch(WEIGHTS, STAKE, oldest_active_commit_block=[None] * 4, **block)
    ones = np.full(4, 2**64 - 1, dtype=np.uint64)
    assert none == epoch(WEIGHTS, STAKE, oldest_active_commit_block=ones, **block)
    early = epoch(WEIGHTS, STAKE, oldest_active_commit_block=[499, None, None, None], **block)
    assert none != early, "a commit before the registration does not weigh the uid"


def test_read_only_arrays_work() -> None:
    stake = np.array(STAKE, dtype=np.uint64)
    stake.setflags(write=False)
    dense = WEIGHTS.to_dense()
    dense.setflags(write=False)
    assert epoch(dense, stake) == epoch(WEIGHTS, STAKE)


def test_results_are_read_only() -> None:
    out = epoch(WEIGHTS, STAKE)
    with pytest.raises(ValueError, match="read-only"):
        out.emission[0] = 1


def test_inputs_are_not_changed() -> None:
    dense, stake = WEIGHTS.to_dense(), np.array(STAKE, dtype=np.uint64)
    epoch(dense, stake, bonds=dense)
    assert dense.tolist() == WEIGHTS.to_dense().tolist()
    assert stake.tolist() == STAKE


def test_repr_is_short() -> None:
    assert (
        repr(epoch(WEIGHTS, STAKE))
        == "<EpochResult: 4 uids, mechanisms 1, 999999998 alpha rao paid>"
    )


def test_kappa_border_of_example_15_5() -> None:
    weights = Rows.from_lists([[(2, 65_535)], [(3, 65_535)], [], []])
    out = epoch(weights, [1, 1, 0, 0])
    assert out.server_emission.tolist() == [0, 0, 250_000_000, 250_000_000]
    half = epoch(weights, [1, 1, 0, 0], params=replace(EpochParams(), kappa=32_768))
    assert half.validator_emission.tolist() == [500_000_000, 500_000_000, 0, 0]


U64 = np.uint64
EIGHT = np.arange(8, dtype=U64)
UNALIGNED = np.frombuffer(b"\0" * 33, dtype=np.uint8)[1:].view(U64)

# argument(s), part of the error's argument, expected, actual
REFUSED: list[tuple[dict[str, Any], type[InputError], str, str, str]] = [
    ({"weights": [[1, 2], [3]]}, InputTypeError, "weights[0]", "Rows", "list"),
    ({"weights": 7}, InputTypeError, "weights", "Rows", "7"),
    ({"weights": []}, InputError, "weights", "at least one mechanism", "empty"),
    ({"weights": Rows.empty(0), "stake": []}, InputError, "weights", "1 to 65535 neurons", "0"),
    ({"weights": Rows.empty(65_536)}, InputError, "weights", "1 to 65535", "65536"),
    ({"weights": np.eye(4)}, InputTypeError, "weights", "uint16 array", "float64"),
    ({"weights": np.zeros((4, 4), np.int64)}, InputTypeError, "weights", "uint16", "int64"),
    ({"weights": np.zeros((4, 3), np.uint16)}, InputError, "weights", "square", "(4, 3)"),
    ({"weights": np.zeros((8, 8), np.uint16)[::2, ::2]}, InputError, "weights", "C order", "str"),
    ({"weights": np.zeros(16, np.uint16)}, InputTypeError, "weights", "2 dimensions", "(16,)"),
    (
        {"weights": Rows.from_lists([[(1, 1), (2, 1), (1, 1)], [], [], []])},
        InputError,
        "weights",
        "each uid once",
        "uid 1 twice in row 0",
    ),
    (
        {"weights": Rows.from_lists([[], [(1, 1), (4, 1)], [], []])},
        InputError,
        "weights",
        "uids below 4",
        "uid 4 in row 1",
    ),
    ({"weights": [WEIGHTS, Rows.empty(3)]}, InputError, "weights[1]", "4 entries", "3"),
    ({"bonds": Rows.empty(5)}, InputError, "bonds", "4 entries", "5"),
    ({"bonds": [WEIGHTS]}, InputTypeError, "bonds", "Rows", "list"),
    ({"weights": [WEIGHTS], "bonds": WEIGHTS}, InputTypeError, "bonds", "a list of 1", "Rows"),
    ({"weights": [WEIGHTS], "bonds": []}, InputError, "bonds", "1 entries", "0"),
    ({"stake": None}, InputError, "stake", "either", "neither"),
    ({"stake_bits": [1] * 4}, InputError, "stake", "either", "both"),
    ({"stake": [1, 2, 3]}, InputError, "stake", "4 entries", "3"),
    ({"stake": [1, 2, 3, -1]}, InputError, "stake[3]", "0 to 2**64 - 1", "-1"),
    ({"stake": [1, 2, 3, 0.5]}, InputTypeError, "stake[3]", "integer", "0.5"),
    ({"stake": [1, 2, 3, True]}, InputTypeError, "stake[3]", "integer", "True"),
    ({"stake": np.ones(4)}, InputTypeError, "stake", "uint64", "float64"),
    ({"stake": np.ones(4, np.int64)}, InputTypeError, "stake", "uint64", "int64"),
    ({"stake": np.ones(4, ">u8")}, InputTypeError, "stake", "uint64", ">u8"),
    ({"stake": np.ones((4, 1), U64)}, InputTypeError, "stake", "1 dimension", "(4, 1)"),
    ({"stake": EIGHT[::2]}, InputError, "stake", "C order", "strides"),
    ({"stake": UNALIGNED}, InputError, "stake", "aligned", "strides"),
    ({"stake": [2**63 - 1, 1, 0, 0]}, InputError, "stake", "less than 2^63 rao", "uid 1"),
    ({"stake": None, "stake_bits": [2**127] * 4}, InputError, "stake_bits[0]", "2**127", "17"),
    ({"stake": None, "stake_bits": [1] * 3}, InputError, "stake_bits", "4 entries", "3"),
    ({"stake": None, "stake_bits": 1.5}, InputTypeError, "stake_bits", "sequence", "1.5"),
    ({"owner_uid": 4}, InputError, "owner_uid", "a uid below 4", "4"),
    ({"owner_uid": "0"}, InputTypeError, "owner_uid", "integer", "'0'"),
    ({"block": -1}, InputError, "block", "0 to 2**64 - 1", "-1"),
    ({"block": 2**64}, InputError, "block", "0 to 2**64 - 1", str(2**64)),
    ({"block": 1.0}, InputTypeError, "block", "integer", "1.0"),
    ({"emission": 2**64}, InputError, "emission", "0 to 2**64 - 1", str(2**64)),
    ({"last_mechanism_step_block": None}, InputTypeError, "last_mech", "integer", "None"),
    ({"block_at_registration": [0] * 5}, InputError, "block_at_reg", "4 entries", "5"),
    ({"last_update": [0.5] * 4}, InputTypeError, "last_update[0]", "integer", "0.5"),
    ({"validator_permit": [1, 0, 1, 0]}, InputTypeError, "validator_permit[0]", "bool", "1"),
    ({"validator_permit": np.ones(4, np.uint8)}, InputTypeError, "validator", "bool", "uint8"),
    ({"mechanism_emission_split": [65_536]}, InputError, "mechanism_em", "2**16", "65536"),
    ({"oldest_active_commit_block": [1]}, InputError, "oldest_active", "4 entries", "1"),
    ({"params": {"kappa": 1}}, InputTypeError, "params", "EpochParams", "dict"),
    ({"trace": 1}, InputTypeError, "trace", "bool", "1"),
]


@pytest.mark.parametrize(("arguments", "kind", "argument", "expected", "actual"), REFUSED)
def test_refused(
    arguments: dict[str, Any], kind: type[InputError], argument: str, expected: str, actual: str
) -> None:
    given: dict[str, Any] = {"weights": WEIGHTS, "stake": STAKE} | arguments
    with pytest.raises(InputError) as caught:
        epoch(given.pop("weights"), given.pop("stake"), **given)
    error = caught.value
    assert type(error) is kind
    assert error.argument.startswith(argument)
    assert expected in error.expected
    assert actual in str(error.actual)
    assert str(error) == f"{error.argument}: expected {error.expected}, got {error.actual}"


def test_input_errors_are_also_the_usual_ones() -> None:
    assert issubclass(InputError, ValueError)
    assert issubclass(InputTypeError, TypeError)
    assert issubclass(ParamError, InputError)
