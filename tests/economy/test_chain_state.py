"""Snapshots, forks, storage dumps, hashes."""

import copy
import hashlib
import json
import pickle
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taox.economy import CHAIN, Chain, Coldkey, Hotkey, InputError, InputTypeError
from worlds import ALICE, BOB, OWNER, TAO, World, hotkey


def lived() -> World:
    """A world with a past: stakes, weights, epochs, two subnets, a replaced neuron."""
    world = World(neurons=6, settings={"max_allowed_uids": 6, "weights_set_rate_limit": 0})
    chain = world.chain
    chain.create_subnet(BOB, hotkey(50), netuid=7, tempo=13, yuma="2", recycle_or_burn="recycle")
    for number, tao in ((1, 3_000), (2, 1_000), (3, 1)):
        world.stake(number, tao)
    chain.add_stake(BOB, hotkey(1), 1, 500 * TAO)
    chain.add_stake(BOB, hotkey(1), 0, 70 * TAO)
    chain.run(20)
    for round_ in range(5):
        chain.run(17)
        world.weigh(1, {4: 3 + round_, 5: 2})
        world.weigh(2, {5: 1, 4: 7})
    chain.register(BOB, 1, hotkey(9))
    chain.remove_stake(ALICE, hotkey(3), 1, TAO // 2)
    return world


def go_on(chain: Chain) -> tuple[str, str, int]:
    chain.run(30)
    chain.set_weights(hotkey(1), 1, [4], [1])
    chain.add_stake(ALICE, hotkey(2), 1, 5 * TAO)
    chain.run(70)
    return chain.state_hash(), chain.event_log_hash, chain.event_count


# The committed hash: the same state on every machine, Python and thread count.
STATE_HASH = "27f965a72c12ed1483633b2c446cf0f7771fbfbda403b05fcc693592ca7eb2fc"
EVENT_LOG_HASH = "0ef935a984fc1401977728b3d035a7814a6ea97361f0eeab6e5c85c99f4939d0"


def test_the_hashes_of_a_fixed_script() -> None:
    state_hash, event_log_hash, _ = go_on(lived().chain)
    assert (state_hash, event_log_hash) == (STATE_HASH, EVENT_LOG_HASH)


def test_a_restored_chain_has_the_same_future() -> None:
    chain = lived().chain
    snapshot = chain.snapshot()
    restored = Chain.restore(snapshot)
    assert restored.snapshot() == snapshot
    assert restored.state_hash() == chain.state_hash()
    assert restored.events() == [], "events are not part of a snapshot"
    assert restored.event_count == chain.event_count
    assert restored.metagraph(1) == chain.metagraph(1)
    assert go_on(restored) == go_on(chain)


def test_a_fork_lives_its_own_life() -> None:
    chain = lived().chain
    fork = chain.fork()
    assert fork.events() == chain.events()
    before = chain.state_hash()
    future = go_on(fork)
    assert chain.state_hash() == before
    assert go_on(chain) == future


def test_copies_are_forks_and_pickles_are_snapshots() -> None:
    chain = lived().chain
    before = chain.state_hash()
    for other in (copy.copy(chain), copy.deepcopy(chain), pickle.loads(pickle.dumps(chain))):  # noqa: S301
        assert other.state_hash() == before
        other.run(5)
        assert chain.state_hash() == before


def test_what_is_no_snapshot_is_said_once() -> None:
    good = Chain().snapshot()
    cases = {
        b"abc": "snapshot: expected bytes of Chain.snapshot(), got 3 other bytes",
        good[:-1]: "snapshot: expected bytes of Chain.snapshot(), got damaged ones (checksum)",
    }
    for wrong, message in cases.items():
        with pytest.raises(InputError) as caught:
            Chain.restore(wrong)
        assert str(caught.value) == message


def test_a_restored_chain_makes_the_same_subnets() -> None:
    for chain in (Chain(CHAIN), Chain()):
        restored = Chain.restore(chain.snapshot())
        for one in (chain, restored):
            one.create_subnet(OWNER, hotkey(0))
        assert restored.state_hash() == chain.state_hash()


def test_equal_states_have_equal_hashes_whatever_led_there() -> None:
    there, elsewhere = Chain(), Chain()
    keys = [Coldkey.from_name(f"key-{number}") for number in range(20)]
    for key in keys:
        there.set_balance(key, TAO)
    elsewhere.set_balance(Coldkey.from_name("passing by"), TAO)
    for key in reversed(keys):
        elsewhere.set_balance(key, 2 * TAO)
    for key in random.Random(3).sample(keys, 20):
        elsewhere.set_balance(key, TAO)
    elsewhere.set_balance(Coldkey.from_name("passing by"), 0)
    assert there.state_hash() == elsewhere.state_hash()
    assert there.event_log_hash != elsewhere.event_log_hash
    assert Chain(genesis="other").state_hash() != Chain().state_hash()


def test_forgetting_events_leaves_the_history() -> None:
    chain = lived().chain
    count, log_hash = chain.event_count, chain.event_log_hash
    last = chain.events()[-3:]
    chain.forget_events(count - 3)
    assert chain.events() == last
    assert chain.events(count - 1) == last[-1:]
    assert chain.events(count) == chain.events(2**64 - 1) == []
    assert (chain.event_count, chain.event_log_hash) == (count, log_hash)
    chain.forget_events(2**64 - 1)
    chain.run(20)
    assert chain.events()[0].number == count


@pytest.mark.parametrize("value", [None, "text", 1, bytearray(b"taox")])
def test_a_snapshot_is_bytes(value: object) -> None:
    with pytest.raises(InputTypeError):
        Chain.restore(value)  # type: ignore[arg-type]


def test_what_is_no_snapshot() -> None:
    good = lived().chain.snapshot()
    cases = {
        b"": "other bytes",
        b"PK\x03\x04 something": "other bytes",
        good[:4] + b"\x63\x00" + good[6:]: "version 3, got 99",
        good[:-1]: "damaged",
        good + b"\x00": "damaged",
        good[:100] + bytes([good[100] ^ 1]) + good[101:]: "damaged",
    }
    for data, reason in cases.items():
        with pytest.raises(InputError, match=reason):
            Chain.restore(data)


def resealed(body: bytes) -> bytes:
    """A snapshot around any bytes, with a matching checksum."""
    return b"taox" + (2).to_bytes(2, "little") + hashlib.sha256(body).digest() + body


BODY = lived().chain.snapshot()[38:]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_bytes_with_a_good_checksum_are_an_error_or_a_chain(data: st.DataObject) -> None:
    body = bytearray(BODY)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place] = data.draw(st.integers(0, 255))
    body = body[: data.draw(st.sampled_from([len(body), len(body), place]))]
    try:
        chain = Chain.restore(resealed(bytes(body)))
    except InputError:
        return
    # Whatever it is, it can be read, hashed and taken apart.
    assert Chain.restore(chain.snapshot()).state_hash() == chain.state_hash()
    for netuid in chain.netuids:
        chain.metagraph(netuid)
    chain.to_storage()


@given(st.binary(max_size=200))
def test_any_bytes_are_an_error(data: bytes) -> None:
    for snapshot in (data, resealed(data)):
        with pytest.raises(InputError):
            Chain.restore(snapshot)


def test_storage_leads_back() -> None:
    chain = lived().chain
    storage = chain.to_storage()
    loaded = Chain.from_storage(storage, genesis="test")
    assert loaded.to_storage() == storage
    assert set(storage) <= set(Chain.storage_items())
    through_json = json.loads(json.dumps(storage))
    assert Chain.from_storage(through_json).to_storage() == storage
    go_on(chain)
    go_on(loaded)
    assert loaded.to_storage() == chain.to_storage()


def test_the_form_of_storage() -> None:
    settings = {"alpha_low": 45_874, "recycle_or_burn": "recycle"}
    world = World(neurons=2, settings=settings)
    world.stake(1, 100)
    storage = world.chain.to_storage()
    number = {key: int.from_bytes(bytes(key), "big") for key in (hotkey(1), ALICE)}
    place = f"{number[hotkey(1)]},1"
    assert storage["total_hotkey_alpha"] == {place: 90_867_386_794}
    assert storage["total_hotkey_shares_v2"] == {place: ["908673867940000000000", -10]}
    shares = {f"{number[hotkey(1)]},{number[ALICE]},1": ["908673867940000000000", -10]}
    assert storage["alpha_v2"] == shares
    assert storage["owner"][str(number[hotkey(1)])] == number[ALICE]
    assert storage["free_balance"]["subnet:1"] == 1_099_950_145_728
    assert storage["alpha_values"]["1"] == [45_874, 58_982]
    assert storage["yuma3_on"] == {"1": True}
    assert storage["recycle_or_burn"]["1"] == "Recycle"
    assert storage["subnet_mechanism"] == {"1": 1}


def test_missing_items_mean_the_chains_unset_values() -> None:
    chain = Chain.from_storage({"networks_added": {"0": True, "3": True}})
    values = chain.hyperparameters(3)
    assert (values["yuma"], values["immunity_period"], values["min_allowed_weights"]) == (
        "2",
        4_096,
        1_024,
    )
    assert (chain.block, chain.netuids, chain.total_issuance) == (0, [3], 0)


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        ({"nonsense": 1}, "storage"),
        ({"block": "7"}, "block"),
        ({"block": -1}, "block"),
        ({"block": 2**64}, "block"),
        ({"networks_added": {}}, "networks_added"),
        ({"networks_added": {"x": True}}, "networks_added"),
        ({"networks_added": 1}, "networks_added"),
        ({"tempo": {"1": 70_000}}, "tempo"),
        ({"tempo": {"1": [20]}}, "tempo"),
        ({"recycle_or_burn": {"1": "Keep"}}, "recycle_or_burn"),
        ({"alpha_values": {"1": [1]}}, "alpha_values"),
        ({"max_epochs_per_block": 256}, "max_epochs_per_block"),
        ({"subnetwork_n": {"1": 7}}, "subnetwork_n"),
        ({"subnetwork_n": {"1": 7}}, "keys"),
        ({"active": {"1": [True] * 7}}, "active"),
        ({"active": {"9": []}}, "active"),
        ({"block_at_registration": {"1,9": 1}}, "block_at_registration"),
        ({"emission": {"1": [-1]}}, "emission"),
        ({"uids": {"1,5": 9}}, "uids"),
        ({"weights": {"1,0": [[1, 2, 3]]}}, "weights"),
        ({"free_balance": {"subnet:x": 1}}, "free_balance"),
        ({"free_balance": {"burned": 1}}, "free_balance"),
        ({"free_balance": {str(2**256): 1}}, "free_balance"),
        ({"owner": {"1": 2**256}}, "owner"),
        ({"owner": {"1": 1.5}}, "owner"),
        ({"alpha_v2": {"1,2": ["1", 0]}}, "alpha_v2"),
        ({"alpha_v2": {"1,2,1": ["-1", 0]}}, "alpha_v2"),
        ({"alpha_v2": {"1,2,9": ["1", 0]}}, "alpha_v2"),
        ({"total_hotkey_alpha": {"1,9": 1}}, "total_hotkey_alpha"),
        ({"subnet_tao": {"9": 1}}, "subnet_tao"),
        ({"child_keys": {"1,9": []}}, "child_keys"),
        ({"total_issuance": -1}, "total_issuance"),
        ({"miner_burned": {"1": 5}}, "miner_burned"),
        ({"mechanism_count_current": {"1": 0}}, "mechanism_count"),
        ({"mechanism_count_current": {"1": 17}}, "mechanism_count"),
        ({"owned_hotkeys": {"1": [[[[[[[[[1]]]]]]]]]}}, "owned_hotkeys"),
        ({1: 2}, "storage"),
    ],
)
def test_storage_that_does_not_fit(change: dict[Any, Any], argument: str) -> None:
    base: dict[Any, Any] = {
        "networks_added": {"0": True, "1": True},
        "subnetwork_n": {"1": 1},
        "keys": {"1,0": 5},
        "balances_total_issuance": 0,
    }
    with pytest.raises(InputError) as caught:
        Chain.from_storage(base | change)
    assert argument in str(caught.value)


def test_the_economys_items_lead_back() -> None:
    """A priced pool, a root pot, raw bits as text."""
    chain = Chain.from_storage(
        {
            "block": 7,
            "networks_added": {"1": True},
            "subnet_mechanism": {"1": 1},
            "pending_root_alpha_divs": {"1": 5},
            "miner_burned": {"1": "5"},
        }
    )
    written = chain.to_storage()
    assert (written["block"], chain.netuids) == (7, [1])
    assert written["subnet_mechanism"] == {"1": 1}
    assert written["pending_root_alpha_divs"] == {"1": 5}
    assert written["miner_burned"] == {"1": "5"}


def test_a_hotkey_with_two_uids_skips_its_epochs() -> None:
    storage = World(neurons=3, settings={"tempo": 5}).chain.to_storage()
    storage["keys"]["1,2"] = storage["keys"]["1,1"]
    del storage["uids"]
    chain = Chain.from_storage(storage)
    chain.run(12)
    kinds = [event.kind for event in chain.events()]
    assert kinds == ["EpochSkipped", "EpochSkipped"]
    assert chain.epoch_index(1) == 2
    assert chain.to_storage()["blocks_since_last_step"]["1"] == 12
    with pytest.raises(RuntimeError, match="one uid per hotkey"):
        chain.check_invariants()


def test_hashes_are_hexadecimal() -> None:
    chain = Chain()
    assert len(bytes.fromhex(chain.state_hash())) == 32
    assert chain.event_log_hash == "0" * 64
    chain.set_balance(ALICE, TAO)
    assert chain.event_log_hash != "0" * 64


def test_repr_and_len() -> None:
    chain = lived().chain
    assert repr(chain) == "<Chain block=105 subnets=2 issuance=202,089 TAO>"
    assert len(chain) == 2
    assert Chain()


def test_arguments_of_a_chain_and_its_blocks() -> None:
    assert Chain(genesis="taox").state_hash() == Chain(genesis=b"taox").state_hash()
    with pytest.raises(InputTypeError):
        Chain(genesis=7)  # type: ignore[arg-type]
    with pytest.raises(InputTypeError):
        Chain("LOCAL")  # type: ignore[arg-type]
    with pytest.raises(InputTypeError):
        Chain().step(b"x" * 32)  # type: ignore[arg-type]
    with pytest.raises(InputTypeError):
        Chain().step(None, "x" * 32)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        Chain(balances={Hotkey.from_name("x"): 5})  # type: ignore[dict-item]
