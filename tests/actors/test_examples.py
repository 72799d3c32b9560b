"""Every example runs alone, checks itself, and prints the same every time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import taox

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "actors_only").glob("*.py"))


def test_there_are_four() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_repeats_itself(path: Path) -> None:
    def output(hash_seed: str) -> str:
        root = str(Path(next(iter(taox.__path__))).parent)
        done = subprocess.run(
            [sys.executable, "-W", "error", str(path)],
            env={**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert not done.stderr
        return done.stdout

    first = output("1")
    assert first.count("\n") > 1
    assert output("2") == first
