"""What every neuron has: a hotkey, a place on a subnet, a chain to talk to."""

import functools
from dataclasses import dataclass, field
from typing import ClassVar, Self

from taox.actors import Actor, Ref
from taox.economy import Coldkey, Hotkey
from taox.neurons.clients import ChainClient
from taox.neurons.view import Directory


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as proved by the route and looked up in the subnet's roster.

    Attributes:
        hotkey: The asker's hotkey; ``None`` when the message came without one.
        uid: Its uid on the miner's subnet, ``None`` when it has none.
        stake: Its stake as the last epoch counts it, alpha rao.
        permit: Whether it holds a validator permit.
        coldkey: Who owns the hotkey, on the same roster; or the coldkey that asks itself, such as
            a customer from outside.
    """

    hotkey: Hotkey | None = None
    uid: int | None = None
    stake: int = 0
    permit: bool = False
    coldkey: Coldkey | None = None


@dataclass(frozen=True, slots=True)
class NeuronContext:
    """What a neuron is told about itself by whoever runs it.

    Attributes:
        name: A label for people, such as ``honest-3``.
        netuid: The subnet it is registered on.
        hotkey: Its identity; the route to the chain proves it.
        coldkey: The account that owns the hotkey and its stake.
        chain: Address of the chain, with the hotkey as principal.
        wallet: Address of the chain, with the coldkey as principal.
        directory: Finds other neurons by hotkey, with the hotkey as principal.
        callers: Who is who on the subnet, as last told by the chain; outlives a restart.
    """

    name: str
    netuid: int
    hotkey: Hotkey
    coldkey: Coldkey
    chain: Ref
    wallet: Ref
    directory: Directory
    callers: dict[Hotkey, Caller] = field(default_factory=dict)


class Neuron(Actor):
    """An actor with a hotkey on a subnet: base of :class:`Miner` and :class:`Validator`.

    Whoever runs a neuron binds its class to a :class:`NeuronContext` first, so constructors take
    only what the user's class needs and may already read ``self.hotkey``.
    """

    context: ClassVar[NeuronContext]

    @classmethod
    def bind(cls, context: NeuronContext, *args: object, **options: object) -> type[Self]:
        """The same class, knowing who it is: what a network starts, and restarts after a crash.

        Args:
            context: Who the neuron is and where its chain and its peers are.
            *args: Arguments of the constructor.
            **options: Keyword arguments of the constructor.
        """
        names = {
            "__doc__": cls.__doc__,
            "__init__": functools.partialmethod(cls.__init__, *args, **options),
            "__module__": cls.__module__,
            "context": context,
        }
        bound: type[Self] = type(cls.__name__, (cls,), names)
        return bound

    @property
    def name(self) -> str:
        """The neuron's label."""
        return self.context.name

    @property
    def netuid(self) -> int:
        """The subnet the neuron is registered on."""
        return self.context.netuid

    @property
    def hotkey(self) -> Hotkey:
        """The neuron's identity."""
        return self.context.hotkey

    @property
    def coldkey(self) -> Coldkey:
        """The account that owns the hotkey."""
        return self.context.coldkey

    @property
    def chain(self) -> ChainClient:
        """The chain, every call signed by this neuron's hotkey or coldkey."""
        return ChainClient(self.context.chain, self.context.wallet)
