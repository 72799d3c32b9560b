"""Speed of one epoch through the Python call, beside its reference path and float32 NumPy.

Run: ``python tests/bench/epoch_bench.py [--json] [--quick]``. One thread, CPU time, inputs already
arrays; the smallest of several rounds, which take turns, because other work on the machine only
adds. Figures of different machines compare by their ratios within one run.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from float_epoch import FloatEpoch  # type: ignore[import-not-found]

import taox
from taox.economy import VERSION, EpochParams, EpochResult, Rows

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[2].parent / "shared"))
METAGRAPH = SHARED / "data" / "metagraphs" / "sn15_block4769998.npz"
BLOCK = 1_000_000
SETTLED = 20
"""Epochs that run before, so that bonds are what they usually are."""


@dataclass
class Case:
    """The arguments of one epoch, and what the issue asks for in milliseconds."""

    name: str
    chain: float | None
    """Milliseconds of the chain's own code."""
    target: float
    arguments: dict[str, Any]

    def fast(self) -> EpochResult:
        return taox.epoch(**self.arguments)

    def reference(self) -> EpochResult:
        return taox.epoch(**self.arguments, path="reference")

    def floats(self) -> FloatEpoch:
        permits, params = self.arguments["validator_permit"], self.arguments["params"]
        return FloatEpoch(
            weights=self.arguments["weights"].to_dense()[permits],
            bonds=self.arguments["bonds"].to_dense()[permits],
            stake=self.arguments["stake"][permits].astype(np.float32),
            yuma=params.yuma,
            liquid=params.liquid_alpha,
        )

    def settled(self) -> "Case":
        for _ in range(SETTLED):
            self.arguments["bonds"] = self.fast().bonds[0]
        return self


def rows(n: int, matrix: np.ndarray) -> Rows:
    """Rows of validators over the last uids; explicit zeros stay pairs."""
    validators, miners = matrix.shape
    lengths = np.where(np.arange(n) < validators, miners, 0)
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32)
    uids = np.tile(np.arange(n - miners, n, dtype=np.uint16), validators)
    return Rows(starts, uids, matrix.reshape(-1))


def made(n: int, validators: int, miners: int, params: EpochParams) -> dict[str, Any]:
    """Validators mostly agree: each gives a miner its quality within an eighth."""
    draw = np.random.default_rng(7)
    quality = draw.integers(0, 65_536, miners)
    noise = draw.integers(7 * 65_536, 8 * 65_536, (validators, miners))
    weights = (quality * noise // (8 * 65_536)).astype(np.uint16)
    stake = np.zeros(n, np.uint64)
    stake[:validators] = draw.integers(10**12, 10**13, validators)
    return {
        "weights": rows(n, weights),
        "bonds": rows(n, draw.integers(0, 1024, (validators, miners)).astype(np.uint16)),
        "stake": stake,
        "params": replace(params, max_allowed_validators=validators),
        "block": BLOCK,
        "block_at_registration": np.arange(n, dtype=np.uint64),
        "last_update": np.full(n, BLOCK - 100, np.uint64),
        "validator_permit": np.arange(n) < validators,
        "owner_uid": 0,
        "emission": 148_000_000_000,
        "last_mechanism_step_block": BLOCK - 360,
    }


def metagraph(params: EpochParams) -> dict[str, Any]:
    """Subnet 15 of January 2025: real stake and weights; no bonds yet."""
    archive = np.load(METAGRAPH)
    stake = (archive["stake"].astype(np.float64) * taox.RAO_PER_TAO).astype(np.uint64)
    n, threshold = len(stake), 1_000 * taox.RAO_PER_TAO
    return made(n, 1, 1, params) | {
        "weights": Rows.from_dense(np.ascontiguousarray(archive["weights_u16"], np.uint16)),
        "bonds": Rows.empty(n),
        "stake": stake,
        "params": replace(params, stake_threshold=threshold),
        "block_at_registration": np.zeros(n, np.uint64),
        "validator_permit": stake >= threshold,
    }


def cases() -> list[Case]:
    three = EpochParams(yuma="3", liquid_alpha=False, commit_reveal=False)
    liquid, two = replace(three, liquid_alpha=True), replace(three, yuma="2")
    found = [
        Case("256 uids, 64 x 192, yuma 3", 3.0, 0.15, made(256, 64, 192, three)),
        Case("same, yuma 3 with liquid alpha", 22.0, 0.6, made(256, 64, 192, liquid)),
        Case("same, yuma 2", 3.1, 0.2, made(256, 64, 192, two)),
        Case("4,096 uids, 128 full rows, yuma 3", 147.0, 10.0, made(4096, 128, 4096, three)),
        Case("3 uids", None, 0.010, made(3, 1, 2, three)),
    ]
    if METAGRAPH.is_file():
        found.append(Case("real metagraph, 256 uids", None, 0.05, metagraph(three)))
    return [case.settled() for case in found]


def milliseconds(call: Callable[[], Any], budget: float) -> float:
    """CPU time of one call, of as many as fit the budget of seconds."""
    count, spent = 0, 0
    start = time.process_time_ns()
    while spent < budget * 1e9:
        for _ in range(1 + count // 2):
            call()
            count += 1
        spent = time.process_time_ns() - start
    return spent / count / 1e6


def measure(case: Case, rounds: int, budget: float) -> dict[str, Any]:
    if case.fast() != case.reference():
        raise AssertionError(f"{case.name}: the paths differ")
    floats = case.floats()
    calls = {"fast": case.fast, "reference": case.reference, "numpy": floats.run}
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            best[name] = min(best[name], milliseconds(call, budget))
    return {
        "case": case.name,
        "chain_ms": case.chain,
        "target_ms": case.target,
        **{f"{name}_ms": round(value, 5) for name, value in best.items()},
        "reference_ratio": round(best["reference"] / best["fast"], 2),
        "numpy_ratio": round(best["numpy"] / best["fast"], 2),
        "reached": best["fast"] <= case.target,
    }


def show(row: dict[str, Any]) -> None:
    chain = "" if row["chain_ms"] is None else f"{row['chain_ms']:.1f}"
    print(
        f"{row['case']:<36}{chain:>7}{row['target_ms']:>9.3f}{row['fast_ms']:>10.4f}"
        f"{row['reference_ms']:>11.4f}{row['reference_ratio']:>8.1f}"
        f"{row['numpy_ms']:>10.4f}{row['numpy_ratio']:>8.2f}  {'' if row['reached'] else 'missed'}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    options = parser.parse_known_args()[0]
    rounds, budget = (3, 0.02) if options.quick else (9, 0.05)
    if not options.json:
        print(
            f"{'milliseconds of CPU, one thread':<36}{'chain':>7}{'target':>9}{'fast':>10}", end=""
        )
        print(f"{'reference':>11}{'ratio':>8}{'NumPy f32':>10}{'ratio':>8}")
    results = []
    for case in cases():
        results.append(measure(case, rounds, budget))
        if not options.json:
            show(results[-1])
    missing = None if METAGRAPH.is_file() else f"no real metagraph: {METAGRAPH} is absent"
    if options.json:
        print(json.dumps({"version": VERSION, "results": results, "skipped": missing}, indent=1))
    elif missing:
        print(missing)


if __name__ == "__main__":
    main()
