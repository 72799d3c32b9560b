"""The neurons of `taox demo`: miners square numbers, some do not bother, validators check.

This file is also a template: copy it, change what is asked and how answers are scored.
"""

from taox.actors import Message, Request, handles
from taox.neurons import EmaScores, Miner, SubnetView, Validator
from taox.sim.population import Population
from taox.sim.scenario import Scenario


class Answer(Message):
    """The square of what was asked."""

    y: int


class Square(Request[Answer]):
    """What is the square of `x`?"""

    x: int


class Honest(Miner):
    """Does the work."""

    @handles
    def square(self, msg: Square) -> Answer:
        """Answer rightly."""
        return Answer(y=msg.x**2)


class Lazy(Miner):
    """Answers without working."""

    @handles
    def square(self, msg: Square) -> Answer:  # noqa: ARG002  # that is the point
        """Answer at once, wrongly."""
        return Answer(y=0)


class Judge(Validator):
    """Asks every miner once per epoch and scores right answers."""

    scores = EmaScores(alpha=0.3)

    async def step(self, subnet: SubnetView) -> None:
        """Ask all miners the same question; when cancelled, scores so far stay."""
        x = self.random.randrange(1, 1000)
        async for reply in subnet.ask_miners(Square(x=x), timeout=5):
            self.scores[reply.uid] = float(reply.ok and reply.value.y == x * x)


def scenario() -> Scenario:
    """12 honest and 4 lazy miners under 3 validators, for 20 epochs."""
    return Scenario.simple(
        miners=[Population(Honest, 12), Population(Lazy, 4)],
        validators=[Population(Judge, 3, stake=[500, 300, 200])],
        epochs=20,
        seed=7,
        name="hello",
    )
