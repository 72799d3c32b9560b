"""One subnet, two mechanisms: two ways to be useful, and a split that says what each is worth.

Some miners answer exactly but slowly, some fast but roughly, one does both halfway. Mechanism 0
pays for exact answers, mechanism 1 for fast ones. Miners, stake and permits are shared; weights,
bonds and consensus each mechanism has its own, so a validator publishes in both. Half-way the split
of emission is turned around, and the miners' income follows at the next epoch.
"""

from collections.abc import Mapping

import taox

EPOCHS = 12  # before the turn, and again after it
MOSTLY_EXACT = [49_151, 16_384]  # of 65535: three quarters to mechanism 0
MOSTLY_FAST = [16_384, 49_151]


class Answer(taox.Message):
    digits: int
    seconds: int


class Compute(taox.Request[Answer]):
    seed: int


class Exact(taox.Miner):
    """Many digits, many seconds."""

    digits, seconds = 16, 9

    @taox.handles
    def compute(self, msg: Compute) -> Answer:
        seconds = self.seconds + self.random.randrange(2)
        return Answer(digits=self.digits, seconds=seconds)


class Fast(Exact):
    """Few digits at once."""

    digits, seconds = 4, 1


class Middling(Exact):
    """Neither the best nor the fastest."""

    digits, seconds = 10, 5


class Judge(taox.Validator):
    """Looks at each answer twice: at its digits for mechanism 0, at its seconds for mechanism 1."""

    digits = taox.EmaScores(alpha=0.5)
    speed = taox.EmaScores(alpha=0.5)

    async def step(self, subnet: taox.SubnetView) -> None:
        async for reply in subnet.ask_miners(Compute(seed=subnet.block), timeout=5):
            self.digits[reply.uid] = reply.value.digits**2 if reply.ok else 0.0
            self.speed[reply.uid] = (12 - reply.value.seconds) ** 2 if reply.ok else 0.0

    def weights_by_mechanism(self, subnet: taox.SubnetView) -> Mapping[int, Mapping[int, float]]:
        return {0: self.digits, 1: self.speed}


async def contest() -> tuple[taox.Record, taox.Metagraph]:
    async with taox.Network() as net:
        subnet = await net.create_subnet(
            tempo=100,
            mechanism_count=2,
            max_allowed_uids=128,
            mechanism_emission_split=MOSTLY_EXACT,
        )
        await subnet.add(Exact, count=3)
        await subnet.add(Fast, count=3)
        await subnet.add(Middling)
        await subnet.add(Judge, count=3, stake=1_000)
        await net.run(epochs=EPOCHS)
        net.chain.set_hyperparameters(subnet.netuid, mechanism_emission_split=MOSTLY_FAST)
        await net.run(epochs=EPOCHS)
        return net.record(), subnet.metagraph


def income(record: taox.Record, role: str, epoch: int) -> float:
    """The share of a role's neurons in what all miners were paid in an epoch, in percent.

    Payment becomes stake. (The chain's own figure, ``emission``, has the split in it twice.)
    """
    rows = record.neurons

    def stake(which: str, epoch: int) -> int:
        mine = (rows[which] == (role if which == "role" else "miner")) & (rows["epoch"] == epoch)
        return int(rows["stake"][mine].sum())

    paid, all_paid = (stake(which, epoch) - stake(which, epoch - 1) for which in ("role", "kind"))
    return 100 * paid / all_paid


if __name__ == "__main__":
    record, metagraph = taox.run(contest, seed=3)
    miners = record.neurons["kind"] == "miner"
    print(f"{'':>10}{'incentive in %':^24}{'income in %':^24}")
    print(f"{'role':>10}{'exact':>12}{'fast':>12}{'before':>12}{'after':>12}")
    for role in dict.fromkeys(record.neurons["role"][miners]):
        uids = sorted(set(record.neurons["uid"][record.neurons["role"] == role]))
        exact, fast = (100 * row[uids].sum() / 65_535 for row in metagraph.incentives)
        before, after = (income(record, role, epoch) for epoch in (EPOCHS - 1, 2 * EPOCHS - 1))
        print(f"{role:>10}{exact:>12.1f}{fast:>12.1f}{before:>12.1f}{after:>12.1f}")
    print()
    print(
        "The incentives of a mechanism sum to 100 % whatever it is worth; the split decides what a"
    )
    print("percent pays. Halfway good at both is half a specialist, before and after the turn.")
