"""The chain as neurons and owners of coldkeys see it: what anybody reads, what a key signs."""

from typing import Any

from taox.actors import Ref
from taox.economy import SIGNED_CALLS, Coldkey, Hotkey, InputError, Metagraph
from taox.neurons.calls import Call, pack, result_of
from taox.neurons.chain import (
    GetBalance,
    GetHyperparameters,
    GetPayments,
    GetSubnet,
    GetWeightRules,
    Payments,
    WakeAt,
    WeightRules,
)
from taox.neurons.weight_calls import WeightCalls


class ChainReader:
    """What anybody may ask a chain.

    Args:
        ref: Address of the chain.
    """

    def __init__(self, ref: Ref) -> None:
        self._ref = ref

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


class ChainClient(WeightCalls, ChainReader):
    """The chain as a neuron sees it: calls in the chain's own words, signed by its keys.

    Args:
        ref: Address of the chain; its route carries the hotkey that signs.
        wallet: The same with the coldkey that signs what moves TAO and stake; without one such
            calls are refused with ``BadOrigin``.
    """

    def __init__(self, ref: Ref, wallet: Ref | None = None) -> None:
        super().__init__(ref)
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
        by_hotkey = name in SIGNED_CALLS and SIGNED_CALLS[name].kind is Hotkey
        route = self._ref if by_hotkey or self._wallet is None else self._wallet
        return await send(route, name, arguments)

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


class Wallet(ChainReader):
    """The chain as the holder of a coldkey sees it: calls move its TAO, its stake, its subnets.

    Given out by :meth:`taox.Network.wallet`.

    Args:
        ref: Address of the chain; its route carries the coldkey that signs.
        coldkey: The same coldkey, to read what is its own.
    """

    def __init__(self, ref: Ref, coldkey: Coldkey) -> None:
        super().__init__(ref)
        self.coldkey = coldkey

    async def call(self, name: str, /, **arguments: object) -> Any:
        """Send any call that a coldkey signs, as :meth:`ChainClient.call` does.

        Args:
            name: A name of `taox.economy.SIGNED_CALLS`, such as ``"add_stake"``.
            **arguments: All arguments but the signer by name.

        Raises:
            InputError: There is no such call, or an argument is none that it takes.
            ChainError: The chain refused; ``BadOrigin`` for a call that a hotkey signs.

        When cancelled, the call may or may not have been made.
        """
        return await send(self._ref, name, arguments)

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
        await self.call("transfer", receiver=receiver, amount=amount)


async def send(route: Ref, name: str, arguments: dict[str, object]) -> Any:
    """Send a call over a route that proves who signs.

    Raises:
        InputError: There is no such call, or an argument is none that it takes.
        ChainError: The chain refused.
    """
    if name not in SIGNED_CALLS:
        raise InputError("name", "the name of a call that a key signs", repr(name))
    packed = {argument: pack(value) for argument, value in arguments.items()}
    return result_of(await route.ask(Call(name=name, arguments=packed)))
