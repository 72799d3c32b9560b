"""Commands and programs in README and `docs/chain.md` run, and programs print what is shown."""

import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from command_line import STRICT

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("TAOX_SHARED", ROOT.parent / "shared"))
BLOCKS = [
    block
    for page in ("README.md", "docs/chain.md")
    for block in re.findall(
        r"^```(\w+)\n(.*?)^```$", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL
    )
]
COMMANDS = [
    line.removeprefix("$ ").partition("#")[0].strip()
    for kind, body in BLOCKS
    if kind == "console"
    for line in body.splitlines()
    if line.startswith("$ ")
]
PROGRAMS = [
    (body, following[1]) for (kind, body), following in pairwise(BLOCKS) if kind == "python"
]


def squeeze(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.startswith("make ")])
def test_make_target_exists(command: str) -> None:
    # `make test` from within itself would never end: each target is run by make or by hand.
    subprocess.run([*shlex.split(command), "--dry-run"], check=True, cwd=ROOT, capture_output=True)


def test_commands_run_in_the_order_given(tmp_path: Path) -> None:
    home = tmp_path / "taox"
    home.mkdir()
    (home / "examples").symlink_to(ROOT / "examples")
    if SHARED.is_dir():
        (tmp_path / "shared").symlink_to(SHARED)
    commands = [each for each in COMMANDS if not each.startswith("make ")]
    assert len(commands) >= 5
    for command in commands:
        if "../shared" in command and not SHARED.is_dir():
            continue
        program, *arguments = shlex.split(command)
        found = sys.executable if program == "python" else Path(sys.executable).parent / program
        done = subprocess.run(
            [found, *arguments], cwd=home, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
    assert (home / "hello.svg").read_text().startswith("<svg")


@pytest.mark.parametrize(("program", "printed"), PROGRAMS, ids=range(len(PROGRAMS)))
def test_program_prints_what_is_shown(program: str, printed: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *STRICT, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert squeeze(done.stdout) == squeeze(printed)


def test_every_example_is_listed() -> None:
    readme = (ROOT / "README.md").read_text()
    examples = ROOT / "examples"
    names = {path.name for path in examples.glob("*.py")}
    assert set(re.findall(r"^\| `(\w+\.py)` \|", readme, re.MULTILINE)) == names
    ran = {path for command in COMMANDS for path in re.findall(r"examples/(\w+\.py)", command)}
    assert ran == names
