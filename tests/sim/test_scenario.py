"""Scenarios: data in Python and TOML, with errors that name the place and what belongs there."""

from decimal import Decimal
from pathlib import Path

import pytest

from taox.neurons import Miner, Validator
from taox.sim.errors import ScenarioError
from taox.sim.loading import load_file, resolve_class
from taox.sim.population import Population, SubnetSpec
from taox.sim.scenario import DEFAULT_EPOCHS, Scenario

NEURONS = """
from helper import VALUE
from taox.neurons import Miner, Validator

class Honest(Miner):
    pass

class Judge(Validator):
    pass

class Rule:
    pass
"""

HELLO = """
name = "hello"
seed = 7
epochs = 12

[[subnet]]
name = "squares"
hyperparameters = { tempo = 100 }

[[subnet.miner]]
class = "neurons.py:Honest"
count = 12
args = { skill = 0.5, tools = [1, 2.5] }

[[subnet.validator]]
class = "neurons.py:Judge"
count = 3
stake = [500, 300.25, "0.000000001"]
name = "judge"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "helper.py").write_text("VALUE = 1\n")
    (tmp_path / "neurons.py").write_text(NEURONS)
    (tmp_path / "hello.toml").write_text(HELLO)
    return tmp_path


def changed(folder: Path, old: str, new: str) -> Path:
    """The TOML file with one piece replaced."""
    assert old in HELLO
    path = folder / "changed.toml"
    path.write_text(HELLO.replace(old, new))
    return path


def test_toml_becomes_a_scenario(folder: Path) -> None:
    scenario = Scenario.from_toml(folder / "hello.toml")
    assert (scenario.name, scenario.seed, scenario.epochs) == ("hello", 7, 12)
    assert (scenario.blocks, scenario.preset) == (None, "local")
    (subnet,) = scenario.subnets
    assert (subnet.name, subnet.hyperparameters) == ("squares", {"tempo": 100})
    (miners,), (judges,) = subnet.miners, subnet.validators
    assert isinstance(miners.cls, type)
    assert (miners.role, miners.count, miners.label) == ("Honest", 12, "honest")
    assert miners.args == {"skill": 0.5, "tools": [1, 2.5]}
    assert [type(value) for value in miners.args["tools"]] == [int, float]
    assert judges.stake == [500, Decimal("300.25"), "0.000000001"]


def test_two_populations_of_one_file_share_its_module(folder: Path) -> None:
    subnet = Scenario.from_toml(folder / "hello.toml").subnets[0]
    miner, judge = subnet.miners[0].cls, subnet.validators[0].cls
    assert isinstance(miner, type)
    assert isinstance(judge, type)
    assert miner.__module__ == judge.__module__
    assert load_file(folder / "neurons.py") is load_file(folder / "neurons.py")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed = 7", "sede = 7", r"scenario: expected keys .*, got 'sede'; did you mean 'seed'\?"),
        ("seed = 7", "seed = -1", r"seed: expected an integer from 0 to \d+, got -1"),
        ("seed = 7", "seed = true", "seed: expected an integer, got True"),
        ("epochs = 12", "epochs = 0", "epochs: expected an integer from 1 to .*, got 0"),
        ("epochs = 12", "epochs = 1\nblocks = 2", "blocks: expected nothing, since epochs"),
        ("epochs = 12", 'preset = "locl"', r"preset: .*, got 'locl'; did you mean 'local'\?"),
        (
            "count = 12",
            "cuont = 12",
            r"subnet\[0\]\.miner\[0\]: expected keys .*'cuont'; did you mean 'count'",
        ),
        ("count = 12", "count = 0", r"subnet\[0\]\.miner\[0\]\.count: expected an integer from 1"),
        ("count = 12", 'count = "x"', r"subnet\[0\]\.miner\[0\]\.count: expected an integer, got"),
        ("tempo", "tempi", r"subnet\[0\]\.hyperparameters: .* 'tempi'; did you mean 'tempo'\?"),
        ("tempo = 100", "tempo = 70000", r"\.tempo: expected 0 to 65535 \(blocks\), got 70000"),
        (
            "tempo = 100",
            "tempo = true",
            r"subnet\[0\]\.hyperparameters\.tempo: expected an integer",
        ),
        ("tempo = 100", "liquid_alpha = 1", r"\.liquid_alpha: expected true or false, got 1"),
        ("tempo = 100", "yuma = 3", r"\.yuma: expected a text, got 3"),
        ("tempo = 100", 'yuma = "4"', r"\.yuma: expected '2' or '3' \(rule set\), got '4'"),
        ("count = 3", "count = 2", r"validator\[0\]\.stake: .* 2 \(one per neuron\), got 3"),
        ("300.25", "-1", r"validator\[0\]\.stake: expected .* TAO of 0 or more .*, got -1"),
        ("300.25", '"many"', r"stake: expected .* at most 9 decimals, got 'many'"),
        ("neurons.py:Judge", "neurons.py:Jugde", r"class: .* 'Jugde'; did you mean 'Judge'\?"),
        (
            "neurons.py:Judge",
            "neurons.py:Rule",
            r"validator\[0\]\.class: expected a subclass of Neuron, got Rule",
        ),
        (
            "neurons.py:Judge",
            "neurons.py:Honest",
            r"subnet\[0\]\.validator\[0\]\.class: expected a subclass of Validator, got Honest",
        ),
        (
            "neurons.py:Honest",
            "neurons.py:Judge",
            r"subnet\[0\]\.miner\[0\]\.class: expected a miner, got validator Judge",
        ),
        ("neurons.py:Judge", "none.py:Judge", "file: expected an existing Python file"),
        ("neurons.py:Judge", "no.such:Judge", "class: expected an importable module"),
        ('class = "neurons.py:Judge"', "", r"validator\[0\]\.class: expected a text, got nothing"),
        ("[[subnet]]", "[[subnets]]", r"got 'subnets'; did you mean 'subnet'\?"),
        ("seed = 7", "seed = ", "changed.toml: expected TOML, got Invalid value"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    folder: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ScenarioError, match=message):
        Scenario.from_toml(changed(folder, old, new))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"file: expected an existing TOML file, got .*x\.toml"):
        Scenario.from_toml(tmp_path / "x.toml")


def test_an_error_carries_its_data() -> None:
    with pytest.raises(ScenarioError) as caught:
        Population("a.py:A", 0)
    error = caught.value
    assert (error.argument, error.actual) == ("count", "0")
    assert error.expected == "an integer from 1 to 4096"


class Honest(Miner):
    """Stands for a miner."""


class Other(Miner):
    """Stands for another miner."""


class Judge(Validator):
    """Stands for a validator."""


def test_simple_groups_equal_neighbours() -> None:
    scenario = Scenario.simple(
        miners=[Honest] * 3 + [Other] + [Honest],
        validators=[Population(Judge, 2, stake=500)],
        epochs=4,
        seed=9,
        tempo=30,
    )
    (subnet,) = scenario.subnets
    assert [(each.role, each.count) for each in subnet.miners] == [
        ("Honest", 3),
        ("Other", 1),
        ("Honest", 1),
    ]
    assert subnet.validators == (Population(Judge, 2, stake=500),)
    assert subnet.hyperparameters == {"tempo": 30}
    assert (scenario.epochs, scenario.seed) == (4, 9)


def test_without_a_length_there_is_a_default_one() -> None:
    assert Scenario.simple(miners=[Honest]).epochs == DEFAULT_EPOCHS
    assert Scenario.simple(miners=[Honest], blocks=5).epochs is None


def test_overrides_replace_the_length_and_keep_the_rest() -> None:
    scenario = Scenario.simple(miners=[Honest], epochs=4, seed=9)
    assert scenario.overridden() == scenario
    assert scenario.overridden(blocks=10) == Scenario.simple(miners=[Honest], blocks=10, seed=9)
    assert scenario.overridden(seed=0).seed == 0
    with pytest.raises(ScenarioError, match="blocks: expected nothing"):
        scenario.overridden(epochs=1, blocks=1)


def test_nobody_and_nothing_are_refused() -> None:
    with pytest.raises(ScenarioError, match="at least one miner or validator"):
        SubnetSpec()
    with pytest.raises(ScenarioError, match="subnet: expected at least one"):
        Scenario(())


def test_more_neurons_than_uids_are_refused() -> None:
    with pytest.raises(ScenarioError, match=r"at most 256 neurons \(max_allowed_uids\), got 257"):
        Scenario.simple(miners=[Honest] * 256, validators=[Judge])
    with pytest.raises(ScenarioError, match="subnet 2: expected at most 2 neurons"):
        Scenario(
            [
                SubnetSpec([Population(Honest, count)], (), "", {"max_allowed_uids": 2})
                for count in (2, 3)
            ]
        )


def test_scenarios_are_immutable_values() -> None:
    scenario = Scenario.simple(miners=[Honest] * 2)
    assert scenario == Scenario.simple(miners=[Population(Honest, 2)])
    with pytest.raises(AttributeError):
        scenario.seed = 3  # type: ignore[misc]


def test_classes_resolve_from_modules() -> None:
    assert resolve_class("decimal:Decimal", "class") is Decimal
    with pytest.raises(ScenarioError, match="a class of decimal, got 'Decimla'; did you mean"):
        resolve_class("decimal:Decimla", "class")


def test_an_error_inside_a_file_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("import no_such_module_at_all\n")
    with pytest.raises(ModuleNotFoundError):
        load_file(path)
    path.write_text("class Now:\n    pass\n")
    assert load_file(path).Now.__name__ == "Now"


def test_a_population_gives_its_class_once_it_is_resolved() -> None:
    assert Population(Honest).neuron is Honest
    with pytest.raises(ScenarioError, match=r"the name 'a\.py:A', not resolved"):
        _ = Population("a.py:A").neuron
    assert Population("taox.neurons:Miner").resolved().neuron is Miner
    assert Population("Miner").resolved().neuron is Miner
    with pytest.raises(ScenarioError, match="'Minre'; did you mean 'Miner'"):
        Population("Minre").resolved()
