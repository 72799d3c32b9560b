"""Seeded runs: virtual time, one at a time, globals restored."""

import random
import threading

import pytest
import trio
from trio._core import _run

import taox.actors as ta
from taox.actors import trio_internals


def scheduler_state() -> tuple[bool, object]:
    return _run._ALLOW_DETERMINISTIC_SCHEDULING, _run._r.getstate()


async def order() -> list[int]:
    done: list[int] = []

    async def note(number: int) -> None:
        await trio.lowlevel.checkpoint()
        done.append(number)

    async with trio.open_nursery() as nursery:
        for number in range(20):
            nursery.start_soon(note, number)
    return done


def test_the_seed_decides_the_order_and_trio_is_left_as_it_was() -> None:
    before = scheduler_state()
    assert ta.run(order, seed=1) == ta.run(order, seed=1) == ta.run(order, seed=1)
    assert len({tuple(ta.run(order, seed=seed)) for seed in range(20)}) > 15
    assert ta.run(order, seed="text") == ta.run(order, seed="text")
    assert scheduler_state() == before


def test_trio_is_left_as_it_was_after_a_failure_too() -> None:
    async def fail() -> None:
        raise KeyError("x")

    before = scheduler_state()
    with pytest.raises(KeyError):
        ta.run(fail)
    assert scheduler_state() == before
    assert ta.run(order)


def test_a_day_costs_nothing() -> None:
    async def day() -> float:
        await trio.sleep(86_400)
        return trio.current_time()

    assert ta.run(day) == 86_400


def test_one_seeded_run_at_a_time() -> None:
    problems: list[BaseException] = []

    def second() -> None:
        try:
            ta.run(order)
        except RuntimeError as error:
            problems.append(error)

    async def first() -> None:
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()

    ta.run(first)
    assert "one seeded run per process at a time" in str(problems[0])


async def test_not_inside_a_trio_program() -> None:
    with pytest.raises(RuntimeError, match="a Trio program is running here already"):
        ta.run(order)


def test_actors_have_randomness_of_their_own() -> None:
    class Dice(ta.Actor):
        def __init__(self) -> None:
            ROLLS.append((self.ref.path, self.random.random()))

    async def main(names: str) -> None:
        async with ta.System() as system:
            for name in names:
                await system.start(Dice, name=name)
            assert system.random_for("/a").random() == dict(ROLLS)["/a"]

    results = []
    for names, seed in (("abc", 1), ("cab", 1), ("abc", 2)):
        ROLLS.clear()
        ta.run(main, names, seed=seed)
        results.append(dict(ROLLS))
    assert results[0] == results[1]
    assert len({*results[0].values(), *results[2].values()}) == 6


ROLLS: list[tuple[str, float]] = []


def test_randomness_is_the_hash_of_seed_and_path() -> None:
    async def main() -> float:
        async with ta.System() as system:
            assert system.seed == 7
            return system.random_for("/miner").random()

    assert ta.run(main, seed=7) == random.Random(MINER_OF_SEED_7).random()


# SHA-256 of "7", a zero byte, and "/miner".
MINER_OF_SEED_7 = int("cdc7eaf035584337d11371627bcae0adb5666706b028fda370af079f007f5ec1", 16)


async def test_a_system_outside_a_seeded_run_has_a_fresh_seed() -> None:
    async with ta.System() as first, ta.System() as second, ta.System(seed=5) as third:
        assert first.seed != second.seed
        assert third.seed == 5
        assert not first.clock.virtual


@pytest.mark.parametrize("arguments", [{"timeout": 0}, {"timeout": -1}, {"trace": -1}])
def test_a_system_checks_its_arguments(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(arguments))):
        ta.System(**arguments)  # type: ignore[arg-type]


def test_a_closed_system_says_so() -> None:
    with pytest.raises(RuntimeError, match="open the system first"):
        _ = ta.System().engine


@pytest.mark.parametrize(
    "arguments",
    [
        {"strategy": "all"},
        {"intensity": -1},
        {"period": 0},
        {"backoff": (2, 1)},
        {"backoff": (-1, 1)},
    ],
)
def test_a_policy_checks_its_arguments(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(arguments))):
        ta.Policy(**arguments)  # type: ignore[arg-type]


def test_an_error_of_the_block_passes_as_it_is() -> None:
    async def main() -> None:
        async with ta.System():
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        ta.run(main)


def test_cancelling_the_block_cuts_all_actors_off() -> None:
    async def main() -> tuple[bool, float]:
        with trio.move_on_after(3) as scope:
            async with ta.System():
                await trio.sleep_forever()
        return scope.cancelled_caught, trio.current_time()

    assert ta.run(main) == (True, 3)


def test_private_names_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportError, match=r"does not fit trio .*: Thing\.gone is gone"):
        trio_internals.check({type("Thing", (), {}): ("gone",)})
