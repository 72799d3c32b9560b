"""The vectors' calls of owners and root as calls of `taox.economy.Chain`.

A ``sudo_set_…`` call is `Chain.sudo_set` of the parameter whose row in the tables names the call.
"""

from collections.abc import Callable
from typing import Any

from taox.economy import HYPERPARAMETERS, NETWORK_PARAMETERS, Chain, Coldkey, Hyperparameter

CHOICES: dict[str, dict[object, str]] = {
    "yuma": {False: "2", True: "3"},
    "recycle_or_burn": {"Burn": "burn", "Recycle": "recycle"},
}
"""The vectors' words for choices, by type of parameter."""


def _by_row(row: Hyperparameter, argument: str) -> Callable[..., object]:
    def call(chain: Chain, origin: Any, netuid: int | None = None, **args: Any) -> None:
        value = args[argument]
        chain.sudo_set(origin, row.name, CHOICES.get(row.type, {}).get(value, value), netuid)

    return call


def _set_subnet_identity(chain: Chain, origin: Any, netuid: int, **fields: str) -> None:
    chain.set_subnet_identity(origin, netuid, **_bytes(fields))


def _set_identity(chain: Chain, coldkey: Coldkey, **fields: str) -> None:
    chain.set_identity(coldkey, **_bytes(fields))


def _bytes(fields: dict[str, str]) -> dict[str, bytes]:
    return {name: bytes.fromhex(field) for name, field in fields.items()}


SETTINGS: dict[str, Callable[..., object]] = {
    row.setter.call: _by_row(row, row.setter.argument)
    for row in (*HYPERPARAMETERS, *NETWORK_PARAMETERS)
    if row.setter and not hasattr(Chain, row.setter.call)
} | {
    "set_identity": _set_identity,
    "set_subnet_identity": _set_subnet_identity,
    "sudo_set_subnet_owner_hotkey": Chain.sudo_set_sn_owner_hotkey,
}
"""Calls that `Chain` names or shapes otherwise."""
