"""The house rules: what is exported, who imports whom, how large a file may be."""

import importlib
import inspect
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import taox
from taox.economy import build

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "python" / "taox"
ROOMS = ("actors", "economy", "wire", "neurons", "sim", "report", "cli")

PUBLIC = sorted(taox.__all__)


def test_version_has_one_source() -> None:
    cargo = (ROOT / "Cargo.toml").read_text()
    declared = re.search(r'^version = "(.+)"$', cargo, re.MULTILINE)
    assert declared is not None
    assert taox.__version__ == declared[1] == metadata.version("taox")


def test_tests_run_against_the_installed_package() -> None:
    assert not Path(taox.__file__).is_relative_to(PACKAGE)


def test_exports_are_the_intended_ones() -> None:
    intended = (ROOT / "tests" / "exports.txt").read_text().split()
    assert intended == PUBLIC, "a new or lost public name: if it is meant, edit tests/exports.txt"


@pytest.mark.parametrize("name", PUBLIC)
def test_export_is_documented(name: str) -> None:
    thing = getattr(taox, name)
    if inspect.isclass(thing) or callable(thing):
        doc = inspect.getdoc(thing)
        assert doc, f"taox.{name} has no docstring"
        assert len(doc) > 20


@pytest.mark.parametrize("name", PUBLIC)
def test_export_is_typed(name: str) -> None:
    thing = getattr(taox, name)
    functions = {name: thing}
    if inspect.isclass(thing):
        functions = {
            f"{name}.{member}": function
            for member, function in vars(thing).items()
            if inspect.isfunction(function) and not member.startswith("_")
        }
    for label, function in functions.items():
        if not inspect.isfunction(function):
            continue
        hints = function.__annotations__
        parameters = inspect.signature(function).parameters
        missing = {*parameters, "return"} - set(hints) - {"self", "cls"}
        assert not missing, f"taox.{label} leaves {sorted(missing)} without a type"


def test_importing_taox_loads_no_command_line() -> None:
    script = "import sys, taox; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    out = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"typer", "rich", "click", "pytest", "hypothesis"}.isdisjoint(out)


def test_only_a_debug_build_warns_at_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taox._core.DEBUG_BUILD", True)
    with pytest.warns(RuntimeWarning, match="debug build"):
        importlib.reload(build)
    monkeypatch.setattr("taox._core.DEBUG_BUILD", False)
    importlib.reload(build)  # any warning is an error here


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports(room: str) -> None:
    """What import-linter cannot see: the extension module and the package itself."""
    for path in (PACKAGE / room).rglob("*.py"):
        code = path.read_text()
        if room != "economy":
            assert not re.search(r"^\s*(from|import) taox\._core", code, re.MULTILINE), path
        assert not re.search(r"^(import taox$|from taox import)", code, re.MULTILINE), path


def test_files_hold_one_concept() -> None:
    patterns = ("python/**/*.py", "rust/**/*.rs", "tests/**/*.py")
    sources = [path for pattern in patterns for path in ROOT.glob(pattern)]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources
        if (lines := len(path.read_text().splitlines())) > 500
    }
    assert not long
