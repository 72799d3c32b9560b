"""Calls without the guards in front of them: what dispatch does once the checks have passed.

On the chain a signed call meets its guard first (transitions.md 0.4, rows G) and then its body
(rows D). `Chain`'s methods run both. The vectors of coinbase.md were made by bodies alone, and root
calls skip the guards: `Chain.bodies` gives those.
"""

from collections.abc import Sequence

from taox._core import Chain as CoreChain
from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_calls import Integers
from taox.economy.chain_part import key, u16_array
from taox.economy.gate import integer, integers

__all__ = ["ChainBodies"]


class ChainBodies:
    """The bodies of the calls that have a guard; all other calls are their own bodies.

    Arguments and errors are those of the method of `Chain` with the same name.
    """

    __slots__ = ("_core",)

    def __init__(self, core: CoreChain) -> None:
        self._core = core

    def set_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        uids: Integers,
        weights: Integers,
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """`Chain.set_weights` without the checks of stake and rate in front."""
        self._core.set_weights_body(
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            u16_array("uids", uids),
            u16_array("weights", weights),
            integer("version_key", version_key),
            integer("mechanism", mechanism, 8),
        )

    def reveal_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        uids: Integers,
        values: Integers,
        salt: Integers,
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """`Chain.reveal_weights` without the look at the commit in front.

        What that look calls ``NoWeightsCommitFound`` and ``RevealTooEarly`` has more names here:
        ``ExpiredWeightCommit`` and ``InvalidRevealCommitHashNotMatch``.
        """
        self._core.reveal_weights_body(
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            u16_array("uids", uids),
            u16_array("values", values),
            u16_array("salt", salt),
            integer("version_key", version_key),
            integer("mechanism", mechanism, 8),
        )

    def claim_root(self, coldkey: Coldkey, subnets: Sequence[int]) -> None:
        """`Chain.claim_root` for any number of subnets."""
        self._core.claim_root_body(
            key("coldkey", coldkey, Coldkey), integers("subnets", subnets, 16)
        )

    def increase_take(self, coldkey: Coldkey, hotkey: Hotkey, take: int) -> None:
        """`Chain.increase_take` without the checks of range and ownership in front."""
        self._core.increase_take_body(
            key("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("take", take, 16),
        )

    def decrease_take(self, coldkey: Coldkey, hotkey: Hotkey, take: int) -> None:
        """`Chain.decrease_take` without the checks of range and ownership in front."""
        self._core.decrease_take_body(
            key("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("take", take, 16),
        )

    def pay_epoch(
        self,
        netuid: int,
        shares: Sequence[tuple[Hotkey, int, int]],
        *,
        validator_alpha: int,
        root_alpha: int,
        owner_cut: int,
    ) -> tuple[list[tuple[Hotkey, int]], list[tuple[Hotkey, int]]]:
        """Pay what an epoch assigned, as the block step does (coinbase.md 11 to 13.1).

        Returns what each receiver got of the validators' pot and of root's before takes, as
        (hotkey, U96F32 bits).

        Args:
            netuid: The subnet.
            shares: (hotkey, incentive, dividend) in the order of hotkey bytes; incentive is alpha
                rao, dividend a weight.
            validator_alpha: The validators' pot, alpha rao.
            root_alpha: Root's pot, alpha rao.
            owner_cut: The owner's, alpha rao.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        rows = [
            (
                key(f"shares[{i}][0]", hotkey, Hotkey),
                integer(f"shares[{i}][1]", incentive),
                integer(f"shares[{i}][2]", dividend),
            )
            for i, (hotkey, incentive, dividend) in enumerate(shares)
        ]
        pots = (
            integer("validator_alpha", validator_alpha),
            integer("root_alpha", root_alpha),
            integer("owner_cut", owner_cut),
        )
        alpha, root = self._core.pay_epoch(integer("netuid", netuid, 16), rows, pots)
        return (
            [(Hotkey(owner), bits) for owner, bits in alpha],
            [(Hotkey(owner), bits) for owner, bits in root],
        )

    def parent_distribution(
        self, netuid: int, hotkey: Hotkey, dividend: int
    ) -> list[tuple[Hotkey, int]]:
        """How a dividend is divided between a hotkey's parents and itself, which comes last.

        Nothing is paid (coinbase.md 11.1).

        Args:
            netuid: The subnet.
            hotkey: Whose dividend.
            dividend: Alpha rao.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        rows = self._core.parent_distribution(
            integer("netuid", netuid, 16),
            key("hotkey", hotkey, Hotkey),
            integer("dividend", dividend),
        )
        return [(Hotkey(owner), amount) for owner, amount in rows]

    def __repr__(self) -> str:
        return f"<ChainBodies block={self._core.block}>"
