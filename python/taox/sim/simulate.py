"""`simulate`: a scenario becomes a record, in seeded virtual time."""

import functools
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, cast

import trio

from taox.actors import run
from taox.economy import CHAIN, LOCAL
from taox.neurons import Neuron
from taox.sim.errors import ScenarioError
from taox.sim.network import Network
from taox.sim.population import Population
from taox.sim.progress import Progress
from taox.sim.record import Record
from taox.sim.scenario import Scenario

OnProgress = Callable[[Progress], None]

PRESETS = {"local": LOCAL, "chain": CHAIN}
PROGRESS_SECONDS = 0.1


def simulate(
    scenario: Scenario | None = None,
    *,
    miners: Sequence[type | str | Population] = (),
    validators: Sequence[type | str | Population] = (),
    epochs: int | None = None,
    blocks: int | None = None,
    seed: int = 0,
    preset: str = "local",
    progress: OnProgress | None = None,
    **hyperparameters: Any,
) -> Record:
    """Run a local Bittensor from start to end, in virtual time, and return what happened.

    Either give a :class:`Scenario`, or describe one subnet by ``miners`` and ``validators``.

    Args:
        scenario: What to run; excludes all that follows but ``progress``.
        miners: One class per miner, such as ``[Honest] * 12 + [Lazy] * 4``.
        validators: One class per validator; each is given a stake of 1,000 alpha.
        epochs: How long, in epochs (20 when neither is given), or
        blocks: how long, in blocks.
        seed: Where all randomness comes from: same seed, same record.
        preset: Defaults of the subnet, ``"local"`` or ``"chain"``.
        progress: Called now and then with how far the run is.
        **hyperparameters: Values of the subnet that differ from the preset's.

    Returns:
        The record; ``record.interrupted`` tells whether Ctrl-C cut it short.

    Raises:
        ScenarioError: The scenario makes no sense; the message names the value.
        RuntimeError: Called from inside a Trio program: ``await simulate_async(...)`` there.
        ActorFault: A neuron crashed again and again.

    Where an asyncio loop is running, as in a notebook, the run takes place in a thread of its own.
    """
    if scenario is None:
        scenario = Scenario.simple(
            miners,
            validators,
            epochs=epochs,
            blocks=blocks,
            seed=seed,
            preset=preset,
            **hyperparameters,
        )
    elif not isinstance(scenario, Scenario):
        raise ScenarioError(
            "scenario", "a Scenario (classes are given as miners=, validators=)", scenario
        )
    elif miners or validators or epochs or blocks or seed or hyperparameters:
        raise TypeError("simulate: a scenario already says who runs, how long and from which seed")
    return run_scenario(scenario, progress=progress)


def run_scenario(scenario: Scenario, *, progress: OnProgress | None = None) -> Record:
    """Run a scenario in virtual time from its own seed; see :func:`simulate`.

    Args:
        scenario: What to run.
        progress: Called now and then with how far the run is.

    Ctrl-C stops after the current block and returns what was recorded; a second one raises
    ``KeyboardInterrupt``.
    """
    if trio.lowlevel.in_trio_run():
        raise RuntimeError("Trio is running here: use `await taox.simulate_async(scenario)`")
    with _interrupts() as interrupted:
        start = functools.partial(run, _execute, scenario, progress, interrupted)
        if not _in_asyncio():
            return start(seed=scenario.seed)
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - notebooks only

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: start(seed=scenario.seed)).result()


async def simulate_async(scenario: Scenario, *, progress: OnProgress | None = None) -> Record:
    """Run a scenario inside a running Trio program, on that program's clock and seed.

    Args:
        scenario: What to run. Its ``seed`` is not used: the run that surrounds it has one.
        progress: Called now and then with how far the run is.

    When cancelled, the network stops and nothing is returned.
    """
    return await _execute(scenario, progress, lambda: False)


async def _execute(
    scenario: Scenario, progress: OnProgress | None, interrupted: Callable[[], bool]
) -> Record:
    scenario = scenario.resolved()
    async with Network(preset=PRESETS[scenario.preset]) as net:
        for spec in scenario.subnets:
            subnet = await net.create_subnet(**spec.hyperparameters)
            for population in (*spec.miners, *spec.validators):
                await subnet.add(
                    cast("type[Neuron]", population.cls),
                    count=population.count,
                    stake=population.stake,
                    name=population.name or None,
                    options=population.args,
                )
        meter = _Meter(net, scenario, progress)
        await net.run(
            blocks=scenario.blocks,
            epochs=scenario.epochs,
            until=interrupted,
            after_block=None if progress is None else meter.tick,
        )
        meter.report()
        return net.record(
            seed=scenario.seed,
            name=scenario.name,
            subnets={
                str(n): spec.name for n, spec in zip(net.subnets, scenario.subnets, strict=True)
            },
            preset=scenario.preset,
            interrupted=interrupted(),
            wall_seconds=meter.seconds,
        )


class _Meter:
    """Measures a run in real time; nothing it reads flows back into the run."""

    def __init__(self, net: Network, scenario: Scenario, progress: OnProgress | None) -> None:
        self._net = net
        self._progress = progress
        self._blocks = scenario.blocks or net.blocks_for(scenario.epochs or 1)
        self._begun = self._told = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._begun

    def tick(self) -> None:
        now = time.perf_counter()
        if now - self._told >= PROGRESS_SECONDS:
            self._told = now
            self.report()

    def report(self) -> None:
        if self._progress is None:
            return
        seconds, block = max(self.seconds, 1e-9), self._net.block
        rate = block / seconds
        self._progress(
            Progress(
                block=block,
                blocks=self._blocks,
                epoch=max((self._net.chain.epoch_index(n) for n in self._net.subnets), default=0),
                blocks_per_second=rate,
                virtual_seconds=block * self._net.block_seconds,
                messages_per_second=self._net.messages / seconds,
                eta_seconds=max(0, self._blocks - block) / rate if rate else None,
            )
        )


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a wish to stop; signals reach the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def _in_asyncio() -> bool:
    asyncio = sys.modules.get("asyncio")
    return asyncio is not None and asyncio._get_running_loop() is not None
