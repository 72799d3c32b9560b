"""Errors as one clear line on stderr, and the exit code that goes with them."""

import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import typer

from taox.actors import ActorError
from taox.economy import ChainError, InputError
from taox.sim.errors import RecordError

DONE = 0
"""Exit code: all went well."""

FAILED = 1
"""Exit code: an error."""

MISUSED = 2
"""Exit code: the command line was used wrongly."""

STOPPED = 130
"""Exit code: stopped by Ctrl-C."""

EXPECTED = (RecordError, InputError, ChainError, OSError)
"""Errors whose message says all: they need no place in the code."""

# typer 0.29 carries its own click, older ones use the package: the base is right for both.
USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]


def say(message: str) -> None:
    """Print one line on stderr.

    Args:
        message: The line.
    """
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def misuse(error: Exception) -> int:
    """Tell of a wrong use of the command line.

    Args:
        error: typer's usage error.

    Returns:
        The exit code.
    """
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "taox"
    say(f"taox: {' '.join(text.split()).rstrip('.')} (see {command} --help)")
    return MISUSED


def failure(error: BaseException, *, debug: bool) -> int:
    """Tell of an error.

    Args:
        error: What was raised, perhaps a group.
        debug: Whether to print the traceback as well.

    Returns:
        The exit code.
    """
    if debug:
        traceback.print_exception(error)
    leaves = list(_leaves(error))
    if any(isinstance(leaf, KeyboardInterrupt) for leaf in leaves):
        say("taox: stopped")
        return STOPPED
    first = leaves[0]
    more = f" (and {len(leaves) - 1} more)" if len(leaves) > 1 else ""
    cause = _cause(first)
    also = "" if cause is first else f"; {first}"
    say(f"taox: {_line(cause)}{also}{more}{'' if debug else _hint(first)}")
    return FAILED


def _cause(error: BaseException) -> BaseException:
    """What went wrong in the user's code, behind the errors of actors that stood around it."""
    while isinstance(error, ActorError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def _line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, EXPECTED):
        return text
    name = type(error).__name__
    return f"{_place(error)}{name}: {text}" if text else f"{_place(error)}{name}"


def _place(error: BaseException) -> str:
    """Where in the user's own file it happened; the package's inside helps nobody."""
    package = Path(__file__).parent.parent
    frames = traceback.extract_tb(error.__traceback__)
    users = [
        frame
        for frame in frames
        if package not in Path(frame.filename).parents
        and "site-packages" not in frame.filename
        and frame.filename.endswith(".py")
        and not frame.filename.startswith(os.path.dirname(os.__file__))  # noqa: PTH120
    ]
    return f"{users[-1].filename}:{users[-1].lineno}: " if users else ""


def _hint(error: BaseException) -> str:
    return "" if isinstance(error, EXPECTED) else "; --debug shows the traceback"


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _leaves(each)
    else:
        yield error
