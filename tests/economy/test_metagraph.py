"""Metagraphs: names, letters, tables, and that they are copies."""

import dataclasses

import numpy as np
import pytest

from taox.economy import Hotkey, Metagraph, Rows
from taox.economy.metagraph import NEVER
from worlds import ALICE, OWNER, World, hotkey


@pytest.fixture
def world() -> World:
    world = World(neurons=5)
    world.stake(1, 1_000)
    world.chain.run(20)
    world.weigh(1, {2: 60, 3: 40})
    world.chain.run(25)
    return world


def test_columns(world: World) -> None:
    metagraph = world.chain.metagraph(1)
    assert (metagraph.netuid, metagraph.block, metagraph.n, len(metagraph)) == (1, 45, 5, 5)
    assert metagraph.uids.tolist() == [0, 1, 2, 3, 4]
    assert metagraph.hotkeys == [hotkey(number) for number in range(5)]
    assert metagraph.coldkeys == [OWNER, *[ALICE] * 4]
    assert metagraph.owner_uid == 0
    assert (metagraph.tempo, metagraph.epoch_index, metagraph.next_epoch_block) == (20, 2, 60)
    assert metagraph.last_update.tolist() == [0, 20, 0, 0, 0]
    assert metagraph.block_at_registration.tolist() == [0] * 5
    # 0.6 of 65535 is 39,321, but I is 2576980377 / 2**32, floored just below 0.6 like the weight it
    # comes from (epoch.md 8.6, 8.8). Were uid 1's share of the stake another, the floors of R could
    # cost the other miner more, I be one bit more, and this 39,321.
    assert metagraph.incentive.tolist() == [0, 0, 39_320, 26_213, 0]
    assert metagraph.dividends.tolist() == [0, 65_535, 0, 0, 0]
    assert metagraph.validator_permit.tolist() == [True, True, False, False, False]
    assert metagraph.weights.to_lists() == [[], [(2, 65_535), (3, 43_690)], [], [], []]
    assert metagraph.alpha_stake.tolist() == [
        world.chain.total_stake(key, 1) for key in metagraph.hotkeys
    ]


def test_types_and_ranges(world: World) -> None:
    metagraph = world.chain.metagraph(1)
    fractions = ["stake_weight", "consensus", "incentive", "dividends", "validator_trust"]
    for name in fractions:
        assert getattr(metagraph, name).dtype == np.int64, name
    for name in ("stake", "alpha_stake", "emission", "last_update", "block_at_registration"):
        assert getattr(metagraph, name).dtype == np.uint64, name
    assert metagraph.incentives.shape == (1, 5)
    # Widened: a user's sum does not wrap at 65536.
    assert (metagraph.dividends + metagraph.dividends).max() == 131_070


def test_letters_are_the_same_numbers(world: World) -> None:
    metagraph = world.chain.metagraph(1)
    assert metagraph.S is metagraph.stake
    assert metagraph.C is metagraph.consensus
    assert (metagraph.incentive == metagraph.I).all()
    assert metagraph.D is metagraph.dividends
    assert metagraph.E is metagraph.emission
    assert metagraph.Tv is metagraph.validator_trust
    assert metagraph.W[1].tolist() == [0, 0, 65_535, 43_690, 0]
    assert metagraph.B.shape == (5, 5)
    assert metagraph.B.dtype == np.int64


def test_it_is_a_copy_that_nobody_can_write_to(world: World) -> None:
    before = world.chain.metagraph(1)
    stake = before.stake.copy()
    world.chain.run(20)
    assert (before.stake == stake).all()
    assert before != world.chain.metagraph(1)
    for field in dataclasses.fields(before):
        value = getattr(before, field.name)
        if isinstance(value, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                value[...] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        before.block = 1  # type: ignore[misc]


def test_arrays_given_stay_writeable(world: World) -> None:
    given = world.chain.metagraph(1)
    stake = given.stake.copy()
    made = dataclasses.replace(given, stake=stake)
    stake[0] = 7
    assert stake.flags.writeable
    assert not made.stake.flags.writeable


def test_parts_lead_back(world: World) -> None:
    metagraph = world.chain.metagraph(1)
    numbers, arrays = metagraph.parts()
    assert all(value is None or isinstance(value, int) for value in numbers.values())
    assert all(isinstance(array, np.ndarray) for array in arrays.values())
    assert Metagraph.from_parts(numbers, arrays) == metagraph


def test_uid_of(world: World) -> None:
    metagraph = world.chain.metagraph(1)
    assert metagraph.uid_of(hotkey(3)) == 3
    assert metagraph.uid_of(Hotkey.from_name("stranger")) is None


def test_a_table_for_people(world: World) -> None:
    text = repr(world.chain.metagraph(1))
    lines = text.splitlines()
    assert lines[0] == "Metagraph of subnet 1 at block 45: 5 uids"
    header = "uid hotkey stake permit Tv I D emission updated"
    assert lines[1].split() == header.split()
    assert len(lines) == 7
    assert lines[4].split()[-4:-1] == ["0.6000", "0.0000", "4.920"]


def test_a_table_for_notebooks(world: World) -> None:
    markup = world.chain.metagraph(1)._repr_html_()
    assert markup.count("<tr>") == 6
    assert "<caption>Metagraph of subnet 1" in markup


def test_large_subnets_are_cut_in_the_middle() -> None:
    world = World(neurons=60)
    lines = repr(world.chain.metagraph(1)).splitlines()
    assert len(lines) == 2 + 40 + 1
    assert lines[22].split() == ["…"] * 9
    assert lines[-1].split()[0] == "59"


def test_root_and_tempo_0() -> None:
    world = World(settings={"tempo": 0})
    assert world.chain.metagraph(1).next_epoch_block == NEVER
    assert world.chain.next_epoch_block(1) is None
    root = world.chain.metagraph(0)
    assert (root.n, root.weights) == (0, Rows.from_lists([]))
    assert repr(root).startswith("Metagraph of subnet 0")


def test_stake_weight_is_filled_up_after_a_registration(world: World) -> None:
    world.register(9)
    metagraph = world.chain.metagraph(1)
    assert len(metagraph.stake_weight) == metagraph.n == 6
