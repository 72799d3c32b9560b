"""A run as data: which subnets, who runs in them, how long, with which seed.

`Scenario` is what `taox run` reads from TOML or Python and what `run_scenario` executes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import Self

from taox.economy import CHAIN, suggestion
from taox.sim.errors import ScenarioError
from taox.sim.population import Population, SubnetSpec, check_integer
from taox.sim.scenario_toml import read_scenario

DEFAULT_EPOCHS = 20
"""Length of a scenario that states neither epochs nor blocks."""

PRESETS = ("local", "chain")
"""Names of the tables of defaults a subnet can start from."""

MAX_SEED = 2**64 - 1
"""Largest seed."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole run as data.

    Attributes:
        subnets: The subnets, in the order of their netuids from 1.
        seed: Where all randomness comes from.
        epochs: Length in epochs of the subnet that finishes last; or
        blocks: length in blocks. With neither, `DEFAULT_EPOCHS` epochs; both is an error.
        preset: Which table of defaults: `"local"` or `"chain"`.
        name: What the scenario is called.

    Raises:
        ScenarioError: If a value is out of range.

    Example:
        >>> Scenario.simple(miners=["neurons.py:Honest"] * 2, epochs=3).subnets[0].miners[0].count
        2
    """

    subnets: Sequence[SubnetSpec]
    seed: int = 0
    epochs: int | None = None
    blocks: int | None = None
    preset: str = "local"
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "subnets", tuple(self.subnets))
        if not self.subnets:
            raise ScenarioError("subnet", "at least one", "none")
        if self.epochs is not None and self.blocks is not None:
            raise ScenarioError("blocks", "nothing, since epochs is given", str(self.blocks))
        check_integer("seed", self.seed, 0, MAX_SEED)
        for name in ("epochs", "blocks"):
            if getattr(self, name) is not None:
                check_integer(name, getattr(self, name), 1, 2**32)
        if self.blocks is None and self.epochs is None:
            object.__setattr__(self, "epochs", DEFAULT_EPOCHS)
        if self.preset not in PRESETS:
            wrong = repr(self.preset) + suggestion(str(self.preset), PRESETS)
            raise ScenarioError("preset", " or ".join(map(repr, PRESETS)), wrong)
        for number, spec in enumerate(self.subnets, 1):
            _check_room(number, spec)

    @classmethod
    def simple(
        cls,
        miners: Sequence[type | str | Population] = (),
        validators: Sequence[type | str | Population] = (),
        *,
        epochs: int | None = None,
        blocks: int | None = None,
        seed: int = 0,
        preset: str = "local",
        name: str = "",
        **hyperparameters: object,
    ) -> Self:
        """One subnet of some classes; equal neighbours become one population.

        Args:
            miners: One entry per miner, or populations.
            validators: One entry per validator, or populations.
            epochs: Length in epochs, or
            blocks: length in blocks.
            seed: Where all randomness comes from.
            preset: Which table of defaults.
            name: What the scenario is called.
            **hyperparameters: Values that differ from the preset.

        Raises:
            ScenarioError: If a value is wrong.
        """
        spec = SubnetSpec(
            _populations("miners", miners),
            _populations("validators", validators),
            name,
            hyperparameters,
        )
        return cls((spec,), seed=seed, epochs=epochs, blocks=blocks, preset=preset, name=name)

    @classmethod
    def from_toml(cls, path: str | PathLike[str]) -> Self:
        """Read a scenario from a TOML file; its classes are resolved beside the file.

        Args:
            path: The file. Its keys are described in `taox.sim.scenario_toml`.

        Raises:
            ScenarioError: If the file is no TOML, a key is unknown or a value is wrong.
        """
        return cls(**read_scenario(Path(path)))

    def resolved(self, directory: Path | None = None) -> Self:
        """The same scenario with classes instead of texts that name them.

        Args:
            directory: What relative files are relative to.

        Raises:
            ScenarioError: If there is no such class.
        """
        subnets = [
            replace(
                spec,
                miners=[each.resolved(directory) for each in spec.miners],
                validators=[each.resolved(directory) for each in spec.validators],
            )
            for spec in self.subnets
        ]
        return replace(self, subnets=subnets)

    def overridden(
        self, *, epochs: int | None = None, blocks: int | None = None, seed: int | None = None
    ) -> Self:
        """The same scenario with another length or seed; what is left out stays.

        Args:
            epochs: Length in epochs instead of the one stated, or
            blocks: length in blocks.
            seed: Another seed.

        Raises:
            ScenarioError: If both lengths are given, or a value is out of range.
        """
        length = {"epochs": epochs, "blocks": blocks} if epochs or blocks else {}
        seeds = {} if seed is None else {"seed": seed}
        return replace(self, **length, **seeds)  # type: ignore[arg-type]  # names checked above


def _check_room(number: int, spec: SubnetSpec) -> None:
    """Refuse more neurons than uids: those who came first would be pruned before they began."""
    uids = spec.hyperparameters.get("max_allowed_uids", CHAIN.values["max_allowed_uids"])
    if spec.count > uids:
        expected = f"at most {uids} neurons (max_allowed_uids)"
        raise ScenarioError(f"subnet {number}", expected, f"{spec.count} of them")


def _populations(argument: str, members: Sequence[type | str | Population]) -> list[Population]:
    if not isinstance(members, Sequence) or isinstance(members, str):
        raise ScenarioError(argument, "a list, one entry per neuron, or populations", members)
    found: list[Population] = []
    for member, same in groupby(members):
        count = len(list(same))
        if isinstance(member, Population):
            found += [member] * count
        else:
            found.append(Population(member, count))
    return found
