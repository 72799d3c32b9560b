"""Symbols of alpha, and what owners and holders say of themselves (transitions.md 3.3, 3.4)."""

import pytest

from settings_cases import NETUID, NOWHERE, OWNER, STRANGER, settled
from taox.economy import (
    AccountIdentity,
    Chain,
    Coldkey,
    Hotkey,
    InputTypeError,
    SubnetIdentity,
)
from taox.economy.chain_errors import (
    BadOrigin,
    HotKeyNotRegisteredInNetwork,
    InvalidIdentity,
    NotSubnetOwner,
    SubnetNotExists,
    SymbolAlreadyInUse,
    SymbolDoesNotExist,
)


def test_a_subnet_gets_another_symbol() -> None:
    chain = settled()
    chain.create_subnet(OWNER, Hotkey.from_name("second"), netuid=2)
    chain.update_symbol(OWNER, NETUID, "л")
    chain.update_symbol("root", 2, "Я")
    assert (chain.symbol(NETUID), chain.symbol(2)) == ("л", "Я")
    for taken, netuid in (("л", 1), ("Я", 2)):
        with pytest.raises(SymbolAlreadyInUse) as raised:
            chain.update_symbol(OWNER, NETUID, taken)
        assert raised.value.values == {"symbol": taken, "netuid": netuid}
    assert Chain.from_storage(chain.to_storage()).symbol(2) == "Я"
    assert Chain.restore(chain.snapshot()).symbol(2) == "Я"


@pytest.mark.parametrize("text", ["", "zz", "a", "αβ", "\N{GREEK CAPITAL LETTER TAU}"])
def test_what_is_no_symbol(text: str) -> None:
    with pytest.raises(SymbolDoesNotExist) as raised:
        settled().update_symbol(OWNER, NETUID, text)
    assert raised.value.values == {"symbol": text}


def test_who_may_change_a_symbol() -> None:
    chain = settled()
    with pytest.raises(BadOrigin):
        chain.update_symbol(STRANGER, NETUID, "л")
    with pytest.raises(SubnetNotExists):
        chain.update_symbol("root", NOWHERE, "л")
    with pytest.raises(SubnetNotExists):
        chain.symbol(NOWHERE)
    with pytest.raises(InputTypeError, match="symbol"):
        chain.update_symbol(OWNER, NETUID, b"x")  # type: ignore[arg-type]


def test_an_owner_says_what_a_subnet_is() -> None:
    chain = settled()
    assert chain.subnet_identity(NETUID) is None
    chain.set_subnet_identity(OWNER, NETUID, subnet_name=b"squares", description=b"x times x")
    expected = SubnetIdentity(subnet_name=b"squares", description=b"x times x")
    assert chain.subnet_identity(NETUID) == expected
    assert Chain.from_storage(chain.to_storage()).subnet_identity(NETUID) == expected
    assert Chain.restore(chain.snapshot()).subnet_identity(NETUID) == expected
    with pytest.raises(NotSubnetOwner) as raised:
        chain.set_subnet_identity(STRANGER, NETUID, subnet_name=b"mine")
    assert raised.value.values == {"coldkey": STRANGER.ss58, "netuid": NETUID}
    with pytest.raises(BadOrigin):
        chain.set_subnet_identity("root", NETUID, subnet_name=b"ours")
    with pytest.raises(InputTypeError, match="discord"):
        chain.set_subnet_identity(OWNER, NETUID, discord="text")  # type: ignore[arg-type]


@pytest.mark.parametrize("field", SubnetIdentity._fields)
def test_fields_of_a_subnet_have_limits(field: str) -> None:
    chain = settled()
    most = 256 if field in ("subnet_name", "discord") else 1_024
    chain.set_subnet_identity(OWNER, NETUID, **{field: b"x" * most})
    with pytest.raises(InvalidIdentity) as raised:
        chain.set_subnet_identity(OWNER, NETUID, **{field: b"x" * (most + 1)})
    assert raised.value.values == {"field": field, "bytes": most + 1, "most": most}


@pytest.mark.parametrize("field", AccountIdentity._fields)
def test_fields_of_an_account_have_limits(field: str) -> None:
    chain = settled()
    most = 1_024 if field in ("image", "description", "additional") else 256
    chain.set_identity(STRANGER, **{field: b"x" * most})
    with pytest.raises(InvalidIdentity) as raised:
        chain.set_identity(STRANGER, **{field: b"x" * (most + 1)})
    assert raised.value.values == {"field": field, "bytes": most + 1, "most": most}


def test_who_has_no_uid_says_nothing() -> None:
    chain, nobody = settled(), Coldkey.from_name("nobody")
    with pytest.raises(HotKeyNotRegisteredInNetwork) as raised:
        chain.set_identity(nobody, name=b"nobody")
    assert raised.value.values == {"account": nobody.ss58}
    with pytest.raises(BadOrigin):
        chain.set_identity("root", name=b"root")  # type: ignore[arg-type]
    chain.set_identity(STRANGER, name=b"stranger", url=b"example.org")
    assert chain.identity(STRANGER) == AccountIdentity(name=b"stranger", url=b"example.org")
    assert Chain.restore(chain.snapshot()).identity(STRANGER) == chain.identity(STRANGER)
    assert chain.identity(nobody) is None
