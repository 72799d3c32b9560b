"""`docs/calls.md`: every signed call once, nothing else, and grades that the vectors bear out."""

import gzip
import json
import re
from pathlib import Path

import pytest

from golden_lifecycle import LEFT_OUT as NOT_PLAYED
from golden_lifecycle import SHARED
from taox.economy import HYPERPARAMETERS, NETWORK_PARAMETERS, SIGNED_CALLS, Chain, Coldkey

ROOT = Path(__file__).parent.parent
VECTORS = SHARED / "golden" / "economy"
PAGE = (ROOT / "docs" / "calls.md").read_text()
TABLES, LEFT_OUT = PAGE.split("## Left out")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLES.splitlines()
    if line.startswith("| `")
]
GRADES = {name.strip("`"): grade for name, _, _, grade, _ in ROWS}
REFUSED = {name.strip("`") for name, _, what, _, _ in ROWS if what.startswith("always refused")}
SUBNET = [row.setter for row in HYPERPARAMETERS if row.setter]
NETWORK = [row.setter for row in NETWORK_PARAMETERS if row.setter]
FAMILIES = {
    "a subnet's parameters that its owner sets": [one for one in SUBNET if one.signer == "owner"],
    "a subnet's parameters that root sets": [one for one in SUBNET if one.signer == "root"],
    "the network's parameters": NETWORK,
}


def results() -> dict[str, set[str]]:
    """What every call of the recorded worlds came to."""
    if not VECTORS.is_dir():
        pytest.skip(f"no golden vectors: {VECTORS} is absent")
    found: dict[str, set[str]] = {}
    for file in ("lifecycle", "coinbase"):
        with gzip.open(VECTORS / f"{file}.jsonl.gz", "rt") as lines:
            for call in (call for line in lines for call in json.loads(line)["calls"]):
                found.setdefault(call["call"], set()).add(call["result"])
    return found


def test_every_signed_call_once_and_nothing_else() -> None:
    assert len(GRADES) == len(ROWS)
    assert GRADES.keys() == SIGNED_CALLS.keys()
    assert set(GRADES.values()) <= {"vectors", "spec", "reading"}


@pytest.mark.parametrize(("name", "signed_by"), [(row[0].strip("`"), row[1]) for row in ROWS])
def test_who_signs(name: str, signed_by: str) -> None:
    call = SIGNED_CALLS[name]
    if call.signer == "origin":
        assert signed_by in ("owner", "owner or root", "root", "by parameter")
    else:
        assert signed_by == ("coldkey" if call.kind is Coldkey else "hotkey")


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip("`") for row in ROWS])
def test_sections_are_numbers(row: list[str]) -> None:
    assert re.fullmatch(r"\d(\.\d+)?(, \d(\.\d+)?)*", row[-1])


def test_families_of_settings() -> None:
    table = {
        family: f"| {family} | {len(setters)} | {'owner or root' if i == 0 else 'root'} | vectors |"
        for i, (family, setters) in enumerate(FAMILIES.items())
    }
    for row in table.values():
        assert row in TABLES


def test_what_is_graded_by_vectors_occurs_there() -> None:
    found = results()
    setters = {one.call for one in SUBNET + NETWORK}
    assert all("ok" in found.get(name, ()) for name in setters)
    graded = {name for name, grade in GRADES.items() if grade == "vectors"} - {"sudo_set"}
    for name in graded - REFUSED:
        assert "ok" in found.get(name, ()), name
    for name in REFUSED:
        assert found[name], name
        assert "ok" not in found[name], name
    # Modest too: what the vectors show is not graded lower.
    lower = GRADES.keys() - graded - {"sudo_set"}
    assert not [name for name in lower if "ok" in found.get(name, ())]


def test_the_numbers_in_readme() -> None:
    calls = SIGNED_CALLS.keys() - {"sudo_set"} | {one.call for one in SUBNET + NETWORK}
    graded = calls - {name for name, grade in GRADES.items() if grade != "vectors"}
    readme = (ROOT / "README.md").read_text()
    assert f"* {len(calls)} of the chain's calls" in readme
    assert f"| {len(graded)} calls with their guards" in readme


def test_what_is_left_out_is_absent_and_named() -> None:
    named = set(re.findall(r"`([a-z_]+)`", LEFT_OUT)) - {"register", "lifecycle"}
    assert named > NOT_PLAYED
    assert not [name for name in named if hasattr(Chain, name)]
