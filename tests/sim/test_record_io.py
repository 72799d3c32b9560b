"""Records on disk: the same object comes back, and damage is noticed."""

import csv
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthetic import Toy, build, hello
from taox.economy import epoch
from taox.sim import record_io
from taox.sim.errors import NotARecord, RecordDamaged, RecordTooNew
from taox.sim.record import Record
from taox.sim.record_builder import RecordBuilder

FILES = {"neurons.npz", "neurons.csv", "epochs.npz", "record.json"}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return hello().save(tmp_path / "runs" / "1")


def test_what_was_saved_comes_back_equal(saved: Path) -> None:
    again = Record.load(saved)
    assert again.differences(hello()) == []
    assert again == hello()
    assert again.meta == hello().meta
    assert {path.name for path in saved.iterdir()} == FILES


def test_several_subnets_come_back_equal(tmp_path: Path) -> None:
    record = build(Toy(), Toy(netuid=7, honest=1, lazy=0), epochs=3, interrupted=True)
    again = Record.load(record.save(tmp_path))
    assert again == record
    assert again.interrupted


def test_an_empty_record_comes_back_equal(tmp_path: Path) -> None:
    record = RecordBuilder().finish(seed=1)
    assert Record.load(record.save(tmp_path)) == record


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 999), honest=st.integers(1, 5), epochs=st.integers(1, 3))
def test_any_record_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, seed: int, honest: int, epochs: int
) -> None:
    record = build(Toy(seed=seed, honest=honest, lazy=seed % 3), epochs=epochs)
    assert Record.load(record.save(tmp_path_factory.mktemp("record"))) == record


def test_loaded_inputs_repeat_the_last_epoch(saved: Path) -> None:
    again = Record.load(saved)
    result = epoch(**again.epoch_inputs[1])
    assert result.emission.tolist() == again.at()["emission"].tolist()
    assert result.incentive[0].tolist() == again.at()["incentive"].tolist()


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = hello().save(tmp_path / "a"), hello().save(tmp_path / "b")
    for name in FILES:
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_the_csv_is_the_table(saved: Path) -> None:
    with (saved / "neurons.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    table = hello().neurons
    assert len(rows) == len(table["uid"])
    assert list(rows[0]) == list(table)
    assert [int(row["emission"]) for row in rows] == table["emission"].tolist()
    assert {row["active"] for row in rows} == {"1"}


def test_saving_again_replaces_the_record(saved: Path) -> None:
    other = build(epochs=1)
    other.save(saved)
    assert Record.load(saved) == other


def test_the_version_is_written(saved: Path) -> None:
    index = json.loads((saved / "record.json").read_text())
    assert (index["format"], index["version"]) == ("taox-record", 1)


def test_a_directory_without_a_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotARecord, match=r"is not a record: there is no record\.json in it"):
        Record.load(tmp_path)
    with pytest.raises(NotARecord, match="there is no such directory"):
        Record.load(tmp_path / "nowhere")
    (tmp_path / "record.json").write_text('{"format": "vinyl"}')
    with pytest.raises(NotARecord, match="not of format 'taox-record'"):
        Record.load(tmp_path)


def test_a_newer_format_is_refused(saved: Path) -> None:
    path = saved / "record.json"
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    with pytest.raises(RecordTooNew, match="format 2; this taox reads formats up to 1") as caught:
        Record.load(saved)
    assert (caught.value.version, caught.value.supported) == (2, 1)


@pytest.mark.parametrize("name", ["neurons.npz", "epochs.npz"])
def test_a_changed_or_missing_table_is_noticed(saved: Path, name: str) -> None:
    content = bytearray((saved / name).read_bytes())
    content[len(content) // 2] ^= 1
    (saved / name).write_bytes(content)
    with pytest.raises(RecordDamaged, match=rf"{name} is damaged: .*SHA-256"):
        Record.load(saved)
    (saved / name).unlink()
    with pytest.raises(RecordDamaged, match="No such file"):
        Record.load(saved)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_changed_byte_of_the_index_goes_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    directory = hello().save(tmp_path_factory.getbasetemp() / "changed")
    path = directory / "record.json"
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        again = Record.load(directory)
    except (RecordDamaged, RecordTooNew, NotARecord):
        return
    # White space between the keys may change; nothing that is read may.
    assert again == hello()


def test_a_cut_index_is_noticed(saved: Path) -> None:
    path = saved / "record.json"
    path.write_text(path.read_text()[:200])
    with pytest.raises(RecordDamaged, match="not JSON"):
        Record.load(saved)


def test_nothing_is_unpickled(saved: Path, tmp_path: Path) -> None:
    """A forged archive with an object array, its hash put right, is refused and runs nothing."""

    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (tmp_path / "exploded",))  # type: ignore[return-value]

    array = np.empty(1, object)
    array[0] = Bomb()
    with zipfile.ZipFile(saved / "neurons.npz", "w") as archive, archive.open("uid.npy", "w") as f:
        np.lib.format.write_array(f, array, allow_pickle=True)
    _resign(saved)
    with pytest.raises(RecordDamaged, match="pickle"):
        Record.load(saved)
    assert not (tmp_path / "exploded").exists()


def test_an_index_with_other_content_is_noticed(saved: Path) -> None:
    with np.load(saved / "neurons.npz") as archive:
        columns = {name: archive[name] for name in archive.files if name != "uid"}
    (saved / "neurons.npz").write_bytes(record_io._npz(columns))
    _resign(saved)
    with pytest.raises(RecordDamaged, match="uid"):
        Record.load(saved)


def _resign(directory: Path) -> None:
    """Write the hashes that a forger would."""
    path = directory / "record.json"
    index = json.loads(path.read_text())
    del index["sha256"]
    for name in index["files"]:
        index["files"][name] = record_io._sha256((directory / name).read_bytes())
    index["sha256"] = record_io._sha256(record_io._canonical(index))
    path.write_text(json.dumps(index))
