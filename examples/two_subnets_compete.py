"""Contests within contests: two subnets compete for TAO while their own miners compete for alpha.

Both start alike. Stakers of the first one lose faith on day two: every hour they sell a part of
their alpha and buy the other subnet's. Prices follow at once. The moving prices follow slowly, and
with them each subnet's share of the TAO that a block mints: that is what a subnet competes for.

The chain's moving price takes months to follow; here it follows a hundred times as fast.

    python examples/two_subnets_compete.py
"""

import taox

TAO = taox.RAO_PER_TAO
HOUR = 300
DAYS = 6
FOLLOWED = "left", "loved"


def begin() -> tuple[taox.Chain, taox.Coldkey, list[taox.Hotkey]]:
    crowd = taox.Coldkey.from_name("crowd")
    chain = taox.Chain(balances={crowd: 200_000 * TAO})
    chain.set_network_parameters(subnet_moving_alpha=12_885 * 100)
    hotkeys = []
    for name in FOLLOWED:
        hotkey = taox.Hotkey.from_name(name)
        netuid = chain.create_subnet(taox.Coldkey.from_name(name), hotkey)
        chain.set_pool(netuid, 400_000 * TAO, 800_000 * TAO)
        chain.add_stake(crowd, hotkey, netuid, 80_000 * TAO)
        hotkeys.append(hotkey)
    return chain, crowd, hotkeys


def move(chain: taox.Chain, crowd: taox.Coldkey, hotkeys: list[taox.Hotkey]) -> None:
    """Sell one part in fifty of the first subnet's alpha; buy the second one's for all of it."""
    part = chain.stake(hotkeys[0], crowd, 1) // 50
    tao = chain.remove_stake(crowd, hotkeys[0], 1, part)
    chain.add_stake(crowd, hotkeys[1], 2, tao)


def main() -> None:
    chain, crowd, hotkeys = begin()
    print(f"{'day':>3}   {'price':^19}   {'moving price':^19}   {'TAO per block':^19}")
    left, loved = FOLLOWED
    print(f"{'':>3}" + f"   {left:>9} {loved:>9}" * 3)
    shares = []
    for day in range(DAYS):
        for _ in range(24):
            if day >= 1:
                move(chain, crowd, hotkeys)
            chain.run(HOUR)
        price = [float(chain.price(netuid)) for netuid in (1, 2)]
        moving = [float(chain.moving_price(netuid)) for netuid in (1, 2)]
        tao = [int(each) / TAO for each in chain.tao_emission()]
        shares.append(tao[1] / sum(tao))
        print(
            f"{day + 1:>3}   {price[0]:>9.4f} {price[1]:>9.4f}   "
            f"{moving[0]:>9.4f} {moving[1]:>9.4f}   {tao[0]:>9.4f} {tao[1]:>9.4f}"
        )
    assert abs(shares[0] - 0.5) < 0.01
    assert shares[1:] == sorted(shares[1:])
    assert shares[-1] > 0.55
    volume = chain.pool(1).volume + chain.pool(2).volume
    print(f"\n{taox.format_tao(volume, places=0)} TAO changed hands, in both pools together.")
    chain.check_invariants()


if __name__ == "__main__":
    main()
