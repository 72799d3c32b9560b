"""The pytest plugin: its fixtures are there wherever taox and pytest-trio are installed.

pytest finds this module by its entry point and loads it at every start, so it must do no harm
where pytest-trio is missing: then there are no fixtures.
"""

import importlib.util

if importlib.util.find_spec("pytest_trio") is not None:
    from taox.actors.testing import system, virtual_clock

    __all__ = ["system", "virtual_clock"]
