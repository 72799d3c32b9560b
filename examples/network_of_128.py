"""A day of a network as large as the main one: root, 128 subnets, thousands of neurons.

Pools and prices are those of a record, a JSON file such as ``subnet_pools_2026-04-11.json``; stakes
are drawn by a seed from those of a real genesis, ``genesis_stakes.npz`` beside it (without it they
are made up, as every weight is). Shown are the subnets that got most TAO and those that paid root
most: TAO on root is an index over all subnets, since root's stakers get a part of every subnet's
dividends. Alpha is worth what it would cost at the last block's price.

    python examples/network_of_128.py PATH_OF_THE_RECORD [--blocks N] [--neurons N]
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import taox
from taox.economy import finney_like_chain

TAO = taox.RAO_PER_TAO
DAY = 7_200
STRIDE = 10
GIVEN, WORTH = attrgetter("given"), attrgetter("worth")
HEAD = "netuid      price     moving   TAO given   share   root, alpha   worth, TAO   share"
STARRED = """\
* its moving price is not on record and begins at the spot price; on the chain none passes 1 TAO"""


def day(chain: taox.Chain, blocks: int) -> tuple[dict[int, int], dict[int, int]]:
    """TAO given to each subnet, and alpha that its epochs set aside for root; rao."""
    given, for_root = dict.fromkeys(chain.netuids, 0), dict.fromkeys(chain.netuids, 0)
    seen = chain.event_count
    for begun in range(0, blocks, STRIDE):
        # Moving prices move so little in ten blocks that the last one stands for all.
        stride = min(STRIDE, blocks - begun)
        chain.run(stride)
        for netuid, tao in zip(chain.netuids, chain.tao_emission().tolist(), strict=True):
            given[netuid] += stride * tao
        for event in chain.events(seen):
            if isinstance(event, taox.economy.EpochRan):
                for_root[event.netuid] += event.root_dividends
        seen = chain.event_count
        chain.forget_events(seen)
    return given, for_root


@dataclass(frozen=True)
class Income:
    """One line of a table, in TAO and alpha."""

    netuid: int
    price: float
    moving: float
    star: str
    given: float
    alpha: float

    @property
    def worth(self) -> float:
        return self.price * self.alpha


def table(title: str, rows: list[Income], order: Callable[[Income], float]) -> None:
    given, worth = (sum(map(part, rows)) or 1 for part in (GIVEN, WORTH))
    ordered = sorted(filter(order, rows), key=order, reverse=True)
    print(f"\n{title}\n{HEAD}" if ordered else f"\n{title}: none yet")
    for row in ordered[:8]:
        print(
            f"{row.netuid:>6} {row.price:>10.5f} {row.moving:>10.5f}{row.star}"
            f"{row.given:>11.3f} {row.given / given:>7.1%}"
            f" {row.alpha:>13.3f} {row.worth:>12.3f} {row.worth / worth:>7.1%}"
        )


def summary(rows: list[Income], staked: float) -> None:
    given, worth = (sum(map(part, rows)) for part in (GIVEN, WORTH))
    paying, usual = sum(row.worth > 0 for row in rows), [row for row in rows if row.star == " "]
    print(f"\nThe subnets got {given:,.1f} TAO. Root's {staked:,.0f} TAO earned alpha worth")
    print(f"{worth:,.1f} TAO from {paying} of {len(rows)} subnets", end="")
    starred = f"; without those starred: {sum(map(WORTH, usual)):,.1f} TAO.\n{STARRED}"
    print("." if usual == rows else starred)


def count(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, got {number}")
    return number


def main() -> int:
    parser = argparse.ArgumentParser(description="A day of root and 128 subnets.")
    parser.add_argument("record", type=Path, help="JSON with the pools of all subnets")
    parser.add_argument("--blocks", type=count, default=DAY, help="how long (default: a day)")
    parser.add_argument(
        "--neurons", type=count, default=64, help="uids per subnet, a quarter validate"
    )
    options = parser.parse_args()
    if not options.record.is_file():
        print(f"there is no record of pools at {options.record}", file=sys.stderr)
        return 1
    stakes = options.record.with_name("genesis_stakes.npz")
    blocks, neurons = options.blocks, options.neurons
    begun = time.perf_counter()
    try:
        chain = finney_like_chain(
            options.record, seed=2026, neurons=neurons, validators=max(1, neurons // 4)
        )
    except taox.economy.InputError as error:
        print(error, file=sys.stderr)
        return 1
    stars = {netuid: " *"[chain.moving_price(netuid) > 1] for netuid in chain.netuids}
    built = time.perf_counter()
    given, for_root = day(chain, blocks)
    seconds = time.perf_counter() - built
    source = f"from {stakes.name}" if stakes.is_file() else "made up"
    print(f"{chain!r}, {neurons} uids each, stakes {source}, built in {built - begun:.1f} s")
    print(f"{blocks:,} blocks in {seconds:.1f} s: {blocks / seconds:,.0f} a second")
    rows = [
        Income(
            netuid,
            float(chain.price(netuid)),
            float(chain.moving_price(netuid)),
            stars[netuid],
            given[netuid] / TAO,
            for_root[netuid] / TAO,
        )
        for netuid in chain.netuids
    ]
    table("most TAO", rows, GIVEN)
    table("most for root", rows, WORTH)
    summary(rows, chain.pool(0).tao_reserve / TAO)
    chain.check_invariants()
    return 0


if __name__ == "__main__":
    sys.exit(main())
