"""The tables of parameters and the two presets."""

import pytest

from taox.economy import (
    CHAIN,
    HYPERPARAMETERS,
    LOCAL,
    NETWORK_PARAMETERS,
    Chain,
    Coldkey,
    EpochParams,
    Hotkey,
    ParamError,
    Preset,
)


def test_local_differs_in_what_the_design_says_and_nothing_else() -> None:
    differences = {row.name: (row.chain, row.preset) for row in LOCAL.differences()}
    assert differences == {
        "commit_reveal": (True, False),
        "min_non_immune_uids": (10, 0),
        "subtoken_enabled": (False, True),
        "subnet_emission_enabled": (False, True),
    }
    assert all(row.reason for row in LOCAL.differences())
    assert CHAIN.differences() == ()


def test_chain_is_what_creation_writes() -> None:
    # transitions.md 4, column default.
    expected = {
        "tempo": 360,
        "immunity_period": 5_000,
        "min_allowed_weights": 1,
        "max_allowed_uids": 256,
        "max_allowed_validators": 64,
        "min_non_immune_uids": 10,
        "immune_owner_uids_limit": 1,
        "kappa": 32_767,
        "bonds_moving_average": 900_000,
        "bonds_penalty": 65_535,
        "yuma": "3",
        "liquid_alpha": False,
        "alpha_low": 45_875,
        "alpha_high": 58_982,
        "alpha_sigmoid_steepness": 1_000,
        "activity_cutoff_factor": 13_889,
        "weights_version_key": 0,
        "weights_set_rate_limit": 100,
        "commit_reveal": True,
        "registration_allowed": True,
        "recycle_or_burn": "burn",
        "owner_cut_enabled": True,
        "mechanism_count": 1,
        "mechanism_emission_split": None,
        "subnet_emission_enabled": False,
        "subtoken_enabled": False,
        "subnet_mechanism": 1,
        "fee_rate": 33,
        "burn_half_life": 360,
        "burn_increase_mult": 23_242_897_532_874_035_200,
        "min_burn": 500_000,
        "max_burn": 100_000_000_000,
        "max_registrations_per_block": 1,
        "target_registrations_per_interval": 2,
        "ema_price_halving_blocks": 201_600,
        "root_claimable_threshold": 500_000 << 32,
        "min_childkey_take_per_subnet": 0,
        "min_allowed_uids": 64,
        "reveal_period_epochs": 1,
        "serving_rate_limit": 50,
        "transfer_toggle": True,
        "owner_cut_auto_lock_enabled": False,
        "bonds_reset": False,
        "activity_cutoff": 5_000,
        "rho": 10,
        "pow_registration_allowed": True,
        "difficulty": 10_000_000,
        "min_difficulty": 10_000_000,
        "max_difficulty": 2**62 - 1,
        "adjustment_interval": 100,
        "adjustment_alpha": 0,
    }
    assert dict(CHAIN.values) == expected


def test_epoch_parameters_are_the_same_on_both_tables() -> None:
    epoch = {row.name: row for row in EpochParams.table()}
    # The stored `activity_cutoff` is not the epoch's, which follows from the factor and the tempo.
    shared = [row for row in HYPERPARAMETERS if row.name in epoch and "No effect" not in row.doc]
    assert len(shared) == len(epoch) - 2, "stake_threshold and activity_cutoff stand elsewhere"
    for row in shared:
        other = epoch[row.name]
        assert (row.default, (row.low, row.high), row.unit, row.doc) == (
            other.default,
            other.range,
            other.unit,
            other.doc,
        )


def test_every_row_says_what_it_is() -> None:
    for row in (*HYPERPARAMETERS, *NETWORK_PARAMETERS):
        assert row.doc
        assert row.unit
        assert type(row.default) is type(row.low) is type(row.high)


def test_a_subnet_has_the_values_of_its_preset() -> None:
    for preset in (CHAIN, LOCAL, Preset("MINE", {**LOCAL.values, "tempo": 7, "yuma": "2"})):
        chain = Chain(preset)
        netuid = chain.create_subnet(Coldkey.from_name("o"), Hotkey.from_name("o"), kappa=1)
        assert chain.hyperparameters(netuid) == {**preset.values, "kappa": 1}


def test_a_mistyped_name_is_suggested() -> None:
    chain, keys = Chain(), (Coldkey.from_name("o"), Hotkey.from_name("o"))
    chain.create_subnet(*keys)
    before = chain.state_hash()
    for call in (
        lambda: Chain(Preset("WRONG", {"tempoo": 1})),
        lambda: chain.create_subnet(*keys, tempoo=1),
        lambda: chain.set_hyperparameters(1, kappa=1, tempoo=1),
    ):
        with pytest.raises(ParamError, match=r"tempoo: .*; did you mean 'tempo'"):
            call()
    with pytest.raises(ParamError, match="did you mean 'tao_weight'"):
        chain.set_network_parameters(tao_wieght=1)
    with pytest.raises(ParamError, match=r"no such name$"):
        chain.set_network_parameters(zzz=1)
    assert chain.state_hash() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tempo", -1),
        ("tempo", 65_536),
        ("tempo", 1.0),
        ("tempo", "20"),
        ("tempo", True),
        ("tempo", None),
        ("commit_reveal", 1),
        ("yuma", 3),
        ("yuma", "4"),
        ("recycle_or_burn", "keep"),
        ("immune_owner_uids_limit", 0),
        ("activity_cutoff_factor", 999),
        ("max_allowed_uids", 257),
        ("mechanism_count", 3),
        ("mechanism_emission_split", [1.5]),
        ("mechanism_emission_split", "half"),
    ],
)
def test_values_out_of_range(name: str, value: object) -> None:
    chain = Chain()
    before = chain.state_hash()
    owner, hotkey = Coldkey.from_name("o"), Hotkey.from_name("o")
    with pytest.raises(ParamError) as caught:
        chain.create_subnet(owner, hotkey, **{name: value})  # type: ignore[arg-type]
    assert caught.value.name == name
    assert chain.state_hash() == before
