"""Turning what a network holds into plain data that JSON can carry."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np


def plain(value: object) -> Any:
    """The value as builtins: dict with str keys, list, str, int, float, bool, None.

    Accounts become their SS58 address, bytes become hex, amounts stay exact integers. Used for
    events, meta data and JSON output, so that a record reads back as it was written.

    Args:
        value: Builtins, NumPy scalars and arrays, accounts, dataclasses, and nests of these.

    Raises:
        TypeError: For any other type.

    Example:
        >>> plain({"uids": np.array([1, 2]), 3: (True, None)})
        {'uids': [1, 2], '3': [True, None]}
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _plain_object(value)


def _plain_object(value: object) -> Any:
    address = getattr(value, "ss58", None)
    if isinstance(address, str):
        return address
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, Decimal | Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"value: expected data that JSON can carry, got {type(value).__name__}")
