"""What `taox run FILE` finds in a file: a scenario, or a script that simulates by itself.

A file is a scenario when it is TOML, or when it binds the name `scenario` at its top level: to a
`Scenario` or to a function that returns one. Any other Python file is an ordinary script: it is
run as `python FILE` would, and if it leaves a `Record` (best under the name `record`) that is
shown. Which of the two it is, is read from the source before anything runs.
"""

import ast
import inspect
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from taox.sim.errors import ScenarioError
from taox.sim.loading import load_file
from taox.sim.record import Record
from taox.sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Script:
    """A Python file that simulates by itself.

    Attributes:
        path: The file.
    """

    path: Path

    def run(self) -> Record | None:
        """Run it as `__main__`; the record it leaves, if any.

        Raises:
            BaseException: Whatever the script raises.
        """
        with _as_main(self.path):
            names = runpy.run_path(str(self.path), run_name="__main__")
        records = [value for value in names.values() if isinstance(value, Record)]
        named = names.get("record")
        return named if isinstance(named, Record) else (records[-1] if records else None)


def find_target(path: Path) -> Scenario | Script:
    """What a file holds.

    Args:
        path: A `.toml` or `.py` file.

    Raises:
        ScenarioError: If the file is missing, is of another kind, is wrong as a scenario, or
            only defines an `async def main` that nothing runs.
        SyntaxError: If it is no valid Python.
    """
    if not path.is_file():
        raise ScenarioError("file", "an existing .toml or .py file", str(path))
    if path.suffix == ".toml":
        return Scenario.from_toml(path)
    if path.suffix != ".py":
        raise ScenarioError("file", "a .toml or .py file", str(path))
    tree = ast.parse(path.read_bytes(), filename=str(path))
    if "scenario" in set(_bound(tree.body)):
        return _scenario_of(path)
    if _idle_main(tree):
        raise ScenarioError(
            str(path),
            "`scenario`, or a script that simulates",
            "an `async def main` that nothing runs; end the file with `taox.run(main)`",
        )
    return Script(path)


def _scenario_of(path: Path) -> Scenario:
    found = getattr(load_file(path), "scenario", None)
    if inspect.isfunction(found):
        if inspect.iscoroutinefunction(found):
            raise ScenarioError(f"{path}: scenario", "a plain function", "an async one")
        found = found()
    if not isinstance(found, Scenario):
        raise ScenarioError(
            f"{path}: scenario", "a Scenario or a function that returns one", type(found).__name__
        )
    return found.resolved(path.parent)


@contextmanager
def _as_main(path: Path) -> Iterator[None]:
    """What `python FILE` sets up: its arguments, and imports of files beside it."""
    arguments, places = sys.argv, list(sys.path)
    sys.argv = [str(path)]
    sys.path.insert(0, str(path.resolve().parent))
    try:
        yield
    finally:
        sys.argv, sys.path[:] = arguments, places


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """Names that statements bind at the top level, also inside `if`, `try` and `with`."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name
            case ast.Import() | ast.ImportFrom():
                yield from (alias.asname or alias.name for alias in statement.names)
            case ast.If(test=test) if _is_main_guard(test):
                # Not run when the file is loaded as a module, so it binds nothing there.
                yield from _bound(statement.orelse)
            case ast.Assign() | ast.AnnAssign() | ast.If() | ast.Try() | ast.With() | ast.For():
                stored = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
                yield from (node.id for node in stored if isinstance(node.ctx, ast.Store))
            case _:
                pass


def _is_main_guard(test: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(test))


def _idle_main(tree: ast.Module) -> bool:
    """Whether there is an `async def main` at the top level that nothing there mentions."""
    defined = any(
        isinstance(each, ast.AsyncFunctionDef) and each.name == "main" for each in tree.body
    )
    others = [each for each in tree.body if not isinstance(each, ast.AsyncFunctionDef)]
    used = any(
        isinstance(node, ast.Name) and node.id == "main"
        for each in others
        for node in ast.walk(each)
    )
    return defined and not used
