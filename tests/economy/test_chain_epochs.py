"""The block step: when epochs run, what they read, who is paid (coinbase.md 8 to 12)."""

import numpy as np
import pytest

from taox.economy import (
    Chain,
    Coldkey,
    EpochDeferred,
    EpochRan,
    EpochResult,
    Hotkey,
    epoch,
    split_emission,
)
from worlds import ALICE, BOB, OWNER, TAO, TEMPO, World, hotkey

# One alpha, less the owner's cut of 11796/65535, halved: coinbase.md 18.1.
OWNER_CUT = 179_995_422
SERVER = 410_002_288


def ran(chain: Chain) -> list[EpochRan]:
    return [event for event in chain.events() if isinstance(event, EpochRan)]


def working() -> World:
    """Validators 1 and 2, miners 3 and 4; weights are in, the next epoch will pay."""
    world = World(neurons=5)
    world.stake(1, 3_000)
    world.stake(2, 1_000)
    world.chain.run(TEMPO)
    world.weigh(1, {3: 65_535, 4: 65_535})
    world.weigh(2, {3: 65_535, 4: 21_845})
    return world


def test_pots_fill_by_block_and_are_drained_by_epochs() -> None:
    world = World()
    world.chain.run(7)
    storage = world.chain.to_storage()
    assert storage["pending_owner_cut"] == {"1": 7 * OWNER_CUT}
    assert storage["pending_server_emission"] == {"1": 7 * SERVER}
    assert storage["pending_validator_emission"] == {"1": 7 * SERVER}
    assert "pending_root_alpha_divs" not in storage
    assert storage["subnet_alpha_out"] == {"1": 7 * TAO}
    world.chain.run(13)
    assert "pending_server_emission" not in world.chain.to_storage()
    [event] = ran(world.chain)
    assert (event.block, event.epoch, event.netuid) == (20, 0, 1)
    assert event.emission == 2 * 20 * SERVER
    assert event.owner_cut == 20 * OWNER_CUT


def test_miners_get_amounts_and_validators_the_rest() -> None:
    world = working()
    chain = world.chain
    before = {key: chain.total_stake(key, 1) for key in map(hotkey, range(5))}
    chain.run(TEMPO)
    result = epoch(**chain.last_epoch_input(1) or {})
    gained = [chain.total_stake(hotkey(uid), 1) - before[hotkey(uid)] for uid in range(5)]
    pot = TEMPO * SERVER
    assert gained[3:] == result.server_emission[3:].tolist()
    dividends = result.validator_emission[1:3].astype(object)
    for uid, share in zip((1, 2), dividends * pot / dividends.sum(), strict=True):
        assert abs(gained[uid] - share) < 10, "validators are paid by dividend, out of their pot"
    assert gained[0] == TEMPO * OWNER_CUT
    assert sum(gained) <= TEMPO * TAO
    assert TEMPO * TAO - sum(gained) < 10 * TEMPO, "dust only"


def test_incentive_of_the_owners_uids_is_withheld() -> None:
    world = working()
    world.chain.set_balance(OWNER, TAO)
    world.chain.register(OWNER, 1, hotkey(9))
    world.set(weights_set_rate_limit=0)
    world.chain.run(1)
    world.weigh(1, {3: 1, 5: 1})
    world.weigh(2, {3: 1, 5: 1})
    fork = world.chain.fork()
    fork.set_hyperparameters(1, recycle_or_burn="recycle")
    for chain in (world.chain, fork):
        chain.run(TEMPO)
        event = ran(chain)[-1]
        assert event.withheld == event.incentive // 2 > 0
        assert chain.total_stake(hotkey(9), 1) == 0
    burned, recycled = world.chain.to_storage(), fork.to_storage()
    withheld = ran(fork)[-1].withheld
    assert burned["alpha_burned"] == recycled["alpha_recycled"] == {"1": withheld}
    assert burned["subnet_alpha_out"]["1"] - recycled["subnet_alpha_out"]["1"] == withheld
    assert burned["miner_burned"] == {"1": str(2**31)}


def test_without_incentive_validators_get_the_miners_part_too() -> None:
    world = World()
    world.stake(1, 100)
    world.chain.run(2 * TEMPO)
    event = ran(world.chain)[-1]
    assert event.incentive == 0
    assert 0 <= 2 * TEMPO * SERVER - event.dividends < 10
    assert world.chain.to_storage().get("miner_burned") is None


def test_the_take_comes_before_the_dividend() -> None:
    """The owner of the hotkey gets new shares, which have their part in the dividend."""
    world = World(neurons=2)
    chain = world.chain
    chain.set_stake(BOB, hotkey(1), 1, 90 * TAO)
    chain.set_stake(ALICE, hotkey(1), 1, 10 * TAO)
    chain.run(TEMPO)
    paid = ran(chain)[-1].dividends
    # coinbase.md 11.3, take 11796/65535.
    take = paid * 11_796 // 65_535
    pool = 100 * TAO + take
    rest = paid - take
    expected = (10 * TAO + take) * (pool + rest) // pool
    assert abs(chain.stake(hotkey(1), ALICE, 1) - expected) <= 2
    held = chain.stake(hotkey(1), ALICE, 1) + chain.stake(hotkey(1), BOB, 1)
    assert 0 <= chain.total_stake(hotkey(1), 1) - held <= 1


def test_root_stake_earns_no_alpha_part() -> None:
    """Own stakes split a dividend; root's part has a pot of its own, empty for now."""
    world = World(neurons=3)
    chain = world.chain
    chain.set_network_parameters(tao_weight=2**64 - 1)
    for number, root in ((1, 0), (2, 1_000)):
        chain.set_stake(ALICE, hotkey(number), 1, 100 * TAO)
        if root:
            chain.add_stake(ALICE, hotkey(number), 0, root * TAO)
    chain.run(TEMPO)
    gained = [chain.total_stake(hotkey(number), 1) - 100 * TAO for number in (1, 2)]
    # Dividends 100 : 1100, of which the alpha parts are 100 : 100.
    assert abs(gained[0] - gained[1]) < 100


@pytest.mark.parametrize("closed", ["subtoken_enabled", "registration_allowed"])
def test_a_closed_subnet_emits_nothing_but_keeps_its_clock(closed: str) -> None:
    world = World()
    world.chain.run(5)
    world.set(**{closed: False})
    world.chain.run(30)
    assert [event.emission for event in ran(world.chain)] == [2 * 5 * SERVER]
    assert world.chain.epoch_index(1) == 1
    world.set(**{closed: True})
    world.chain.run(5)
    assert ran(world.chain)[-1].emission == 2 * 5 * SERVER


def test_without_owner_cut_all_is_shared() -> None:
    world = World(settings={"owner_cut_enabled": False})
    world.chain.run(20)
    [event] = ran(world.chain)
    assert (event.emission, event.owner_cut) == (20 * TAO, 0)


def test_the_period_is_the_tempo() -> None:
    world = World(settings={"tempo": 7})
    world.chain.run(100)
    blocks = [event.block for event in ran(world.chain)]
    assert blocks == list(range(7, 101, 7))
    assert world.chain.next_epoch_block(1) == 105


def test_creation_is_staggered_and_a_new_tempo_restarts() -> None:
    world = World(settings={"tempo": 7})
    world.chain.run(10)
    world.chain.create_subnet(OWNER, hotkey(0), netuid=12, tempo=7)
    assert world.chain.next_epoch_block(12) == 12, "block 10, 5 blocks ahead (12 mod 7)"
    world.chain.run(1)
    world.set(tempo=30)
    assert world.chain.next_epoch_block(1) == 41
    world.set(tempo=0)
    assert world.chain.next_epoch_block(1) is None
    world.chain.run(100)
    assert world.chain.epoch_index(1) == 1


def test_more_than_two_due_epochs_wait_for_the_next_block() -> None:
    chain = Chain()
    for number in range(1, 6):
        chain.create_subnet(OWNER, Hotkey.from_name(f"owner-{number}"), tempo=10)
    chain.run(10)
    blocks = {event.netuid: event.block for event in ran(chain)}
    assert blocks == {1: 10, 2: 10}
    deferred = [event.netuid for event in chain.events() if isinstance(event, EpochDeferred)]
    assert deferred == [3, 4, 5]
    chain.run(2)
    assert [event.block for event in ran(chain)] == [10, 10, 11, 11, 12]
    assert [chain.next_epoch_block(netuid) for netuid in chain.netuids] == [20, 20, 21, 21, 22]
    chain.set_network_parameters(max_epochs_per_block=5)
    chain.run(30)
    assert len(ran(chain)) == 20


def test_netuids_are_walked_in_the_order_of_their_bytes() -> None:
    chain = Chain()
    for netuid in (256, 1, 2, 257):
        key = Hotkey.from_name(f"owner-{netuid}")
        chain.create_subnet(OWNER, key, netuid=netuid, tempo=10)
    assert chain.netuids == [1, 2, 256, 257]
    chain.run(11)
    # 256 is 00 01 in little-endian bytes, before 1 (01 00) and 257 (01 01).
    assert [(event.block, event.netuid) for event in ran(chain)] == [
        (10, 1),
        (10, 256),
        (11, 2),
        (11, 257),
    ]


def test_permits_are_those_of_the_highest_stakes_and_the_owner() -> None:
    world = World(neurons=12, settings={"max_allowed_validators": 4})
    for number in range(1, 9):
        world.stake(number, 10 * number)
    world.chain.run(TEMPO)
    assert np.flatnonzero(world.chain.metagraph(1).validator_permit).tolist() == [0, 5, 6, 7, 8]


def equal_to_the_epoch(chain: Chain, netuid: int, mechanism: int = 0) -> EpochResult:
    arguments = chain.last_epoch_input(netuid)
    assert arguments is not None
    result = epoch(**arguments)
    metagraph = chain.metagraph(netuid, mechanism)
    for name in ("stake_weight", "consensus", "dividends", "validator_trust", "emission"):
        assert (getattr(metagraph, name) == getattr(result, name)).all(), name
    assert (metagraph.validator_permit == result.validator_permit).all()
    assert (metagraph.active == result.active).all()
    assert (metagraph.incentives == result.incentive).all()
    assert metagraph.bonds == result.bonds[mechanism]
    return result


@pytest.mark.parametrize("settings", [{}, {"yuma": "2"}, {"liquid_alpha": True}])
def test_an_epoch_inside_the_chain_is_the_epoch_outside(settings: dict[str, object]) -> None:
    world = World(neurons=8, settings={"weights_set_rate_limit": 0, **settings})
    for number in (1, 2, 3):
        world.stake(number, 100 * number)
    random = np.random.default_rng(5)
    for _ in range(8):
        world.chain.run(TEMPO)
        for number in (1, 2, 3):
            row = random.permutation(np.arange(4, 8))
            world.weigh(number, {int(uid): int(random.integers(0, 65_536)) for uid in row})
        equal_to_the_epoch(world.chain, 1)
    assert world.chain.metagraph(1).incentive.sum() > 65_000


def test_two_mechanisms() -> None:
    split = [16_383, 49_152]
    settings = {
        "mechanism_count": 2,
        "max_allowed_uids": 128,
        "mechanism_emission_split": split,
        "weights_set_rate_limit": 0,
    }
    world = World(neurons=6, settings=settings)
    world.stake(1, 300)
    world.chain.run(TEMPO)
    world.weigh(1, {3: 1})
    world.weigh(1, {4: 1}, mechanism=1)
    world.chain.run(TEMPO)
    for mechanism in (0, 1):
        result = equal_to_the_epoch(world.chain, 1, mechanism)
    assert world.chain.metagraph(1).incentives.tolist() == [
        [0, 0, 0, 65_535, 0, 0],
        [0, 0, 0, 0, 65_535, 0],
    ]
    assert world.chain.metagraph(1, 1).incentive[4] == 65_535
    parts = split_emission(2 * TEMPO * SERVER, 2, np.array(split, np.uint16))
    assert abs(int(result.server_emission[3]) - int(parts[0]) // 2) <= 1
    assert abs(int(result.server_emission[4]) - int(parts[1]) // 2) <= 1


def test_a_second_mechanism_can_come_and_go() -> None:
    world = working()
    world.set(max_allowed_uids=128, mechanism_count=2)
    assert world.chain.metagraph(1, 1).last_update.tolist() == [0] * 5
    world.chain.run(TEMPO)
    world.set(mechanism_count=1)
    world.chain.run(TEMPO)
    world.chain.check_invariants()
    equal_to_the_epoch(world.chain, 1)


def test_kept_inputs_are_beside_the_state() -> None:
    world = working()
    fork = world.chain.fork()
    fork.keep_epoch_inputs = False
    assert fork.last_epoch_input(1) is None
    world.chain.run(TEMPO)
    fork.run(TEMPO)
    assert fork.state_hash() == world.chain.state_hash()
    assert fork.last_epoch_input(1) is None
    assert world.chain.last_epoch_input(9) is None


def test_author_and_parent_hash_belong_to_the_block() -> None:
    chain = Chain(genesis="one")
    chain.step()
    derived = chain.parent_hash
    assert len(derived) == 32
    other = Chain(genesis="two")
    other.step()
    assert other.parent_hash != derived
    assert chain.author is None
    author = Coldkey.from_name("author")
    chain.step(author, b"\x07" * 32)
    assert chain.parent_hash == b"\x07" * 32
    assert bytes(chain.author or b"") == bytes(author)


def test_held_stake_counts_emission_and_pays_nobody() -> None:
    world = working()
    world.chain.hold_stake(1)
    before = world.chain.metagraph(1).stake
    world.chain.run(TEMPO)
    after = world.chain.metagraph(1)
    assert (after.stake == before).all()
    assert after.emission.sum() > 0
    assert ran(world.chain)[-1].dividends == 0
    world.chain.check_invariants()
