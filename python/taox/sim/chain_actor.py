"""The local chain as an actor: it answers the messages of :mod:`taox.neurons.chain`."""

import heapq
import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from taox.actors import Actor, Ref, handles
from taox.economy import (
    SIGNED_CALLS,
    AccountId,
    Chain,
    ChainError,
    Hotkey,
    InputError,
    Metagraph,
    Transfer,
)
from taox.neurons.calls import Call, CallOutcome, pack, refusal, unpack
from taox.neurons.chain import (
    GetBalance,
    GetHyperparameters,
    GetPayments,
    GetSubnet,
    GetWeightRules,
    Payment,
    Payments,
    Roster,
    SubnetState,
    WakeAt,
)

#: Told of every refused call: the signer, the call's name, the subnet, the chain's error.
OnRefusal = Callable[[AccountId, str, int, ChainError], None]


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
            numbers, arrays = self._chain.metagraph(msg.netuid, msg.mechanism).parts()
        except (ChainError, InputError) as error:
            return SubnetState(refusal=refusal(error))
        return SubnetState(numbers=numbers, arrays=arrays)

    @handles
    def get_hyperparameters(self, msg: GetHyperparameters) -> CallOutcome:
        """Answer with the parameters of a subnet."""
        try:
            return CallOutcome(result=pack(self._chain.hyperparameters(msg.netuid)))
        except (ChainError, InputError) as error:
            return refusal(error)

    @handles
    def get_weight_rules(self, msg: GetWeightRules) -> CallOutcome:
        """Answer with what the asker must know before it publishes weights."""
        try:
            return CallOutcome(result=self._weight_rules(msg))
        except (ChainError, InputError) as error:
            return refusal(error)

    def _weight_rules(self, msg: GetWeightRules) -> dict[str, int | bool]:
        metagraph = self._chain.metagraph(msg.netuid, msg.mechanism)
        values, asker = self._chain.hyperparameters(msg.netuid), self.turn.principal
        uid = metagraph.uid_of(asker) if isinstance(asker, Hotkey) else None
        return {
            "block": metagraph.block,
            "epoch": metagraph.epoch_index,
            "next_epoch_block": metagraph.next_epoch_block,
            "last_update": 0 if uid is None else int(metagraph.last_update[uid]),
            "rate_limit": values["weights_set_rate_limit"],
            "version_key": values["weights_version_key"],
            "commit_reveal": values["commit_reveal"],
            "reveal_period": values["reveal_period_epochs"],
        }

    @handles
    def call(self, msg: Call) -> CallOutcome:
        """Make a call, or answer with the chain's refusal."""
        known, signer = SIGNED_CALLS.get(msg.name), self.turn.principal
        if known is None or not isinstance(signer, known.kind):
            return CallOutcome(error="BadOrigin")
        try:
            return CallOutcome(result=pack(known.send(self._chain, signer, unpack(msg.arguments))))
        except ChainError as error:
            self._on_refusal(signer, msg.name, _netuid(msg), error)
            return refusal(error)
        except InputError as error:
            return refusal(error)

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
            if isinstance(event, Transfer) and event.receiver == msg.receiver
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


def _netuid(msg: Call) -> int:
    """The subnet that a call is about; 0 for those that name none."""
    netuid = msg.arguments.get("netuid", 0)
    return netuid if isinstance(netuid, int) else 0
