"""Hotkeys of `Chain`: registered, owned, swapped (transitions.md 1.5, 2.7, 2.13 and 3.1)."""

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_part import ChainPart, key, signer
from taox.economy.gate import flag, integer

__all__ = ["ChainKeys"]


class ChainKeys(ChainPart):
    """The calls about who a neuron is."""

    __slots__ = ()

    def burned_register(self, coldkey: Coldkey, netuid: int, hotkey: Hotkey) -> int:
        """Register a hotkey on a subnet. Returns its uid (transitions.md 1.5).

        On a full subnet the neuron with the lowest emission is replaced (1.6). It costs `burn`,
        for which alpha is bought and recycled; each registration raises that price and each block
        lowers it. Nothing is published for the new neuron, and it waits ``weights_set_rate_limit``
        blocks before its first weights.

        Args:
            coldkey: Who signs and pays; becomes the owner of a hotkey that nobody owns.
            netuid: The subnet.
            hotkey: The new neuron.

        Raises:
            RegistrationNotPermittedOnRootSubnet: The netuid is 0.
            SubnetNotExists: There is no such subnet.
            SubNetRegistrationDisabled: Registrations are closed.
            HotKeyAlreadyRegisteredInSubNet: It holds a uid already.
            NotEnoughBalanceToStake: The coldkey has less than the price.
            CannotUseSystemAccount: It is the account of a subnet.
            NonAssociatedColdKey: Somebody else owns it.
            NoNeuronIdAvailable: The subnet is full and nobody can be pruned.
            ReservesTooLow: The pool is too small for the purchase.
            SwapInputTooLarge: The price is more than a thousand times the pool.
        """
        return self._core.register(
            signer("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
            key("hotkey", hotkey, Hotkey),
        )

    def register(
        self,
        coldkey: Coldkey,
        netuid: int,
        hotkey: Hotkey,
        *,
        block_number: int = 0,  # noqa: ARG002 - the chain takes it and ignores it
        nonce: int = 0,  # noqa: ARG002 - the chain takes it and ignores it
        work: object = (),  # noqa: ARG002 - the chain takes it and ignores it
        coldkey_ignored: object = None,  # noqa: ARG002 - the chain takes it and ignores it
    ) -> int:
        """`burned_register` under a shorter name. Returns the uid.

        It was the registration by proof of work. The chain still takes the proof and ignores it.

        Args:
            coldkey: Who signs and pays.
            netuid: The subnet.
            hotkey: The new neuron.
            block_number: Ignored.
            nonce: Ignored.
            work: Ignored.
            coldkey_ignored: Ignored.

        Raises:
            ChainError: What `burned_register` is refused with.
        """
        return self.burned_register(coldkey, netuid, hotkey)

    def register_limit(
        self, coldkey: Coldkey, netuid: int, hotkey: Hotkey, *, limit_price: int
    ) -> int:
        """`burned_register` unless it costs more than a limit. Returns the uid.

        Args:
            coldkey: Who signs and pays.
            netuid: The subnet.
            hotkey: The new neuron.
            limit_price: The most it may cost, TAO rao.

        Raises:
            RegistrationPriceLimitExceeded: It costs more.
            ChainError: What `burned_register` is refused with.
        """
        return self._core.register_limit(
            signer("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
            key("hotkey", hotkey, Hotkey),
            integer("limit_price", limit_price),
        )

    def root_register(self, coldkey: Coldkey, hotkey: Hotkey) -> int:
        """Take a seat of root; a full root gives up the seat with the least stake. Returns the uid.

        It costs nothing (transitions.md 2.7). A hotkey without a take gets the default one. Once on
        root, it becomes a parent of the owner on every subnet that is created: see
        `set_auto_parent_delegation_enabled`.

        Args:
            coldkey: Who signs; becomes the owner of a hotkey that nobody owns.
            hotkey: Who takes the seat, also one of another coldkey.

        Raises:
            RootNetworkDoesNotExist: There is no root.
            TooManyRegistrationsThisBlock: Root took its seats of this block.
            TooManyRegistrationsThisInterval: Root took its seats of this interval.
            HotKeyAlreadyRegisteredInSubNet: It has a seat.
            CannotUseSystemAccount: It is the account of a subnet.
            StakeTooLowForRoot: It has no more root stake than the lowest seat.
        """
        return self._core.root_register(
            signer("coldkey", coldkey, Coldkey), key("hotkey", hotkey, Hotkey)
        )

    def set_auto_parent_delegation_enabled(
        self, coldkey: Coldkey, hotkey: Hotkey, enabled: bool
    ) -> None:
        """Choose whether a hotkey on root lends its stake to the owners of new subnets.

        Args:
            coldkey: Who signs; the owner of ``hotkey``.
            hotkey: A hotkey with a seat of root.
            enabled: True, as it is from the start, or False.

        Raises:
            NonAssociatedColdKey: Somebody else owns it, or nobody.
            HotKeyNotRegisteredInSubNet: It has no seat of root.
        """
        self._core.set_auto_parent_delegation_enabled(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            flag("enabled", enabled),
        )

    def try_associate_hotkey(self, coldkey: Coldkey, hotkey: Hotkey) -> None:
        """Become the owner of a hotkey that nobody owns; nothing happens to one that is owned.

        Args:
            coldkey: Who signs.
            hotkey: The hotkey.

        Raises:
            CannotUseSystemAccount: It is the account of a subnet.
        """
        self._core.try_associate_hotkey(
            signer("coldkey", coldkey, Coldkey), key("hotkey", hotkey, Hotkey)
        )

    def set_coldkey_auto_stake_hotkey(self, coldkey: Coldkey, netuid: int, hotkey: Hotkey) -> None:
        """Have the miner incentive of all one's hotkeys on a subnet staked to one hotkey.

        Args:
            coldkey: Who signs, and whose incentive.
            netuid: The subnet.
            hotkey: A hotkey with a uid there, of anybody.

        Raises:
            SubnetNotExists: There is no such subnet.
            HotKeyNotRegisteredInSubNet: It holds no uid there.
            SameAutoStakeHotkeyAlreadySet: It is chosen already.
        """
        self._core.set_coldkey_auto_stake_hotkey(
            signer("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
            key("hotkey", hotkey, Hotkey),
        )

    def auto_stake_hotkey(self, coldkey: Coldkey, netuid: int) -> Hotkey | None:
        """Where a coldkey's miner incentive on a subnet is staked; None: where it is earned.

        Args:
            coldkey: Whose incentive.
            netuid: The subnet.
        """
        chosen = self._core.auto_stake_hotkey(
            key("coldkey", coldkey, Coldkey), integer("netuid", netuid, 16)
        )
        return None if chosen is None else Hotkey(chosen)

    def swap_hotkey(
        self,
        coldkey: Coldkey,
        old_hotkey: Hotkey,
        new_hotkey: Hotkey,
        netuid: int | None = None,
    ) -> None:
        """`swap_hotkey_v2` that takes all stake along: the older form.

        Args:
            coldkey: Who signs and pays; the owner of both.
            old_hotkey: Who goes.
            new_hotkey: Who comes.
            netuid: The subnet; None is all.

        Raises:
            ChainError: What `swap_hotkey_v2` is refused with.
        """
        self.swap_hotkey_v2(coldkey, old_hotkey, new_hotkey, netuid, keep_stake=False)

    def swap_hotkey_v2(
        self,
        coldkey: Coldkey,
        old_hotkey: Hotkey,
        new_hotkey: Hotkey,
        netuid: int | None = None,
        *,
        keep_stake: bool = False,
    ) -> None:
        """Put a new hotkey in the place of an old one (transitions.md 3.1).

        On one subnet it costs 0.001 TAO, on all 0.1. The uid, addresses, children and parents, the
        owner's role and auto-stake destinations move; so does the stake of everybody, unless it is
        kept: then nobody can move it until somebody takes the old hotkey by `try_associate_hotkey`.
        Stake moves as whole rao: of a hotkey with several nominators a few stay behind.

        Args:
            coldkey: Who signs and pays; the owner of both.
            old_hotkey: Who goes. Swapped on all subnets, it has no owner any more.
            new_hotkey: Who comes: without a uid where it is swapped.
            netuid: The subnet; None is all.
            keep_stake: Leave the stake on the old hotkey.

        Raises:
            NonAssociatedColdKey: Somebody else owns one of them.
            NewHotKeyIsSameWithOld: They are the same.
            HotKeySetTxRateLimitExceeded: ``tx_rate_limit`` blocks have not passed since the last.
            HotKeyAlreadyRegisteredInSubNet: The new one holds a uid.
            NewHotKeyNotCleanForRootSwap: It has root stake, or claims, of its own.
            SubnetNotExists: There is no such subnet.
            HotKeySwapOnSubnetIntervalNotPassed: 7,200 blocks have not passed since the last on a
                subnet; on one subnet they count from block 0.
            CannotUseSystemAccount: The new one is the account of a subnet.
            NotEnoughBalanceToPaySwapHotKey: The coldkey has less than the price.
            InvalidChild: One of them is a child of the other.
        """
        self._core.swap_hotkey_v2(
            signer("coldkey", coldkey, Coldkey),
            key("old_hotkey", old_hotkey, Hotkey),
            key("new_hotkey", new_hotkey, Hotkey),
            None if netuid is None else integer("netuid", netuid, 16),
            flag("keep_stake", keep_stake),
        )
