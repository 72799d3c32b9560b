"""The calls that move TAO and alpha, and those of root, children and takes (transitions.md)."""

from collections.abc import Iterable, Sequence

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_part import ChainPart, key, signer
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe, flag, integer, integers, pairs

__all__ = ["ChainMarket"]


class ChainMarket(ChainPart):
    """The economic calls of `Chain`; a refused one raises a `ChainError` and changes nothing."""

    __slots__ = ()

    def transfer(self, sender: Coldkey, receiver: Coldkey, amount: int) -> None:
        """Send free TAO and keep the sender's account alive (``transfer_keep_alive``).

        Args:
            sender: Who signs and pays.
            receiver: Who is paid.
            amount: TAO rao.

        Raises:
            InsufficientBalance: More than the sender has.
            NotExpendable: The sender would keep less than 500 rao.
            BelowMinimum: The receiver would end between 0 and 500 rao.
        """
        self._core.transfer(
            signer("sender", sender, Coldkey),
            key("receiver", receiver, Coldkey),
            integer("amount", amount),
        )

    def transfer_allow_death(self, sender: Coldkey, receiver: Coldkey, amount: int) -> None:
        """Send free TAO; a sender left below 500 rao ceases to exist with the rest.

        Args:
            sender: Who signs and pays.
            receiver: Who is paid.
            amount: TAO rao.

        Raises:
            InsufficientBalance: More than the sender has.
            BelowMinimum: The receiver would end between 0 and 500 rao.
        """
        self._core.transfer_allow_death(
            signer("sender", sender, Coldkey),
            key("receiver", receiver, Coldkey),
            integer("amount", amount),
        )

    def transfer_keep_alive(self, sender: Coldkey, receiver: Coldkey, amount: int) -> None:
        """`transfer` under the chain's name.

        Args:
            sender: Who signs and pays.
            receiver: Who is paid.
            amount: TAO rao.

        Raises:
            ChainError: What `transfer` is refused with.
        """
        self.transfer(sender, receiver, amount)

    def transfer_all(self, sender: Coldkey, receiver: Coldkey, *, keep_alive: bool = False) -> int:
        """Send all free TAO. Returns how much, rao (transitions.md 1.1).

        Args:
            sender: Who signs and pays.
            receiver: Who is paid.
            keep_alive: Whether the sender keeps 500 rao and goes on existing.

        Raises:
            BelowMinimum: The receiver would end between 0 and 500 rao.
        """
        return self._core.transfer_all(
            signer("sender", sender, Coldkey),
            key("receiver", receiver, Coldkey),
            flag("keep_alive", keep_alive),
        )

    def add_stake_limit(
        self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: int,
        amount: int,
        *,
        limit_price: int,
        allow_partial: bool = False,
    ) -> int:
        """`add_stake` unless the price would end above a limit. Returns the alpha it became.

        Args:
            coldkey: Who signs and pays.
            hotkey: On whom.
            netuid: The subnet; 0 is root.
            amount: TAO rao.
            limit_price: Highest spot price after the purchase, rao per alpha.
            allow_partial: Stake as much as moves the price to the limit instead of nothing.

        Raises:
            PriceLimitExceeded: The price is at the limit already.
            SlippageTooHigh: The price would pass the limit.
            ChainError: What `add_stake` is refused with.
        """
        return self._core.add_stake_limit(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("amount", amount),
            integer("limit_price", limit_price),
            flag("allow_partial", allow_partial),
        )

    def remove_stake_limit(
        self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: int,
        alpha: int,
        *,
        limit_price: int,
        allow_partial: bool = False,
    ) -> int:
        """`remove_stake` unless the price would end below a limit. Returns the TAO it became.

        Works on subnets that have not started too, and is not cut to what is held.

        Args:
            coldkey: Who signs and is paid.
            hotkey: From whom.
            netuid: The subnet; 0 is root.
            alpha: Alpha rao.
            limit_price: Lowest spot price after the sale, rao per alpha.
            allow_partial: Sell as much as moves the price to the limit instead of nothing.

        Raises:
            PriceLimitExceeded: The price is at the limit already.
            SlippageTooHigh: The price would pass the limit.
            NotEnoughStakeToWithdraw: More than is held.
            SubnetNotExists: There is no such subnet.
            ChainError: What `remove_stake` is refused with.
        """
        return self._core.remove_stake_limit(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("alpha", alpha),
            integer("limit_price", limit_price),
            flag("allow_partial", allow_partial),
        )

    def set_children(
        self,
        coldkey: Coldkey,
        hotkey: Hotkey,
        netuid: int,
        children: Iterable[tuple[int, Hotkey]],
    ) -> None:
        """Replace the children of a hotkey: whom it lends its stake (transitions.md 2.6).

        They take effect with the first epoch after a cooldown, at once while the subnet has not
        started. An empty list revokes all.

        Args:
            coldkey: Who signs; the owner of ``hotkey``.
            hotkey: The parent.
            netuid: The subnet.
            children: At most five of (proportion of 2**64 - 1, hotkey).

        Raises:
            TxRateLimitExceeded: Less than 150 blocks since the last list.
            RegistrationNotPermittedOnRootSubnet: The netuid is 0.
            SubnetNotExists: There is no such subnet.
            NonAssociatedColdKey: Somebody else owns the parent.
            DuplicateChild: A child is named twice.
            InvalidChild: The parent names itself.
            TooManyChildren: There are more than five.
            ProportionOverflow: The proportions exceed the whole.
            ChildParentInconsistency: A child is a parent of this hotkey.
            NotEnoughStakeToSetChildkeys: All stake of the parent is worth too little.
        """
        links = [
            (
                integer(f"children[{i}][0]", proportion),
                key(f"children[{i}][1]", child, Hotkey),
            )
            for i, (proportion, child) in enumerate(
                pairs("children", children, "proportion and hotkey")
            )
        ]
        self._core.set_children(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            links,
        )

    def increase_take(self, coldkey: Coldkey, hotkey: Hotkey, take: int) -> None:
        """Raise the part of its nominators' dividends that a hotkey keeps (transitions.md 2.4).

        Args:
            coldkey: Who signs; the owner.
            hotkey: Whose take.
            take: Of 65535.

        Raises:
            DelegateTakeTooLow: Below the lowest allowed, or no increase.
            DelegateTakeTooHigh: Above the highest allowed.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            NonAssociatedColdKey: Somebody else does.
            DelegateTxRateLimitExceeded: Too few blocks since the last change.
        """
        self._core.increase_take(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("take", take, 16),
        )

    def decrease_take(self, coldkey: Coldkey, hotkey: Hotkey, take: int) -> None:
        """Lower the part of its nominators' dividends that a hotkey keeps.

        Never refused for haste, but the next increase has to wait from here.

        Args:
            coldkey: Who signs; the owner.
            hotkey: Whose take.
            take: Of 65535.

        Raises:
            DelegateTakeTooLow: Below the lowest allowed, or no decrease.
            DelegateTakeTooHigh: Above the highest allowed.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            NonAssociatedColdKey: Somebody else does.
        """
        self._core.decrease_take(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("take", take, 16),
        )

    def set_childkey_take(self, coldkey: Coldkey, hotkey: Hotkey, netuid: int, take: int) -> None:
        """Set what a hotkey keeps of what it earns for its parents (transitions.md 2.5).

        Args:
            coldkey: Who signs; the owner.
            hotkey: The child.
            netuid: The subnet.
            take: Of 65535.

        Raises:
            NonAssociatedColdKey: Somebody else owns the hotkey.
            InvalidChildkeyTake: Out of range.
            TxChildkeyTakeRateLimitExceeded: An increase too few blocks after the last change.
            SubnetNotExists: There is no such subnet.
        """
        self._core.set_childkey_take(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("take", take, 16),
        )

    def claim_root(self, coldkey: Coldkey, subnets: Sequence[int]) -> None:
        """Claim root dividends now instead of waiting for one's turn (transitions.md 2.7).

        Args:
            coldkey: Who signs.
            subnets: One to five netuids whose alpha to claim.

        Raises:
            InvalidSubnetNumber: None or more than five were named.
            ChainError: What the sale of the alpha is refused with.
        """
        self._core.claim_root(signer("coldkey", coldkey, Coldkey), integers("subnets", subnets, 16))

    def set_root_claim_type(self, coldkey: Coldkey, claim_type: str | Sequence[int]) -> None:
        """Choose what root dividends become when they are claimed.

        Args:
            coldkey: Who signs.
            claim_type: ``"swap"``: sold, the TAO staked on root; ``"keep"``: staked as alpha where
                they were earned; or the netuids on which to keep, all others being swapped.

        Raises:
            InvalidSubnetNumber: The list of netuids is empty.
            InputError: Another text.
            InputTypeError: Neither text nor a list.
        """
        holder = signer("coldkey", coldkey, Coldkey)
        if isinstance(claim_type, str):
            if claim_type not in {"swap", "keep"}:
                raise InputError("claim_type", '"swap", "keep" or netuids', repr(claim_type))
            self._core.set_root_claim_type(holder, claim_type == "keep", None)
            return
        if not isinstance(claim_type, Sequence):
            raise InputTypeError("claim_type", '"swap", "keep" or netuids', describe(claim_type))
        self._core.set_root_claim_type(holder, True, integers("claim_type", claim_type, 16))
