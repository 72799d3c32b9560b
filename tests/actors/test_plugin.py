"""The plugin as a user meets it: a file of tests, run by a pytest of its own."""

import subprocess
import sys
from pathlib import Path

TESTS = """
import trio
import taox

class Fail(taox.Message):
    pass

class Clumsy(taox.Actor):
    @taox.handles
    def fail(self, msg: Fail) -> None:
        raise ValueError("dropped it")

async def test_an_unhandled_crash_fails(system, virtual_clock):
    clumsy = await system.start(Clumsy)
    await clumsy.tell(Fail())
    await trio.sleep(3600)

async def test_a_crash_with_a_policy_passes(system, virtual_clock):
    clumsy = await system.start(Clumsy, restart="temporary")
    await clumsy.tell(Fail())
    await trio.sleep(3600)
    assert trio.current_time() == 3600
"""


def test_fixtures_are_there_and_an_unhandled_crash_fails_the_test(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntrio_mode = true\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed, 1 error" in done.stdout or "1 failed, 1 passed" in done.stdout, done.stdout
    assert "unhandled crashes" in done.stdout
    assert "dropped it" in done.stdout
