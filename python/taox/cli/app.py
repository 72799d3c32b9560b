"""The commands of `taox` and their options; each hands over to a module of this room."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from taox.cli.failure import DONE, FAILED, STOPPED, USAGE_ERROR, failure, misuse, say
from taox.cli.params import params_data, params_text
from taox.cli.session import Wishes, run_scenario, run_script
from taox.cli.show import as_data, emit, show_json, show_text
from taox.cli.subnet_params import load_chain, network_text, rows_data, subnet_text
from taox.cli.target import Script, find_target
from taox.economy import VERSION
from taox.report.explain import explain
from taox.report.picture import save
from taox.sim.record import Record
from taox.sim.scenario import Scenario


def _examples(*lines: str) -> str:
    """An epilog: one example a line, as Markdown."""
    return "\n\n".join(["Examples:", *(f"- {line}" for line in lines)])


app = typer.Typer(
    name="taox",
    help="A whole Bittensor on your laptop: neurons as actors, exact consensus, virtual time.",
    epilog=_examples("taox demo", "taox run hello.py --out runs/1", "taox explain runs/1 16"),
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Epochs = Annotated[
    int | None, typer.Option(min=1, help="Run this many epochs instead of what FILE says.")
]
Blocks = Annotated[
    int | None, typer.Option(min=1, help="Run this many blocks instead of what FILE says.")
]
Seed = Annotated[
    int | None, typer.Option(min=0, help="Another seed: same seed, same result, on any machine.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, on stdout.")]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Keep the record here, for show and explain.")
]
Check = Annotated[
    bool, typer.Option("--check", help="Run twice and compare state, events and record.")
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Also print preset differences and refused calls.")
]
Directory = Annotated[
    Path, typer.Argument(metavar="DIR", help="A record, as kept by taox run --out DIR.")
]
Netuid = Annotated[int | None, typer.Option(min=0, help="The subnet; needed if there are several.")]


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: What stands behind `taox` on the command line.

    Returns:
        The exit code: 0 done, 1 an error, 2 a wrong use, 130 stopped by Ctrl-C.
    """
    # Accepted anywhere on the line, before and behind the command.
    debug = "--debug" in arguments
    rest = [each for each in arguments if each != "--debug"]
    try:
        code = app(rest, prog_name="taox", standalone_mode=False)
    except USAGE_ERROR as error:
        return misuse(error)
    except typer.Abort:
        return STOPPED
    except (Exception, BaseExceptionGroup, KeyboardInterrupt) as error:  # noqa: BLE001  # last
        return failure(error, debug=debug)
    return code if isinstance(code, int) else DONE


@app.callback(invoke_without_command=True)
def taox(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    debug: Annotated[  # noqa: ARG001  # taken by `run`, named here for the help
        bool, typer.Option("--debug", help="Show the traceback of an error. Works anywhere.")
    ] = False,
) -> None:
    """A whole Bittensor on your laptop: neurons as actors, exact consensus, virtual time."""
    if version:
        emit(f"taox {VERSION}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit(context.get_help())
        raise typer.Exit


@app.command(
    "run",
    epilog=_examples("taox run hello.py --epochs 40", "taox run duel.toml --seed 3 --out runs/3"),
)
def run_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="FILE.py or SCENARIO.toml")],
    *,
    epochs: Epochs = None,
    blocks: Blocks = None,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
    check: Check = False,
    verbose: Verbose = False,
) -> int:
    """Run a scenario and print who earned what.

    FILE is a TOML scenario, a Python file that defines `scenario` (a taox.Scenario, or a function
    that returns one), or a script that simulates by itself. The `record` a script leaves is kept
    with --out, and shown unless the script prints its own results.

    Ctrl-C stops the run and still prints what was earned until then (exit code 130).
    """
    wishes = Wishes(json, out, check, verbose)
    target = find_target(file)
    if isinstance(target, Script):
        given = {"--epochs": epochs, "--blocks": blocks, "--seed": seed, "--check": check or None}
        _refuse_for_script(file, [name for name, value in given.items() if value is not None])
        return run_script(target, wishes)
    return _run(target, wishes, epochs, blocks, seed)


@app.command(epilog=_examples("taox demo", "taox demo --epochs 5 --verbose", "taox demo --check"))
def demo(
    *,
    epochs: Epochs = None,
    blocks: Blocks = None,
    seed: Seed = None,
    json: Json = False,
    out: Out = None,
    check: Check = False,
    verbose: Verbose = False,
) -> int:
    """Run the hello subnet: 12 honest and 4 lazy miners, 3 validators, 20 epochs.

    Its neurons are a template for your own: see `taox/cli/demo.py`.
    """
    from taox.cli.demo import scenario  # noqa: PLC0415  # brings neurons and actors

    return _run(scenario(), Wishes(json, out, check, verbose), epochs, blocks, seed)


def _run(
    scenario: Scenario, wishes: Wishes, epochs: int | None, blocks: int | None, seed: int | None
) -> int:
    if epochs is not None and blocks is not None:
        raise typer.BadParameter("--epochs and --blocks exclude each other")
    return run_scenario(scenario.overridden(epochs=epochs, blocks=blocks, seed=seed), wishes)


def _refuse_for_script(file: Path, options: list[str]) -> None:
    if options:
        raise typer.BadParameter(
            f"{', '.join(options)}: {file} simulates by itself; define `scenario` in it instead"
        )


@app.command(epilog=_examples("taox show runs/3 --netuid 2", "taox show runs/3 --svg run.svg"))
def show(
    directory: Directory,
    *,
    netuid: Netuid = None,
    everyone: Annotated[bool, typer.Option("--all", help="All rows of large groups.")] = False,
    json: Json = False,
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also draw the run into this SVG file.")
    ] = None,
) -> int:
    """Print the leaderboard of a kept record again."""
    record = Record.load(directory)
    if json:
        show_json(as_data(record, netuid))
    else:
        show_text(record, netuid, everyone=everyone)
    if svg is not None:
        say(f"picture in {save(record, svg, netuid)}")
    return DONE


@app.command(
    "explain", epilog=_examples("taox run hello.py --out runs/1", "taox explain runs/1 16")
)
def explain_command(
    directory: Directory,
    uid: Annotated[int, typer.Argument(metavar="UID", min=0, help="Which neuron.")],
    *,
    netuid: Netuid = None,
    json: Json = False,
) -> int:
    """Say why a neuron earned or did not, in the last epoch of a kept record.

    Runs that epoch again, bit for bit, and tells its steps: activity, stake, permit, masks, clip,
    rank, incentive, bonds, dividends.
    """
    explanation = explain(Record.load(directory), uid, netuid)
    if json:
        show_json(explanation.to_dict())
    else:
        emit(str(explanation))
    return DONE if explanation.repeats else FAILED


@app.command(
    epilog=_examples(
        "taox params", "taox params --subnet 1", "taox params duel.toml --subnet 2 --json"
    )
)
def params(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A scenario, a snapshot or a storage dump as .json."),
    ] = None,
    *,
    subnet: Annotated[
        int | None, typer.Option(min=0, help="Show this subnet's values against the defaults.")
    ] = None,
    network: Annotated[
        bool, typer.Option("--network", help="Show the network's values against the defaults.")
    ] = False,
    json: Json = False,
) -> int:
    """Print the hyperparameters of a subnet with unit, default and range.

    A TOML scenario sets them as hyperparameters of a subnet, a program by name:
    `create_subnet(tempo=100)`. With --subnet or --network it shows what is set in FILE (without
    FILE: on a new local network), who may change it by a call of the chain, how long an owner waits
    between two changes, and within which range.
    """
    if network or subnet is not None or file is not None:
        chain = load_chain(file)
        netuid = None if network else (1 if subnet is None else subnet)
        if json:
            show_json(rows_data(chain, netuid))
        else:
            emit(network_text(chain) if netuid is None else subnet_text(chain, netuid))
    elif json:
        show_json(params_data())
    else:
        emit(params_text())
    return DONE
