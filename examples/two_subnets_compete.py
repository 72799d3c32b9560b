"""Contests within contests: two subnets compete for TAO, and in each two miners for its alpha.

Both subnets start alike, and so do their miners: a good one with three quarters of the weight and a
poor one. From day two on the stakers lose faith in the first subnet: every hour they sell a part of
its alpha and buy the other's. Prices follow at once. Moving prices follow slowly, and with them the
TAO that each subnet gets of every block. The good miners go on earning the same alpha, but it is no
longer worth the same.

The chain's moving price takes months to follow; here it follows a hundred times as fast.

    python examples/two_subnets_compete.py
"""

import taox

TAO = taox.RAO_PER_TAO
HOUR = 300
DAYS = 6
NAMES = "left", "loved"
CROWD = taox.Coldkey.from_name("crowd")


def key(name: str) -> tuple[taox.Coldkey, taox.Hotkey]:
    return taox.Coldkey.from_name(name), taox.Hotkey.from_name(name)


def begin() -> taox.Chain:
    chain = taox.Chain(balances={CROWD: 200_000 * TAO})
    chain.set_network_parameters(subnet_moving_alpha=12_885 * 100)
    for name in NAMES:
        # The owner's hotkey is uid 0 and judges; the crowd stakes on it.
        netuid = chain.create_subnet(*key(name))
        chain.set_pool(netuid, 400_000 * TAO, 800_000 * TAO)
        for quality in ("good", "poor"):
            coldkey, hotkey = key(f"{name}, {quality}")
            chain.seat_neuron(coldkey, netuid, hotkey)
        chain.add_stake(CROWD, taox.Hotkey.from_name(name), netuid, 80_000 * TAO)
    chain.run(360)  # the epoch that gives the judges their permits
    return chain


def judge(chain: taox.Chain) -> None:
    for netuid, name in enumerate(NAMES, 1):
        chain.set_weights(taox.Hotkey.from_name(name), netuid, uids=[1, 2], weights=[3, 1])


def move(chain: taox.Chain) -> None:
    """Sell one part in fifty of the first subnet's alpha; buy the second one's for all of it."""
    left, loved = map(taox.Hotkey.from_name, NAMES)
    tao = chain.remove_stake(CROWD, left, 1, chain.stake(left, CROWD, 1) // 50)
    chain.add_stake(CROWD, loved, 2, tao)


def wages(chain: taox.Chain) -> list[int]:
    """All alpha that the good miner of each subnet has earned, rao."""
    miners = [taox.Hotkey.from_name(f"{name}, good") for name in NAMES]
    return [chain.total_stake(miner, netuid) for netuid, miner in enumerate(miners, 1)]


def main() -> None:
    chain = begin()
    titles = "price", "moving price", "TAO per block", "good miner's day, TAO"
    print("day" + "".join(f"{title:>22}" for title in titles))
    print("   " + "".join(f"{name:>11}" for name in NAMES) * len(titles))
    shares = []
    for day in range(1, DAYS + 1):
        before = wages(chain)
        for _ in range(24):
            judge(chain)
            if day > 1:
                move(chain)
            chain.run(HOUR)
        earned = [now - then for now, then in zip(wages(chain), before, strict=True)]
        price = [float(chain.price(netuid)) for netuid in chain.netuids]
        moving = [float(chain.moving_price(netuid)) for netuid in chain.netuids]
        tao = [int(each) / TAO for each in chain.tao_emission()]
        worth = [chain.quote_unstake(n, earned[n - 1]).paid_out / TAO for n in chain.netuids]
        print(f"{day:>3}" + "".join(f"{each:>11.4f}" for each in (*price, *moving, *tao)), end="")
        print("".join(f"{each:>11.2f}" for each in worth))
        shares.append(tao[1] / sum(tao))
    assert abs(shares[0] - 0.5) < 0.01
    assert shares[1:] == sorted(shares[1:])
    assert shares[-1] > 0.55
    assert earned[0] == earned[1]
    print(
        f"\nOn the last day either good miner earned {taox.format_tao(earned[0], places=3)} alpha."
    )
    chain.check_invariants()


if __name__ == "__main__":
    main()
