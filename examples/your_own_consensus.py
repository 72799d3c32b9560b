"""A consensus of your own beside Yuma 3's median, on the same chain, to the rao.

Four honest validators and a cabal of two with 40 % of the stake weigh six miners; the cabal gives
everything to its own miner. One chain runs the chain's rule, its fork the stake-weighted mean of
each column without the lowest and the highest fifth of the stake. Masks before the rule, and
bonds, emission and payment after it, are the chain's in both.
"""

import numpy as np

import taox
from taox.economy import ConsensusInput

TAO = 10**9
HONEST, CABAL, MINERS = (200, 150, 150, 100), (250, 150), 6
QUALITY = [9, 7, 5, 3, 1, 1]
"""What the honest think of each miner; the last one is the cabal's."""
TRIM = 0.2


def trimmed_mean(view: ConsensusInput) -> np.ndarray:
    """Per miner the mean weight, of the stake between the lowest and the highest fifth."""
    voters = view.stake > 0
    if not voters.any():
        return np.zeros(len(view.stake), dtype=np.int64)
    weights = taox.from_bits(view.weights[voters])
    stake = np.broadcast_to(taox.from_bits(view.stake[voters])[:, None], weights.shape)
    order = np.argsort(weights, axis=0, kind="stable")
    weights, stake = (np.take_along_axis(each, order, axis=0) for each in (weights, stake))
    high = np.cumsum(stake, axis=0)
    inside = np.minimum(high, 1 - TRIM) - np.maximum(high - stake, TRIM)
    mean = (weights * np.maximum(inside, 0)).sum(axis=0) / (1 - 2 * TRIM)
    return taox.to_bits(np.clip(mean, 0, 1))


def start() -> tuple[taox.Chain, int, dict[str, taox.Hotkey]]:
    """A chain with one subnet, everybody seated, and stakes in the proportions given."""
    names = [f"honest-{i}" for i in range(len(HONEST))] + [f"cabal-{i}" for i in range(len(CABAL))]
    names += [f"miner-{i}" for i in range(MINERS)]
    coldkeys = {name: taox.Coldkey.from_name(name) for name in names}
    chain = taox.Chain()
    owner = (taox.Coldkey.from_name("owner"), taox.Hotkey.from_name("owner"))
    netuid = chain.create_subnet(*owner, tempo=100, yuma="3")
    hotkeys = {name: taox.Hotkey.from_name(name) for name in names}
    for name in names:
        chain.seat_neuron(coldkeys[name], netuid, hotkeys[name])
    for name, stake in zip(names, HONEST + CABAL, strict=False):
        chain.set_stake(coldkeys[name], hotkeys[name], netuid, stake * TAO)
    return chain, netuid, hotkeys


def run(chain: taox.Chain, netuid: int, hotkeys: dict[str, taox.Hotkey], epochs: int) -> None:
    seats = [chain.uid(netuid, hotkeys[f"miner-{i}"]) for i in range(MINERS)]
    miners = [uid for uid in seats if uid is not None]
    for _ in range(epochs):
        chain.run(100)
        for name, hotkey in hotkeys.items():
            if name.startswith("honest"):
                chain.set_weights(hotkey, netuid, miners, QUALITY)
            elif name.startswith("cabal"):
                chain.set_weights(hotkey, netuid, miners[-1:], [1])
    chain.run(100)


def main() -> None:
    median, netuid, hotkeys = start()
    mean = median.fork()
    mean.set_rule(netuid, consensus=trimmed_mean)
    for chain in (median, mean):
        run(chain, netuid, hotkeys, epochs=10)

    print("alpha of the last epoch      Yuma 3    trimmed mean")
    before, after = median.metagraph(netuid), mean.metagraph(netuid)
    for name, hotkey in hotkeys.items():
        uid = median.uid(netuid, hotkey)
        paid = [int(each.emission[uid]) / TAO for each in (before, after)]
        print(f"{name:<22}{paid[0]:>13.4f}{paid[1]:>16.4f}")
    cabal = [int(each.emission[median.uid(netuid, hotkeys["miner-5"])]) for each in (before, after)]
    print(f"\nThe cabal's miner earns {cabal[0] / TAO:.4f} under the median,")
    print(f"{cabal[1] / TAO:.4f} under the trimmed mean: a mean follows 40 % of the stake.")


if __name__ == "__main__":
    main()
