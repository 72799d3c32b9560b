"""The verbs of a devnet: subnets, balances and parameters from outside."""

import pytest

from taox.economy import (
    BalanceSet,
    Chain,
    Coldkey,
    Hotkey,
    InputError,
    NetworkAdded,
    NeuronRegistered,
    ParamError,
    ParameterSet,
)
from worlds import ALICE, BOB, OWNER, TAO, World, hotkey, refuses

SYSTEM = b"modlsubtensr" + (1).to_bytes(2, "little") + bytes(18)


def test_create_subnet_takes_the_smallest_unused_netuid() -> None:
    chain = Chain()
    keys = [Hotkey.from_name(f"owner-{number}") for number in range(4)]
    assert chain.create_subnet(OWNER, keys[0], netuid=2) == 2
    assert chain.create_subnet(OWNER, keys[1]) == 1
    assert chain.create_subnet(OWNER, keys[2]) == 3
    assert chain.create_subnet(OWNER, keys[3], netuid=4_095) == 4_095
    assert chain.netuids == [1, 2, 3, 4_095]
    assert chain.metagraph(2).hotkeys == [keys[0]]
    created = chain.events()[:2]
    assert [type(event) for event in created] == [NeuronRegistered, NetworkAdded]


@pytest.mark.parametrize("netuid", [0, 1, 4_096, 65_535, -1, 70_000])
def test_a_netuid_that_cannot_be_had(netuid: int) -> None:
    chain = World().chain
    before = chain.state_hash()
    with pytest.raises(InputError) as caught:
        chain.create_subnet(OWNER, hotkey(0), netuid=netuid)
    assert caught.value.argument == "netuid"
    assert chain.state_hash() == before


def test_who_cannot_own_a_subnet() -> None:
    chain = World().chain
    error = refuses(chain, chain.create_subnet, ALICE, hotkey(0))
    assert error.name == "NonAssociatedColdKey"
    assert error.values == {"coldkey": ALICE.ss58, "hotkey": hotkey(0).ss58}
    error = refuses(chain, chain.create_subnet, ALICE, Hotkey(SYSTEM))
    assert (error.name, error.values["netuid"]) == ("CannotUseSystemAccount", 1)


def test_the_limit_of_subnets() -> None:
    chain = Chain()
    chain.set_network_parameters(subnet_limit=2)
    chain.create_subnet(OWNER, hotkey(0))
    chain.create_subnet(OWNER, hotkey(0))
    error = refuses(chain, chain.create_subnet, OWNER, hotkey(0))
    assert (error.name, error.values) == ("SubnetLimitReached", {"limit": 2})


def test_a_subnet_whose_owner_has_no_uid() -> None:
    chain = Chain()
    netuid = chain.create_subnet(OWNER, hotkey(0), seat_owner=False)
    metagraph = chain.metagraph(netuid)
    assert (metagraph.n, metagraph.owner_uid) == (0, None)
    chain.run(720)
    assert chain.total_stake(hotkey(0), netuid) > 0, "the cut is paid all the same"
    chain.check_invariants()


def test_values_that_do_not_go_together() -> None:
    chain = World().chain
    before = chain.state_hash()
    together = [
        ({"mechanism_count": 2}, "max_allowed_uids"),
        ({"alpha_low": 60_000}, "alpha_low"),
        ({"mechanism_emission_split": [1, 2]}, "mechanism_emission_split"),
        ({"mechanism_emission_split": [32_767, 32_768]}, "mechanism_emission_split"),
        ({"max_allowed_uids": 3}, "max_allowed_uids"),
    ]
    for values, argument in together:
        with pytest.raises(InputError) as caught:
            chain.set_hyperparameters(1, **values)  # type: ignore[arg-type]
        assert caught.value.argument == argument
    assert chain.state_hash() == before


def test_parameters_are_set_all_or_none() -> None:
    world = World()
    before = world.chain.state_hash()
    with pytest.raises(ParamError, match="kappa"):
        world.set(tempo=5, kappa=70_000)
    with pytest.raises(ParamError, match="tempi"):
        world.set(tempo=5, tempi=7)
    assert world.chain.state_hash() == before
    world.set(tempo=5, kappa=0, yuma="2", mechanism_emission_split=[65_535])
    values = world.chain.hyperparameters(1)
    assert (values["tempo"], values["kappa"], values["yuma"]) == (5, 0, "2")
    events = [event for event in world.chain.events() if isinstance(event, ParameterSet)]
    assert {event.name: event.value for event in events} == {
        "tempo": 5,
        "kappa": 0,
        "yuma": 2,
        "mechanism_emission_split": [65_535],
    }
    error = refuses(world.chain, world.chain.set_hyperparameters, 9, tempo=5)
    assert error.name == "SubnetNotExists"


def test_parameters_of_the_network() -> None:
    chain = Chain()
    assert chain.network_parameters() == {
        "tao_weight": 971_718_665_099_567_868,
        "stake_threshold": 0,
        "subnet_owner_cut": 11_796,
        "max_epochs_per_block": 2,
        "ck_burn": 0,
        "nominator_min_required_stake": 0,
        "subnet_moving_alpha": 12_885,
        "num_root_claim": 5,
        "pending_child_key_cooldown": 7_200,
        "min_delegate_take": 0,
        "max_delegate_take": 11_796,
        "tx_delegate_take_rate_limit": 216_000,
        "min_childkey_take": 0,
        "max_childkey_take": 11_796,
        "tx_childkey_take_rate_limit": 216_000,
        "subnet_limit": 128,
        "unlock_rate": 934_866,
        "maturity_rate": 934_866,
        "drand_rounds_per_block": 4,
        "network_min_lock_cost": 1_000 * 10**9,
        "network_lock_reduction_interval": 100_800,
        "network_rate_limit": 7_200,
        "network_immunity_period": 1_296_000,
        "start_call_delay": 0,
        "network_registration_start_block": 0,
        "tao_in_refund_deployment_block": 0,
        "admin_freeze_window": 10,
        "owner_hyperparam_rate_limit": 2,
        "weights_version_key_rate_limit": 5,
        "max_mechanism_count": 2,
        "tx_rate_limit": 1_000,
        "commit_reveal_weights_version": 4,
        "coldkey_swap_announcement_delay": 36_000,
        "coldkey_swap_reannouncement_delay": 7_200,
        "dissolve_network_schedule_duration": 0,
        "flow_ema_smoothing_factor": 0,
        "net_tao_flow_enabled": False,
    }
    chain.set_network_parameters(stake_threshold=7, subnet_owner_cut=0)
    assert chain.network_parameters()["stake_threshold"] == 7
    before = chain.state_hash()
    for wrong in ({"tempo": 5}, {"max_epochs_per_block": 0}, {"mechanism_emission_split": [1]}):
        with pytest.raises(ParamError):
            chain.set_network_parameters(**wrong)
    assert chain.state_hash() == before


def test_starting_a_subnet_later() -> None:
    chain = Chain()
    chain.create_subnet(OWNER, hotkey(0), subtoken_enabled=False)
    chain.run(10)
    assert chain.to_storage().get("first_emission_block_number") is None
    chain.set_hyperparameters(1, subtoken_enabled=True)
    assert chain.to_storage()["first_emission_block_number"] == {"1": 11}
    chain.run(3)
    assert chain.to_storage()["subnet_alpha_out"] == {"1": 3 * TAO}


def test_set_balance_moves_the_issuance() -> None:
    chain = Chain()
    start = chain.total_issuance
    chain.set_balance(ALICE, 5 * TAO)
    chain.set_balance(ALICE, 3 * TAO)
    assert (chain.balance(ALICE), chain.total_issuance - start) == (3 * TAO, 3 * TAO)
    assert chain.events()[-1] == BalanceSet(number=1, block=0, coldkey=ALICE, free=3 * TAO)
    chain.set_balance(ALICE, 0)
    assert chain.total_issuance == start
    chain.check_invariants()


def test_balances_that_cannot_be() -> None:
    chain = World().chain
    error = refuses(chain, chain.set_balance, ALICE, 499)
    assert error.name == "BelowMinimum"
    before = chain.state_hash()
    for key, rao in ((ALICE, 21_000_001 * TAO), (Coldkey(SYSTEM), TAO), (ALICE, -1), (ALICE, 1.0)):
        with pytest.raises(InputError):
            chain.set_balance(key, rao)  # type: ignore[arg-type]
    assert chain.state_hash() == before
    with pytest.raises(InputError):
        Chain(balances={ALICE: 20_000_000 * TAO, OWNER: 2_000_000 * TAO})


def test_a_seat_costs_nothing_and_moves_no_price() -> None:
    world = World(neurons=1, settings={"registration_allowed": False, "max_allowed_uids": 3})
    chain = world.chain
    before = chain.pool(1), chain.burn(1), chain.total_issuance, chain.balance(BOB)
    assert [chain.seat_neuron(BOB, 1, hotkey(number)) for number in (1, 2)] == [1, 2]
    assert (chain.pool(1), chain.burn(1), chain.total_issuance, chain.balance(BOB)) == before
    assert chain.metagraph(1).coldkeys == [OWNER, BOB, BOB]
    registered = NeuronRegistered(
        number=chain.event_count - 1, block=0, netuid=1, uid=2, hotkey=hotkey(2)
    )
    assert chain.events()[-1] == registered
    chain.check_invariants()


@pytest.mark.parametrize(
    ("coldkey", "netuid", "number", "error"),
    [
        (BOB, 0, 9, "RegistrationNotPermittedOnRootSubnet"),
        (BOB, 7, 9, "SubnetNotExists"),
        (BOB, 1, 1, "HotKeyAlreadyRegisteredInSubNet"),
        (BOB, 1, 8, "NonAssociatedColdKey"),
        (BOB, 1, 9, "NoNeuronIdAvailable"),
    ],
)
def test_seats_that_nobody_gets(coldkey: Coldkey, netuid: int, number: int, error: str) -> None:
    world = World(neurons=4)
    chain = world.chain
    chain.create_subnet(ALICE, hotkey(8), netuid=2)
    world.set(max_allowed_uids=4, immunity_period=0, min_non_immune_uids=10)
    assert refuses(chain, chain.seat_neuron, coldkey, netuid, hotkey(number)).name == error


def test_granted_permits_last_until_the_next_epoch() -> None:
    world = World(settings={"weights_set_rate_limit": 0})
    world.chain.grant_permits(1, [2, 3])
    assert world.chain.metagraph(1).validator_permit.tolist() == [False, False, True, True]
    world.weigh(3, {1: 1})
    world.chain.run(20)
    assert world.chain.metagraph(1).validator_permit.tolist() == [True, False, False, False]
    with pytest.raises(InputError) as caught:
        world.chain.grant_permits(1, [4])
    assert caught.value.argument == "uids"
    assert refuses(world.chain, world.chain.grant_permits, 9, []).name == "SubnetNotExists"


@pytest.mark.parametrize("blocks", [-1, 1.5, "7", None, True])
def test_blocks_are_counted_in_integers(blocks: object) -> None:
    with pytest.raises(InputError) as caught:
        Chain().run(blocks)  # type: ignore[arg-type]
    assert caught.value.argument == "blocks"


def test_a_parent_hash_has_32_bytes() -> None:
    chain = Chain()
    with pytest.raises(InputError):
        chain.step(parent_hash=b"short")
    assert chain.block == 0
