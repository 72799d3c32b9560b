"""What a validator sees of its subnet during one step."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from taox.actors import Ref, Reply, Request, ask_many
from taox.economy import Hotkey, Metagraph

T = TypeVar("T")

#: Finds the address of a hotkey: a ref, or nothing when it serves nobody.
Directory = Callable[[Hotkey], Ref | None]


@dataclass(frozen=True, slots=True)
class MinerReply(Generic[T]):
    """One miner's answer to :meth:`SubnetView.ask_miners`.

    Attributes:
        uid: The miner's uid when it was asked.
        hotkey: The miner's hotkey.
        ok: Whether it answered in time.
        value: The answer; reading it when ``ok`` is false raises the error.
        error: What went wrong, ``None`` when ``ok``.
        seconds: Time from question to answer on the run's clock.
    """

    uid: int
    hotkey: Hotkey
    reply: Reply[T]

    @property
    def ok(self) -> bool:
        """Whether the miner answered in time."""
        return self.reply.ok

    @property
    def value(self) -> T:
        """The answer; raises the error of a miner that gave none."""
        return self.reply.value

    @property
    def error(self) -> BaseException | None:
        """What went wrong: a deadline, a full mailbox, a fault; ``None`` when ``ok``."""
        return self.reply.error

    @property
    def seconds(self) -> float:
        """Seconds from question to answer on the run's clock."""
        return self.reply.seconds


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
        return [uid for uid in range(self.metagraph.n) if self._address(uid) is not None]

    async def ask_miners(
        self,
        message: Request[T],
        *,
        timeout: float | None = None,
        uids: Iterable[int] | None = None,
    ) -> AsyncIterator[MinerReply[T]]:
        """Ask miners the same thing at once and yield their replies as they come.

        Every uid asked yields exactly one reply, also when it fails; a uid that serves nobody is
        not asked.

        Args:
            message: The question.
            timeout: Seconds each miner has, on the run's clock; the system's default when absent.
            uids: Whom to ask; all :attr:`miners` when absent.

        Yields:
            One :class:`MinerReply` per miner asked.

        On cancellation, and when the loop is left early, the questions still open are cancelled
        at the miners.
        """
        asked = {uid: self._address(uid) for uid in (self.miners if uids is None else uids)}
        addresses = {uid: ref for uid, ref in asked.items() if ref is not None}
        by_ref = {ref: uid for uid, ref in addresses.items()}
        async for reply in ask_many(list(by_ref), message, timeout=timeout):
            uid = by_ref[reply.ref]
            yield MinerReply(uid, self.metagraph.hotkeys[uid], reply)

    def _address(self, uid: int) -> Ref | None:
        if uid == self.uid:
            return None
        return self._directory(self.metagraph.hotkeys[uid])

    def __repr__(self) -> str:
        return f"<SubnetView netuid={self.netuid} block={self.block} uid={self.uid}>"
