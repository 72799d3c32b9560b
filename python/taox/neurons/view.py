"""What a validator sees of its subnet during one step."""

from collections.abc import Callable, Iterable
from typing import Generic, Self, TypeVar, cast

from taox.actors import Ref, Reply, Request, ask_many
from taox.economy import Hotkey, Metagraph

T = TypeVar("T")

#: Finds the address of a hotkey: a ref, or nothing when it serves nobody.
Directory = Callable[[Hotkey], Ref | None]


class MinerReply(Generic[T]):
    """One miner's answer to :meth:`SubnetView.ask_miners`.

    Attributes:
        uid: The miner's uid when it was asked.
        hotkey: The miner's hotkey.
    """

    __slots__ = ("_reply", "hotkey", "uid")

    def __init__(self, uid: int, hotkey: Hotkey, reply: Reply[T]) -> None:
        self.uid = uid
        self.hotkey = hotkey
        self._reply = reply

    @property
    def ok(self) -> bool:
        """Whether the miner answered in time."""
        return self._reply.ok

    @property
    def value(self) -> T:
        """The answer; of a miner that gave none, reading it raises the error."""
        if self._reply.error is not None:
            raise self._reply.error
        return cast("T", self._reply.value)

    @property
    def error(self) -> Exception | None:
        """What went wrong: a deadline, a full mailbox, a fault; ``None`` when ``ok``."""
        return self._reply.error

    @property
    def seconds(self) -> float:
        """Seconds from question to answer on the run's clock."""
        return self._reply.seconds

    def __repr__(self) -> str:
        outcome = f"value={self.value!r}" if self.ok else f"error={self.error!r}"
        return f"<MinerReply uid={self.uid} {outcome}>"


class MinerReplies(Generic[T]):
    """Replies of miners as they come: iterate with ``async for``."""

    __slots__ = ("_hotkeys", "_replies", "_uids")

    def __init__(
        self, view: "SubnetView", message: Request[T], timeout: float | None, uids: Iterable[int]
    ) -> None:
        addresses = {uid: ref for uid in uids if (ref := view.address(uid)) is not None}
        self._uids = {ref: uid for uid, ref in addresses.items()}
        self._hotkeys = view.metagraph.hotkeys
        self._replies = ask_many(list(self._uids), message, timeout=timeout)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> MinerReply[T]:
        reply = await anext(self._replies)
        uid = self._uids[reply.ref]
        return MinerReply(uid, self._hotkeys[uid], reply)


class SubnetView:
    """One subnet at the block in which a step began.

    Attributes:
        metagraph: All neurons as arrays, with the weights they have published.
        uid: The validator's own uid.
    """

    def __init__(self, metagraph: Metagraph, uid: int, directory: Directory) -> None:
        self.metagraph = metagraph
        self.uid = uid
        self._directory = directory

    @property
    def netuid(self) -> int:
        """Which subnet this is."""
        return self.metagraph.netuid

    @property
    def block(self) -> int:
        """The block in which the step began."""
        return self.metagraph.block

    @property
    def miners(self) -> list[int]:
        """Uids that can be asked: all that serve, without the validator itself, ascending."""
        return [uid for uid in range(self.metagraph.n) if self.address(uid) is not None]

    def ask_miners(
        self,
        message: Request[T],
        *,
        timeout: float | None = None,
        uids: Iterable[int] | None = None,
    ) -> MinerReplies[T]:
        """Ask miners the same thing at once and iterate over their replies as they come.

        Every uid asked yields exactly one :class:`MinerReply`, also when it fails; a uid that
        serves nobody is not asked.

        Args:
            message: The question.
            timeout: Seconds each miner has, on the run's clock; the system's default when absent.
            uids: Whom to ask; all :attr:`miners` when absent.

        On cancellation, and when the loop is left early, the questions still open are cancelled
        at the miners.

        Example:
            See :class:`taox.Network`.
        """
        return MinerReplies(self, message, timeout, self.miners if uids is None else uids)

    def address(self, uid: int) -> Ref | None:
        """Where to send messages to ``uid``; ``None`` for oneself and for those who serve nobody.

        Args:
            uid: A uid of the subnet.
        """
        if uid == self.uid:
            return None
        return self._directory(self.metagraph.hotkeys[uid])

    def __repr__(self) -> str:
        return f"<SubnetView netuid={self.netuid} block={self.block} uid={self.uid}>"
