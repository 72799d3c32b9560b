"""Frames: the envelope around a message body, and the array segments behind it.

A frame is::

    length of the header, 4 bytes little-endian
    header: MessagePack array [kind, id, target, remaining, body, segment table]
    padding to 64 bytes, then each array at a multiple of 64 bytes

The segment table lists ``[dtype, shape, offset, bytes]`` per array, offsets counted from the end
of the padded header. Arrays never go inside MessagePack, so decoding one is a view and no copy.
Everything is checked against `Limits` before anything is allocated from it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgpack  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from taox.actors.errors import CodecError

__all__ = ["DTYPES", "Envelope", "Limits", "pack", "pack_parts", "unpack"]

Array = npt.NDArray[Any]
Buffer = bytes | bytearray | memoryview

ALIGNMENT = 64
_PREFIX = 4

# Little-endian everywhere; object, structured and text dtypes could smuggle in anything.
DTYPES: dict[str, np.dtype[Any]] = {
    code: np.dtype(code)
    for code in (
        *("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8"),
        *("<f2", "<f4", "<f8", "<c8", "<c16"),
    )
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a decoder accepts.

    Attributes:
        frame: Bytes of a whole frame, arrays included.
        body: Bytes of the MessagePack body.
        depth: Nesting of arrays and maps in a body.
        arrays: Number of array segments.
        dimensions: Dimensions of one array.
    """

    frame: int = 64 * 2**20
    body: int = 8 * 2**20
    depth: int = 64
    arrays: int = 256
    dimensions: int = 16


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a receiver must know before it looks at the body.

    Attributes:
        kind: ``tell``, ``ask``, ``reply``, ``error`` …
        id: Number of the ask, chosen by the asker; 0 for a tell.
        target: Path of the actor.
        remaining: Seconds until the deadline; None when there is none. Never a clock time.
        body: MessagePack of the message.
        arrays: Its arrays, read-only.
    """

    kind: str
    id: int
    target: str
    remaining: float | None
    body: bytes
    arrays: Sequence[Array] = ()


def pack_parts(envelope: Envelope) -> list[Buffer]:
    """The frame as buffers to be written one after the other, arrays not copied.

    Raises:
        CodecError: If an array's dtype is not in `DTYPES`.
    """
    table, tail = [], list[Buffer]()
    end = 0
    for array in map(_portable, envelope.arrays):
        table.append([array.dtype.str, array.shape, end, array.nbytes])
        gap = -array.nbytes % ALIGNMENT
        tail += [array.reshape(-1).view(np.uint8).data, bytes(gap)]
        end += array.nbytes + gap
    header = msgpack.packb(
        [envelope.kind, envelope.id, envelope.target, envelope.remaining, envelope.body, table]
    )
    prefix = len(header).to_bytes(_PREFIX, "little")
    padding = bytes(-(_PREFIX + len(header)) % ALIGNMENT) if table else b""
    return [prefix + header + padding, *tail]


def pack(envelope: Envelope) -> Buffer:
    r"""The frame as one read-only buffer; with arrays it begins at a multiple of 64 bytes.

    Raises:
        CodecError: If an array's dtype is not in `DTYPES`.

    Example:
        >>> frame = pack(Envelope("tell", 0, "/miner", None, b"\x90"))
        >>> unpack(frame).target
        '/miner'
    """
    parts = pack_parts(envelope)
    if len(parts) == 1:
        return parts[0]
    sizes = [memoryview(part).nbytes for part in parts]
    room = np.empty(sum(sizes) + ALIGNMENT, np.uint8)
    start = -room.ctypes.data % ALIGNMENT
    frame = room.data[start : start + sum(sizes)]
    position = 0
    for part, size in zip(parts, sizes, strict=True):
        frame[position : position + size] = part
        position += size
    return frame.toreadonly()


def unpack(frame: Buffer, limits: Limits = Limits()) -> Envelope:
    """Read a frame; its arrays are read-only views into `frame`.

    Raises:
        CodecError: If the frame is malformed or exceeds a limit. Nothing else is ever raised,
            whatever the bytes.
    """
    view = memoryview(frame)
    _require(view.nbytes <= limits.frame, f"frame of {view.nbytes} bytes, limit {limits.frame}")
    _require(view.nbytes >= _PREFIX, "frame shorter than its prefix")
    end = _PREFIX + int.from_bytes(view[:_PREFIX], "little")
    _require(end <= view.nbytes, f"header ends at {end} in a frame of {view.nbytes} bytes")
    kind, number, target, remaining, body, table = _header(view[_PREFIX:end], limits)
    start = end + (-end % ALIGNMENT if table else 0)
    arrays, end = _segments(view, start, table, limits)
    _require(end == view.nbytes, f"{view.nbytes - end} bytes behind the frame")
    return Envelope(kind, number, target, remaining, body, arrays)


def _header(view: memoryview, limits: Limits) -> tuple[Any, ...]:
    try:
        header = msgpack.unpackb(
            view,
            max_str_len=4096,
            max_bin_len=limits.body,
            max_array_len=max(limits.arrays, limits.dimensions, 6),
            max_map_len=0,
            max_ext_len=0,
        )
    except Exception as error:  # noqa: BLE001 - msgpack raises half a dozen kinds
        raise CodecError(f"unreadable header: {error!r}") from None
    _require(isinstance(header, list) and len(header) == 6, "a header has six fields")
    kind, number, target, remaining, body, table = header
    _require(isinstance(kind, str) and isinstance(target, str), "kind and target are text")
    _require(type(number) is int and number >= 0, "an id is a natural number")
    _require(
        remaining is None or (isinstance(remaining, float | int) and not math.isnan(remaining)),
        "remaining time is a number of seconds",
    )
    _require(isinstance(body, bytes), "a body is bytes")
    _require(isinstance(table, list) and len(table) <= limits.arrays, "too many arrays")
    return tuple(header)


def _segments(
    view: memoryview, start: int, table: list[Any], limits: Limits
) -> tuple[tuple[Array, ...], int]:
    arrays = []
    end = start
    for entry in table:
        _require(isinstance(entry, list) and len(entry) == 4, "a segment has four fields")
        code, shape, offset, size = entry
        dtype = DTYPES.get(code) if isinstance(code, str) else None
        if dtype is None:
            raise CodecError(f"dtype {code!r} is not allowed")
        _require(_is_shape(shape, limits.dimensions), f"{shape!r} is no shape")
        _require(type(offset) is int and start + offset == end, "segments must touch")
        count = math.prod(shape)
        _require(type(size) is int and size == count * dtype.itemsize, "shape and size disagree")
        after = end + size + -size % ALIGNMENT
        _require(after <= view.nbytes, "an array reaches beyond the frame")
        array = np.frombuffer(view, dtype, count, end).reshape(shape)
        array.flags.writeable = False
        arrays.append(array)
        end = after
    return tuple(arrays), end


def _is_shape(shape: Any, dimensions: int) -> bool:
    return (
        isinstance(shape, list)
        and len(shape) <= dimensions
        and all(type(length) is int and 0 <= length < 2**48 for length in shape)
    )


def _portable(array: Array) -> Array:
    """The same values in C order and little-endian."""
    dtype = array.dtype.newbyteorder("<")
    if dtype.str not in DTYPES:
        raise CodecError(f"arrays of dtype {array.dtype} cannot travel; allowed: {list(DTYPES)}")
    return np.asarray(array, dtype, order="C")


def _require(condition: bool, complaint: str) -> None:
    if not condition:
        raise CodecError(complaint)
