"""Refusals because of who signs: not registered, not authorised, policy."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "AccountRejectsLockedAlpha",
    "BadOrigin",
    "CannotUseSystemAccount",
    "HotKeyAccountNotExists",
    "HotKeyNotRegisteredInNetwork",
    "HotKeyNotRegisteredInSubNet",
    "NeuronNoValidatorPermit",
    "NonAssociatedColdKey",
    "NotSubnetOwner",
]


class AccountRejectsLockedAlpha(ChainError):
    """The receiver of stake does not accept that it is locked."""


class BadOrigin(ChainError):
    """The call is not signed by who must sign it."""


class CannotUseSystemAccount(ChainError):
    """The key is the account of a subnet and can be no hotkey."""


class HotKeyAccountNotExists(ChainError):
    """Nobody owns the hotkey: it was never registered or associated."""


class HotKeyNotRegisteredInNetwork(ChainError):
    """The account holds no uid."""


class HotKeyNotRegisteredInSubNet(ChainError):
    """The hotkey holds no uid on the subnet."""


class NeuronNoValidatorPermit(ChainError):
    """Weights need a validator permit, unless a neuron only weighs itself."""


class NonAssociatedColdKey(ChainError):
    """Another coldkey owns the hotkey."""


class NotSubnetOwner(ChainError):
    """Somebody else owns the subnet, or nobody."""
