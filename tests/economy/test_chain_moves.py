"""Stake moved, sold altogether, given up (transitions.md 2.1 to 2.3): amounts, books, refusals."""

import random
from collections.abc import Callable

import pytest

from taox.economy import (
    MIN_STAKE,
    AddStakeBurn,
    AlphaBurned,
    AlphaRecycled,
    Chain,
    ChainError,
    Coldkey,
    Hotkey,
    StakeAdded,
    StakeMoved,
    StakeRemoved,
    StakeSwapped,
    StakeTransferred,
)
from worlds import ALICE, BOB, OWNER, TAO, hotkey, refuses, two_pools

NOBODY = Hotkey.from_name("nobody")
CAROL = Coldkey.from_name("carol")


def test_within_a_subnet_shares_change_hands_without_a_trade() -> None:
    chain = two_pools()
    pool, staked = chain.pool(1), chain.total_staked
    assert chain.move_stake(ALICE, hotkey(1), hotkey(2), 1, 1, 30 * TAO) == 30 * TAO
    assert chain.transfer_stake(ALICE, BOB, hotkey(2), 1, 1, 10 * TAO) == 10 * TAO
    assert chain.stake(hotkey(1), ALICE, 1) == 70 * TAO
    assert chain.stake(hotkey(2), ALICE, 1) == 20 * TAO
    assert chain.stake(hotkey(2), BOB, 1) == 10 * TAO
    assert (chain.pool(1), chain.total_staked) == (pool, staked)
    assert (chain.unlocked_stake(ALICE, 1), chain.stake_on_subnet(BOB, 1)) == (90 * TAO, 10 * TAO)
    removed, added, moved = chain.events()[-6:-3]
    assert isinstance(removed, StakeRemoved)
    assert isinstance(added, StakeAdded)
    assert isinstance(moved, StakeMoved)
    assert (removed.tao, removed.alpha, removed.fee) == (30 * TAO, 30 * TAO, 0)
    assert (added.coldkey, added.hotkey, added.alpha) == (ALICE, hotkey(2), 30 * TAO)
    assert (moved.origin_hotkey, moved.destination_hotkey) == (hotkey(1), hotkey(2))
    given = chain.events()[-1]
    assert isinstance(given, StakeTransferred)
    assert (given.coldkey, given.destination_coldkey, given.tao) == (ALICE, BOB, 10 * TAO)


def test_between_subnets_alpha_is_sold_and_bought_for_one_fee() -> None:
    chain = two_pools()
    free = chain.balance(ALICE)
    sale, purchase = chain.quote_swap_stake(1, 2, 10 * TAO)
    tao = chain.swap_stake(ALICE, hotkey(1), 1, 2, 10 * TAO)
    assert tao == sale.paid_out == 9_896_053_816
    assert chain.balance(ALICE) == free
    assert chain.stake(hotkey(1), ALICE, 1) == 90 * TAO
    # Without a fee: 1000 · 9.896053816 / 1009.896053816.
    assert (purchase.paid_out, purchase.fee) == (9_799_081_577, 0)
    assert chain.stake(hotkey(1), ALICE, 2) == 100 * TAO + purchase.paid_out
    removed, added, swapped = chain.events()[-3:]
    assert isinstance(removed, StakeRemoved)
    assert isinstance(added, StakeAdded)
    assert isinstance(swapped, StakeSwapped)
    assert (removed.fee, added.fee, added.tao, swapped.tao) == (sale.fee, 0, tao, tao)
    chain.check_invariants()


def test_from_root_the_purchase_pays_the_fee() -> None:
    chain = two_pools()
    sale, quote = chain.quote_swap_stake(0, 1, 10 * TAO)
    assert (sale.paid_out, sale.fee) == (10 * TAO, 0)
    assert quote == chain.quote_stake(1, 10 * TAO)
    assert chain.swap_stake(ALICE, hotkey(1), 0, 1, 10 * TAO) == 10 * TAO
    added = chain.events()[-2]
    assert isinstance(added, StakeAdded)
    assert (added.alpha, added.fee) == (quote.paid_out, quote.fee)
    assert chain.stake(hotkey(1), ALICE, 1) == 100 * TAO + quote.paid_out
    assert refuses(chain, chain.quote_swap_stake, 1, 1, TAO).name == "SameNetuid"


def test_a_transfer_pays_the_receiver_in_stake() -> None:
    chain = two_pools()
    chain.set_balance(CAROL, 500)
    tao = chain.transfer_stake(ALICE, CAROL, hotkey(1), 1, 2, 10 * TAO)
    assert chain.balance(CAROL) == 500
    assert chain.stake(hotkey(1), CAROL, 2) > 0
    given = chain.events()[-1]
    assert isinstance(given, StakeTransferred)
    assert given.tao == tao


def test_the_first_of_its_receiver_keeps_an_account_alive() -> None:
    """The existential deposit stays free: it is not staked."""
    chain = two_pools()
    tao = chain.transfer_stake(ALICE, CAROL, hotkey(1), 1, 2, 10 * TAO)
    added = chain.events()[-2]
    assert isinstance(added, StakeAdded)
    assert (chain.balance(CAROL), added.tao) == (500, tao - 500)


def test_who_stakes_on_others_makes_them_delegates() -> None:
    chain = two_pools()
    storage = chain.to_storage()
    stranger = str(int.from_bytes(bytes(hotkey(9)), "big"))
    assert stranger not in storage.get("delegates", {})
    chain.move_stake(ALICE, hotkey(1), hotkey(9), 1, 2, 10 * TAO)
    assert chain.to_storage()["delegates"][stranger] == 11_796


def test_refusals_to_move_in_the_chains_order() -> None:
    chain = two_pools()
    chain.create_subnet(OWNER, hotkey(8), netuid=3, tempo=20, subtoken_enabled=False)

    def reason(*places: object) -> tuple[str, dict[str, int | str]]:
        error = refuses(chain, chain.move_stake, ALICE, *places)
        return error.name, error.values

    one, two = hotkey(1), hotkey(2)
    assert reason(one, one, 7, 7, 1) == ("SameNetuid", {"netuid": 7})
    assert reason(one, NOBODY, 1, 7, 1) == ("SubnetNotExists", {"netuid": 7})
    assert reason(one, NOBODY, 7, 3, 1) == ("SubnetNotExists", {"netuid": 7})
    assert reason(one, NOBODY, 3, 1, 1) == ("SubtokenDisabled", {"netuid": 3})
    assert reason(one, NOBODY, 1, 3, 1) == ("SubtokenDisabled", {"netuid": 3})
    assert reason(one, NOBODY, 1, 2, 1) == ("HotKeyAccountNotExists", {"hotkey": NOBODY.ss58})
    least = MIN_STAKE + 1
    assert reason(one, two, 1, 2, 1_000_000) == (
        "AmountTooLow",
        {"amount": 999_496, "minimum": least},
    )
    assert reason(one, two, 1, 1, 1_000_000) == (
        "AmountTooLow",
        {"amount": 1_000_000, "minimum": MIN_STAKE},
    )
    assert reason(two, one, 1, 2, TAO) == ("AmountTooLow", {"amount": 0, "minimum": least})
    chain.lock_stake(ALICE, two, 1, 95 * TAO)
    assert reason(one, two, 1, 2, 6 * TAO) == (
        "StakeUnavailable",
        {"coldkey": ALICE.ss58, "netuid": 1, "available": 5 * TAO, "amount": 6 * TAO},
    )
    chain.set_pool(2, TAO // 1_000 - 1, TAO)
    chain.set_stake(ALICE, one, 2, 10 * TAO)
    assert reason(one, two, 2, 1, 2 * TAO) == (
        "InsufficientLiquidity",
        {"netuid": 2, "amount": 2 * TAO, "available": 999_999},
    )


def test_the_owner_may_forbid_transfers() -> None:
    chain = two_pools()
    chain.set_hyperparameters(2, transfer_toggle=False)
    for netuids in ((1, 2), (2, 1), (2, 2)):
        error = refuses(chain, chain.transfer_stake, ALICE, BOB, hotkey(1), *netuids, TAO)
        assert (error.name, error.values) == ("TransferDisallowed", {"netuid": 2})
    chain.move_stake(ALICE, hotkey(1), hotkey(2), 2, 2, TAO)


def test_a_purchase_that_fails_undoes_the_sale() -> None:
    """The destination's pool holds too little alpha: found when the origin's alpha is sold."""
    chain = two_pools()
    chain.set_pool(2, 10 * TAO, 999_999)
    error = refuses(chain, chain.swap_stake, ALICE, hotkey(1), 1, 2, 10 * TAO)
    assert (error.name, error.values["reserve"]) == ("ReservesTooLow", 999_999)
    error = refuses(chain, chain.transfer_stake, ALICE, CAROL, hotkey(1), 0, 2, 10 * TAO)
    assert error.name == "ReservesTooLow"
    chain.set_pool(2, 1_000_000, 10 * TAO)
    error = refuses(chain, chain.swap_stake, ALICE, hotkey(1), 1, 2, 10 * TAO)
    assert error.name == "SwapInputTooLarge"


def test_what_a_swap_limit_allows() -> None:
    """transitions.md Appendix D 13: pools of 150 and 100 TAO with 100 alpha each."""
    start = two_pools((150, 100), (100, 100))
    most = {500_000_000: 80 * TAO, 1_000_000_000: 20 * TAO, 1_250_000_000: 8 * TAO}
    for limit, alpha in most.items():
        chain = start.fork()
        args = ALICE, hotkey(1), 1, 2, 2**64 - 1
        error = refuses(chain, chain.swap_stake_limit, *args, limit_price=limit)
        assert error.name == "SlippageTooHigh"
        assert error.values["most"] == pytest.approx(alpha, abs=1)
        chain.swap_stake_limit(*args, limit_price=limit, allow_partial=True)
        left = 100 * TAO - int(error.values["most"])
        assert chain.stake(hotkey(1), ALICE, 1) == left
    for limit in (1_500_000_000, 2_000_000_000):
        chain = start.fork()
        args = ALICE, hotkey(1), 1, 2, TAO
        error = refuses(chain, chain.swap_stake_limit, *args, limit_price=limit)
        assert (error.name, error.values["most"]) == ("SlippageTooHigh", 0)
        assert chain.swap_stake_limit(*args, limit_price=limit, allow_partial=True) == 0
        assert chain.stake(hotkey(1), ALICE, 1) == 100 * TAO
    chain = start.fork()
    chain.swap_stake_limit(ALICE, hotkey(1), 1, 2, 100 * TAO, limit_price=0)
    assert chain.stake(hotkey(1), ALICE, 1) == 0


def test_a_swap_limit_with_root_on_one_side() -> None:
    chain = two_pools((150, 100))

    def reason(origin: int, destination: int, limit: int) -> str:
        args = ALICE, hotkey(1), origin, destination, 40 * TAO
        return refuses(chain, chain.swap_stake_limit, *args, limit_price=limit).name

    # Price 1.5: from root at no more than 1/limit, to root at no less than limit.
    assert reason(0, 1, TAO) == "PriceLimitExceeded"
    assert reason(1, 0, 1_500_000_000) == "PriceLimitExceeded"
    assert reason(0, 1, 600_000_000) == "SlippageTooHigh"
    assert reason(1, 0, 1_400_000_000) == "SlippageTooHigh"
    chain.swap_stake_limit(ALICE, hotkey(1), 0, 1, TAO, limit_price=0)
    chain.swap_stake_limit(ALICE, hotkey(1), 1, 0, TAO, limit_price=TAO)


def test_limits_of_purchases() -> None:
    """transitions.md Appendix D 10."""
    chain = two_pools((1_000_000, 1_000_000), (150, 100))
    chain.set_balance(BOB, 3_000_000 * TAO)
    args = BOB, hotkey(1), 1, 1_000_504 * TAO
    error = refuses(chain, chain.add_stake_limit, *args, limit_price=4 * TAO)
    assert (error.name, error.values["netuid"]) == ("SlippageTooHigh", 1)
    assert error.values["most"] == pytest.approx(1_000_503.8 * TAO, rel=1e-5)
    args = BOB, hotkey(1), 2, TAO
    error = refuses(chain, chain.add_stake_limit, *args, limit_price=1_500_000_000)
    assert (error.name, error.values) == (
        "PriceLimitExceeded",
        {"netuid": 2, "price": 1_500_000_000, "limit": 1_500_000_000},
    )


def test_more_than_is_held_is_refused_only_with_a_limit() -> None:
    chain = two_pools()
    args = ALICE, hotkey(1), 1, 100 * TAO + 1
    error = refuses(chain, chain.remove_stake_limit, *args, limit_price=1)
    assert error.name == "NotEnoughStakeToWithdraw"
    assert error.values == {
        "coldkey": ALICE.ss58,
        "hotkey": hotkey(1).ss58,
        "netuid": 1,
        "stake": 100 * TAO,
        "amount": 100 * TAO + 1,
    }
    chain.fork().remove_stake(*args)


def test_everything_may_be_unstaked_with_a_limit() -> None:
    chain = two_pools()
    args = ALICE, hotkey(1), 1
    error = refuses(chain, chain.remove_stake_full_limit, *args, 900_000_000)
    assert error.name == "SlippageTooHigh"
    other = chain.fork()
    worth = chain.quote_unstake(1, 100 * TAO).paid_out
    assert chain.remove_stake_full_limit(*args, 800_000_000) == worth
    assert other.remove_stake_full_limit(*args) == worth
    assert chain.stake(hotkey(1), ALICE, 1) == other.stake(hotkey(1), ALICE, 1) == 0
    assert refuses(chain, chain.remove_stake_full_limit, *args).name == "AmountTooLow"


def test_unstake_all_leaves_out_what_cannot_be_sold() -> None:
    chain = two_pools()
    chain.lock_stake(ALICE, hotkey(1), 1, 1_000)
    worth = chain.quote_unstake(2, 100 * TAO).paid_out + 100 * TAO
    free = chain.balance(ALICE)
    assert chain.unstake_all(ALICE, hotkey(1)) == worth
    assert chain.balance(ALICE) == free + worth
    stakes = [chain.stake(hotkey(1), ALICE, netuid) for netuid in (0, 1, 2)]
    assert stakes == [0, 100 * TAO, 0]
    assert chain.unstake_all(ALICE, hotkey(1)) == 0
    error = refuses(chain, chain.unstake_all, ALICE, NOBODY)
    assert (error.name, error.values) == ("HotKeyAccountNotExists", {"hotkey": NOBODY.ss58})


def test_unstake_all_alpha_ends_on_root() -> None:
    chain = two_pools()
    worth = sum(chain.quote_unstake(netuid, 100 * TAO).paid_out for netuid in (1, 2))
    free = chain.balance(ALICE)
    assert chain.unstake_all_alpha(ALICE, hotkey(1)) == worth
    assert chain.balance(ALICE) == free
    assert chain.stake(hotkey(1), ALICE, 0) == 100 * TAO + worth
    error = refuses(chain, chain.unstake_all_alpha, ALICE, hotkey(1))
    assert (error.name, error.values) == ("AmountTooLow", {"amount": 0, "minimum": 1})
    assert refuses(chain, chain.unstake_all_alpha, ALICE, NOBODY).name == "HotKeyAccountNotExists"


def test_a_fee_too_small_to_be_sold_undoes_everything() -> None:
    """swap.md 10: the fee of a dust position is worth less than 1 rao."""
    chain = two_pools(second=(1, 10_000))
    chain.set_stake(ALICE, hotkey(1), 2, 12_000)
    chain.step(author=BOB)
    error = refuses(chain, chain.unstake_all, ALICE, hotkey(1))
    assert (error.name, error.values["netuid"], error.values["input"]) == ("ReservesTooLow", 2, 6)


def test_recycled_alpha_leaves_issuance_and_burned_alpha_does_not() -> None:
    chain = two_pools()
    before = chain.pool(1)
    assert chain.recycle_alpha(ALICE, hotkey(1), 30 * TAO, 1) == 30 * TAO
    assert chain.burn_alpha(ALICE, hotkey(1), 2**64 - 1, 1) == 70 * TAO
    after = chain.pool(1)
    assert before.alpha_out - after.alpha_out == 30 * TAO
    assert (after.alpha_recycled, after.alpha_burned) == (30 * TAO, before.alpha_burned + 70 * TAO)
    assert chain.stake(hotkey(1), ALICE, 1) == 0
    recycled, burned = chain.events()[-2:]
    assert isinstance(recycled, AlphaRecycled)
    assert isinstance(burned, AlphaBurned)
    assert (recycled.amount, burned.amount) == (30 * TAO, 70 * TAO)
    assert chain.burn_alpha(ALICE, hotkey(1), 0, 1) == 0
    assert chain.recycle_alpha(CAROL, hotkey(1), TAO, 1) == 0
    chain.check_invariants()


def test_refusals_to_give_up_in_the_chains_order() -> None:
    chain = two_pools()
    chain.create_subnet(OWNER, hotkey(8), netuid=3, tempo=20, subtoken_enabled=False)
    for call in (chain.recycle_alpha, chain.burn_alpha):

        def reason(
            key: Hotkey, netuid: int, call: object = call
        ) -> tuple[str, dict[str, int | str]]:
            error = refuses(chain, call, ALICE, key, 50 * TAO, netuid)
            return error.name, error.values

        assert reason(NOBODY, 7) == ("SubnetNotExists", {"netuid": 7})
        assert reason(NOBODY, 0) == ("CannotBurnOrRecycleOnRootSubnet", {"netuid": 0})
        assert reason(NOBODY, 3) == ("SubtokenDisabled", {"netuid": 3})
        assert reason(NOBODY, 1) == ("HotKeyAccountNotExists", {"hotkey": NOBODY.ss58})
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    error = refuses(chain, chain.burn_alpha, ALICE, hotkey(1), 50 * TAO, 1)
    assert (error.name, error.values["available"]) == ("StakeUnavailable", 40 * TAO)


def test_alpha_is_bought_to_be_burned() -> None:
    chain = two_pools()
    quote = chain.quote_stake(1, 10 * TAO)
    before = chain.pool(1)
    assert chain.add_stake_burn(BOB, hotkey(1), 1, 10 * TAO) == quote.paid_out
    assert chain.stake(hotkey(1), BOB, 1) == 0
    assert chain.pool(1).alpha_burned - before.alpha_burned == quote.paid_out
    told = chain.events()[-1]
    assert isinstance(told, AddStakeBurn)
    assert (told.amount, told.alpha) == (10 * TAO, quote.paid_out)
    error = refuses(chain, chain.add_stake_burn, BOB, hotkey(1), 0, TAO)
    assert error.name == "CannotBurnOrRecycleOnRootSubnet"
    error = refuses(chain, chain.add_stake_burn, BOB, hotkey(1), 1, 100 * TAO, TAO + 10**8)
    assert error.name == "SlippageTooHigh"
    error = refuses(chain, chain.add_stake_burn, BOB, hotkey(1), 1, 1)
    assert error.name == "AmountTooLow"


def test_root_signs_no_moves() -> None:
    chain = two_pools()
    calls = [
        (chain.move_stake, (hotkey(1), hotkey(2), 1, 1, TAO)),
        (chain.transfer_stake, (BOB, hotkey(1), 1, 1, TAO)),
        (chain.swap_stake, (hotkey(1), 1, 2, TAO)),
        (chain.unstake_all, (hotkey(1),)),
        (chain.burn_alpha, (hotkey(1), TAO, 1)),
        (chain.lock_stake, (hotkey(1), 1, TAO)),
    ]
    for call, arguments in calls:
        error = refuses(chain, call, "root", *arguments)
        assert (error.name, error.values) == ("BadOrigin", {})


def outcome(chain: Chain, call: Callable[..., int], *arguments: object) -> str:
    """The name of the call, or of the error that it was refused with, without a trace."""
    before = chain.state_hash()
    try:
        call(*arguments)
    except ChainError as refusal:
        refused = refusal.name
    else:
        return call.__name__
    assert chain.state_hash() == before
    return refused


def test_random_moves_create_and_destroy_nothing() -> None:
    """TAO stays in accounts, alpha in pools and stakes; only recycling takes any away."""
    draw = random.Random(6)
    chain = two_pools((1_000, 3_000), (500, 2_000))
    keys, coldkeys = [hotkey(1), hotkey(2), hotkey(9)], [ALICE, BOB, CAROL]

    def issued(netuid: int) -> int:
        pool = chain.pool(netuid)
        return pool.alpha_reserve + pool.alpha_out

    tao, alpha = chain.total_issuance, [issued(1), issued(2)]
    seen = set()
    for _ in range(2_000):
        amount = draw.choice([1, 10**6, 3 * 10**6, TAO, 20 * TAO, 2**64 - 1])
        one, two, netuids = draw.choice(keys), draw.choice(keys), draw.choices([0, 1, 2], k=2)
        signer, other = draw.choices(coldkeys, k=2)
        recycled = chain.pool(netuids[0]).alpha_recycled
        calls: list[tuple[Callable[..., int], tuple[object, ...]]] = [
            (chain.move_stake, (one, two, *netuids, amount)),
            (chain.transfer_stake, (other, one, *netuids, amount)),
            (chain.swap_stake, (one, *netuids, amount)),
            (chain.burn_alpha, (one, amount // 8, netuids[0])),
            (chain.recycle_alpha, (one, amount // 8, netuids[0])),
            (chain.add_stake, (one, netuids[0], min(amount, 20 * TAO))),
            (chain.unstake_all, (one,)),
            (chain.unstake_all_alpha, (one,)),
        ]
        call, arguments = draw.choice(calls)
        seen.add(outcome(chain, call, signer, *arguments))
        if netuids[0]:
            alpha[netuids[0] - 1] -= chain.pool(netuids[0]).alpha_recycled - recycled
        assert (chain.total_issuance, [issued(1), issued(2)]) == (tao, alpha)
        chain.check_invariants()
    assert len(seen) >= 12, seen
