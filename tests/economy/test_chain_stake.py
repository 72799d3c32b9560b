"""Stake bought and sold in the pool: amounts, shares, refusals (transitions.md 1.12, 1.13)."""

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


def test_the_pool_sells_and_buys_alpha() -> None:
    """A pool of 1,000 TAO and 1,000 alpha, and three registrations of 0.0005 TAO."""
    world = World()
    chain = world.chain
    balance = chain.balance(ALICE)
    assert balance == 100_000 * TAO - 3 * 500_000
    assert chain.quote_stake(1, 5 * TAO).paid_out == 4_972_616_750
    assert chain.add_stake(ALICE, hotkey(1), 1, 5 * TAO) == 4_972_616_750
    assert chain.balance(ALICE) == balance - 5 * TAO
    assert chain.stake(hotkey(1), ALICE, 1) == chain.total_stake(hotkey(1), 1) == 4_972_616_750
    assert chain.total_staked == 1_005_001_500_000
    assert chain.remove_stake(ALICE, hotkey(1), 1, 2 * TAO) == 2_014_980_649
    assert chain.balance(ALICE) == balance - 5 * TAO + 2_014_980_649
    assert chain.stake(hotkey(1), ALICE, 1) == 2_972_616_750
    assert chain.total_staked == 1_002_986_519_351
    chain.check_invariants()


def test_calls_do_not_move_the_issuance_and_blocks_do() -> None:
    world = World()
    issued = world.chain.total_issuance
    pool_and_accounts = 1_000 * TAO + 2 * EXISTENTIAL_DEPOSIT
    assert issued == 200_000 * TAO + pool_and_accounts, "root and subnet 1 have accounts"
    world.stake(1, 1_000)
    assert world.chain.total_issuance == issued
    world.chain.run(100)
    assert (emitted := world.chain.total_issuance) == issued + 84 * TAO
    world.chain.remove_stake(ALICE, hotkey(1), 1, 10 * TAO)
    assert world.chain.total_issuance == emitted


def test_events() -> None:
    world = World()
    world.stake(1, 5)
    world.chain.remove_stake(ALICE, hotkey(1), 1, 2 * TAO)
    added, removed = world.chain.events()[-2:]
    assert isinstance(added, StakeAdded)
    assert isinstance(removed, StakeRemoved)
    for event in (added, removed):
        assert (event.coldkey, event.hotkey, event.netuid) == (ALICE, hotkey(1), 1)
    assert (added.tao, added.alpha, added.fee) == (5 * TAO, 4_972_616_750, 2_517_738)
    # Without the fee of the sale, 33/65535 of 2 alpha.
    assert (removed.tao, removed.alpha) == (2_014_980_649, 2 * TAO - 1_007_095)
    assert removed.fee == 1_007_095


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
    least = MIN_STAKE + 1_007  # with the fee of a purchase
    assert reason(1, MIN_STAKE - 1) == (
        "AmountTooLow",
        {"amount": MIN_STAKE - 1, "minimum": least},
    )
    assert reason(1, least - 1)[0] == "AmountTooLow"
    assert reason(1, least) == (
        "NotEnoughBalanceToStake",
        {"coldkey": POOR.ss58, "balance": 0, "amount": least},
    )
    chain.set_balance(POOR, TAO)
    assert reason(1, TAO) == ("HotKeyAccountNotExists", {"hotkey": stranger.ss58})
    chain.register(BOB, 1, stranger)
    quote = chain.quote_stake(1, least)
    assert chain.add_stake(POOR, stranger, 1, least) == quote.paid_out


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
    # The minimum is of TAO; the price has risen, so that less alpha than it reaches it.
    least = 1_997_012
    assert reason(1, least - 1) == ("AmountTooLow", {"amount": 1_999_999, "minimum": MIN_STAKE})
    assert chain.fork().remove_stake(ALICE, hotkey(1), 1, least) == MIN_STAKE
    world.set(subtoken_enabled=False)
    assert reason(1, TAO)[0] == "SubtokenDisabled"


def test_all_may_go_however_little_it_is() -> None:
    """transitions.md Appendix D 11."""
    world = World()
    chain = world.chain
    bought = chain.add_stake(ALICE, hotkey(1), 1, 2 * MIN_STAKE)
    chain.remove_stake(ALICE, hotkey(1), 1, MIN_STAKE + MIN_STAKE // 2)
    rest = bought - MIN_STAKE - MIN_STAKE // 2
    assert 0 < rest < MIN_STAKE // 2
    error = refuses(chain, chain.remove_stake, ALICE, hotkey(1), 1, rest - 1)
    assert error.name == "AmountTooLow"
    worth = chain.quote_unstake(1, rest).paid_out
    assert chain.remove_stake(ALICE, hotkey(1), 1, rest) == worth
    assert chain.stake(hotkey(1), ALICE, 1) == 0


def test_more_than_is_held_takes_all() -> None:
    world = World()
    world.stake(1, 5)
    assert world.chain.remove_stake(ALICE, hotkey(1), 1, 2**64 - 1) == 4_994_978_298
    assert world.chain.stake(hotkey(1), ALICE, 1) == 0


def test_the_coldkey_keeps_its_existential_deposit() -> None:
    world = World()
    chain = world.chain
    chain.set_balance(POOR, 10 * MIN_STAKE)
    staked = 10 * MIN_STAKE - EXISTENTIAL_DEPOSIT
    quote = chain.quote_stake(1, staked)
    assert chain.add_stake(POOR, hotkey(1), 1, 10 * MIN_STAKE) == quote.paid_out == 19_988_970
    assert chain.balance(POOR) == EXISTENTIAL_DEPOSIT


def test_emitted_alpha_is_sold_to_the_pool() -> None:
    world = World()
    chain = world.chain
    chain.run(20)
    earned = chain.total_stake(hotkey(0), 1)
    assert earned > 0, "the owner's cut"
    worth = chain.quote_unstake(1, earned).paid_out
    assert chain.remove_stake(OWNER, hotkey(0), 1, earned) == worth == 3_613_893_714
    assert chain.balance(OWNER) == worth


def test_a_payout_must_leave_an_account() -> None:
    world = World()
    chain = world.chain
    chain.run(20)
    world.stake(1, 10)  # the price rises: 400 alpha are 408 TAO
    held = chain.stake(hotkey(0), OWNER, 1)
    chain.remove_stake(OWNER, hotkey(0), 1, held - 400)
    chain.set_balance(OWNER, 0)
    error = refuses(chain, chain.remove_stake, OWNER, hotkey(0), 1, 400)
    assert error.name == "BelowMinimum"
    assert error.values == {"coldkey": OWNER.ss58, "balance": 408, "minimum": 500}
    chain.set_balance(OWNER, 500)
    assert chain.remove_stake(OWNER, hotkey(0), 1, 400) == 408


def test_anybody_may_stake_on_any_hotkey() -> None:
    world = World()
    chain = world.chain
    assert chain.add_stake(ALICE, hotkey(1), 1, 30 * TAO) == 29_111_888_102
    assert chain.add_stake(BOB, hotkey(1), 1, 10 * TAO) == 9_330_914_617
    assert chain.total_stake(hotkey(1), 1) == 29_111_888_102 + 9_330_914_617
    assert chain.stake(hotkey(1), BOB, 1) == 9_330_914_617


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
