"""Refusals because of the clock: rate limited, too early, expired."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "AdminActionProhibitedDuringWeightsWindow",
    "DelegateTxRateLimitExceeded",
    "HotKeySetTxRateLimitExceeded",
    "HotKeySwapOnSubnetIntervalNotPassed",
    "NeedWaitingMoreBlocksToStarCall",
    "NetworkTxRateLimitExceeded",
    "ServingRateLimitExceeded",
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
