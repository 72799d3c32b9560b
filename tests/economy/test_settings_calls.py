"""Calls of owners and root that no table says (transitions.md 2.10, 2.12 and 2.13)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from settings_cases import NETUID, NOWHERE, OWNER, SEAT, STRANGER, settled
from taox.economy import Chain, ChainError, EpochTriggered, Hotkey, InputTypeError


def refused(chain: Chain, name: str, call: Callable[..., Any], *args: Any) -> dict[str, Any]:
    """Sends a call that has to be refused with this error and change nothing; its values."""
    before, events = chain.state_hash(), chain.event_count
    with pytest.raises(ChainError) as raised:
        call(*args)
    assert raised.value.name == name
    assert (chain.state_hash(), chain.event_count) == (before, events)
    return dict(raised.value.values)


def test_an_owner_restarts_the_cycle() -> None:
    chain = settled()
    for origin in (STRANGER, "root"):
        refused(chain, "BadOrigin", chain.set_tempo, origin, NETUID, 400)
    for tempo, limit in ((359, 360), (50_401, 50_400)):
        assert refused(chain, "TempoOutOfBounds", chain.set_tempo, OWNER, NETUID, tempo) == {
            "parameter": "tempo", "value": tempo, "limit": limit,
        }  # fmt: skip
    chain.set_tempo(OWNER, NETUID, 400)
    assert chain.next_epoch_block(NETUID) == chain.block + 400
    chain.run(359)
    assert refused(chain, "TxRateLimitExceeded", chain.set_tempo, OWNER, NETUID, 500) == {
        "netuid": NETUID, "last": 5, "block": 364, "rate_limit": 360,
    }  # fmt: skip
    chain.step()
    chain.set_tempo(OWNER, NETUID, 500)
    assert chain.next_epoch_block(NETUID) == chain.block + 500


def test_root_restarts_the_cycle_with_any_tempo() -> None:
    chain = settled()
    refused(chain, "BadOrigin", chain.sudo_set_tempo, OWNER, NETUID, 5)
    refused(chain, "SubnetDoesNotExist", chain.sudo_set_tempo, "root", NOWHERE, 5)
    chain.set_tempo(OWNER, NETUID, 400)
    chain.sudo_set_tempo("root", NETUID, 5)
    assert chain.next_epoch_block(NETUID) == chain.block + 5
    chain.sudo_set_tempo("root", NETUID, 0)
    assert chain.next_epoch_block(NETUID) is None
    # Root's change left the owner's clock alone.
    refused(chain, "TxRateLimitExceeded", chain.set_tempo, OWNER, NETUID, 400)


def test_the_cutoff_factor_is_looked_at_before_window_and_clock() -> None:
    chain = settled()
    set_factor = chain.set_activity_cutoff_factor
    set_factor(OWNER, NETUID, 2_000)
    for factor, limit in ((999, 1_000), (50_001, 50_000)):
        values = refused(
            chain, "ActivityCutoffFactorMilliOutOfBounds", set_factor, OWNER, NETUID, factor
        )
        assert values["limit"] == limit
    chain.sudo_set("root", "admin_freeze_window", 1_000)
    error = "AdminActionProhibitedDuringWeightsWindow"
    refused(chain, error, set_factor, OWNER, NETUID, 3_000)
    set_factor("root", NETUID, 3_000)
    assert chain.hyperparameters(NETUID)["activity_cutoff_factor"] == 3_000


def test_a_triggered_epoch_runs_and_freezes_until_then() -> None:
    chain = settled()
    chain.sudo_set("root", "admin_freeze_window", 10)
    for origin in (STRANGER, "root"):
        refused(chain, "BadOrigin", chain.trigger_epoch, origin, NETUID)
    chain.trigger_epoch(OWNER, NETUID)
    fires_at = chain.block + 10
    assert chain.next_epoch_block(NETUID) == fires_at
    assert (
        EpochTriggered(
            number=chain.event_count - 1, block=chain.block, netuid=NETUID, fires_at=fires_at
        )
        == list(chain.events())[-1]
    )
    pending = refused(chain, "EpochTriggerAlreadyPending", chain.trigger_epoch, OWNER, NETUID)
    assert pending == {"netuid": NETUID, "fires_at": fires_at}
    frozen = refused(
        chain, "AdminActionProhibitedDuringWeightsWindow", chain.sudo_set, OWNER, "rho", 9, NETUID
    )
    assert frozen["next_epoch"] == fires_at
    index = chain.epoch_index(NETUID)
    chain.run(9)
    assert chain.epoch_index(NETUID) == index
    chain.step()
    assert chain.epoch_index(NETUID) == index + 1
    assert chain.next_epoch_block(NETUID) == fires_at + 360
    clock = refused(chain, "TxRateLimitExceeded", chain.trigger_epoch, OWNER, NETUID)
    assert clock == {"netuid": NETUID, "last": 5, "block": fires_at, "rate_limit": 720}


def test_when_no_epoch_is_triggered() -> None:
    chain = settled()
    chain.sudo_set("root", "admin_freeze_window", 10)
    imminent = chain.fork()
    epoch = imminent.next_epoch_block(NETUID)
    assert epoch is not None
    imminent.run(epoch - 9 - imminent.block)
    assert refused(imminent, "AutoEpochAlreadyImminent", imminent.trigger_epoch, OWNER, NETUID) == {
        "netuid": NETUID, "blocks": 9, "window": 10,
    }  # fmt: skip
    chain.sudo_set(OWNER, "commit_reveal", True, NETUID)
    error = "DynamicTempoBlockedByCommitReveal"
    assert refused(chain, error, chain.trigger_epoch, OWNER, NETUID) == {"netuid": NETUID}


def test_mechanisms_come_and_go() -> None:
    chain = settled()
    set_count, set_split = chain.sudo_set_mechanism_count, chain.sudo_set_mechanism_emission_split
    missing = refused(chain, "MechanismDoesNotExist", set_count, "root", NOWHERE, 2)
    assert missing == {"netuid": NOWHERE, "mechanism": 0}
    refused(chain, "MechanismDoesNotExist", set_split, "root", NOWHERE, None)
    refused(chain, "BadOrigin", set_count, STRANGER, NETUID, 2)
    for count, limit in ((0, 1), (3, 2)):
        assert refused(chain, "InvalidValue", set_count, OWNER, NETUID, count) == {
            "parameter": "mechanism_count", "value": count, "limit": limit,
        }  # fmt: skip
    set_count(OWNER, NETUID, 2)
    set_split("root", NETUID, [16_383, 49_152])
    assert len(chain.metagraph(NETUID).incentives) == 2
    set_count("root", NETUID, 2)
    assert chain.hyperparameters(NETUID)["mechanism_emission_split"] == [16_383, 49_152]
    set_count("root", NETUID, 1)
    assert len(chain.metagraph(NETUID).incentives) == 1
    assert chain.hyperparameters(NETUID)["mechanism_emission_split"] is None
    chain.check_invariants()


def test_mechanisms_share_256_uids() -> None:
    chain = settled()
    chain.sudo_set("root", "max_allowed_uids", 129, NETUID)
    error = "TooManyUIDsPerMechanism"
    assert refused(chain, error, chain.sudo_set_mechanism_count, OWNER, NETUID, 2) == {
        "parameter": "max_allowed_uids", "value": 129, "limit": 128,
    }  # fmt: skip
    chain.sudo_set("root", "max_allowed_uids", 128, NETUID)
    chain.sudo_set_mechanism_count(OWNER, NETUID, 2)
    assert refused(chain, error, chain.sudo_set, "root", "max_allowed_uids", 129, NETUID) == {
        "parameter": "max_allowed_uids", "value": 129, "limit": 128,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("split", "what", "value", "limit"),
    [
        ([], "length", 0, 1),
        ([1, 1, 65_533], "length", 3, 2),
        ([65_000, 536], "sum", 65_536, 65_535),
    ],
)
def test_a_split_that_does_not_add_up(split: list[int], what: str, value: int, limit: int) -> None:
    chain = settled()
    chain.sudo_set_mechanism_count("root", NETUID, 2)
    set_split = chain.sudo_set_mechanism_emission_split
    assert refused(chain, "InvalidValue", set_split, OWNER, NETUID, split) == {
        "parameter": f"{what} of mechanism_emission_split", "value": value, "limit": limit,
    }  # fmt: skip
    set_split(OWNER, NETUID, [65_535])
    refused(chain, "TxRateLimitExceeded", set_split, OWNER, NETUID, None)
    set_split("root", NETUID, None)


def test_a_split_is_a_list() -> None:
    with pytest.raises(InputTypeError, match="maybe_split"):
        settled().sudo_set_mechanism_emission_split(OWNER, NETUID, "even")  # type: ignore[arg-type]


def test_both_ends_of_the_liquid_rate() -> None:
    chain = settled()
    set_values = chain.sudo_set_alpha_values
    for low, high, error, name, value, limit in (
        (1_638, 1_637, "AlphaHighTooLow", "alpha_high", 1_637, 1_638),
        (1_637, 50_000, "AlphaLowOutOfRange", "alpha_low", 1_637, 1_638),
        (50_001, 50_000, "AlphaLowOutOfRange", "alpha_low", 50_001, 50_000),
    ):
        assert refused(chain, error, set_values, OWNER, NETUID, low, high) == {
            "parameter": name, "value": value, "limit": limit,
        }  # fmt: skip
    set_values(OWNER, NETUID, 2_000, 3_000)
    refused(chain, "TxRateLimitExceeded", set_values, OWNER, NETUID, 2_000, 3_000)
    chain.sudo_set("root", "liquid_alpha", False, NETUID)
    off = refused(chain, "LiquidAlphaDisabled", set_values, "root", NETUID, 2_000, 3_000)
    assert off == {"netuid": NETUID}


def test_another_hotkey_stands_for_the_owner() -> None:
    chain = settled()
    call, other = chain.sudo_set_sn_owner_hotkey, Hotkey.from_name("miner 1")
    refused(chain, "BadOrigin", call, STRANGER, NETUID, other)
    assert refused(chain, "SubnetNotExists", call, "root", NOWHERE, other) == {"netuid": NOWHERE}
    system = Hotkey(b"modlsubtensr" + (1).to_bytes(2, "little") + bytes(18))
    values = refused(chain, "CannotUseSystemAccount", call, OWNER, NETUID, system)
    assert values == {"hotkey": system.ss58, "netuid": NETUID}
    call(OWNER, NETUID, other)
    for origin in (OWNER, "root"):
        clock = refused(chain, "TxRateLimitExceeded", call, origin, NETUID, SEAT)
        assert clock["rate_limit"] == 50_400
    assert chain.to_storage()["subnet_owner_hotkey"] == {"1": int.from_bytes(bytes(other), "big")}


def test_calls_that_do_nothing_any_more() -> None:
    chain = settled()
    for origin in (OWNER, "root"):
        pow_call = chain.sudo_set_network_pow_registration_allowed
        values = refused(chain, "POWRegistrationDisabled", pow_call, origin, NETUID, True)
        assert values == {"netuid": NETUID}
        values = refused(chain, "Deprecated", chain.sudo_set_total_issuance, origin, 5)
        assert values == {"call": "sudo_set_total_issuance"}


def test_root_rewrites_what_registrations_have_cost() -> None:
    chain = settled()
    refused(chain, "BadOrigin", chain.sudo_set_rao_recycled, OWNER, NETUID, 5)
    refused(chain, "SubnetDoesNotExist", chain.sudo_set_rao_recycled, "root", NOWHERE, 5)
    chain.sudo_set_rao_recycled("root", NETUID, 5)
    assert chain.to_storage()["rao_recycled_for_registration"] == {"1": 5}


def test_fewer_mechanisms_forget_what_was_in_the_others() -> None:
    chain = settled()
    chain.sudo_set_mechanism_count("root", NETUID, 2)
    chain.sudo_set("root", "weights_set_rate_limit", 0, NETUID)
    chain.set_weights(SEAT, NETUID, [1, 2], [1, 1], mechanism=1)
    assert chain.metagraph(NETUID, mechanism=1).weights.to_lists()[0]
    chain.sudo_set_mechanism_count("root", NETUID, 1)
    chain.sudo_set_mechanism_count("root", NETUID, 2)
    second = chain.metagraph(NETUID, mechanism=1)
    assert not any(second.weights.to_lists())
    assert np.array_equal(second.last_update, np.zeros(4, np.uint64))
