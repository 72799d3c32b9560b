"""Stake that is locked for a hotkey, and conviction (transitions.md 2.9)."""

from dataclasses import dataclass
from decimal import Decimal

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain_part import ChainPart, key, signer
from taox.economy.gate import flag, integer
from taox.economy.units import price_of_bits

__all__ = ["ChainLocks", "StakeLock"]


@dataclass(frozen=True, slots=True)
class StakeLock:
    """A coldkey's lock on a subnet, as of the current block.

    Attributes:
        hotkey: For whom.
        mass: Alpha rao that cannot leave the subnet.
        conviction_bits: What counts in the choice of the subnet's owner: alpha rao, U64F64 bits.
        perpetual: Whether the mass stays; otherwise it fades.
    """

    hotkey: Hotkey
    mass: int
    conviction_bits: int
    perpetual: bool

    @property
    def conviction(self) -> Decimal:
        """What counts in the choice of the subnet's owner, alpha rao, exact."""
        return price_of_bits(self.conviction_bits)


class ChainLocks(ChainPart):
    """The calls of `Chain` that lock stake, and what can be read of locks.

    A coldkey has at most one lock on each subnet, over its stake on all hotkeys there. Locked alpha
    cannot leave the subnet. It fades to a half in about 90 days, or lasts if the coldkey says so;
    conviction in a hotkey grows with time. A subnet that is a year old goes to the hotkey with the
    most conviction once all conviction is a tenth of the alpha outside its pool.
    """

    __slots__ = ()

    def lock_stake(self, coldkey: Coldkey, hotkey: Hotkey, netuid: int, alpha: int) -> None:
        """Lock alpha for a hotkey. Nothing unlocks it but time.

        Args:
            coldkey: Who signs; whose stake it is, on whatever hotkeys.
            hotkey: For whom.
            netuid: The subnet.
            alpha: How much more to lock, alpha rao.

        Raises:
            AmountTooLow: Nothing.
            HotKeyAccountNotExists: Nobody owns the hotkey.
            LockHotkeyMismatch: The coldkey has a lock for another hotkey here.
            InsufficientStakeForLock: More than the coldkey has here, with what is locked already.

        Example:
            >>> from taox.economy import Chain, Coldkey, Hotkey
            >>> alice, hotkey = Coldkey.from_name("alice"), Hotkey.from_name("alice")
            >>> chain = Chain(balances={alice: 100 * 10**9})
            >>> netuid = chain.create_subnet(Coldkey.from_name("owner"), Hotkey.from_name("owner"))
            >>> _ = chain.register(alice, netuid, hotkey)
            >>> _ = chain.add_stake(alice, hotkey, netuid, 50 * 10**9)
            >>> chain.lock_stake(alice, hotkey, netuid, 10**9)
            >>> _ = chain.run(1)
            >>> chain.stake_lock(alice, netuid).mass
            999998930
        """
        self._core.lock_stake(
            signer("coldkey", coldkey, Coldkey),
            key("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            integer("alpha", alpha),
        )

    def set_perpetual_lock(self, coldkey: Coldkey, netuid: int, enabled: bool) -> None:
        """Make the lock on a subnet last, present or to come, or let it fade.

        Args:
            coldkey: Who signs; whose lock.
            netuid: The subnet.
            enabled: Whether it lasts; locks fade unless told otherwise.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        self._core.set_perpetual_lock(
            signer("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
            flag("enabled", enabled),
        )

    def move_lock(self, coldkey: Coldkey, destination_hotkey: Hotkey, netuid: int) -> None:
        """Let the lock on a subnet be for another hotkey.

        Conviction goes along only if both hotkeys have the same owner.

        Args:
            coldkey: Who signs; whose lock.
            destination_hotkey: For whom from now on.
            netuid: The subnet.

        Raises:
            HotKeyAccountNotExists: Nobody owns the hotkey.
            NoExistingLock: There is no lock.
        """
        self._core.move_lock(
            signer("coldkey", coldkey, Coldkey),
            key("destination_hotkey", destination_hotkey, Hotkey),
            integer("netuid", netuid, 16),
        )

    def set_reject_locked_alpha(self, coldkey: Coldkey, enabled: bool) -> None:
        """Refuse stake that is locked when others transfer it here, or accept it.

        Args:
            coldkey: Who signs.
            enabled: Whether it is refused, as it is unless told otherwise.
        """
        self._core.set_reject_locked_alpha(
            signer("coldkey", coldkey, Coldkey), flag("enabled", enabled)
        )

    def rejects_locked_alpha(self, coldkey: Coldkey) -> bool:
        """Whether a coldkey refuses locked stake of others.

        Args:
            coldkey: Whose.
        """
        return self._core.rejects_locked_alpha(key("coldkey", coldkey, Coldkey))

    def stake_lock(self, coldkey: Coldkey, netuid: int) -> StakeLock | None:
        """The lock of a coldkey on a subnet, if anything is left of it.

        Args:
            coldkey: Whose.
            netuid: The subnet.
        """
        lock = self._core.stake_lock(
            key("coldkey", coldkey, Coldkey), integer("netuid", netuid, 16)
        )
        return None if lock is None else StakeLock(**lock | {"hotkey": Hotkey(lock["hotkey"])})

    def stake_on_subnet(self, coldkey: Coldkey, netuid: int) -> int:
        """What a coldkey has staked on a subnet on all hotkeys together, alpha rao.

        Args:
            coldkey: Whose.
            netuid: The subnet.
        """
        return self._core.stake_on_subnet(
            key("coldkey", coldkey, Coldkey), integer("netuid", netuid, 16)
        )

    def unlocked_stake(self, coldkey: Coldkey, netuid: int) -> int:
        """How much of a coldkey's stake on a subnet may leave it, alpha rao.

        Args:
            coldkey: Whose.
            netuid: The subnet.
        """
        return self._core.unlocked_stake(
            key("coldkey", coldkey, Coldkey), integer("netuid", netuid, 16)
        )

    def conviction(self, hotkey: Hotkey, netuid: int) -> Decimal:
        """The conviction of all coldkeys in a hotkey on a subnet, alpha rao, exact.

        Args:
            hotkey: In whom.
            netuid: The subnet.
        """
        bits = self._core.conviction_bits(
            key("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16)
        )
        return price_of_bits(bits)
