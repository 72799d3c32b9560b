"""Refusals because of the clock: rate limited, too early, expired."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "CommittingWeightsTooFast",
    "DelegateTxRateLimitExceeded",
    "ExpiredWeightCommit",
    "InvalidRevealRound",
    "RevealTooEarly",
    "SettingWeightsTooFast",
    "TooManyRegistrationsThisBlock",
    "TooManyRegistrationsThisInterval",
    "TxChildkeyTakeRateLimitExceeded",
    "TxRateLimitExceeded",
]


class CommittingWeightsTooFast(ChainError):
    """Too few blocks since the last weights or commit of this uid."""


class DelegateTxRateLimitExceeded(ChainError):
    """Too few blocks since the take last changed."""


class ExpiredWeightCommit(ChainError):
    """The commit was not revealed in its window."""


class InvalidRevealRound(ChainError):
    """The round of a time-locked commit is over."""


class RevealTooEarly(ChainError):
    """The epoch of the reveal has not come, or is over."""


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
