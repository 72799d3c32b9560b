"""The life of a subnet: bought, started, filled, pruned, and removed when somebody needs the room.

A subnet costs a price that doubles with each creation and falls back as blocks pass; all of it
becomes the TAO of its pool. When every place is taken, the next founder replaces the subnet whose
moving price is lowest, and its pool is shared out among those who hold its alpha. The pool's own
alpha counts too: its part is paid to nobody and ceases to exist.

    python examples/subnet_lifecycle.py
"""

import taox

TAO = taox.RAO_PER_TAO
FOUNDERS = {name: taox.Coldkey.from_name(name) for name in ("Ada", "Ben", "Cleo")}
STAKERS = {name: taox.Coldkey.from_name(name) for name in ("Dan", "Eve")}
MINER = taox.Coldkey.from_name("miners")
PLACES = 2  # subnets that fit
UIDS = 6


def found(chain: taox.Chain, name: str) -> int:
    """Buys a subnet and starts it."""
    cost, hotkey = chain.lock_cost, taox.Hotkey.from_name(name)
    netuid = chain.register_network(FOUNDERS[name], hotkey)
    chain.start_call(FOUNDERS[name], netuid)
    symbol = chain.subnet_info(netuid).symbol
    print(
        f"block {chain.block:>5}: {name} pays {taox.format_tao(cost, places=2)} TAO for subnet"
        f" {netuid} ({symbol}), one alpha costs {chain.price(netuid):.4f} TAO"
    )
    return netuid


def fill(chain: taox.Chain, netuid: int) -> list[taox.Hotkey]:
    """Takes all uids; each registration makes the next one dearer."""
    print(f"\nfilling the {UIDS} uids of subnet {netuid}; the owner holds uid 0")
    miners = [taox.Hotkey.from_name(f"miner {i}") for i in range(1, UIDS)]
    for hotkey in miners:
        burn = chain.burn(netuid)
        uid = chain.burned_register(MINER, netuid, hotkey)
        print(f"  uid {uid} for {burn / TAO:.3f} TAO")
        chain.run(60)
    return miners


def prune(chain: taox.Chain, netuid: int, miners: list[taox.Hotkey]) -> None:
    """The owner judges the miners; the one who earned least makes room for a newcomer."""
    uids = [chain.uid(netuid, hotkey) for hotkey in miners]
    shares = [50, 20, 15, 10, 5]
    owner = chain.metagraph(netuid).hotkeys[0]
    chain.set_weights(owner, netuid, [uid for uid in uids if uid is not None], shares)
    chain.run(361)
    before = chain.metagraph(netuid)
    newcomer = taox.Hotkey.from_name("newcomer")
    uid = chain.burned_register(MINER, netuid, newcomer)
    emission = " ".join(f"{alpha / TAO:.1f}" for alpha in before.emission)
    print(f"\nalpha earned in the last epoch by uid: {emission}")
    print(f"a newcomer gets uid {uid}, whose neuron had earned least")
    assert chain.metagraph(netuid).hotkeys[uid] == newcomer
    assert uid == min(range(1, UIDS), key=lambda uid: before.emission[uid])


def remove(chain: taox.Chain, doomed: int) -> None:
    """The next founder needs the room: who gets what for the alpha of the subnet that goes."""
    pool, people = chain.pool(doomed), STAKERS | FOUNDERS | {"miners": MINER}
    hotkeys = chain.metagraph(doomed).hotkeys
    alpha = {
        name: sum(chain.stake(hotkey, who, doomed) for hotkey in hotkeys)
        for name, who in people.items()
    }
    unowned = pool.alpha_reserve + pool.protocol_alpha
    before = {name: chain.balance(who) for name, who in people.items()}
    issued, cost = chain.total_issuance, chain.lock_cost
    print()
    assert found(chain, "Cleo") == doomed
    before["Cleo"] -= cost
    print(f"  it takes the place of the old subnet {doomed}, whose pool held", end=" ")
    print(f"{taox.format_tao(pool.tao_reserve, places=2)} TAO\n")
    print(f"  {'holder':<12} {'alpha':>12} {'TAO for it':>12}")
    for name, held in alpha.items():
        if held:
            got = chain.balance(people[name]) - before[name]
            print(f"  {name:<12} {held / TAO:>12.2f} {got / TAO:>12.2f}")
    print(f"  {'the pool':<12} {unowned / TAO:>12.2f} {'-':>12}")
    gone = taox.format_tao(issued - chain.total_issuance, places=2)
    print(f"\nthe pool's part is paid to nobody: {gone} TAO have ceased to exist")


def main() -> None:
    rich = dict.fromkeys([*FOUNDERS.values(), *STAKERS.values(), MINER], taox.to_rao(10_000))
    chain = taox.Chain(taox.CHAIN, balances=rich)
    chain.set_network_parameters(
        subnet_limit=PLACES, network_rate_limit=0, network_immunity_period=1_000
    )
    chain.step()
    print("each creation doubles the price; it falls back within 14 days")
    first = found(chain, "Ada")
    chain.run(400)
    second = found(chain, "Ben")
    chain.set_hyperparameters(
        first, max_allowed_uids=UIDS, min_non_immune_uids=0, commit_reveal=False, immunity_period=0
    )
    prune(chain, first, fill(chain, first))

    print("\nDan and Eve buy alpha of subnet 1 for 400 TAO, Eve alpha of subnet 2 for 20 TAO")
    owner = taox.Hotkey.from_name("Ada")
    for name, tao in (("Dan", 300), ("Eve", 100)):
        chain.add_stake(STAKERS[name], owner, first, taox.to_rao(tao))
    chain.add_stake(STAKERS["Eve"], taox.Hotkey.from_name("Ben"), second, taox.to_rao(20))
    chain.run(1_000)
    for netuid in chain.netuids:
        print(f"  subnet {netuid}: moving price {chain.moving_price(netuid):.6f} TAO")
    remove(chain, second)
    chain.check_invariants()


if __name__ == "__main__":
    main()
