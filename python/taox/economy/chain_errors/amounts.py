"""Refusals because of how much: balance, stake, liquidity, limits."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "AmountTooLow",
    "CannotAffordLockCost",
    "InsufficientBalance",
    "InsufficientLiquidity",
    "InsufficientStakeForLock",
    "NoNeuronIdAvailable",
    "NotEnoughBalanceToPaySwapHotKey",
    "NotEnoughBalanceToStake",
    "NotEnoughStakeToSetChildkeys",
    "NotEnoughStakeToSetWeights",
    "NotEnoughStakeToWithdraw",
    "PriceLimitExceeded",
    "RegistrationPriceLimitExceeded",
    "ReservesTooLow",
    "SlippageTooHigh",
    "StakeTooLowForRoot",
    "StakeUnavailable",
    "SubnetLimitReached",
    "SwapInputTooLarge",
    "TooManyUIDsPerMechanism",
    "TooManyUnrevealedCommits",
    "TrimmingWouldExceedMaxImmunePercentage",
    "UidsLengthExceedUidsInSubNet",
]


class AmountTooLow(ChainError):
    """The amount is below the smallest that may be staked or unstaked."""


class CannotAffordLockCost(ChainError):
    """The coldkey has less than a new subnet costs."""


class InsufficientBalance(ChainError):
    """An account holds less than is to be moved."""


class InsufficientLiquidity(ChainError):
    """The pool cannot pay out, or a stake so small would add no share."""


class InsufficientStakeForLock(ChainError):
    """More is to be locked than is held."""


class NoNeuronIdAvailable(ChainError):
    """The subnet is full and nobody may be pruned."""


class NotEnoughBalanceToPaySwapHotKey(ChainError):
    """The coldkey has less than the swap of a hotkey costs."""


class NotEnoughBalanceToStake(ChainError):
    """The coldkey's free balance is too small."""


class NotEnoughStakeToSetChildkeys(ChainError):
    """The hotkey is worth too little to have children."""


class NotEnoughStakeToSetWeights(ChainError):
    """The hotkey's stake weight is below the threshold."""


class NotEnoughStakeToWithdraw(ChainError):
    """More is to be unstaked than is held."""


class PriceLimitExceeded(ChainError):
    """The price is at the limit already, or beyond it."""


class RegistrationPriceLimitExceeded(ChainError):
    """The registration costs more than the signer allows."""


class ReservesTooLow(ChainError):
    """The pool holds too little of what it should pay out, or would pay nothing."""


class SlippageTooHigh(ChainError):
    """The amount would move the price beyond the limit."""


class StakeTooLowForRoot(ChainError):
    """Root is full and the hotkey has no more stake there than the lowest seat."""


class StakeUnavailable(ChainError):
    """Too much of the stake is locked."""


class SubnetLimitReached(ChainError):
    """No more subnets fit."""


class SwapInputTooLarge(ChainError):
    """More than a thousand times the reserve is to enter the pool."""


class TooManyUnrevealedCommits(ChainError):
    """Too many commits of the hotkey wait already."""


class TooManyUIDsPerMechanism(ChainError):
    """All mechanisms together would have more than 256 uids."""


class TrimmingWouldExceedMaxImmunePercentage(ChainError):
    """Too many of those left could not be pruned."""


class UidsLengthExceedUidsInSubNet(ChainError):
    """More weights than neurons."""
