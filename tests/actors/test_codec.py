"""Bytes: arrays as aligned read-only segments, limits, and one error for all garbage."""

import contextlib
import random
from typing import Any, Self

import msgpack  # type: ignore[import-untyped]
import msgspec
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taox.actors import CodecError, Message, Request, codec
from taox.actors.envelope import ALIGNMENT, DTYPES, Envelope, Limits, pack, pack_parts, unpack


class Key:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __msgpack__(self) -> bytes:
        return self.raw

    @classmethod
    def __from_msgpack__(cls, raw: object) -> Self:
        if not isinstance(raw, bytes) or len(raw) != 4:
            raise ValueError("a key has four bytes")
        return cls(raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)


class Tree(Message):
    value: int
    children: list["Tree"] = []


class Batch(Request[npt.NDArray[np.int64]]):
    name: str
    key: Key
    weights: npt.NDArray[np.float32]
    keys: dict[str, Key] = {}
    extra: np.ndarray[Any, Any] | None = None
    tree: Tree | None = None
    anything: Any = None


def batch(**changes: Any) -> Batch:
    values: dict[str, Any] = {
        "name": "näme",
        "key": Key(b"abcd"),
        "weights": np.arange(6, dtype=np.float32).reshape(2, 3),
    }
    return Batch(**values | changes)


def frame_of(message: Message) -> bytes | bytearray | memoryview:
    body, arrays = codec.encode(message)
    return pack(Envelope("tell", 3, "/there", 1.5, body, arrays))


def decoded(frame: bytes | bytearray | memoryview, kind: Any = Batch) -> Any:
    envelope = unpack(frame)
    return codec.decode(envelope.body, kind, envelope.arrays)


def test_round_trip_of_everything() -> None:
    sent = batch(
        keys={"a": Key(b"1234")},
        extra=np.array(5, np.int8),
        tree=Tree(1, [Tree(2), Tree(3, [Tree(4)])]),
        anything=[1, {"x": None}],
    )
    got = codec.copy(sent, Batch)
    assert (got.name, got.key, got.keys, got.tree) == (sent.name, sent.key, sent.keys, sent.tree)
    assert got.anything == [1, {"x": None}]
    np.testing.assert_array_equal(got.weights, sent.weights)
    assert got.extra is not None
    assert got.extra.shape == ()


def test_arrays_are_aligned_read_only_views_of_the_frame() -> None:
    frame = frame_of(batch(extra=np.arange(1000, dtype=np.uint16)))
    got = decoded(frame)
    for array in (got.weights, got.extra):
        assert array.ctypes.data % ALIGNMENT == 0
        assert not array.flags.writeable
        assert np.shares_memory(array, np.frombuffer(frame, np.uint8))


@pytest.mark.parametrize("code", list(DTYPES))
def test_every_allowed_dtype_survives(code: str) -> None:
    values = np.array([0, 1, 1], np.dtype(code))
    body, arrays = codec.encode(values)
    got = codec.copy(values, np.ndarray)
    assert (body, len(arrays)) == (b"\x00", 1)
    assert got.dtype == values.dtype
    np.testing.assert_array_equal(got, values)


@pytest.mark.parametrize("shape", [(0,), (3, 0, 2), ()])
def test_empty_arrays_and_scalars_keep_their_shape(shape: tuple[int, ...]) -> None:
    got = codec.copy([np.zeros(shape), np.ones(1)], list[np.ndarray])
    assert [array.shape for array in got] == [shape, (1,)]


def test_big_endian_and_strided_arrays_arrive_portable() -> None:
    big = np.arange(10, dtype=">i4")[::-2]
    got = codec.copy(big, np.ndarray)
    assert got.dtype.str == "<i4"
    assert got.tolist() == big.tolist()


@pytest.mark.parametrize(
    "array",
    [
        np.array([object()]),
        np.array(["text"]),
        np.zeros(2, [("a", np.int8)]),
        np.array(["2026-01-01"], "M8[D]"),
    ],
)
def test_other_dtypes_are_refused(array: np.ndarray[Any, Any]) -> None:
    with pytest.raises(CodecError, match="cannot travel"):
        codec.copy(array, np.ndarray)


def test_an_annotated_dtype_is_checked() -> None:
    with pytest.raises(CodecError, match="array of float32 is expected, not of float64"):
        codec.copy(batch(weights=np.zeros(3)), Batch)


def test_a_value_without_encoding_is_named() -> None:
    with pytest.raises(CodecError, match="a Random has no encoding"):
        codec.encode(batch(anything=random.Random(1)))


def test_a_type_that_refuses_its_bytes_is_a_codec_error() -> None:
    with pytest.raises(CodecError, match="four bytes"):
        codec.copy(batch(key=Key(b"long key")), Batch)


def test_depth_is_limited_and_never_a_recursion_error() -> None:
    tree = Tree(0)
    for _ in range(200):
        tree = Tree(0, [tree])
    body, _ = codec.encode(tree)
    with pytest.raises(CodecError, match="deeper than 64"):
        codec.decode(body, Tree)
    for deep in (b"\x91" * 100_000, b"\x81\x00" * 100_000, b"\xdc\x00\x01" * 100_000):
        with pytest.raises(CodecError):
            codec.decode(deep, Any)
    for _ in range(100_000):
        tree = Tree(0, [tree])
    with pytest.raises(CodecError, match="cannot encode"):
        codec.encode(tree)


def test_wide_bodies_are_not_deep() -> None:
    rows: list[Any] = [
        [number, {"k": [-number, 1.5, "x" * 40, b"\x91" * 70]}] for number in range(500)
    ]
    assert codec.copy(rows, Any) == rows


def test_limits_are_checked_before_anything_is_allocated() -> None:
    frame = frame_of(batch(weights=np.zeros((100, 100), np.float32)))
    with pytest.raises(CodecError, match="limit 1000"):
        unpack(frame, Limits(frame=1000))
    with pytest.raises(CodecError, match="too many arrays"):
        unpack(frame_of(batch(extra=np.zeros(1))), Limits(arrays=1))
    with pytest.raises(CodecError, match="limit 4"):
        codec.decode(b"\x95" + bytes(5), Any, limits=Limits(body=4))


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ([["|O", [1], 0, 8]], "dtype"),
        ([[7, [1], 0, 8]], "dtype"),
        ([["<f4", [1], 0, 8]], "disagree"),
        ([["<f4", [-1], 0, -4]], "no shape"),
        ([["<f4", [2**40, 2**40], 0, 4]], "disagree"),
        ([["<f4", [2**40], 0, 2**42]], "beyond"),
        ([["<f4", [1], 64, 4]], "touch"),
        ([["<f4", [1], 0, 4], ["<f4", [1], 0, 4]], "touch"),
        ([["<f4", [1] * 17, 0, 4]], "header|no shape"),
        ([["<f4", [1], 0]], "four fields"),
        ([1], "four fields"),
    ],
)
def test_a_false_segment_table_is_refused(table: Any, complaint: str) -> None:
    header = msgpack.packb(["tell", 0, "/x", None, b"\x00", table])
    frame = len(header).to_bytes(4, "little") + header
    frame += bytes(-len(frame) % 64) + bytes(128)
    with pytest.raises(CodecError, match=complaint):
        unpack(frame, Limits(arrays=4))


@pytest.mark.parametrize(
    "header",
    [
        [],
        ["tell", 0, "/x", None, b""],
        [1, 0, "/x", None, b"", []],
        ["tell", -1, "/x", None, b"", []],
        ["tell", True, "/x", None, b"", []],
        ["tell", 0, "/x", "soon", b"", []],
        ["tell", 0, "/x", float("nan"), b"", []],
        ["tell", 0, "/x", None, "text", []],
        ["tell", 0, "/x", None, b"", {}],
        {"kind": "tell"},
    ],
)
def test_a_false_header_is_refused(header: Any) -> None:
    packed = msgpack.packb(header)
    with pytest.raises(CodecError):
        unpack(len(packed).to_bytes(4, "little") + packed)


def test_parts_joined_are_the_frame() -> None:
    body, arrays = codec.encode(batch(extra=np.arange(100)))
    envelope = Envelope("ask", 1, "/x", 0.5, body, arrays)
    assert b"".join(map(bytes, pack_parts(envelope))) == bytes(pack(envelope))


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**64 - 1)
        | st.floats(allow_nan=False)
        | st.text()
        | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_msgpack_and_msgspec_write_interchangeable_bytes(value: Any) -> None:
    assert msgpack.unpackb(codec.encode(value)[0]) == value
    assert codec.decode(msgpack.packb(value), Any) == value
    assert msgspec.msgpack.encode(value) == codec.encode(value)[0]


def check_only_codec_errors(frame: bytes) -> bool:
    try:
        decoded(frame)
    except CodecError:
        return False
    return True


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_message_or_one_error(junk: bytes) -> None:
    check_only_codec_errors(junk)
    check_only_codec_errors(len(junk).to_bytes(4, "little") + junk)
    with contextlib.suppress(CodecError):
        codec.decode(junk, Batch, [np.zeros(1, np.float32)])


def test_a_hundred_thousand_mutations_give_a_message_or_one_error() -> None:
    source = random.Random(20260701)
    good = bytes(frame_of(batch(tree=Tree(1, [Tree(2)]), extra=np.arange(3), anything=[{"a": 1}])))
    accepted = 0
    for number in range(100_000):
        if number % 4 == 0:
            frame = bytearray(source.randbytes(source.randrange(120)))
        else:
            frame = bytearray(good)
            for _ in range(source.randrange(1, 4)):
                frame[source.randrange(min(len(frame), 140))] = source.randrange(256)
            if number % 4 == 3:
                del frame[source.randrange(len(frame)) :]
        accepted += check_only_codec_errors(bytes(frame))
    assert 0 < accepted < 50_000
