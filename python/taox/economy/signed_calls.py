"""Which methods of `Chain` are calls that a key signs, and which key: what a front door lets in."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from taox.economy.accounts import AccountId, Coldkey, Hotkey
from taox.economy.chain import Chain
from taox.economy.chain_economy import ChainEconomy
from taox.economy.chain_verbs import ChainVerbs
from taox.economy.chain_views import ChainViews
from taox.economy.errors import InputError

__all__ = ["SIGNED_CALLS", "SignedCall"]

_SIGNERS: Final = {"hotkey": Hotkey, "coldkey": Coldkey, "origin": Coldkey, "sender": Coldkey}

#: What nobody signs: a devnet's verbs, and what is read.
_UNSIGNED: Final = (ChainEconomy, ChainVerbs, ChainViews)

#: What is read of a key, and stands beside what it signs.
_READ: Final = {
    "auto_stake_hotkey",
    "conviction",
    "identity",
    "rejects_locked_alpha",
    "stake_lock",
    "stake_on_subnet",
    "unlocked_stake",
}


@dataclass(frozen=True, slots=True)
class SignedCall:
    """A call of the chain that a key signs.

    Attributes:
        name: The method of `Chain`.
        signer: Its first parameter, who signs.
        kind: What kind of key that is.
        parameters: The names of the others.
    """

    name: str
    signer: str
    kind: type[AccountId]
    parameters: tuple[str, ...]

    def send(self, chain: Chain, signer: AccountId, arguments: Mapping[str, Any]) -> Any:
        """Makes the call on a chain.

        Args:
            chain: The chain.
            signer: Who signs, a key of this `kind`.
            arguments: All arguments but the signer, by name.

        Returns:
            What the method returns.

        Raises:
            InputError: An argument is unknown or missing, or none that the call takes.
            ChainError: The chain refused.
        """
        try:
            return getattr(chain, self.name)(signer, **arguments)
        except InputError:
            raise
        except (TypeError, ValueError, OverflowError, AttributeError) as error:
            # What came over a wire may have any shape.
            expected = f"the arguments {', '.join(self.parameters)}"
            raise InputError(self.name, expected, str(error)) from error


def _signed(name: str, method: object) -> SignedCall | None:
    if name.startswith("_") or name in _READ or not inspect.isfunction(method):
        return None
    _, *parameters = inspect.signature(method).parameters
    if not parameters or parameters[0] not in _SIGNERS:
        return None
    signer, *others = parameters
    return SignedCall(name, signer, _SIGNERS[signer], tuple(others))


def _of_chain() -> Mapping[str, SignedCall]:
    parts = (part for part in reversed(Chain.__mro__) if part not in _UNSIGNED)
    methods = {name: method for part in parts for name, method in vars(part).items()}
    calls = (_signed(name, method) for name, method in sorted(methods.items()))
    return MappingProxyType({call.name: call for call in calls if call is not None})


SIGNED_CALLS: Final[Mapping[str, SignedCall]] = _of_chain()
"""Every signed call by name. A test holds the names against those that are meant."""
