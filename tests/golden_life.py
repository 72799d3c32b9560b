"""The vectors' calls of the life of subnets and neurons as calls of `taox.economy.Chain`."""

from collections.abc import Callable
from typing import Any

from taox.economy import Chain, Coldkey, Hotkey, SubnetIdentity


def _register_network(
    chain: Chain, coldkey: Coldkey, hotkey: Hotkey, identity: list[str] | None
) -> None:
    said = None if identity is None else SubnetIdentity(*map(bytes.fromhex, identity))
    chain.register_network_with_identity(coldkey, hotkey, said)


def _serve_axon_tls(chain: Chain, certificate: str, **args: Any) -> None:
    chain.serve_axon_tls(certificate=bytes.fromhex(certificate), **args)


LIFE: dict[str, Callable[..., object]] = {
    "register_network_with_identity": _register_network,
    "serve_axon_tls": _serve_axon_tls,
}
"""Calls whose bytes are hexadecimal in the vectors."""
