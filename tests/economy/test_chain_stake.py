"""Stake in the 1:1 pool: amounts, shares, refusals (transitions.md 1.12, 1.13)."""

import pytest

from taox.economy import (
    CHAIN,
    EXISTENTIAL_DEPOSIT,
    MIN_STAKE,
    Coldkey,
    Hotkey,
    InputError,
    StakeAdded,
    StakeRemoved,
)
from worlds import ALICE, BOB, OWNER, TAO, World, hotkey, refuses

POOR = Coldkey.from_name("poor")


def test_one_alpha_is_one_tao() -> None:
    world = World()
    chain = world.chain
    assert chain.add_stake(ALICE, hotkey(1), 1, 5 * TAO) == 5 * TAO
    assert chain.balance(ALICE) == 99_995 * TAO
    assert chain.stake(hotkey(1), ALICE, 1) == chain.total_stake(hotkey(1), 1) == 5 * TAO
    assert chain.total_staked == 5 * TAO
    assert chain.remove_stake(ALICE, hotkey(1), 1, 2 * TAO) == 2 * TAO
    assert chain.balance(ALICE) == 99_997 * TAO
    assert chain.total_staked == 3 * TAO
    chain.check_invariants()


def test_issuance_does_not_move() -> None:
    world = World()
    issued = world.chain.total_issuance
    assert issued == 200_000 * TAO + 2 * EXISTENTIAL_DEPOSIT, "root and subnet 1 have accounts"
    world.stake(1, 1_000)
    world.chain.run(100)
    world.chain.remove_stake(ALICE, hotkey(1), 1, 10 * TAO)
    assert world.chain.total_issuance == issued


def test_events() -> None:
    world = World()
    world.stake(1, 5)
    world.chain.remove_stake(ALICE, hotkey(1), 1, 2 * TAO)
    added, removed = world.chain.events()[-2:]
    assert isinstance(added, StakeAdded)
    assert isinstance(removed, StakeRemoved)
    for event, amount in ((added, 5 * TAO), (removed, 2 * TAO)):
        assert (event.coldkey, event.hotkey, event.netuid) == (ALICE, hotkey(1), 1)
        assert (event.tao, event.alpha, event.fee) == (amount, amount, 0)


def test_refusals_to_stake_in_the_chains_order() -> None:
    world = World(preset=CHAIN, settings={"commit_reveal": False})
    chain = world.chain
    stranger = Hotkey.from_name("stranger")

    def reason(netuid: int, amount: int) -> tuple[str, dict[str, int | str]]:
        error = refuses(chain, chain.add_stake, POOR, stranger, netuid, amount)
        return error.name, error.values

    assert reason(9, 1) == ("SubnetNotExists", {"netuid": 9})
    assert reason(1, 1) == ("SubtokenDisabled", {"netuid": 1})
    world.set(subtoken_enabled=True)
    assert reason(1, MIN_STAKE - 1) == (
        "AmountTooLow",
        {"amount": MIN_STAKE - 1, "minimum": MIN_STAKE},
    )
    assert reason(1, MIN_STAKE) == (
        "NotEnoughBalanceToStake",
        {"coldkey": POOR.ss58, "balance": 0, "amount": MIN_STAKE},
    )
    chain.set_balance(POOR, TAO)
    assert reason(1, TAO) == ("HotKeyAccountNotExists", {"hotkey": stranger.ss58})
    chain.register(BOB, 1, stranger)
    assert chain.add_stake(POOR, stranger, 1, MIN_STAKE) == MIN_STAKE


def test_refusals_to_unstake_in_the_chains_order() -> None:
    world = World()
    chain = world.chain

    def reason(netuid: int, alpha: int) -> tuple[str, dict[str, int | str]]:
        error = refuses(chain, chain.remove_stake, ALICE, hotkey(1), netuid, alpha)
        return error.name, error.values

    assert reason(9, 1) == ("SubtokenDisabled", {"netuid": 9})
    assert reason(1, 10 * TAO) == ("AmountTooLow", {"amount": 0, "minimum": 1})
    world.stake(1, 1)
    assert reason(1, 0)[0] == "AmountTooLow"
    assert reason(1, MIN_STAKE - 1) == (
        "AmountTooLow",
        {"amount": MIN_STAKE - 1, "minimum": MIN_STAKE},
    )
    world.set(subtoken_enabled=False)
    assert reason(1, TAO)[0] == "SubtokenDisabled"


def test_all_may_go_however_little_it_is() -> None:
    """transitions.md Appendix D 11."""
    world = World()
    chain = world.chain
    chain.add_stake(ALICE, hotkey(1), 1, 2 * MIN_STAKE)
    chain.remove_stake(ALICE, hotkey(1), 1, MIN_STAKE + MIN_STAKE // 2)
    rest = MIN_STAKE // 2
    error = refuses(chain, chain.remove_stake, ALICE, hotkey(1), 1, rest - 1)
    assert error.name == "AmountTooLow"
    assert chain.remove_stake(ALICE, hotkey(1), 1, rest) == rest
    assert chain.stake(hotkey(1), ALICE, 1) == 0


def test_more_than_is_held_takes_all() -> None:
    world = World()
    world.stake(1, 5)
    assert world.chain.remove_stake(ALICE, hotkey(1), 1, 2**64 - 1) == 5 * TAO


def test_the_coldkey_keeps_its_existential_deposit() -> None:
    world = World()
    chain = world.chain
    chain.set_balance(POOR, 10 * MIN_STAKE)
    staked = 10 * MIN_STAKE - EXISTENTIAL_DEPOSIT
    assert chain.add_stake(POOR, hotkey(1), 1, 10 * MIN_STAKE) == staked
    assert chain.balance(POOR) == EXISTENTIAL_DEPOSIT


def test_emitted_alpha_is_not_backed_by_tao() -> None:
    world = World()
    chain = world.chain
    chain.run(20)
    earned = chain.total_stake(hotkey(0), 1)
    assert earned > 0, "the owner's cut"
    error = refuses(chain, chain.remove_stake, OWNER, hotkey(0), 1, earned)
    assert error.name == "InsufficientLiquidity"
    assert error.values == {"netuid": 1, "amount": earned, "available": 0}


def test_a_payout_must_leave_an_account() -> None:
    world = World()
    chain = world.chain
    chain.run(20)
    world.stake(1, 10)  # TAO that the owner's alpha can be paid from
    held = chain.stake(hotkey(0), OWNER, 1)
    chain.remove_stake(OWNER, hotkey(0), 1, held - 400)
    chain.set_balance(OWNER, 0)
    error = refuses(chain, chain.remove_stake, OWNER, hotkey(0), 1, 400)
    assert error.name == "BelowMinimum"
    assert error.values == {"coldkey": OWNER.ss58, "balance": 400, "minimum": 500}
    chain.set_balance(OWNER, 500)
    assert chain.remove_stake(OWNER, hotkey(0), 1, 400) == 400


def test_anybody_may_stake_on_any_hotkey() -> None:
    world = World()
    chain = world.chain
    chain.add_stake(ALICE, hotkey(1), 1, 30 * TAO)
    chain.add_stake(BOB, hotkey(1), 1, 10 * TAO)
    assert chain.total_stake(hotkey(1), 1) == 40 * TAO
    assert chain.stake(hotkey(1), BOB, 1) == 10 * TAO


def test_root_takes_stake_and_no_neurons() -> None:
    world = World()
    chain = world.chain
    chain.add_stake(ALICE, hotkey(1), 0, 7 * TAO)
    assert chain.stake(hotkey(1), ALICE, 0) == 7 * TAO
    chain.run(50)
    assert chain.stake(hotkey(1), ALICE, 0) == 7 * TAO
    assert chain.remove_stake(ALICE, hotkey(1), 0, 7 * TAO) == 7 * TAO
    chain.check_invariants()


@pytest.mark.parametrize("amount", [-1, 2**64, 1.5, "1", True, None])
def test_an_amount_is_an_integer_of_rao(amount: object) -> None:
    world = World()
    with pytest.raises(InputError) as caught:
        world.chain.add_stake(ALICE, hotkey(1), 1, amount)  # type: ignore[arg-type]
    assert caught.value.argument == "amount"


def test_unknown_accounts_hold_nothing() -> None:
    chain = World().chain
    nobody = Hotkey.from_name("nobody")
    assert chain.balance(POOR) == 0
    assert chain.stake(nobody, POOR, 1) == chain.total_stake(nobody, 1) == 0
    assert chain.stake(hotkey(1), ALICE, 9) == chain.stake_weight(nobody, 9) == 0
    assert chain.uid(9, hotkey(1)) is None
