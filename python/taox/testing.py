"""What tests of neurons and actors need, in one place.

Under pytest the fixtures are there by themselves, because the package registers a plugin:
``system`` is an open :class:`taox.System` that packs every message and fails the test on an
unhandled crash, ``virtual_clock`` the clock in which waiting costs nothing. Ask for both::

    async def test_it(system, virtual_clock): ...

`explore` runs a test under many schedules and names the seed that fails.
"""

from taox.actors.testing import check_unhandled, explore, system, virtual_clock

__all__ = ["check_unhandled", "explore", "system", "virtual_clock"]
