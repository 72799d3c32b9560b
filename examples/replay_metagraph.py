"""Replay a real subnet: 256 uids, 20 validators, their real stakes and weights, 40 epochs.

The file is subnet 15 of the main network at block 4,769,998 (January 2025). Every uid that had
published weights becomes a validator actor which publishes those same u16 weights each tempo;
the exact epoch turns them into incentive and dividends, and the end is put beside what a
floating-point simulator computes for the same input.

Settings: stake is held at the archived values (emission is counted, not compounded), a stake of
1,000 TAO is needed, bonds move with 0.975 and carry no penalty, permits are granted at the start.

    python examples/replay_metagraph.py PATH_OF_THE_METAGRAPHS_FOLDER
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

import taox
from taox.economy import MIN_STAKE

EPOCHS = 40
ARCHIVE, REFERENCE = "sn15_block4769998.npz", "sn15_reference.npz"

# How far the chain's arithmetic may stand from the float model. Incentive: the model scales
# consensus to a sum of 1 and cuts it to 1/65535 before it clips, the chain does neither (plain
# float64 without that step is 2.2e-4 away too). Dividends: the chain keeps bonds in u16.
INCENTIVE_TOLERANCE = 2.5e-4
DIVIDEND_TOLERANCE = 1.5e-3


class Publisher(taox.Validator):
    """Publishes one archived row of weights, every tempo the same."""

    def __init__(self, row: Mapping[int, int]) -> None:
        self.row = row

    def weights(self, subnet: taox.SubnetView) -> Mapping[int, float]:
        return self.row


async def replay(archive: Mapping[str, np.ndarray]) -> taox.Record:
    hotkeys = [taox.Hotkey.from_ss58(str(address)) for address in archive["hotkeys"]]
    # Crumbs that the chain would not take as stake are far below the threshold that counts.
    rao = [int(float(stake) * taox.RAO_PER_TAO) for stake in archive["stake"]]
    rao = [stake if stake >= MIN_STAKE else 0 for stake in rao]
    async with taox.Network() as net:
        subnet = await net.create_subnet(
            tempo=360,
            yuma="3",
            bonds_moving_average=975_000,
            bonds_penalty=0,
        )
        net.chain.set_network_parameters(stake_threshold=1_000 * taox.RAO_PER_TAO)
        for uid, (hotkey, stake, row) in enumerate(
            zip(hotkeys, rao, archive["weights_u16"], strict=True)
        ):
            weights = {int(to): int(row[to]) for to in np.flatnonzero(row)}
            await subnet.add(
                Publisher if weights else taox.Neuron,
                *((weights,) if weights else ()),
                stake=taox.to_tao(stake),
                hotkeys=[hotkey],
                name=f"uid{uid}",
            )
        net.chain.hold_stake(subnet.netuid)
        net.chain.grant_permits(subnet.netuid, np.flatnonzero(archive["weights_u16"].any(1)))
        await net.run(epochs=EPOCHS)
        return net.record()


def compare(record: taox.Record, reference: Mapping[str, np.ndarray]) -> bool:
    metagraph = record.metagraph
    validators = reference["validator_uids"].astype(int)
    incentive = metagraph.incentive / metagraph.incentive.sum()
    dividends = metagraph.dividends[validators] / metagraph.dividends.sum()
    expected = reference["yuma3/dividend_share/f64"][-1]
    print(f"{'uid':>4} {'stake TAO':>12} {'dividends':>10} {'reference':>10} {'difference':>11}")
    for uid, got, want in zip(validators, dividends, expected, strict=True):
        stake = int(metagraph.stake[uid]) / taox.RAO_PER_TAO
        print(f"{uid:>4} {stake:>12,.0f} {got:>10.6f} {want:>10.6f} {got - want:>+11.1e}")
    print(f"\n{'uid':>4} {'incentive':>10} {'reference':>10} {'difference':>11}")
    wanted = reference["incentive/f32"]
    for uid in np.argsort(-wanted, kind="stable")[:8]:
        difference = incentive[uid] - wanted[uid]
        print(f"{uid:>4} {incentive[uid]:>10.6f} {wanted[uid]:>10.6f} {difference:>+11.1e}")
    in_incentive = float(np.abs(incentive - wanted).max())
    in_dividends = float(np.abs(dividends - expected).max())
    print(f"\nlargest difference in incentive {in_incentive:.1e} (at most {INCENTIVE_TOLERANCE})")
    print(f"largest difference in dividends {in_dividends:.1e} (at most {DIVIDEND_TOLERANCE})")
    return in_incentive <= INCENTIVE_TOLERANCE and in_dividends <= DIVIDEND_TOLERANCE


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    missing = [name for name in (ARCHIVE, REFERENCE) if not (folder / name).is_file()]
    if missing:
        print(f"{folder} holds no {' and no '.join(missing)}", file=sys.stderr)
        return 1
    record = taox.run(replay, dict(np.load(folder / ARCHIVE)), seed=15)
    refusals = record.refusals
    print("Refused by the chain:")
    for error in sorted(set(refusals["error"])):
        names = sorted(set(refusals["name"][refusals["error"] == error]))
        print(f"  {error}: {', '.join(names)}")
    print()
    return 0 if compare(record, dict(np.load(folder / REFERENCE))) else 1


if __name__ == "__main__":
    sys.exit(main())
