"""Neurons that several tests use."""

from collections.abc import Callable
from typing import Any

import taox


class Answer(taox.Message):
    y: int


class Double(taox.Request[Answer]):
    x: int


class Helper(taox.Miner):
    """Doubles; a broken one crashes over anything but 0."""

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken

    @taox.handles
    def double(self, msg: Double) -> Answer:
        if self.broken and msg.x:
            raise RuntimeError("out of order")
        return Answer(y=2 * msg.x)


def watched(look: Callable[[taox.SubnetView], Any]) -> list[Any]:
    """What `look` sees in every step of one validator, in a subnet of an owner and two miners."""
    seen: list[Any] = []

    class Watcher(taox.Validator):
        async def step(self, subnet: taox.SubnetView) -> None:
            seen.append(look(subnet))

    async def main() -> None:
        async with taox.Network() as net:
            subnet = await net.create_subnet(owner=net.coldkey("owner"), tempo=50)
            await subnet.add(Helper, count=2)
            await subnet.add(Watcher, count=2)
            await net.run(blocks=60)

    taox.run(main, seed=1)
    return seen[1::2]
