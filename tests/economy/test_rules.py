"""Rules of one's own in place of consensus and bonds: what they get, and what becomes of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taox.economy import (
    BondsInput,
    Chain,
    Coldkey,
    ConsensusInput,
    EpochParams,
    Hotkey,
    InputError,
    InputTypeError,
    Rows,
    bonds_ema,
    epoch,
    normalize_columns,
    weighted_median,
)
from taox.economy.chain_errors import SubnetNotExists

ONE = 2**32
TAO = 10**9
WEIGHTS = Rows.from_lists([[(2, 65_535), (3, 65_535)], [(2, 65_535), (3, 21_845)], [], []])
STAKE = np.array([3000, 1000, 0, 0], dtype=np.uint64)


def median(view: ConsensusInput) -> Any:
    return weighted_median(view.weights, view.stake, view.kappa)


def average(view: BondsInput) -> Any:
    return bonds_ema(view.bought, view.old, view.alpha)


@settings(deadline=None)
@given(
    yuma=st.sampled_from(["2", "3"]),
    values=st.lists(st.integers(0, 65_535), min_size=32, max_size=32),
    penalty=st.integers(0, 65_535),
)
def test_the_chains_own_rules_change_nothing(yuma: Any, values: list[int], penalty: int) -> None:
    weights, bonds = np.array(values, dtype=np.uint16).reshape(2, 4, 4)
    given: dict[str, Any] = {
        "weights": weights,
        "stake": STAKE,
        "bonds": bonds,
        "params": EpochParams(yuma=yuma, bonds_penalty=penalty, liquid_alpha=False),
    }
    plain = epoch(**given)
    assert epoch(**given, consensus_rule=median) == plain
    assert epoch(**given, bonds_rule=average) == plain
    both = epoch(**given, consensus_rule=median, bonds_rule=average, trace=True)
    assert both == plain
    assert both.trace is not None


def test_what_the_rules_get() -> None:
    seen: list[Any] = []

    def consensus(view: ConsensusInput) -> Any:
        seen.append(view)
        view.weights[:] = 0  # a copy, so nothing happens
        return median(seen[0])

    def bonds(view: BondsInput) -> Any:
        seen.append(view)
        return average(view)

    params = EpochParams(yuma="3", bonds_moving_average=900_000, liquid_alpha=False)
    out = epoch(
        [WEIGHTS] * 2,
        STAKE,
        params=params,
        trace=True,
        consensus_rule=consensus,
        bonds_rule=bonds,
    )
    assert out.trace is not None
    assert [view.mechanism for view in seen] == [0, 0, 1, 1]
    first, second = seen[0], seen[1]
    assert first.kappa == (32_767 << 32) // 65_535
    assert first.stake.tolist() == second.stake.tolist() == [3 * ONE // 4, ONE // 4, 0, 0]
    assert second.alpha == 429_496_730
    assert second.consensus.tolist() == out.trace[0]["C"].tolist()
    assert second.incentive.tolist() == out.trace[0]["I"].tolist()
    assert second.bought.dtype == second.old.dtype == np.int64
    assert second.old.shape == (4, 4)


def test_consensus_of_ones_clips_nothing() -> None:
    out = epoch(WEIGHTS, STAKE, trace=True, consensus_rule=lambda _: np.full(4, ONE))
    assert out.trace is not None
    assert out.trace[0]["CW"] == out.trace[0]["W"]
    assert out.consensus.tolist() == [65_535] * 4


def test_bonds_of_yuma_2_are_shares_of_their_column() -> None:
    cells = np.zeros((4, 4), dtype=np.int64)
    cells[0, 2], cells[1, 2] = 3, 1
    params = EpochParams(yuma="2")
    out = epoch(WEIGHTS, STAKE, params=params, trace=True, bonds_rule=lambda _: cells)
    assert out.bonds[0].to_lists()[:2] == [[(2, 65_535)], [(2, 21_844)]]
    assert normalize_columns(cells)[0, 2] == 3 * ONE // 4


def test_strided_results_are_fine() -> None:
    expected = epoch(WEIGHTS, STAKE, consensus_rule=median)
    strided = epoch(WEIGHTS, STAKE, consensus_rule=lambda view: np.repeat(median(view), 2)[::2])
    assert strided == expected
    flipped = epoch(WEIGHTS, STAKE, bonds_rule=lambda view: average(view).T.copy().T)
    assert flipped == epoch(WEIGHTS, STAKE, bonds_rule=average)


BAD: list[tuple[str, Callable[[Any], Any], type[InputError], str]] = [
    ("consensus", lambda _: None, InputTypeError, "expected int64 array of shape (4,)"),
    ("consensus", lambda _: [0] * 4, InputTypeError, "int64 array"),
    ("consensus", lambda _: np.zeros(4), InputTypeError, "got float64 array of shape [4]"),
    ("consensus", lambda _: np.zeros((4, 1), np.int64), InputTypeError, "of shape [4, 1]"),
    ("consensus", lambda _: np.zeros(3, np.int64), InputError, "expected 4 entries, got 3"),
    ("consensus", lambda _: np.array([0, 0, ONE + 1, 0]), InputError, f"{ONE + 1} at uid 2"),
    ("consensus", lambda _: np.array([-1, 0, 0, 0]), InputError, "-1 at uid 0"),
    ("bonds", lambda _: np.zeros(4, np.int64), InputTypeError, "shape (4, 4)"),
    ("bonds", lambda _: np.zeros((4, 3), np.int64), InputTypeError, "got int64 array"),
    ("bonds", lambda _: np.eye(4, dtype=np.int64) * -7, InputError, "-7 at uid 0 in row 0"),
]


@pytest.mark.parametrize(("name", "rule", "kind", "message"), BAD)
def test_results_are_checked(
    name: str, rule: Callable[[Any], Any], kind: type[InputError], message: str
) -> None:
    arguments: dict[str, Any] = {f"{name}_rule": rule}
    with pytest.raises(InputError) as caught:
        epoch(WEIGHTS, STAKE, **arguments)
    assert type(caught.value) is kind
    assert caught.value.argument == f"result of the {name} rule"
    assert message in str(caught.value)


class Oops(Exception):
    pass


def test_exceptions_come_out_as_they_are() -> None:
    def rule(view: Any) -> Any:
        raise Oops("not today")

    with pytest.raises(Oops, match="not today"):
        epoch(WEIGHTS, STAKE, consensus_rule=rule)
    with pytest.raises(Oops):
        epoch(WEIGHTS, STAKE, bonds_rule=rule)
    with pytest.raises(InputTypeError, match="consensus_rule: expected a callable, got 7"):
        epoch(WEIGHTS, STAKE, consensus_rule=7)  # type: ignore[arg-type]


def chain_with_subnets() -> tuple[Chain, list[int]]:
    names = ["v0", "v1", "m0", "m1"]
    coldkeys = [Coldkey.from_name(name) for name in names]
    hotkeys = [Hotkey.from_name(name) for name in names]
    chain = Chain(balances=dict.fromkeys(coldkeys, 10_000 * TAO))
    netuids = [
        chain.create_subnet(Coldkey.from_name("o"), Hotkey.from_name("o"), tempo=50)
        for _ in range(2)
    ]
    for netuid in netuids:
        for coldkey, hotkey in zip(coldkeys, hotkeys, strict=True):
            chain.register(coldkey, netuid, hotkey)
        chain.add_stake(coldkeys[0], hotkeys[0], netuid, 3_000 * TAO)
        chain.add_stake(coldkeys[1], hotkeys[1], netuid, 1_000 * TAO)
    chain.run(100)
    for netuid in netuids:
        seats = [chain.uid(netuid, hotkey) for hotkey in hotkeys[2:]]
        uids = [uid for uid in seats if uid is not None]
        chain.set_weights(hotkeys[0], netuid, uids, [1, 1])
        chain.set_weights(hotkeys[1], netuid, uids, [3, 1])
    return chain, netuids


def test_a_chain_with_the_chains_own_rules_is_the_same() -> None:
    plain, (netuid, _) = chain_with_subnets()
    ruled = plain.fork()
    ruled.set_rule(netuid, consensus=median)
    for chain in (plain, ruled):
        chain.run(500)
    assert plain.state_hash() == ruled.state_hash()
    assert plain.event_log_hash == ruled.event_log_hash


def test_one_subnet_is_ruled_and_the_other_is_not() -> None:
    plain, (ruled_netuid, other) = chain_with_subnets()
    ruled = plain.fork()
    ruled.set_rule(ruled_netuid, consensus=lambda view: np.full(len(view.stake), ONE))
    for chain in (plain, ruled):
        chain.run(100)
    before, after = plain.metagraph(ruled_netuid), ruled.metagraph(ruled_netuid)
    assert after.incentive.tolist() != before.incentive.tolist()
    assert after.consensus.tolist() == [65_535] * 5
    same = (plain.metagraph(other).incentive, ruled.metagraph(other).incentive)
    assert same[0].tolist() == same[1].tolist()
    ruled.check_invariants()


@pytest.mark.parametrize("netuid_index", [0, 1])
@pytest.mark.parametrize("how", ["raises", "wrong"])
def test_a_failing_rule_leaves_the_chain_as_it_was(netuid_index: int, how: str) -> None:
    chain, netuids = chain_with_subnets()
    untouched = chain.fork()
    netuid = netuids[netuid_index]

    def rule(view: ConsensusInput) -> Any:
        if how == "raises":
            raise Oops("no")
        return np.zeros(1, dtype=np.int64)

    chain.set_rule(netuid, consensus=rule)
    expected = Oops if how == "raises" else InputError
    with pytest.raises(expected):
        chain.run(500)
    made = chain.block - untouched.block
    assert 0 <= made < 50
    untouched.run(made)
    assert chain.state_hash() == untouched.state_hash()
    assert chain.event_log_hash == untouched.event_log_hash
    with pytest.raises(expected):
        chain.step()
    assert chain.state_hash() == untouched.state_hash()
    chain.set_rule(netuid)
    chain.run(60)
    untouched.run(60)
    assert chain.state_hash() == untouched.state_hash()


def test_rules_stay_with_forks_and_not_with_snapshots() -> None:
    chain, (netuid, _) = chain_with_subnets()

    def rule(view: ConsensusInput) -> Any:
        raise Oops("still here")

    chain.set_rule(netuid, consensus=rule)
    with pytest.raises(Oops):
        chain.fork().run(100)
    Chain.restore(chain.snapshot()).run(100)


def test_a_rule_cannot_touch_the_chain() -> None:
    chain, (netuid, _) = chain_with_subnets()
    before = chain.state_hash()

    def rule(view: ConsensusInput) -> Any:
        chain.step()

    chain.set_rule(netuid, consensus=rule)
    with pytest.raises(RuntimeError, match="borrowed"):
        chain.run(100)
    chain.set_rule(netuid)
    assert chain.state_hash() != before or chain.block == 100
    chain.check_invariants()


def test_set_rule_refuses() -> None:
    chain, (netuid, _) = chain_with_subnets()
    with pytest.raises(SubnetNotExists):
        chain.set_rule(99, consensus=median)
    with pytest.raises(InputTypeError, match="bonds: expected a callable"):
        chain.set_rule(netuid, bonds=3)  # type: ignore[arg-type]
