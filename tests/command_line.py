"""Running the command line in this process, with a network that needs no time."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

import taox.sim
from synthetic import build
from taox.cli.app import run
from taox.sim.progress import Progress
from taox.sim.record import Record
from taox.sim.scenario import Scenario

DEBUG_BUILD_IS_FINE = "ignore:taox._core is a debug build"
"""A warning filter: tests also run on what `maturin develop` has built."""

# Python drops an option that equals one in PYTHONWARNINGS, hence the category.
STRICT = ("-W", "error", "-W", f"{DEBUG_BUILD_IS_FINE}:RuntimeWarning")
"""Options of a Python to which every other warning is an error."""


@dataclass
class FakeNetwork:
    """Stands for `taox.sim.run_scenario`: remembers what was asked, gives a made-up record."""

    scenarios: list[Scenario] = field(default_factory=list)
    meta: dict[str, object] = field(default_factory=dict)
    error: BaseException | None = None
    vary: bool = False

    def __call__(
        self, scenario: Scenario, *, progress: Callable[[Progress], None] | None = None
    ) -> Record:
        self.scenarios.append(scenario)
        if self.error is not None:
            raise self.error
        epochs = scenario.epochs or 2
        for number in range(epochs if progress else 0):
            block = (number + 1) * 360
            assert progress is not None
            progress(Progress(block, epochs * 360, number, 5e3, block * 12.0, 9e3, 0.5))
        meta = {"subnets": {"1": scenario.name}, "seed": scenario.seed} | self.meta
        if self.vary:
            meta["state_hash"] = f"{len(self.scenarios):064x}"
        return build(epochs=epochs, **meta)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> FakeNetwork:
    fake = FakeNetwork()
    monkeypatch.setattr(taox.sim, "run_scenario", fake, raising=False)
    return fake


@dataclass(frozen=True)
class Outcome:
    """What one command left."""

    code: int
    out: str
    err: str


Taox = Callable[..., Outcome]


@pytest.fixture
def taox_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Taox:
    """Runs `taox` with some arguments."""
    monkeypatch.setattr(sys, "path", list(sys.path))

    def call(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        return Outcome(code, *capsys.readouterr())

    return call
