"""The messages by which a neuron talks to a chain, and the client that sends them.

A neuron knows a chain only through these messages: in a local network an actor around
:class:`taox.economy.Chain` answers them, later an adapter of a live chain can. The signer of a
call is the identity that the route proves (``self.turn.principal``), never a field of a message.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from taox.actors import Message, Ref, Request
from taox.economy import SIGNED_CALLS, Hotkey, InputError, Metagraph
from taox.neurons.calls import Call, CallOutcome, pack, result_of
from taox.neurons.weight_calls import WeightCalls


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
    stake: npt.NDArray[np.uint64]
    validator_permit: npt.NDArray[np.bool_]


class WakeAt(Message):
    """Send me :class:`BlockReached` at this block, or at the next one if it has passed."""

    block: int


class BlockReached(Message):
    """A block that the receiver had asked for has begun."""

    block: int


class ChainClient(WeightCalls):
    """The chain as a neuron sees it: calls in the chain's own words, signed by its keys.

    Args:
        ref: Address of the chain; its route carries the hotkey that signs.
        wallet: The same with the coldkey that signs what moves TAO and stake; without one such
            calls are refused with ``BadOrigin``.
    """

    def __init__(self, ref: Ref, wallet: Ref | None = None) -> None:
        self._ref = ref
        self._wallet = wallet

    async def call(self, name: str, /, **arguments: object) -> Any:
        """Send any call that a key signs: every method of `taox.economy.Chain` that is one.

        The signer, its first argument, is this neuron's hotkey or coldkey, whichever the call is
        signed with.

        Args:
            name: A name of `taox.economy.SIGNED_CALLS`, such as ``"add_stake"``.
            **arguments: All other arguments by name.

        Returns:
            What the method returns; tuples as lists.

        Raises:
            InputError: There is no such call, or an argument is none that it takes.
            ChainError: The chain refused, under the chain's own error name.

        When cancelled, the call may or may not have been made.
        """
        if name not in SIGNED_CALLS:
            raise InputError("name", "the name of a call that a key signs", repr(name))
        by_hotkey = SIGNED_CALLS[name].kind is Hotkey
        route = self._ref if by_hotkey or self._wallet is None else self._wallet
        packed = {argument: pack(value) for argument, value in arguments.items()}
        return result_of(await route.ask(Call(name=name, arguments=packed)))

    async def metagraph(self, netuid: int, mechanism: int = 0) -> Metagraph:
        """Fetch a subnet's metagraph as it is now.

        Args:
            netuid: The subnet.
            mechanism: Whose weights, bonds, incentive and last updates it shows.

        Raises:
            SubnetNotExists: There is no such subnet.
            MechanismDoesNotExist: It has no such mechanism.

        Cancellation changes nothing.
        """
        state = await self._ref.ask(GetSubnet(netuid=netuid, mechanism=mechanism))
        result_of(state.refusal)
        return Metagraph.from_parts(state.numbers, state.arrays)

    async def hyperparameters(self, netuid: int) -> dict[str, Any]:
        """Fetch a subnet's parameters by name, as `taox params` lists them.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.

        Cancellation changes nothing.
        """
        values: dict[str, Any] = result_of(await self._ref.ask(GetHyperparameters(netuid=netuid)))
        return values

    async def weight_rules(self, netuid: int, mechanism: int = 0) -> WeightRules:
        """Fetch what this hotkey must know before it publishes weights.

        Args:
            netuid: The subnet.
            mechanism: The subnet's mechanism.

        Raises:
            SubnetNotExists: There is no such subnet.
            MechanismDoesNotExist: It has no such mechanism.

        Cancellation changes nothing.
        """
        rules = await self._ref.ask(GetWeightRules(netuid=netuid, mechanism=mechanism))
        return WeightRules(**result_of(rules))

    def wake_at(self, block: int) -> None:
        """Have :class:`BlockReached` sent at ``block``, or at the next one if it has passed."""
        self._ref.try_tell(WakeAt(block=block))
