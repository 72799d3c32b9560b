"""The calls that a key signs, under the chain's names (transitions.md)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_part import ChainPart, key, signer
from taox.economy.gate import integer

__all__ = ["ChainCalls"]

Integers = Sequence[int] | NDArray[np.integer[Any]]
"""A sequence of integers, or an array of any integer dtype; each 0 to 65535."""


class ChainCalls(ChainPart):
    """The signed calls of `Chain`; a refused one raises a `ChainError` and changes nothing."""

    __slots__ = ()

    def add_stake(self, coldkey: Coldkey, hotkey: Hotkey, netuid: int, amount: int) -> int:
        """Buy alpha for free TAO and stake it on a hotkey. Returns the alpha (transitions.md 1.12).

        `quote_stake` tells beforehand what it becomes. The coldkey keeps at least 500 rao, so that
        up to 500 rao less than ``amount`` may be staked.

        Args:
            coldkey: Who signs and pays.
            hotkey: On whom; it needs an owner, but no uid.
            netuid: The subnet; 0 is root.
            amount: TAO rao, at least 2,000,000.

        Raises:
            SubnetNotExists: There is no such subnet.
            SubtokenDisabled: It has not started.
            AmountTooLow: Less than the minimum.
            NotEnoughBalanceToStake: More than the coldkey has.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            InsufficientLiquidity: The pool cannot trade it, or it would add no share.
        """
        return self._core.add_stake(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("amount", amount),
        )

    def remove_stake(self, coldkey: Coldkey, hotkey: Hotkey, netuid: int, alpha: int) -> int:
        """Sell staked alpha for free TAO. Returns the TAO it became (transitions.md 1.13).

        More than is held takes all. `quote_unstake` tells beforehand what it becomes.

        Args:
            coldkey: Who signs and is paid.
            hotkey: From whom.
            netuid: The subnet; 0 is root.
            alpha: Alpha rao.

        Raises:
            SubtokenDisabled: The subnet has not started, or does not exist.
            AmountTooLow: Nothing is held or asked for; or less than 2,000,000 rao are taken and
                something remains.
            InsufficientLiquidity: The pool holds too little TAO.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            BelowMinimum: The coldkey would end between 0 and 500 rao.
        """
        return self._core.remove_stake(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("alpha", alpha),
        )
