"""One way to be refused for every error of the chain; `tests/economy/test_every_error.py` goes them
all.

A scenario makes a chain and returns it with a call that the chain must refuse. Those of stake, of
weights and of settings stand in files of their own, which register here too.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from taox.economy import CHAIN, Chain, Coldkey, Hotkey
from worlds import ALICE, BOB, TAO, World, hotkey

Refusal = tuple[Chain, Callable[[], object]]
"""A chain, and a call of it."""

Scenario = Callable[[], Refusal]

REFUSALS: dict[str, Scenario] = {}
"""How to be refused, by name of the error."""

NOBODY = Hotkey.from_name("nobody")
NEW = Hotkey.from_name("new")
POOR = Coldkey.from_name("poor")
SUBNET_ACCOUNT = Hotkey(b"modlsubtensr" + (1).to_bytes(2, "little") + bytes(18))


def raises(error: str) -> Callable[[Scenario], Scenario]:
    """Registers a scenario for an error."""

    def register(scenario: Scenario) -> Scenario:
        assert error not in REFUSALS, f"two scenarios for {error}"
        REFUSALS[error] = scenario
        return scenario

    return register


def started(block: int = 1, **settings: Any) -> Chain:
    """The chain of `World`, some blocks later, so that clocks run."""
    chain = World(settings=settings).chain
    chain.run(block)
    return chain


def rich(block: int = 1, **parameters: int) -> Chain:
    """A chain without subnets on which Alice and Bob can afford some."""
    chain = Chain(CHAIN, balances={ALICE: 20_000 * TAO, BOB: 20_000 * TAO})
    chain.set_network_parameters(network_rate_limit=0, **parameters)
    chain.run(block)
    return chain


# Signers and accounts


@raises("BadOrigin")
def signed_by_the_wrong_key() -> Refusal:
    chain = started()
    return chain, partial(chain.set_tempo, BOB, 1, 400)


@raises("NotSubnetOwner")
def named_by_a_stranger() -> Refusal:
    chain = started()
    return chain, partial(chain.set_subnet_identity, BOB, 1)


@raises("NonAssociatedColdKey")
def not_the_owner_of_the_hotkey() -> Refusal:
    chain = started()
    return chain, partial(chain.swap_hotkey_v2, BOB, hotkey(1), NEW)


@raises("CannotUseSystemAccount")
def the_account_of_a_subnet_as_a_hotkey() -> Refusal:
    chain = started()
    return chain, partial(chain.try_associate_hotkey, ALICE, SUBNET_ACCOUNT)


@raises("HotKeyAccountNotExists")
def nobody_owns_the_hotkey() -> Refusal:
    chain = started()
    return chain, partial(chain.add_stake, ALICE, NOBODY, 1, TAO)


@raises("HotKeyNotRegisteredInNetwork")
def an_identity_without_a_uid() -> Refusal:
    chain = started()
    return chain, partial(chain.set_identity, POOR)


@raises("HotKeyNotRegisteredInSubNet")
def incentive_for_a_hotkey_without_a_uid() -> Refusal:
    chain = started()
    return chain, partial(chain.set_coldkey_auto_stake_hotkey, ALICE, 1, NOBODY)


@raises("SameAutoStakeHotkeyAlreadySet")
def incentive_where_it_goes_already() -> Refusal:
    chain = started()
    chain.set_coldkey_auto_stake_hotkey(ALICE, 1, hotkey(1))
    return chain, partial(chain.set_coldkey_auto_stake_hotkey, ALICE, 1, hotkey(1))


# Transfers


@raises("InsufficientBalance")
def a_transfer_out_of_nothing() -> Refusal:
    chain = started()
    return chain, partial(chain.transfer, POOR, BOB, 1)


@raises("NotExpendable")
def a_transfer_that_ends_the_account() -> Refusal:
    chain = started()
    return chain, partial(chain.transfer, ALICE, BOB, chain.balance(ALICE))


@raises("BelowMinimum")
def a_transfer_too_small_to_begin_an_account() -> Refusal:
    chain = started()
    return chain, partial(chain.transfer, ALICE, POOR, 499)


# Registration and root


@raises("RegistrationNotPermittedOnRootSubnet")
def a_registration_on_root() -> Refusal:
    chain = started()
    return chain, partial(chain.register, ALICE, 0, NEW)


@raises("SubnetNotExists")
def a_registration_nowhere() -> Refusal:
    chain = started()
    return chain, partial(chain.register, ALICE, 9, NEW)


@raises("SubNetRegistrationDisabled")
def a_registration_where_it_is_closed() -> Refusal:
    chain = started()
    chain.set_hyperparameters(1, registration_allowed=False)
    return chain, partial(chain.register, ALICE, 1, NEW)


@raises("HotKeyAlreadyRegisteredInSubNet")
def a_registration_of_who_is_there() -> Refusal:
    chain = started()
    return chain, partial(chain.register, ALICE, 1, hotkey(1))


@raises("NoNeuronIdAvailable")
def a_registration_where_all_are_protected() -> Refusal:
    settings = {"max_allowed_uids": 4, "immunity_period": 0, "min_non_immune_uids": 10}
    chain = started(**settings)
    return chain, partial(chain.register, ALICE, 1, NEW)


@raises("RegistrationPriceLimitExceeded")
def a_registration_above_its_limit() -> Refusal:
    chain = started()
    return chain, partial(chain.register_limit, ALICE, 1, NEW, limit_price=1)


@raises("RootNetworkDoesNotExist")
def a_seat_of_a_root_that_is_not_there() -> Refusal:
    chain = Chain.from_storage({"networks_added": {"1": True}})
    return chain, partial(chain.root_register, ALICE, NEW)


@raises("TooManyRegistrationsThisBlock")
def a_second_seat_in_a_block() -> Refusal:
    chain = started()
    chain.set_hyperparameters(0, max_registrations_per_block=1)
    chain.root_register(ALICE, hotkey(1))
    return chain, partial(chain.root_register, ALICE, hotkey(2))


@raises("TooManyRegistrationsThisInterval")
def a_fourth_seat_in_an_interval() -> Refusal:
    chain = started()
    values = {"max_registrations_per_block": 9, "target_registrations_per_interval": 1}
    chain.set_hyperparameters(0, **values)
    for number in range(3):
        chain.root_register(ALICE, hotkey(number))
    return chain, partial(chain.root_register, ALICE, hotkey(3))


@raises("StakeTooLowForRoot")
def a_seat_when_all_are_taken() -> Refusal:
    chain = started()
    chain.set_hyperparameters(0, max_allowed_uids=1)
    chain.root_register(ALICE, hotkey(1))
    chain.step()
    return chain, partial(chain.root_register, ALICE, hotkey(2))


# Creation and start of subnets


@raises("NetworkTxRateLimitExceeded")
def a_second_subnet_too_soon() -> Refusal:
    chain = rich()
    chain.register_network(ALICE, hotkey(0))
    chain.set_network_parameters(network_rate_limit=10)
    return chain, partial(chain.register_network, BOB, hotkey(1))


@raises("SubnetLimitReached")
def a_subnet_when_all_others_are_immune() -> Refusal:
    chain = rich(subnet_limit=1)
    chain.register_network(ALICE, hotkey(0))
    return chain, partial(chain.register_network, BOB, hotkey(1))


@raises("CannotAffordLockCost")
def a_subnet_for_nothing() -> Refusal:
    chain = rich()
    return chain, partial(chain.register_network, POOR, hotkey(0))


@raises("NeedWaitingMoreBlocksToStarCall")
def a_start_too_early() -> Refusal:
    chain = rich(start_call_delay=5)
    chain.register_network(ALICE, hotkey(0))
    return chain, partial(chain.start_call, ALICE, 1)


@raises("FirstEmissionBlockNumberAlreadySet")
def a_second_start() -> Refusal:
    chain = rich(start_call_delay=0)
    chain.register_network(ALICE, hotkey(0))
    chain.start_call(ALICE, 1)
    return chain, partial(chain.start_call, ALICE, 1)


# Swaps of hotkeys


@raises("NewHotKeyIsSameWithOld")
def a_swap_for_the_same_hotkey() -> Refusal:
    chain = started()
    return chain, partial(chain.swap_hotkey_v2, ALICE, hotkey(1), hotkey(1))


@raises("NewHotKeyNotCleanForRootSwap")
def a_swap_for_a_hotkey_with_root_stake() -> Refusal:
    chain = started()
    chain.try_associate_hotkey(ALICE, NEW)
    chain.add_stake(BOB, NEW, 0, TAO)
    return chain, partial(chain.swap_hotkey_v2, ALICE, hotkey(1), NEW, 0)


@raises("NotEnoughBalanceToPaySwapHotKey")
def a_swap_that_nobody_pays() -> Refusal:
    chain = started(8_000)
    chain.set_balance(ALICE, 999)
    return chain, partial(chain.swap_hotkey_v2, ALICE, hotkey(1), NEW)


@raises("HotKeySetTxRateLimitExceeded")
def a_second_swap_too_soon() -> Refusal:
    chain = started(8_000)
    chain.swap_hotkey_v2(ALICE, hotkey(1), NEW)
    return chain, partial(chain.swap_hotkey_v2, ALICE, NEW, NOBODY)


@raises("HotKeySwapOnSubnetIntervalNotPassed")
def a_second_swap_on_the_subnet_within_a_day() -> Refusal:
    chain = started(8_000)
    chain.swap_hotkey_v2(ALICE, hotkey(1), NEW, 1)
    chain.run(2_000)
    return chain, partial(chain.swap_hotkey_v2, ALICE, NEW, NOBODY, 1)
