"""`Validator`: asks miners once per interval, scores them, publishes weights."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from taox.actors import handles
from taox.economy import ChainError, Metagraph
from taox.neurons.chain import BlockReached
from taox.neurons.neuron import Neuron
from taox.neurons.publishing import Author, CommitForm, Publisher, Row
from taox.neurons.scores import EmaScores
from taox.neurons.view import SubnetView
from taox.neurons.weights import to_weights


class Validator(Neuron):
    """A neuron that judges miners.

    Override :meth:`step` to ask and score. After each step :meth:`weights` says what to publish:
    by default the table that a ``scores = taox.EmaScores(...)`` on the class fills. The chain's
    own checks apply; a refusal (no permit yet, too few weights) is reported by the network and
    logged, and the next step goes on.

    Where the subnet has commit-reveal on, weights are committed, and revealed when their epoch has
    come; where it takes weights only so often, they wait.

    Attributes:
        interval: Blocks from one step to the next; ``None`` (the default) steps once per tempo,
            after each epoch.
        delay: Blocks to wait after the epoch, or after the start, before stepping.
        mechanism: Which of the subnet's mechanisms the weights are for; steps see that one.
        version_key: The version the weights claim (``WeightsVersionKey``); ``None`` (the default)
            claims the one that the subnet asks for.
        commit_form: How weights are committed: ``"timelocked"`` (sealed, the chain opens them) or
            ``"hash"`` (this validator tells them, and must be alive to do so).
    """

    interval: ClassVar[int | None] = None
    delay: ClassVar[int] = 0
    mechanism: ClassVar[int] = 0
    version_key: ClassVar[int | None] = None
    commit_form: ClassVar[CommitForm] = "timelocked"

    async def step(self, subnet: SubnetView) -> None:
        """Do one round of judging; the base class asks nobody.

        Args:
            subnet: The subnet as it is now.

        A step is one turn of the actor: an error here crashes the validator and its supervisor
        decides; cancellation abandons the step without publishing.
        """

    def weights(self, subnet: SubnetView) -> Mapping[int, float] | None:  # noqa: ARG002
        """What to publish after a step: scores by uid, or ``None`` for nothing.

        Args:
            subnet: The same view that the step saw.
        """
        scores = getattr(self, "scores", None)
        return scores if isinstance(scores, Mapping) else None

    def weights_by_mechanism(self, subnet: SubnetView) -> Mapping[int, Mapping[int, float] | None]:
        """What to publish after a step in each of the subnet's mechanisms.

        By default what :meth:`weights` says, in :attr:`mechanism`. Every mechanism counts the stake
        of all validators: one that publishes in some of them only weakens the consensus of others.

        Args:
            subnet: The same view that the step saw.
        """
        return {self.mechanism: self.weights(subnet)}

    async def publish(self, scores: Mapping[int, float], mechanism: int | None = None) -> None:
        """Publish weights from scores, scaled by :func:`taox.neurons.to_weights`.

        They are set, or committed where the subnet asks for it, or held back until the subnet's
        rate limit has passed.

        Args:
            scores: Non-negative scores by uid.
            mechanism: Which of the subnet's mechanisms; :attr:`mechanism` when absent.

        Raises:
            ChainError: The chain refused; the class is the chain's error name.
            InputError: A score is NaN, infinite or negative.

        When cancelled, the weights may or may not have been sent.
        """
        chosen = self.mechanism if mechanism is None else mechanism
        await self._publisher(chosen).publish(Row(*to_weights(scores)))

    @cached_property
    def _publishers(self) -> dict[int, Publisher]:
        return {}

    def _publisher(self, mechanism: int) -> Publisher:
        if mechanism not in self._publishers:
            author = Author(self.hotkey, self.netuid, mechanism, self.version_key, self.commit_form)
            publisher = Publisher(author, self.chain, self.random, self.logger)
            self._publishers[mechanism] = publisher
        return self._publishers[mechanism]

    @handles
    async def _wake(self, msg: BlockReached) -> None:
        metagraph = await self.chain.metagraph(self.netuid, self.mechanism)
        uid = metagraph.uid_of(self.hotkey)
        if uid is None:
            self.logger.warning("no longer registered on subnet %d, stops validating", self.netuid)
            return
        for publisher in list(self._publishers.values()):
            await publisher.on_block(metagraph)
        if msg.block < getattr(self, "_next_step", 0):
            return  # woken for the sake of weights on their way
        # Asked for before the step: a step that crashes must not be the last one.
        self._next_step = self._next_wake(metagraph)
        self.chain.wake_at(self._next_step)
        if self._is_new(metagraph):
            await self._run_step(SubnetView(metagraph, uid, self.context.directory))

    def _next_wake(self, metagraph: Metagraph) -> int:
        if self.interval is None:
            return metagraph.next_epoch_block + self.delay
        return metagraph.block + self.interval

    def _is_new(self, metagraph: Metagraph) -> bool:
        """Whether the epoch waited for has run: a full block defers it (coinbase.md 9.2)."""
        waited_for, self._epoch = getattr(self, "_epoch", None), metagraph.epoch_index
        return self.interval is not None or waited_for != metagraph.epoch_index

    async def _run_step(self, view: SubnetView) -> None:
        tables = [getattr(self, name) for name in _score_tables(type(self))]
        for table in tables:
            table.begin_step(view.metagraph.hotkeys)
        await self.step(view)
        for table in tables:
            table.end_step()
        for mechanism, scores in self.weights_by_mechanism(view).items():
            if scores is not None:
                await self._attempt(scores, mechanism)

    async def _attempt(self, scores: Mapping[int, float], mechanism: int) -> None:
        try:
            await self.publish(scores, mechanism)
        except ChainError as refusal:
            self.logger.info("weights refused: %s", refusal)


def _score_tables(kind: type[Validator]) -> list[str]:
    """Names of the class's :class:`EmaScores`, its own and inherited, in order of appearance."""
    names = (vars(base).items() for base in reversed(kind.__mro__))
    found = {name: value for members in names for name, value in members}
    return [name for name, value in found.items() if isinstance(value, EmaScores)]
