"""Every command and every program in README runs and prints what README says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(kind, body) for kind, body in BLOCK.findall(README)]
COMMANDS = [
    line.removeprefix("$ ")
    for kind, body in BLOCKS
    if kind == "console"
    for line in body.splitlines()
    if line.startswith("$ ")
]
PROGRAMS = [body for kind, body in BLOCKS if kind == "python"]


def squeeze(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_readme_shows_commands_and_programs() -> None:
    assert COMMANDS
    assert PROGRAMS


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make ")])
def test_make_target_exists(command: str) -> None:
    # Running `make test` from within itself would never end; each target is run by make or by CI.
    subprocess.run([*shlex.split(command), "--dry-run"], check=True, cwd=ROOT, capture_output=True)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith(("taox ", "python "))])
def test_command(command: str, tmp_path: Path) -> None:
    words = shlex.split(command.partition("#")[0])
    words = [sys.executable, *words[1:]] if words[0] == "python" else words
    bin_dir = Path(sys.executable).parent
    words[0] = str(bin_dir / words[0]) if words[0] == "taox" else words[0]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path.parent / "shared").exists() or None
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
