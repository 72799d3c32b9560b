"""What can be read of a chain's economy: pools, prices, quotes, families, claims."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_part import ChainPart, key
from taox.economy.gate import integer
from taox.economy.units import price_of_bits

__all__ = ["ChainEconomy", "Claimable", "Link", "SubnetEconomy", "TradeQuote"]


@dataclass(frozen=True, slots=True)
class TradeQuote:
    """What a trade would do now; nothing happened.

    Attributes:
        paid_in: What enters the pool, without fee: TAO rao for staking, alpha rao for unstaking.
        paid_out: What comes out: alpha rao for staking, TAO rao for unstaking.
        fee: Of the token that is paid in, rao.
        slippage: What ``paid_in`` would bring at the present price, less ``paid_out``; rao.
        price_before_bits: Spot price, TAO per alpha, U64F64 bits.
        price_after_bits: The same after the trade, and after the sale of an unstaking's fee where
            blocks have an author.
    """

    paid_in: int
    paid_out: int
    fee: int
    slippage: int
    price_before_bits: int
    price_after_bits: int

    @property
    def price_before(self) -> Decimal:
        """Spot price now, TAO per alpha."""
        return price_of_bits(self.price_before_bits)

    @property
    def price_after(self) -> Decimal:
        """Spot price after the trade, TAO per alpha."""
        return price_of_bits(self.price_after_bits)


@dataclass(frozen=True, slots=True)
class SubnetEconomy:
    """Pool, prices and pots of one subnet at one block. Amounts are rao.

    Attributes:
        netuid: The subnet.
        mechanism: 1 for a market; anything else trades one to one.
        tao_reserve: TAO in the pool.
        alpha_reserve: Alpha in the pool.
        quote_weight: Weight of TAO in the pool, parts of 10**18.
        initialized: Whether the pool's weights were set by a trade or from outside.
        fee_rate: Fee of a trade, of 65535.
        price_bits: Spot price, TAO per alpha, U64F64 bits.
        moving_price_bits: Moving price, by which subnets share emission, I96F32 bits.
        root_proportion_bits: Root's part in what validators earn, U96F32 bits.
        miner_burned_bits: Part of the last incentive that the owner's uids did not get, U96F32
            bits.
        alpha_out: Alpha outside the pool.
        protocol_alpha: Alpha that the chain bought and nobody owns.
        alpha_recycled: Alpha ever taken out of issuance.
        alpha_burned: Alpha ever left to nobody.
        volume: TAO ever traded.
        pending_server: Alpha that waits for the next epoch: the miners'.
        pending_validator: The validators'.
        pending_root: Root's.
        pending_owner_cut: The owner's.
        tao_in: TAO that the last block put into the pool. Of a subnet that does not emit this and
            the next three are 0; storage keeps the amounts of the last block in which it did.
        alpha_in: Alpha that it put in.
        alpha_emission: Alpha that it minted outside the pool.
        excess_tao: TAO for which it bought alpha.
        root_sell_tao: TAO for which root's alpha was sold.
        user_flow: Users' TAO that came in less what went out.
        protocol_flow: The chain's.
        burn: What the next registration costs, TAO.
        blocks_since_last_step: Blocks since an epoch last paid.
        last_epoch_block: When an epoch's slot was last consumed.
    """

    netuid: int
    mechanism: int
    tao_reserve: int
    alpha_reserve: int
    quote_weight: int
    initialized: bool
    fee_rate: int
    price_bits: int
    moving_price_bits: int
    root_proportion_bits: int
    miner_burned_bits: int
    alpha_out: int
    protocol_alpha: int
    alpha_recycled: int
    alpha_burned: int
    volume: int
    pending_server: int
    pending_validator: int
    pending_root: int
    pending_owner_cut: int
    tao_in: int
    alpha_in: int
    alpha_emission: int
    excess_tao: int
    root_sell_tao: int
    user_flow: int
    protocol_flow: int
    burn: int
    blocks_since_last_step: int
    last_epoch_block: int

    @property
    def price(self) -> Decimal:
        """Spot price, TAO per alpha, exact."""
        return price_of_bits(self.price_bits)

    @property
    def moving_price(self) -> Decimal:
        """Moving price, TAO per alpha, exact."""
        return price_of_bits(self.moving_price_bits, 32)


@dataclass(frozen=True, slots=True)
class Link:
    """A child or a parent of a hotkey.

    Attributes:
        proportion: The part of the parent's stake, of 2**64 - 1.
        hotkey: The other end.
    """

    proportion: int
    hotkey: Hotkey


@dataclass(frozen=True, slots=True)
class Claimable:
    """Root dividends that a coldkey could claim.

    Attributes:
        hotkey: Behind whom the root stake stands.
        netuid: Where it was earned.
        alpha: How much, alpha rao.
    """

    hotkey: Hotkey
    netuid: int
    alpha: int


class ChainEconomy(ChainPart):
    """The reading methods of `Chain` about TAO, alpha and who is entitled to it."""

    __slots__ = ()

    def pool(self, netuid: int) -> SubnetEconomy:
        """Pool, prices and pots of a subnet, root included.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return SubnetEconomy(**self._core.economy(integer("netuid", netuid, 16)))

    def price(self, netuid: int) -> Decimal:
        """The spot price, TAO per alpha, exact; 1 on root.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self.pool(netuid).price

    def moving_price(self, netuid: int) -> Decimal:
        """The moving price, TAO per alpha, exact: what a subnet's share of emission follows.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self.pool(netuid).moving_price

    def burn(self, netuid: int) -> int:
        """What the next registration costs, TAO rao.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.burn(integer("netuid", netuid, 16))

    def tao_emission(self) -> NDArray[np.uint64]:
        """TAO that the last block gave each subnet, rao, in the order of `netuids`.

        Into its pool, with alpha or as a purchase of alpha; the shares follow the moving prices
        (coinbase.md 5).
        """
        economies = [self._core.economy(netuid) for netuid in self._core.netuids]
        given = [one["tao_in"] + one["excess_tao"] for one in economies]
        return np.array(given, np.uint64)

    def quote_stake(self, netuid: int, tao: int) -> TradeQuote:
        """What `add_stake` of this much would bring now: alpha, fee, slippage.

        Args:
            netuid: The subnet; 0 is root.
            tao: TAO rao.

        Raises:
            SubnetNotExists: There is no such subnet.
            SwapInputTooLarge: More than a thousand times the TAO reserve.
            ReservesTooLow: The pool holds too little alpha, or would pay nothing.

        Example:
            >>> from taox.economy import Chain, Coldkey, Hotkey
            >>> chain = Chain()
            >>> owner = Coldkey.from_name("owner"), Hotkey.from_name("owner")
            >>> netuid = chain.create_subnet(*owner)
            >>> quote = chain.quote_stake(netuid, 10 * 10**9)
            >>> quote.paid_out, quote.fee, quote.slippage
            (9896053816, 5035477, 98910707)
        """
        return TradeQuote(
            **self._core.quote_stake(integer("netuid", netuid, 16), integer("tao", tao))
        )

    def quote_unstake(self, netuid: int, alpha: int) -> TradeQuote:
        """What `remove_stake` of this much would bring now: TAO, fee, slippage.

        Args:
            netuid: The subnet; 0 is root.
            alpha: Alpha rao.

        Raises:
            SubnetNotExists: There is no such subnet.
            SwapInputTooLarge: More than a thousand times the alpha reserve.
            ReservesTooLow: The pool holds too little TAO, or would pay nothing.
        """
        return TradeQuote(
            **self._core.quote_unstake(integer("netuid", netuid, 16), integer("alpha", alpha))
        )

    def delegate_take(self, hotkey: Hotkey) -> int:
        """The part of its nominators' dividends that a hotkey keeps, of 65535.

        Args:
            hotkey: Whose.
        """
        return self._core.delegate_take(key("hotkey", hotkey, Hotkey))

    def childkey_take(self, hotkey: Hotkey, netuid: int) -> int:
        """The part of what it earns for parents that a hotkey keeps, of 65535.

        Args:
            hotkey: The child.
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.childkey_take(
            key("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16)
        )

    def children(self, hotkey: Hotkey, netuid: int) -> list[Link]:
        """Whom a hotkey lends its stake on a subnet.

        Args:
            hotkey: The parent.
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return _links(
            self._core.children(key("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16))
        )

    def parents(self, hotkey: Hotkey, netuid: int) -> list[Link]:
        """Who lends a hotkey stake on a subnet.

        Args:
            hotkey: The child.
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return _links(
            self._core.parents(key("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16))
        )

    def root_claim_type(self, coldkey: Coldkey) -> str | list[int]:
        """What a coldkey's root dividends become: ``"swap"``, ``"keep"`` or the netuids kept.

        Args:
            coldkey: Whose.
        """
        return self._core.root_claim_type(key("coldkey", coldkey, Coldkey))

    def claimable(self, coldkey: Coldkey) -> list[Claimable]:
        """The root dividends a coldkey could claim, in the order of a claim.

        Amounts below a subnet's threshold are listed, but wait.

        Args:
            coldkey: Whose.
        """
        rows = self._core.claimable(key("coldkey", coldkey, Coldkey))
        return [Claimable(Hotkey(owner), netuid, alpha) for owner, netuid, alpha in rows]


def _links(rows: list[tuple[int, Any]]) -> list[Link]:
    return [Link(proportion, Hotkey(other)) for proportion, other in rows]
