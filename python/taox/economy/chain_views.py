"""What can be read of a chain."""

from typing import Any

import numpy as np

from taox.economy.accounts import AccountId, Coldkey, Hotkey
from taox.economy.chain_errors import MechanismDoesNotExist
from taox.economy.chain_identity import AccountIdentity, SubnetIdentity
from taox.economy.chain_part import ChainPart, key
from taox.economy.events import Event, event_from_parts
from taox.economy.gate import integer
from taox.economy.metagraph import NEVER, Metagraph
from taox.economy.params import EpochParams
from taox.economy.rows import Rows

__all__ = ["ChainViews"]


class ChainViews(ChainPart):
    """The reading methods of `Chain`."""

    __slots__ = ()

    @property
    def block(self) -> int:
        """The number of the current block; 0 before the first step."""
        return self._core.block

    @property
    def author(self) -> AccountId | None:
        """Who made the current block; ``None`` if nobody was named."""
        author = self._core.author
        return None if author is None else AccountId(author)

    @property
    def parent_hash(self) -> bytes:
        """The hash of the block before the current one, 32 bytes."""
        return self._core.parent_hash

    @property
    def netuids(self) -> list[int]:
        """The netuids of all subnets but root, ascending."""
        return self._core.netuids

    def hyperparameters(self, netuid: int) -> dict[str, Any]:
        """All parameters of a subnet by name; see `HYPERPARAMETERS` for types and units.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.hyperparameters(integer("netuid", netuid, 16))

    def network_parameters(self) -> dict[str, Any]:
        """The parameters of the network by name; see `NETWORK_PARAMETERS`."""
        return self._core.network_parameters()

    def next_epoch_block(self, netuid: int) -> int | None:
        """The next block at which an epoch is due; ``None`` with tempo 0, and for root.

        When more epochs are due than ``max_epochs_per_block``, those of high netuids move on.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.next_epoch_block(integer("netuid", netuid, 16))

    def epoch_index(self, netuid: int) -> int:
        """How many epoch slots of a subnet have passed.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.epoch_index(integer("netuid", netuid, 16))

    def metagraph(self, netuid: int, mechanism: int = 0) -> Metagraph:
        """A copy of a subnet's neurons as arrays.

        Args:
            netuid: The subnet; 0 is root, which has no neurons.
            mechanism: Whose weights, bonds, incentive and last updates to show.

        Raises:
            SubnetNotExists: There is no such subnet.
            MechanismDoesNotExist: It has no such mechanism.
        """
        parts = self._core.metagraph(integer("netuid", netuid, 16))
        mechanisms = parts.pop("mechanisms")
        if not 0 <= integer("mechanism", mechanism, 8) < len(mechanisms):
            raise MechanismDoesNotExist({"netuid": netuid, "mechanism": mechanism})
        return _metagraph(parts, mechanisms, mechanism)

    @property
    def total_issuance(self) -> int:
        """TAO in all accounts together, rao; 500 rao of it in the account of each subnet."""
        return self._core.total_issuance

    @property
    def total_staked(self) -> int:
        """TAO in all pools together, rao."""
        return self._core.total_stake

    def balance(self, coldkey: Coldkey) -> int:
        """Free TAO of a coldkey, rao; 0 for an unknown one.

        Args:
            coldkey: Whose.
        """
        return self._core.balance(key("coldkey", coldkey, Coldkey))

    def owner(self, hotkey: Hotkey) -> Coldkey | None:
        """The coldkey that owns a hotkey; ``None`` if nobody does.

        Args:
            hotkey: Whose.
        """
        owner = self._core.owner(key("hotkey", hotkey, Hotkey))
        return None if owner is None else Coldkey(owner)

    def uid(self, netuid: int, hotkey: Hotkey) -> int | None:
        """The uid a hotkey holds; ``None`` if it holds none, or there is no such subnet.

        Args:
            netuid: The subnet.
            hotkey: Whose.
        """
        return self._core.uid(integer("netuid", netuid, 16), key("hotkey", hotkey, Hotkey))

    def stake(self, hotkey: Hotkey, coldkey: Coldkey, netuid: int) -> int:
        """What one coldkey owns on a hotkey, alpha rao; its share of the hotkey's total, floored.

        Args:
            hotkey: On whom.
            coldkey: Whose.
            netuid: The subnet; 0 is root.
        """
        return self._core.stake(
            key("hotkey", hotkey, Hotkey),
            key("coldkey", coldkey, Coldkey),
            integer("netuid", netuid, 16),
        )

    def total_stake(self, hotkey: Hotkey, netuid: int) -> int:
        """What all coldkeys own on a hotkey together, alpha rao.

        Args:
            hotkey: On whom.
            netuid: The subnet; 0 is root.
        """
        return self._core.hotkey_stake(key("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16))

    def stake_weight(self, hotkey: Hotkey, netuid: int) -> int:
        """Alpha plus weighted root TAO of a hotkey, floored to rao: what an epoch counts.

        Args:
            hotkey: Whose.
            netuid: The subnet.
        """
        return self._core.stake_weight(key("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16))

    def events(self, since: int = 0) -> list[Event]:
        """What happened, oldest first, as far as it was not forgotten.

        Args:
            since: The number of the first event wanted.
        """
        return [event_from_parts(*parts) for parts in self._core.events(integer("since", since))]

    @property
    def event_count(self) -> int:
        """How many events there ever were."""
        return self._core.event_count

    @property
    def event_log_hash(self) -> str:
        """SHA-256 over all events there ever were, hexadecimal."""
        return self._core.event_log_hash.hex()

    def state_hash(self) -> str:
        """SHA-256 of the state, hexadecimal. Equal states have equal hashes, events aside."""
        return self._core.state_hash().hex()

    def last_epoch_input(self, netuid: int) -> dict[str, Any] | None:
        """The keyword arguments with which `epoch` repeats a subnet's last epoch.

        ``None`` if no epoch ran since `keep_epoch_inputs` was switched on.

        Args:
            netuid: The subnet.
        """
        parts = self._core.last_epoch_input(integer("netuid", netuid, 16))
        if parts is None:
            return None
        rows = {name: [Rows(*arrays) for arrays in parts[name]] for name in ("weights", "bonds")}
        return parts | rows | {"params": EpochParams(**parts["params"])}

    def symbol(self, netuid: int) -> str | None:
        """The sign of a subnet's alpha, if it ever got one.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.symbol(integer("netuid", netuid, 16))

    def subnet_identity(self, netuid: int) -> SubnetIdentity | None:
        """What the owner says a subnet is; None: nothing.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        fields = self._core.subnet_identity(integer("netuid", netuid, 16))
        return None if fields is None else SubnetIdentity(*map(bytes, fields))

    def identity(self, coldkey: Coldkey) -> AccountIdentity | None:
        """What a coldkey says about itself; None: nothing."""
        fields = self._core.identity(key("coldkey", coldkey, Coldkey))
        return None if fields is None else AccountIdentity(*map(bytes, fields))


def _metagraph(parts: dict[str, Any], mechanisms: list[dict[str, Any]], chosen: int) -> Metagraph:
    n = len(parts["hotkeys"])
    shown = mechanisms[chosen]
    parts["hotkeys"] = [Hotkey(key) for key in parts["hotkeys"]]
    parts["coldkeys"] = [Coldkey(key) for key in parts["coldkeys"]]
    if parts["next_epoch_block"] is None:
        parts["next_epoch_block"] = NEVER
    return Metagraph(
        **parts,
        n=n,
        uids=np.arange(n, dtype=np.int64),
        incentives=np.array([one["incentive"] for one in mechanisms], np.int64).reshape(
            len(mechanisms), n
        ),
        last_update=shown["last_update"],
        weights=Rows(*shown["weights"]),
        bonds=Rows(*shown["bonds"]),
        mechanism=chosen,
    )
