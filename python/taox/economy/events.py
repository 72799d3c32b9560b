"""What happened on a chain, as typed objects, one class per kind of event.

The kinds and their values are declared once, in ``rust/taox-core/src/chain/events.rs``; a test
holds both lists equal. Names are the chain's own, but for those it has no event for: `BalanceSet`
and `ParameterSet` come from a devnet's verbs, `EpochRan` tells what an epoch paid.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from taox.economy.accounts import AccountId, Coldkey, Hotkey

__all__ = [
    "AddStakeBurn",
    "AlphaBurned",
    "AlphaRecycled",
    "BalanceSet",
    "ChildKeyTakeSet",
    "EpochDeferred",
    "EpochRan",
    "EpochSkipped",
    "Event",
    "LockMoved",
    "NetworkAdded",
    "NeuronRegistered",
    "ParameterSet",
    "PerpetualLockUpdated",
    "RejectLockedAlphaUpdated",
    "RootClaimTypeSet",
    "RootClaimed",
    "SetChildren",
    "SetChildrenScheduled",
    "StakeAdded",
    "StakeLocked",
    "StakeMoved",
    "StakeRemoved",
    "StakeSwapped",
    "StakeTransferred",
    "SubnetOwnerChanged",
    "TakeDecreased",
    "TakeIncreased",
    "Transfer",
    "WeightsSet",
    "event_from_parts",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; each kind is a subclass.

    Attributes:
        number: How many events came before it since the chain began.
        block: The block in which it happened.
    """

    number: int
    block: int

    @property
    def kind(self) -> str:
        """The name of the kind, which is that of the class."""
        return type(self).__name__

    def to_dict(self) -> dict[str, Any]:
        """The event as plain data: ``number``, ``block``, ``kind`` and its own values.

        Accounts are SS58 text.
        """
        values = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return {"number": self.number, "block": self.block, "kind": self.kind} | values


def _plain(value: object) -> object:
    return value.ss58 if isinstance(value, AccountId) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStakeBurn(Event):
    """TAO of ``amount`` rao bought ``alpha`` rao, which were burned."""

    netuid: int
    hotkey: Hotkey
    amount: int
    alpha: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphaBurned(Event):
    """Staked alpha was left to nobody; it stays issued."""

    coldkey: Coldkey
    hotkey: Hotkey
    amount: int
    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphaRecycled(Event):
    """Staked alpha was taken out of issuance."""

    coldkey: Coldkey
    hotkey: Hotkey
    amount: int
    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceSet(Event):
    """A balance was set from outside, to ``free`` rao; issuance changed with it."""

    coldkey: Coldkey
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochDeferred(Event):
    """More epochs were due than a block may run; this one moves to the next block."""

    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochRan(Event):
    """A subnet's epoch ran and paid. Amounts are alpha rao.

    Attributes:
        netuid: The subnet.
        epoch: Which of its epochs, counted from 0.
        emission: What was handed to the epoch: the pots of miners, validators and root.
        incentive: What it assigned to miners.
        withheld: How much of that the owner's uids did not get (coinbase.md 12.2).
        dividends: What validators and their nominators got.
        root_dividends: What waits for root stakers to claim it.
        owner_cut: What the owner got.
    """

    netuid: int
    epoch: int
    emission: int
    incentive: int
    withheld: int
    dividends: int
    root_dividends: int
    owner_cut: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochSkipped(Event):
    """A hotkey holds two uids: the epoch's slot passed without an epoch."""

    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LockMoved(Event):
    """A coldkey's lock is for another hotkey now."""

    coldkey: Coldkey
    origin_hotkey: Hotkey
    destination_hotkey: Hotkey
    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAdded(Event):
    """A subnet was created; ``mechanism`` is the kind of its pool, 0 = 1:1."""

    netuid: int
    mechanism: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronRegistered(Event):
    """A hotkey took a uid."""

    netuid: int
    uid: int
    hotkey: Hotkey


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSet(Event):
    """A parameter was set from outside; without a netuid it is one of the network."""

    netuid: int | None
    name: str
    value: int | list[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerpetualLockUpdated(Event):
    """A coldkey's lock on a subnet lasts from now on (``enabled``), or fades."""

    coldkey: Coldkey
    netuid: int
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectLockedAlphaUpdated(Event):
    """A coldkey refuses locked alpha of others (``enabled``), or accepts it."""

    coldkey: Coldkey
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeAdded(Event):
    """TAO became alpha on a hotkey; amounts in rao, the fee in rao of TAO."""

    coldkey: Coldkey
    hotkey: Hotkey
    tao: int
    alpha: int
    netuid: int
    fee: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeLocked(Event):
    """Alpha was locked for a hotkey, rao."""

    coldkey: Coldkey
    hotkey: Hotkey
    netuid: int
    alpha: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeMoved(Event):
    """A coldkey's stake went to another hotkey or subnet; ``tao`` rao is what it was worth."""

    coldkey: Coldkey
    origin_hotkey: Hotkey
    origin_netuid: int
    destination_hotkey: Hotkey
    destination_netuid: int
    tao: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeRemoved(Event):
    """Alpha on a hotkey became TAO; amounts in rao, the fee in rao of alpha."""

    coldkey: Coldkey
    hotkey: Hotkey
    tao: int
    alpha: int
    netuid: int
    fee: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeSwapped(Event):
    """A coldkey's stake went to another subnet; ``tao`` rao is what it was worth."""

    coldkey: Coldkey
    hotkey: Hotkey
    origin_netuid: int
    destination_netuid: int
    tao: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeTransferred(Event):
    """Stake went to another coldkey; ``tao`` rao is what it was worth."""

    coldkey: Coldkey
    destination_coldkey: Coldkey
    hotkey: Hotkey
    origin_netuid: int
    destination_netuid: int
    tao: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetOwnerChanged(Event):
    """Conviction gave a subnet another owner."""

    netuid: int
    old_coldkey: Coldkey | None
    new_coldkey: Coldkey


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSet(Event):
    """A hotkey's weights were stored; ``index`` is 4096 times the mechanism plus the netuid."""

    index: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildKeyTakeSet(Event):
    """What a hotkey keeps of what it earns for parents was set, of 65535."""

    hotkey: Hotkey
    netuid: int
    take: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RootClaimed(Event):
    """A coldkey claimed its root dividends."""

    coldkey: Coldkey


@dataclass(frozen=True, slots=True, kw_only=True)
class RootClaimTypeSet(Event):
    """A coldkey chose what its root dividends become."""

    coldkey: Coldkey


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChildren(Event):
    """A hotkey's children took effect."""

    hotkey: Hotkey
    netuid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChildrenScheduled(Event):
    """A hotkey's children take effect with the first epoch after ``cooldown_block``."""

    hotkey: Hotkey
    netuid: int
    cooldown_block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDecreased(Event):
    """The take of a hotkey was lowered, of 65535."""

    coldkey: Coldkey
    hotkey: Hotkey
    take: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIncreased(Event):
    """The take of a hotkey was raised, of 65535."""

    coldkey: Coldkey
    hotkey: Hotkey
    take: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Event):
    """TAO moved between accounts; the amount in rao."""

    sender: Coldkey
    receiver: Coldkey
    amount: int


_CLASSES: Final[dict[str, type[Event]]] = {
    cls.__name__: cls
    for cls in (
        AddStakeBurn,
        AlphaBurned,
        AlphaRecycled,
        BalanceSet,
        ChildKeyTakeSet,
        EpochDeferred,
        EpochRan,
        EpochSkipped,
        LockMoved,
        NetworkAdded,
        NeuronRegistered,
        ParameterSet,
        PerpetualLockUpdated,
        RejectLockedAlphaUpdated,
        RootClaimTypeSet,
        RootClaimed,
        SetChildren,
        SetChildrenScheduled,
        StakeAdded,
        StakeLocked,
        StakeMoved,
        StakeRemoved,
        StakeSwapped,
        StakeTransferred,
        SubnetOwnerChanged,
        TakeDecreased,
        TakeIncreased,
        Transfer,
        WeightsSet,
    )
}


def event_from_parts(number: int, block: int, name: str, values: Mapping[str, Any]) -> Event:
    """The event of a name and values, as the extension tells it.

    Args:
        number: How many events came before it.
        block: The block in which it happened.
        name: Its kind.
        values: Its own values.

    Raises:
        KeyError: No event has this name.
    """
    return _CLASSES[name](number=number, block=block, **values)
