"""Helpers for tests of actors, and two pytest fixtures.

The package's pytest plugin brings the fixtures along: ask for both, as in
``async def test_it(system, virtual_clock)`` under pytest-trio.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_trio  # type: ignore[import-untyped]
from trio.testing import MockClock

from taox.actors.explore import explore
from taox.actors.system import System

__all__ = ["check_unhandled", "explore", "system", "virtual_clock"]


@pytest.fixture
def virtual_clock() -> MockClock:
    """Time that jumps to the next deadline whenever every task waits.

    pytest-trio runs a test under a clock that the test itself asks for.
    """
    return MockClock(autojump_threshold=0)


@pytest_trio.trio_fixture  # type: ignore[untyped-decorator]
async def system() -> AsyncIterator[System]:
    """An open system, seeded with 0, that packs and unpacks every message.

    The test fails if an actor that was started without a restart policy crashed. A test that
    expects crashes starts its actors with ``restart="temporary"``, or clears `System.unhandled`.
    """
    async with System(copy_messages=True, seed=0) as opened:
        yield opened
    check_unhandled(opened)


def check_unhandled(system: System) -> None:
    """Fail the test if an actor without a restart policy has crashed.

    Raises:
        AssertionError: With the traceback of each crash.
    """
    if system.unhandled:
        faults = "\n".join(f"{fault}\n{fault.traceback}" for fault in system.unhandled)
        raise AssertionError(f"unhandled crashes:\n{faults}")
