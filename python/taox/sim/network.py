"""`Network`: a System, a Chain and a block clock; a whole local Bittensor."""

import math
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self, overload

import trio

from taox.actors import Policy, Ref, System
from taox.economy import (
    LOCAL,
    Chain,
    Coldkey,
    Hotkey,
    InputError,
    InputTypeError,
    Preset,
    to_rao,
)
from taox.neurons import ChainClient, Miner, Neuron, NeuronContext, Validator, Wallet
from taox.neurons.chain import BlockReached
from taox.sim.chain_actor import ChainActor, Wakes, roster
from taox.sim.record import Record
from taox.sim.recorder import Recorder
from taox.sim.subnet import Plan, Seat, Subnet, Tao, check_count

#: Seconds from block to block.
BLOCK_SECONDS = 12.0

#: Neurons may crash five times a day in all; a fault in their code shows itself more often.
CRASH_POLICY = Policy(intensity=5, period=86_400.0)


class Network:
    """A local Bittensor: neurons as actors, an exact chain, a block every 12 seconds.

    Under :func:`taox.run` time is virtual and blocks cost nothing; under ``trio.run`` they take
    ``block_seconds`` of real time. The program is the same.

    Args:
        preset: Defaults of new subnets, :data:`taox.LOCAL` or :data:`taox.CHAIN`.
        block_seconds: Seconds from block to block, on the run's clock.
        copy_messages: Pack and unpack every message, so that what runs here runs over a wire.
        policy: What becomes of neurons that crash. By default each crash is reported and the
            neuron restarted, five times a (virtual) day in all; one more ends the run with the
            first cause.
        genesis: Name of the chain; it seeds the parent hashes.

    Example:
        >>> import taox
        >>> class Answer(taox.Message):
        ...     y: int
        >>> class Square(taox.Request[Answer]):
        ...     x: int
        >>> class Honest(taox.Miner):
        ...     @taox.handles
        ...     def square(self, msg: Square) -> Answer:
        ...         return Answer(y=msg.x**2)
        >>> class Judge(taox.Validator):
        ...     scores = taox.EmaScores(alpha=0.3)
        ...     async def step(self, subnet):
        ...         async for reply in subnet.ask_miners(Square(x=7), timeout=5):
        ...             self.scores[reply.uid] = float(reply.ok and reply.value.y == 49)
        >>> async def main():
        ...     async with taox.Network() as net:
        ...         subnet = await net.create_subnet(tempo=360)
        ...         await subnet.add(Honest, count=2)
        ...         await subnet.add(Judge)
        ...         await net.run(epochs=3)
        ...         return subnet.metagraph.incentive.tolist()
        >>> taox.run(main, seed=7)
        [32767, 32767, 0]
    """

    def __init__(
        self,
        *,
        preset: Preset = LOCAL,
        block_seconds: float = BLOCK_SECONDS,
        copy_messages: bool = True,
        policy: Policy = CRASH_POLICY,
        genesis: str = "taox",
    ) -> None:
        if not isinstance(block_seconds, int | float) or not 0 < block_seconds < math.inf:
            raise InputError("block_seconds", "a finite number above 0", block_seconds)
        self.preset = preset
        self.block_seconds = block_seconds
        self.chain = Chain(preset, genesis=genesis)
        self.chain.keep_epoch_inputs = True
        self.system = System(copy_messages=copy_messages, policy=policy)
        self.subnets: dict[int, Subnet] = {}
        self._wakes = Wakes()
        self._recorder = Recorder(self.chain, self.seat)
        self._seats: dict[Hotkey, Seat] = {}
        self._names: dict[str, int] = {}
        self._events_seen = 0
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.system)
            self._chain_ref = await self.system.start(
                ChainActor, self.chain, self._wakes, self._recorder.refused, name="chain"
            )
            self._stack = stack.pop_all()
        self._started = trio.current_time()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        return await self._stack.__aexit__(kind, error, trace)

    @property
    def block(self) -> int:
        """The current block."""
        return self.chain.block

    @property
    def messages(self) -> int:
        """Messages handled by actors so far."""
        return self.system.statistics().handled

    def record(self, **meta: object) -> Record:
        """What has been recorded so far: a row per neuron and epoch, refusals, events.

        Args:
            **meta: More to know about the run, beside block, hashes and counts.
        """
        return self._recorder.record(
            blocks=self.block,
            virtual_seconds=self.block * self.block_seconds,
            messages=self.messages,
            **meta,
        )

    def coldkey(self, name: str, *, tao: Tao = 0) -> Coldkey:
        """The coldkey of this name, with ``tao`` added to its free balance.

        Args:
            name: Any label; the account is derived from it.
            tao: TAO to give it, created out of nothing as a devnet may.
        """
        key = Coldkey.from_name(name)
        amount = to_rao(tao)
        if amount:
            self.chain.set_balance(key, self.chain.balance(key) + amount)
        return key

    def wallet(self, coldkey: Coldkey) -> Wallet:
        """The chain as the holder of a coldkey sees it; hand it to whoever may spend its TAO.

        To reach a miner in the name of the same coldkey, use
        ``net.system.route(seat.ref, principal=coldkey)``: the miner sees it as ``self.caller``.

        Args:
            coldkey: Who signs.

        Raises:
            InputTypeError: It is no coldkey.
        """
        if not isinstance(coldkey, Coldkey):
            raise InputTypeError("coldkey", "a Coldkey", type(coldkey).__name__)
        return Wallet(self._signed_by(coldkey), coldkey)

    @overload
    def impersonate(self, account: Coldkey) -> Wallet: ...

    @overload
    def impersonate(self, account: Hotkey) -> ChainClient: ...

    def impersonate(self, account: Coldkey | Hotkey) -> Wallet | ChainClient:
        """The chain as any account sees it, whether or not an actor holds it: a devnet's verb.

        No key is needed, only the account: no live chain has this. A call made so meets the same
        guards as any other. Root signs by no account: ``net.chain.sudo_set("root", …)``.

        Args:
            account: Who signs: a coldkey gives what :meth:`wallet` gives, a hotkey a client whose
                calls are the hotkey's. Calls that its coldkey must sign are refused to it with
                ``BadOrigin``.

        Raises:
            InputTypeError: It is neither.

        Example:
            >>> import taox
            >>> async def main():
            ...     async with taox.Network() as net:
            ...         alice = net.coldkey("alice", tao=100)
            ...         subnet = await net.create_subnet()
            ...         (seat,) = await subnet.add(taox.Neuron)
            ...         staker = net.impersonate(alice)
            ...         await staker.call(
            ...             "add_stake", hotkey=seat.hotkey, netuid=1, amount=taox.to_rao(10)
            ...         )
            ...         neuron = net.impersonate(seat.hotkey)
            ...         await neuron.set_weights(netuid=1, uids=[0], weights=[1])
            ...         return subnet.metagraph.weights.row(0)
            >>> taox.run(main, seed=1)
            [(0, 65535)]
        """
        if isinstance(account, Coldkey):
            return self.wallet(account)
        if isinstance(account, Hotkey):
            return ChainClient(self._signed_by(account))
        raise InputTypeError("account", "a Coldkey or a Hotkey", type(account).__name__)

    def _signed_by(self, account: Coldkey | Hotkey) -> Ref:
        return self.system.route(self._chain_ref, principal=account)

    async def create_subnet(
        self, *, owner: Coldkey | None = None, **hyperparameters: Any
    ) -> Subnet:
        """Create a subnet directly, without cost, and start it.

        Args:
            owner: Its owner, who receives the owner cut and whose hotkey becomes uid 0, as on
                the chain. When absent, the owner is an account that holds no uid.
            **hyperparameters: Values that differ from the preset's, see ``taox params``.

        Raises:
            ParamError: A hyperparameter is unknown or out of its range.

        Atomic: nothing has happened when it is cancelled.
        """
        await trio.lowlevel.checkpoint()
        number = len(self.subnets) + 1
        coldkey = owner or Coldkey.from_name(f"owner-{number}")
        hotkey = Hotkey.from_name(f"owner-{number}")
        netuid = self.chain.create_subnet(
            coldkey, hotkey, seat_owner=owner is not None, **hyperparameters
        )
        self.subnets[netuid] = Subnet(self, netuid)
        return self.subnets[netuid]

    def seat(self, hotkey: Hotkey) -> Seat | None:
        """The neuron of this network that holds ``hotkey``; ``None`` for a stranger."""
        return self._seats.get(hotkey)

    async def run(
        self,
        *,
        blocks: int | None = None,
        epochs: int | None = None,
        until: Callable[[], bool] | None = None,
        after_block: Callable[[], None] | None = None,
    ) -> None:
        """Let blocks pass, until the first of the limits given is reached.

        Args:
            blocks: How many blocks.
            epochs: Go on until every subnet has run this many more epochs.
            until: Go on until this is true, asked after every block.
            after_block: Called after every block, for progress.

        Raises:
            InputError: No limit was given, or one is no integer of at least 1, or there is no
                subnet to count epochs of, or one with tempo 0, which never has an epoch.

        When cancelled, the block under way is finished.
        """
        limits = list(self._limits(blocks, epochs))
        if until is not None:
            limits.append(until)
        if not limits:
            raise InputError("run", "at least one of blocks, epochs, until", "none of them")
        finished = False
        while not finished:
            await self._next_block()
            if after_block is not None:
                after_block()
            finished = any(reached() for reached in limits)

    def blocks_for(self, epochs: int) -> int:
        """About how many blocks ``epochs`` more epochs of every subnet take."""
        tempos = [self.chain.hyperparameters(netuid)["tempo"] for netuid in self.subnets]
        return epochs * max(tempos, default=1)

    def _limits(self, blocks: int | None, epochs: int | None) -> Iterator[Callable[[], bool]]:
        for name, number in (("blocks", blocks), ("epochs", epochs)):
            if number is not None:
                check_count(name, number)
        if blocks is not None:
            last_block = self.block + blocks
            yield lambda: self.block >= last_block
        if epochs is not None:
            if not self.subnets:
                raise InputError("epochs", "a network with a subnet", "no subnet")
            for netuid in self.subnets:
                if not self.chain.hyperparameters(netuid)["tempo"]:
                    never = f"subnet {netuid} with tempo 0, which never has an epoch"
                    raise InputError("epochs", "subnets with a tempo", never)
            last = {netuid: self.chain.epoch_index(netuid) + epochs for netuid in self.subnets}
            yield lambda: all(self.chain.epoch_index(n) >= index for n, index in last.items())

    async def _next_block(self) -> None:
        # Absolute times: repeated sleeps would drift.
        await trio.sleep_until(self._started + self.block_seconds * (self.block + 1))
        block = self.chain.step()
        for netuid in self._recorder.observe():
            self._tell_roster(netuid)
        for ref in self._wakes.due(block):
            await ref.tell(BlockReached(block=block))

    def _tell_roster(self, netuid: int) -> None:
        if netuid not in self.subnets:
            return
        message = roster(self.chain.metagraph(netuid))
        for seat in self.subnets[netuid].seats:
            if seat.kind == "miner":
                seat.ref.try_tell(message)

    async def _start_neuron(self, subnet: Subnet, plan: Plan) -> Seat:
        name = self._next_name(plan.label, numbered=plan.numbered)
        owner = plan.coldkey or Coldkey.from_name(name)
        hotkey = plan.hotkey or Hotkey.from_name(name)
        enter = self._seat_for_free if plan.coldkey is None else self._pay_for_seat
        uid = enter(subnet.netuid, owner, hotkey, plan.stake)
        context = self._context(subnet.netuid, name, hotkey, owner)
        bound = plan.neuron.bind(context, *plan.args, **plan.options)
        ref = await self.system.start(bound, name=name, restart="permanent")
        kind = _kind(plan.neuron)
        seat = Seat(name, plan.neuron.__name__, kind, uid, hotkey, owner, ref)
        self._seats[hotkey] = seat
        subnet.seats.append(seat)
        if issubclass(plan.neuron, Validator):
            self._wakes.add(self.block + max(1, plan.neuron.delay), ref)
        return seat

    def _seat_for_free(self, netuid: int, owner: Coldkey, hotkey: Hotkey, alpha: int) -> int:
        uid = self.chain.seat_neuron(owner, netuid, hotkey)
        if alpha:
            self.chain.set_stake(owner, hotkey, netuid, alpha)
        return uid

    def _pay_for_seat(self, netuid: int, owner: Coldkey, hotkey: Hotkey, tao: int) -> int:
        uid = self.chain.register(owner, netuid, hotkey)
        if tao:
            self.chain.add_stake(owner, hotkey, netuid, tao)
        return uid

    def _context(self, netuid: int, name: str, hotkey: Hotkey, owner: Coldkey) -> NeuronContext:
        return NeuronContext(
            name=name,
            netuid=netuid,
            hotkey=hotkey,
            coldkey=owner,
            chain=self._signed_by(hotkey),
            wallet=self._signed_by(owner),
            directory=_Directory(self, hotkey),
        )

    def _next_name(self, label: str, *, numbered: bool) -> str:
        number = self._names.get(label, 0)
        self._names[label] = number + 1
        return f"{label}-{number}" if numbered or number else label


class _Directory:
    """Addresses of miners by hotkey, with the asker's hotkey as principal."""

    def __init__(self, network: Network, asker: Hotkey) -> None:
        self._network = network
        self._asker = asker
        self._routes: dict[Hotkey, Ref] = {}

    def __call__(self, hotkey: Hotkey) -> Ref | None:
        if hotkey not in self._routes:
            seat = self._network.seat(hotkey)
            if seat is None or seat.kind != "miner":
                return None
            route = self._network.system.route(seat.ref, principal=self._asker)
            self._routes[hotkey] = route
        return self._routes[hotkey]


def _kind(neuron: type[Neuron]) -> str:
    if issubclass(neuron, Validator):
        return "validator"
    return "miner" if issubclass(neuron, Miner) else ""
