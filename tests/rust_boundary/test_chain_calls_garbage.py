"""No argument of a signed call, however extreme or wrong, does anything but work or be refused.

Every call of `SIGNED_CALLS` gets values at the ends of their ranges, vectors that repeat, differ in
length or are very long, accounts that nobody has, and things of another kind. A refusal is a
`ChainError` or an `InputError` and leaves no trace; after what works the chain's invariants hold
and the next blocks can be made.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taox.economy import (
    HYPERPARAMETERS,
    NETWORK_PARAMETERS,
    SIGNED_CALLS,
    Chain,
    ChainError,
    Coldkey,
    Hotkey,
    InputError,
    SealedWeights,
    SubnetIdentity,
    weights_hash,
)
from worlds import ALICE, BOB, OWNER, TAO, TEMPO, World, hotkey

NOBODY = bytes(32)
EVERYBODY = b"\xff" * 32
LONG = 100_000
"""Longer than any list a chain knows."""


def whole(bits: int) -> st.SearchStrategy[int]:
    """Integers of so many bits, mostly small or at the ends."""
    top = 2**bits - 1
    ends = [0, 1, 2, 3, 4, 5, top // 2, top // 2 + 1, top - 1, top]
    return st.sampled_from(ends) | st.integers(0, top)


amounts = whole(64) | st.sampled_from([499, 500, 2_000_000, TAO, 50 * TAO, 10**15, 21 * 10**15])
coldkeys = st.sampled_from([ALICE, ALICE, BOB, OWNER, OWNER, Coldkey(NOBODY), Coldkey(EVERYBODY)])
known = st.integers(0, 5).map(hotkey)
hotkeys = known | known | st.sampled_from([Hotkey(NOBODY), Hotkey(EVERYBODY)])
netuids = st.sampled_from([1, 1, 1, 2, 2, 0, 3, 65_535])
vectors = st.one_of(
    st.lists(whole(16), max_size=6),
    st.lists(st.integers(0, 5), max_size=6),
    st.sampled_from([[0] * LONG, range(65_536), np.full(LONG, 65_535, np.uint16)]),
)
texts = st.binary(max_size=80) | st.sampled_from([b"\xff" * 256, b"\xff" * 1_025, bytes(LONG)])
hashes = st.binary(min_size=32, max_size=32) | st.sampled_from([NOBODY, EVERYBODY])
sealed = texts | st.binary(max_size=80).map(SealedWeights)
lists_of_vectors = st.lists(vectors, max_size=3)
pairs = st.lists(st.tuples(whole(16), whole(16)), max_size=4) | st.just([(0, 65_535)] * 1_000)
symbols = st.characters() | st.sampled_from(["", "τ", "β", "a" * LONG, "\0", "\U0010ffff"])
origins = coldkeys | st.just("root")

#: What a parameter may be, by its name; all others are integers of `BITS`.
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "sender": coldkeys,
    "coldkey": coldkeys,
    "receiver": coldkeys,
    "destination_coldkey": coldkeys,
    "coldkey_ignored": st.none(),
    "origin": origins,
    "hotkey": hotkeys,
    "old_hotkey": hotkeys,
    "new_hotkey": hotkeys,
    "origin_hotkey": hotkeys,
    "destination_hotkey": hotkeys,
    "netuid": netuids,
    "origin_netuid": netuids,
    "destination_netuid": netuids,
    "netuids": st.lists(netuids, max_size=4) | st.just([1] * LONG),
    "subnets": st.lists(netuids, max_size=7) | st.just([1] * LONG),
    "claim_type": st.sampled_from(["swap", "keep", "no"]) | vectors.map(list),
    "uids": vectors,
    "weights": vectors | st.lists(pairs, max_size=4),
    "values": vectors,
    "salt": vectors,
    "uids_list": lists_of_vectors,
    "values_list": lists_of_vectors,
    "salts_list": lists_of_vectors,
    "version_keys": st.lists(whole(64), max_size=4),
    "hash": hashes,
    "commit_hashes": st.lists(hashes, max_size=4),
    "ciphertext": sealed,
    "children": st.lists(st.tuples(whole(64), hotkeys), max_size=7)
    | st.just([(1, hotkey(1))] * LONG),
    "maybe_split": st.none() | vectors.map(list) | st.sampled_from([[65_535], [1, 65_534]]),
    "symbol": symbols,
    "identity": st.none() | st.builds(SubnetIdentity, *[texts] * 8),
    "certificate": texts,
    "work": st.none(),
    "name": st.sampled_from([row.name for row in (*HYPERPARAMETERS, *NETWORK_PARAMETERS)]),
    "value": whole(64) | st.booleans() | st.text(max_size=3),
    **dict.fromkeys(("enabled", "keep_alive", "keep_stake", "allow_partial"), st.booleans()),
    **dict.fromkeys(("registration_allowed",), st.booleans()),
    **dict.fromkeys(("github_repo", "subnet_contact", "subnet_url", "subnet_name"), texts),
    **dict.fromkeys(("discord", "description", "logo_url", "additional", "url", "image"), texts),
}
BITS = {"ip": 128, "port": 16, "ip_type": 8, "protocol": 8, "mechanism": 8, "mecid": 8}

wrong = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=3),
    st.binary(max_size=3),
    st.lists(st.none() | st.integers() | st.floats(), max_size=3),
    st.sampled_from([np.float64(1), np.zeros((2, 2)), np.array("x"), {1: 2}, object(), iter([1])]),
    st.just([[[1]]]),
)


@cache
def world() -> bytes:
    """A chain in full life: weights, bonds, locks, commits, children, two mechanisms."""
    world = World(neurons=5, settings={"max_allowed_uids": 128})
    chain = world.chain
    chain.create_subnet(OWNER, hotkey(0), netuid=2, tempo=TEMPO, max_burn=500_000)
    chain.set_balance(OWNER, 10**15)
    chain.register(BOB, 2, hotkey(5))
    chain.root_register(ALICE, hotkey(1))
    chain.add_stake(ALICE, hotkey(1), 0, 1_000 * TAO)
    for number in (1, 2):
        world.stake(number, 1_000 * number)
    chain.run(TEMPO + 1)
    world.weigh(1, {2: 1, 3: 2})
    chain.set_children(ALICE, hotkey(2), 1, [(2**62, hotkey(3))])
    chain.lock_stake(ALICE, hotkey(1), 1, 7 * TAO)
    chain.lock_stake(OWNER, hotkey(0), 1, chain.unlocked_stake(OWNER, 1) // 2)
    chain.set_coldkey_auto_stake_hotkey(ALICE, 1, hotkey(2))
    chain.run(TEMPO)
    chain.set_hyperparameters(2, commit_reveal=True)
    chain.commit_weights(hotkey(5), 2, weights_hash(hotkey(5), 2, [0], [1], [7]))
    chain.sudo_set_mechanism_count("root", 1, 2)
    return chain.snapshot()


def usual(parameter: str) -> st.SearchStrategy[Any]:
    if parameter in VALUES:
        return VALUES[parameter]
    bits = BITS.get(parameter)
    return amounts if bits is None else whole(bits)


def try_call(name: str, arguments: dict[str, Any]) -> None:
    chain = Chain.restore(world())
    before = chain.state_hash(), chain.event_count, chain.event_log_hash
    with suppress(ChainError, InputError):
        getattr(chain, name)(**arguments)
        chain.check_invariants()
        chain.run(2)
        return
    assert (chain.state_hash(), chain.event_count, chain.event_log_hash) == before


@pytest.mark.parametrize("name", SIGNED_CALLS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_extreme_arguments_work_or_are_refused(name: str, data: st.DataObject) -> None:
    call = SIGNED_CALLS[name]
    parameters = (call.signer, *call.parameters)
    try_call(name, {one: data.draw(usual(one), one) for one in parameters})


@pytest.mark.parametrize("name", SIGNED_CALLS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_arguments_of_a_wrong_kind_are_refused_by_name(name: str, data: st.DataObject) -> None:
    call = SIGNED_CALLS[name]
    parameters = (call.signer, *call.parameters)
    values = {one: data.draw(usual(one), one) for one in parameters}
    odd = data.draw(wrong, "odd")
    for one in parameters:
        try_call(name, values | {one: odd})
