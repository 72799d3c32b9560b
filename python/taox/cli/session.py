"""One `taox run`: execute, perhaps twice, keep the record, show it."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast

from taox.cli.failure import DONE, FAILED, STOPPED, say
from taox.cli.params import preset_lines
from taox.cli.progress import clock, watching
from taox.cli.show import WAITING, as_data, emit, refusal_lines, refusals, show_json, show_text
from taox.cli.target import Script
from taox.sim.record import Record
from taox.sim.scenario import Scenario

HASHES = ("state_hash", "event_log_hash")
"""What must be equal between two runs of one scenario."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for beside the scenario itself.

    Attributes:
        json: Print JSON instead of tables.
        out: Directory to keep the record in.
        check: Run twice and compare.
        verbose: Print the differences of the preset and the refused calls.
    """

    json: bool = False
    out: Path | None = None
    check: bool = False
    verbose: bool = False


def run_scenario(scenario: Scenario, wishes: Wishes) -> int:
    """Execute a scenario and show what it left.

    Args:
        scenario: What to run.
        wishes: How.

    Returns:
        The exit code.
    """
    # Network, actors and trio are loaded only to run something.
    from taox.sim import run_scenario as execute  # noqa: PLC0415

    def once() -> Record:
        with watching() as progress:
            return execute(scenario, progress=progress)

    _make_room(wishes.out)
    record = once()
    say(_summary(record))
    code = finish(record, wishes, preset=scenario.preset)
    if wishes.check and code == DONE:
        return _check(record, once)
    return code


def run_script(script: Script, wishes: Wishes) -> int:
    """Run a script that simulates by itself, and keep or show the record it leaves, if any.

    A script that prints has said what it wants to say: its leaderboard is not printed again. With
    `json` its prints go to stderr, so that stdout holds JSON only.

    Args:
        script: What to run.
        wishes: How.

    Returns:
        The exit code.
    """
    _make_room(wishes.out)
    said = _Counted(sys.stderr if wishes.json else sys.stdout)
    with contextlib.redirect_stdout(cast("TextIO", said)):
        record = script.run()
    if record is None:
        say(f"taox: {script.path} left no `scenario` and no `record` to show")
        return FAILED if wishes.json or wishes.out else DONE
    return finish(record, wishes, shown=said.count > 0)


def _make_room(out: Path | None) -> None:
    """Find out before a long run, not after it, that its record cannot be kept."""
    if out is None:
        return
    if out.exists() and not out.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(out))
    out.mkdir(parents=True, exist_ok=True)
    if not os.access(out, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(out))


class _Counted:
    """A stream that counts what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.count = 0

    def write(self, text: str) -> int:
        self.count += len(text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def finish(record: Record, wishes: Wishes, *, preset: str = "", shown: bool = False) -> int:
    """Keep and show a record.

    Args:
        record: What a run left.
        wishes: How.
        preset: Name of the table of defaults of the run, if known.
        shown: Whether its results are on the screen already.

    Returns:
        The exit code: `STOPPED` if the run was interrupted.
    """
    if wishes.json:
        show_json(as_data(record))
    elif not shown:
        show_text(record)
    if wishes.verbose and not wishes.json:
        emit("\n" + "\n\n".join(filter(None, (preset_lines(preset), refusal_lines(record)))))
    if wishes.out is not None:
        record.save(wishes.out)
        say(f"record in {wishes.out} (taox show {wishes.out})")
    if not wishes.verbose:
        _mention_refusals(record)
    return STOPPED if record.interrupted else DONE


def _summary(record: Record) -> str:
    meta = record.meta
    epochs = max((len(record.epochs(netuid)) for netuid in record.netuids), default=0)
    parts = [
        "stopped early:" if record.interrupted else "ran",
        f"{epochs} epochs, {meta.get('blocks', 0):,} blocks,",
        f"{clock(meta.get('virtual_seconds', 0), hours=True)} virtual",
        f"in {meta.get('wall_seconds', 0):.2f} s,",
        f"{meta.get('messages', 0):,} messages, state {str(meta.get('state_hash', '?'))[:12]}",
    ]
    return " ".join(parts)


def _mention_refusals(record: Record) -> None:
    """Nothing is silent, but waiting for the first epoch is no news."""
    counts: dict[str, int] = {}
    for (_, error, _), count in refusals(record).items():
        if error != WAITING:
            counts[error] = counts.get(error, 0) + count
    if counts:
        listed = ", ".join(f"{error} {count:,}" for error, count in sorted(counts.items()))
        say(f"refused calls: {listed} (--verbose says whose)")


def _check(first: Record, once: Callable[[], Record]) -> int:
    second = once()
    if second.interrupted:
        say("check: stopped before the second run ended")
        return STOPPED
    wrong = [key for key in HASHES if first.meta.get(key) != second.meta.get(key)]
    wrong += [each for each in first.differences(second) if not each.startswith("meta ")]
    if wrong:
        say(f"taox: check: two runs of the same scenario differ in {', '.join(wrong)}")
        return FAILED
    hashes = ", ".join(f"{key} {str(first.meta.get(key, '?'))[:12]}" for key in HASHES)
    say(f"check: two runs agree ({hashes})")
    return DONE
