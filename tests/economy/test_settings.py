"""Every row of the table of setters: who, how often, when, to what (transitions.md 1.14 and 4)."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings_cases import (
    CHOICES,
    NETUID,
    NETWORK,
    NOWHERE,
    OWNER,
    STRANGER,
    SUBNET,
    TYPES,
    beyond,
    legal,
    setter,
    settled,
    value_of,
)
from taox.economy import (
    Chain,
    ChainError,
    Hotkey,
    Hyperparameter,
    InputError,
    ParamError,
    ParameterSet,
)
from taox.economy.chain_errors import (
    AdminActionProhibitedDuringWeightsWindow,
    BadOrigin,
    NotPermittedOnRootSubnet,
    TxRateLimitExceeded,
)

by_name: Callable[[Hyperparameter], str] = lambda row: row.name  # noqa: E731
OWNERS = [row for row in SUBNET if setter(row).signer == "owner"]
ROOTS = [row for row in SUBNET if setter(row).signer == "root"]
LIMITED = [
    (row, limit)
    for chain in [settled()]
    for row in SUBNET + NETWORK
    for limit in setter(row).limits
    if TYPES[row.type][0] <= beyond(chain, limit) <= TYPES[row.type][1]
]
"""Every limit that a value of the parameter's type can pass."""


def refused(chain: Chain, error: type[ChainError] | str, *call: Any) -> dict[str, Any]:
    """Sends a setting that has to be refused with this error and change nothing; its values."""
    before, events = chain.state_hash(), chain.event_count
    with pytest.raises(ChainError) as raised:
        chain.sudo_set(*call)
    name = error if isinstance(error, str) else error.name
    assert raised.value.name == name
    assert (chain.state_hash(), chain.event_count) == (before, events)
    return dict(raised.value.values)


@pytest.mark.parametrize("row", OWNERS, ids=by_name)
def test_an_owner_sets_what_owners_set(row: Hyperparameter) -> None:
    chain = settled()
    value = legal(chain, row)
    refused(chain, BadOrigin, STRANGER, row.name, value, NETUID)
    chain.sudo_set(OWNER, row.name, value, NETUID)
    scale = setter(row).scale
    expected = value * scale if scale > 1 else value
    assert value_of(chain, row) == expected
    told = [event for event in chain.events() if isinstance(event, ParameterSet)]
    assert (NETUID, row.name, chain.block) in [(one.netuid, one.name, one.block) for one in told]


@pytest.mark.parametrize("row", SUBNET, ids=by_name)
def test_root_sets_everything(row: Hyperparameter) -> None:
    chain = settled()
    value = legal(chain, row)
    chain.sudo_set("root", row.name, value, NETUID)
    scale = setter(row).scale
    expected = value * scale if scale > 1 else value
    assert value_of(chain, row) == expected
    chain.sudo_set("root", row.name, value, NETUID)  # root has no clock


@pytest.mark.parametrize("row", ROOTS, ids=by_name)
def test_an_owner_does_not_set_what_root_sets(row: Hyperparameter) -> None:
    chain = settled()
    refused(chain, BadOrigin, OWNER, row.name, legal(chain, row), NETUID)


@pytest.mark.parametrize("row", NETWORK, ids=by_name)
def test_root_sets_the_network(row: Hyperparameter) -> None:
    chain = settled()
    value = legal(chain, row)
    refused(chain, BadOrigin, OWNER, row.name, value)
    chain.sudo_set("root", row.name, value)
    assert value_of(chain, row) == value


@pytest.mark.parametrize("row", OWNERS, ids=by_name)
def test_an_owner_waits(row: Hyperparameter) -> None:
    chain = settled()
    wait = setter(row).wait
    if isinstance(wait, str):
        tempos = chain.network_parameters()[wait]
        wait = int(tempos) * int(chain.hyperparameters(NETUID)["tempo"])
    value = legal(chain, row)
    chain.sudo_set(OWNER, row.name, value, NETUID)
    if wait == 0:
        chain.sudo_set(OWNER, row.name, value, NETUID)
        return
    block = chain.block
    # The tempo itself restarts its own clock: its wait is counted in blocks.
    chain.run(wait - 1)
    assert refused(chain, TxRateLimitExceeded, OWNER, row.name, value, NETUID) == {
        "netuid": NETUID,
        "last": block,
        "block": block + wait - 1,
        "rate_limit": wait,
    }
    chain.step()
    chain.sudo_set(OWNER, row.name, value, NETUID)


@pytest.mark.parametrize("row", SUBNET, ids=by_name)
def test_before_an_epoch(row: Hyperparameter) -> None:
    chain = settled()
    value = legal(chain, row)
    epoch = chain.next_epoch_block(NETUID)
    assert epoch is not None
    chain.sudo_set("root", "admin_freeze_window", 10)
    chain.run(epoch - 10 - chain.block)
    at_the_edge = chain.fork()
    at_the_edge.sudo_set("root", row.name, value, NETUID)
    chain.step()
    frozen = setter(row).frozen
    if frozen == "always" or (row.name == "tempo"):
        values = refused(
            chain, AdminActionProhibitedDuringWeightsWindow, "root", row.name, value, NETUID
        )
        assert values == {
            "netuid": NETUID, "block": epoch - 9, "next_epoch": epoch, "window": 10,
        }  # fmt: skip
    else:
        chain.fork().sudo_set("root", row.name, value, NETUID)
    if setter(row).signer == "owner" and frozen != "never":
        error = AdminActionProhibitedDuringWeightsWindow
        refused(chain, error, OWNER, row.name, value, NETUID)
    chain.run(9)
    chain.sudo_set("root", row.name, value, NETUID)


@pytest.mark.parametrize("row", SUBNET, ids=by_name)
def test_a_netuid_without_subnet(row: Hyperparameter) -> None:
    chain = settled()
    value = legal(chain, row)
    refused(chain, BadOrigin, STRANGER, row.name, value, NOWHERE)
    missing = setter(row).missing
    if missing is not None:
        values = refused(chain, missing, "root", row.name, value, NOWHERE)
        assert values["netuid"] == NOWHERE
    elif row.name in ("alpha_low", "alpha_high"):
        refused(chain, "LiquidAlphaDisabled", "root", row.name, value, NOWHERE)
    else:
        chain.sudo_set("root", row.name, value, NOWHERE)
        stored = chain.to_storage()[row.storage]
        assert str(NOWHERE) in stored
        assert Chain.from_storage(chain.to_storage()).to_storage()[row.storage] == stored
        assert Chain.restore(chain.snapshot()).state_hash() == chain.state_hash()


@pytest.mark.parametrize(
    ("row", "limit"), LIMITED, ids=[f"{row.name} {limit}" for row, limit in LIMITED]
)
def test_a_value_beyond_its_limit(row: Hyperparameter, limit: Any) -> None:
    chain = settled()
    netuid = None if row in NETWORK else NETUID
    signer: Any = OWNER if setter(row).signer == "owner" else "root"
    value = beyond(chain, limit)
    before = chain.state_hash()
    with pytest.raises(ChainError) as raised:
        chain.sudo_set(signer, row.name, value, netuid)
    # A value beyond one limit may be beyond an earlier one too.
    names = [one.error for one in setter(row).limits]
    assert raised.value.name in names[: names.index(limit.error) + 1]
    assert raised.value.values["parameter"] == row.name
    assert raised.value.values["value"] == value
    assert chain.state_hash() == before
    if limit.owner_only:
        chain.sudo_set("root", row.name, value, netuid)


def test_root_has_no_price_of_registration() -> None:
    chain = settled()
    for row in SUBNET:
        if setter(row).not_on_root:
            value = legal(chain, row)
            assert refused(chain, NotPermittedOnRootSubnet, "root", row.name, value, 0) == {
                "netuid": 0
            }


def test_clocks_are_by_parameter_and_subnet() -> None:
    chain = settled()
    chain.create_subnet(OWNER, Hotkey.from_name("second"), netuid=2)
    chain.sudo_set(OWNER, "rho", 11, NETUID)
    chain.sudo_set(OWNER, "rho", 11, 2)
    chain.sudo_set(OWNER, "immunity_period", 7, NETUID)
    refused(chain, TxRateLimitExceeded, OWNER, "rho", 12, NETUID)
    chain.sudo_set("root", "owner_hyperparam_rate_limit", 0)
    chain.sudo_set(OWNER, "rho", 12, NETUID)


def test_names_and_netuids() -> None:
    chain = settled()
    with pytest.raises(InputError, match="a parameter that a call sets"):
        chain.sudo_set("root", "tao_weight", 5)
    with pytest.raises(InputError, match="the subnet whose kappa is set"):
        chain.sudo_set("root", "kappa", 5)
    with pytest.raises(InputError, match="which is the network's"):
        chain.sudo_set("root", "stake_threshold", 5, NETUID)
    with pytest.raises(ParamError, match="kappa"):
        chain.sudo_set("root", "kappa", 65_536, NETUID)
    with pytest.raises(ParamError, match="True or False"):
        chain.sudo_set("root", "commit_reveal", 1, NETUID)
    with pytest.raises(InputError, match="origin"):
        chain.sudo_set("nobody", "kappa", 5, NETUID)  # type: ignore[arg-type]


def test_the_split_goes_by_name_too() -> None:
    chain = settled()
    chain.sudo_set(OWNER, "mechanism_count", 2, NETUID)
    chain.sudo_set(OWNER, "mechanism_emission_split", [16_383, 49_152], NETUID)
    assert chain.hyperparameters(NETUID)["mechanism_emission_split"] == [16_383, 49_152]


def test_the_table_names_calls_arguments_and_events() -> None:
    rows = {row.name: setter(row) for row in SUBNET + NETWORK}
    assert rows["kappa"].call == "sudo_set_kappa"
    assert (rows["kappa"].event, rows["rho"].event) == ("KappaSet", None)
    assert rows["min_allowed_weights"].event == "MinAllowedWeightSet"
    assert rows["root_claimable_threshold"].scale == 2**32
    assert rows["weights_version_key"].wait == "weights_version_key_rate_limit"
    assert [str(limit) for limit in rows["bonds_moving_average"].limits] == ["<= 975,000 (owner)"]
    pairs = {(one.call, one.argument) for one in rows.values()}
    assert len(pairs) == len(rows)


@st.composite
def settings(draw: st.DrawFn) -> tuple[Hyperparameter, Any]:
    row = draw(st.sampled_from(SUBNET + NETWORK))
    if row.type in CHOICES:
        return row, draw(st.sampled_from(CHOICES[row.type]))
    low, high = TYPES[row.type]
    near = [limit.edge for limit in setter(row).limits if isinstance(limit.edge, int)] or [0]
    edge = draw(st.sampled_from(near))
    value = draw(st.integers(low, high // setter(row).scale) | st.integers(edge - 2, edge + 2))
    return row, min(max(value, low), high // setter(row).scale)


@given(settings(), st.sampled_from([OWNER, STRANGER, "root"]))
def test_what_was_set_is_read(setting: tuple[Hyperparameter, Any], origin: Any) -> None:
    row, value = setting
    chain = settled(neurons=2)
    before = chain.state_hash()
    refusal = ""
    try:
        chain.sudo_set(origin, row.name, value, None if row in NETWORK else NETUID)
    except ChainError as error:
        refusal = error.name
    if refusal:
        known = {limit.error for limit in setter(row).limits} | {"BadOrigin"}
        assert refusal in known | {"TooManyUIDsPerMechanism", "AlphaLowOutOfRange"}
        assert chain.state_hash() == before
    else:
        scale = setter(row).scale
        assert value_of(chain, row) == (value * scale if scale > 1 else value)
    chain.check_invariants()
