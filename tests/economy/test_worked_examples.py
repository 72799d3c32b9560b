"""The worked examples of swap.md 15 and coinbase.md 18 through Python; the core has them all."""

from decimal import Decimal

import pytest

from taox.economy import Chain, ChainError, Pool, SharePool, Swap, block_emission
from taox.economy.pool import Side
from worlds import ALICE, BOB, OWNER, TAO, hotkey

POOL = Pool(10_000 * TAO, 400_000 * TAO)


@pytest.mark.parametrize(
    ("side", "amount", "limit", "swap", "price"),
    [
        ("buy", 100, None, (99_949_645_228, 3_958_421_526_397, 50_354_772), "0.025502245709035"),
        (
            "sell",
            4_000,
            None,
            (3_997_985_809_110, 98_960_538_159, 2_014_190_890),
            "0.024507645606231",
        ),
        (
            "buy",
            1_000,
            26_000_000,
            (198_039_027_185, 7_767_729_723_610, 99_772_341),
            "0.025999999999997",
        ),
        (
            "sell",
            100_000,
            24_000_000,
            (8_248_290_463_863, 202_041_028_867, 4_155_500_371),
            "0.024000000000001",
        ),
        ("buy", Decimal("0.002"), None, (1_998_993, 79_959_704, 1_007), None),
    ],
)
def test_trades(
    side: Side, amount: Decimal, limit: int | None, swap: tuple[int, int, int], price: str | None
) -> None:
    """swap.md 15; the chain sells the fee of a sale afterwards."""
    order = side, int(amount * TAO), limit
    quote = POOL.quote(*order)
    executed, after, _ = POOL.trade(*order)
    assert quote == executed
    assert (quote.paid_in, quote.paid_out, quote.fee_paid) == swap
    if price is not None:
        assert f"{after.price:.15f}" == price


@pytest.mark.parametrize(
    ("amount", "paid_out"),
    [
        (170_000 * TAO, 377_777_777_777_777),
        (10_000_000 * TAO, 399_600_399_600_399),
        (1, 40),
    ],
)
def test_purchases_without_fee(amount: int, paid_out: int) -> None:
    assert POOL.quote("buy", amount, drop_fees=True) == Swap(amount, paid_out, 0, 0)


def test_a_weight_that_is_not_even() -> None:
    """swap.md 15, last line of the table."""
    pool = Pool(10_000 * TAO, 400_000 * TAO, 480_000_000_000_000_000, initialized=True)
    assert f"{pool.price:.10f}" == "0.0270833333"
    swap, after, _ = pool.trade("buy", 100 * TAO)
    assert (swap.paid_in, swap.paid_out) == (99_949_645_228, 3_655_323_277_514)
    assert f"{after.price:.15f}" == "0.027606305214299"


def test_what_a_chain_quotes_is_what_the_example_pays() -> None:
    chain = Chain(balances={ALICE: 1_000 * TAO})
    chain.create_subnet(OWNER, hotkey(0))
    chain.set_pool(1, 10_000 * TAO, 400_000 * TAO)
    quote = chain.quote_stake(1, 100 * TAO)
    assert (quote.paid_in, quote.fee) == (99_949_645_228, 50_354_772)
    assert quote.paid_out == 3_958_421_526_397
    assert f"{quote.price_after:.15f}" == "0.025502245709035"
    # At 0.025 TAO each, what is left of 100 TAO after the fee would be 40 times as much alpha.
    assert quote.slippage == 40 * quote.paid_in - quote.paid_out
    assert chain.add_stake(ALICE, hotkey(0), 1, 100 * TAO) == quote.paid_out
    back = chain.quote_unstake(1, 4_000 * TAO)
    assert back.fee == 2_014_190_890
    with pytest.raises(ChainError):
        chain.quote_stake(1, 10**18)


def test_emission() -> None:
    """coinbase.md 18.3."""
    expected = {
        10_499_999_999_999_999: 1_000_000_000,
        10_500_000_000_000_000: 500_000_000,
        20_999_999_960_884_451: 3,
        20_999_999_960_884_452: 1,
        20_999_999_980_442_226: 0,
    }
    assert {issuance: block_emission(issuance) for issuance in expected} == expected


def test_stake_pool() -> None:
    """coinbase.md 18.5."""
    pool = SharePool()
    pool.credit(ALICE, 100 * TAO)
    pool.credit(BOB, 50 * TAO)
    assert (pool.total, pool.denominator) == (150 * TAO, (15 * 10**19, -9))
    assert pool.shares() == {ALICE: (10**21, -10), BOB: (5 * 10**20, -10)}
    pool.raise_all(30 * TAO)
    assert (pool.value(ALICE), pool.value(BOB)) == (120 * TAO, 60 * TAO)
    pool.credit(OWNER, 7 * TAO)
    assert pool.shares()[OWNER] == (583_333_333_333_333_333_333, -11)
    assert pool.value(OWNER) == 7 * TAO
    pool.raise_all(1)
    assert pool.total == 187 * TAO + 1
    assert sum(map(pool.value, (ALICE, BOB, OWNER))) == 187 * TAO
    assert pool.debit(BOB, 60 * TAO)
    assert (pool.value(BOB), pool.shares()[BOB]) == (0, (267_379_679_300_000_000_000, -21))
