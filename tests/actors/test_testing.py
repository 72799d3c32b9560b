"""The helpers for tests: the fuzzer finds and replays, the fixture fails on unhandled crashes."""

import random
import re
from pathlib import Path

import pytest
import trio
from hypothesis import given, settings
from hypothesis import strategies as st
from trio._core import _run

import taox
import taox.actors as ta
from taox.actors.testing import explore

pytest_plugins = ["pytester"]


class Deposit(ta.Message):
    amount: int


class Read(ta.Request[int]):
    pass


class Account(ta.Actor):
    """Reads, waits, writes: two deposits at once lose one, if they meet."""

    max_turns = 2

    def __init__(self) -> None:
        self.balance = 0

    @ta.handles
    async def deposit(self, message: Deposit) -> None:
        before = self.balance
        if self.random.random() < 0.1:
            await trio.lowlevel.checkpoint()
        self.balance = before + message.amount

    @ta.handles
    def read(self, message: Read) -> int:
        return self.balance


async def two_deposits() -> None:
    """Passes unless the two deposits interleave."""
    async with ta.System() as system:
        account = await system.start(Account)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(account.tell, Deposit(1))
            nursery.start_soon(account.tell, Deposit(2))
        await trio.sleep(1)
        assert await account.ask(Read()) == 3


def test_the_fuzzer_finds_what_the_default_schedule_misses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ta.run(two_deposits)
    with pytest.raises(AssertionError) as caught:
        explore(two_deposits, seeds=range(100))
    printed = capsys.readouterr().out
    found = re.fullmatch(
        r"seed (\d+) fails; explore\(two_deposits, seeds=\[\1\]\) replays it\n", printed
    )
    assert found is not None
    assert caught.value.__notes__ == [printed.strip()]
    seed = int(found[1])
    assert seed > 0
    for _ in range(3):
        with pytest.raises(AssertionError):
            explore(two_deposits, seeds=[seed])
    explore(two_deposits, seeds=range(seed))


def test_the_fuzzer_leaves_trios_randomness_alone() -> None:
    before = _run._ALLOW_DETERMINISTIC_SCHEDULING, _run._r.getstate()
    with pytest.raises(AssertionError):
        explore(two_deposits)
    assert (_run._ALLOW_DETERMINISTIC_SCHEDULING, _run._r.getstate()) == before


ORDERS: dict[int, list[str]] = {}


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2))
def test_a_seeded_run_inside_hypothesis_obeys_its_own_seed(seed: int) -> None:
    async def order() -> list[str]:
        done: list[str] = []

        async def note(name: str) -> None:
            await trio.lowlevel.checkpoint()
            done.append(name)

        async with trio.open_nursery() as nursery:
            for name in "abcdefgh":
                nursery.start_soon(note, name)
        return done

    random.seed(random.random())
    got = ta.run(order, seed=seed)
    assert ORDERS.setdefault(seed, got) == got


@pytest.fixture
def tests_of_a_user(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(Path(next(iter(taox.__path__))).parent))
    pytester.makeconftest("from taox.actors.testing import system, virtual_clock")
    pytester.makepyfile(
        """
        import pytest, trio
        import taox.actors as ta

        class Crash(ta.Message):
            pass

        class Fragile(ta.Actor):
            @ta.handles
            def crash(self, message: Crash) -> None:
                raise ValueError("fragile")

        @pytest.mark.trio
        async def test_unhandled(system, virtual_clock):
            ref = await system.start(Fragile)
            await ref.tell(Crash())
            await ref.watch()

        @pytest.mark.trio
        async def test_expected(system, virtual_clock):
            ref = await system.start(Fragile, restart="temporary")
            await ref.tell(Crash())
            await ref.watch()

        @pytest.mark.trio
        async def test_virtual_time(system, virtual_clock):
            await trio.sleep(86400)
            assert system.clock.virtual

        @pytest.mark.trio
        async def test_late(system, virtual_clock):
            ref = await system.start(Fragile)
            await ref.tell(Crash())
        """
    )
    return pytester


def test_an_unhandled_crash_fails_the_test(tests_of_a_user: pytest.Pytester) -> None:
    result = tests_of_a_user.runpytest_subprocess("-p", "no:cacheprovider")
    text = result.stdout.str()
    assert "/fragile-1 crashed in Crash: ValueError: fragile" in text
    result.assert_outcomes(passed=2, failed=2)
