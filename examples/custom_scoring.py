"""Custom scoring: pay for speed among the correct, and only the best five.

Miners take different times to answer and some are wrong now and then. The validator's rule has
three parts that a subnet designer would want to try out:

* a sample is 0 for a wrong answer, otherwise ``1 / (1 + seconds)``;
* scores are exponential averages that decay for miners who were not sampled;
* weights go to the five best only, in proportion to the square of their score.

Everything here is virtual time: the slow miner's four seconds cost nothing.
"""

from collections.abc import Mapping

import trio

import taox


class Answer(taox.Message):
    total: int


class Add(taox.Request[Answer]):
    terms: list[int]


class Worker(taox.Miner):
    """Answers after ``seconds``; of 100 answers, ``wrong`` are off by one."""

    def __init__(self, seconds: float, wrong: int) -> None:
        self.seconds = seconds
        self.wrong = wrong

    @taox.handles
    async def add(self, msg: Add) -> Answer:
        await trio.sleep(self.seconds)
        return Answer(total=sum(msg.terms) + (self.random.randrange(100) < self.wrong))


class SpeedJudge(taox.Validator):
    scores = taox.EmaScores(alpha=0.2, unsampled="decay")
    winners = 5

    async def step(self, subnet: taox.SubnetView) -> None:
        for _ in range(5):
            terms = [self.random.randrange(100) for _ in range(4)]
            async for reply in subnet.ask_miners(Add(terms=terms), timeout=5):
                correct = reply.ok and reply.value.total == sum(terms)
                self.scores[reply.uid] = correct / (1 + reply.seconds)

    def weights(self, subnet: taox.SubnetView) -> Mapping[int, float]:
        best = sorted(self.scores, key=lambda uid: (-self.scores[uid], uid))[: self.winners]
        return {uid: self.scores[uid] * self.scores[uid] for uid in best}


async def main() -> taox.Record:
    async with taox.Network() as net:
        subnet = await net.create_subnet(tempo=360)
        for tenths in range(8):
            await subnet.add(Worker, tenths / 2, 2, name=f"careful-{tenths / 2}s")
        await subnet.add(Worker, 0.0, 40, count=2, name="hasty")
        await subnet.add(Worker, 9.0, 0, name="too-slow")
        await subnet.add(SpeedJudge, count=3, stake=[5_000, 3_000, 2_000])
        await net.run(epochs=15)
        return net.record()


if __name__ == "__main__":
    record = taox.run(main, seed=3)
    print(record)
    last = record.at()
    print(f"\n{(last['incentive'] > 0).sum()} of 11 miners are paid in the last epoch.")
    print("Speed pays: to err in two answers of five costs about as much as half a second each.")
