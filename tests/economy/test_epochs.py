"""Both paths, many epochs on several threads, and epochs from floats."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taox.economy import (
    EpochParams,
    EpochRan,
    EpochResult,
    InputError,
    InputTypeError,
    Rows,
    bonds_from_floats,
    epoch,
    epoch_from_floats,
    epochs,
    set_threads,
    threads,
    weights_from_floats,
)
from worlds import ALICE, OWNER, TAO, TEMPO, World, hotkey

TWO_MECHANISMS: dict[str, Any] = {"mechanism_count": 2, "max_allowed_uids": 128}


def subnet(seed: int, n: int) -> dict[str, Any]:
    draw = np.random.default_rng(seed)
    weights = draw.integers(0, 65_536, (n, n)).astype(np.uint16)
    weights[draw.random((n, n)) < 0.5] = 0
    bonds = draw.integers(0, 65_536, (n, n)).astype(np.uint16)
    params = EpochParams(yuma=("2", "3")[seed % 2], liquid_alpha=seed % 3 == 0, commit_reveal=False)
    stake = draw.integers(0, 10**15, n).astype(np.uint64)
    return {"weights": weights, "stake": stake, "bonds": bonds, "params": params}


@pytest.mark.parametrize("seed", range(12))
def test_paths_agree(seed: int) -> None:
    given = subnet(seed, 3 + 5 * seed)
    fast = epoch(**given)
    assert fast == epoch(**given, path="reference") == epoch(**given, trace=True)
    as_lists = {**given, "stake": given["stake"].tolist()}
    assert fast == epoch(**as_lists), "the gate leads to the same"
    rows = {**given, "weights": Rows.from_dense(given["weights"])}
    assert fast == epoch(**rows)


def test_no_such_path() -> None:
    with pytest.raises(InputError, match="path: expected 'fast' or 'reference', got 'quick'"):
        epoch(**subnet(1, 3), path="quick")  # type: ignore[arg-type]


def test_threads_change_no_bit() -> None:
    inputs = [subnet(seed, 1 + 9 * seed) for seed in range(9)]
    inputs[3] = {
        "weights": [inputs[3]["weights"]] * 2,
        "stake": inputs[3]["stake"].tolist(),
        "mechanism_emission_split": [20_000, 45_535],
    }
    expected = [epoch(**one) for one in inputs]
    try:
        for count in (1, 2, 7, 64):
            set_threads(count)
            assert threads() == count
            assert epochs(inputs) == expected
    finally:
        set_threads(1)
    assert epochs([]) == []


def trace_of_a_chain() -> tuple[str, str, list[EpochResult]]:
    """What is left of a chain whose subnets have several mechanisms, and its epochs once more."""
    chain = World(neurons=6, settings=TWO_MECHANISMS).chain
    for netuid in (2, 3):
        values = TWO_MECHANISMS | {"tempo": TEMPO, "max_burn": 500_000, "yuma": str(netuid)}
        chain.create_subnet(OWNER, hotkey(10 * netuid), netuid=netuid, **values)
        for number in range(1, 6):
            chain.register(ALICE, netuid, hotkey(number))
    for netuid, number in product((1, 2, 3), (1, 2)):
        chain.add_stake(ALICE, hotkey(number), netuid, 100 * number * TAO)
    chain.run(TEMPO + 1)  # the third epoch waits for a block, as two are due before it
    given = []
    for netuid, mechanism, number in product((1, 2, 3), (0, 1), (1, 2)):
        who, uids = hotkey(number), [3, 4, 5]
        chain.set_weights(who, netuid, uids, [number, 2, 5 * mechanism], mechanism=mechanism)
    for _ in range(3):
        chain.run(TEMPO)
        given += [chain.last_epoch_input(netuid) or {} for netuid in (1, 2, 3)]
    ran = [event.netuid for event in chain.events() if isinstance(event, EpochRan)]
    assert {netuid: ran.count(netuid) for netuid in (1, 2, 3)} == {1: 4, 2: 4, 3: 4}
    return chain.state_hash(), chain.event_log_hash, epochs(given)


def test_threads_change_no_hash_of_a_chain() -> None:
    """Epochs inside a chain, and the same beside it on this many threads."""
    before, traces = threads(), []
    try:
        for count in (1, 2, 4):
            set_threads(count)
            traces.append(trace_of_a_chain())
    finally:
        set_threads(before)
    assert traces[0] == traces[1] == traces[2]
    assert any(result.server_emission.any() for result in traces[0][2])


def test_epochs_name_the_input() -> None:
    good = subnet(1, 4)
    with pytest.raises(InputError, match=r"inputs\[1\]\.stake: expected 4 entries, got 3"):
        epochs([good, good | {"stake": [1, 2, 3]}])
    with pytest.raises(InputError, match=r"inputs\[2\]\.owner_uid: expected a uid below 4"):
        epochs([good, good, good | {"owner_uid": 4}])
    with pytest.raises(InputTypeError, match=r"inputs\[0\]: expected arguments of epoch"):
        epochs([good | {"path": "fast"}])
    with pytest.raises(InputTypeError, match=r"inputs\[0\]: expected arguments by name"):
        epochs([7])  # type: ignore[list-item]
    with pytest.raises(InputTypeError, match="inputs: expected a sequence"):
        epochs(7)  # type: ignore[arg-type]
    for count in (0, 1025):
        with pytest.raises(InputError, match="count"):
            set_threads(count)


@settings(deadline=None)
@given(
    rows=st.lists(st.lists(st.integers(0, 65_535), min_size=4, max_size=4), min_size=4, max_size=4)
)
def test_what_is_stored_makes_the_round_trip(rows: list[list[int]]) -> None:
    bonds = np.array(rows, dtype=np.uint16)
    assert bonds_from_floats(bonds / 65_535).to_dense().tolist() == rows
    full = bonds.copy()
    full[:, 0] = 65_535
    for same in (full.astype(float), full / 65_535, full):
        assert weights_from_floats(same).to_dense().tolist() == full.tolist()


def test_an_epoch_from_floats() -> None:
    weights = np.zeros((4, 4))
    weights[0, 2:], weights[1, 2:] = 1.0, (0.9, 0.3)
    out = epoch_from_floats(weights, [3e-6, 1e-6, 0, 0])
    stored = Rows.from_lists([[(2, 65_535), (3, 65_535)], [(2, 65_535), (3, 21_845)], [], []])
    assert out == epoch(stored, [3000, 1000, 0, 0])
    bonds = np.zeros((4, 4))
    bonds[0, 2] = 0.5
    out = epoch_from_floats(weights, [3e-6, 1e-6, 0, 0], bonds=bonds, emission=7)
    old = Rows.from_lists([[(2, 32_768)], [], [], []])
    assert out == epoch(stored, [3000, 1000, 0, 0], bonds=old, emission=7)


@pytest.mark.parametrize("rao", [1, 123_456_789, 10**9 + 1, 2 * 10**15 - 1])
def test_tao_of_nine_decimals_is_exact(rao: int) -> None:
    out = epoch_from_floats([[0.0, 1.0], [0.0, 0.0]], [rao / 10**9, 0.0])
    assert out == epoch(Rows.from_lists([[(1, 65_535)], []]), [rao, 0])


@pytest.mark.parametrize(
    ("weights", "stake", "message"),
    [
        ([[0, -1.0], [0, 0]], [1.0, 0], "weights: expected finite numbers, none negative"),
        ([[0, np.nan], [0, 0]], [1.0, 0], "weights: expected finite"),
        ([[0, np.inf], [0, 0]], [1.0, 0], "weights: expected finite"),
        ([[0, 1.0]], [1.0, 0], "weights: expected a square matrix"),
        ([[0, 1.0], [0]], [1.0, 0], "weights: expected an array of numbers"),
        ([["a"]], [1.0], "weights: expected 2-dimensional numbers"),
        ([[0.0, 1], [0, 0]], [1.0], "stake: expected 2 entries, got 1"),
        ([[0.0, 1], [0, 0]], [1e11, 0], "stake: expected finite"),
    ],
)
def test_floats_are_refused(weights: Any, stake: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        epoch_from_floats(weights, stake)
