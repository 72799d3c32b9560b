"""The life of subnets: what they cost, how they begin, who makes room, what everybody gets."""

from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taox.economy import (
    CHAIN,
    LOCAL,
    Chain,
    Coldkey,
    FirstEmissionBlockNumberSet,
    Hotkey,
    NetworkAdded,
    NetworkRemoved,
    SubnetIdentity,
    SubnetIdentityRemoved,
    SubnetIdentitySet,
    SubnetOwnerHotkeySet,
)
from taox.economy.chain_errors import (
    BadOrigin,
    CannotAffordLockCost,
    CannotUseSystemAccount,
    FirstEmissionBlockNumberAlreadySet,
    InvalidIdentity,
    NeedWaitingMoreBlocksToStarCall,
    NetworkTxRateLimitExceeded,
    NonAssociatedColdKey,
    SubnetLimitReached,
    SubnetNotExists,
    SubNetRegistrationDisabled,
    SubtokenDisabled,
)
from taox.economy.chain_part import Origin

TAO = 10**9
EXISTENTIAL_DEPOSIT = 500
ALICE, BOB, CAROL = (Coldkey.from_name(name) for name in ("alice", "bob", "carol"))
KEYS = [Hotkey.from_name(str(i)) for i in range(20)]
WHOLE = 2**64 - 1
GREEK = ["\N{GREEK SMALL LETTER ALPHA}", "β", "\N{GREEK SMALL LETTER GAMMA}"]


def subnet_key(netuid: int) -> Hotkey:
    """The account of a subnet, as a hotkey."""
    return Hotkey(b"modlsubtensr" + netuid.to_bytes(2, "little") + bytes(18))


@pytest.fixture
def chain() -> Chain:
    """A chain at block 1 on which three can afford subnets, without rate limit."""
    chain = Chain(CHAIN, balances=dict.fromkeys((ALICE, BOB, CAROL), 20_000 * TAO))
    chain.set_network_parameters(network_rate_limit=0)
    chain.step()
    return chain


def price(chain: Chain, netuid: int) -> Decimal:
    return round(chain.price(netuid), 6)


class TestCreation:
    def test_all_of_the_price_becomes_the_pool(self, chain: Chain) -> None:
        issued = chain.total_issuance
        assert chain.lock_cost == 1_000 * TAO
        assert chain.register_network(ALICE, KEYS[0]) == 1
        pool, info = chain.pool(1), chain.subnet_info(1)
        assert (pool.tao_reserve, pool.alpha_reserve, pool.alpha_out) == (1_000 * TAO,) * 2 + (0,)
        assert chain.balance(ALICE) == 19_000 * TAO
        assert (chain.total_issuance, chain.total_staked) == (issued, 1_000 * TAO)
        assert (info.owner, info.owner_hotkey, info.symbol) == (ALICE, KEYS[0], GREEK[0])
        assert (info.locked, info.registered_at, info.creations) == (1_000 * TAO, 1, 1)
        assert (chain.uid(1, KEYS[0]), chain.owner(KEYS[0])) == (0, ALICE)
        assert chain.burn(1) == TAO
        assert [type(event) for event in chain.events()][1:] == [SubnetOwnerHotkeySet, NetworkAdded]
        chain.check_invariants()

    def test_it_begins_as_the_preset_says_and_not_started(self, chain: Chain) -> None:
        chain.register_network(ALICE, KEYS[0])
        params = chain.hyperparameters(1)
        created: dict[str, object] = {
            "tempo": 360,
            "max_allowed_uids": 256,
            "max_allowed_validators": 64,
        }
        created |= {"immunity_period": 5_000, "min_allowed_weights": 1, "yuma": "3"}
        created |= {"subtoken_enabled": False, "subnet_emission_enabled": False}
        assert created.items() <= params.items()
        assert chain.subnet_info(1).first_emission_block is None
        with pytest.raises(SubtokenDisabled):
            chain.add_stake(BOB, KEYS[0], 1, TAO)

    def test_local_subnets_start_by_themselves(self) -> None:
        chain = Chain(LOCAL, balances={ALICE: 2_000 * TAO})
        chain.step()
        chain.register_network(ALICE, KEYS[0])
        assert chain.subnet_info(1).first_emission_block == 2
        assert chain.add_stake(ALICE, KEYS[0], 1, TAO) > 0

    def test_the_price_doubles_and_falls(self, chain: Chain) -> None:
        """Appendix D, 12, through the chain."""
        chain.set_network_parameters(network_lock_reduction_interval=40)
        chain.register_network(ALICE, KEYS[0])
        prices = [chain.lock_cost // TAO]
        for _ in range(4):
            chain.run(10)
            prices.append(chain.lock_cost // TAO)
        assert prices == [2_000, 1_750, 1_500, 1_250, 1_000]
        chain.run(100)
        assert chain.lock_cost == 1_000 * TAO

    def test_what_was_paid_doubles_next(self, chain: Chain) -> None:
        chain.register_network(ALICE, KEYS[0])
        chain.register_network(BOB, KEYS[1])
        assert chain.lock_cost == 4_000 * TAO
        assert chain.subnet_info(2).locked == 2_000 * TAO

    def test_in_block_0_it_doubles_nothing(self) -> None:
        chain = Chain(CHAIN, balances={ALICE: 5_000 * TAO})
        chain.register_network(ALICE, KEYS[0])
        assert chain.lock_cost == 1_000 * TAO
        chain.register_network(ALICE, KEYS[1])

    def test_the_median_price(self, chain: Chain) -> None:
        """Appendix D, 14: others at 0.1 and 0.3."""
        for netuid, alpha in ((1, 10_000), (2, 10_000)):
            chain.create_subnet(BOB, KEYS[netuid])
            chain.set_pool(netuid, (1_000, 3_000)[netuid - 1] * TAO, alpha * TAO)
        assert [price(chain, 1), price(chain, 2)] == [Decimal("0.1"), Decimal("0.3")]
        chain.register_network(ALICE, KEYS[0])
        pool = chain.pool(3)
        # The prices are floored to 64 bits, so a few rao of alpha more than 5,000.
        assert pool.alpha_reserve // TAO == 5_000
        assert price(chain, 3) == Decimal("0.2")

    @given(st.lists(st.integers(1, 10**6), min_size=1, max_size=7))
    @settings(max_examples=25, deadline=None)
    def test_the_median_of_any_prices(self, alphas: list[int]) -> None:
        chain = Chain(CHAIN, balances={ALICE: 2_000 * TAO})
        for i, alpha in enumerate(alphas, 1):
            chain.create_subnet(BOB, KEYS[i])
            chain.set_pool(i, TAO, alpha * 1_000)
        expected = median(chain.price(netuid) for netuid in chain.netuids)
        netuid = chain.register_network(ALICE, KEYS[0])
        assert abs(chain.price(netuid) / expected - 1) < Decimal("1e-6")

    def test_the_smallest_unused_netuid(self, chain: Chain) -> None:
        for netuid in (1, 3):
            chain.create_subnet(BOB, KEYS[netuid], netuid=netuid)
        assert chain.register_network(ALICE, KEYS[0]) == 2
        assert [chain.subnet_info(netuid).symbol for netuid in (1, 2, 3)] == GREEK

    def test_the_payer_keeps_the_existential_deposit(self, chain: Chain) -> None:
        chain.set_balance(CAROL, 1_000 * TAO)
        chain.register_network(CAROL, KEYS[0])
        assert chain.balance(CAROL) == EXISTENTIAL_DEPOSIT
        assert chain.subnet_info(1).locked == 1_000 * TAO - EXISTENTIAL_DEPOSIT
        assert chain.pool(1).tao_reserve == 1_000 * TAO
        chain.check_invariants()

    def test_root_validators_become_parents(self, chain: Chain) -> None:
        chain.root_register(ALICE, KEYS[1])
        chain.step()
        chain.root_register(BOB, KEYS[2])
        chain.set_auto_parent_delegation_enabled(BOB, KEYS[2], False)
        chain.register_network(CAROL, KEYS[0])
        assert [(link.hotkey, link.proportion) for link in chain.parents(KEYS[0], 1)] == [
            (KEYS[1], WHOLE)
        ]
        chain.set_auto_parent_delegation_enabled(BOB, KEYS[2], True)
        chain.register_network(CAROL, KEYS[3])
        assert {link.hotkey for link in chain.parents(KEYS[3], 2)} == {KEYS[1], KEYS[2]}

    def test_identity(self, chain: Chain) -> None:
        said = SubnetIdentity(subnet_name=b"squares", description=b"squares numbers")
        chain.register_network_with_identity(ALICE, KEYS[0], said)
        assert chain.subnet_identity(1) == said
        assert SubnetIdentitySet in map(type, chain.events())
        chain.register_network_with_identity(ALICE, KEYS[1])
        assert chain.subnet_identity(2) is None


class TestRefusals:
    def refused(self, chain: Chain, error: type[Exception], *args: object) -> dict[str, object]:
        """The values of a refusal that changes nothing."""
        before = chain.state_hash(), chain.event_count
        with pytest.raises(error) as caught:
            chain.register_network_with_identity(*args)  # type: ignore[arg-type]
        assert (chain.state_hash(), chain.event_count) == before
        return caught.value.values  # type: ignore[attr-defined, no-any-return]

    def test_too_soon(self, chain: Chain) -> None:
        chain.set_network_parameters(network_rate_limit=10)
        chain.register_network(ALICE, KEYS[0])
        chain.run(9)
        values = self.refused(chain, NetworkTxRateLimitExceeded, BOB, KEYS[1])
        assert values == {"last": 1, "block": 10, "rate_limit": 10}
        with pytest.raises(NetworkTxRateLimitExceeded):
            chain.register_network(BOB, KEYS[0])  # the guard comes before the hotkey
        chain.step()
        chain.register_network(BOB, KEYS[1])

    def test_in_the_order_of_the_chain(self, chain: Chain) -> None:
        chain.register_network(ALICE, KEYS[0])
        chain.set_network_parameters(subnet_limit=1, network_rate_limit=10)
        chain.set_balance(BOB, TAO)
        long = SubnetIdentity(discord=b"x" * 257)
        values = self.refused(chain, NonAssociatedColdKey, BOB, KEYS[0], long)
        assert values == {"coldkey": BOB.ss58, "hotkey": KEYS[0].ss58}
        values = self.refused(chain, CannotUseSystemAccount, BOB, subnet_key(1), long)
        assert values == {"hotkey": subnet_key(1).ss58, "netuid": 1}
        self.refused(chain, NetworkTxRateLimitExceeded, BOB, KEYS[1], long)
        chain.set_network_parameters(network_rate_limit=0)
        assert self.refused(chain, SubnetLimitReached, BOB, KEYS[1], long) == {"limit": 1}
        chain.set_network_parameters(subnet_limit=2)
        values = self.refused(chain, CannotAffordLockCost, BOB, KEYS[1], long)
        assert values == {"coldkey": BOB.ss58, "balance": TAO, "cost": 2_000 * TAO}
        values = self.refused(chain, InvalidIdentity, CAROL, KEYS[1], long)
        assert values == {"field": "discord", "bytes": 257, "most": 256}

    def test_too_early_in_the_life_of_the_chain(self, chain: Chain) -> None:
        storage = chain.to_storage() | {"network_registration_start_block": 3}
        chain = Chain.from_storage(storage, preset=CHAIN)
        chain.step()
        assert self.refused(chain, SubNetRegistrationDisabled, ALICE, KEYS[0]) == {"netuid": 0}
        chain.step()
        chain.register_network(ALICE, KEYS[0])

    def test_root_creates_no_subnet(self, chain: Chain) -> None:
        with pytest.raises(BadOrigin):
            chain.register_network("root", KEYS[0])  # type: ignore[arg-type]


class TestStart:
    def test_alpha_is_emitted_from_the_next_block_on(self, chain: Chain) -> None:
        chain.register_network(ALICE, KEYS[0])
        chain.run(3)
        assert chain.pool(1).alpha_out == 0
        chain.start_call(ALICE, 1)
        assert chain.events()[-1] == FirstEmissionBlockNumberSet(
            number=3, block=4, netuid=1, first_emission_block=5
        )
        chain.step()
        assert chain.pool(1).alpha_out == TAO
        assert chain.add_stake(BOB, KEYS[0], 1, TAO) > 0

    def test_refusals_in_order(self, chain: Chain) -> None:
        chain.set_network_parameters(start_call_delay=5)
        chain.register_network(ALICE, KEYS[0])
        before = chain.state_hash()
        with pytest.raises(SubnetNotExists) as missing:
            chain.start_call(BOB, 9)
        assert missing.value.values == {"netuid": 9}
        origins: tuple[Origin, ...] = (BOB, "root")
        for origin in origins:
            with pytest.raises(BadOrigin):
                chain.start_call(origin, 1)
        with pytest.raises(NeedWaitingMoreBlocksToStarCall) as early:
            chain.start_call(ALICE, 1)
        assert early.value.values == {"netuid": 1, "registered_at": 1, "block": 1, "delay": 5}
        assert chain.state_hash() == before
        chain.run(5)
        chain.start_call(ALICE, 1)
        with pytest.raises(FirstEmissionBlockNumberAlreadySet) as again:
            chain.start_call(ALICE, 1)
        assert again.value.values == {"netuid": 1, "first_emission_block": 7}


class TestRemoval:
    @pytest.fixture
    def held(self, chain: Chain) -> Chain:
        """A started subnet in which Bob and Carol hold alpha behind the owner."""
        chain.register_network(ALICE, KEYS[0])
        chain.start_call(ALICE, 1)
        chain.add_stake(BOB, KEYS[0], 1, 100 * TAO)
        chain.add_stake(CAROL, KEYS[0], 1, 300 * TAO)
        chain.burned_register(CAROL, 1, KEYS[1])
        chain.run(400)
        return chain

    def test_everybody_gets_in_proportion_to_alpha(self, held: Chain) -> None:
        pool = held.pool(1)
        alpha = {who: held.stake(KEYS[0], who, 1) for who in (ALICE, BOB, CAROL)}
        before = {who: held.balance(who) for who in alpha}
        issued, staked = held.total_issuance, held.total_staked
        # The alpha in the pool and that of the chain count too, but nobody gets their part.
        total = sum(alpha.values()) + pool.alpha_reserve + pool.protocol_alpha
        held.root_dissolve_network("root", 1)
        got = {who: held.balance(who) - before[who] for who in alpha}
        for who, share in alpha.items():
            assert 0 <= got[who] - share * pool.tao_reserve // total <= 1
        assert held.total_staked == staked - pool.tao_reserve
        unpaid = pool.tao_reserve - sum(got.values())
        assert issued - held.total_issuance >= unpaid - EXISTENTIAL_DEPOSIT
        assert [type(event) for event in held.events()][-1] is NetworkRemoved
        held.check_invariants()

    def test_nothing_is_left_but_what_the_chain_leaves(self, held: Chain) -> None:
        held.set_hyperparameters(1, tempo=99, min_non_immune_uids=3, owner_cut_enabled=False)
        held.dissolve_network("root", 1, coldkey_ignored=BOB)
        assert held.netuids == []
        for call in (held.metagraph, held.pool, held.subnet_info, held.hyperparameters):
            with pytest.raises(SubnetNotExists):
                call(1)
        assert held.stake(KEYS[0], BOB, 1) == 0
        storage = held.to_storage()
        assert storage["free_balance"]["subnet:1"] == EXISTENTIAL_DEPOSIT
        assert storage["min_non_immune_uids"] == {"1": 3}
        assert storage["owner_cut_enabled"] == {"1": False}
        assert "1" not in storage.get("tempo", {})
        assert Chain.from_storage(storage, preset=CHAIN).to_storage() == storage
        held.run(1_000)
        assert held.register_network(BOB, KEYS[5]) == 1
        params = held.hyperparameters(1)
        assert (params["tempo"], params["min_non_immune_uids"]) == (360, 3)
        assert (params["owner_cut_enabled"], held.subnet_info(1).creations) == (False, 2)
        assert held.metagraph(1).n == 1

    def test_a_free_subnet_inherits_nothing(self, held: Chain) -> None:
        held.set_hyperparameters(1, owner_cut_enabled=False)
        held.root_dissolve_network("root", 1)
        held.create_subnet(BOB, KEYS[5], netuid=1)
        assert held.hyperparameters(1)["owner_cut_enabled"]

    def test_the_identity_is_removed_with_it(self, chain: Chain) -> None:
        chain.register_network_with_identity(ALICE, KEYS[0], SubnetIdentity(subnet_name=b"a"))
        chain.root_dissolve_network("root", 1)
        kinds = [type(event) for event in chain.events()][-2:]
        assert kinds == [SubnetIdentityRemoved, NetworkRemoved]

    def test_snapshots_keep_what_is_left(self, held: Chain) -> None:
        held.root_dissolve_network("root", 1)
        again = Chain.restore(held.snapshot())
        for one in (held, again):
            one.run(500)
            one.register_network(BOB, KEYS[5])
        assert again.state_hash() == held.state_hash()

    def test_refusals(self, chain: Chain) -> None:
        chain.register_network(ALICE, KEYS[0])
        before = chain.state_hash()
        for call in (chain.root_dissolve_network, chain.dissolve_network):
            with pytest.raises(BadOrigin):
                call(ALICE, 1)
            for netuid in (0, 9):
                with pytest.raises(SubnetNotExists) as caught:
                    call("root", netuid)
                assert caught.value.values == {"netuid": netuid}
        assert chain.state_hash() == before


class TestLimit:
    @pytest.fixture
    def full(self, chain: Chain) -> Chain:
        """Two subnets, as many as fit, old enough to go."""
        for netuid in (1, 2):
            chain.create_subnet(BOB, KEYS[netuid], subtoken_enabled=True)
        chain.set_network_parameters(subnet_limit=2, network_immunity_period=10)
        chain.run(10)
        return chain

    def test_the_lowest_moving_price_makes_room(self, full: Chain) -> None:
        full.set_pool(1, 1_000 * TAO, 1_000 * TAO, moving_price_bits=3 << 30)
        full.set_pool(2, 1_000 * TAO, 1_000 * TAO, moving_price_bits=2 << 30)
        assert full.register_network(ALICE, KEYS[0]) == 2
        assert full.subnet_info(2).owner == ALICE
        assert [type(event) for event in full.events()][-3:] == [
            NetworkRemoved,
            SubnetOwnerHotkeySet,
            NetworkAdded,
        ]
        full.check_invariants()

    def test_of_equal_prices_the_earliest_goes(self, full: Chain) -> None:
        for netuid in (1, 2):
            full.set_pool(netuid, 1_000 * TAO, 1_000 * TAO, moving_price_bits=1 << 32)
        assert full.register_network(ALICE, KEYS[0]) == 1

    def test_young_ones_stay(self, full: Chain) -> None:
        full.set_network_parameters(network_immunity_period=100)
        with pytest.raises(SubnetLimitReached) as caught:
            full.register_network(ALICE, KEYS[0])
        assert caught.value.values == {"limit": 2}
        full.run(90)
        assert full.register_network(ALICE, KEYS[0]) == 1
