"""The local chain as an actor: it answers the messages of :mod:`taox.neurons.chain`."""

import heapq
import itertools
from collections.abc import Callable, Iterator

import numpy as np

from taox.actors import Actor, Ref, handles
from taox.economy import Chain, ChainError, Hotkey, Metagraph
from taox.neurons.chain import (
    CallOutcome,
    GetSubnet,
    Roster,
    SetWeights,
    SubnetState,
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

    All handlers are atomic functions; blocks are stepped by the network between them.
    """

    def __init__(self, chain: Chain, wakes: Wakes, on_refusal: OnRefusal) -> None:
        self._chain = chain
        self._wakes = wakes
        self._on_refusal = on_refusal

    @handles
    def get_subnet(self, msg: GetSubnet) -> SubnetState:
        """Answer with the metagraph as it is now."""
        try:
            numbers, arrays = self._chain.metagraph(msg.netuid).parts()
        except ChainError as refusal:
            return SubnetState(refusal=_outcome(refusal))
        return SubnetState(numbers=numbers, arrays=arrays)

    @handles
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

    @handles
    def wake_at(self, msg: WakeAt) -> None:
        """Note whom to wake."""
        if self.turn.sender is not None:
            self._wakes.add(msg.block, self.turn.sender)


def roster(metagraph: Metagraph) -> Roster:
    """The part of a metagraph that every miner wants to know."""
    keys = np.frombuffer(b"".join(map(bytes, metagraph.hotkeys)), np.uint8)
    return Roster(
        netuid=metagraph.netuid,
        block=metagraph.block,
        hotkeys=keys.reshape(metagraph.n, 32),
        stake=metagraph.stake,
        validator_permit=metagraph.validator_permit,
    )


def _outcome(refusal: ChainError) -> CallOutcome:
    return CallOutcome(error=refusal.name, values=refusal.values)
