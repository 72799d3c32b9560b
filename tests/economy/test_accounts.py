"""Hotkeys and coldkeys: text, order, names, and what is refused."""

import hashlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taox.economy import AccountId, Coldkey, Hotkey, InputError, InputTypeError

ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
ALICE_BYTES = bytes.fromhex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")

keys = st.binary(min_size=32, max_size=32)


def test_the_development_account_of_substrate() -> None:
    alice = Coldkey.from_ss58(ALICE)
    assert bytes(alice) == ALICE_BYTES
    assert (alice.ss58, str(alice)) == (ALICE, ALICE)
    assert repr(alice) == "Coldkey(5Grwva…utQY)"


@given(keys)
def test_text_leads_back(raw: bytes) -> None:
    assert Hotkey.from_ss58(Hotkey(raw).ss58) == Hotkey(raw)


@given(keys, keys)
def test_order_is_that_of_the_bytes(left: bytes, right: bytes) -> None:
    assert (Hotkey(left) < Hotkey(right)) == (left < right)
    assert (Hotkey(right) < Hotkey(left)) == (right < left)


def test_a_hotkey_is_no_coldkey() -> None:
    hotkey, coldkey = Hotkey(ALICE_BYTES), Coldkey(ALICE_BYTES)
    assert hotkey != coldkey
    assert len({hotkey, coldkey, Hotkey(ALICE_BYTES)}) == 2
    with pytest.raises(TypeError):
        _ = hotkey < coldkey  # type: ignore[operator]


def test_names_are_labels() -> None:
    assert Hotkey.from_name("alice") == Hotkey.from_name("alice")
    assert bytes(Hotkey.from_name("alice")) != bytes(Coldkey.from_name("alice"))
    assert Hotkey.from_name("") != Hotkey.from_name(" ")


def test_the_bytes_of_a_name_are_a_hash_that_anybody_can_compute() -> None:
    expected = hashlib.sha256("taox:hotkey:Grüße".encode()).digest()
    assert bytes(Hotkey.from_name("Grüße")) == expected


@pytest.mark.parametrize("text", ["", "5Gr0", "5Grw", ALICE[:-1], ALICE + "1", "x" * 10_000])
def test_text_that_is_no_address(text: str) -> None:
    with pytest.raises(InputError) as caught:
        Hotkey.from_ss58(text)
    assert caught.value.argument == "text"


def test_a_mistyped_character_is_found() -> None:
    with pytest.raises(InputError, match="checksum"):
        Hotkey.from_ss58(ALICE.replace("z", "Z", 1))


def test_another_network_is_named() -> None:
    with pytest.raises(InputError, match="address type 0"):
        Hotkey.from_ss58("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5")


@pytest.mark.parametrize("raw", [b"", b"x" * 31, b"x" * 33])
def test_other_than_32_bytes(raw: bytes) -> None:
    with pytest.raises(InputError, match="32 bytes"):
        Hotkey(raw)


@pytest.mark.parametrize("value", [None, 1, ALICE, bytearray(32)])
def test_other_than_bytes(value: object) -> None:
    with pytest.raises(InputTypeError):
        Hotkey(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [None, 1, b"alice"])
def test_a_name_is_text(name: object) -> None:
    with pytest.raises(InputTypeError):
        Hotkey.from_name(name)  # type: ignore[arg-type]


def test_a_name_without_utf_8() -> None:
    with pytest.raises(InputError):
        Hotkey.from_name("\ud800")


def test_travels_in_messages_and_pickles() -> None:
    hotkey = Hotkey.from_name("alice")
    assert Hotkey.__from_msgpack__(hotkey.__msgpack__()) == hotkey
    assert pickle.loads(pickle.dumps(hotkey)) == hotkey  # noqa: S301
    assert isinstance(hotkey, AccountId)
