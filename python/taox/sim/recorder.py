"""`Recorder`: watches a network's chain and fills its Record."""

from collections.abc import Callable

from taox.economy import (
    VERSION,
    AccountId,
    Chain,
    ChainError,
    EpochRan,
    Hotkey,
    NeuronRegistered,
    TimelockedWeightsDropped,
)
from taox.sim.record import Record
from taox.sim.record_builder import RecordBuilder
from taox.sim.subnet import Seat

#: How a refusal is counted that only says: nobody has a permit before the first epoch.
WAITING = "waiting for permit"

#: From one mechanism of a subnet to the next in storage indices.
NETUIDS = 4_096


class Recorder:
    """Adds a row per neuron and epoch, and counts what the chain refused.

    Args:
        chain: The chain to watch.
        seat: Finds who runs a hotkey.
    """

    def __init__(self, chain: Chain, seat: Callable[[Hotkey], Seat | None]) -> None:
        self._chain = chain
        self._seat = seat
        self._builder = RecordBuilder()
        self._seen = 0

    def observe(self) -> list[int]:
        """Take in what happened since the last call.

        Returns:
            The subnets on which somebody registered or an epoch ran, ascending.
        """
        if self._chain.event_count == self._seen:
            return []
        changed = set()
        events = self._chain.events(self._seen)
        self._builder.add_events(event.to_dict() for event in events)
        for event in events:
            self._seen = event.number + 1
            if isinstance(event, EpochRan):
                self._add_epoch(event)
            if isinstance(event, TimelockedWeightsDropped):
                self._dropped(event)
            if isinstance(event, EpochRan | NeuronRegistered):
                changed.add(event.netuid)
        return sorted(changed)

    def refused(self, signer: AccountId, call: str, netuid: int, refusal: ChainError) -> None:
        """Count a refused call."""
        error = refusal.name
        if error == "NeuronNoValidatorPermit" and self._chain.epoch_index(netuid) == 0:
            # Nobody can hold a permit before the first epoch, here as on the chain.
            error = WAITING
        self._count(signer, call, netuid, error)

    def _dropped(self, event: TimelockedWeightsDropped) -> None:
        """Count sealed weights that came to nothing, which the chain tells nobody."""
        netuid, error = event.index % NETUIDS, event.reason
        if error == "NeuronNoValidatorPermit" and self._chain.epoch_index(netuid) <= 1:
            # They were opened just before the first epoch.
            error = WAITING
        self._count(event.hotkey, "commit_timelocked_weights", netuid, error)

    def _count(self, signer: AccountId, call: str, netuid: int, error: str) -> None:
        seat = self._seat(signer) if isinstance(signer, Hotkey) else None
        self._builder.add_refusal(
            block=self._chain.block,
            netuid=netuid,
            hotkey=str(signer),
            name=seat.name if seat else "",
            call=call,
            error=error,
        )

    def record(self, **meta: object) -> Record:
        """The record so far.

        Args:
            **meta: What is known of the run beside what the chain knows.
        """
        chain = self._chain
        for netuid in chain.netuids:
            arguments = chain.last_epoch_input(netuid)
            if arguments is not None:
                self._builder.set_epoch_input(netuid, arguments)
        return self._builder.finish(
            taox_version=VERSION,
            state_hash=chain.state_hash(),
            event_log_hash=chain.event_log_hash,
            **meta,
        )

    def _add_epoch(self, event: EpochRan) -> None:
        metagraph = self._chain.metagraph(event.netuid)
        seats = [self._seat(hotkey) for hotkey in metagraph.hotkeys]
        self._builder.add_epoch(
            event.netuid,
            event.epoch,
            metagraph,
            names=[seat.name if seat else "" for seat in seats],
            roles=[seat.role if seat else "" for seat in seats],
            kinds=[seat.kind if seat else "" for seat in seats],
        )
