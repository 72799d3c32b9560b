"""What commit-reveal is for: the same weight copier, first where it is off, then where it is on.

Half the miners are good, and good and bad swap roles every two epochs. Three honest validators
measure that and publish right after each epoch. The copier asks nobody: shortly before the next
epoch it looks up what the others have published and publishes the mean of it.

Without commit-reveal that is this epoch's truth, free of charge. With it the others' weights are
sealed until the epoch that uses them, so the copier finds those of the epoch before. Everything
else is the same: miners, seed, stakes.

What it earns is shown as *relative dividends*: its share of all dividends minus its share of
stake. Below zero, copying costs.
"""

from collections.abc import Mapping

import numpy as np

import taox

EPOCHS = 30
FIRST = 3  # nobody has a permit before the first epoch, and its weights count in the next
SWAP_EVERY = 2 * 360  # blocks: two tempos


class Report(taox.Message):
    quality: int


class Work(taox.Request[Report]):
    block: int


class Early(taox.Miner):
    """Good work in its good times, poor work otherwise."""

    first_good_period = 0

    @taox.handles
    def work(self, msg: Work) -> Report:
        good = msg.block // SWAP_EVERY % 2 == self.first_good_period
        return Report(quality=self.random.randrange(80, 101) if good else 5)


class Late(Early):
    """The same, but its good times come second."""

    first_good_period = 1


class Honest(taox.Validator):
    scores = taox.EmaScores(alpha=0.8)

    async def step(self, subnet: taox.SubnetView) -> None:
        async for reply in subnet.ask_miners(Work(block=subnet.block), timeout=5):
            self.scores[reply.uid] = reply.value.quality if reply.ok else 0.0


class Copier(taox.Validator):
    """Publishes what the others have published, as late as it can."""

    delay = 300

    def weights(self, subnet: taox.SubnetView) -> Mapping[int, float]:
        others = np.delete(subnet.metagraph.W, subnet.uid, axis=0)
        sums = others.sum(axis=1, keepdims=True)
        shares = np.divide(others, sums, where=sums > 0, out=np.zeros(others.shape))
        return dict(enumerate(shares.sum(axis=0).tolist()))


async def contest(commit_reveal: bool) -> taox.Record:
    async with taox.Network() as net:
        subnet = await net.create_subnet(tempo=360, commit_reveal=commit_reveal)
        await subnet.add(Early, count=5)
        await subnet.add(Late, count=5)
        await subnet.add(Honest, count=3, stake=1_000)
        await subnet.add(Copier, stake=1_000)
        await net.run(epochs=EPOCHS)
        return net.record()


def relative_dividends(record: taox.Record, role: str) -> list[float]:
    """Dividend share minus stake share of a role in each epoch, in percent."""
    rows, percent = record.neurons, []
    for epoch in list(record.epochs())[FIRST:]:
        validators = (rows["epoch"] == epoch) & (rows["kind"] == "validator")
        mine = validators & (rows["role"] == role)
        dividends = rows["dividends"][mine].sum() / rows["dividends"][validators].sum()
        stake = rows["stake"][mine].sum() / rows["stake"][validators].sum()
        percent.append(100 * float(dividends - stake))
    return percent


def sketch(percent: list[float]) -> str:
    """One mark an epoch, 3 % of all dividends apart; the share of stake is in the middle."""
    marks = "▁▂▃▄▅▆▇"
    return "".join(marks[min(6, max(0, round(3 + value / 3)))] for value in percent)


if __name__ == "__main__":
    for title, commit_reveal in (("off", False), ("on", True)):
        record = taox.run(contest, commit_reveal, seed=11)
        print(f"--- commit-reveal {title}, {EPOCHS} epochs ---")
        for role in ("Honest", "Copier"):
            percent = relative_dividends(record, role)
            mean = sum(percent) / len(percent)
            print(f"{role:>8} {sketch(percent)} {mean:+6.2f} %")
        print()
    print("% of all dividends, less the share of stake: the mean, and one mark an epoch.\n")
    print("Off, a copier is paid like those who work. On, its weights are an epoch old, and each")
    print("time the miners swap roles it bonds with the wrong ones while the others move on.")
