"""Cross a halving: with 10.5 million TAO in existence a block mints half a TAO instead of one.

The issuance decides, not the block number (coinbase.md 4.1): whatever recycles TAO, such as the
price of a registration on some chains, moves the halving. Alpha halves by its own issuance, subnet
by subnet; here it is far from that, so a subnet's miners notice nothing in alpha. Who holds TAO
notices: the pool now gets half as much of it.

    python examples/halving.py
"""

import taox
from taox.economy import block_emission

HALVING = taox.to_rao(10_500_000)
POOL = taox.to_rao(1_000)
LEFT = taox.to_rao("6.2")  # to be minted before the halving


def main() -> None:
    holder, owner = taox.Coldkey.from_name("everybody"), taox.Coldkey.from_name("owner")
    chain = taox.Chain(balances={holder: HALVING - POOL - LEFT})
    netuid = chain.create_subnet(owner, taox.Hotkey.from_name("owner"))
    chain.set_pool(netuid, POOL, 2 * POOL)
    print(f"{'block':>5} {'issuance TAO':>24} {'minted':>12} {'alpha minted':>13}  price")
    minted = []
    for _ in range(12):
        issuance, pool = chain.total_issuance, chain.pool(netuid)
        block = chain.step()
        grown = chain.total_issuance - issuance
        minted.append(grown)
        after = chain.pool(netuid)
        outside = after.alpha_out - pool.alpha_out + after.alpha_reserve - pool.alpha_reserve
        print(
            f"{block:>5} {taox.format_tao(chain.total_issuance):>24} {taox.format_tao(grown):>12} "
            f"{taox.format_tao(outside):>13}  {float(after.price):.6f}"
        )
        assert grown == block_emission(issuance)
    assert minted[0] == 2 * minted[-1] == taox.RAO_PER_TAO
    print("\nThe first block that began with 10,500,000 TAO or more minted half.")


if __name__ == "__main__":
    main()
