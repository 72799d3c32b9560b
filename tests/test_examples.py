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
REPLAY = SHARED / "data" / "metagraphs"


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
    arguments = []
    if path.stem == "replay_metagraph":
        if not REPLAY.is_dir():
            pytest.skip(f"no archived metagraph at {REPLAY}")
        arguments = [str(REPLAY)]
    done = run_example(path, *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 1


def test_replay_says_what_is_missing(tmp_path: Path) -> None:
    done = run_example(ROOT / "examples" / "replay_metagraph.py", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
