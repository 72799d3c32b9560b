"""Refusals because of what was given: invalid arguments."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "ActivityCutoffFactorMilliOutOfBounds",
    "ActivityCutoffTooLow",
    "AlphaHighTooLow",
    "AlphaLowOutOfRange",
    "BelowMinimum",
    "BondsMovingAverageMaxReached",
    "CanNotSetRootNetworkWeights",
    "CannotBurnOrRecycleOnRootSubnet",
    "ChildParentInconsistency",
    "DelegateTakeTooHigh",
    "DelegateTakeTooLow",
    "Deprecated",
    "DuplicateChild",
    "DuplicateUids",
    "FeeRateTooHigh",
    "IncorrectCommitRevealVersion",
    "IncorrectWeightVersionKey",
    "InputLengthsUnequal",
    "InvalidChild",
    "InvalidChildkeyTake",
    "InvalidIdentity",
    "InvalidIpAddress",
    "InvalidIpType",
    "InvalidNumRootClaim",
    "InvalidPort",
    "InvalidRevealCommitHashNotMatch",
    "InvalidRootClaimThreshold",
    "InvalidSubnetNumber",
    "InvalidValue",
    "LockHotkeyMismatch",
    "MaxAllowedUIdsLessThanCurrentUIds",
    "MaxAllowedUidsGreaterThanDefaultMaxAllowedUids",
    "MaxAllowedUidsLessThanMinAllowedUids",
    "MaxValidatorsLargerThanMaxUIds",
    "MinAllowedUidsGreaterThanCurrentUids",
    "MinAllowedUidsGreaterThanMaxAllowedUids",
    "NegativeSigmoidSteepness",
    "NewHotKeyIsSameWithOld",
    "NewHotKeyNotCleanForRootSwap",
    "NotExpendable",
    "NotPermittedOnRootSubnet",
    "ProportionOverflow",
    "RegistrationNotPermittedOnRootSubnet",
    "RevealPeriodTooLarge",
    "RevealPeriodTooSmall",
    "SameNetuid",
    "TempoOutOfBounds",
    "TooManyChildren",
    "UidVecContainInvalidOne",
    "ValueNotInBounds",
    "WeightVecLengthIsLow",
    "WeightVecNotEqualSize",
]


class ActivityCutoffFactorMilliOutOfBounds(ChainError):
    """The activity cutoff factor is out of its range."""


class ActivityCutoffTooLow(ChainError):
    """The activity cutoff is below the lowest."""


class AlphaHighTooLow(ChainError):
    """The largest liquid rate is too low."""


class AlphaLowOutOfRange(ChainError):
    """The smallest liquid rate is too low, or above the largest."""


class BelowMinimum(ChainError):
    """A balance above zero would end below the existential deposit."""


class BondsMovingAverageMaxReached(ChainError):
    """An owner cannot keep so much of the old bonds."""


class CanNotSetRootNetworkWeights(ChainError):
    """Nobody sets weights on root."""


class CannotBurnOrRecycleOnRootSubnet(ChainError):
    """Root has no alpha to be burned or recycled."""


class ChildParentInconsistency(ChainError):
    """A child is already a parent of the same hotkey."""


class DelegateTakeTooHigh(ChainError):
    """The take is above the highest."""


class DelegateTakeTooLow(ChainError):
    """The take is below the lowest, or a raise would not raise it, or a cut not cut it."""


class Deprecated(ChainError):
    """The call no longer does anything."""


class DuplicateChild(ChainError):
    """A child is named twice."""


class DuplicateUids(ChainError):
    """A uid is named twice in one weight vector."""


class IncorrectCommitRevealVersion(ChainError):
    """The version of the time-locked form is not the chain's."""


class FeeRateTooHigh(ChainError):
    """The fee of trades is too high."""


class IncorrectWeightVersionKey(ChainError):
    """The version key is older than the subnet asks for."""


class InputLengthsUnequal(ChainError):
    """The lists of a batch differ in length."""


class InvalidChild(ChainError):
    """A hotkey names itself as its child."""


class InvalidChildkeyTake(ChainError):
    """The childkey take is out of its range."""


class InvalidRevealCommitHashNotMatch(ChainError):
    """Commits wait, but none with this hash."""


class InvalidIdentity(ChainError):
    """A field of an identity is too long."""


class InvalidIpAddress(ChainError):
    """The address is none that others can reach."""


class InvalidIpType(ChainError):
    """Neither IPv4 nor IPv6."""


class InvalidNumRootClaim(ChainError):
    """So many claims do not fit in a block."""


class InvalidPort(ChainError):
    """Port 0."""


class InvalidRootClaimThreshold(ChainError):
    """The threshold of root claims is too high."""


class InvalidSubnetNumber(ChainError):
    """No subnet or too many were named."""


class InvalidValue(ChainError):
    """A value is out of its range."""


class MaxAllowedUIdsLessThanCurrentUIds(ChainError):
    """More uids are taken than would be allowed."""


class MaxAllowedUidsGreaterThanDefaultMaxAllowedUids(ChainError):
    """So many uids no subnet may have."""


class MaxAllowedUidsLessThanMinAllowedUids(ChainError):
    """A subnet may not become so small."""


class MaxValidatorsLargerThanMaxUIds(ChainError):
    """More validators than uids."""


class MinAllowedUidsGreaterThanCurrentUids(ChainError):
    """Fewer uids are taken than would be required."""


class MinAllowedUidsGreaterThanMaxAllowedUids(ChainError):
    """The fewest uids would be more than the most."""


class NegativeSigmoidSteepness(ChainError):
    """Only root sets a negative slope."""


class NewHotKeyIsSameWithOld(ChainError):
    """A hotkey is to be swapped for itself."""


class NewHotKeyNotCleanForRootSwap(ChainError):
    """The new hotkey has root stake, or claims on root dividends, of its own."""


class LockHotkeyMismatch(ChainError):
    """A coldkey's lock on a subnet is for another hotkey."""


class NotExpendable(ChainError):
    """A transfer that keeps the sender alive would leave it below the existential deposit."""


class NotPermittedOnRootSubnet(ChainError):
    """Root has no such parameter."""


class ProportionOverflow(ChainError):
    """The proportions of all children exceed the whole."""


class RegistrationNotPermittedOnRootSubnet(ChainError):
    """Root has no burn registration."""


class RevealPeriodTooLarge(ChainError):
    """Weights would be revealed too late."""


class RevealPeriodTooSmall(ChainError):
    """Weights would be revealed at once."""


class TempoOutOfBounds(ChainError):
    """An owner cannot set such a tempo."""


class SameNetuid(ChainError):
    """Origin and destination of stake are the same."""


class TooManyChildren(ChainError):
    """More children than a hotkey may have."""


class UidVecContainInvalidOne(ChainError):
    """A weight names a uid that holds no neuron."""


class ValueNotInBounds(ChainError):
    """A value is out of its range."""


class WeightVecLengthIsLow(ChainError):
    """Fewer weights than the subnet asks for."""


class WeightVecNotEqualSize(ChainError):
    """Uids and weights differ in number."""
