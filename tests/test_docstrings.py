"""Every example in every docstring runs."""

import doctest
import importlib
import pkgutil

import pytest

import taox


def modules() -> list[str]:
    walked = pkgutil.walk_packages(taox.__path__, "taox.")
    return ["taox", *(found.name for found in walked if found.name != "taox._core")]


@pytest.mark.parametrize("name", modules())
def test_docstring_examples(name: str) -> None:
    module = importlib.import_module(name)
    result = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
