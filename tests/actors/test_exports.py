"""Every exported name is documented, intended, and says what holds when it is cancelled."""

import inspect

import pytest

import taox.actors as ta

NAMES = sorted(ta.__all__)

CLASSES = [value for value in (getattr(ta, name) for name in NAMES) if inspect.isclass(value)]


def test_the_list_is_complete() -> None:
    public = {
        name
        for name, value in vars(ta).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert public == set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if callable(getattr(ta, name))])
def test_an_export_is_documented(name: str) -> None:
    value = getattr(ta, name)
    if name in ("Overflow", "Restart", "Strategy"):
        return
    assert value.__module__.startswith("taox.actors.")
    assert value.__doc__
    assert value.__doc__.splitlines()[0].endswith((".", "from")) or "\n\n" in value.__doc__


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_public_method_is_documented(cls: type) -> None:
    for name, value in vars(cls).items():
        if name.startswith("_") or not callable(value) or not inspect.isroutine(value):
            continue
        assert inspect.getdoc(value), f"{cls.__name__}.{name}"
        if inspect.iscoroutinefunction(value) and cls is not ta.Actor:
            text = inspect.getdoc(value) or ""
            assert "ancelled" in text, f"{cls.__name__}.{name} must say what cancelling does"
