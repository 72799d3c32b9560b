"""The messages by which neurons and their owners talk to a chain; `clients` sends them.

A neuron knows a chain only through these messages: in a local network an actor around
:class:`taox.economy.Chain` answers them, later an adapter of a live chain can. The signer of a
call is the identity that the route proves (``self.turn.principal``), never a field of a message:
a hotkey for what neurons call, a coldkey for what moves TAO. Questions need no identity.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from taox.actors import Message, Request
from taox.economy import Coldkey
from taox.neurons.calls import CallOutcome


class GetBalance(Request[int]):
    """Ask for the free TAO of a coldkey, rao."""

    coldkey: Coldkey


class Payment(Message):
    """A transfer as its receiver sees it: who paid how many rao, in which block."""

    sender: Coldkey
    amount: int
    block: int


class Payments(Message):
    """Payments, oldest first, and where the next question shall begin."""

    payments: list[Payment]
    next: int


class GetPayments(Request[Payments]):
    """Ask for the transfers that a coldkey has received.

    ``since`` is the ``next`` of the answer before; 0 means from the beginning.
    """

    receiver: Coldkey
    since: int = 0


class SubnetState(Message):
    """A metagraph on its way: its numbers and arrays by name, or why there is none."""

    numbers: dict[str, int | None] = {}  # noqa: RUF012 - msgspec copies an empty default
    arrays: dict[str, npt.NDArray[Any]] = {}  # noqa: RUF012
    refusal: CallOutcome = CallOutcome()


class GetSubnet(Request[SubnetState]):
    """Ask for the metagraph of a subnet as it is now, weights and bonds included."""

    netuid: int
    mechanism: int = 0


class GetHyperparameters(Request[CallOutcome]):
    """Ask for the hyperparameters of a subnet by name."""

    netuid: int


class WeightRules(Message):
    """What a hotkey must know before it publishes weights.

    Attributes:
        block: The current block.
        epoch: How many epoch slots of the subnet have passed.
        next_epoch_block: When the next epoch is due.
        last_update: Block of this hotkey's last weights or commit; 0 = never, or no uid.
        rate_limit: Blocks from one update to the next (``WeightsSetRateLimit``).
        version_key: The oldest version that is taken (``WeightsVersionKey``).
        commit_reveal: Whether weights are committed first.
        reveal_period: Epochs from a commit to its reveal.
    """

    block: int
    epoch: int
    next_epoch_block: int
    last_update: int
    rate_limit: int
    version_key: int
    commit_reveal: bool
    reveal_period: int


class GetWeightRules(Request[CallOutcome]):
    """Ask for the :class:`WeightRules` of a mechanism, for the sender's hotkey."""

    netuid: int
    mechanism: int = 0


class Roster(Message):
    """Who is who on a subnet, by uid: told by the chain whenever it changes."""

    netuid: int
    block: int
    hotkeys: npt.NDArray[np.uint8]
    coldkeys: npt.NDArray[np.uint8]
    stake: npt.NDArray[np.uint64]
    validator_permit: npt.NDArray[np.bool_]


class WakeAt(Message):
    """Send me :class:`BlockReached` at this block, or at the next one if it has passed."""

    block: int


class BlockReached(Message):
    """A block that the receiver had asked for has begun."""

    block: int
