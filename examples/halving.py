"""Cross a halving: with 10.5 million TAO in existence a block mints half a TAO instead of one.

The issuance decides, not the block number (coinbase.md 4.1): TAO that a block can give to no subnet
is never issued and puts the halving off. Alpha halves by its own issuance, subnet by subnet; here
it is far from that, so a subnet's miners go on earning the same alpha. Who trades it notices: half
as much TAO flows into the pool, and the price rises half as fast.

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
    print(f"{'block':>5} {'TAO issued':>16} {'TAO minted':>11} {'alpha minted':>13} {'price':>9}")
    minted = []
    for _ in range(12):
        issuance, before = chain.total_issuance, chain.pool(netuid)
        block = chain.step()
        after = chain.pool(netuid)
        minted.append(chain.total_issuance - issuance)
        assert minted[-1] == block_emission(issuance)
        alpha = after.alpha_out + after.alpha_reserve - before.alpha_out - before.alpha_reserve
        print(
            f"{block:>5} {taox.format_tao(chain.total_issuance, places=1):>16}"
            f" {minted[-1] / taox.RAO_PER_TAO:>11} {alpha / taox.RAO_PER_TAO:>13}"
            f" {float(after.price):>9.6f}"
        )
    assert minted[0] == 2 * minted[-1] == taox.RAO_PER_TAO
    print("\nThe first block that began with 10,500,000 TAO or more minted half.")


if __name__ == "__main__":
    main()
