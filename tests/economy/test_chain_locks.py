"""Locked stake, conviction, and subnets that go to whom conviction wants (transitions.md 2.9)."""

from decimal import Decimal

import pytest

from taox.economy import (
    Chain,
    Coldkey,
    Hotkey,
    LockMoved,
    PerpetualLockUpdated,
    RejectLockedAlphaUpdated,
    StakeLocked,
    SubnetOwnerChanged,
)
from worlds import ALICE, BOB, OWNER, TAO, World, hotkey, refuses

NOBODY = Hotkey.from_name("nobody")
CAROL = Coldkey.from_name("carol")
YEAR = 2_629_800
"""Blocks before conviction can change an owner."""


def locked_world(**settings: object) -> Chain:
    """Alice holds 100 alpha of her hotkey 1 and locks fade by e in a thousand blocks."""
    chain = World(settings=settings).chain
    chain.set_stake(ALICE, hotkey(1), 1, 100 * TAO)
    chain.set_network_parameters(unlock_rate=1_000, maturity_rate=1_000)
    return chain


def aged(chain: Chain, blocks: int) -> Chain:
    """The same chain so many blocks later, as if nothing had happened in them."""
    return Chain.from_storage(chain.to_storage() | {"block": chain.block + blocks})


def test_a_lock_fades_and_its_conviction_rises_and_falls() -> None:
    chain = locked_world()
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    told = chain.events()[-1]
    assert isinstance(told, StakeLocked)
    assert (told.coldkey, told.hotkey, told.alpha) == (ALICE, hotkey(1), 60 * TAO)
    masses, convictions = [], []
    for blocks in (0, 500, 1_000, 5_000):
        lock = aged(chain, blocks).stake_lock(ALICE, 1)
        assert lock is not None
        assert (lock.hotkey, lock.perpetual) == (hotkey(1), False)
        masses.append(lock.mass)
        convictions.append(int(lock.conviction))
    # 60 / e**x and 60 * x / e**x.
    assert masses == [60 * TAO, 36_391_839_582, 22_072_766_470, 404_276_819]
    assert convictions == [0, 18_195_919_791, 22_072_766_470, 2_021_384_099]
    assert aged(chain, 40_000).stake_lock(ALICE, 1) is None
    assert chain.unlocked_stake(ALICE, 1) == 40 * TAO
    assert aged(chain, 1_000).unlocked_stake(ALICE, 1) == 100 * TAO - masses[2]


def test_a_perpetual_lock_stays_and_its_conviction_grows() -> None:
    chain = locked_world()
    chain.set_perpetual_lock(ALICE, 1, True)
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    later = aged(chain, 1_000)
    lock = later.stake_lock(ALICE, 1)
    assert lock is not None
    assert (lock.mass, lock.perpetual) == (60 * TAO, True)
    assert int(lock.conviction) == 60 * TAO - 22_072_766_471
    assert later.conviction(hotkey(1), 1) == lock.conviction
    later.set_perpetual_lock(ALICE, 1, False)
    told = later.events()[-1]
    assert isinstance(told, PerpetualLockUpdated)
    assert (told.coldkey, told.netuid, told.enabled) == (ALICE, 1, False)
    faded = aged(later, 1_000).stake_lock(ALICE, 1)
    assert faded is not None
    assert faded.mass == 22_072_766_470


def test_the_owners_hotkey_has_all_mass_as_conviction() -> None:
    chain = locked_world()
    chain.lock_stake(ALICE, hotkey(0), 1, 60 * TAO)
    for blocks in (0, 1_000):
        later = aged(chain, blocks)
        lock = later.stake_lock(ALICE, 1)
        assert lock is not None
        assert lock.conviction == lock.mass == later.conviction(hotkey(0), 1)


def test_two_rates_of_time() -> None:
    """Mass that fades slower than conviction matures, and faster."""
    chain = locked_world()
    chain.set_network_parameters(unlock_rate=2_000)
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    conviction = aged(chain, 1_000).conviction(hotkey(1), 1)
    exact = 60 * TAO * 2 * ((Decimal(-1) / 2).exp() - Decimal(-1).exp())
    assert conviction == pytest.approx(exact, abs=1)
    chain.set_network_parameters(unlock_rate=500)
    conviction = aged(chain, 1_000).conviction(hotkey(1), 1)
    assert conviction == pytest.approx(60 * TAO * (Decimal(-1).exp() - Decimal(-2).exp()), abs=1)


def test_refusals_to_lock_in_the_chains_order() -> None:
    chain = locked_world()

    def reason(key: Hotkey, netuid: int, alpha: int) -> tuple[str, dict[str, int | str]]:
        error = refuses(chain, chain.lock_stake, ALICE, key, netuid, alpha)
        return error.name, error.values

    assert reason(NOBODY, 1, 0) == ("AmountTooLow", {"amount": 0, "minimum": 1})
    assert reason(NOBODY, 1, 1) == ("HotKeyAccountNotExists", {"hotkey": NOBODY.ss58})
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    assert reason(hotkey(2), 1, 2**64 - 1) == (
        "LockHotkeyMismatch",
        {
            "coldkey": ALICE.ss58,
            "netuid": 1,
            "locked_for": hotkey(1).ss58,
            "hotkey": hotkey(2).ss58,
        },
    )
    assert reason(hotkey(1), 1, 40 * TAO + 1) == (
        "InsufficientStakeForLock",
        {
            "coldkey": ALICE.ss58,
            "netuid": 1,
            "stake": 100 * TAO,
            "locked": 60 * TAO,
            "amount": 40 * TAO + 1,
        },
    )
    assert reason(hotkey(1), 9, 1)[0] == "InsufficientStakeForLock"
    chain.lock_stake(ALICE, hotkey(1), 1, 40 * TAO)


def test_a_lock_moves_and_leaves_conviction_behind_for_another_owner() -> None:
    chain = locked_world()
    chain.register(BOB, 1, hotkey(7))
    error = refuses(chain, chain.move_lock, ALICE, NOBODY, 1)
    assert (error.name, error.values) == ("HotKeyAccountNotExists", {"hotkey": NOBODY.ss58})
    error = refuses(chain, chain.move_lock, ALICE, hotkey(2), 1)
    assert (error.name, error.values) == ("NoExistingLock", {"coldkey": ALICE.ss58, "netuid": 1})
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    chain = aged(chain, 500)
    conviction = chain.conviction(hotkey(1), 1)
    chain.move_lock(ALICE, hotkey(2), 1)
    told = chain.events()[-1]
    assert isinstance(told, LockMoved)
    assert (told.origin_hotkey, told.destination_hotkey) == (hotkey(1), hotkey(2))
    assert chain.conviction(hotkey(1), 1) == 0
    assert chain.conviction(hotkey(2), 1) == conviction
    chain.move_lock(ALICE, hotkey(7), 1)
    lock = chain.stake_lock(ALICE, 1)
    assert lock is not None
    assert (lock.mass, lock.conviction_bits, lock.hotkey) == (36_391_839_582, 0, hotkey(7))


def test_locked_alpha_goes_along_only_to_whom_takes_it() -> None:
    chain = locked_world()
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    args = ALICE, BOB, hotkey(1), 1, 1, 50 * TAO
    error = refuses(chain, chain.transfer_stake, *args)
    assert (error.name, error.values) == (
        "AccountRejectsLockedAlpha",
        {"coldkey": BOB.ss58, "netuid": 1, "locked": 10 * TAO},
    )
    assert chain.rejects_locked_alpha(BOB)
    chain.set_reject_locked_alpha(BOB, False)
    told = chain.events()[-1]
    assert isinstance(told, RejectLockedAlphaUpdated)
    assert (told.coldkey, told.enabled, chain.rejects_locked_alpha(BOB)) == (BOB, False, False)
    other = chain.fork()
    other.set_stake(BOB, hotkey(2), 1, TAO)
    other.lock_stake(BOB, hotkey(2), 1, TAO)
    error = refuses(other, other.transfer_stake, *args)
    assert (error.name, error.values["locked_for"]) == ("LockHotkeyMismatch", hotkey(2).ss58)
    chain.transfer_stake(*args)
    mine, theirs = chain.stake_lock(ALICE, 1), chain.stake_lock(BOB, 1)
    assert mine is not None
    assert theirs is not None
    assert (mine.mass, theirs.mass, theirs.hotkey) == (50 * TAO, 10 * TAO, hotkey(1))
    assert (chain.unlocked_stake(ALICE, 1), chain.unlocked_stake(BOB, 1)) == (0, 40 * TAO)


def test_locked_alpha_cannot_leave_the_subnet() -> None:
    chain = locked_world()
    chain.lock_stake(ALICE, hotkey(2), 1, 60 * TAO)
    error = refuses(chain, chain.remove_stake, ALICE, hotkey(1), 1, 40 * TAO + 1)
    assert (error.name, error.values) == (
        "StakeUnavailable",
        {"coldkey": ALICE.ss58, "netuid": 1, "available": 40 * TAO, "amount": 40 * TAO + 1},
    )
    chain.remove_stake(ALICE, hotkey(1), 1, 40 * TAO)


def test_the_owners_cut_is_locked_on_arrival_if_wanted() -> None:
    chain = locked_world(owner_cut_auto_lock_enabled=True)
    chain.run(20)
    lock = chain.stake_lock(OWNER, 1)
    assert lock is not None
    assert lock.mass == chain.stake(hotkey(0), OWNER, 1) > 0
    plain = locked_world()
    plain.run(20)
    assert plain.stake_lock(OWNER, 1) is None


def old_subnet(locked: int) -> Chain:
    """A subnet of a year, in which Bob has locked so much for good for a hotkey without uid."""
    chain = locked_world()
    chain.set_network_parameters(unlock_rate=10**6, maturity_rate=10)
    chain.register(BOB, 1, hotkey(7))
    chain.create_subnet(OWNER, hotkey(9), netuid=2, tempo=20)
    chain.register(BOB, 2, hotkey(8))
    chain.set_stake(BOB, hotkey(8), 1, 1_000 * TAO)
    chain.set_perpetual_lock(BOB, 1, True)
    chain.lock_stake(BOB, hotkey(8), 1, locked)
    storage = chain.to_storage()
    storage["block"] = YEAR
    storage["last_epoch_block"] = {"1": YEAR, "2": YEAR}
    return Chain.from_storage(storage)


def test_the_subnet_goes_to_the_most_conviction() -> None:
    chain = old_subnet(130 * TAO)
    assert chain.uid(1, hotkey(8)) is None
    chain.run(20)
    changed = [event for event in chain.events() if isinstance(event, SubnetOwnerChanged)]
    assert [(event.netuid, event.old_coldkey, event.new_coldkey) for event in changed] == [
        (1, OWNER, BOB)
    ]
    assert chain.uid(1, hotkey(8)) is not None, "registered free of charge"
    assert chain.stake(hotkey(0), OWNER, 1) == 0, "the new owner gets the cut already"
    assert chain.conviction(hotkey(8), 1) == 130 * TAO
    chain.run(40)
    assert sum(isinstance(event, SubnetOwnerChanged) for event in chain.events()) == 1
    chain.check_invariants()


def test_too_little_conviction_changes_nothing() -> None:
    chain = old_subnet(100 * TAO)
    chain.run(20)
    assert not any(isinstance(event, SubnetOwnerChanged) for event in chain.events())


def test_a_swapped_hotkey_takes_its_locks_along() -> None:
    chain = locked_world()
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    chain.set_stake(BOB, hotkey(2), 1, 10 * TAO)
    chain.lock_stake(BOB, hotkey(0), 1, 10 * TAO)
    chain = aged(chain, 500)
    conviction = chain.conviction(hotkey(1), 1)
    chain.swap_hotkey_v2(ALICE, hotkey(1), NOBODY)
    lock = chain.stake_lock(ALICE, 1)
    assert lock is not None
    assert (lock.hotkey, lock.conviction) == (NOBODY, conviction)
    assert chain.conviction(NOBODY, 1) == conviction
    assert chain.conviction(hotkey(1), 1) == 0
    chain.set_balance(OWNER, TAO)
    theirs = chain.conviction(hotkey(0), 1)
    chain.swap_hotkey_v2(OWNER, hotkey(0), hotkey(8))
    assert chain.conviction(hotkey(8), 1) == theirs
    assert chain.conviction(hotkey(0), 1) == 0


def test_a_hotkey_made_the_owners_has_all_mass_as_conviction() -> None:
    chain = locked_world()
    chain.lock_stake(ALICE, hotkey(1), 1, 60 * TAO)
    chain = aged(chain, 500)
    chain.sudo_set_sn_owner_hotkey("root", 1, hotkey(1))
    lock = chain.stake_lock(ALICE, 1)
    assert lock is not None
    assert lock.conviction == lock.mass == chain.conviction(hotkey(1), 1)


def test_locks_survive_snapshots_and_storage() -> None:
    chain = locked_world()
    chain.register(BOB, 1, hotkey(7))
    chain.set_stake(BOB, hotkey(7), 1, 10 * TAO)
    chain.set_perpetual_lock(BOB, 1, True)
    chain.lock_stake(BOB, hotkey(7), 1, TAO)
    chain.lock_stake(ALICE, hotkey(0), 1, TAO)
    chain.set_reject_locked_alpha(CAROL, False)
    for again in (
        Chain.restore(chain.snapshot()),
        Chain.from_storage(chain.to_storage(), genesis="test"),
    ):
        assert again.state_hash() == chain.state_hash()
        assert again.stake_lock(BOB, 1) == chain.stake_lock(BOB, 1)
