"""Refusals because of how things are: missing, disabled, already there, not found."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "CommitRevealDisabled",
    "CommitRevealEnabled",
    "HotKeyAlreadyRegisteredInSubNet",
    "MechanismDoesNotExist",
    "NoWeightsCommitFound",
    "RootNetworkDoesNotExist",
    "SubNetRegistrationDisabled",
    "SubnetNotExists",
    "SubtokenDisabled",
]


class CommitRevealDisabled(ChainError):
    """The subnet takes weights in plain form only."""


class CommitRevealEnabled(ChainError):
    """Weights must be committed first: commit-reveal is on for the subnet."""


class HotKeyAlreadyRegisteredInSubNet(ChainError):
    """The hotkey already holds a uid on the subnet."""


class MechanismDoesNotExist(ChainError):
    """The subnet, or this mechanism of it, does not exist."""


class NoWeightsCommitFound(ChainError):
    """The hotkey has no such commit."""


class RootNetworkDoesNotExist(ChainError):
    """There is no root network."""


class SubNetRegistrationDisabled(ChainError):
    """Registrations are closed."""


class SubnetNotExists(ChainError):
    """There is no such subnet."""


class SubtokenDisabled(ChainError):
    """The subnet has not started: its alpha cannot be staked or traded."""
