"""Hello, subnet: twelve honest miners, four lazy ones, three validators, twenty epochs.

The contest: square a number. Honest miners do, lazy ones always say 0. Validators ask everybody
once per tempo and score the answers; the chain's own consensus turns their weights into pay.

Run it with ``taox run examples/hello_subnet.py`` or ``python examples/hello_subnet.py``.
"""

import taox


class Answer(taox.Message):
    y: int


class Square(taox.Request[Answer]):
    x: int


class Honest(taox.Miner):
    @taox.handles
    def square(self, msg: Square) -> Answer:
        return Answer(y=msg.x**2)


class Lazy(taox.Miner):
    @taox.handles
    def square(self, msg: Square) -> Answer:
        return Answer(y=0)


class Judge(taox.Validator):
    scores = taox.EmaScores(alpha=0.3)

    async def step(self, subnet: taox.SubnetView) -> None:
        x = self.random.randrange(1, 1000)
        async for reply in subnet.ask_miners(Square(x=x), timeout=5):
            self.scores[reply.uid] = float(reply.ok and reply.value.y == x * x)


scenario = taox.Scenario.simple(
    miners=[Honest] * 12 + [Lazy] * 4, validators=[Judge] * 3, epochs=20, seed=7
)

if __name__ == "__main__":
    record = taox.simulate(scenario)
    print(record)
    assert record.incentive(Honest).min() > 10 * record.incentive(Lazy).max()
