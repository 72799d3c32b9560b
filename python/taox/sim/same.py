"""Equality by value for nests of builtins, arrays and objects that hold arrays."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np


def same(left: object, right: object) -> bool:
    """Whether two values are equal all the way down, arrays by dtype, shape and content.

    Args:
        left: Builtins, arrays, dataclasses, and nests of these.
        right: Likewise.

    Example:
        >>> same({"a": np.arange(3)}, {"a": np.arange(3)})
        True
    """
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return (
            isinstance(left, np.ndarray)
            and isinstance(right, np.ndarray)
            and left.dtype == right.dtype
            and np.array_equal(left, right)
        )
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if is_dataclass(left) and type(left) is type(right):
        names = [field.name for field in fields(left)]
        return all(same(getattr(left, name), getattr(right, name)) for name in names)
    return bool(left == right)
