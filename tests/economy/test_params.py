"""Hyperparameters: one table, typed fields, ranges."""

import pickle
from dataclasses import fields, replace
from typing import Any

import pytest

from taox.economy import EpochParams, ParamError


def test_fields_are_the_table() -> None:
    table = EpochParams.table()
    assert [field.name for field in fields(EpochParams)] == [spec.name for spec in table]
    types = {"u16": int, "u64": int, "i16": int, "bool": bool}
    declared = {field.name: field.type for field in fields(EpochParams)}
    for spec in table:
        assert declared[spec.name] == types.get(spec.type, declared["yuma"]), spec.name
        assert getattr(EpochParams(), spec.name) == spec.default
        assert spec.unit
        assert spec.doc.endswith(".")


def test_defaults_are_those_of_a_new_subnet() -> None:
    """epoch.md 4, column "new subnet"."""
    assert EpochParams().to_integers() == {
        "kappa": 32_767,
        "bonds_penalty": 65_535,
        "bonds_moving_average": 900_000,
        "yuma": 3,
        "liquid_alpha": 0,
        "alpha_low": 45_875,
        "alpha_high": 58_982,
        "alpha_sigmoid_steepness": 1_000,
        "max_allowed_validators": 64,
        "stake_threshold": 0,
        "tempo": 360,
        "activity_cutoff": 5_000,
        "commit_reveal": 1,
    }


@pytest.mark.parametrize("spec", EpochParams.table(), ids=lambda spec: spec.name)
def test_range_of_each(spec: Any) -> None:
    for value in spec.range:
        assert getattr(EpochParams(**{spec.name: value}), spec.name) == value
    outside: Any = {"bool": [2, None], "yuma": ["1", "4", 3]}.get(spec.type)
    low, high = spec.range
    for value in outside or [low - 1, high + 1, 0.5, True, "1"]:
        with pytest.raises(ParamError) as caught:
            EpochParams(**{spec.name: value})
        assert caught.value.name == spec.name
        assert repr(low) in caught.value.expected
        assert repr(value) in str(caught.value.actual)


def test_frozen_and_replaced() -> None:
    params = EpochParams()
    with pytest.raises(AttributeError):
        params.kappa = 1  # type: ignore[misc]
    assert replace(params, kappa=1).kappa == 1
    assert replace(params, kappa=1) != params
    assert hash(params) == hash(EpochParams())
    assert pickle.loads(pickle.dumps(params)) == params  # noqa: S301 - our own bytes
    with pytest.raises(TypeError, match="rho"):
        EpochParams(rho=10)  # type: ignore[call-arg]


def test_param_error_survives_pickling() -> None:
    with pytest.raises(ParamError) as caught:
        EpochParams(kappa=-1)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert str(copy) == str(caught.value) == "kappa: expected 0 to 65535 (u16, /65535), got -1"
