"""Addresses that neurons publish."""

from ipaddress import ip_address
from typing import Any

import pytest

from taox.economy import (
    AxonInfo,
    AxonServed,
    Chain,
    ChainError,
    Coldkey,
    Hotkey,
    InputError,
    InputTypeError,
    PrometheusInfo,
    PrometheusServed,
)
from taox.economy.chain_errors import (
    HotKeyNotRegisteredInNetwork,
    InvalidIpAddress,
    InvalidIpType,
    InvalidPort,
    ServingRateLimitExceeded,
)

KEY, STRANGER = Hotkey.from_name("owner"), Hotkey.from_name("stranger")
IP = int(ip_address("192.0.2.7"))
GOOD: dict[str, Any] = {"ip": IP, "port": 8091}


@pytest.fixture
def chain() -> Chain:
    """A subnet whose owner holds uid 0, at block 1."""
    chain = Chain()
    chain.create_subnet(Coldkey.from_name("owner"), KEY, max_allowed_uids=2)
    chain.step()
    return chain


def refused(chain: Chain, call: str, hotkey: Hotkey, **args: Any) -> ChainError:
    """The refusal of a call that changes nothing."""
    before = chain.state_hash(), chain.event_count
    with pytest.raises(ChainError) as caught:
        getattr(chain, call)(hotkey, 1, **(GOOD | args))
    assert (chain.state_hash(), chain.event_count) == before
    return caught.value


def test_an_axon_is_stored_as_it_was_published(chain: Chain) -> None:
    assert chain.axon(1, KEY) is None
    chain.serve_axon(KEY, 1, version=7, protocol=1, placeholder1=2, placeholder2=3, **GOOD)
    assert chain.axon(1, KEY) == AxonInfo(
        block=1,
        version=7,
        ip=IP,
        port=8091,
        ip_type=4,
        protocol=1,
        placeholder1=2,
        placeholder2=3,
    )
    assert chain.events()[-1] == AxonServed(number=2, block=1, netuid=1, hotkey=KEY)
    again = Chain.restore(chain.snapshot())
    assert again.axon(1, KEY) == chain.axon(1, KEY)
    dumped = Chain.from_storage(chain.to_storage())
    assert dumped.axon(1, KEY) == chain.axon(1, KEY)


def test_prometheus_is_a_record_of_its_own(chain: Chain) -> None:
    chain.serve_prometheus(KEY, 1, version=2, **GOOD)
    assert chain.prometheus(1, KEY) == PrometheusInfo(
        block=1, version=2, ip=IP, port=8091, ip_type=4
    )
    assert chain.axon(1, KEY) is None
    assert type(chain.events()[-1]) is PrometheusServed
    chain.serve_axon(KEY, 1, **GOOD)


@pytest.mark.parametrize(
    ("certificate", "stored"),
    [
        (b"\x01key", (1, b"key")),
        (b"\x02" + b"k" * 64, (2, b"k" * 64)),
        (b"\x01", (1, b"")),
        (b"\x01" + b"k" * 65, None),
        (b"", None),
    ],
)
def test_certificates(chain: Chain, certificate: bytes, stored: tuple[int, bytes] | None) -> None:
    chain.serve_axon_tls(KEY, 1, certificate=certificate, **GOOD)
    assert chain.certificate(1, KEY) == stored
    assert chain.axon(1, KEY) is not None


def test_refusals_of_an_axon_in_order(chain: Chain) -> None:
    loopback = int(ip_address("127.0.0.1"))
    error = refused(chain, "serve_axon", STRANGER, ip=loopback, ip_type=5, port=0)
    assert type(error) is HotKeyNotRegisteredInNetwork
    assert error.values == {"account": STRANGER.ss58}
    error = refused(chain, "serve_axon", KEY, ip=loopback, ip_type=5, port=0)
    assert (type(error), error.values) == (InvalidIpType, {"ip_type": 5})
    error = refused(chain, "serve_axon", KEY, ip=loopback, port=0)
    assert (type(error), error.values) == (InvalidIpAddress, {"ip": "127.0.0.1"})
    error = refused(chain, "serve_axon", KEY, port=0)
    assert (type(error), error.values) == (InvalidPort, {"port": 0})
    chain.serve_axon(KEY, 1, **GOOD)
    chain.run(49)
    error = refused(chain, "serve_axon", KEY, port=0)
    assert type(error) is ServingRateLimitExceeded
    assert error.values == {
        "hotkey": KEY.ss58,
        "netuid": 1,
        "last": 1,
        "block": 50,
        "rate_limit": 50,
    }
    chain.step()
    chain.serve_axon(KEY, 1, ip=0, port=1)


def test_refusals_of_prometheus_in_order(chain: Chain) -> None:
    error = refused(chain, "serve_prometheus", STRANGER, ip=0, ip_type=0, port=0)
    assert type(error) is InvalidIpType
    error = refused(chain, "serve_prometheus", STRANGER, ip=0, port=0)
    assert (type(error), error.values) == (InvalidIpAddress, {"ip": "0.0.0.0"})  # noqa: S104
    error = refused(chain, "serve_prometheus", STRANGER, port=0)
    assert type(error) is HotKeyNotRegisteredInNetwork
    assert type(refused(chain, "serve_prometheus", KEY, port=0)) is InvalidPort
    chain.serve_prometheus(KEY, 1, **GOOD)
    assert type(refused(chain, "serve_prometheus", KEY, port=0)) is ServingRateLimitExceeded


@pytest.mark.parametrize(
    ("text", "version"),
    [("127.0.0.1", 4), ("255.255.255.255", 4), ("::1", 6), ("ff" * 2 + ":ffff" * 7, 6)],
)
def test_addresses_that_nobody_reaches(chain: Chain, text: str, version: int) -> None:
    error = refused(chain, "serve_axon", KEY, ip=int(ip_address(text)), ip_type=version)
    assert (type(error), error.values) == (InvalidIpAddress, {"ip": text})


def test_an_address_of_version_6_is_none_of_version_4(chain: Chain) -> None:
    ip = int(ip_address("2001:db8::7"))
    assert type(refused(chain, "serve_axon", KEY, ip=ip)) is InvalidIpAddress
    chain.serve_axon(KEY, 1, ip=ip, port=80, ip_type=6)


def test_without_rate_limit(chain: Chain) -> None:
    chain.set_hyperparameters(1, serving_rate_limit=0)
    for port in (1, 2):
        chain.serve_axon(KEY, 1, ip=IP, port=port)


def test_what_a_pruned_neuron_published_is_deleted() -> None:
    payer, first, second = Coldkey.from_name("payer"), Hotkey.from_name("1"), Hotkey.from_name("2")
    chain = Chain(balances={payer: 10**12})
    chain.create_subnet(Coldkey.from_name("owner"), KEY, max_allowed_uids=2)
    chain.register(payer, 1, first)
    chain.serve_axon_tls(first, 1, certificate=b"\x01key", **GOOD)
    chain.serve_prometheus(first, 1, **GOOD)
    assert chain.register(payer, 1, second) == 1
    assert (chain.axon(1, first), chain.prometheus(1, first)) == (None, None)
    assert chain.certificate(1, first) is None


def test_arguments_are_checked(chain: Chain) -> None:
    with pytest.raises(InputError, match="port"):
        chain.serve_axon(KEY, 1, ip=IP, port=70_000)
    with pytest.raises(InputTypeError, match="certificate"):
        chain.serve_axon_tls(KEY, 1, ip=IP, port=1, certificate="key")  # type: ignore[arg-type]
