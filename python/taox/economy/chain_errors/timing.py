"""Refusals because of the clock: rate limited, too early, expired."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "AdminActionProhibitedDuringWeightsWindow",
    "DelegateTxRateLimitExceeded",
    "SettingWeightsTooFast",
    "TooManyRegistrationsThisBlock",
    "TooManyRegistrationsThisInterval",
    "TxChildkeyTakeRateLimitExceeded",
    "TxRateLimitExceeded",
]


class AdminActionProhibitedDuringWeightsWindow(ChainError):
    """Shortly before an epoch nothing is set."""


class DelegateTxRateLimitExceeded(ChainError):
    """Too few blocks since the take last changed."""


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
