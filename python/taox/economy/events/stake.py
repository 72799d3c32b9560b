"""Events of TAO and stake: transfers, trades, takes, children, root claims."""

from dataclasses import dataclass

from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.events.base import Event

__all__ = [
    "AddStakeBurn",
    "AlphaBurned",
    "AlphaRecycled",
    "BalanceSet",
    "ChildKeyTakeSet",
    "RootClaimTypeSet",
    "RootClaimed",
    "SetChildren",
    "SetChildrenScheduled",
    "StakeAdded",
    "StakeMoved",
    "StakeRemoved",
    "StakeSwapped",
    "StakeTransferred",
    "TakeDecreased",
    "TakeIncreased",
    "Transfer",
]


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
class ChildKeyTakeSet(Event):
    """What a hotkey keeps of what it earns for parents was set, of 65535."""

    hotkey: Hotkey
    netuid: int
    take: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RootClaimTypeSet(Event):
    """A coldkey chose what its root dividends become."""

    coldkey: Coldkey


@dataclass(frozen=True, slots=True, kw_only=True)
class RootClaimed(Event):
    """A coldkey claimed its root dividends."""

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
class StakeAdded(Event):
    """TAO became alpha on a hotkey; amounts in rao, the fee in rao of TAO."""

    coldkey: Coldkey
    hotkey: Hotkey
    tao: int
    alpha: int
    netuid: int
    fee: int


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
