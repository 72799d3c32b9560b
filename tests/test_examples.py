"""Every example runs alone, from anywhere, and prints something."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from command_line import STRICT

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").rglob("*.py"))
SHARED = Path(os.environ.get("TAOX_SHARED", ROOT.parent / "shared"))
DATA = SHARED / "data" / "metagraphs"
POOLS = DATA / "subnet_pools_2026-04-11.json"
ARGUMENTS = {
    "replay_metagraph": [str(DATA)],
    "network_of_128": [str(POOLS), "--blocks=720", "--neurons=16"],
}
"""What an example wants to know: first of all where its data are."""


def run_example(path: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *STRICT, str(path), *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path: Path, tmp_path: Path) -> None:
    arguments = ARGUMENTS.get(path.stem, [])
    if arguments and not Path(arguments[0]).exists():
        pytest.skip(f"no data at {arguments[0]}")
    done = run_example(path, *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 3


@pytest.mark.parametrize("name", ARGUMENTS)
def test_examples_say_what_is_missing(name: str, tmp_path: Path) -> None:
    done = run_example(ROOT / "examples" / f"{name}.py", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


NETWORK = ROOT / "examples" / "network_of_128.py"


@pytest.fixture
def pools(tmp_path: Path) -> Path:
    """A made-up record: 2 gets most TAO though its price is low, 3 has no moving price."""
    columns = {
        "netuid": [0, 1, 2, 3],
        "tau_in": [500_000.0, 3_000.0, 4_000.0, 2.5],
        "alpha_in": [0.0, 10_000.0, 40_000.0, 1.0],
        "alpha_out": [0.0, 20_000.0, 900_000.0, 2.0],
        "price_tao": [1.0, 0.31, 0.1, 2.4],
        "moving_price": [None, 0.3, 0.8, None],
        "tempo": [100, 50, 50, 50],
    }
    path = tmp_path / "pools.json"
    path.write_text(json.dumps({"columns": columns}))
    return path


def rows(printed: str, title: str) -> list[list[str]]:
    """The lines of one table, numbers as text; a star stands by its moving price."""
    table = printed.partition(f"\n{title}\n")[2].partition("\n\n")[0]
    return [line.split() for line in table.splitlines()[1:]]


@pytest.mark.parametrize("blocks", [1, 5, 9, 10, 15, 120, 333])
def test_a_network_runs_as_long_as_it_is_told(pools: Path, tmp_path: Path, blocks: int) -> None:
    done = run_example(NETWORK, str(pools), f"--blocks={blocks}", "--neurons=6", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"block={blocks + 1} subnets=3" in done.stdout
    assert f"\n{blocks:,} blocks in" in done.stdout
    # One TAO a block: the issuance is far below the first halving.
    assert f"\nThe subnets got {blocks}.0 TAO." in done.stdout
    given = [float(row[3]) for row in rows(done.stdout, "most TAO")]
    assert sum(given) == pytest.approx(blocks, abs=0.002)
    assert given == sorted(given, reverse=True)
    # Root is paid by epochs, and the first come after a tempo of 50 blocks.
    assert ("most for root: none yet" in done.stdout) == (blocks < 50)


def test_a_network_shows_who_pays_root(pools: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "genesis_stakes.npz", stake_rao=np.array([10**9, 10**12], np.uint64))
    done = run_example(NETWORK, str(pools), "--blocks=500", cwd=tmp_path)
    assert "stakes from genesis_stakes.npz" in done.stdout
    by_tao, by_worth = (rows(done.stdout, title) for title in ("most TAO", "most for root"))
    assert sorted(by_tao) == sorted(by_worth)
    assert by_tao != by_worth
    worth = {row[0]: float(row[6]) for row in by_worth}
    assert list(worth.values()) == sorted(worth.values(), reverse=True)
    assert {row[0] for row in by_tao if row[2].endswith("*")} == {"3"}
    found = re.search(r"worth\n([\d.]+) TAO from 3 of 3 .* starred: ([\d.]+) TAO\.", done.stdout)
    assert found
    total, usual = map(float, found.groups())
    assert total == pytest.approx(sum(worth.values()), abs=0.06)
    assert usual == pytest.approx(total - worth["3"], abs=0.15)
    assert usual < total


def test_a_network_without_stars(pools: Path, tmp_path: Path) -> None:
    pools.write_text(pools.read_text().replace("0.8, null", "0.8, 0.9"))
    done = run_example(NETWORK, str(pools), "--blocks=120", cwd=tmp_path)
    assert "stakes made up" in done.stdout
    assert "*" not in done.stdout
    assert "starred" not in done.stdout


@pytest.mark.parametrize(
    ("option", "reason"),
    [
        ("--blocks=0", "--blocks: expected 1 or more, got 0"),
        ("--blocks=-7200", "--blocks: expected 1 or more, got -7200"),
        ("--blocks=many", "--blocks: invalid count value: 'many'"),
        ("--neurons=1", "validators, neurons: expected"),
        ("--neurons=257", "validators, neurons: expected"),
    ],
)
def test_a_network_refuses_wrong_numbers(
    pools: Path, tmp_path: Path, option: str, reason: str
) -> None:
    done = run_example(NETWORK, str(pools), option, cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
