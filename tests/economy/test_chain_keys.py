"""Hotkeys: registered, pruned, owned, swapped."""

from typing import Any

import pytest

from taox.economy import (
    CHAIN,
    AutoParentDelegationEnabledSet,
    AutoStakeDestinationSet,
    Chain,
    ChainError,
    Coldkey,
    Hotkey,
    HotkeySwapped,
    HotkeySwappedOnSubnet,
)
from taox.economy.chain_errors import (
    BadOrigin,
    CannotUseSystemAccount,
    HotKeyAccountNotExists,
    HotKeyAlreadyRegisteredInSubNet,
    HotKeyNotRegisteredInSubNet,
    HotKeySetTxRateLimitExceeded,
    HotKeySwapOnSubnetIntervalNotPassed,
    InvalidChild,
    NewHotKeyIsSameWithOld,
    NewHotKeyNotCleanForRootSwap,
    NonAssociatedColdKey,
    NotEnoughBalanceToPaySwapHotKey,
    RegistrationNotPermittedOnRootSubnet,
    RegistrationPriceLimitExceeded,
    RootNetworkDoesNotExist,
    SameAutoStakeHotkeyAlreadySet,
    SubnetNotExists,
)

TAO = 10**9
OWNER, ALICE, BOB = (Coldkey.from_name(name) for name in ("owner", "alice", "bob"))
SEAT, OLD, NEW, OTHER = (Hotkey.from_name(name) for name in ("owner", "old", "new", "other"))
SUBNET_ACCOUNT = Hotkey(b"modlsubtensr" + (1).to_bytes(2, "little") + bytes(18))
HALF = 2**63


@pytest.fixture
def chain() -> Chain:
    """Two subnets; Alice's hotkey is on both, and Bob stakes on it beside her; block 8,000."""
    chain = Chain(balances=dict.fromkeys((OWNER, ALICE, BOB), 10_000 * TAO))
    for netuid in (1, 2):
        chain.create_subnet(OWNER, SEAT, tempo=0)
        chain.register(ALICE, netuid, OLD)
        chain.add_stake(ALICE, OLD, netuid, 100 * TAO)
        chain.add_stake(BOB, OLD, netuid, 30 * TAO)
    chain.run(8_000)
    return chain


def refused(chain: Chain, call: str, *args: Any, **named: Any) -> ChainError:
    """The refusal of a call that changes nothing."""
    before = chain.state_hash(), chain.event_count
    with pytest.raises(ChainError) as caught:
        getattr(chain, call)(*args, **named)
    assert (chain.state_hash(), chain.event_count) == before
    return caught.value


class TestRegistration:
    def test_all_names_do_the_same(self, chain: Chain) -> None:
        hashes = set()
        for form in ("burned_register", "register", "register_limit", "legacy"):
            fork = chain.fork()
            match form:
                case "legacy":
                    ignored = {"block_number": 1, "nonce": 2, "work": [3], "coldkey_ignored": BOB}
                    uid = fork.register(ALICE, 1, NEW, **ignored)  # type: ignore[arg-type]
                case "register_limit":
                    uid = fork.register_limit(ALICE, 1, NEW, limit_price=fork.burn(1))
                case _:
                    uid = getattr(fork, form)(ALICE, 1, NEW)
            assert uid == 2
            hashes.add(fork.state_hash())
        assert len(hashes) == 1

    def test_a_limit(self, chain: Chain) -> None:
        burn = chain.burn(1)
        error = refused(chain, "register_limit", ALICE, 1, NEW, limit_price=burn - 1)
        assert type(error) is RegistrationPriceLimitExceeded
        assert error.values == {"netuid": 1, "burn": burn, "limit_price": burn - 1}
        error = refused(chain, "register_limit", ALICE, 0, NEW, limit_price=0)
        assert type(error) is RegistrationNotPermittedOnRootSubnet
        error = refused(chain, "register_limit", ALICE, 9, NEW, limit_price=0)
        assert (type(error), error.values) == (SubnetNotExists, {"netuid": 9})

    def test_root_signs_no_registration(self, chain: Chain) -> None:
        assert type(refused(chain, "burned_register", "root", 1, NEW)) is BadOrigin

    def test_a_chain_without_root(self) -> None:
        chain = Chain.from_storage({"networks_added": {"1": True}}, preset=CHAIN)
        chain.set_balance(ALICE, TAO)
        error = refused(chain, "root_register", ALICE, NEW)
        assert (type(error), error.values) == (RootNetworkDoesNotExist, {"netuid": 0})
        chain.run(400)
        assert "0" not in chain.to_storage()["networks_added"]


class TestAssociation:
    def test_who_comes_first_owns(self, chain: Chain) -> None:
        chain.try_associate_hotkey(ALICE, NEW)
        chain.try_associate_hotkey(BOB, NEW)
        assert chain.owner(NEW) == ALICE
        chain.add_stake(BOB, NEW, 1, TAO)

    def test_the_account_of_a_subnet(self, chain: Chain) -> None:
        error = refused(chain, "try_associate_hotkey", ALICE, SUBNET_ACCOUNT)
        assert type(error) is CannotUseSystemAccount
        assert error.values == {"hotkey": SUBNET_ACCOUNT.ss58, "netuid": 1}

    def test_incentive_goes_where_one_wants_it(self, chain: Chain) -> None:
        assert chain.auto_stake_hotkey(ALICE, 1) is None
        chain.set_coldkey_auto_stake_hotkey(ALICE, 1, SEAT)
        assert chain.auto_stake_hotkey(ALICE, 1) == SEAT
        last = chain.events()[-1]
        assert type(last) is AutoStakeDestinationSet
        assert (last.coldkey, last.netuid, last.hotkey) == (ALICE, 1, SEAT)
        chain.bodies.pay_epoch(1, [(OLD, 5 * TAO, 0)], validator_alpha=0, root_alpha=0, owner_cut=0)
        assert chain.stake(SEAT, ALICE, 1) == 5 * TAO

    def test_refusals_of_destinations(self, chain: Chain) -> None:
        error = refused(chain, "set_coldkey_auto_stake_hotkey", ALICE, 9, NEW)
        assert (type(error), error.values) == (SubnetNotExists, {"netuid": 9})
        error = refused(chain, "set_coldkey_auto_stake_hotkey", ALICE, 1, NEW)
        assert type(error) is HotKeyNotRegisteredInSubNet
        chain.set_coldkey_auto_stake_hotkey(ALICE, 1, OLD)
        error = refused(chain, "set_coldkey_auto_stake_hotkey", ALICE, 1, OLD)
        assert type(error) is SameAutoStakeHotkeyAlreadySet
        assert error.values == {"coldkey": ALICE.ss58, "hotkey": OLD.ss58, "netuid": 1}

    def test_who_may_decline_to_be_a_parent(self, chain: Chain) -> None:
        call = "set_auto_parent_delegation_enabled"
        error = refused(chain, call, BOB, OLD, False)
        assert type(error) is NonAssociatedColdKey
        error = refused(chain, call, ALICE, OLD, False)
        assert type(error) is HotKeyNotRegisteredInSubNet
        assert error.values == {"hotkey": OLD.ss58, "netuid": 0}
        chain.root_register(ALICE, OLD)
        chain.set_auto_parent_delegation_enabled(ALICE, OLD, False)
        last = chain.events()[-1]
        assert isinstance(last, AutoParentDelegationEnabledSet)
        assert (last.hotkey, last.enabled) == (OLD, False)


class TestSwap:
    def test_on_all_subnets(self, chain: Chain) -> None:
        balance, issued = chain.balance(ALICE), chain.total_issuance
        stakes = {(who, n): chain.stake(OLD, who, n) for who in (ALICE, BOB) for n in (1, 2)}
        chain.swap_hotkey_v2(ALICE, OLD, NEW)
        assert [chain.uid(netuid, NEW) for netuid in (1, 2)] == [1, 1]
        assert [chain.uid(netuid, OLD) for netuid in (1, 2)] == [None, None]
        assert (chain.owner(OLD), chain.owner(NEW)) == (None, ALICE)
        assert {key: chain.stake(NEW, *key) for key in stakes} == stakes
        assert balance - chain.balance(ALICE) == issued - chain.total_issuance == TAO // 10
        last = chain.events()[-1]
        assert isinstance(last, HotkeySwapped)
        assert (last.coldkey, last.old_hotkey, last.new_hotkey) == (ALICE, OLD, NEW)
        chain.check_invariants()
        chain.run(100)

    def test_on_one_subnet(self, chain: Chain) -> None:
        balance = chain.balance(ALICE)
        chain.swap_hotkey(ALICE, OLD, NEW, 1)
        assert [chain.uid(netuid, NEW) for netuid in (1, 2)] == [1, None]
        assert chain.uid(2, OLD) == 1
        assert chain.owner(OLD) == chain.owner(NEW) == ALICE
        assert chain.stake(OLD, BOB, 1) == 0 < chain.stake(OLD, BOB, 2)
        assert balance - chain.balance(ALICE) == TAO // 1_000
        last = chain.events()[-1]
        assert isinstance(last, HotkeySwappedOnSubnet)
        assert last.netuid == 1
        chain.check_invariants()

    def test_kept_stake_waits_for_an_owner(self, chain: Chain) -> None:
        kept = chain.stake(OLD, BOB, 1)
        chain.swap_hotkey_v2(ALICE, OLD, NEW, keep_stake=True)
        assert (chain.stake(OLD, BOB, 1), chain.stake(NEW, BOB, 1)) == (kept, 0)
        error = refused(chain, "remove_stake", BOB, OLD, 1, kept)
        assert (type(error), error.values) == (HotKeyAccountNotExists, {"hotkey": OLD.ss58})
        chain.try_associate_hotkey(BOB, OLD)
        assert chain.remove_stake(BOB, OLD, 1, kept) > 0

    def test_what_belongs_to_the_neuron_moves(self, chain: Chain) -> None:
        chain.register(BOB, 1, OTHER)
        chain.serve_axon_tls(OLD, 1, ip=1, port=2, certificate=b"\x01k")
        chain.set_childkey_take(ALICE, OLD, 1, 77)
        chain.set_coldkey_auto_stake_hotkey(BOB, 1, OLD)
        chain.set_children(ALICE, OLD, 2, [(HALF, OTHER)])
        chain.set_children(BOB, OTHER, 1, [(HALF, OLD), (7, SEAT)])
        chain.run(8_000)
        chain.set_hyperparameters(1, tempo=2)
        chain.set_hyperparameters(2, tempo=2)
        chain.run(3)
        axon = chain.axon(1, OLD)
        chain.swap_hotkey_v2(ALICE, OLD, NEW)
        assert chain.axon(1, NEW) == axon
        assert (chain.axon(1, OLD), chain.certificate(1, NEW)) == (None, (1, b"k"))
        assert (chain.childkey_take(NEW, 1), chain.childkey_take(OLD, 1)) == (77, 0)
        assert chain.auto_stake_hotkey(BOB, 1) == NEW
        assert [(one.proportion, one.hotkey) for one in chain.children(NEW, 2)] == [(HALF, OTHER)]
        assert [(one.proportion, one.hotkey) for one in chain.parents(NEW, 1)] == [(HALF, OTHER)]
        assert {one.hotkey for one in chain.children(OTHER, 1)} == {NEW, SEAT}
        assert chain.children(OLD, 2) == chain.parents(OLD, 1) == []

    def test_the_owner_of_a_subnet_goes_on(self, chain: Chain) -> None:
        chain.swap_hotkey_v2(OWNER, SEAT, NEW)
        assert chain.subnet_info(1).owner_hotkey == NEW
        assert chain.metagraph(1).owner_uid == 0

    def test_locks_follow(self, chain: Chain) -> None:
        chain.lock_stake(BOB, OLD, 1, TAO)
        chain.swap_hotkey_v2(ALICE, OLD, NEW)
        locks = chain.to_storage()["lock"]
        assert [int(key.split(",")[2]) for key in locks] == [int.from_bytes(bytes(NEW), "big")]
        chain.lock_stake(BOB, NEW, 1, TAO)

    def test_root_stake_takes_its_claims_along(self, chain: Chain) -> None:
        chain.add_stake(BOB, OLD, 0, 100 * TAO)
        chain.root_register(ALICE, OLD)
        chain.bodies.pay_epoch(
            1, [(OLD, 0, 10)], validator_alpha=0, root_alpha=9 * TAO, owner_cut=0
        )
        owed = [one.alpha for one in chain.claimable(BOB)]
        assert len(owed) == 1
        assert owed[0] > 0
        chain.swap_hotkey_v2(ALICE, OLD, NEW, 0)
        assert [(one.hotkey, one.alpha) for one in chain.claimable(BOB)] == [(NEW, owed[0])]
        assert (chain.uid(0, NEW), chain.uid(1, NEW)) == (0, None)

    def test_refusals_in_order(self, chain: Chain) -> None:
        call = "swap_hotkey_v2"
        assert type(refused(chain, call, BOB, OLD, NEW)) is NonAssociatedColdKey
        assert type(refused(chain, call, ALICE, OLD, SEAT)) is NonAssociatedColdKey
        error = refused(chain, call, ALICE, OLD, OLD)
        assert (type(error), error.values) == (NewHotKeyIsSameWithOld, {"hotkey": OLD.ss58})
        chain.register(ALICE, 2, OTHER)
        error = refused(chain, call, ALICE, OLD, OTHER)
        assert type(error) is HotKeyAlreadyRegisteredInSubNet
        assert error.values == {"hotkey": OTHER.ss58, "netuid": 2, "uid": 2}
        chain.try_associate_hotkey(ALICE, NEW)
        chain.add_stake(BOB, NEW, 0, TAO)
        for netuid in (None, 0):
            error = refused(chain, call, ALICE, OLD, NEW, netuid)
            assert type(error) is NewHotKeyNotCleanForRootSwap
            assert error.values == {"hotkey": NEW.ss58}
        assert type(refused(chain, call, ALICE, OLD, NEW, 9)) is SubnetNotExists
        error = refused(chain, call, ALICE, OLD, SUBNET_ACCOUNT, 1)
        assert type(error) is CannotUseSystemAccount
        chain.set_balance(ALICE, 999_999)
        for netuid, cost in ((1, TAO // 1_000), (None, TAO // 10)):
            error = refused(chain, call, ALICE, OLD, Hotkey.from_name("x"), netuid)
            assert type(error) is NotEnoughBalanceToPaySwapHotKey
            expected = {"coldkey": ALICE.ss58, "balance": 999_999, "cost": cost}
            assert error.values == expected

    def test_a_hotkey_becomes_no_child_of_its_own(self, chain: Chain) -> None:
        chain.try_associate_hotkey(ALICE, NEW)
        chain.set_children(ALICE, OLD, 1, [(HALF, NEW)])
        error = refused(chain, "swap_hotkey_v2", ALICE, OLD, NEW)
        assert (type(error), error.values) == (InvalidChild, {"hotkey": NEW.ss58, "netuid": 1})

    def test_one_swap_per_thousand_blocks(self, chain: Chain) -> None:
        chain.swap_hotkey(ALICE, OLD, NEW, 1)
        chain.run(1_000)
        error = refused(chain, "swap_hotkey", ALICE, OLD, OTHER, 2)
        assert type(error) is HotKeySetTxRateLimitExceeded
        assert error.values == {
            "coldkey": ALICE.ss58,
            "last": 8_000,
            "block": 9_000,
            "rate_limit": 1_000,
        }
        chain.step()
        chain.swap_hotkey(ALICE, OLD, OTHER, 2)

    def test_one_swap_per_subnet_and_day(self, chain: Chain) -> None:
        chain.swap_hotkey(ALICE, OLD, NEW, 1)
        chain.run(7_200)
        for call, args in (("swap_hotkey", (NEW, OTHER, 1)), ("swap_hotkey", (NEW, OTHER))):
            error = refused(chain, call, ALICE, *args)
            assert type(error) is HotKeySwapOnSubnetIntervalNotPassed
            assert error.values == {
                "coldkey": ALICE.ss58,
                "netuid": 1,
                "last": 8_000,
                "block": 15_200,
                "interval": 7_200,
            }
        chain.step()
        chain.swap_hotkey(ALICE, NEW, OTHER, 1)

    def test_on_one_subnet_the_day_counts_from_block_0(self) -> None:
        chain = Chain(balances={ALICE: TAO})
        chain.create_subnet(ALICE, OLD)
        chain.run(7_200)
        error = refused(chain, "swap_hotkey", ALICE, OLD, NEW, 1)
        assert type(error) is HotKeySwapOnSubnetIntervalNotPassed
        assert error.values["last"] == 0
        everywhere = chain.fork()
        everywhere.swap_hotkey(ALICE, OLD, NEW)
        chain.step()
        chain.swap_hotkey(ALICE, OLD, NEW, 1)

    def test_old_swaps_are_forgotten_when_their_turn_comes(self, chain: Chain) -> None:
        chain.swap_hotkey(ALICE, OLD, NEW, 1)
        item = "last_hotkey_swap_on_netuid"
        chain.run(13_600)  # the turn of subnet 1 came in block 14,401, too early
        assert list(chain.to_storage()[item].values()) == [8_000]
        chain.step()
        assert item not in chain.to_storage()

    def test_snapshots_and_dumps_know_all_of_it(self, chain: Chain) -> None:
        chain.set_coldkey_auto_stake_hotkey(BOB, 1, OLD)
        chain.swap_hotkey_v2(ALICE, OLD, NEW)
        assert Chain.restore(chain.snapshot()).state_hash() == chain.state_hash()
        storage = chain.to_storage()
        assert Chain.from_storage(storage).to_storage() == storage


class TestTransfers:
    def test_all_of_it(self, chain: Chain) -> None:
        free = chain.balance(ALICE)
        kept = chain.fork()
        assert chain.transfer_all(ALICE, BOB) == free
        assert chain.balance(ALICE) == 0
        assert kept.transfer_all(ALICE, BOB, keep_alive=True) == free - 500
        assert kept.balance(ALICE) == 500

    def test_the_chains_own_name(self, chain: Chain) -> None:
        chain.transfer_keep_alive(ALICE, BOB, TAO)
        error = refused(chain, "transfer_keep_alive", ALICE, BOB, chain.balance(ALICE))
        assert error.name == "NotExpendable"

    def test_too_little_for_a_new_account(self, chain: Chain) -> None:
        chain.set_balance(ALICE, 900)
        error = refused(chain, "transfer_all", ALICE, Coldkey.from_name("new"), keep_alive=True)
        assert error.name == "BelowMinimum"
        assert error.values["balance"] == 400
