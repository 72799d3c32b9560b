"""Count the instructions of one epoch with callgrind and hold them to committed numbers.

    python tests/bench/instructions.py            # compare, within 2 %
    python tests/bench/instructions.py --write    # commit to new numbers

Counts repeat where times do not: a regression of the fast path shows on any busy machine. They
depend on the compiler, which `instructions.json` names, and on the registers that valgrind offers
(AVX2 at most), not on the machine. Needs cargo and valgrind; without valgrind it says so and
leaves.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = Path(__file__).with_name("instructions.json")
CASES = (
    "256-uids-yuma3",
    "256-uids-liquid",
    "256-uids-liquid-new",
    "256-uids-yuma2",
)
TOLERANCE = 0.02
# The difference of two runs leaves out what happens once: making the case, the first epoch.
FEW, MANY = 2, 12


def build() -> Path:
    """Build the bench binary and return its path."""
    command = ["cargo", "bench", "-p", "taox-core", "--bench", "instructions", "--no-run"]
    built = subprocess.run(
        [*command, "--message-format=json"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "instructions":
            return Path(message["executable"])
    raise SystemExit("cargo built no binary of the name 'instructions'")


def count(binary: Path, case: str, epochs: int) -> int:
    """Instructions of a whole run."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(binary)]
    run = subprocess.run([*command, case, str(epochs)], check=True, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if found is None:
        raise SystemExit(f"callgrind collected nothing:\n{run.stderr}")
    return int(found[1])


def measure() -> dict[str, int]:
    """Instructions of one epoch by case."""
    binary = build()
    return {
        case: (count(binary, case, MANY) - count(binary, case, FEW)) // (MANY - FEW)
        for case in CASES
    }


def compiler() -> str:
    """What the counts depend on."""
    version = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True)
    return version.stdout.strip()


def compare(measured: dict[str, int], committed: dict[str, int]) -> bool:
    """Print both and whether every count is within the tolerance."""
    good = True
    for case, instructions in measured.items():
        expected = committed[case]
        change = instructions / expected - 1
        good &= abs(change) <= TOLERANCE
        print(f"{case:24} {instructions:>12,} of {expected:>12,}  {change:+.2%}")
    return good


def main() -> int:
    """Measure, then compare or write."""
    parser = argparse.ArgumentParser(description="Instructions of one epoch.")
    parser.add_argument("--write", action="store_true", help="write instructions.json anew")
    write = parser.parse_known_args()[0].write
    if shutil.which("valgrind") is None:
        print("skipped: no valgrind on this machine")
        return 0
    measured = measure()
    if write:
        numbers = {"compiler": compiler(), "instructions": measured}
        NUMBERS.write_text(json.dumps(numbers, indent=2) + "\n")
        return 0
    committed = json.loads(NUMBERS.read_text())
    if committed["compiler"] != compiler():
        print(f"counted with {committed['compiler']}, this is {compiler()}")
    return 0 if compare(measured, committed["instructions"]) else 1


if __name__ == "__main__":
    sys.exit(main())
