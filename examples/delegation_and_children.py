"""Stake that works for others: a nominator delegates, a validator lends its stake to a child.

Alice validates. Bob nominates her: he stakes on her hotkey and gets his share of her dividends less
her take. Then she makes a key of her own, the child, and lends it half of everything that stands
behind her. The child validates too; of what it earns for its parent it keeps its childkey take.

    python examples/delegation_and_children.py
"""

import contextlib

import taox
from taox.economy import NeuronNoValidatorPermit

TAO = taox.RAO_PER_TAO
TEMPO = 100
HALF = 2**63
TEN_PERCENT = 6_554


def key(name: str) -> tuple[taox.Coldkey, taox.Hotkey]:
    return taox.Coldkey.from_name(name), taox.Hotkey.from_name(name)


def main() -> None:
    (alice, parent), (bob, _), (carol, child), (dave, miner) = map(
        key, ("alice", "bob", "carol", "dave")
    )
    people = dict.fromkeys((alice, bob, carol, dave), 2_000 * TAO)
    chain = taox.Chain(balances=people)
    netuid = chain.create_subnet(*key("owner"), tempo=TEMPO)
    for coldkey, hotkey in ((alice, parent), (carol, child), (dave, miner)):
        chain.register(coldkey, netuid, hotkey)
    chain.set_stake(alice, parent, netuid, 250 * TAO)
    chain.set_stake(bob, parent, netuid, 750 * TAO)
    uid = chain.uid(netuid, miner)
    assert uid is not None

    def held() -> dict[str, int]:
        return {
            "alice": chain.stake(parent, alice, netuid),
            "bob": chain.stake(parent, bob, netuid),
            "carol": chain.stake(child, carol, netuid),
        }

    def epochs(count: int) -> dict[str, int]:
        """What each earned meanwhile, alpha rao."""
        before = held()
        for _ in range(count):
            for hotkey in (parent, child):
                # Before its first stake counts, the child holds no permit and may not.
                with contextlib.suppress(NeuronNoValidatorPermit):
                    chain.set_weights(hotkey, netuid, [uid], [1])
            chain.run(TEMPO)
        return {name: now - before[name] for name, now in held().items()}

    def show(title: str, earned: dict[str, int]) -> None:
        print(f"{title:<46}" + "".join(f"{name:>7} {n / TAO:9.3f}" for name, n in earned.items()))

    print("alpha earned in five epochs, by holder\n")
    epochs(2)
    alone = epochs(5)
    show("Alice validates, take 18 %", alone)
    chain.decrease_take(alice, parent, TEN_PERCENT)
    generous = epochs(5)
    show("she lowers her take to 10 %", generous)
    assert generous["bob"] > alone["bob"]

    chain.set_children(alice, parent, netuid, [(HALF, child)])
    chain.set_childkey_take(carol, child, netuid, TEN_PERCENT)
    cooldown = chain.network_parameters()["pending_child_key_cooldown"]
    chain.run(cooldown + TEMPO)
    epochs(2)
    lent = epochs(5)
    show("half of her stake works for Carol's key", lent)
    assert lent["carol"] > 0
    link = chain.children(parent, netuid)[0]
    print(f"\nchild of Alice: {link.hotkey!r}, {link.proportion / 2**64:.0%} of her stake")
    print("Most of what the child earns for Alice goes back to her and Bob; Carol keeps her take.")
    chain.check_invariants()


if __name__ == "__main__":
    main()
