"""The kernels and the epoch on plain matrices: no chain, no neurons, nothing to run.

Three validators weigh four miners. Step by step: normalised weights, consensus, what is cut off
and the bonds that follow; then the whole epoch at once, which does the same and pays.
"""

import numpy as np

import taox

WEIGHTS = np.array(
    [
        # miners: 3, 4, 5, 6
        [0, 0, 0, 40, 30, 20, 10],
        [0, 0, 0, 40, 30, 20, 10],
        [0, 0, 0, 0, 0, 0, 100],  # this one pays a friend
    ],
    dtype=np.float64,
)
STAKE = np.array([500.0, 300.0, 200.0])


def show(name: str, matrix: np.ndarray) -> None:
    print(f"\n{name}")
    for row in np.atleast_2d(taox.from_bits(matrix))[:, 3:]:
        print("   ".join(f"{x:.4f}" for x in row))


def main() -> None:
    weights = taox.normalize_rows(taox.to_bits(WEIGHTS))
    stake = taox.to_bits(STAKE / STAKE.sum())
    show("weights, each row over its sum", weights)

    consensus = taox.weighted_median(weights, stake, kappa=2**31)
    show("consensus: what half of the stake agrees on", consensus)

    clipped = taox.clip_columns(weights, consensus)
    show("weights cut down to consensus", clipped)

    bonds = taox.bonds_ema(clipped, np.zeros_like(clipped), alpha=int(taox.to_bits(0.1)))
    show("bonds after one epoch", bonds)

    n = WEIGHTS.shape[1]
    square = np.zeros((n, n))
    square[:3] = WEIGHTS
    out = taox.epoch_from_floats(square, [*STAKE, 0, 0, 0, 0])
    print("\nuid  incentive  dividends  alpha rao")
    paid = out.server_emission + out.validator_emission
    for uid in range(n):
        incentive, dividends = out.incentive[0, uid] / 65_535, out.dividends[uid] / 65_535
        print(f"{uid:>3}  {incentive:9.4f}  {dividends:9.4f}  {paid[uid]:>11,}")


if __name__ == "__main__":
    main()
