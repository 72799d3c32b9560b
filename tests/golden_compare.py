"""Where two results of golden vectors differ."""

from collections.abc import Iterator
from typing import Any


def is_zero(value: Any) -> bool:
    """Missing and zero count as equal."""
    if isinstance(value, dict):
        return all(is_zero(one) for one in value.values())
    return value in (None, 0, "0", [], ["0", 0])


def differences(found: Any, expected: Any, place: str = "") -> Iterator[str]:
    """Every difference, as place, found and expected."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in sorted({*found, *expected}):
            yield from differences(found.get(key), expected.get(key), f"{place}/{key}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for i, (left, right) in enumerate(zip(found, expected, strict=True)):
            yield from differences(left, right, f"{place}[{i}]")
    elif found != expected and not (is_zero(found) and is_zero(expected)):
        yield f"{place}: {found!r}, expected {expected!r}"
