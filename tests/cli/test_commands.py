"""The other commands, help, version, usage errors, progress lines, imports."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from command_line import Taox
from synthetic import Toy, build, hello
from taox.cli import demo, progress
from taox.cli.app import app
from taox.economy import Chain, Coldkey, Hotkey
from taox.sim.progress import Progress
from taox.sim.record import Record

LOOK = Progress(3600, 7200, 10, 4812.4, 43_200.0, 9_130.0, 0.75)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return hello().save(tmp_path / "kept")


def test_show_prints_the_leaderboard_again(taox_command: Taox, kept: Path) -> None:
    done = taox_command("show", kept)
    assert (done.code, done.out, done.err) == (0, str(hello()) + "\n", "")


def test_show_can_choose_a_subnet(taox_command: Taox, tmp_path: Path) -> None:
    record = build(Toy(), Toy(netuid=4, honest=1, lazy=0), epochs=1)
    record.save(tmp_path)
    assert taox_command("show", tmp_path, "--netuid", 4).out.startswith("subnet 4 |")
    done = taox_command("show", tmp_path, "--netuid", 9)
    assert (done.code, done.err) == (
        1, "taox: no subnet 9 in this record; it holds netuids 1, 4\n",
    )  # fmt: skip


def test_show_cuts_large_groups_unless_asked(taox_command: Taox, tmp_path: Path) -> None:
    build(Toy(honest=80), epochs=1).save(tmp_path)
    assert "miners, 84 in all, the first 64 shown" in taox_command("show", tmp_path).out
    assert taox_command("show", tmp_path, "--all").out.count("Honest") == 80


def test_show_json_and_svg(taox_command: Taox, kept: Path, tmp_path: Path) -> None:
    picture = tmp_path / "run.svg"
    done = taox_command("show", kept, "--json", "--svg", picture)
    assert json.loads(done.out)["meta"] == hello().meta
    assert picture.read_text().startswith("<svg")
    assert done.err == f"picture in {picture}\n"


@pytest.mark.parametrize("command", ["show", "explain"])
def test_a_directory_without_a_record_is_one_line(
    taox_command: Taox, tmp_path: Path, command: str
) -> None:
    done = taox_command(command, tmp_path, *(["3"] if command == "explain" else []))
    assert (done.code, done.out) == (1, "")
    assert done.err == f"taox: {tmp_path} is not a record: there is no record.json in it\n"


def test_explain_tells_the_reason(taox_command: Taox, kept: Path) -> None:
    done = taox_command("explain", kept, 16)
    assert done.code == 0
    assert "It earned nothing: 3 validators set a weight for it, and all are 0." in done.out


def test_explain_json(taox_command: Taox, kept: Path) -> None:
    data = json.loads(taox_command("explain", kept, 1, "--json").out)
    assert data["facts"]["validator_emission"] > 0


def test_explain_of_an_unknown_uid(taox_command: Taox, kept: Path) -> None:
    done = taox_command("explain", kept, 77)
    assert done.code == 1
    assert "no uid 77 in this record; it holds uids 0 to 19 in subnet 1" in done.err


def test_a_record_of_inputs_that_do_not_repeat_fails(taox_command: Taox, tmp_path: Path) -> None:
    record = hello()
    inputs = dict(record.epoch_inputs[1]) | {"emission": 1_000}
    Record(record.neurons, epoch_inputs={1: inputs}).save(tmp_path)
    done = taox_command("explain", tmp_path, 4)
    assert done.code == 1
    assert "Beware" in done.out


def test_params_lists_unit_default_and_range(taox_command: Taox) -> None:
    lines = taox_command("params").out.splitlines()
    assert lines[0].split()[:4] == ["name", "type", "unit", "default"]
    (tempo,) = [line.split() for line in lines if line.startswith("tempo ")]
    assert tempo[:4] == ["tempo", "u16", "blocks", "360"]
    assert lines.index("subnet") < lines.index("network")
    (cut,) = [line.split() for line in lines if line.startswith("subnet_owner_cut ")]
    assert cut[:4] == ["subnet_owner_cut", "u16", "/65535", "11,796"]


def test_params_json(taox_command: Taox) -> None:
    rows = {row["name"]: row for row in json.loads(taox_command("params", "--json").out)}
    assert rows["kappa"]["default"] == 32_767
    assert (rows["kappa"]["min"], rows["kappa"]["max"]) == (0, 65_535)
    assert (rows["kappa"]["scope"], rows["tao_weight"]["scope"]) == ("subnet", "network")
    assert rows["subtoken_enabled"]["local"] is True


def test_params_of_a_subnet_against_the_defaults(taox_command: Taox) -> None:
    lines = taox_command("params", "--subnet", "1").out.splitlines()
    rows = {line.split()[0]: line.split() for line in lines if line}
    assert lines[0].split()[:3] == ["name", "value", "default"]
    assert rows["tempo"][1:3] == ["360", "360"]
    assert rows["tempo"][4:6] == ["owner", "360"]
    assert rows["commit_reveal"][1:4] == ["false", "true", "*"]
    assert "no effect" in next(line for line in lines if line.startswith("rho "))


def test_params_of_a_scenario_a_snapshot_and_a_dump(taox_command: Taox, tmp_path: Path) -> None:
    chain = Chain()
    netuid = chain.create_subnet(Coldkey.from_name("o"), Hotkey.from_name("o"), tempo=99, kappa=5)
    (tmp_path / "chain").write_bytes(chain.snapshot())
    (tmp_path / "chain.json").write_text(json.dumps(chain.to_storage()))
    (tmp_path / "run.py").write_text(
        "import taox\nscenario = taox.Scenario.simple(miners=[taox.Miner], tempo=99, kappa=5)\n"
    )
    for file in ("chain", "chain.json", "run.py"):
        done = taox_command("params", tmp_path / file, "--subnet", netuid, "--json")
        rows = {row["name"]: row for row in json.loads(done.out)}
        assert (rows["kappa"]["value"], rows["kappa"]["default"]) == (5, 32_767)
        assert (rows["kappa"]["call"], rows["kappa"]["signer"]) == ("sudo_set_kappa", "root")
        assert rows["immunity_period"]["wait"] == 2 * 99
        assert rows["max_burn"]["limits"][1]["error"] == "ValueNotInBounds"


def test_params_of_the_network(taox_command: Taox) -> None:
    lines = taox_command("params", "--network").out.splitlines()
    (window,) = [line for line in lines if line.startswith("admin_freeze_window")]
    assert window.split()[1:3] == ["10", "10"]


def test_params_of_what_is_no_chain(taox_command: Taox, tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(b"noise")
    assert taox_command("params", tmp_path / "noise").code == 1
    assert taox_command("params", "--subnet", "7").code == 1


def test_the_demo_is_the_hello_subnet() -> None:
    (subnet,) = demo.scenario().subnets
    assert [(each.role, each.count) for each in subnet.miners] == [("Honest", 12), ("Lazy", 4)]
    assert [(each.role, each.count) for each in subnet.validators] == [("Judge", 3)]
    assert demo.scenario().epochs == 20


def test_version(taox_command: Taox) -> None:
    done = taox_command("--version")
    assert (done.code, done.out.split()[0]) == (0, "taox")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["run", "--help"], ["explain", "-h"]])
def test_help_is_complete(taox_command: Taox, arguments: list[str]) -> None:
    done = taox_command(*arguments)
    assert done.code == 0
    assert "Usage: taox" in done.out
    assert done.err == ""


def test_every_command_and_option_has_a_help_text() -> None:
    runner = CliRunner()
    for command in ("run", "demo", "show", "explain", "params"):
        result = runner.invoke(app, [command, "--help"], env={"COLUMNS": "200"})
        assert result.exit_code == 0
        options = [line for line in result.output.splitlines() if "--" in line and "│" in line]
        assert options
        assert all(len(line.strip("│ ").split("  ")[-1]) > 10 for line in options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run"], "Missing argument 'FILE' (see taox run --help)"),
        (["bogus"], "No such command 'bogus'"),
        (["run", "x.py", "--epoch"], "--epoch"),
        (["run", "x.py", "--epochs", "many"], "Invalid value for '--epochs'"),
        (["run", "x.py", "--epochs", "0"], "Invalid value for '--epochs'"),
        (["explain", "x", "-1"], "-1"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(
    taox_command: Taox, arguments: list[str], message: str
) -> None:
    done = taox_command(*arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.startswith("taox: ")
    assert len(done.err.splitlines()) == 1


def test_a_closed_pipe_is_no_error(kept: Path) -> None:
    code = (
        f"import sys; from taox.cli import main; sys.argv = ['taox', 'show', {str(kept)!r}]; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 0
    process.stderr.close()


def test_ascii_streams_get_ascii(kept: Path) -> None:
    code = (
        f"import sys; from taox.cli import main; sys.argv = ['taox', 'show', {str(kept)!r}]; main()"
    )
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        check=False,
        capture_output=True,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert b"honest-8" in done.stdout


def test_importing_the_room_loads_neither_typer_nor_rich() -> None:
    code = (
        "import sys, taox.cli, taox.sim, taox.report\n"
        "print([m for m in ('typer', 'click', 'rich') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], check=False, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"


def test_the_progress_line_says_where_the_run_is() -> None:
    assert progress.line(LOOK) == (
        "block 3,600/7,200  50 %  epoch 10  12:00:00 virtual  4,812 blocks/s  9,130 msg/s  ETA 0:01"
    )
    assert progress.line(LOOK, 40) == "block 3,600/7,200  50 %  ETA 0:01"
    unknown = Progress(1, 7200, 0, 0.0, 12.0, 0.0, None)
    assert "ETA" not in progress.line(unknown)


@given(st.floats(0, 1e6))
def test_clocks_count_whole_seconds(seconds: float) -> None:
    parts = [int(part) for part in progress.clock(seconds, hours=True).split(":")]
    assert parts[0] * 3600 + parts[1] * 60 + parts[2] == round(seconds)
    assert parts[1] < 60 > parts[2]


def test_plain_lines_come_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    lines = progress.Lines()
    seen = []
    for second in range(31):
        now[0] = 100.0 + second
        lines(LOOK)
        seen.append(capsys.readouterr().err.count("\n"))
    assert [second for second, count in enumerate(seen) if count] == [2, 12, 22]
    assert max(seen) == 1


def test_a_terminal_gets_one_live_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.watching() as shown:
        for _ in range(3):
            shown(LOOK)
    err = capsys.readouterr().err
    assert "block 3,600/7,200" in err
    assert err.count("block 3,600/7,200") < 3
