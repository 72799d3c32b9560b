"""A subnet is made smaller: who goes, and new uids for the others (transitions.md 2.11)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings_cases import NETUID, NOWHERE, OWNER, SEAT, STRANGER, settled
from taox.economy import Chain, ChainError, Coldkey, Hotkey


def refused(chain: Chain, origin: Any, netuid: int, max_n: int) -> ChainError:
    before = chain.state_hash()
    with pytest.raises(ChainError) as raised:
        chain.sudo_trim_to_max_allowed_uids(origin, netuid, max_n)
    assert chain.state_hash() == before
    return raised.value


def grown(emission: list[int]) -> Chain:
    """A subnet of mortal neurons with these emissions, all of whom weigh and hold everybody."""
    chain = settled(neurons=len(emission))
    chain.set_hyperparameters(NETUID, immunity_period=0, mechanism_count=2)
    everybody = [[uid, 100 + uid] for uid in range(len(emission))]
    storage = chain.to_storage()
    storage["emission"] = {"1": emission}
    for index in (1, 4097):
        for uid in range(len(emission)):
            storage.setdefault("weights", {})[f"{index},{uid}"] = everybody
            storage.setdefault("bonds", {})[f"{index},{uid}"] = everybody
    return Chain.from_storage(storage)


def test_who_may_trim_and_to_what() -> None:
    chain = settled()
    assert refused(chain, STRANGER, NETUID, 3).name == "BadOrigin"
    assert refused(chain, "root", NOWHERE, 3).name == "SubnetNotExists"
    for size, limit in ((1, 2), (65, 64)):
        error = refused(chain, OWNER, NETUID, size)
        expected = {"parameter": "max_n", "value": size, "limit": limit}
        assert (error.name, error.values) == ("InvalidValue", expected)
    chain.sudo_trim_to_max_allowed_uids(OWNER, NETUID, 30)
    assert chain.hyperparameters(NETUID)["max_allowed_uids"] == 30
    assert len(chain.metagraph(NETUID).hotkeys) == 4
    clock = refused(chain, OWNER, NETUID, 20)
    assert (clock.name, clock.values["rate_limit"]) == ("TxRateLimitExceeded", 216_000)
    chain.sudo_trim_to_max_allowed_uids("root", NETUID, 20)
    chain.sudo_set("root", "admin_freeze_window", 1_000)
    assert refused(chain, "root", NETUID, 10).name == "AdminActionProhibitedDuringWeightsWindow"


def test_too_many_are_immune() -> None:
    chain = settled()  # everybody is immune
    error = refused(chain, "root", NETUID, 3)
    assert error.name == "TrimmingWouldExceedMaxImmunePercentage"
    assert error.values == {"netuid": NETUID, "immune": 4, "max_n": 3, "percent": 80}


def test_the_least_emitters_go_the_highest_uid_first() -> None:
    chain = grown([0, 5, 0, 9, 0])
    before = chain.metagraph(NETUID).hotkeys
    chain.sudo_trim_to_max_allowed_uids(OWNER, NETUID, 4)
    # uids 0 (the owner's, protected), 2 and 4 have earned nothing: 4 goes.
    assert chain.metagraph(NETUID).hotkeys == before[:4]
    chain.sudo_trim_to_max_allowed_uids("root", NETUID, 2)
    assert chain.metagraph(NETUID).hotkeys == [before[0], before[3]]
    assert chain.uid(NETUID, before[3]) == 1
    assert chain.uid(NETUID, before[1]) is None
    chain.check_invariants()


def test_weights_and_bonds_follow_the_new_uids() -> None:
    chain = grown([1, 0, 8, 7])
    chain.sudo_trim_to_max_allowed_uids(OWNER, NETUID, 3)
    for mechanism in (0, 1):
        metagraph = chain.metagraph(NETUID, mechanism=mechanism)
        for rows in (metagraph.weights, metagraph.bonds):
            assert [[tuple(pair) for pair in row] for row in rows.to_lists()] == [
                [(0, 100), (1, 102), (2, 103)]
            ] * 3


def test_addresses_go_with_neurons() -> None:
    chain = grown([9, 8, 7, 0])
    *_, stays, goes = chain.metagraph(NETUID).hotkeys
    for hotkey in (stays, goes):
        chain.serve_axon(hotkey, NETUID, ip=16_909_060, port=80)
    chain.sudo_trim_to_max_allowed_uids(OWNER, NETUID, 3)
    assert chain.axon(NETUID, stays) is not None
    assert chain.axon(NETUID, goes) is None


def test_stake_stays_with_hotkeys() -> None:
    chain = grown([9, 8, 7, 0])
    gone = chain.metagraph(NETUID).hotkeys[3]
    chain.add_stake(STRANGER, gone, NETUID, 10**9)
    stake = chain.stake(gone, STRANGER, NETUID)
    chain.sudo_trim_to_max_allowed_uids(OWNER, NETUID, 3)
    assert chain.stake(gone, STRANGER, NETUID) == stake
    chain.set_hyperparameters(NETUID, min_non_immune_uids=0)
    assert chain.register(STRANGER, NETUID, Hotkey.from_name("new")) == 2  # the least emitter's


@given(
    st.lists(st.integers(0, 3), min_size=4, max_size=12),
    st.integers(3, 12),
    st.sampled_from([OWNER, "root"]),
)
def test_what_stays_is_the_same_but_for_its_uid(
    emission: list[int], size: int, origin: Coldkey
) -> None:
    chain = grown(emission)
    before = chain.metagraph(NETUID)
    chain.sudo_trim_to_max_allowed_uids(origin, NETUID, size)
    after = chain.metagraph(NETUID)
    assert len(after.hotkeys) == min(size, len(emission))
    kept = [before.hotkeys.index(hotkey) for hotkey in after.hotkeys]
    assert kept == sorted(kept)
    assert SEAT in after.hotkeys
    dropped = [uid for uid in range(len(emission)) if uid not in kept]
    mortal = [uid for uid in kept if before.hotkeys[uid] != SEAT]
    worth = lambda uid: (emission[uid], -uid)  # noqa: E731
    assert not dropped or max(map(worth, dropped)) < min(map(worth, mortal))
    for name in ("emission", "block_at_registration", "active", "validator_permit", "consensus"):
        assert np.array_equal(getattr(after, name), getattr(before, name)[kept]), name
    chain.check_invariants()
    chain.run(400)
    chain.check_invariants()
