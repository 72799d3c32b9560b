import asyncio
from typing import Any

import pytest
from trio.testing import MockClock

import taox
from taox.sim import Progress


class Idle(taox.Neuron):
    pass


class Watcher(taox.Validator):
    pass


def test_two_runs_with_one_seed_are_equal_and_another_seed_differs() -> None:
    def once(seed: int) -> taox.Record:
        return taox.simulate(miners=[Idle] * 2, validators=[Watcher], epochs=2, seed=seed, tempo=50)

    first = once(3)
    assert first == once(3)
    assert first.meta["seed"] == 3
    assert not first.interrupted


def test_a_scenario_excludes_what_it_says_itself() -> None:
    scenario = taox.Scenario.simple([Idle], [Watcher], blocks=10)
    assert taox.simulate(scenario).meta["blocks"] == 10
    with pytest.raises(TypeError, match="scenario already says"):
        taox.simulate(scenario, seed=3)


async def test_inside_trio_the_other_name_is_given(autojump_clock: MockClock) -> None:
    scenario = taox.Scenario.simple([Idle], [Watcher], blocks=10)
    with pytest.raises(RuntimeError, match="simulate_async"):
        taox.simulate(scenario)
    record = await taox.simulate_async(scenario)
    assert record.meta["blocks"] == 10


def test_inside_asyncio_a_thread_is_used() -> None:
    async def notebook() -> taox.Record:
        return taox.simulate(miners=[Idle], validators=[Watcher], blocks=10)

    assert asyncio.run(notebook()).meta["blocks"] == 10


def test_progress_is_told() -> None:
    told: list[Progress] = []
    scenario = taox.Scenario.simple([Idle], [Watcher], epochs=2, tempo=50)
    taox.simulate(scenario, progress=told.append)
    assert told[-1].block == told[-1].blocks == 100
    assert told[-1].epoch == 2
    assert told[-1].virtual_seconds == 1200
    assert told[-1].eta_seconds == 0


def test_several_subnets_run_side_by_side() -> None:
    spec = taox.SubnetSpec([taox.Population(Idle)], [taox.Population(Watcher)], "", {"tempo": 40})
    record = taox.simulate(taox.Scenario((spec, spec, spec), epochs=2))
    assert record.netuids == [1, 2, 3]
    assert all(len(record.epochs(netuid)) >= 2 for netuid in record.netuids)


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"scenario": [taox.Miner]}, "scenario"),
        ({"miners": taox.Miner}, "miners"),
        ({"validators": "Judge"}, "validators"),
        ({"miners": [taox.Miner], "preset": "loc"}, "preset"),
    ],
)
def test_what_is_given_wrongly_is_named(arguments: dict[str, Any], argument: str) -> None:
    with pytest.raises(taox.InputError) as caught:
        taox.simulate(**arguments)
    assert caught.value.argument == argument
