"""The rules of the economy that stand alone, for whoever has only numbers.

`Pool` is the weighted TAO/alpha pool (swap.md), `SharePool` the stake behind one hotkey
(coinbase.md 16); the functions are single rules of coinbase.md. All of it is exact.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from taox._core import SharePool as CoreSharePool
from taox._core import block_emission as core_block_emission
from taox._core import claim_indices as core_claim_indices
from taox._core import (
    clamped_burn,
    decayed_burn,
    pool_adjust,
    pool_at_price,
    pool_price,
    pool_quote,
    pool_trade,
    raised_burn,
)
from taox._core import pow_fall_backs as core_pow_fall_backs
from taox._core import pow_ratio as core_pow_ratio
from taox.economy.accounts import Coldkey
from taox.economy.chain_errors import chain_error
from taox.economy.chain_part import key
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe, flag, integer
from taox.economy.units import price_of_bits

__all__ = [
    "BurnPrice",
    "Pool",
    "PoolCounters",
    "SharePool",
    "Swap",
    "block_emission",
    "claim_indices",
    "pow_fall_backs",
    "pow_ratio",
]

MAX_PRICE_LIMIT = 10**15
MIN_PRICE_LIMIT = 1_000

Side = Literal["buy", "sell"]
"""``"buy"``: TAO in, alpha out; ``"sell"``: alpha in, TAO out."""


@dataclass(frozen=True, slots=True)
class Swap:
    """What a trade did, rao. The trader pays ``paid_in + fee_paid``.

    Attributes:
        paid_in: What entered the pool.
        paid_out: What came out of it.
        fee_paid: The fee, in the token paid in.
        fee_to_block_author: The part of it that the block author gets.
    """

    paid_in: int
    paid_out: int
    fee_paid: int
    fee_to_block_author: int


@dataclass(frozen=True, slots=True)
class PoolCounters:
    """What the chain counts beside a pool, rao.

    Attributes:
        alpha_out: Alpha outside the pool.
        total_stake: TAO in all pools; grows by whole purchases, fees included.
        volume: TAO ever traded.
    """

    alpha_out: int = 0
    total_stake: int = 0
    volume: int = 0


@dataclass(frozen=True, slots=True)
class Pool:
    """The TAO/alpha pool of a subnet at one moment (swap.md 1).

    Immutable: a trade returns the pool after it.

    Attributes:
        tao_reserve: TAO in the pool, rao.
        alpha_reserve: Alpha in the pool, rao.
        quote_weight: Weight of TAO, parts of 10**18, within 1 % to 99 %.
        initialized: Whether it has traded; before its first trade the weights become even.
        fee_rate: Fee of a trade, of 65535.
        mechanism: 1 for a market; with any other one alpha is one TAO.

    Example:
        >>> pool = Pool(10_000 * 10**9, 400_000 * 10**9)
        >>> pool.quote("buy", 100 * 10**9).paid_out
        3958421526397
    """

    tao_reserve: int
    alpha_reserve: int
    quote_weight: int = 500_000_000_000_000_000
    initialized: bool = False
    fee_rate: int = 33
    mechanism: int = 1

    def __post_init__(self) -> None:
        for name, bits in (
            ("tao_reserve", 64),
            ("alpha_reserve", 64),
            ("quote_weight", 64),
            ("fee_rate", 16),
            ("mechanism", 16),
        ):
            integer(name, getattr(self, name), bits)
        flag("initialized", self.initialized)

    @property
    def price_bits(self) -> int:
        """Spot price, TAO per alpha, U64F64 bits; 0 without alpha."""
        return pool_price(self._parts())

    @property
    def price(self) -> Decimal:
        """Spot price, TAO per alpha, exact; 0 without alpha."""
        return price_of_bits(self.price_bits)

    def quote(
        self,
        side: Side,
        amount: int,
        limit_price: int | None = None,
        *,
        drop_fees: bool = False,
    ) -> Swap:
        """What a trade would do (swap.md 7). The mechanism is not consulted.

        Args:
            side: ``"buy"`` (TAO in) or ``"sell"`` (alpha in).
            amount: What is paid, fee included, rao.
            limit_price: Worst spot price after the trade, rao per alpha; absent = the chain's
                widest limits.
            drop_fees: Whether it is free of fees.

        Raises:
            SwapInputTooLarge: More than a thousand times the reserve.
            ReservesTooLow: Too little to pay from, or nothing to pay.
            PriceLimitExceeded: The price is at the limit already.
            InsufficientLiquidity: More would be paid than there is.
        """
        return _swap(pool_quote(self._parts(), _order(side, amount, limit_price, drop_fees)))

    def trade(
        self,
        side: Side,
        amount: int,
        limit_price: int | None = None,
        *,
        drop_fees: bool = False,
        counters: PoolCounters | None = None,
    ) -> tuple[Swap, "Pool", PoolCounters]:
        """Trade (swap.md 9): the outcome, the pool and the counters after it.

        Args:
            side: ``"buy"`` (TAO in) or ``"sell"`` (alpha in).
            amount: What is paid, fee included, rao.
            limit_price: Worst spot price after the trade, rao per alpha; absent = the chain's
                widest limits.
            drop_fees: Whether it is free of fees.
            counters: The counters before; absent = all 0.

        Raises:
            ChainError: As `quote`, but without a market nothing is refused.
        """
        before = counters or PoolCounters()
        outcome, after, *counted = pool_trade(
            self._parts(),
            _order(side, amount, limit_price, drop_fees),
            integer("counters.alpha_out", before.alpha_out),
            integer("counters.total_stake", before.total_stake),
            integer("counters.volume", before.volume, 128),
        )
        return _swap(outcome), _pool(after), PoolCounters(*counted)

    def adjust(self, tao: int, alpha: int) -> tuple[int, int, "Pool"]:
        """Weights that keep the price when liquidity is added (swap.md 8).

        Returns what the caller must then add to the reserves (TAO, alpha), and the pool with its
        new weights and **old reserves**; (0, 0) and the same pool if a weight would get out of
        range.

        Args:
            tao: TAO to be added, rao.
            alpha: Alpha to be added, rao.
        """
        *accepted, after = pool_adjust(self._parts(), integer("tao", tao), integer("alpha", alpha))
        return accepted[0], accepted[1], _pool(after)

    def at_price(self, price_bits: int) -> "Pool":
        """The same reserves with the weights that give this spot price (swap.md 4).

        Args:
            price_bits: TAO per alpha, U64F64 bits.

        Raises:
            InputError: No weights of 1 % to 99 % give it.
        """
        return _pool(pool_at_price(self._parts(), integer("price_bits", price_bits, 128)))

    def _parts(self) -> tuple[int, int, int, int, bool, int]:
        return (
            self.mechanism,
            self.tao_reserve,
            self.alpha_reserve,
            self.quote_weight,
            self.initialized,
            self.fee_rate,
        )


def _pool(parts: tuple[int, int, int, int, bool, int]) -> Pool:
    mechanism, tao, alpha, weight, initialized, fee_rate = parts
    return Pool(tao, alpha, weight, initialized, fee_rate, mechanism)


def _order(
    side: str, amount: int, limit_price: int | None, drop_fees: bool
) -> tuple[bool, int, int, bool]:
    if side not in {"buy", "sell"}:
        raise InputError("side", '"buy" or "sell"', describe(side))
    if limit_price is None:
        limit_price = MAX_PRICE_LIMIT if side == "buy" else MIN_PRICE_LIMIT
    return (
        side == "buy",
        integer("amount", amount),
        integer("limit_price", limit_price),
        flag("drop_fees", drop_fees),
    )


def _swap(outcome: tuple[int, int, int, int] | str) -> Swap:
    if isinstance(outcome, str):
        raise chain_error(outcome, {})
    return Swap(*outcome)


@dataclass(frozen=True, slots=True)
class BurnPrice:
    """What the next registration costs, and how it moves (coinbase.md 3, transitions.md 1.5).

    Attributes:
        burn: The price, TAO rao.
        min_burn: Its lower limit, rao.
        max_burn: Its upper limit, rao.

    Example:
        >>> price = BurnPrice(10**9).after_registration((3 << 64) // 2)
        >>> price.burn, price.next_block(360).burn < price.burn
        (1500000000, True)
    """

    burn: int
    min_burn: int = 500_000
    max_burn: int = 100_000_000_000

    def __post_init__(self) -> None:
        for name in ("burn", "min_burn", "max_burn"):
            integer(name, getattr(self, name))

    def next_block(self, half_life: int, *, block: int | None = None) -> "BurnPrice":
        """The price one block later, halved over ``half_life`` blocks and within its limits.

        Args:
            half_life: Blocks; 0 does not decay.
            block: The block that begins; the first one of a chain, 1, does not decay yet.
        """
        limits = (self.burn, self.min_burn, self.max_burn)
        if block is not None and integer("block", block) <= 1:
            return replace(self, burn=clamped_burn(*limits))
        return replace(self, burn=decayed_burn(*limits, integer("half_life", half_life, 16)))

    def after_registration(self, multiplier_bits: int) -> "BurnPrice":
        """The price after one more registration.

        Args:
            multiplier_bits: What it is multiplied with, U64F64 bits (``burn_increase_mult``).
        """
        bits = integer("multiplier_bits", multiplier_bits, 128)
        return replace(self, burn=raised_burn(self.burn, self.min_burn, self.max_burn, bits))


class SharePool:
    """The stake behind one hotkey on one subnet, as shares of its holders (coinbase.md 16).

    Shares and their denominator are decimal floats: (mantissa, exponent) for m · 10**e.

    Example:
        >>> alice, bob = Coldkey.from_name("alice"), Coldkey.from_name("bob")
        >>> pool = SharePool()
        >>> pool.credit(alice, 100)
        >>> pool.credit(bob, 50)
        >>> pool.raise_all(30)
        >>> pool.value(alice), pool.value(bob)
        (120, 60)
    """

    __slots__ = ("_core",)

    def __init__(self) -> None:
        self._core = CoreSharePool()

    @property
    def total(self) -> int:
        """What all holders own together, rao."""
        return self._core.total

    @property
    def denominator(self) -> tuple[int, int]:
        """The sum of all shares."""
        return self._core.denominator

    def credit(self, holder: Coldkey, amount: int) -> None:
        """Add to what one holder owns.

        Args:
            holder: Whose.
            amount: Rao.
        """
        self._core.credit(key("holder", holder, Coldkey), integer("amount", amount))

    def debit(self, holder: Coldkey, amount: int) -> bool:
        """Take from what one holder owns, or nothing if it owns less. Returns whether it was done.

        Args:
            holder: Whose.
            amount: Rao.
        """
        return self._core.debit(key("holder", holder, Coldkey), integer("amount", amount))

    def raise_all(self, amount: int) -> None:
        """Add to what all holders own, in proportion.

        Args:
            amount: Rao.
        """
        self._core.raise_all(integer("amount", amount))

    def value(self, holder: Coldkey) -> int:
        """What one holder owns, floored to rao.

        Args:
            holder: Whose.
        """
        return self._core.value(key("holder", holder, Coldkey))

    def shares(self) -> dict[Coldkey, tuple[int, int]]:
        """The share of each holder, in the order of their bytes."""
        return {Coldkey(holder): share for holder, share in self._core.shares().items()}

    def __repr__(self) -> str:
        return f"<SharePool total={self.total} holders={len(self._core.shares())}>"


def block_emission(issuance: int) -> int:
    """TAO minted in a block at this issuance; it halves as issuance grows (coinbase.md 4.1).

    Args:
        issuance: TAO or alpha in existence, rao.

    Example:
        >>> block_emission(10_499_999 * 10**9), block_emission(10_500_000 * 10**9)
        (1000000000, 500000000)
    """
    return core_block_emission(integer("issuance", issuance))


def claim_indices(parent_hash: bytes, num_root_claim: int, num_staking_coldkeys: int) -> list[int]:
    """Whose root dividends a block claims, as positions in the index (coinbase.md 13.4).

    Args:
        parent_hash: Hash of the block before, 32 bytes.
        num_root_claim: How many are drawn.
        num_staking_coldkeys: How many there are.

    Raises:
        InputTypeError: The hash is not bytes.
        InputError: It has not 32 of them.
    """
    if not isinstance(parent_hash, bytes):
        raise InputTypeError("parent_hash", "32 bytes", describe(parent_hash))
    if len(parent_hash) != 32:
        raise InputError("parent_hash", "32 bytes", f"{len(parent_hash)} bytes")
    return core_claim_indices(
        parent_hash,
        integer("num_root_claim", num_root_claim),
        integer("num_staking_coldkeys", num_staking_coldkeys),
    )


def pow_ratio(
    base: tuple[int, int], exponent: tuple[int, int], *, scale: int, precision_bits: int = 256
) -> int:
    """⌊scale · (a/b)^(n/d)⌋ as the pool computes it (swap.md 5).

    Args:
        base: a and b, each of 128 bits; b above 0.
        exponent: n and d, each of 64 bits; d above 0.
        scale: What the power is multiplied with before it is floored.
        precision_bits: 256 for what a trade pays, 1024 for what reaches a price.

    Raises:
        ParamError: Another precision, or a denominator of 0.

    Example:
        >>> pow_ratio((1, 2), (1, 2), scale=10**18)
        707106781186547524
    """
    value, _ = core_pow_ratio(
        (integer("base[0]", base[0], 128), integer("base[1]", base[1], 128)),
        (integer("exponent[0]", exponent[0]), integer("exponent[1]", exponent[1])),
        integer("scale", scale),
        integer("precision_bits", precision_bits),
    )
    return value


def pow_fall_backs() -> int:
    """How many powers of this process the fast path declined, left to exact integers."""
    return core_pow_fall_backs()
