"""TAO and rao, without floats surprising anyone.

Amounts are integers of rao everywhere; 1 TAO is 10^9 rao, and so is 1 alpha in alpha rao. These
functions are for the edges, where people write and read whole tokens.
"""

import operator
from decimal import Decimal, InvalidOperation, localcontext
from typing import Final

from taox.economy.errors import InputError, InputTypeError

__all__ = ["RAO_PER_TAO", "format_tao", "price_of_bits", "to_rao", "to_tao"]

RAO_PER_TAO: Final = 1_000_000_000
"""Rao in one TAO, and alpha rao in one alpha."""

_DIGITS = 9
_LIMIT = 2**64 - 1
_EXPECTED = "a finite amount of TAO of 0 or more with at most 9 decimals"


def to_rao(tao: str | Decimal | float) -> int:
    """Turn an amount of TAO into rao, exactly or not at all.

    Args:
        tao: Whole TAO as int; or text, Decimal or float. A float counts as the number it is
            printed as: ``0.1`` is a tenth.

    Raises:
        InputTypeError: It is no number.
        InputError: It is negative, not finite, over 2^64-1 rao, or has more than 9 decimals.

    Example:
        >>> to_rao(2), to_rao("1.5"), to_rao(0.1)
        (2000000000, 1500000000, 100000000)
    """
    rao = _decimal(tao).scaleb(_DIGITS)
    if rao != rao.to_integral_value() or not 0 <= rao <= _LIMIT:
        raise InputError("tao", _EXPECTED, repr(tao))
    return int(rao)


def to_tao(rao: int) -> Decimal:
    """Turn rao into TAO, exactly.

    Args:
        rao: An integer, also a negative one or one of NumPy's.

    Raises:
        InputTypeError: It is no integer.

    Example:
        >>> to_tao(1_500_000_000)
        Decimal('1.500000000')
    """
    return Decimal(_integer(rao)).scaleb(-_DIGITS)


def format_tao(rao: int, places: int = _DIGITS) -> str:
    """Write rao as TAO, cut to some decimals: never more than is there.

    Args:
        rao: An integer.
        places: Decimals to show, 0 to 9.

    Raises:
        InputTypeError: ``rao`` or ``places`` is no integer.
        InputError: ``places`` is not within 0 to 9.

    Example:
        >>> format_tao(1_234_567_890_123), format_tao(1_999_999_999, places=2)
        ('1,234.567890123', '1.99')
    """
    if not 0 <= _integer(places, "places") <= _DIGITS:
        raise InputError("places", "0 to 9", str(places))
    amount = _integer(rao)
    whole, rest = divmod(abs(amount), RAO_PER_TAO)
    sign = "-" if amount < 0 else ""
    decimals = f".{rest:09d}"[: places + 1] if places else ""
    return f"{sign}{whole:,}{decimals}"


def _decimal(tao: object) -> Decimal:
    if isinstance(tao, bool):
        raise InputTypeError("tao", "a number", repr(tao))
    if isinstance(tao, Decimal):
        amount = tao
    elif isinstance(tao, str | float):
        # float covers numpy.float64, whose repr is not the bare number.
        amount = _parsed(tao if isinstance(tao, str) else repr(float(tao)))
    else:
        amount = Decimal(_integer(tao, "tao", "a number"))
    if not amount.is_finite():
        raise InputError("tao", _EXPECTED, repr(tao))
    return amount


def _parsed(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise InputError("tao", _EXPECTED, repr(text)) from None


def _integer(value: object, argument: str = "rao", expected: str = "an integer") -> int:
    if isinstance(value, bool):
        raise InputTypeError(argument, expected, repr(value))
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise InputTypeError(argument, expected, type(value).__name__) from None


def price_of_bits(bits: int, fraction: int = 64) -> Decimal:
    """The exact number that a fixed-point integer stands for.

    Args:
        bits: The raw integer.
        fraction: How many of its bits stand behind the point: 64 for spot prices, 32 for moving
            prices.

    Example:
        >>> price_of_bits(3 << 62)
        Decimal('0.75')
    """
    with localcontext() as context:
        context.prec = 128
        return (Decimal(bits) / (1 << fraction)).normalize()
