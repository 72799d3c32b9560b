"""All epoch vectors of the chain's own code, through the installed extension."""

import gzip
import json
import os
from pathlib import Path
from typing import Any, Literal

import pytest

from golden import epoch_output

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[2].parent / "shared"))
FILES = {"small": 400, "large": 10, "targeted": 240}


def records(path: str) -> list[dict[str, Any]]:
    """The records of one file of vectors; skips where the folder is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no golden vectors: {SHARED} is absent")
    with gzip.open(SHARED / "golden" / path, "rt") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("path", ["fast", "reference"])
def test_outputs_are_the_chains(file: str, path: Literal["fast", "reference"]) -> None:
    vectors = records(f"epoch/{file}.jsonl.gz")
    assert len(vectors) == FILES[file]
    for vector in vectors:
        assert epoch_output(vector["input"], path) == vector["output"], vector["name"]
