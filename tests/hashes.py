"""Print the hashes that must be the same everywhere: the hello subnet's, as JSON."""

import json
import runpy
import sys
from pathlib import Path

import taox

HELLO = Path(__file__).parent.parent / "examples" / "hello_subnet.py"


def hello_hashes() -> dict[str, str]:
    scenario = runpy.run_path(str(HELLO))["scenario"]
    record = taox.simulate(scenario)
    return {name: str(record.meta[name]) for name in ("state_hash", "event_log_hash")}


if __name__ == "__main__":
    json.dump(hello_hashes(), sys.stdout)
