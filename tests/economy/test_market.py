"""Calls and views of the economy, through Python."""

from decimal import Decimal

import pytest

from taox.economy import (
    Chain,
    ChainError,
    Coldkey,
    Hotkey,
    InputError,
    InputTypeError,
    Pool,
    SharePool,
    block_emission,
    pow_fall_backs,
    pow_ratio,
)
from worlds import ALICE, BOB, OWNER, TAO, World, hotkey, refuses


@pytest.fixture
def world() -> World:
    return World(neurons=4)


def test_a_quote_is_what_the_trade_brings(world: World) -> None:
    chain = world.chain
    quote = chain.quote_stake(1, 100 * TAO)
    assert quote.fee == 50_354_772
    assert chain.add_stake(ALICE, hotkey(1), 1, 100 * TAO) == quote.paid_out
    assert chain.price(1) == quote.price_after > quote.price_before
    back = chain.quote_unstake(1, quote.paid_out)
    assert back.slippage > 0
    before = chain.balance(ALICE)
    chain.remove_stake(ALICE, hotkey(1), 1, quote.paid_out)
    # The round trip costs two fees; the second one is sold for TAO.
    assert 99.8 * TAO < chain.balance(ALICE) - before < 100 * TAO
    chain.check_invariants()


@pytest.mark.parametrize("author", [None, BOB])
def test_the_price_after_a_sale(world: World, author: Coldkey | None) -> None:
    chain = world.chain
    chain.step(author)
    chain.add_stake(ALICE, hotkey(1), 1, 100 * TAO)
    alpha = chain.stake(hotkey(1), ALICE, 1) // 2
    quote, other = chain.quote_unstake(1, alpha), chain.quote_swap_stake(1, 0, alpha)[0]
    paid_to_bob = -chain.balance(BOB)
    assert chain.remove_stake(ALICE, hotkey(1), 1, alpha) == quote.paid_out == other.paid_out
    assert chain.price(1) == quote.price_after == other.price_after < quote.price_before
    paid_to_bob += chain.balance(BOB)
    assert (paid_to_bob > 0) == (author is not None)


def test_a_quote_knows_that_the_first_trade_evens_the_weights(world: World) -> None:
    storage = world.chain.to_storage()
    storage["swap_balancer_quote_weight"]["1"] = 4 * 10**17
    storage.get("pal_swap_initialized", {}).pop("1", None)
    chain = Chain.from_storage(storage)
    for quote, trade in (
        (chain.quote_stake(1, 100 * TAO), Chain.add_stake),
        (chain.quote_unstake(1, TAO), Chain.remove_stake),
    ):
        fork = chain.fork()
        fork.set_stake(ALICE, hotkey(1), 1, TAO)
        amount = quote.paid_in + quote.fee
        assert quote.price_before == chain.price(1) > Decimal("1.4")
        assert trade(fork, ALICE, hotkey(1), 1, amount) == quote.paid_out
        assert fork.price(1) == quote.price_after


def test_a_subnet_that_stopped_emits_nothing() -> None:
    chain = Chain()
    for netuid in (1, 2):
        chain.create_subnet(OWNER, hotkey(netuid), netuid=netuid)
        chain.set_pool(netuid, 1_000 * TAO, 1_000 * TAO)
    chain.step()
    assert chain.tao_emission().tolist() == [TAO // 2, TAO // 2]
    assert (chain.pool(1).alpha_emission, chain.pool(1).excess_tao) == (TAO, TAO // 2)
    chain.set_hyperparameters(1, registration_allowed=False)
    chain.step()
    assert chain.tao_emission().tolist() == [0, TAO]
    pool = chain.pool(1)
    assert (pool.tao_in, pool.alpha_in, pool.alpha_emission, pool.excess_tao) == (0, 0, 0, 0)
    assert "1" in chain.to_storage()["subnet_alpha_out_emission"], "as the chain stores it"
    assert Chain.restore(chain.snapshot()).pool(1) == pool
    assert Chain.from_storage(chain.to_storage()).pool(1) == pool
    chain.set_hyperparameters(1, registration_allowed=True)
    chain.step()
    assert chain.tao_emission().tolist() == [TAO // 2, TAO // 2]


def test_limits(world: World) -> None:
    chain = world.chain
    order = (ALICE, hotkey(1), 1, 1_000 * TAO)
    limit = 1_100_000_000
    error = refuses(chain, chain.add_stake_limit, *order, limit_price=limit)
    assert error.name == "SlippageTooHigh"
    chain.add_stake_limit(*order, limit_price=limit, allow_partial=True)
    assert chain.price(1) == pytest.approx(Decimal("1.1"), rel=Decimal("1e-6"))
    error = refuses(chain, chain.add_stake_limit, *order, limit_price=TAO, allow_partial=True)
    assert error.name == "PriceLimitExceeded"
    held = chain.stake(hotkey(1), ALICE, 1)
    paid = chain.remove_stake_limit(ALICE, hotkey(1), 1, held, limit_price=TAO // 2)
    assert paid > 0


def test_transfers(world: World) -> None:
    chain = world.chain
    chain.transfer(ALICE, OWNER, 5 * TAO)
    assert chain.balance(OWNER) == 5 * TAO
    error = refuses(chain, chain.transfer, OWNER, BOB, 5 * TAO)
    assert error.name == "NotExpendable"
    chain.transfer_allow_death(OWNER, BOB, 5 * TAO)
    assert chain.balance(OWNER) == 0
    assert refuses(chain, chain.transfer, OWNER, BOB, 1).name == "InsufficientBalance"


def test_registrations_raise_their_price() -> None:
    world = World(neurons=2, settings={"max_burn": 100 * TAO})
    chain = world.chain
    assert chain.burn(1) == 1_260_000_000
    world.register(2)
    assert chain.burn(1) == 1_587_600_000
    error = refuses(chain, chain.register_limit, ALICE, 1, hotkey(3), limit_price=TAO)
    assert error.name == "RegistrationPriceLimitExceeded"
    chain.run(361)
    price = 1_587_600_000
    for _ in range(360):  # block 1 lets no price fall (coinbase.md 3.3)
        price = price * 4_286_705_684 >> 32  # the factor of a half-life of 360
    assert chain.burn(1) == price == 793_799_869


def test_children_and_takes(world: World) -> None:
    chain = world.chain
    chain.set_hyperparameters(1, min_childkey_take_per_subnet=0)
    world.stake(1, 5_000)
    half = 2**63
    chain.step()
    chain.set_children(ALICE, hotkey(1), 1, [(half, hotkey(2))])
    assert chain.children(hotkey(1), 1) == []
    chain.set_childkey_take(ALICE, hotkey(2), 1, 1_000)
    assert chain.childkey_take(hotkey(2), 1) == 1_000
    assert chain.delegate_take(hotkey(1)) == 11_796
    chain.decrease_take(ALICE, hotkey(1), 6_000)
    assert chain.delegate_take(hotkey(1)) == 6_000
    assert refuses(chain, chain.increase_take, ALICE, hotkey(1), 5_000).name == "DelegateTakeTooLow"
    assert refuses(chain, chain.set_children, BOB, hotkey(1), 1, []).name == "TxRateLimitExceeded"
    cooldown = chain.network_parameters()["pending_child_key_cooldown"]
    chain.run(cooldown + 25)
    assert [(link.proportion, link.hotkey) for link in chain.children(hotkey(1), 1)] == [
        (half, hotkey(2))
    ]
    assert [link.hotkey for link in chain.parents(hotkey(2), 1)] == [hotkey(1)]


def test_root_earns_and_claims(world: World) -> None:
    chain = world.chain
    chain.set_network_parameters(num_root_claim=0)
    # Root earns while the prices of all subnets sum to more than 1 TAO.
    chain.set_pool(1, 3_000 * TAO, 2_000 * TAO)
    world.stake(1, 1_000)
    assert chain.root_register(ALICE, hotkey(1)) == 0
    chain.add_stake(BOB, hotkey(1), 0, 50_000 * TAO)
    chain.run(20)
    world.weigh(1, {2: 1})
    chain.run(200)
    assert [(one.hotkey, one.netuid) for one in chain.claimable(BOB)] == [(hotkey(1), 1)]
    assert refuses(chain, chain.claim_root, BOB, []).name == "InvalidSubnetNumber"
    chain.set_root_claim_type(BOB, "keep")
    assert chain.root_claim_type(BOB) == "keep"
    owed = chain.claimable(BOB)[0].alpha
    chain.claim_root(BOB, [1])
    assert chain.stake(hotkey(1), BOB, 1) in {owed, 0}
    chain.set_root_claim_type(BOB, [3, 1, 3])
    assert chain.root_claim_type(BOB) == [1, 3]
    chain.check_invariants()


def test_bodies_have_no_guards(world: World) -> None:
    chain = world.chain
    chain.set_network_parameters(stake_threshold=1_000 * TAO)
    world.set(commit_reveal=True)
    # The guard looks at the stake first, the body at how weights come in.
    assert refuses(chain, world.weigh, 1, {1: 1}).name == "NotEnoughStakeToSetWeights"
    error = refuses(chain, chain.bodies.set_weights, hotkey(1), 1, [1], [1])
    assert error.name == "CommitRevealEnabled"
    assert refuses(chain, chain.claim_root, ALICE, []).name == "InvalidSubnetNumber"
    chain.bodies.claim_root(ALICE, [])


def test_stake_that_is_set_moves_no_price(world: World) -> None:
    chain = world.chain
    price = chain.price(1)
    chain.set_stake(ALICE, hotkey(1), 1, 1_234)
    assert (chain.stake(hotkey(1), ALICE, 1), chain.price(1)) == (1_234, price)
    chain.set_stake(ALICE, hotkey(1), 1, 0)
    assert chain.total_stake(hotkey(1), 1) == 0
    chain.check_invariants()
    for netuid, key, error in ((0, hotkey(1), InputError), (9, hotkey(1), ChainError)):
        with pytest.raises(error):
            chain.set_stake(ALICE, key, netuid, 5)
    assert refuses(chain, chain.set_stake, ALICE, hotkey(99), 1, 5).name == "HotKeyAccountNotExists"


def test_a_pool_put_somewhere(world: World) -> None:
    chain = world.chain
    before = chain.total_issuance - chain.pool(1).tao_reserve
    chain.set_pool(1, 3_000 * TAO, 5_000 * TAO, price_bits=(1 << 64) * 7 // 10)
    assert chain.price(1) == pytest.approx(Decimal("0.7"), rel=Decimal("1e-10"))
    assert chain.moving_price(1) == pytest.approx(Decimal("0.7"), rel=Decimal("1e-8"))
    assert chain.total_issuance - before == 3_000 * TAO
    chain.check_invariants()
    with pytest.raises(InputError, match="price"):
        chain.set_pool(1, 3_000 * TAO, 1, price_bits=1 << 64)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda chain: chain.transfer(hotkey(1), BOB, 1), InputTypeError),
        (lambda chain: chain.quote_stake(1, -1), InputError),
        (lambda chain: chain.set_root_claim_type(BOB, "sell"), InputError),
        (lambda chain: chain.set_root_claim_type(BOB, 5), InputTypeError),
        (lambda chain: chain.set_children(ALICE, hotkey(1), 1, [(1, ALICE)]), InputTypeError),
        (lambda _: Pool(1, 1).quote("hold", 1), InputError),  # type: ignore[arg-type]
        (lambda _: Pool(-1, 1), InputError),
        (lambda _: SharePool().credit(hotkey(1), 1), InputTypeError),  # type: ignore[arg-type]
    ],
)
def test_wrong_arguments(world: World, call: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        call(world.chain)  # type: ignore[operator]


def test_pools_alone() -> None:
    pool = Pool(1_000 * TAO, 4_000 * TAO)
    swap, after, counters = pool.trade("sell", 100 * TAO)
    assert after.alpha_reserve == pool.alpha_reserve + swap.paid_in
    assert after.tao_reserve == pool.tao_reserve - swap.paid_out
    assert counters.volume == swap.paid_out
    assert after.price_bits < pool.price_bits == 1 << 62
    assert pool.at_price(1 << 63).price_bits == pytest.approx(1 << 63, rel=1e-15)
    with pytest.raises(ChainError, match="SwapInputTooLarge"):
        pool.quote("buy", 2**63)


def test_powers_that_need_the_exact_integers_are_counted() -> None:
    before = pow_fall_backs()
    # (10^18 / 10^18 - 1): so near 1 that its power straddles a floor.
    pow_ratio((10**36, 10**36 + 1), (1, 3), scale=10**18)
    pow_ratio((4, 9), (1, 2), scale=3)
    assert pow_fall_backs() > before


def test_emission_halves() -> None:
    assert [block_emission(tao * TAO) for tao in (0, 10_499_999, 10_500_000, 21_000_000)] == [
        TAO,
        TAO,
        TAO // 2,
        0,
    ]


def test_a_hotkey_by_any_other_chain() -> None:
    chain = Chain()
    assert chain.claimable(Coldkey.from_name("stranger")) == []
    assert chain.root_claim_type(Coldkey.from_name("stranger")) == "swap"
    assert chain.delegate_take(Hotkey.from_name("stranger")) == 11_796
    assert chain.tao_emission().tolist() == []


@pytest.mark.parametrize("name", ["transfer", "transfer_allow_death", "transfer_keep_alive"])
def test_root_has_no_tao_to_send(world: World, name: str) -> None:
    send = getattr(world.chain, name)
    assert refuses(world.chain, send, "root", BOB, TAO).name == "BadOrigin"
