"""The chain's errors as exception classes, one per name.

The names, groups, messages and values are declared once, in ``rust/taox-core/src/chain/error.rs``;
the classes here take them from there by name, and a test holds both lists equal.
"""

from collections.abc import Mapping
from typing import ClassVar, Final, Self

from taox._core import chain_errors
from taox.economy.errors import InputError

__all__ = [
    "AmountTooLow",
    "BadOrigin",
    "BelowMinimum",
    "CanNotSetRootNetworkWeights",
    "CannotUseSystemAccount",
    "ChainError",
    "ChildParentInconsistency",
    "CommitRevealEnabled",
    "DelegateTakeTooHigh",
    "DelegateTakeTooLow",
    "DelegateTxRateLimitExceeded",
    "DuplicateChild",
    "DuplicateUids",
    "HotKeyAccountNotExists",
    "HotKeyAlreadyRegisteredInSubNet",
    "HotKeyNotRegisteredInSubNet",
    "IncorrectWeightVersionKey",
    "InsufficientBalance",
    "InsufficientLiquidity",
    "InvalidChild",
    "InvalidChildkeyTake",
    "InvalidSubnetNumber",
    "MechanismDoesNotExist",
    "NeuronNoValidatorPermit",
    "NoNeuronIdAvailable",
    "NonAssociatedColdKey",
    "NotEnoughBalanceToStake",
    "NotEnoughStakeToSetChildkeys",
    "NotEnoughStakeToSetWeights",
    "NotEnoughStakeToWithdraw",
    "NotExpendable",
    "PriceLimitExceeded",
    "ProportionOverflow",
    "RegistrationNotPermittedOnRootSubnet",
    "RegistrationPriceLimitExceeded",
    "ReservesTooLow",
    "RootNetworkDoesNotExist",
    "SettingWeightsTooFast",
    "SlippageTooHigh",
    "StakeTooLowForRoot",
    "SubNetRegistrationDisabled",
    "SubnetLimitReached",
    "SubnetNotExists",
    "SubtokenDisabled",
    "SwapInputTooLarge",
    "TooManyChildren",
    "TooManyRegistrationsThisBlock",
    "TooManyRegistrationsThisInterval",
    "TxChildkeyTakeRateLimitExceeded",
    "TxRateLimitExceeded",
    "UidVecContainInvalidOne",
    "UidsLengthExceedUidsInSubNet",
    "WeightVecLengthIsLow",
    "WeightVecNotEqualSize",
    "chain_error",
]

_TABLE: Final = {row["name"]: row for row in chain_errors()}
_CLASSES: Final[dict[str, "type[ChainError]"]] = {}


class ChainError(Exception):
    """The chain refused a call; nothing has changed.

    Each error of the chain is a subclass of its own.

    Attributes:
        name: The chain's own name of the error.
        group: What kind of refusal it is, such as ``rate limited`` (transitions.md Appendix E).
        values: The values that failed, by name: integers, and accounts as SS58 text.

    Args:
        values: The values that failed, by name.

    Example:
        >>> from taox.economy import Chain
        >>> try:
        ...     Chain().metagraph(9)
        ... except ChainError as error:
        ...     print(error.name, error.values, error)
        SubnetNotExists {'netuid': 9} subnet 9 does not exist
    """

    name: ClassVar[str] = "ChainError"
    group: ClassVar[str] = ""
    _message: ClassVar[str] = ""

    def __init__(self, values: Mapping[str, object] | None = None) -> None:
        given = dict(values or {})
        self.values: dict[str, int | str] = {
            name: value if isinstance(value, int) else str(value) for name, value in given.items()
        }
        super().__init__(self.values)

    def __init_subclass__(cls) -> None:
        if cls.__name__ not in _TABLE:
            raise TypeError(f"the chain has no error named {cls.__name__}")
        row = _TABLE[cls.__name__]
        cls.name, cls.group, cls._message = row["name"], row["group"], row["message"]
        _CLASSES[cls.name] = cls

    def __str__(self) -> str:
        try:
            return self._message.format(**self.values)
        except KeyError:
            # Told by somebody who left values out.
            return f"{self.name} {self.values}"

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, int | str]]]:
        return type(self), (self.values,)


def chain_error(name: str, values: Mapping[str, object]) -> ChainError:
    """The exception of a name and values that came over a wire.

    Args:
        name: The chain's own name.
        values: The values that failed.

    Raises:
        InputError: No error has this name.

    Example:
        >>> chain_error("SubnetNotExists", {"netuid": 9})
        SubnetNotExists({'netuid': 9})
    """
    if name not in _CLASSES:
        raise InputError("name", "the name of a chain error", repr(name))
    return _CLASSES[name](values)


class AmountTooLow(ChainError):
    """The amount is below the smallest that may be staked or unstaked."""


class BadOrigin(ChainError):
    """The call is not signed by who must sign it."""


class BelowMinimum(ChainError):
    """A balance above zero would end below the existential deposit."""


class CanNotSetRootNetworkWeights(ChainError):
    """Nobody sets weights on root."""


class CannotUseSystemAccount(ChainError):
    """The key is the account of a subnet and can be no hotkey."""


class ChildParentInconsistency(ChainError):
    """A child is already a parent of the same hotkey."""


class CommitRevealEnabled(ChainError):
    """Weights must be committed first: commit-reveal is on for the subnet."""


class DelegateTakeTooHigh(ChainError):
    """The take is above the highest."""


class DelegateTakeTooLow(ChainError):
    """The take is below the lowest, or a raise would not raise it, or a cut not cut it."""


class DelegateTxRateLimitExceeded(ChainError):
    """Too few blocks since the take last changed."""


class DuplicateChild(ChainError):
    """A child is named twice."""


class DuplicateUids(ChainError):
    """A uid is named twice in one weight vector."""


class HotKeyAccountNotExists(ChainError):
    """Nobody owns the hotkey: it was never registered or associated."""


class HotKeyAlreadyRegisteredInSubNet(ChainError):
    """The hotkey already holds a uid on the subnet."""


class HotKeyNotRegisteredInSubNet(ChainError):
    """The hotkey holds no uid on the subnet."""


class IncorrectWeightVersionKey(ChainError):
    """The version key is older than the subnet asks for."""


class InsufficientBalance(ChainError):
    """An account holds less than is to be moved."""


class InsufficientLiquidity(ChainError):
    """The pool cannot pay out, or a stake so small would add no share."""


class InvalidChild(ChainError):
    """A hotkey names itself as its child."""


class InvalidChildkeyTake(ChainError):
    """The childkey take is out of its range."""


class InvalidSubnetNumber(ChainError):
    """No subnet or too many were named."""


class MechanismDoesNotExist(ChainError):
    """The subnet, or this mechanism of it, does not exist."""


class NeuronNoValidatorPermit(ChainError):
    """Weights need a validator permit, unless a neuron only weighs itself."""


class NoNeuronIdAvailable(ChainError):
    """The subnet is full and nobody may be pruned."""


class NonAssociatedColdKey(ChainError):
    """Another coldkey owns the hotkey."""


class NotEnoughBalanceToStake(ChainError):
    """The coldkey's free balance is too small."""


class NotEnoughStakeToSetChildkeys(ChainError):
    """The hotkey is worth too little to have children."""


class NotEnoughStakeToSetWeights(ChainError):
    """The hotkey's stake weight is below the threshold."""


class NotEnoughStakeToWithdraw(ChainError):
    """More is to be unstaked than is held."""


class NotExpendable(ChainError):
    """A transfer that keeps the sender alive would leave it below the existential deposit."""


class PriceLimitExceeded(ChainError):
    """The price is at the limit already, or beyond it."""


class ProportionOverflow(ChainError):
    """The proportions of all children exceed the whole."""


class RegistrationNotPermittedOnRootSubnet(ChainError):
    """Root has no burn registration."""


class RegistrationPriceLimitExceeded(ChainError):
    """The registration costs more than the signer allows."""


class ReservesTooLow(ChainError):
    """The pool holds too little of what it should pay out, or would pay nothing."""


class RootNetworkDoesNotExist(ChainError):
    """There is no root network."""


class SettingWeightsTooFast(ChainError):
    """Too few blocks since the last weights of this uid."""


class SlippageTooHigh(ChainError):
    """The amount would move the price beyond the limit."""


class StakeTooLowForRoot(ChainError):
    """Root is full and the hotkey has no more stake there than the lowest seat."""


class SubNetRegistrationDisabled(ChainError):
    """Registrations are closed."""


class SubnetLimitReached(ChainError):
    """No more subnets fit."""


class SubnetNotExists(ChainError):
    """There is no such subnet."""


class SubtokenDisabled(ChainError):
    """The subnet has not started: its alpha cannot be staked or traded."""


class SwapInputTooLarge(ChainError):
    """More than a thousand times the reserve is to enter the pool."""


class TooManyChildren(ChainError):
    """More children than a hotkey may have."""


class TooManyRegistrationsThisBlock(ChainError):
    """Root took its seats of this block."""


class TooManyRegistrationsThisInterval(ChainError):
    """Root took its seats of this interval."""


class TxChildkeyTakeRateLimitExceeded(ChainError):
    """Too few blocks since the childkey take last changed."""


class TxRateLimitExceeded(ChainError):
    """Too few blocks since children were last set."""


class UidVecContainInvalidOne(ChainError):
    """A weight names a uid that holds no neuron."""


class UidsLengthExceedUidsInSubNet(ChainError):
    """More weights than neurons."""


class WeightVecLengthIsLow(ChainError):
    """Fewer weights than the subnet asks for."""


class WeightVecNotEqualSize(ChainError):
    """Uids and weights differ in number."""
