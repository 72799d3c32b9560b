"""Refusals because of the clock: rate limited, too early, expired."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "AdminActionProhibitedDuringWeightsWindow",
    "CommittingWeightsTooFast",
    "DelegateTxRateLimitExceeded",
    "ExpiredWeightCommit",
    "HotKeySetTxRateLimitExceeded",
    "HotKeySwapOnSubnetIntervalNotPassed",
    "InvalidRevealRound",
    "NeedWaitingMoreBlocksToStarCall",
    "NetworkTxRateLimitExceeded",
    "RevealTooEarly",
    "ServingRateLimitExceeded",
    "SettingWeightsTooFast",
    "TooManyRegistrationsThisBlock",
    "TooManyRegistrationsThisInterval",
    "TxChildkeyTakeRateLimitExceeded",
    "TxRateLimitExceeded",
]


class CommittingWeightsTooFast(ChainError):
    """Too few blocks since the last weights or commit of this uid."""


class AdminActionProhibitedDuringWeightsWindow(ChainError):
    """Shortly before an epoch nothing is set."""


class DelegateTxRateLimitExceeded(ChainError):
    """Too few blocks since the take last changed."""


class ExpiredWeightCommit(ChainError):
    """The commit was not revealed in its window."""


class InvalidRevealRound(ChainError):
    """The round of a time-locked commit is over."""


class RevealTooEarly(ChainError):
    """The epoch of the reveal has not come, or is over."""


class HotKeySetTxRateLimitExceeded(ChainError):
    """Too few blocks since the coldkey last swapped a hotkey."""


class HotKeySwapOnSubnetIntervalNotPassed(ChainError):
    """Too few blocks since the coldkey last swapped a hotkey on the subnet."""


class NeedWaitingMoreBlocksToStarCall(ChainError):
    """Too few blocks since the subnet was created."""


class NetworkTxRateLimitExceeded(ChainError):
    """Too few blocks since any subnet was created."""


class ServingRateLimitExceeded(ChainError):
    """Too few blocks since the hotkey last published an address."""


class SettingWeightsTooFast(ChainError):
    """Too few blocks since the last weights of this uid."""


class TooManyRegistrationsThisBlock(ChainError):
    """Root took its seats of this block."""


class TooManyRegistrationsThisInterval(ChainError):
    """Root took its seats of this interval."""


class TxChildkeyTakeRateLimitExceeded(ChainError):
    """Too few blocks since the childkey take last changed."""


class TxRateLimitExceeded(ChainError):
    """Too few blocks since the same was last done on the subnet."""
