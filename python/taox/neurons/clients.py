"""The chain as neurons and owners of coldkeys see it: methods that send the messages of `chain`."""

from collections.abc import Sequence

from taox.actors import Ref
from taox.economy import Coldkey, Metagraph, chain_error
from taox.neurons.chain import (
    CallOutcome,
    GetBalance,
    GetPayments,
    GetSubnet,
    Payments,
    SetWeights,
    Transfer,
    WakeAt,
)


class ChainReader:
    """What anybody may ask a chain.

    Args:
        ref: Address of the chain.
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

    async def balance(self, coldkey: Coldkey) -> int:
        """Free TAO of a coldkey, rao.

        Args:
            coldkey: Whose.

        Cancellation changes nothing.
        """
        return await self._ref.ask(GetBalance(coldkey=coldkey))

    async def payments(self, receiver: Coldkey, *, since: int = 0) -> Payments:
        """The transfers that a coldkey has received.

        Args:
            receiver: Who was paid.
            since: The ``next`` of the answer before, so that none is seen twice; 0 asks for all.

        Cancellation changes nothing.
        """
        return await self._ref.ask(GetPayments(receiver=receiver, since=since))


class ChainClient(ChainReader):
    """The chain as a neuron sees it: calls in the chain's own words, signed by its hotkey.

    Args:
        ref: Address of the chain; its route carries the hotkey that signs.
    """

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


class Wallet(ChainReader):
    """The chain as the holder of a coldkey sees it: what is called moves its TAO.

    Given out by :meth:`taox.Network.wallet`. A neuron holds no wallet unless it is handed one.

    Args:
        ref: Address of the chain; its route carries the coldkey that signs.
        coldkey: The same coldkey, to read what is its own.
    """

    def __init__(self, ref: Ref, coldkey: Coldkey) -> None:
        super().__init__(ref)
        self.coldkey = coldkey

    async def transfer(self, receiver: Coldkey, amount: int) -> None:
        """Send free TAO and keep this account alive (``transfer_keep_alive``).

        Args:
            receiver: Who is paid.
            amount: TAO rao.

        Raises:
            InsufficientBalance: More than this coldkey has.
            NotExpendable: It would keep less than 500 rao.
            BelowMinimum: The receiver would end between 0 and 500 rao.

        When cancelled, the TAO may or may not have been sent.
        """
        _raise_refusal(await self._ref.ask(Transfer(receiver=receiver, amount=amount)))


def _raise_refusal(outcome: CallOutcome) -> None:
    if outcome.error:
        raise chain_error(outcome.error, outcome.values)
