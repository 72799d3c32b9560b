"""Refusals because of how things are: missing, disabled, already there, not found."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "AutoEpochAlreadyImminent",
    "CommitRevealDisabled",
    "CommitRevealEnabled",
    "DynamicTempoBlockedByCommitReveal",
    "EpochTriggerAlreadyPending",
    "FirstEmissionBlockNumberAlreadySet",
    "HotKeyAlreadyRegisteredInSubNet",
    "LiquidAlphaDisabled",
    "MechanismDoesNotExist",
    "NoExistingLock",
    "NoWeightsCommitFound",
    "POWRegistrationDisabled",
    "RootNetworkDoesNotExist",
    "SameAutoStakeHotkeyAlreadySet",
    "SubNetRegistrationDisabled",
    "SubnetDoesNotExist",
    "SubnetNotExists",
    "SubtokenDisabled",
    "SymbolAlreadyInUse",
    "SymbolDoesNotExist",
    "TransferDisallowed",
]


class CommitRevealDisabled(ChainError):
    """The subnet takes weights in plain form only."""


class AutoEpochAlreadyImminent(ChainError):
    """An automatic epoch comes as soon as the manual one would."""


class CommitRevealEnabled(ChainError):
    """Weights must be committed first: commit-reveal is on for the subnet."""


class DynamicTempoBlockedByCommitReveal(ChainError):
    """No manual epoch while commit-reveal is on: it would move the windows of reveals."""


class EpochTriggerAlreadyPending(ChainError):
    """A manual epoch is pending already."""


class FirstEmissionBlockNumberAlreadySet(ChainError):
    """The subnet has started before."""


class HotKeyAlreadyRegisteredInSubNet(ChainError):
    """The hotkey already holds a uid on the subnet."""


class LiquidAlphaDisabled(ChainError):
    """Liquid alpha is off: its rates cannot be set."""


class MechanismDoesNotExist(ChainError):
    """The subnet, or this mechanism of it, does not exist."""


class NoWeightsCommitFound(ChainError):
    """The hotkey has no such commit."""


class POWRegistrationDisabled(ChainError):
    """There is no proof of work."""


class NoExistingLock(ChainError):
    """The coldkey has no lock on the subnet."""


class RootNetworkDoesNotExist(ChainError):
    """There is no root network."""


class SameAutoStakeHotkeyAlreadySet(ChainError):
    """The coldkey's incentive goes to this hotkey already."""


class SubNetRegistrationDisabled(ChainError):
    """Registrations are closed."""


class SubnetDoesNotExist(ChainError):
    """There is no such subnet to set anything on."""


class SubnetNotExists(ChainError):
    """There is no such subnet."""


class SubtokenDisabled(ChainError):
    """The subnet has not started: its alpha cannot be staked or traded."""


class SymbolAlreadyInUse(ChainError):
    """A subnet has the symbol."""


class SymbolDoesNotExist(ChainError):
    """It is no symbol of alpha."""


class TransferDisallowed(ChainError):
    """The owner of the subnet does not let stake change coldkeys."""
