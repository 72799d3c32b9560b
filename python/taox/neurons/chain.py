"""The messages by which a neuron talks to a chain, and the client that sends them.

A neuron knows a chain only through these messages: in a local network an actor around
:class:`taox.economy.Chain` answers them, later an adapter of a live chain can. The signer of a
call is the identity that the route proves (``self.turn.principal``), never a field of a message.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from taox.actors import Message, Ref, Request
from taox.economy import Metagraph, chain_error


class CallOutcome(Message):
    """What became of a call: done, or refused with the chain's own error name."""

    error: str = ""
    values: dict[str, int | str] = {}  # noqa: RUF012 - msgspec copies an empty default


class SetWeights(Request[CallOutcome]):
    """Submit one weight row, signed by the sender's hotkey (transitions.md 1.8)."""

    netuid: int
    uids: list[int]
    weights: list[int]
    version_key: int = 0
    mechanism: int = 0


class SubnetState(Message):
    """A metagraph on its way: its numbers and arrays by name, or why there is none."""

    numbers: dict[str, int | None] = {}  # noqa: RUF012 - msgspec copies an empty default
    arrays: dict[str, npt.NDArray[Any]] = {}  # noqa: RUF012
    refusal: CallOutcome = CallOutcome()


class GetSubnet(Request[SubnetState]):
    """Ask for the metagraph of a subnet as it is now, weights and bonds included."""

    netuid: int


class Roster(Message):
    """Who is who on a subnet, by uid: told by the chain whenever it changes."""

    netuid: int
    block: int
    hotkeys: npt.NDArray[np.uint8]
    stake: npt.NDArray[np.uint64]
    validator_permit: npt.NDArray[np.bool_]


class WakeAt(Message):
    """Send me :class:`BlockReached` at this block, or at the next one if it has passed."""

    block: int


class BlockReached(Message):
    """A block that the receiver had asked for has begun."""

    block: int


class ChainClient:
    """The chain as a neuron sees it: calls in the chain's own words, signed by its hotkey.

    Args:
        ref: Address of the chain; its route carries the hotkey that signs.
    """

    def __init__(self, ref: Ref) -> None:
        self._ref = ref

    async def metagraph(self, netuid: int) -> Metagraph:
        """Fetch a subnet's metagraph as it is now.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.

        Cancellation changes nothing.
        """
        state = await self._ref.ask(GetSubnet(netuid=netuid))
        _raise_refusal(state.refusal)
        return Metagraph.from_parts(state.numbers, state.arrays)

    async def set_weights(
        self,
        netuid: int,
        uids: Sequence[int],
        weights: Sequence[int],
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """Set this hotkey's weight row (transitions.md 1.8).

        Args:
            netuid: The subnet.
            uids: Whom the weights are for, no uid twice.
            weights: u16 weights, as many as uids; the chain scales the largest to 65535.
            version_key: The version claimed, against ``WeightsVersionKey``.
            mechanism: The subnet's mechanism.

        Raises:
            ChainError: The chain refused, under the chain's own error name.

        When cancelled, the weights may or may not have been set.
        """
        _raise_refusal(
            await self._ref.ask(
                SetWeights(
                    netuid=netuid,
                    uids=list(uids),
                    weights=list(weights),
                    version_key=version_key,
                    mechanism=mechanism,
                )
            )
        )

    def wake_at(self, block: int) -> None:
        """Have :class:`BlockReached` sent at ``block``, or at the next one if it has passed."""
        self._ref.try_tell(WakeAt(block=block))


def _raise_refusal(outcome: CallOutcome) -> None:
    if outcome.error:
        raise chain_error(outcome.error, outcome.values)
