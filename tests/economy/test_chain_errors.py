"""Exceptions and events: the same names and values on both sides of the extension."""

import pickle
from dataclasses import fields

import pytest

from taox import _core
from taox.economy import ChainError, Hotkey, InputError, chain_error, chain_errors, events

TABLE = {row["name"]: row for row in _core.chain_errors()}


def test_one_class_per_error() -> None:
    classes = {cls.__name__: cls for cls in ChainError.__subclasses__()}
    assert classes.keys() == TABLE.keys()
    for name, cls in classes.items():
        assert (cls.name, cls.group, cls.__doc__) == (
            name,
            TABLE[name]["group"],
            TABLE[name]["doc"],
        )
        assert getattr(chain_errors, name) is cls


def test_every_message_shows_every_value() -> None:
    for name, row in TABLE.items():
        values = {field: f"<{field}>" for field in row["fields"]}
        text = str(chain_error(name, values))
        assert all(value in text for value in values.values()), text


def test_values_are_plain_and_survive_a_wire() -> None:
    hotkey = Hotkey.from_name("alice")
    error = chain_error("HotKeyAccountNotExists", {"hotkey": hotkey})
    assert error.values == {"hotkey": hotkey.ss58}
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is type(error)
    assert (again.values, str(again)) == (error.values, str(error))


def test_an_unknown_name() -> None:
    with pytest.raises(InputError, match="Nonsense"):
        chain_error("Nonsense", {})


def test_missing_values_still_print() -> None:
    assert str(chain_error("SubnetNotExists", {})) == "SubnetNotExists {}"


def test_nobody_else_can_name_a_chain_error() -> None:
    with pytest.raises(TypeError, match="Invented"):
        type("Invented", (ChainError,), {})


def test_one_class_per_event() -> None:
    table = {row["name"]: row["fields"] for row in _core.chain_events()}
    known = {cls.__name__ for cls in vars(events).values() if isinstance(cls, type)} - {"Event"}
    assert known == table.keys()
    for name, expected in table.items():
        cls = getattr(events, name)
        own = [field.name for field in fields(cls)][2:]
        assert own == expected, name
        assert cls.__doc__
