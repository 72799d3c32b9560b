"""Metagraphs and epoch inputs as JSON plus named arrays, and back to the same objects.

`pack` walks a value and leaves JSON in which `{"@array": name}` stands for an array put into
the given dictionary. The few classes that may occur are listed here by name, so that reading
builds nothing else.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import fields
from typing import Any

import numpy as np

from taox.economy import Coldkey, EpochParams, Hotkey, Metagraph, Rows
from taox.sim.columns import Column


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _row_parts(value: Rows) -> dict[str, Any]:
    return {"starts": value.starts, "uids": value.uids, "values": value.values}


_CLASSES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "Rows": (_row_parts, lambda parts: Rows(**parts)),
    "Hotkey": (str, Hotkey.from_ss58),
    "Coldkey": (str, Coldkey.from_ss58),
    "EpochParams": (_fields, lambda parts: EpochParams(**parts)),
    "Metagraph": (_fields, lambda parts: Metagraph(**parts)),
}


def pack(value: object, name: str, arrays: MutableMapping[str, Column]) -> Any:
    """JSON for `value`; its arrays are added to `arrays` under names that begin with `name`.

    Args:
        value: None, numbers, text, lists, dicts, arrays, `Rows`, accounts, `Metagraph`,
            `EpochParams`.
        name: Where the value stands.
        arrays: Receives the arrays.

    Raises:
        TypeError: For any other type.
    """
    if value is None or isinstance(value, bool | int | float | str | np.generic):
        return value.item() if isinstance(value, np.generic) else value
    if isinstance(value, np.ndarray):
        arrays[name] = value
        return {"@array": name}
    if isinstance(value, Mapping):
        return {str(key): pack(item, f"{name}/{key}", arrays) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [pack(item, f"{name}/{i}", arrays) for i, item in enumerate(value)]
    kind = type(value).__name__
    if kind not in _CLASSES:
        raise TypeError(f"{name}: expected a kind of data that a record keeps, got {kind}")
    take, _ = _CLASSES[kind]
    return {"@class": kind, "parts": pack(take(value), name, arrays)}


def unpack(value: Any, arrays: Mapping[str, Column]) -> Any:
    """The value that `pack` turned into `value` and `arrays`.

    Args:
        value: JSON made by `pack`.
        arrays: The arrays it names.

    Raises:
        KeyError: If an array or class is not known.
    """
    if isinstance(value, list):
        return [unpack(item, arrays) for item in value]
    if not isinstance(value, dict):
        return value
    if "@array" in value:
        return arrays[value["@array"]]
    if "@class" in value:
        _, make = _CLASSES[value["@class"]]
        return make(unpack(value["parts"], arrays))
    return {key: unpack(item, arrays) for key, item in value.items()}
