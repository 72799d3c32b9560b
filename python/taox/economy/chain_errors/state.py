"""Refusals because of how things are: missing, disabled, already there, not found."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "CommitRevealEnabled",
    "FirstEmissionBlockNumberAlreadySet",
    "HotKeyAlreadyRegisteredInSubNet",
    "MechanismDoesNotExist",
    "RootNetworkDoesNotExist",
    "SameAutoStakeHotkeyAlreadySet",
    "SubNetRegistrationDisabled",
    "SubnetNotExists",
    "SubtokenDisabled",
]


class CommitRevealEnabled(ChainError):
    """Weights must be committed first: commit-reveal is on for the subnet."""


class FirstEmissionBlockNumberAlreadySet(ChainError):
    """The subnet has started before."""


class HotKeyAlreadyRegisteredInSubNet(ChainError):
    """The hotkey already holds a uid on the subnet."""


class MechanismDoesNotExist(ChainError):
    """The subnet, or this mechanism of it, does not exist."""


class RootNetworkDoesNotExist(ChainError):
    """There is no root network."""


class SameAutoStakeHotkeyAlreadySet(ChainError):
    """The coldkey's incentive goes to this hotkey already."""


class SubNetRegistrationDisabled(ChainError):
    """Registrations are closed."""


class SubnetNotExists(ChainError):
    """There is no such subnet."""


class SubtokenDisabled(ChainError):
    """The subnet has not started: its alpha cannot be staked or traded."""
