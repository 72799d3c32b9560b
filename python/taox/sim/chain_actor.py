"""The local chain as an actor: it answers the messages of :mod:`taox.neurons.chain`."""

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from taox.actors import Actor, Ref, handles
from taox.economy import AccountId, Chain, ChainError, Coldkey, Hotkey, InputError, Metagraph
from taox.economy import Transfer as Transferred
from taox.neurons.chain import (
    CallOutcome,
    GetBalance,
    GetPayments,
    GetSubnet,
    Payment,
    Payments,
    Roster,
    SetWeights,
    SubnetState,
    Transfer,
    WakeAt,
)

#: Told of every refused call: the signer, the call's name, the subnet, the chain's error.
OnRefusal = Callable[[Hotkey, str, int, ChainError], None]


class Wakes:
    """Who wants to be woken at which block, in the order asked."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Ref]] = []
        self._sequence = itertools.count()

    def add(self, block: int, ref: Ref) -> None:
        """Wake ``ref`` at ``block``."""
        heapq.heappush(self._heap, (block, next(self._sequence), ref))

    def due(self, block: int) -> Iterator[Ref]:
        """Take out everyone due at ``block`` or before."""
        while self._heap and self._heap[0][0] <= block:
            yield heapq.heappop(self._heap)[2]


class ChainActor(Actor):
    """Keeps the order of calls within a block and signs each with the route's identity.

    All handlers are atomic functions; blocks are stepped by the network between them. Arguments
    that no call takes are answered to the asker as `InputError`.
    """

    def __init__(self, chain: Chain, wakes: Wakes, on_refusal: OnRefusal) -> None:
        self._chain = chain
        self._wakes = wakes
        self._on_refusal = on_refusal

    @handles(raises=(InputError,))
    def get_subnet(self, msg: GetSubnet) -> SubnetState:
        """Answer with the metagraph as it is now."""
        try:
            numbers, arrays = self._chain.metagraph(msg.netuid).parts()
        except ChainError as refusal:
            return SubnetState(refusal=_outcome(refusal))
        return SubnetState(numbers=numbers, arrays=arrays)

    @handles(raises=(InputError,))
    def set_weights(self, msg: SetWeights) -> CallOutcome:
        """Submit the weights, or answer with the chain's refusal."""
        signer = self.turn.principal
        if not isinstance(signer, Hotkey):
            return CallOutcome(error="BadOrigin")
        try:
            self._chain.set_weights(
                signer,
                msg.netuid,
                msg.uids,
                msg.weights,
                version_key=msg.version_key,
                mechanism=msg.mechanism,
            )
        except ChainError as refusal:
            self._on_refusal(signer, "set_weights", msg.netuid, refusal)
            return _outcome(refusal)
        return CallOutcome()

    @handles(raises=(InputError,))
    def transfer(self, msg: Transfer) -> CallOutcome:
        """Move the TAO, or answer with the chain's refusal."""
        signer = self.turn.principal
        if not isinstance(signer, Coldkey):
            return CallOutcome(error="BadOrigin")
        try:
            self._chain.transfer(signer, msg.receiver, msg.amount)
        except ChainError as refusal:
            return _outcome(refusal)
        return CallOutcome()

    @handles
    def get_balance(self, msg: GetBalance) -> int:
        """Answer with a free balance."""
        return self._chain.balance(msg.coldkey)

    @handles(raises=(InputError,))
    def get_payments(self, msg: GetPayments) -> Payments:
        """Answer with what a coldkey received, from the chain's events."""
        received = [
            Payment(event.sender, event.amount, event.block)
            for event in self._chain.events(msg.since)
            if isinstance(event, Transferred) and event.receiver == msg.receiver
        ]
        return Payments(received, next=self._chain.event_count)

    @handles
    def wake_at(self, msg: WakeAt) -> None:
        """Note whom to wake."""
        if self.turn.sender is not None:
            self._wakes.add(msg.block, self.turn.sender)


def roster(metagraph: Metagraph) -> Roster:
    """The part of a metagraph that every miner wants to know."""
    return Roster(
        netuid=metagraph.netuid,
        block=metagraph.block,
        hotkeys=_bytes(metagraph.hotkeys),
        coldkeys=_bytes(metagraph.coldkeys),
        stake=metagraph.stake,
        validator_permit=metagraph.validator_permit,
    )


def _bytes(accounts: Sequence[AccountId]) -> NDArray[np.uint8]:
    """One row of 32 bytes per account."""
    return np.frombuffer(b"".join(map(bytes, accounts)), np.uint8).reshape(-1, 32)


def _outcome(refusal: ChainError) -> CallOutcome:
    return CallOutcome(error=refusal.name, values=refusal.values)
