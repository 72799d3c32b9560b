"""`ask`, `stream` and `ask_many` are typed by their requests, and misuse is a type error."""

import subprocess
import sys
from pathlib import Path


def test_mypy_accepts_the_typed_examples() -> None:
    # mypy finds the installed package by itself, a checkout through mypy_path in pyproject.toml.
    examples = Path(__file__).with_name("typed_examples.py")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(examples)],
        cwd=examples.parents[2],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
