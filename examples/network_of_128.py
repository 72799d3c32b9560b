"""A day of a network as large as the main one: root, 128 subnets, thousands of neurons.

Pools and prices are those of a record, a JSON file such as ``subnet_pools_2026-04-11.json``; who
holds what, and every weight, is drawn by a seed. Shown are the subnets that got most TAO, and what
each of them earned for root: TAO on root is an index over all subnets, since root's stakers get a
part of every subnet's dividends.

    python examples/network_of_128.py PATH_OF_THE_RECORD [--blocks N] [--neurons N]
"""

import argparse
import sys
import time
from pathlib import Path

import taox
from taox.economy import finney_like_chain

TAO = taox.RAO_PER_TAO
DAY = 7_200
ABOUT_STARS = """\
* Its moving price is not on record and begins at the spot price. A moving price counts at most
  1 TAO of each block's price, so none above 1 can come about on the chain. From above it falls
  slowly, by half in a month at best: until then such a subnet takes more TAO than it could."""


def day(chain: taox.Chain, blocks: int) -> tuple[dict[int, int], dict[int, int]]:
    """TAO given to each subnet, and alpha that its epochs set aside for root; rao."""
    given, for_root = dict.fromkeys(chain.netuids, 0), dict.fromkeys(chain.netuids, 0)
    seen = chain.event_count
    for _ in range(blocks // 10):
        chain.run(10)
        for netuid, tao in zip(chain.netuids, chain.tao_emission().tolist(), strict=True):
            given[netuid] += 10 * tao
        for event in chain.events(seen):
            if isinstance(event, taox.economy.EpochRan):
                for_root[event.netuid] += event.root_dividends
        seen = chain.event_count
        chain.forget_events(seen)
    return given, for_root


def show(chain: taox.Chain, given: dict[int, int], for_root: dict[int, int]) -> None:
    print("netuid      price     moving   TAO given   share   root, alpha   worth, TAO")
    total = sum(given.values())
    for netuid in sorted(given, key=given.__getitem__, reverse=True)[:12]:
        price, moving = chain.price(netuid), chain.moving_price(netuid)
        alpha = for_root[netuid] / TAO
        print(
            f"{netuid:>6} {price:>10.5f} {moving:>10.5f}{'*' if moving > 1 else ' '}"
            f"{given[netuid] / TAO:>11.3f} {given[netuid] / total:>7.1%}"
            f" {alpha:>13.3f} {float(price) * alpha:>12.3f}"
        )
    worth = sum(float(chain.price(netuid)) * alpha / TAO for netuid, alpha in for_root.items())
    paying = sum(alpha > 0 for alpha in for_root.values())
    print(
        f"\nRoot's {chain.pool(0).tao_reserve / TAO:,.0f} TAO earned alpha worth {worth:,.1f} TAO,"
    )
    print(f"from {paying} of {len(given)} subnets.")
    if any(chain.moving_price(netuid) > 1 for netuid in given):
        print(f"\n{ABOUT_STARS}")


def main() -> int:
    parser = argparse.ArgumentParser(description="A day of root and 128 subnets.")
    parser.add_argument("record", type=Path, help="JSON with the pools of all subnets")
    parser.add_argument("--blocks", type=int, default=DAY, help="how long (default: a day)")
    parser.add_argument(
        "--neurons", type=int, default=64, help="uids per subnet, a quarter validate"
    )
    options = parser.parse_args()
    if not options.record.is_file():
        print(f"there is no record of pools at {options.record}", file=sys.stderr)
        return 1
    begun = time.perf_counter()
    neurons = options.neurons
    chain = finney_like_chain(options.record, seed=2026, neurons=neurons, validators=neurons // 4)
    built = time.perf_counter()
    given, for_root = day(chain, options.blocks)
    seconds = time.perf_counter() - built
    print(f"{chain!r}, {neurons} uids each, built in {built - begun:.1f} s")
    print(
        f"{options.blocks:,} blocks in {seconds:.1f} s: {options.blocks / seconds:,.0f} a second\n"
    )
    show(chain, given, for_root)
    chain.check_invariants()
    return 0


if __name__ == "__main__":
    sys.exit(main())
