"""Fixtures of the actor tests: everything in virtual time, every message packed and unpacked."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import pytest

import taox.actors as ta

T = TypeVar("T")


class Virtual(Protocol):
    """Runs a body with a system of its own in seeded virtual time."""

    def __call__(
        self, body: Callable[[ta.System], Awaitable[T]], *, seed: int = 1, **options: Any
    ) -> T: ...


@pytest.fixture
def virtual() -> Virtual:
    def go(body: Callable[[ta.System], Awaitable[T]], *, seed: int = 1, **options: Any) -> T:
        async def main() -> T:
            async with ta.System(**{"copy_messages": True, **options}) as opened:
                return await body(opened)

        return ta.run(main, seed=seed)

    return go
