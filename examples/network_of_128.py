"""A day of a network as large as the main one: root, 128 subnets, thousands of neurons.

Pools and prices are those of the record whose path you give (a JSON file such as
``subnet_pools_2026-04-11.json``); who holds what, and every weight, is drawn by a seed. Shown are
the subnets by emission and what each of them earned for root: TAO on root is an index over all
subnets, since root's stakers get a part of every subnet's dividends.

A subnet without a recorded moving price starts from its spot price. For one nearly empty pool that
is the highest of all, so it takes most of the TAO: what moving prices are there to prevent.

    python examples/network_of_128.py PATH_OF_THE_RECORD [BLOCKS [NEURONS]]
"""

import sys
import time
from pathlib import Path

import taox
from taox.economy import finney_like_chain

DAY = 7_200


def day(chain: taox.Chain, blocks: int) -> tuple[dict[int, int], dict[int, int]]:
    """TAO given to each subnet, and alpha that its epochs set aside for root; rao."""
    given = dict.fromkeys(chain.netuids, 0)
    for_root = dict.fromkeys(chain.netuids, 0)
    seen = chain.event_count
    for _ in range(blocks // 10):
        chain.run(10)
        for netuid, tao in zip(chain.netuids, chain.tao_emission().tolist(), strict=True):
            given[netuid] += 10 * tao
        for event in chain.events(seen):
            if event.kind == "EpochRan":
                values = event.to_dict()
                for_root[values["netuid"]] += values["root_dividends"]
        seen = chain.event_count
        chain.forget_events(seen)
    return given, for_root


def main() -> int:
    if not 2 <= len(sys.argv) <= 4:
        print(__doc__, file=sys.stderr)
        return 2
    path = Path(sys.argv[1])
    if not path.is_file():
        print(f"there is no record of pools at {path}", file=sys.stderr)
        return 1
    blocks, neurons = (*map(int, sys.argv[2:]), *(DAY, 64)[len(sys.argv) - 2 :])
    begun = time.perf_counter()
    chain = finney_like_chain(path, seed=2026, neurons=neurons, validators=neurons // 4)
    built = time.perf_counter()
    given, for_root = day(chain, blocks)
    seconds = time.perf_counter() - built
    print(f"{chain!r}: {neurons} uids each, built in {built - begun:.1f} s")
    print(f"{blocks:,} blocks in {seconds:.1f} s, {blocks / seconds:,.0f} blocks per second\n")
    print("netuid     price   TAO given  share  root, alpha  worth TAO")
    value = {n: float(chain.price(n)) * for_root[n] / taox.RAO_PER_TAO for n in given}
    total = sum(given.values()) or 1
    for netuid in sorted(given, key=given.__getitem__, reverse=True)[:12]:
        print(
            f"{netuid:>6} {float(chain.price(netuid)):>9.5f} {given[netuid] / 1e9:>11.3f} "
            f"{given[netuid] / total:>6.1%} {for_root[netuid] / 1e9:>12.3f} {value[netuid]:>10.3f}"
        )
    root = chain.pool(0).tao_reserve / taox.RAO_PER_TAO
    income = sum(value.values())
    print(f"\nroot: {root:,.0f} TAO earned {income:,.1f} TAO in alpha of {len(value)} subnets,")
    print(f"{sum(each > 0 for each in value.values())} of which paid it anything.")
    chain.check_invariants()
    return 0


if __name__ == "__main__":
    sys.exit(main())
