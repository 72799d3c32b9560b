"""`taox run`: scenarios and scripts, output, exit codes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import FakeNetwork, Taox
from taox.sim.record import Record

SCENARIO = """
from taox.neurons import Miner, Validator
from taox.sim.scenario import Scenario

class Honest(Miner):
    pass

class Judge(Validator):
    pass

scenario = Scenario.simple(
    miners=[Honest] * 12, validators=[Judge] * 3, epochs=5, seed=7, name="squares"
)
"""

SCRIPT = """
import sys
from synthetic import build
print("hello from", sys.argv[0].rsplit("/", 1)[-1], __name__)
record = build(epochs=3)
"""


@pytest.fixture
def scenario_file(tmp_path: Path) -> Path:
    path = tmp_path / "squares.py"
    path.write_text(SCENARIO)
    return path


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text(SCRIPT)
    return path


def test_a_scenario_is_run_and_its_leaderboard_printed(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    done = taox_command("run", scenario_file)
    assert done.code == 0
    assert done.out.startswith("subnet 1 squares | epoch 4 | block 1,800 | 20 neurons\n")
    assert "honest-8" in done.out
    assert done.err.startswith("ran 5 epochs, 1,800 blocks, 6:00:00 virtual in 1.25 s")
    (scenario,) = network.scenarios
    assert (scenario.seed, scenario.epochs) == (7, 5)


def test_options_override_the_file(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    assert taox_command("run", scenario_file, "--epochs", 2, "--seed", 99).code == 0
    assert taox_command("run", scenario_file, "--blocks", 500).code == 0
    first, second = network.scenarios
    assert (first.epochs, first.seed) == (2, 99)
    assert (second.epochs, second.blocks, second.seed) == (None, 500, 7)


def test_a_scenario_may_be_a_function(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    made = scenario_file.read_text().replace("scenario = ", "def scenario():\n    return ")
    scenario_file.write_text(made)
    assert taox_command("run", scenario_file).code == 0
    assert network.scenarios[0].name == "squares"


def test_a_scenario_may_be_toml(taox_command: Taox, network: FakeNetwork, tmp_path: Path) -> None:
    (tmp_path / "people.py").write_text("from taox.neurons import Miner as Honest\n")
    path = tmp_path / "duel.toml"
    path.write_text('[[subnet]]\n[[subnet.miner]]\nclass = "people.py:Honest"\n')
    assert taox_command("run", path, "--epochs", 1).code == 0
    assert network.scenarios[0].subnets[0].miners[0].role == "Miner"


def test_json_is_all_there_is_on_stdout(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    done = taox_command("run", scenario_file, "--json", "--verbose")
    data = json.loads(done.out)
    assert data["meta"]["seed"] == 7
    (subnet,) = data["subnets"]
    assert (subnet["netuid"], subnet["epoch"], len(subnet["neurons"])) == (1, 4, 20)
    best = subnet["neurons"][0]
    assert best["role"] == "Judge"
    assert best["history"][-1] == best["emission"]
    assert data["refusals"][0]["error"] == "waiting for permit"


def test_out_keeps_the_record(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path, tmp_path: Path
) -> None:
    done = taox_command("run", scenario_file, "--out", tmp_path / "kept")
    assert f"taox show {tmp_path / 'kept'}" in done.err
    assert len(Record.load(tmp_path / "kept").epochs()) == 5


def test_a_place_that_cannot_hold_a_record_is_found_before_the_run(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.touch()
    for out in (taken, taken / "below"):
        done = taox_command("run", scenario_file, "--out", out)
        assert done.code == 1
        assert done.err.startswith(f"taox: {taken}")
        assert "Not a directory" in done.err
    assert network.scenarios == []


def test_verbose_counts_refusals(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    done = taox_command("run", scenario_file, "--verbose")
    assert "commit_reveal" in done.out
    lines = done.out.splitlines()
    table = lines[lines.index("refused calls") + 1 :]
    assert table[0].split() == ["count", "call", "error", "by"]
    assert table[1].strip() == "3  set_weights  waiting for permit  judge-0, judge-1, judge-2"


def test_check_runs_twice_and_compares(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    done = taox_command("run", scenario_file, "--check")
    assert done.code == 0
    assert "check: two runs agree (state_hash 5f5f5f5f5f5f" in done.err
    assert len(network.scenarios) == 2
    network.vary = True
    done = taox_command("run", scenario_file, "--check")
    assert done.code == 1
    assert done.err.endswith("check: two runs of the same scenario differ in state_hash\n")


def test_an_interrupted_run_still_shows_what_was_earned(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path, tmp_path: Path
) -> None:
    network.meta["interrupted"] = True
    done = taox_command("run", scenario_file, "--check", "--out", tmp_path / "kept")
    assert done.code == 130
    assert "honest-8" in done.out
    assert done.err.startswith("stopped early: 5 epochs")
    assert len(network.scenarios) == 1
    assert Record.load(tmp_path / "kept").interrupted


def test_a_script_runs_as_main_and_speaks_for_itself(
    taox_command: Taox, script: Path, tmp_path: Path
) -> None:
    done = taox_command("run", script, "--out", tmp_path / "kept")
    assert (done.code, done.out) == (0, "hello from script.py __main__\n")
    assert len(Record.load(tmp_path / "kept").epochs()) == 3


def test_the_record_of_a_silent_script_is_shown(taox_command: Taox, script: Path) -> None:
    script.write_text(SCRIPT.replace("print(", "("))
    done = taox_command("run", script)
    assert done.code == 0
    assert done.out.startswith("subnet 1 | epoch 2")


def test_json_of_a_script_sends_its_prints_to_stderr(taox_command: Taox, script: Path) -> None:
    done = taox_command("run", script, "--json")
    assert json.loads(done.out)["subnets"][0]["epoch"] == 2
    assert "hello from" in done.err


def test_a_script_cannot_be_overridden(taox_command: Taox, script: Path) -> None:
    done = taox_command("run", script, "--epochs", 3, "--check")
    assert done.code == 2
    assert "--epochs, --check:" in done.err
    assert "define `scenario` in it instead" in done.err
    assert done.out == ""


def test_a_script_without_a_record_is_no_error(taox_command: Taox, tmp_path: Path) -> None:
    path = tmp_path / "quiet.py"
    path.write_text("print('done')\n")
    done = taox_command("run", path)
    assert (done.code, done.out) == (0, "done\n")
    assert "left no `scenario` and no `record`" in done.err
    assert taox_command("run", path, "--json").code == 1


def test_a_guarded_main_is_a_script(taox_command: Taox, tmp_path: Path) -> None:
    path = tmp_path / "guarded.py"
    path.write_text(
        SCRIPT.replace("record =", "if __name__ == '__main__':\n    scenario = 1\n    record =")
    )
    done = taox_command("run", path, "--json")
    assert done.code == 0
    assert json.loads(done.out)["subnets"][0]["epoch"] == 2


def test_a_script_can_import_files_beside_it(taox_command: Taox, tmp_path: Path) -> None:
    (tmp_path / "beside_it.py").write_text("WORD = 'found'\n")
    path = tmp_path / "importer.py"
    path.write_text("import beside_it\nprint(beside_it.WORD)\n")
    assert taox_command("run", path).out == "found\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.py", None, "file: expected an existing .toml or .py file, got"),
        ("a.txt", "x", "file: expected a .toml or .py file, got"),
        ("a.py", "scenario = 3\n", "expected a Scenario or a function that returns one, got int"),
        ("a.py", "async def scenario():\n    pass\n", "expected a plain function, got an async"),
        (
            "a.py",
            "async def main():\n    pass\n",
            "an `async def main` that nothing runs; end the file with `taox.run(main)`",
        ),
        ("a.py", "def broken(:\n", "SyntaxError: "),
        ("a.py", "scenario = 1 / 0\n", "ZeroDivisionError: division by zero; --debug shows"),
        ("a.toml", "subnet = 1\n", "subnet: expected an array of tables, got 1"),
    ],
)
def test_wrong_files_are_one_clear_line(
    taox_command: Taox, tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    done = taox_command("run", path)
    assert done.code == 1
    assert message in done.err
    assert done.err.startswith("taox: ")
    assert len(done.err.splitlines()) == 1
    assert done.out == ""


def test_an_error_in_a_users_file_says_where(taox_command: Taox, tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("\n\nraise RuntimeError('out of ideas')\n")
    done = taox_command("run", path)
    assert done.err == (
        f"taox: {path}:3: RuntimeError: out of ideas; --debug shows the traceback\n"
    )


def test_debug_shows_the_traceback_anywhere_on_the_line(taox_command: Taox, tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("raise RuntimeError('out of ideas')\n")
    for arguments in (["--debug", "run", path], ["run", path, "--debug"]):
        done = taox_command(*arguments)
        assert done.code == 1
        assert done.err.startswith("Traceback")
        assert done.err.endswith("RuntimeError: out of ideas\n")


def test_a_group_of_errors_shows_the_first(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    network.error = ExceptionGroup("run", [ExceptionGroup("", [ValueError("a")]), KeyError("b")])
    done = taox_command("run", scenario_file)
    assert done.code == 1
    assert "ValueError: a (and 1 more)" in done.err


def test_ctrl_c_before_anything_ran_is_130(
    taox_command: Taox, network: FakeNetwork, scenario_file: Path
) -> None:
    network.error = BaseExceptionGroup("run", [KeyboardInterrupt()])
    done = taox_command("run", scenario_file)
    assert done.code == 130
    assert done.out == ""


DRIVER = """
import sys, time
sys.path.insert(0, sys.argv.pop(1))
from synthetic import build
import taox.sim

def run_scenario(scenario, *, progress=None):
    try:
        print("started", file=sys.stderr, flush=True)
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        return build(epochs=2, interrupted=True)

taox.sim.run_scenario = run_scenario
from taox.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_a_real_ctrl_c_prints_what_was_earned(scenario_file: Path) -> None:
    tests = str(Path(__file__).parent.parent)
    command = [sys.executable, "-W", "ignore", "-c", DRIVER, tests, "run", str(scenario_file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert process.stderr.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "honest-8" in out
    assert err.startswith("stopped early: 2 epochs")
