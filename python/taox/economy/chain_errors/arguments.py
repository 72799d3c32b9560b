"""Refusals because of what was given: invalid arguments."""

from taox.economy.chain_errors.base import ChainError

__all__ = [
    "BelowMinimum",
    "CanNotSetRootNetworkWeights",
    "CannotBurnOrRecycleOnRootSubnet",
    "ChildParentInconsistency",
    "DelegateTakeTooHigh",
    "DelegateTakeTooLow",
    "DuplicateChild",
    "DuplicateUids",
    "IncorrectWeightVersionKey",
    "InvalidChild",
    "InvalidChildkeyTake",
    "InvalidSubnetNumber",
    "LockHotkeyMismatch",
    "NotExpendable",
    "ProportionOverflow",
    "RegistrationNotPermittedOnRootSubnet",
    "SameNetuid",
    "TooManyChildren",
    "UidVecContainInvalidOne",
    "WeightVecLengthIsLow",
    "WeightVecNotEqualSize",
]


class BelowMinimum(ChainError):
    """A balance above zero would end below the existential deposit."""


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


class DuplicateChild(ChainError):
    """A child is named twice."""


class DuplicateUids(ChainError):
    """A uid is named twice in one weight vector."""


class IncorrectWeightVersionKey(ChainError):
    """The version key is older than the subnet asks for."""


class InvalidChild(ChainError):
    """A hotkey names itself as its child."""


class InvalidChildkeyTake(ChainError):
    """The childkey take is out of its range."""


class InvalidSubnetNumber(ChainError):
    """No subnet or too many were named."""


class LockHotkeyMismatch(ChainError):
    """A coldkey's lock on a subnet is for another hotkey."""


class NotExpendable(ChainError):
    """A transfer that keeps the sender alive would leave it below the existential deposit."""


class ProportionOverflow(ChainError):
    """The proportions of all children exceed the whole."""


class RegistrationNotPermittedOnRootSubnet(ChainError):
    """Root has no burn registration."""


class SameNetuid(ChainError):
    """Origin and destination of stake are the same."""


class TooManyChildren(ChainError):
    """More children than a hotkey may have."""


class UidVecContainInvalidOne(ChainError):
    """A weight names a uid that holds no neuron."""


class WeightVecLengthIsLow(ChainError):
    """Fewer weights than the subnet asks for."""


class WeightVecNotEqualSize(ChainError):
    """Uids and weights differ in number."""
