"""Refusals because of how things are: missing, disabled, already there, not found."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "CommitRevealEnabled",
    "HotKeyAlreadyRegisteredInSubNet",
    "MechanismDoesNotExist",
    "NoExistingLock",
    "RootNetworkDoesNotExist",
    "SubNetRegistrationDisabled",
    "SubnetNotExists",
    "SubtokenDisabled",
    "TransferDisallowed",
]


class CommitRevealEnabled(ChainError):
    """Weights must be committed first: commit-reveal is on for the subnet."""


class HotKeyAlreadyRegisteredInSubNet(ChainError):
    """The hotkey already holds a uid on the subnet."""


class MechanismDoesNotExist(ChainError):
    """The subnet, or this mechanism of it, does not exist."""


class NoExistingLock(ChainError):
    """The coldkey has no lock on the subnet."""


class RootNetworkDoesNotExist(ChainError):
    """There is no root network."""


class SubNetRegistrationDisabled(ChainError):
    """Registrations are closed."""


class SubnetNotExists(ChainError):
    """There is no such subnet."""


class SubtokenDisabled(ChainError):
    """The subnet has not started: its alpha cannot be staked or traded."""


class TransferDisallowed(ChainError):
    """The owner of the subnet does not let stake change coldkeys."""
