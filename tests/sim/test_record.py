"""Records: what the builder makes of epochs, what can be asked, and what differs."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthetic import Toy, build, hello
from taox.economy import Hotkey
from taox.sim.columns import NEURON_COLUMNS, REFUSAL_COLUMNS
from taox.sim.errors import NotRecorded, RecordError
from taox.sim.plain import plain
from taox.sim.record import Record
from taox.sim.record_builder import RecordBuilder


def test_every_neuron_of_every_epoch_has_a_row() -> None:
    record = hello()
    assert len(record.neurons["uid"]) == 20 * 20
    assert list(record.neurons) == [spec.name for spec in NEURON_COLUMNS]
    assert record.epochs().tolist() == list(range(20))
    assert record.netuids == [1]


def test_columns_have_their_declared_dtypes_and_cannot_be_written() -> None:
    for spec in NEURON_COLUMNS:
        column = hello().neurons[spec.name]
        assert column.dtype.kind == spec.dtype.kind
        with pytest.raises(ValueError, match="read-only"):
            column[:1] = column[:1]


def test_shares_are_those_of_the_last_epoch_in_uid_order() -> None:
    record = hello()
    last = record.at()
    honest = last["incentive"][last["role"] == "Honest"] / 65_535
    assert record.incentive("Honest").tolist() == honest.tolist()
    assert record.incentive("Honest").sum() == pytest.approx(1, abs=1e-3)
    assert record.dividends("validator").sum() == pytest.approx(1, abs=1e-3)


def test_a_role_can_be_given_as_its_class() -> None:
    class Honest:
        pass

    record = hello()
    assert record.incentive(Honest).tolist() == record.incentive("Honest").tolist()
    assert len(record.emission("miner")) == 16


def test_an_epoch_can_be_counted_from_both_ends() -> None:
    record = hello()
    assert record.emission("Lazy", epoch=19).tolist() == record.emission("Lazy").tolist()
    assert record.emission("Lazy", epoch=1).tolist() == record.emission("Lazy", epoch=-19).tolist()
    assert record.emission("Lazy", epoch=1).min() > 0


def test_earned_is_the_sum_of_emission_so_far() -> None:
    record = hello()
    emission = record.history("emission")
    assert record.history("earned").tolist() == np.cumsum(emission, axis=0).tolist()
    assert record.earned("Honest").dtype == np.uint64


def test_series_is_one_column_of_history() -> None:
    record = hello()
    assert record.series(1, 4, "incentive").tolist() == record.history("incentive")[:, 4].tolist()


def test_history_of_a_replaced_neuron_begins_where_it_registered() -> None:
    toy = Toy(honest=2, lazy=1)
    builder = RecordBuilder()
    for number in range(4):
        if number == 2:
            toy.names[-1] = "newcomer"
        _, metagraph = toy.step(number)
        builder.add_epoch(1, number, metagraph, names=toy.names, roles=toy.roles, kinds=toy.kinds)
    record = builder.finish()
    stakes = record.series(1, toy.n - 1, "stake").tolist()
    assert stakes[:2] == [0, 0]
    assert stakes[3] > 0
    assert record.series(1, toy.n - 1, "name").tolist() == ["", "", "newcomer", "newcomer"]
    assert record.at(1)["name"][-1] == "lazy-0"


def test_what_is_not_recorded_is_named_with_what_is() -> None:
    record = hello()
    with pytest.raises(
        NotRecorded, match=r"no role 'Copier' in this record; .*Honest, Judge, Lazy"
    ):
        record.incentive("Copier")
    with pytest.raises(NotRecorded, match=r"no epoch 20 .* epochs 0 to 19 in subnet 1"):
        record.incentive("Honest", epoch=20)
    with pytest.raises(NotRecorded, match="no epoch -21"):
        record.at(-21)
    with pytest.raises(NotRecorded, match=r"no subnet 2 .* netuids 1$"):
        record.at(netuid=2)
    with pytest.raises(NotRecorded, match=r"no uid 99 .* uids 0 to 19"):
        record.series(1, 99, "stake")
    with pytest.raises(NotRecorded, match="no column 'rank'"):
        record.series(1, 0, "rank")


def test_several_subnets_are_asked_one_by_one_or_all_together() -> None:
    record = build(Toy(), Toy(netuid=3, honest=2, lazy=1), epochs=2)
    assert record.netuids == [1, 3]
    assert len(record.incentive("Honest")) == 14
    assert len(record.incentive("Honest", netuid=3)) == 2
    assert record.metagraphs[3].n == 7
    with pytest.raises(NotRecorded, match="metagraph"):
        _ = record.metagraph
    with pytest.raises(NotRecorded, match=r"which subnet\? the record holds netuids 1, 3"):
        record.epochs()


def test_a_record_without_epochs_says_so() -> None:
    record = RecordBuilder().finish(blocks=30)
    assert str(record) == "no epoch has finished (30 blocks)"
    with pytest.raises(NotRecorded, match="holds no finished epoch"):
        record.at()


def test_equal_refusals_between_two_epochs_share_a_row() -> None:
    builder, toy = RecordBuilder(), Toy(honest=1, lazy=0)
    names = {"names": toy.names, "roles": toy.roles, "kinds": toy.kinds}

    def refuse(block: int, count: int = 1) -> None:
        builder.add_refusal(
            block, 1, hotkey="5F", name="judge-0", call="set_weights", error="X", count=count
        )

    refuse(10)
    refuse(20, count=2)
    builder.add_epoch(1, 0, toy.step(0)[1], **names)
    refuse(400)
    table = builder.finish().refusals
    assert list(table) == [spec.name for spec in REFUSAL_COLUMNS]
    assert table["block"].tolist() == [10, 400]
    assert table["count"].tolist() == [3, 1]


def test_only_refusals_before_the_first_epoch_wait_for_a_permit() -> None:
    toy = Toy(honest=1, lazy=0)
    builder = RecordBuilder()
    known, late = (Hotkey.from_name(f"1/{name}").ss58 for name in ("judge-0", "judge-9"))
    for block, hotkey, error in [
        (100, known, "NeuronNoValidatorPermit"),
        (100, known, "SettingWeightsTooFast"),
        (400, known, "NeuronNoValidatorPermit"),
        (400, late, "NeuronNoValidatorPermit"),
    ]:
        if block == 400 and hotkey == known:
            labels = {"names": toy.names, "roles": toy.roles, "kinds": toy.kinds}
            builder.add_epoch(1, 0, toy.step(0)[1], **labels)
        builder.add_refusal(block, 1, hotkey=hotkey, name="", call="set_weights", error=error)
    assert builder.finish().waiting_for_permit().tolist() == [True, False, False, True]


def test_labels_must_be_one_per_uid() -> None:
    toy = Toy()
    _, metagraph = toy.step(0)
    with pytest.raises(RecordError, match="roles: expected 20, one per uid, got 3"):
        RecordBuilder().add_epoch(
            1, 0, metagraph, names=toy.names, roles=["Judge"] * 3, kinds=toy.kinds
        )


def test_columns_of_another_kind_or_length_are_refused() -> None:
    columns: dict[str, Any] = dict(hello().neurons)
    with pytest.raises(RecordError, match=r"column emission: .* uint64, got 1 of float64"):
        Record(columns | {"emission": columns["emission"].astype(float)})
    with pytest.raises(RecordError, match="equal lengths"):
        Record(columns | {"uid": columns["uid"][1:]})
    with pytest.raises(RecordError, match="missing or unknown: rank"):
        Record(columns | {"rank": columns["uid"]})
    with pytest.raises(RecordError, match="column name: expected text"):
        Record(columns | {"name": columns["uid"]})


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        hello().meta = {}


def test_differences_are_named_and_wall_time_is_none() -> None:
    record = build(epochs=2)
    assert record == build(epochs=2, wall_seconds=99.0, taox_version="9.9")
    assert record.differences(build(epochs=2, state_hash="00")) == ["meta state_hash"]
    other = build(Toy(seed=8), epochs=2)
    assert record != other
    assert record.differences(other)[:1] == ["neurons"]
    assert record != "something else"


def test_to_dict_is_json() -> None:
    data = hello().to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["meta"]["seed"] == 7
    assert data["neurons"]["emission"] == hello().neurons["emission"].tolist()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_plain_leaves_json_alone(value: object) -> None:
    assert plain(value) == value


def test_plain_turns_what_a_chain_holds_into_json() -> None:
    key = Hotkey.from_name("alice")
    assert plain({"who": key, "raw": b"\x01\xff", "n": np.uint64(2**63)}) == {
        "who": key.ss58,
        "raw": "01ff",
        "n": 2**63,
    }
    with pytest.raises(TypeError, match="got object"):
        plain(object())


def test_repr_and_str() -> None:
    record = hello()
    assert repr(record) == "<Record subnet 1: 20 epochs, block 7200>"
    assert "12  honest-8   Honest" in str(record)
