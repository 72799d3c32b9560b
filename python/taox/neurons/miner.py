"""`Miner`: answers requests, and sees who asks."""

from taox.actors import handles
from taox.economy import Coldkey, Hotkey
from taox.neurons.chain import Roster
from taox.neurons.neuron import Caller, Neuron


class Miner(Neuron):
    """A neuron that does work for whoever asks.

    Write one method per request and mark it with :func:`taox.handles`. While a message is
    handled, :attr:`caller` tells who sent it.

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
    """

    @property
    def caller(self) -> Caller:
        """Who sent the message being handled; valid during a turn.

        Stake and permit are those of the last roster, at most one epoch old.
        """
        match self.turn.principal:
            case Hotkey() as hotkey:
                return self.context.callers.get(hotkey, Caller(hotkey))
            case Coldkey() as coldkey:
                return Caller(coldkey=coldkey)
        return Caller()

    @handles
    def _learn_roster(self, msg: Roster) -> None:
        if self.turn.principal is not None:
            return  # only the chain, whose route carries no identity, may tell who is who
        self.context.callers.clear()
        for uid, keys in enumerate(zip(msg.hotkeys, msg.coldkeys, strict=True)):
            hotkey, coldkey = Hotkey(keys[0].tobytes()), Coldkey(keys[1].tobytes())
            stake, permit = int(msg.stake[uid]), bool(msg.validator_permit[uid])
            self.context.callers[hotkey] = Caller(hotkey, uid, stake, permit, coldkey)
