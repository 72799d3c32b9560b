"""Calls that move stake, sell all of it or give it up (transitions.md 2.1 to 2.3)."""

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_economy import TradeQuote
from taox.economy.chain_part import ChainPart, key, signer
from taox.economy.gate import flag, integer

__all__ = ["ChainMoves"]


class ChainMoves(ChainPart):
    """The calls of `Chain` by which stake moves; a refused one changes nothing."""

    __slots__ = ()

    def move_stake(  # noqa: PLR0917 - as many as the chain gives it
        self,
        coldkey: Coldkey,
        origin_hotkey: Hotkey,
        destination_hotkey: Hotkey,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
    ) -> int:
        """Move stake to another hotkey, another subnet or both (transitions.md 2.2).

        Within a subnet shares change hands, without trade and fee. Between subnets alpha is sold
        and bought at market for one fee; TAO too little to be staked stays free. Returns the TAO
        rao that it was worth, or became, on the way.

        Args:
            coldkey: Who signs; whose stake it is.
            origin_hotkey: On whom it is staked.
            destination_hotkey: On whom it will be.
            origin_netuid: The subnet it leaves; 0 is root.
            destination_netuid: The subnet it goes to.
            alpha: Alpha rao of the origin, at most what is held.

        Raises:
            SameNetuid: It would stay where it is.
            SubnetNotExists: There is no such subnet.
            SubtokenDisabled: One of the subnets has not started.
            HotKeyAccountNotExists: Nobody owns one of the hotkeys.
            InsufficientLiquidity: The origin's pool cannot trade it.
            AmountTooLow: It is worth less than the smallest stake, 0.002 TAO; between subnets, no
                more than that.
            StakeUnavailable: Too much is locked for it to leave the subnet.
            ChainError: What the trades are refused with.

        Example:
            >>> from taox.economy import Chain, Coldkey, Hotkey
            >>> alice, one, two = Coldkey.from_name("alice"), *map(Hotkey.from_name, ("1", "2"))
            >>> chain = Chain(balances={alice: 100 * 10**9})
            >>> netuid = chain.create_subnet(Coldkey.from_name("owner"), one)
            >>> _ = chain.register(alice, netuid, two)
            >>> bought = chain.add_stake(alice, one, netuid, 50 * 10**9)
            >>> tao = chain.move_stake(alice, one, two, netuid, netuid, 10 * 10**9)
            >>> chain.stake(two, alice, netuid)
            10000000000
        """
        return self._core.move_stake(
            signer("coldkey", coldkey, Coldkey),
            key("origin_hotkey", origin_hotkey, Hotkey),
            key("destination_hotkey", destination_hotkey, Hotkey),
            integer("origin_netuid", origin_netuid, 16),
            integer("destination_netuid", destination_netuid, 16),
            integer("alpha", alpha),
        )

    def transfer_stake(  # noqa: PLR0917 - as many as the chain gives it
        self,
        coldkey: Coldkey,
        destination_coldkey: Coldkey,
        hotkey: Hotkey,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
    ) -> int:
        """Give stake to another coldkey; the subnet may change too. Returns as `move_stake`.

        Within a subnet alpha that is not locked goes first; what is missing takes its part of the
        lock along, if the receiver accepts that (`set_reject_locked_alpha`).

        Args:
            coldkey: Who signs; whose stake it is.
            destination_coldkey: Whose it will be.
            hotkey: On whom it is staked and stays.
            origin_netuid: The subnet it leaves; 0 is root.
            destination_netuid: The subnet it goes to.
            alpha: Alpha rao of the origin, at most what is held.

        Raises:
            TransferDisallowed: The owner of one of the subnets does not let stake be transferred.
            LockHotkeyMismatch: The receiver has a lock for another hotkey.
            AccountRejectsLockedAlpha: The receiver does not accept locked alpha.
            ChainError: What `move_stake` is refused with.
        """
        return self._core.transfer_stake(
            signer("coldkey", coldkey, Coldkey),
            key("destination_coldkey", destination_coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("origin_netuid", origin_netuid, 16),
            integer("destination_netuid", destination_netuid, 16),
            integer("alpha", alpha),
        )

    def swap_stake(
        self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
    ) -> int:
        """Move stake to another subnet on the same hotkey. Returns as `move_stake`.

        Args:
            coldkey: Who signs; whose stake it is.
            hotkey: On whom it is staked and stays.
            origin_netuid: The subnet it leaves; 0 is root.
            destination_netuid: The subnet it goes to.
            alpha: Alpha rao of the origin, at most what is held.

        Raises:
            ChainError: What `move_stake` is refused with.
        """
        return self._core.swap_stake(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("origin_netuid", origin_netuid, 16),
            integer("destination_netuid", destination_netuid, 16),
            integer("alpha", alpha),
        )

    def swap_stake_limit(
        self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        origin_netuid: int,
        destination_netuid: int,
        alpha: int,
        *,
        limit_price: int,
        allow_partial: bool = False,
    ) -> int:
        """`swap_stake` of no more than brings the ratio of prices to a limit.

        The limit only caps the amount, by the formula of the constant product; the trades
        themselves run at market. Returns as `move_stake`.

        Args:
            coldkey: Who signs; whose stake it is.
            hotkey: On whom it is staked and stays.
            origin_netuid: The subnet it leaves; 0 is root.
            destination_netuid: The subnet it goes to.
            alpha: Alpha rao of the origin, at most what is held.
            limit_price: Lowest price of the origin divided by that of the destination, times 10**9.
            allow_partial: Swap as much as the limit allows, maybe nothing.

        Raises:
            SlippageTooHigh: More than the limit allows.
            PriceLimitExceeded: With root on one side: the limit is reached already.
            ReservesTooLow: With root on one side: the other's pool is too small to trade.
            ChainError: What `move_stake` is refused with.
        """
        return self._core.swap_stake_limit(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("origin_netuid", origin_netuid, 16),
            integer("destination_netuid", destination_netuid, 16),
            integer("alpha", alpha),
            integer("limit_price", limit_price),
            flag("allow_partial", allow_partial),
        )

    def quote_swap_stake(
        self, origin_netuid: int, destination_netuid: int, alpha: int
    ) -> tuple[TradeQuote, TradeQuote]:
        """What moving stake between two subnets would do now: the sale and the purchase.

        The fee is that of the sale, or from root that of the purchase; nothing happens.

        Args:
            origin_netuid: The subnet it leaves; 0 is root.
            destination_netuid: The subnet it goes to.
            alpha: Alpha rao of the origin.

        Raises:
            SameNetuid: There is nothing to trade within a subnet.
            ChainError: What `quote_unstake` or `quote_stake` is refused with.

        Example:
            >>> from taox.economy import Chain, Coldkey, Hotkey
            >>> chain, owner = Chain(), Coldkey.from_name("owner")
            >>> for name in ("one", "two"):
            ...     _ = chain.create_subnet(owner, Hotkey.from_name(name))
            >>> sale, purchase = chain.quote_swap_stake(1, 2, 10 * 10**9)
            >>> sale.paid_out, sale.fee, purchase.paid_out, purchase.fee
            (9896053816, 5035477, 9799081577, 0)
        """
        sale, purchase = self._core.quote_swap_stake(
            integer("origin_netuid", origin_netuid, 16),
            integer("destination_netuid", destination_netuid, 16),
            integer("alpha", alpha),
        )
        return TradeQuote(**sale), TradeQuote(**purchase)

    def remove_stake_full_limit(
        self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: int,
        limit_price: int | None = None,
    ) -> int:
        """Unstake everything, whatever the price or only above a limit. Returns the TAO it became.

        Args:
            coldkey: Who signs and is paid.
            hotkey: From whom.
            netuid: The subnet; 0 is root.
            limit_price: Lowest spot price after the sale, rao per alpha.

        Raises:
            ChainError: What `remove_stake` is refused with, with a limit what `remove_stake_limit`
                is.
        """
        return self._core.remove_stake_full_limit(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            None if limit_price is None else integer("limit_price", limit_price),
        )

    def unstake_all(self, coldkey: Coldkey, hotkey: Hotkey) -> int:
        """Unstake everything from a hotkey on all subnets, root included (transitions.md 2.1).

        What cannot be sold, being locked or on a subnet that has not started, is left out silently.
        Returns the TAO it became.

        Args:
            coldkey: Who signs and is paid.
            hotkey: From whom.

        Raises:
            HotKeyAccountNotExists: Nobody owns the hotkey.
            ChainError: What a sale is refused with that passed its checks; then nothing is sold.
        """
        return self._core.unstake_all(
            signer("coldkey", coldkey, Coldkey), key("hotkey", hotkey, Hotkey)
        )

    def unstake_all_alpha(self, coldkey: Coldkey, hotkey: Hotkey) -> int:
        """Unstake everything from a hotkey but on root, and stake the TAO there. Returns the TAO.

        Args:
            coldkey: Who signs.
            hotkey: From whom, and on whom.

        Raises:
            HotKeyAccountNotExists: Nobody owns the hotkey.
            AmountTooLow: Nothing was sold.
            ChainError: What a sale is refused with that passed its checks; then nothing is sold.
        """
        return self._core.unstake_all_alpha(
            signer("coldkey", coldkey, Coldkey), key("hotkey", hotkey, Hotkey)
        )

    def recycle_alpha(self, coldkey: Coldkey, hotkey: Hotkey, alpha: int, netuid: int) -> int:
        """Take staked alpha out of issuance, so that it can be minted again. Returns how much.

        Args:
            coldkey: Who signs; whose stake it is.
            hotkey: On whom it is staked.
            alpha: Alpha rao, at most what is held; 0 changes nothing.
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
            CannotBurnOrRecycleOnRootSubnet: The netuid is 0.
            SubtokenDisabled: The subnet has not started.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            InsufficientLiquidity: More than there is outside the pool.
            StakeUnavailable: Too much is locked.
        """
        return self._core.recycle_alpha(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("alpha", alpha),
            integer("netuid", netuid, 16),
        )

    def burn_alpha(self, coldkey: Coldkey, hotkey: Hotkey, alpha: int, netuid: int) -> int:
        """Leave staked alpha to nobody; it stays issued. Returns how much.

        Args:
            coldkey: Who signs; whose stake it is.
            hotkey: On whom it is staked.
            alpha: Alpha rao, at most what is held; 0 changes nothing.
            netuid: The subnet.

        Raises:
            ChainError: What `recycle_alpha` is refused with.
        """
        return self._core.burn_alpha(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("alpha", alpha),
            integer("netuid", netuid, 16),
        )

    def add_stake_burn(
        self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: int,
        amount: int,
        limit: int | None = None,
    ) -> int:
        """Buy alpha and burn what was bought, all or nothing. Returns the alpha.

        Args:
            coldkey: Who signs and pays.
            hotkey: On whom it is staked in between.
            netuid: The subnet.
            amount: TAO rao.
            limit: Highest spot price after the purchase, rao per alpha.

        Raises:
            CannotBurnOrRecycleOnRootSubnet: The netuid is 0.
            ChainError: What `add_stake` is refused with, with a limit what `add_stake_limit` is;
                then what `burn_alpha` is.
        """
        return self._core.add_stake_burn(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("amount", amount),
            None if limit is None else integer("limit", limit),
        )
