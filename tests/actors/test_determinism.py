"""Same seed, same trace: over runs, hash seeds and Python versions."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import taox
import taox.actors as ta

WORKLOAD = Path(__file__).with_name("workload.py")

# Whoever changes the order of anything changes this, and should know that he does.
TRACE_OF_SEED_7 = "ffbb47e65c90dc2120517187eac81318c93908f33a6fc2ca9d4df3c292532cc6"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("workload", WORKLOAD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def in_process(seed: int, actors: int) -> list[str]:
    lines = ta.run(load().main, actors, seed=seed)
    assert isinstance(lines, list)
    return lines


def in_subprocess(python: str, seed: int, actors: int, hash_seed: str) -> list[str]:
    root = str(Path(next(iter(taox.__path__))).parent)
    done = subprocess.run(
        [python, str(WORKLOAD), str(seed), str(actors)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_twenty_runs_of_two_hundred_actors_have_one_trace() -> None:
    traces = {digest(in_process(7, 200)) for _ in range(20)}
    assert len(traces) == 1
    lines = in_process(7, 200)
    assert len(lines) > 2000
    for event in ("crashed", "expired", "refused", "full", "interrupted"):
        assert any(f" {event} " in line for line in lines), event


def test_another_seed_has_another_trace() -> None:
    assert digest(in_process(1, 20)) != digest(in_process(2, 20))


def test_the_trace_is_the_one_we_know() -> None:
    assert digest(in_process(7, 50)) == TRACE_OF_SEED_7


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242", "random"])
def test_hash_seeds_do_not_matter(hash_seed: str) -> None:
    assert digest(in_subprocess(sys.executable, 7, 50, hash_seed)) == TRACE_OF_SEED_7


def find_python(version: str) -> str | None:
    """This interpreter, one in a virtual environment of this checkout, or one on the path."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    beside = sorted(WORKLOAD.parents[2].glob(f".venv-{version}.*/bin/python"))
    return str(beside[-1]) if beside else shutil.which(f"python{version}")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_python_versions_do_not_matter(version: str) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(f"python{version} is not on this machine")
    check = "import sys, trio, msgspec, msgpack, numpy; print(sys.version)"
    has_all = subprocess.run([python, "-c", check], capture_output=True, text=True, check=False)
    if has_all.returncode:
        pytest.skip(f"python{version} does not run or lacks the dependencies")
    assert has_all.stdout.startswith(version)
    assert digest(in_subprocess(python, 7, 50, "random")) == TRACE_OF_SEED_7
