"""Registration: who is refused, who is pruned, what a fresh uid has (transitions.md 1.5, 1.6)."""

import pytest

from taox.economy import Chain, Hotkey, NeuronRegistered
from worlds import ALICE, BOB, OWNER, TAO, World, hotkey, refuses


def account_of_subnet(netuid: int) -> Hotkey:
    return Hotkey(b"modlsubtensr" + netuid.to_bytes(2, "little") + bytes(18))


def test_reasons_in_the_chains_order() -> None:
    world = World(neurons=5, settings={"max_allowed_uids": 5})
    chain = world.chain
    world.set(registration_allowed=False)

    def reason(netuid: int, key: Hotkey) -> str:
        return refuses(chain, chain.register, BOB, netuid, key).name

    system = account_of_subnet(1)
    assert reason(0, hotkey(1)) == "RegistrationNotPermittedOnRootSubnet"
    assert reason(9, hotkey(1)) == "SubnetNotExists"
    assert reason(1, hotkey(1)) == "SubNetRegistrationDisabled"
    world.set(registration_allowed=True)
    assert reason(1, hotkey(1)) == "HotKeyAlreadyRegisteredInSubNet"
    assert reason(1, system) == "CannotUseSystemAccount"
    other = chain.create_subnet(ALICE, hotkey(8))
    assert other == 2
    assert reason(1, hotkey(8)) == "NonAssociatedColdKey"
    # Full; all neurons are immune, but they may go. With the immunity period 0 and ten
    # non-immune ones to keep, nobody may.
    world.set(immunity_period=0, min_non_immune_uids=10)
    error = refuses(chain, chain.register, BOB, 1, hotkey(9))
    assert (error.name, error.values) == ("NoNeuronIdAvailable", {"netuid": 1, "uids": 5})


def test_values() -> None:
    world = World()
    error = refuses(world.chain, world.chain.register, ALICE, 1, hotkey(3))
    assert error.values == {"hotkey": hotkey(3).ss58, "netuid": 1, "uid": 3}
    error = refuses(world.chain, world.chain.register, BOB, 1, hotkey(3))
    assert error.name == "HotKeyAlreadyRegisteredInSubNet", "checked before the owner"


def test_the_first_to_use_a_hotkey_owns_it() -> None:
    world = World()
    assert world.chain.owner(hotkey(9)) is None
    assert world.chain.register(BOB, 1, hotkey(9)) == 4
    assert world.chain.owner(hotkey(9)) == BOB
    assert world.chain.events()[-1] == NeuronRegistered(
        number=world.chain.event_count - 1, block=0, netuid=1, uid=4, hotkey=hotkey(9)
    )


def test_a_fresh_uid() -> None:
    world = World()
    world.chain.run(30)
    uid = world.register(9)
    metagraph = world.chain.metagraph(1)
    assert metagraph.block_at_registration[uid] == metagraph.last_update[uid] == 30
    assert bool(metagraph.active[uid])
    assert not metagraph.validator_permit[uid]
    for column in ("emission", "consensus", "incentive", "dividends", "validator_trust"):
        assert getattr(metagraph, column)[uid] == 0, column
    assert (metagraph.weights.row(uid), metagraph.bonds.row(uid)) == ([], [])


def full(**settings: object) -> World:
    """A full subnet of 5; hotkeys 2 and 3 earn, 1 is a validator, 4 earns nothing."""
    world = World(neurons=5, settings={"max_allowed_uids": 5, **settings})
    world.stake(1, 1_000)
    world.chain.run(20)
    world.weigh(1, {2: 50, 3: 50, 4: 0})
    world.chain.run(20)
    return world


def test_the_lowest_emission_goes_when_immunity_is_over() -> None:
    world = full(immunity_period=10)
    assert world.chain.register(BOB, 1, hotkey(9)) == 4
    assert world.chain.uid(1, hotkey(4)) is None
    assert world.chain.uid(1, hotkey(9)) == 4


def test_the_owner_is_never_pruned() -> None:
    world = full(immunity_period=10)
    for number in range(10, 14):
        world.chain.step()
        assert world.chain.register(BOB, 1, hotkey(number)) != 0
    assert world.chain.metagraph(1).hotkeys[0] == hotkey(0)


def test_immune_neurons_stay_while_others_can_go() -> None:
    world = full(immunity_period=45)
    world.chain.register(BOB, 1, hotkey(9))  # nobody mortal yet: the worst immune one goes
    assert world.chain.uid(1, hotkey(4)) is None
    world.chain.run(5)
    # Block 45: the first neurons are mortal, the new one has earned nothing but is immune.
    world.chain.register(BOB, 1, hotkey(10))
    assert world.chain.uid(1, hotkey(9)) is not None


def test_too_few_mortal_ones_send_an_immune_one() -> None:
    """transitions.md Appendix D 4."""
    world = World(neurons=1, settings={"max_allowed_uids": 5, "immunity_period": 10})
    for number in (1, 2, 3):
        world.register(number)
    world.chain.run(10)
    immune = world.register(4)
    world.set(min_non_immune_uids=3)
    fork = world.chain.fork()
    assert fork.register(BOB, 1, hotkey(9)) == immune
    fork = world.chain.fork()
    fork.set_hyperparameters(1, min_non_immune_uids=0)
    assert fork.register(BOB, 1, hotkey(9)) == 1, "equal emission: the earliest registered"


def test_all_protected_means_nobody() -> None:
    """transitions.md Appendix D 4, last part."""
    settings = {"max_allowed_uids": 2, "immune_owner_uids_limit": 2, "immunity_period": 0}
    world = World(neurons=1, settings=settings)
    world.chain.set_balance(OWNER, TAO)
    world.chain.register(OWNER, 1, hotkey(1))
    error = refuses(world.chain, world.chain.register, BOB, 1, hotkey(2))
    assert error.name == "NoNeuronIdAvailable"


def test_a_replaced_uid_starts_from_nothing() -> None:
    world = full(immunity_period=10, weights_set_rate_limit=0)
    world.weigh(1, {2: 1, 4: 1})
    world.stake(4, 5)
    uid = world.chain.register(BOB, 1, hotkey(9))
    metagraph = world.chain.metagraph(1)
    assert metagraph.weights.row(1) == [(2, 65_535), (uid, 0)], "towards it 0, but kept"
    assert metagraph.coldkeys[uid] == BOB
    assert metagraph.alpha_stake[uid] == 0
    assert world.chain.total_stake(hotkey(4), 1) > 0, "who left keeps the stake"


def test_uids_are_unique_over_many_replacements() -> None:
    world = full(immunity_period=0)
    for number in range(100, 140):
        world.chain.register(BOB, 1, hotkey(number))
        world.chain.run(3)
        world.chain.check_invariants()
        keys = world.chain.metagraph(1).hotkeys
        assert len(set(keys)) == 5
        assert [world.chain.uid(1, key) for key in keys] == list(range(5))


def test_in_block_0_the_first_weights_need_not_wait() -> None:
    world = World(neurons=2)
    world.weigh(1, {1: 1})
    world.chain.run(1)
    world.register(2)
    assert refuses(world.chain, world.weigh, 2, {2: 1}).name == "SettingWeightsTooFast"


@pytest.mark.parametrize("preset_neurons", [256])
def test_a_subnet_of_256(preset_neurons: int) -> None:
    world = World(neurons=preset_neurons)
    chain: Chain = world.chain
    assert chain.metagraph(1).n == 256
    uid = chain.register(BOB, 1, hotkey(999))
    assert uid == 1, "all immune, nothing earned: the earliest registered, then the lowest uid"
