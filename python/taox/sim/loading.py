"""Finding the class or file that a run names: `file.py:Class`, `module:Class`, a path.

A file is executed once per process and path, so that two populations from one file share its
message classes (two classes with one tag cannot live in one system).
"""

import importlib
import importlib.util
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from taox.economy import suggestion
from taox.sim.errors import ScenarioError

BUILTIN_ROOMS = ("taox.neurons", "taox.sim")
"""Where a bare class name is looked up."""


def load_file(path: Path) -> ModuleType:
    """The module made by executing a Python file, as an import would, not as `__main__`.

    Files beside it can be imported by it. Loading the same path again gives the same module.

    Args:
        path: The file.

    Raises:
        ScenarioError: If there is no such file.
        Exception: Whatever the file itself raises.
    """
    path = path.resolve()
    if not path.is_file():
        raise ScenarioError("file", "an existing Python file", str(path))
    name = f"taox_file_{path.stem}_{sha256(str(path).encode()).hexdigest()[:8]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ScenarioError("file", "a Python file", str(path))
    module = importlib.util.module_from_spec(spec)
    # Registered before it runs: annotations of message fields are resolved through sys.modules.
    sys.modules[name] = module
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def resolve_class(reference: str, argument: str, directory: Path | None = None) -> type:
    """The class that a text names.

    Args:
        reference: `"file.py:Class"`, `"package.module:Class"`, or the bare name of a class that
            taox brings.
        argument: Where the text stands, for the error.
        directory: What a relative file is relative to; the working directory when left out.

    Raises:
        ScenarioError: If there is no such file, module or class.

    Example:
        >>> resolve_class("collections:OrderedDict", "class").__name__
        'OrderedDict'
    """
    place, colon, name = reference.rpartition(":")
    if not colon:
        return _builtin(reference, argument)
    if place.endswith(".py"):
        module = load_file((directory or Path()) / place)
    else:
        module = _import(place, argument)
    found = getattr(module, name, None)
    if not isinstance(found, type):
        classes = [key for key, value in vars(module).items() if isinstance(value, type)]
        raise ScenarioError(argument, f"a class of {place}", repr(name) + suggestion(name, classes))
    return found


def _import(name: str, argument: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        # Only "there is no such module": an import that fails inside it is the module's own fault.
        if error.name is None or not (name == error.name or name.startswith(error.name + ".")):
            raise
        raise ScenarioError(argument, "an importable module or a .py file", repr(name)) from error


def _builtin(name: str, argument: str) -> type:
    classes: dict[str, type] = {}
    for room in BUILTIN_ROOMS:
        module = importlib.import_module(room)
        exported = {key: getattr(module, key) for key in getattr(module, "__all__", ())}
        classes |= {key: value for key, value in exported.items() if isinstance(value, type)}
    if name not in classes:
        raise ScenarioError(
            argument,
            "'file.py:Class', 'module:Class' or the name of a neuron that taox brings",
            repr(name) + suggestion(name, classes),
        )
    return classes[name]
