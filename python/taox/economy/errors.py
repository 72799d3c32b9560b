"""What is raised when an argument of the economy room is malformed.

The extension raises these too; they are defined here, in Python.
"""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["InputError", "InputTypeError", "ParamError", "suggestion"]


class InputError(ValueError):
    """An argument has a value that cannot be used.

    Attributes:
        argument: Name of the argument, with an index where several mechanisms have their own.
        expected: What it should have been.
        actual: What it was.

    Example:
        >>> raise InputError("owner_uid", "a uid below 4", "4")
        Traceback (most recent call last):
        taox.economy.errors.InputError: owner_uid: expected a uid below 4, got 4
    """

    def __init__(self, argument: str, expected: str, actual: object) -> None:
        super().__init__(argument, expected, actual)
        self.argument = argument
        self.expected = expected
        self.actual = actual

    def __str__(self) -> str:
        return f"{self.argument}: expected {self.expected}, got {self.actual}"


class InputTypeError(InputError, TypeError):
    """An argument has the wrong type, dtype or number of dimensions."""


class ParamError(InputError):
    """A hyperparameter is outside its range, or no hyperparameter has this name.

    Attributes:
        argument: Name of the parameter.
        expected: Its range and unit.
        actual: What was given.
    """

    @property
    def name(self) -> str:
        """Name of the parameter."""
        return self.argument


def suggestion(word: str, known: Iterable[str]) -> str:
    """``"; did you mean 'x'?"`` for the nearest known word, or an empty string.

    Args:
        word: What was written.
        known: The words that would have been right.

    Example:
        >>> suggestion("tempoo", ["kappa", "tempo"])
        "; did you mean 'tempo'?"
    """
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
