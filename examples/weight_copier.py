"""A weight copier meets honest validators, twice: while miners change, and while they do not.

Half the miners are good, and in the first run good and bad swap roles every three epochs. Three
honest validators measure that. The copier asks nobody: it publishes the consensus of the epoch
before, so it is always one tempo late.

What it earns is shown as *relative dividends*: its share of all dividends minus its share of
stake, over the second half of the run. Below zero, copying costs; at zero, it is a free ride.
Yuma pays validators through bonds, bonds grow where weight and consensus agree early, and a
copier is late whenever the truth moves.
"""

from collections.abc import Mapping

import taox

EPOCHS = 30
SWAP_EVERY = 3 * 360 * 12  # seconds: three tempos


class Report(taox.Message):
    quality: int


class Work(taox.Request[Report]):
    seconds: int


class Early(taox.Miner):
    """Good work in its good times, poor work otherwise."""

    first_good_period = 0

    def __init__(self, moves: bool) -> None:
        self.moves = moves

    @taox.handles
    def work(self, msg: Work) -> Report:
        period = msg.seconds // SWAP_EVERY if self.moves else 0
        good = period % 2 == self.first_good_period
        return Report(quality=self.random.randrange(80, 101) if good else 5)


class Late(Early):
    """The same, but its good times come second."""

    first_good_period = 1


class Honest(taox.Validator):
    scores = taox.EmaScores(alpha=0.7)

    async def step(self, subnet: taox.SubnetView) -> None:
        work = Work(seconds=subnet.block * 12)
        async for reply in subnet.ask_miners(work, timeout=5):
            self.scores[reply.uid] = reply.value.quality if reply.ok else 0.0


class Copier(taox.Validator):
    """Publishes the last consensus and never asks a miner."""

    def weights(self, subnet: taox.SubnetView) -> Mapping[int, float]:
        consensus = subnet.metagraph.consensus
        return {uid: float(value) for uid, value in enumerate(consensus) if value}


async def contest(moves: bool) -> taox.Record:
    async with taox.Network() as net:
        subnet = await net.create_subnet(tempo=360)
        await subnet.add(Early, moves, count=5)
        await subnet.add(Late, moves, count=5)
        await subnet.add(Honest, count=3, stake=1_000)
        await subnet.add(Copier, stake=1_000)
        await net.run(epochs=EPOCHS)
        return net.record()


def relative_dividends(record: taox.Record) -> dict[str, float]:
    """Dividend share minus stake share over the second half of the run, in percent, by role."""
    rows = record.neurons
    validators = (rows["kind"] == "validator") & (rows["epoch"] >= EPOCHS // 2)
    earned = {}
    for role in ("Honest", "Copier"):
        mine = validators & (rows["role"] == role)
        dividends = rows["dividends"][mine].sum() / rows["dividends"][validators].sum()
        stake = rows["stake"][mine].sum() / rows["stake"][validators].sum()
        earned[role] = 100 * float(dividends - stake)
    return earned


if __name__ == "__main__":
    for title, moves in (("miner quality changes", True), ("miner quality stands still", False)):
        record = taox.run(contest, moves, seed=11)
        print(f"--- {title}, {EPOCHS} epochs ---")
        print(record)
        for role, percent in relative_dividends(record).items():
            print(f"{role:>8}: {percent:+6.2f} % of all dividends beyond its share of stake")
        print()
    print("A copier loses while the truth moves: it bonds late to whoever rises and stays bonded")
    print("to whoever falls. Where nothing moves, yesterday's consensus is nearly as good as")
    print("today's: it earned less in all since the first epochs gave it nothing to copy.")
