"""No argument, however wrong, panics: through the gate it is an `InputError`, straight into the
extension an ordinary exception."""

from contextlib import suppress
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from taox import _core
from taox.economy import EpochParams, EpochResult, InputError, Rows, epoch

DTYPES: list[Any] = [
    np.uint16,
    np.uint32,
    np.uint64,
    np.int64,
    np.float64,
    np.bool_,
    ">u2",
    "O",
    "U3",
    "M8[s]",
]

arrays = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(
        dtype,
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
        elements=st.just(0) if dtype == "O" else None,
    )
)
strided = arrays.map(lambda a: a.T[::2] if a.ndim else a)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.binary(max_size=3)
)
u16s = st.integers(0, 5) | st.integers(0, 65_535)
rows = st.lists(st.lists(st.tuples(u16s, u16s), max_size=5), min_size=1, max_size=5).map(
    Rows.from_lists
)
integers = st.lists(st.integers(0, 2**64 - 1), max_size=5)
dense = st.integers(1, 4).flatmap(lambda n: hnp.arrays(np.uint16, (n, n)))
garbage = st.recursive(
    scalars | arrays | strided | rows | integers | dense,
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=4,
)

ARGUMENTS = [
    "stake_bits",
    "bonds",
    "params",
    "block",
    "block_at_registration",
    "last_update",
    "validator_permit",
    "owner_uid",
    "emission",
    "last_mechanism_step_block",
    "mechanism_emission_split",
    "oldest_active_commit_block",
    "trace",
    "path",
    "consensus_rule",
    "bonds_rule",
]


def call(arguments: dict[str, Any]) -> None:
    with suppress(InputError):
        result = epoch(arguments.pop("weights"), arguments.pop("stake"), **arguments)
        assert isinstance(result, EpochResult)


@settings(max_examples=400, deadline=None)
@given(
    weights=garbage,
    stake=garbage,
    others=st.dictionaries(st.sampled_from(ARGUMENTS), garbage, max_size=4),
)
def test_everything_wrong(weights: Any, stake: Any, others: dict[str, Any]) -> None:
    call({"weights": weights, "stake": stake} | others)


@settings(max_examples=600, deadline=None)
@given(name=st.sampled_from(["weights", "stake", *ARGUMENTS]), value=garbage)
def test_one_thing_wrong(name: str, value: Any) -> None:
    good: dict[str, Any] = {"weights": Rows.from_lists([[(1, 1)], [(0, 1)]]), "stake": [2, 1]}
    call(good | {name: value})


def good_arguments() -> dict[str, Any]:
    row = Rows.from_lists([[(1, 1)], [(0, 1)]])
    parts = (row.starts, row.uids, row.values)
    two = np.array([1, 1], dtype=np.uint64)
    return {
        "block": 1000,
        "last_mechanism_step_block": 0,
        "owner_uid": None,
        "emission": 10,
        "mechanism_emission_split": None,
        "block_at_registration": two,
        "stake": two,
        "validator_permit": np.array([True, True]),
        "params": EpochParams().to_integers(),
        "mechanisms": [
            {
                "last_update": two,
                "weights": parts,
                "bonds": parts,
                "oldest_active_commit_block": two,
            }
        ],
    }


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_the_extension_itself(data: st.DataObject) -> None:
    """A `PanicException` is no `Exception` and would pass through here."""
    arguments = good_arguments()
    mechanism = arguments["mechanisms"][0]
    assert len(_core.epoch(arguments)) == 11  # type: ignore[arg-type]
    target = data.draw(st.sampled_from([arguments, mechanism]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(garbage)
    for run in (_core.epoch, _core.epoch_with_trace):
        with suppress(Exception):
            run(arguments)  # type: ignore[arg-type]
