"""The life of subnets on `Chain`: created, started, removed (transitions.md 1.2 to 1.4)."""

from dataclasses import dataclass

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_identity import SubnetIdentity, identity_fields
from taox.economy.chain_part import ChainPart, Origin, key, origin_key, signer
from taox.economy.gate import integer

__all__ = ["ChainSubnets", "SubnetInfo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetInfo:
    """Whose a subnet is, and since when.

    Attributes:
        netuid: The subnet.
        owner: Who gets the owner's cut; root has none.
        owner_hotkey: On which hotkey.
        symbol: The symbol of its alpha, if it has one.
        locked: What its creation cost, TAO rao; 0 for one that was created free of charge.
        registered_at: The block of its creation.
        first_emission_block: From when on it emits; None: not started.
        creations: How often a subnet was created with this netuid.
    """

    netuid: int
    owner: Coldkey | None
    owner_hotkey: Hotkey | None
    symbol: str | None
    locked: int
    registered_at: int
    first_emission_block: int | None
    creations: int


class ChainSubnets(ChainPart):
    """The calls that create, start and remove subnets."""

    __slots__ = ()

    def register_network(self, coldkey: Coldkey, hotkey: Hotkey) -> int:
        """Create a subnet for `lock_cost`. Returns the netuid (transitions.md 1.2).

        All of the price becomes the TAO of its pool, beside as much alpha as the median price of
        all subnets gives for it; the hotkey gets uid 0. If there is no room for one more, the
        subnet with the lowest moving price that is old enough is removed. The new one begins with
        the parameters of the chain's preset; unless they start it, `start_call` does.

        `create_subnet` does the same free of charge, for setting up a local chain.

        Args:
            coldkey: Who signs, pays and owns it. It keeps 500 rao: up to as much less is paid.
            hotkey: The owner's hotkey: new, or owned by ``coldkey``.

        Raises:
            NetworkTxRateLimitExceeded: Too few blocks since any subnet was created.
            NonAssociatedColdKey: Somebody else owns the hotkey.
            CannotUseSystemAccount: The hotkey is the account of a subnet.
            SubNetRegistrationDisabled: It is too early in the life of the chain.
            SubnetLimitReached: There is no room, and no subnet is old enough to be removed.
            CannotAffordLockCost: The coldkey has less than the price.

        Example:
            >>> from taox.economy import CHAIN, Chain, Coldkey, Hotkey
            >>> owner, hotkey = Coldkey.from_name("owner"), Hotkey.from_name("owner")
            >>> chain = Chain(CHAIN, balances={owner: 5_000 * 10**9})
            >>> chain.step(), chain.lock_cost // 10**9
            (1, 1000)
            >>> chain.register_network(owner, hotkey)
            1
            >>> chain.uid(1, hotkey), chain.balance(owner) // 10**9, chain.lock_cost // 10**9
            (0, 4000, 2000)
        """
        return self._core.register_network(
            signer("coldkey", coldkey, Coldkey), key("hotkey", hotkey, Hotkey)
        )

    def register_network_with_identity(
        self, coldkey: Coldkey, hotkey: Hotkey, identity: SubnetIdentity | None = None
    ) -> int:
        """`register_network` with what the subnet says about itself. Returns the netuid.

        Args:
            coldkey: Who signs, pays and owns it.
            hotkey: The owner's hotkey.
            identity: What the subnet is, as for `set_subnet_identity`.

        Raises:
            InvalidIdentity: A field is too long.
            ChainError: What `register_network` is refused with.
        """
        return self._core.register_network_with_identity(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            None if identity is None else identity_fields(identity, SubnetIdentity),
        )

    def start_call(self, origin: Origin, netuid: int) -> None:
        """Start a subnet: alpha is emitted from the next block on and can be traded (1.3).

        Args:
            origin: The owner's coldkey.
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
            BadOrigin: Somebody else signs, or root.
            FirstEmissionBlockNumberAlreadySet: It has started.
            NeedWaitingMoreBlocksToStarCall: It is younger than ``start_call_delay`` blocks.
        """
        self._core.start_call(origin_key(origin), integer("netuid", netuid, 16))

    def root_dissolve_network(self, origin: Origin, netuid: int) -> None:
        """Remove a subnet; its pool's TAO goes to those who hold its alpha (transitions.md 1.4).

        Everybody's free balance gets TAO in proportion to alpha. The part of the alpha that nobody
        owns, in the pool and held by the protocol, is paid to nobody: it is taken out of being and
        can be minted again. Neurons, stakes and parameters are gone.

        Args:
            origin: ``"root"``.
            netuid: The subnet; not root.

        Raises:
            BadOrigin: A coldkey signs.
            SubnetNotExists: There is no such subnet, or it is root.
        """
        self._core.root_dissolve_network(origin_key(origin), integer("netuid", netuid, 16))

    def dissolve_network(
        self,
        origin: Origin,
        netuid: int,
        *,
        coldkey_ignored: object = None,  # noqa: ARG002 - the chain takes it and ignores it
    ) -> None:
        """`root_dissolve_network` in its older form, whose coldkey has no meaning.

        Args:
            origin: ``"root"``.
            netuid: The subnet; not root.
            coldkey_ignored: Anything.

        Raises:
            ChainError: What `root_dissolve_network` is refused with.
        """
        self.root_dissolve_network(origin, netuid)

    @property
    def lock_cost(self) -> int:
        """What `register_network` costs now, TAO rao.

        It doubles with each creation and falls from block to block, after
        ``network_lock_reduction_interval`` blocks to what was paid last.
        """
        return self._core.lock_cost()

    def subnet_info(self, netuid: int) -> SubnetInfo:
        """Whose a subnet is, and since when.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        parts = self._core.subnet_info(integer("netuid", netuid, 16))
        owner, hotkey = parts.pop("owner"), parts.pop("owner_hotkey")
        return SubnetInfo(
            owner=None if owner is None else Coldkey(owner),
            owner_hotkey=None if hotkey is None else Hotkey(hotkey),
            **parts,
        )
