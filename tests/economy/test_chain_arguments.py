"""What `Chain` refuses before the chain itself is asked."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from taox.economy import CHAIN, Chain, InputError, InputTypeError, ParamError
from worlds import ALICE, TAO, World, hotkey

Call = Callable[[Chain], object]

WRONG_KINDS: dict[str, Call] = {
    "coldkey": lambda chain: chain.register(hotkey(9), 1, hotkey(9)),  # type: ignore[arg-type]
    "hotkey": lambda chain: chain.add_stake(ALICE, ALICE, 1, TAO),  # type: ignore[arg-type]
    "netuid": lambda chain: chain.metagraph("1"),  # type: ignore[arg-type]
    "amount": lambda chain: chain.add_stake(ALICE, hotkey(1), 1, 1.5),  # type: ignore[arg-type]
    "alpha": lambda chain: chain.remove_stake(ALICE, hotkey(1), 1, True),
    "uids": lambda chain: chain.set_weights(hotkey(1), 1, None, [1]),  # type: ignore[arg-type]
    "weights": lambda chain: chain.set_weights(hotkey(1), 1, [1], [0.5]),  # type: ignore[list-item]
    "version_key": lambda chain: chain.set_weights(hotkey(1), 1, [1], [1], version_key="1"),  # type: ignore[arg-type]
    "author": lambda chain: chain.step(author="alice"),  # type: ignore[arg-type]
    "parent_hash": lambda chain: chain.step(parent_hash="x" * 32),  # type: ignore[arg-type]
    "seat_owner": lambda chain: chain.create_subnet(ALICE, hotkey(9), seat_owner=1),  # type: ignore[arg-type]
    "hold": lambda chain: chain.hold_stake(1, hold="no"),  # type: ignore[arg-type]
    "preset": lambda _: Chain("local"),  # type: ignore[arg-type]
    "balances": lambda _: Chain(balances=[ALICE]),  # type: ignore[arg-type]
    "genesis": lambda _: Chain(genesis=1),  # type: ignore[arg-type]
    "snapshot": lambda _: Chain.restore("x"),  # type: ignore[arg-type]
    "storage": lambda _: Chain.from_storage([]),  # type: ignore[arg-type]
    "since": lambda chain: chain.events("a"),  # type: ignore[arg-type]
    "blocks": lambda chain: chain.run(1.0),  # type: ignore[arg-type]
}

WRONG_VALUES: dict[str, Call] = {
    "netuid": lambda chain: chain.register(ALICE, 65_536, hotkey(9)),
    "amount": lambda chain: chain.add_stake(ALICE, hotkey(1), 1, -1),
    "uids": lambda chain: chain.set_weights(hotkey(1), 1, [-1], [1]),
    "weights": lambda chain: chain.set_weights(hotkey(1), 1, [1], np.array([65_536])),
    "mechanism": lambda chain: chain.set_weights(hotkey(1), 1, [1], [1], mechanism=256),
    "parent_hash": lambda chain: chain.step(parent_hash=b"short"),
    "balances": lambda _: Chain(balances={ALICE: -1}),
    "blocks": lambda chain: chain.run(-1),
}

WRONG_PARAMETERS: dict[str, Any] = {
    "tempoo": 1,
    "tempo": -1,
    "kappa": 0.5,
    "yuma": "4",
    "commit_reveal": 1,
    "max_allowed_uids": 257,
    "bonds_moving_average": 2**64,
}


def refuse(call: Call, expected: type[InputError], argument: str) -> None:
    chain = World().chain
    before = chain.state_hash(), chain.event_log_hash
    with pytest.raises(expected) as caught:
        call(chain)
    assert caught.value.argument == argument
    assert caught.value.expected
    assert caught.value.expected in str(caught.value)
    assert (chain.state_hash(), chain.event_log_hash) == before


@pytest.mark.parametrize("argument", WRONG_KINDS)
def test_a_wrong_kind_is_named(argument: str) -> None:
    refuse(WRONG_KINDS[argument], InputTypeError, argument)


@pytest.mark.parametrize("argument", WRONG_VALUES)
def test_a_value_out_of_range_is_named(argument: str) -> None:
    refuse(WRONG_VALUES[argument], InputError, argument)


@pytest.mark.parametrize("name", WRONG_PARAMETERS)
def test_a_wrong_hyperparameter_is_named(name: str) -> None:
    values = {name: WRONG_PARAMETERS[name]}
    refuse(lambda chain: chain.set_hyperparameters(1, **values), ParamError, name)
    refuse(lambda chain: chain.create_subnet(ALICE, hotkey(9), **values), ParamError, name)


def test_one_wrong_hyperparameter_keeps_the_right_ones_out() -> None:
    refuse(lambda chain: chain.set_hyperparameters(1, tempo=7, kappa=-1), ParamError, "kappa")


def test_the_preset_of_a_dump_is_checked_too() -> None:
    storage = World(preset=CHAIN).chain.to_storage()
    with pytest.raises(InputTypeError, match="preset"):
        Chain.from_storage(storage, preset="chain")  # type: ignore[arg-type]
