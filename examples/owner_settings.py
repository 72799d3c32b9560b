"""An owner turns two screws of a running subnet: how long newcomers are immune, and the tempo.

The subnet is full of mediocre miners, and every 240 blocks a better one registers. Who makes room
is the chain's choice: the neuron with the lowest emission among those that are no longer immune; as
long as everybody is immune, among all of them. And a newcomer has earned nothing yet.

With the chain's default of 5,000 blocks everybody stays immune here, so each newcomer throws out
the one before it. Then the owner lowers the immunity and halves the tempo, as an owner may: not in
the last ten blocks before an epoch, and not twice within two tempos.
"""

import textwrap

import taox
from taox.economy import ChainError

SEATS = 12
EVERY = 240
NEWCOMERS = 10


class Report(taox.Message):
    quality: int


class Work(taox.Request[Report]):
    task: int


class Mediocre(taox.Miner):
    low, high = 30, 50

    @taox.handles
    def work(self, msg: Work) -> Report:
        return Report(quality=self.random.randrange(self.low, self.high))


class Good(Mediocre):
    low, high = 75, 95


class Judge(taox.Validator):
    scores = taox.EmaScores(alpha=0.5)

    async def step(self, subnet: taox.SubnetView) -> None:
        async for reply in subnet.ask_miners(Work(task=subnet.block), timeout=5):
            self.scores[reply.uid] = reply.value.quality if reply.ok else 0.0


def good_miners(net: taox.Network, subnet: taox.Subnet) -> int:
    """How many good miners hold a uid now."""
    seats = [net.seat(hotkey) for hotkey in subnet.metagraph.hotkeys]
    return sum(seat is not None and seat.role == "Good" for seat in seats)


async def newcomers(net: taox.Network, subnet: taox.Subnet, title: str) -> int:
    """Lets good miners register for a while; how many hold a uid then."""
    block, epochs = net.block, net.chain.epoch_index(subnet.netuid)
    for _ in range(NEWCOMERS):
        await subnet.add(Good)
        await net.run(blocks=EVERY)
    epochs = net.chain.epoch_index(subnet.netuid) - epochs
    good = good_miners(net, subnet)
    blocks = f"{block}-{net.block}"
    print(f"{title:<34}{blocks:>11}{epochs:>8}{NEWCOMERS:>11}{good:>8} of {SEATS - 3}")
    return good


def change(net: taox.Network, owner: taox.Coldkey, netuid: int, **settings: int) -> None:
    """Sends what the owner wants to change, and tells what the chain says."""
    for name, value in settings.items():
        try:
            net.chain.sudo_set(owner, name, value, netuid)
        except ChainError as refusal:
            print(f"  block {net.block}: {name} = {value} refused with {refusal.name}:")
            print(textwrap.indent(textwrap.fill(str(refusal), 80), " " * 4))
        else:
            print(f"  block {net.block}: {name} = {value}")


async def main() -> tuple[int, int]:
    async with taox.Network() as net:
        owner = net.coldkey("owner")
        subnet = await net.create_subnet(owner=owner, tempo=720, max_allowed_uids=SEATS)
        await subnet.add(Judge, count=2, stake=1_000)
        await subnet.add(Mediocre, count=SEATS - 3)
        await net.run(epochs=3)
        print(f"{'':<34}{'blocks':>11}{'epochs':>8}{'newcomers':>11}{'good miners':>13}")
        before = await newcomers(net, subnet, "immune for 5,000 blocks, tempo 720")

        epoch = net.chain.next_epoch_block(subnet.netuid)
        assert epoch is not None
        await net.run(blocks=epoch - 5 - net.block)
        change(net, owner, subnet.netuid, immunity_period=1_440)
        await net.run(blocks=5)
        change(net, owner, subnet.netuid, immunity_period=1_440, tempo=360)
        change(net, owner, subnet.netuid, immunity_period=1_441)

        after = await newcomers(net, subnet, "immune for 1,440 blocks, tempo 360")
        return before, after


if __name__ == "__main__":
    before, after = taox.run(main, seed=7)
    assert before <= 2
    assert after >= 7
