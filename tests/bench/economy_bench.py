"""Speed of a chain as large as the main network: blocks, a day, calls, snapshots, through Python.

Run: ``python tests/bench/economy_bench.py [--json] [--quick]``. 128 priced subnets, each of 256
uids of which 64 validate, and root; CPU time of one thread. The network is made up, stakes
included, so that it is the same everywhere.
"""

import argparse
import gc
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import taox
from taox.economy import VERSION, block_emission, finney_like_chain

TAO = taox.RAO_PER_TAO
SUBNETS, NEURONS, VALIDATORS = 128, 256, 64
DAY = 7_200


@dataclass(frozen=True)
class Row:
    """One measurement, and what the issue asks for in the same unit."""

    name: str
    value: float
    unit: str
    limit: float
    note: str = ""


def record() -> dict[str, dict[str, Sequence[float]]]:
    """Pools of many sizes at prices that together exceed 1 TAO, so that root is paid."""
    netuids = range(SUBNETS + 1)
    price = [1.0] + [0.002 + 0.0002 * netuid for netuid in netuids[1:]]
    tao = [5_000_000.0] + [3_000.0 + 97 * netuid for netuid in netuids[1:]]
    alpha = [0.0] + [each / at for each, at in zip(tao[1:], price[1:], strict=True)]
    columns: dict[str, Sequence[float]] = {
        "netuid": list(netuids),
        "tau_in": tao,
        "alpha_in": alpha,
        "alpha_out": [0.0] + [1_000_000.0] * SUBNETS,
        "price_tao": price,
        "moving_price": price,
        "tempo": [360] * (SUBNETS + 1),
    }
    return {"columns": columns}


def network() -> taox.Chain:
    """The network after its first epochs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pools.json"
        path.write_text(json.dumps(record()))
        chain = finney_like_chain(path, seed=1, neurons=NEURONS, validators=VALIDATORS)
    chain.run(720)
    return chain


def cpu_seconds(job: Callable[[], object], rounds: int = 1) -> float:
    """The smallest CPU time of some rounds, because other work on the machine only adds."""
    seconds = []
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        job()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def block_steps(chain: taox.Chain, blocks: int, rounds: int) -> Row:
    chain = chain.fork()
    for netuid in chain.netuids:
        chain.set_hyperparameters(netuid, tempo=0)
    chain.run(10)
    assert chain.tao_emission().all()
    assert int(chain.tao_emission().sum()) > block_emission(chain.total_issuance) * 99 // 100
    seconds = cpu_seconds(partial(chain.run, blocks), rounds)
    note = f"{blocks / seconds:,.0f} blocks per second"
    return Row("block step, no epoch", 1e6 * seconds / blocks, "µs", 150, note)


def day(start: taox.Chain, blocks: int, rounds: int) -> Row:
    seconds = []
    for _ in range(rounds):
        chain = start.fork()
        seconds.append(cpu_seconds(partial(chain.run, blocks)))
    chain.check_invariants()
    epochs = sum(isinstance(event, taox.economy.EpochRan) for event in chain.events())
    assert epochs >= SUBNETS * (blocks // 360 - 1)
    least = min(seconds)
    note = f"{blocks / least:,.0f} blocks per second; {spread(seconds, DAY / blocks)}"
    return Row("a day with all epochs", least * DAY / blocks, "s", 2, note)


Call = Callable[[], object]


def drawn(chain: taox.Chain, count: int) -> Iterator[Call]:
    """Random calls of all kinds, each ready to be made."""
    dice = random.Random(7)
    names = [f"validator-{i}" for i in range(VALIDATORS)]
    keys = [(taox.Coldkey.from_name(name), taox.Hotkey.from_name(name)) for name in names]
    for coldkey, _ in keys:
        chain.set_balance(coldkey, chain.balance(coldkey) + 1_000 * TAO)
    uids = list(range(VALIDATORS, VALIDATORS + 16))
    for number in range(count):
        (coldkey, hotkey), (other, friend) = dice.choice(keys), dice.choice(keys)
        netuid, amount = dice.choice(chain.netuids), dice.randrange(1_000_000, TAO)
        weights = [dice.randrange(1, 65_536) for _ in uids]
        half, stranger = 2**63, taox.Hotkey.from_name(f"stranger-{number}")
        limit = dice.randrange(TAO // 100)
        calls: list[Call] = [
            partial(chain.add_stake, coldkey, friend, netuid, amount),
            partial(chain.remove_stake, coldkey, hotkey, netuid, amount),
            partial(chain.add_stake_limit, coldkey, hotkey, netuid, amount, limit_price=limit),
            partial(chain.remove_stake_limit, coldkey, hotkey, netuid, amount, limit_price=limit),
            partial(chain.add_stake, coldkey, hotkey, 0, amount),
            partial(chain.transfer, coldkey, other, amount),
            partial(chain.set_weights, hotkey, netuid, uids, weights),
            partial(chain.set_children, coldkey, hotkey, netuid, [(half, friend)]),
            partial(chain.claim_root, coldkey, [netuid]),
            partial(chain.register, coldkey, netuid, stranger),
        ]
        yield dice.choice(calls)


def make(calls: list[Call]) -> int:
    """Make the calls; returns how many the chain accepted."""
    accepted = 0
    for call in calls:
        try:
            call()
        except taox.ChainError:
            continue
        accepted += 1
    return accepted


def random_calls(start: taox.Chain, count: int, rounds: int) -> Row:
    seconds, accepted = [], []
    for _ in range(rounds):
        chain = start.fork()
        calls = list(drawn(chain, count))
        gc.collect()
        begun = time.process_time()
        accepted.append(make(calls))
        seconds.append(time.process_time() - begun)
    chain.check_invariants()
    note = f"{accepted[0] / count:.0%} accepted; {spread(seconds, 100_000 / count)}"
    return Row("100,000 random calls", min(seconds) * 100_000 / count, "s", 1, note)


def spread(seconds: list[float], scale: float) -> str:
    """All rounds: they differ by how busy the machine's memory is."""
    return "rounds: " + ", ".join(f"{one * scale:.2f}" for one in sorted(seconds))


def snapshots(chain: taox.Chain, rounds: int) -> list[Row]:
    data = chain.snapshot()
    assert taox.Chain.restore(data).state_hash() == chain.state_hash()
    written = 1e3 * cpu_seconds(chain.snapshot, rounds)
    read = 1e3 * cpu_seconds(partial(taox.Chain.restore, data), rounds)
    return [
        Row("snapshot", written, "ms", 50),
        Row("restore", read, "ms", 50, "the limit is that of the snapshot"),
        Row("size of a snapshot", len(data) / 1e6, "MB", 30),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    options = parser.parse_known_args()[0]
    part, rounds = (10, 3) if options.quick else (1, 7)
    chain = network()
    rows = [
        block_steps(chain, 2_000 // part, rounds),
        day(chain, DAY // part, 3),
        random_calls(chain, 100_000 // part, 3),
        *snapshots(chain, rounds),
    ]
    if options.json:
        print(json.dumps({"version": VERSION, "results": [asdict(row) for row in rows]}, indent=1))
        return
    print(f"{SUBNETS} subnets of {NEURONS} uids, {VALIDATORS} validators; CPU of one thread")
    for row in rows:
        limit = f"(at most {row.limit:g})"
        print(f"{row.name:<24}{row.value:>9.2f} {row.unit:<3} {limit:<14} {row.note}")


if __name__ == "__main__":
    main()
