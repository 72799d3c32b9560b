"""`ask`, `stream` and `ask_many` are typed by their requests, and misuse is a type error."""

import subprocess
import sys
from pathlib import Path

import taox


def test_mypy_accepts_the_typed_examples() -> None:
    examples = Path(__file__).with_name("typed_examples.py")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(examples)],
        cwd=examples.parents[2],
        env={"MYPYPATH": str(Path(next(iter(taox.__path__))).parent), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
