"""`set_weights`: every refusal by name, with values, in the chain's order (transitions.md 1.8)."""

from typing import Any

import numpy as np
import pytest

from taox.economy import Hotkey, InputError, InputTypeError
from worlds import ALICE, TAO, World, hotkey, refuses

STRANGER = Hotkey.from_name("stranger")


def refused(
    world: World, number: int, *arguments: object, **options: object
) -> tuple[str, dict[str, int | str]]:
    error = refuses(
        world.chain, world.chain.set_weights, hotkey(number), world.netuid, *arguments, **options
    )
    return error.name, error.values


def stored(world: World, uid: int, mechanism: int = 0) -> list[tuple[int, int]]:
    return world.chain.metagraph(world.netuid, mechanism).weights.row(uid)


def test_a_call_that_is_wrong_in_every_way_is_refused_for_one_reason_after_the_other() -> None:
    """Each step repairs what was refused; the next reason shows."""
    world = World(neurons=3, settings={"commit_reveal": True, "min_allowed_weights": 3})
    chain = world.chain
    chain.register(ALICE, 1, hotkey(7))
    chain.set_network_parameters(stake_threshold=5 * TAO)
    netuid, key, uids, weights, options = 0, STRANGER, [0] * 5, [1] * 4, {"mechanism": 1}

    def reason() -> str:
        return refuses(chain, chain.set_weights, key, netuid, uids, weights, **options).name

    seen = [reason()]
    chain.set_network_parameters(stake_threshold=0)
    seen.append(reason())
    chain.set_hyperparameters(0, commit_reveal=False)
    seen.append(reason())
    netuid = 9  # commit-reveal is on by default for what does not exist
    seen.append(reason())
    netuid = 1
    seen.append(reason())
    world.set(commit_reveal=False)
    seen.append(reason())
    weights = [1] * 5
    seen.append(reason())
    options = {}
    seen.append(reason())
    uids, weights = [0, 0], [1, 1]
    seen.append(reason())
    key = hotkey(7)
    world.set(weights_version_key=3)
    options = {"version_key": 2}
    seen.append(reason())
    options = {"version_key": 3}
    seen.append(reason())
    world.stake(7, 10)
    chain.run(20)
    seen.append(reason())
    uids = [0, 4]
    seen.append(reason())
    uids = [0, 1]
    seen.append(reason())
    uids, weights = [0, 1, 2], [1, 1, 1]
    chain.set_weights(key, netuid, uids, weights, **options)
    seen.append(reason())
    assert seen == [
        "NotEnoughStakeToSetWeights",
        "CommitRevealEnabled",
        "CanNotSetRootNetworkWeights",
        "CommitRevealEnabled",
        "CommitRevealEnabled",
        "WeightVecNotEqualSize",
        "MechanismDoesNotExist",
        "UidsLengthExceedUidsInSubNet",
        "HotKeyNotRegisteredInSubNet",
        "IncorrectWeightVersionKey",
        "NeuronNoValidatorPermit",
        "DuplicateUids",
        "UidVecContainInvalidOne",
        "WeightVecLengthIsLow",
        "SettingWeightsTooFast",
    ]


def test_the_guard_speaks_first() -> None:
    world = World(settings={"weights_set_rate_limit": 50})
    world.chain.run(5)
    world.register(9)
    # Too early and of unequal sizes: the rate limit is a guard, the sizes are the body's.
    name, values = refused(world, 9, [0, 1], [1])
    assert name == "SettingWeightsTooFast"
    assert values == {"netuid": 1, "uid": 4, "last_update": 5, "block": 5, "rate_limit": 50}
    world.chain.run(49)
    assert refused(world, 9, [0, 1], [1])[0] == "SettingWeightsTooFast"
    world.chain.run(1)
    assert refused(world, 9, [0, 1], [1])[0] == "WeightVecNotEqualSize"


def test_an_unknown_mechanism_is_too_fast_for_who_has_a_uid() -> None:
    world = World()
    assert refused(world, 1, [1], [1], mechanism=1)[0] == "SettingWeightsTooFast"
    error = refuses(world.chain, world.chain.set_weights, STRANGER, 1, [1], [1], mechanism=1)
    assert (error.name, error.values) == ("MechanismDoesNotExist", {"netuid": 1, "mechanism": 1})


def test_the_values_that_failed() -> None:
    world = World(settings={"weights_version_key": 9})
    key = hotkey(2).ss58
    assert refused(world, 2, [0, 1], [1, 1]) == (
        "IncorrectWeightVersionKey",
        {"netuid": 1, "version_key": 0, "required": 9},
    )
    world.set(weights_version_key=0)
    assert refused(world, 2, [0, 1], [1, 1]) == (
        "NeuronNoValidatorPermit",
        {"hotkey": key, "netuid": 1, "uid": 2},
    )
    assert refused(world, 2, [0] * 9, [1] * 9) == (
        "UidsLengthExceedUidsInSubNet",
        {"netuid": 1, "entries": 9, "uids": 4},
    )
    assert refused(world, 2, [0, 1, 2], []) == ("WeightVecNotEqualSize", {"uids": 3, "weights": 0})
    world.chain.set_network_parameters(stake_threshold=TAO)
    assert refused(world, 2, [2], [1]) == (
        "NotEnoughStakeToSetWeights",
        {"hotkey": key, "netuid": 1, "stake": 0, "required": TAO},
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([1, 2], [32_768, 65_535]),
        ([88, 102, 303], [19_033, 22_061, 65_535]),
        ([32_768, 16_384], [65_535, 32_768]),
        ([40_000, 20_000], [65_535, 32_767]),
        ([65_535, 1], [65_535, 1]),
        ([0, 0], [0, 0]),
    ],
)
def test_weights_are_scaled_to_the_largest(given: list[int], kept: list[int]) -> None:
    """transitions.md Appendix D 5; the owner needs no permit (D 8)."""
    world = World()
    world.chain.set_weights(hotkey(0), 1, range(len(given)), given)
    assert stored(world, 0) == list(enumerate(kept))


def test_the_rate_limit_counts_from_the_last_weights() -> None:
    """transitions.md Appendix D 6."""
    world = World(settings={"weights_set_rate_limit": 10})
    world.chain.run(1)
    world.weigh(0, {1: 1})
    for _ in range(9):
        world.chain.step()
        assert refused(world, 0, [1], [1])[0] == "SettingWeightsTooFast"
    assert world.chain.step() == 11
    world.weigh(0, {1: 1})
    assert world.chain.metagraph(1).last_update[0] == 11


def test_few_entries_are_enough_for_oneself() -> None:
    """transitions.md Appendix D 7."""
    world = World(neurons=2, settings={"min_allowed_weights": 2})
    assert refused(world, 0, [1], [1]) == (
        "WeightVecLengthIsLow",
        {"netuid": 1, "entries": 1, "minimum": 2},
    )
    world.weigh(0, {0: 1})
    assert refused(world, 0, [0] * 5, [1] * 5)[0] == "UidsLengthExceedUidsInSubNet"


def test_a_subnet_asks_for_no_more_entries_than_it_has_uids() -> None:
    world = World(neurons=2, settings={"min_allowed_weights": 100})
    world.weigh(0, {0: 1, 1: 1})


def test_permits() -> None:
    """transitions.md Appendix D 8: the owner needs none, stake alone is none."""
    world = World()
    world.stake(1, 100)
    world.weigh(0, {1: 1, 2: 1})
    assert refused(world, 1, [2], [1])[0] == "NeuronNoValidatorPermit"
    world.weigh(1, {1: 1})
    world.chain.run(120)
    world.weigh(1, {2: 1})


def test_the_threshold_spares_the_owner_and_counts_root() -> None:
    world = World()
    chain = world.chain
    chain.run(20)
    chain.set_network_parameters(stake_threshold=10 * TAO, tao_weight=2**63)
    world.weigh(0, {1: 1})
    assert refused(world, 1, [1], [1])[0] == "NotEnoughStakeToSetWeights"
    chain.add_stake(ALICE, hotkey(1), 0, 15 * TAO)
    chain.set_stake(ALICE, hotkey(1), 1, 3 * TAO)
    # Half of the root TAO counts: 7.5 + 3.
    assert chain.stake_weight(hotkey(1), 1) == 10_500_000_000
    world.weigh(1, {1: 1})


def test_the_row_is_replaced_in_the_order_given() -> None:
    world = World()
    world.weigh(0, {3: 2, 1: 1, 2: 0})
    assert stored(world, 0) == [(3, 65_535), (1, 32_768), (2, 0)]
    world.chain.run(100)
    world.weigh(0, {2: 7})
    assert stored(world, 0) == [(2, 65_535)]


def test_no_entries_clear_the_row() -> None:
    world = World(settings={"min_allowed_weights": 0})
    world.weigh(0, {1: 1})
    world.chain.run(100)
    world.weigh(0, {})
    assert stored(world, 0) == []


def test_mechanisms_have_rows_and_clocks_of_their_own() -> None:
    world = World(settings={"mechanism_count": 2, "max_allowed_uids": 128})
    world.chain.run(1)
    world.weigh(0, {1: 1})
    world.weigh(0, {2: 1}, mechanism=1)
    assert (stored(world, 0), stored(world, 0, 1)) == ([(1, 65_535)], [(2, 65_535)])
    assert refused(world, 0, [1], [1], mechanism=1)[0] == "SettingWeightsTooFast"
    events = world.chain.events()[-2:]
    assert [event.to_dict()["index"] for event in events] == [1, 4097]


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda v: np.array(v, np.uint16)])
def test_sequences_and_arrays_of_integers(kind: Any) -> None:
    world = World()
    world.chain.set_weights(hotkey(0), 1, kind([1, 2]), kind([3, 4]))
    assert len(stored(world, 0)) == 2


@pytest.mark.parametrize("bad", [[-1], [65_536], [2**70], np.array([70_000])])
def test_integers_out_of_range(bad: Any) -> None:
    world = World()
    for vectors in ((bad, [1]), ([1], bad)):
        with pytest.raises((InputError, InputTypeError)):
            world.chain.set_weights(hotkey(0), 1, *vectors)


@pytest.mark.parametrize("bad", [[1.0], ["1"], [[1]], 1, None, "12", b"12", [None], [[1], [1, 2]]])
def test_what_is_no_sequence_of_integers(bad: object) -> None:
    world = World()
    with pytest.raises(InputTypeError):
        world.chain.set_weights(hotkey(0), 1, bad, [1])  # type: ignore[arg-type]


def test_read_only_and_strided_arrays_are_fine() -> None:
    world = World()
    uids = np.arange(8, dtype=np.int32)[::2][:3]
    uids.flags.writeable = False
    world.chain.set_weights(hotkey(0), 1, uids // 2, np.ones(6, np.uint8)[::2])
    assert [uid for uid, _ in stored(world, 0)] == [0, 1, 2]


@pytest.mark.parametrize("value", [ALICE, "5Grw", None, b"x" * 32])
def test_a_signer_is_a_hotkey(value: object) -> None:
    with pytest.raises(InputTypeError) as caught:
        World().chain.set_weights(value, 1, [1], [1])  # type: ignore[arg-type]
    assert caught.value.argument == "hotkey"


@pytest.mark.parametrize("netuid", [-1, 65_536, True, 1.0, "1"])
def test_a_netuid_is_an_integer(netuid: object) -> None:
    with pytest.raises(InputError) as caught:
        World().chain.set_weights(hotkey(0), netuid, [1], [1])  # type: ignore[arg-type]
    assert caught.value.argument == "netuid"
