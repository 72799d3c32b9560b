"""Every example runs alone, from anywhere, and prints something."""

import os
import subprocess
import sys
from pathlib import Path

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
