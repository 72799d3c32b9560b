"""Every example runs alone, from anywhere, and prints something."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").rglob("*.py"))
SHARED = Path(os.environ.get("TAOX_SHARED", ROOT.parent / "shared"))
REPLAY = SHARED / "data" / "metagraphs"
POOLS = REPLAY / "subnet_pools_2026-04-11.json"


def run_example(path: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(path), *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path: Path, tmp_path: Path) -> None:
    arguments = []
    if path.stem == "replay_metagraph":
        if not REPLAY.is_dir():
            pytest.skip(f"no archived metagraph at {REPLAY}")
        arguments = [str(REPLAY)]
    if path.stem == "network_of_128":
        if not POOLS.is_file():
            pytest.skip(f"no record of pools at {POOLS}")
        arguments = [str(POOLS), "720", "16"]
    done = run_example(path, *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 3


@pytest.mark.parametrize("name", ["replay_metagraph", "network_of_128"])
def test_examples_say_what_is_missing(name: str, tmp_path: Path) -> None:
    done = run_example(ROOT / "examples" / f"{name}.py", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
