"""The files of a record: what is in them, and how damage is noticed.

A record is a directory:

* `neurons.npz`  the table of neurons, one array per column
* `neurons.csv`  the same for people and spreadsheets; not read back
* `epochs.npz`   per subnet the last metagraph and the inputs of the last epoch
* `record.json`  format and version, meta data, refusals, events, the shape of what is in
                 `epochs.npz`, and the SHA-256 of every file, itself included

Nothing is pickled, so reading a record from a stranger runs no code. `record.json` is written
last: a directory in which saving was interrupted is not a record.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from taox.sim.columns import REFUSAL_COLUMNS, Column
from taox.sim.errors import NotARecord, RecordDamaged, RecordError, RecordTooNew
from taox.sim.packing import pack, unpack
from taox.sim.plain import plain

if TYPE_CHECKING:
    from taox.sim.record import Record  # it imports this module

FORMAT = "taox-record"
VERSION = 1
"""Format version written, and the newest one read. It grows when old readers would be misled."""

_INDEX = "record.json"
_READ_BACK = ("neurons.npz", "epochs.npz")


def save_record(record: "Record", directory: Path) -> Path:
    """Write all files of a record; `record.json` last.

    Args:
        record: What to write.
        directory: Where to; made if needed.

    Returns:
        The directory.
    """
    directory.mkdir(parents=True, exist_ok=True)
    (directory / _INDEX).unlink(missing_ok=True)
    arrays: dict[str, Column] = {}
    layout = {
        "metagraphs": {
            str(n): pack(m, f"metagraph/{n}", arrays) for n, m in record.metagraphs.items()
        },
        "epoch_inputs": {
            str(n): pack(i, f"input/{n}", arrays) for n, i in record.epoch_inputs.items()
        },
    }
    contents = {
        "neurons.npz": _npz(record.neurons),
        "neurons.csv": _csv(record.neurons),
        "epochs.npz": _npz(arrays),
    }
    for name, content in contents.items():
        (directory / name).write_bytes(content)
    index = {
        "format": FORMAT,
        "version": VERSION,
        "meta": record.meta,
        "refusals": plain(record.refusals),
        "events": list(record.events),
        "layout": layout,
        "files": {name: _sha256(content) for name, content in contents.items()},
    }
    _write_index(directory, index | {"sha256": _sha256(_canonical(index))})
    return directory


def load_parts(directory: Path) -> dict[str, Any]:
    """Read and check a record; the result is the arguments of `Record`.

    Args:
        directory: Where `save_record` wrote to.

    Raises:
        NotARecord: If there is no `record.json`, or it belongs to something else.
        RecordTooNew: If its version is newer than `VERSION`.
        RecordDamaged: If a file is missing or is not what was written.
    """
    index = _read_index(directory)
    files = {name: _read_file(directory / name, index) for name in _READ_BACK}
    try:
        arrays = files["epochs.npz"]
        layout = index["layout"]
        return {
            "neurons": files["neurons.npz"],
            "refusals": {spec.name: index["refusals"][spec.name] for spec in REFUSAL_COLUMNS},
            "events": index["events"],
            "metagraphs": {int(n): unpack(v, arrays) for n, v in layout["metagraphs"].items()},
            "epoch_inputs": {int(n): unpack(v, arrays) for n, v in layout["epoch_inputs"].items()},
            "meta": index["meta"],
        }
    except (KeyError, TypeError, ValueError, RecordError) as error:
        # The hashes agree, so this is a file that another program wrote or that was forged.
        raise RecordDamaged(directory / _INDEX, f"unexpected content: {error}") from error


def _npz(arrays: Mapping[str, Column]) -> bytes:
    """What `numpy.load` reads. Written by hand: NumPy 1's `savez` cannot refuse to pickle."""
    buffer = io.BytesIO()
    # Level 1: text columns are mostly zero bytes, higher levels only take longer.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in arrays.items():
            # Entries opened by name are dated 1980: equal arrays give equal bytes.
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
    return buffer.getvalue()


def _csv(table: Mapping[str, Column]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table)
    # Numbers for flags, so that a spreadsheet can sum them.
    columns = [c.astype(np.uint8) if c.dtype.kind == "b" else c for c in table.values()]
    writer.writerows(zip(*(column.tolist() for column in columns), strict=True))
    return buffer.getvalue().encode()


def _write_index(directory: Path, index: Mapping[str, Any]) -> None:
    part = directory / (_INDEX + ".part")
    # One line per key: people can read the top and diff two records, events stay compact.
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in index.items())
    part.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    part.replace(directory / _INDEX)


def _read_index(directory: Path) -> dict[str, Any]:
    path = directory / _INDEX
    if not path.is_file():
        missing = "there is no such directory" if not directory.exists() else None
        raise NotARecord(directory, missing) if missing else NotARecord(directory)
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RecordDamaged(path, f"not JSON ({error})") from error
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        raise NotARecord(directory, f"its record.json is not of format {FORMAT!r}")
    version = index.get("version")
    if not isinstance(version, int) or version < 1:
        raise RecordDamaged(path, f"version is {version!r}")
    if version > VERSION:
        raise RecordTooNew(directory, version, VERSION)
    said = index.pop("sha256", None)
    if said != _sha256(_canonical(index)):
        raise RecordDamaged(path, "its content does not match its SHA-256")
    return index


def _read_file(path: Path, index: Mapping[str, Any]) -> dict[str, Column]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordDamaged(path, error.strerror or str(error)) from error
    if _sha256(content) != index["files"].get(path.name):
        raise RecordDamaged(path, "its content does not match the SHA-256 in record.json")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise RecordDamaged(path, str(error)) from error


def _canonical(index: Mapping[str, Any]) -> bytes:
    return json.dumps(index, sort_keys=True, separators=(",", ":")).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
