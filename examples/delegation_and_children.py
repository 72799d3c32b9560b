"""Stake that works for others: a nominator delegates, a validator lends its stake to a child.

Alice validates. Bob nominates her: he stakes on her hotkey and gets his share of her dividends less
her take. Then Alice lends half of everything that stands behind her to Carol's hotkey, her child.
Carol validates too; what she earns with it goes back to Alice and Bob, less her childkey take.

    python examples/delegation_and_children.py
"""

import contextlib

import taox
from taox.errors import NeuronNoValidatorPermit

TAO = taox.RAO_PER_TAO
TEMPO = 100
HALF = 2**63
TEN_PERCENT = 6_554
HOLDERS = "Alice", "Bob", "Carol"


def key(name: str) -> tuple[taox.Coldkey, taox.Hotkey]:
    return taox.Coldkey.from_name(name), taox.Hotkey.from_name(name)


(ALICE, PARENT), (BOB, _), (CAROL, CHILD) = map(key, HOLDERS)
MINER_UID = 3


def begin() -> tuple[taox.Chain, int]:
    chain = taox.Chain()
    netuid = chain.create_subnet(*key("owner"), tempo=TEMPO)
    for name in ("Alice", "Carol", "Dave, the miner"):
        coldkey, hotkey = key(name)
        uid = chain.seat_neuron(coldkey, netuid, hotkey)
    assert uid == MINER_UID
    chain.set_stake(ALICE, PARENT, netuid, 250 * TAO)
    chain.set_stake(BOB, PARENT, netuid, 750 * TAO)
    return chain, netuid


def held(chain: taox.Chain, netuid: int) -> list[int]:
    """The stake of Alice, Bob and Carol, alpha rao."""
    pairs = (PARENT, ALICE), (PARENT, BOB), (CHILD, CAROL)
    return [chain.stake(hotkey, coldkey, netuid) for hotkey, coldkey in pairs]


def epochs(chain: taox.Chain, netuid: int, count: int) -> list[int]:
    """What each earns meanwhile, alpha rao; both hotkeys vote for the one miner."""
    before = held(chain, netuid)
    for _ in range(count):
        for hotkey in (PARENT, CHILD):
            # Before its first stake counts, the child holds no permit and may not.
            with contextlib.suppress(NeuronNoValidatorPermit):
                chain.set_weights(hotkey, netuid, [MINER_UID], [1])
        chain.run(TEMPO)
    return [now - then for now, then in zip(held(chain, netuid), before, strict=True)]


def show(title: str, earned: list[int]) -> None:
    print(f"{title:<42}" + "".join(f"{alpha / TAO:>9.3f}" for alpha in earned))


def main() -> None:
    chain, netuid = begin()
    print(f"{'alpha earned in five epochs':<42}" + "".join(f"{name:>9}" for name in HOLDERS))
    epochs(chain, netuid, 2)
    alone = epochs(chain, netuid, 5)
    show("Alice takes 18 % of Bob's dividends", alone)

    chain.decrease_take(ALICE, PARENT, TEN_PERCENT)
    generous = epochs(chain, netuid, 5)
    show("she lowers her take to 10 %", generous)
    assert generous[1] > alone[1]

    chain.set_children(ALICE, PARENT, netuid, [(HALF, CHILD)])
    chain.set_childkey_take(CAROL, CHILD, netuid, TEN_PERCENT)
    chain.run(chain.network_parameters()["pending_child_key_cooldown"] + TEMPO)
    epochs(chain, netuid, 2)
    lent = epochs(chain, netuid, 5)
    show("half of her stake works at Carol's", lent)
    assert lent[2] > 0

    (link,) = chain.children(PARENT, netuid)
    own, lent_out = chain.total_stake(CHILD, netuid), link.proportion / 2**64
    print(
        f"\nCarol's hotkey: {own / TAO:.3f} alpha of its own, {lent_out:.0%} of Alice's and Bob's."
    )
    chain.check_invariants()


if __name__ == "__main__":
    main()
