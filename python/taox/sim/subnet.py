"""`Subnet`: a subnet of a running network, where neurons are added."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from taox.actors import Ref
from taox.economy import Coldkey, Hotkey, InputError, Metagraph, to_rao
from taox.neurons import Miner, Neuron, Validator

if TYPE_CHECKING:
    from taox.sim.network import Network

#: An amount of TAO: whole, decimal, or text; see :func:`taox.to_rao`.
Tao = int | str | Decimal | float

DEFAULT_VALIDATOR_STAKE = 1_000


@dataclass(frozen=True, slots=True)
class Seat:
    """One neuron that a network runs.

    Attributes:
        name: Its label.
        role: The name of its class.
        kind: ``"miner"``, ``"validator"`` or empty.
        uid: The uid it was given when it registered.
        hotkey: Its identity.
        coldkey: The account that owns it.
        ref: Where to send it messages, without an identity: for tests and tools.
    """

    name: str
    role: str
    kind: str
    uid: int
    hotkey: Hotkey
    coldkey: Coldkey
    ref: Ref


@dataclass(frozen=True, slots=True)
class Plan:
    """What is needed to register and start one neuron."""

    neuron: type[Neuron]
    args: tuple[object, ...]
    options: dict[str, object]
    label: str
    numbered: bool
    stake: int
    coldkey: Coldkey | None
    hotkey: Hotkey | None


class Subnet:
    """A subnet of a running network; made by :meth:`taox.Network.create_subnet`."""

    def __init__(self, network: "Network", netuid: int) -> None:
        self.network = network
        self.netuid = netuid
        self.seats: list[Seat] = []

    async def add(
        self,
        neuron: type[Neuron],
        *args: object,
        count: int = 1,
        stake: Tao | Sequence[Tao] | None = None,
        name: str | None = None,
        coldkey: Coldkey | None = None,
        hotkeys: Sequence[Hotkey] | None = None,
        options: Mapping[str, object] | None = None,
    ) -> list[Seat]:
        """Register and start neurons of one class.

        One rule for what they cost. Without ``coldkey`` everything is given, as a devnet may: each
        gets a coldkey of its own without TAO, its uid free of charge, and ``stake`` as alpha. No
        price moves, and equal stakes are equal. With ``coldkey`` everything is paid for by it: each
        registration its rising price, and ``stake`` in TAO for alpha at the market.

        Args:
            neuron: A :class:`taox.Miner` or :class:`taox.Validator` class.
            *args: Arguments of the class's constructor, the same for every one of them.
            count: How many.
            stake: What is put on each hotkey: one amount for all, or a list with one for each.
                Alpha that is given, or with ``coldkey`` TAO that is spent. Absent means 1,000 for
                validators, nothing for miners.
            name: Label, with a number appended when ``count`` is above 1; when absent, the class
                name in small letters and a number.
            coldkey: Owner of all of them, who pays out of its TAO (see :meth:`Network.coldkey`).
            hotkeys: Identities to use, one for each; derived from the names when absent.
            options: Keyword arguments of the constructor.

        Returns:
            The new seats, in order of registration.

        Raises:
            InputError: ``neuron`` is no neuron class, ``count`` no integer of at least 1, or the
                list of stakes or hotkeys has another length.
            ChainError: The chain refused a registration or a stake.

        Warns about a miner class without any handler of its own.

        When cancelled, those already started stay.
        """
        if not isinstance(neuron, type) or not issubclass(neuron, Neuron):
            raise InputError("neuron", "a subclass of taox.Miner or taox.Validator", neuron)
        check_count("count", count)
        _warn_if_deaf(neuron)
        label = name or neuron.__name__.lower()
        numbered = name is None or count > 1
        keys = _hotkeys(hotkeys, count)
        added = []
        for amount, hotkey in zip(_stakes(neuron, stake, count), keys, strict=True):
            plan = Plan(neuron, args, dict(options or {}), label, numbered, amount, coldkey, hotkey)
            added.append(await self.network._start_neuron(self, plan))
        return added

    @property
    def metagraph(self) -> Metagraph:
        """The subnet's neurons as arrays, as they are now."""
        return self.network.chain.metagraph(self.netuid)

    def seat(self, uid: int) -> Seat | None:
        """Who of the neurons run here holds ``uid`` now; ``None`` for strangers.

        Args:
            uid: A uid of the subnet.

        Raises:
            InputError: Nobody holds it.
        """
        hotkeys = self.metagraph.hotkeys
        if not 0 <= uid < len(hotkeys):
            raise InputError("uid", f"a uid below {len(hotkeys)}", uid)
        return self.network.seat(hotkeys[uid])

    def __repr__(self) -> str:
        return f"<Subnet netuid={self.netuid} neurons={len(self.seats)}>"


def check_count(argument: str, value: object) -> None:
    """Refuse what is no integer of at least 1.

    Args:
        argument: The name in the error.
        value: What was given.

    Raises:
        InputError: It is something else.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InputError(argument, "an integer of at least 1", repr(value))


def _warn_if_deaf(neuron: type[Neuron]) -> None:
    if issubclass(neuron, Miner) and neuron.__handlers__.keys() <= Miner.__handlers__.keys():
        warnings.warn(
            f"{neuron.__name__} answers no request and will earn nothing: mark its methods with "
            "@taox.handles, or add taox.Neuron for a seat that serves nobody",
            stacklevel=3,
        )


def _stakes(neuron: type[Neuron], stake: Tao | Sequence[Tao] | None, count: int) -> list[int]:
    if stake is None:
        stake = DEFAULT_VALIDATOR_STAKE if issubclass(neuron, Validator) else 0
    if isinstance(stake, int | str | Decimal | float):
        return [to_rao(stake)] * count
    if len(stake) != count:
        raise InputError("stake", f"one amount or {count} of them", f"{len(stake)} amounts")
    return [to_rao(amount) for amount in stake]


def _hotkeys(hotkeys: Sequence[Hotkey] | None, count: int) -> Sequence[Hotkey | None]:
    if hotkeys is None:
        return [None] * count
    if len(hotkeys) != count:
        raise InputError("hotkeys", f"{count} of them", len(hotkeys))
    return hotkeys
