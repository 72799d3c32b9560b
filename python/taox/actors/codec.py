"""Message bodies: typed MessagePack by msgspec, with arrays set aside as segments.

A body is decoded only into a type that the receiver named; nothing is ever imported by name.
"""

import typing
from collections.abc import Sequence
from functools import cache, partial
from typing import Any, TypeVar

import msgspec
import numpy as np

from taox.actors.envelope import Array, Envelope, Limits, pack, unpack
from taox.actors.errors import CodecError
from taox.actors.message import check_encodable, is_by_reference, is_custom

__all__ = ["copy", "decode", "encode"]

T = TypeVar("T")

_LIMITS = Limits()


def encode(value: object, refs: list[Any] | None = None) -> tuple[bytes, list[Array]]:
    r"""Encode a message or a reply: its body, and the arrays that travel behind it.

    In the body an array is the number of its segment.

    Args:
        value: The message or reply.
        refs: Takes the refs in it, which have no bytes; in the body they are numbers too.

    Raises:
        CodecError: If some part of `value` has no encoding.

    Example:
        >>> encode([1, 2])
        (b'\x92\x01\x02', [])
    """
    arrays: list[Array] = []
    try:
        return msgspec.msgpack.encode(value, enc_hook=partial(_set_aside, arrays, refs)), arrays
    except CodecError:
        raise
    except (RecursionError, TypeError, ValueError, OverflowError) as error:
        raise CodecError(f"cannot encode a {type(value).__name__}: {error}") from None


def _set_aside(arrays: list[Array], refs: list[Any] | None, part: Any) -> Any:
    if type(part) is np.ndarray:
        arrays.append(part)
        return len(arrays) - 1
    if is_custom(type(part)):
        return part.__msgpack__()
    if refs is not None and is_by_reference(type(part)):
        refs.append(part)
        return len(refs) - 1
    raise CodecError(f"a {type(part).__name__} has no encoding: {part!r:.80}")


def decode(
    body: bytes,
    annotation: Any,
    arrays: Sequence[Array] = (),
    limits: Limits = _LIMITS,
    *,
    refs: Sequence[Any] = (),
) -> Any:
    r"""Decode a body into the type the receiver expects.

    A longer array than the type has fields is accepted, and so is a shorter one whose missing
    fields have defaults.

    Raises:
        CodecError: If the bytes are malformed, of another type, or nested too deeply. Nothing
            else is ever raised, whatever the bytes.

    Example:
        >>> decode(b"\x92\x01\x02", tuple[int, int])
        (1, 2)
    """
    if len(body) > limits.body:
        raise CodecError(f"body of {len(body)} bytes, limit {limits.body}")
    check_depth(body, limits.depth)

    try:
        return _body_decoder(annotation).decode(body, arrays, refs)
    except CodecError:
        raise
    except (msgspec.DecodeError, RecursionError, ValueError, TypeError, OverflowError) as error:
        raise CodecError(f"not a {_name(annotation)}: {error}") from None


def copy(value: T, annotation: Any, kind: str = "tell", target: str = "") -> T:
    """The value as a receiver on the other end of a wire would get it.

    Raises:
        CodecError: If it cannot be encoded, or does not decode into `annotation`.
    """
    refs: list[Any] = []
    body, arrays = encode(value, refs)
    envelope = unpack(pack(Envelope(kind, 0, target, None, body, arrays)))
    return typing.cast("T", decode(envelope.body, annotation, envelope.arrays, refs=refs))


class _BodyDecoder:
    """A msgspec decoder for one type, and the arrays of the body it is working on."""

    __slots__ = ("_arrays", "_decoder", "_refs")

    def __init__(self, annotation: Any) -> None:
        check_encodable(annotation)
        self._arrays: Sequence[Array] = ()
        self._refs: Sequence[Any] = ()
        self._decoder = msgspec.msgpack.Decoder(annotation, dec_hook=self._restore)

    def decode(self, body: bytes, arrays: Sequence[Array], refs: Sequence[Any]) -> Any:
        # A restored type may itself decode a body of the same type.
        outer = self._arrays, self._refs
        self._arrays, self._refs = arrays, refs
        try:
            return self._decoder.decode(body)
        finally:
            self._arrays, self._refs = outer

    def _restore(self, cls: Any, part: Any) -> Any:
        if (typing.get_origin(cls) or cls) is np.ndarray:
            return _array(cls, part, self._arrays)
        if is_by_reference(cls):
            if type(part) is not int or not 0 <= part < len(self._refs):
                raise CodecError(f"ref {part!r} of {len(self._refs)}")
            return self._refs[part]
        try:
            return cls.__from_msgpack__(part)
        except CodecError:
            raise
        except Exception as error:
            raise CodecError(f"{cls.__name__} refuses {part!r:.80}: {error}") from error


_body_decoder = cache(_BodyDecoder)


def _array(cls: Any, part: Any, arrays: Sequence[Array]) -> Array:
    if type(part) is not int or not 0 <= part < len(arrays):
        raise CodecError(f"array segment {part!r} of {len(arrays)}")
    array = arrays[part]
    scalar = _scalar(cls)
    if not issubclass(array.dtype.type, scalar):
        raise CodecError(f"an array of {scalar.__name__} is expected, not of {array.dtype}")
    return array


def _scalar(cls: Any) -> type[np.generic]:
    """The scalar type in ``ndarray[shape, dtype[scalar]]``; any, when the annotation is open."""
    for dtype in typing.get_args(cls)[1:]:
        for scalar in typing.get_args(dtype):
            if isinstance(scalar, type) and issubclass(scalar, np.generic):
                return scalar
    return np.generic


def _name(annotation: Any) -> str:
    return str(getattr(annotation, "__name__", annotation))


# Bytes that begin an array or a map. Fewer of them than the limit means no scan is needed.
_OPENERS = bytes([*range(0x80, 0xA0), 0xDC, 0xDD, 0xDE, 0xDF])

# Bytes that follow a type byte: a fixed number, or a length field of this many bytes plus a
# number that is added to the length (ext types carry one type byte).
_FIXED = {0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4}
_FIXED |= {0xD3: 8, 0xD4: 2, 0xD5: 3, 0xD6: 5, 0xD7: 9, 0xD8: 17}
_COUNTED = {0xC4: (1, 0), 0xC5: (2, 0), 0xC6: (4, 0), 0xC7: (1, 1), 0xC8: (2, 1), 0xC9: (4, 1)}
_COUNTED |= {0xD9: (1, 0), 0xDA: (2, 0), 0xDB: (4, 0)}


def check_depth(body: bytes, depth: int) -> None:
    """Refuse a body that nests arrays and maps deeper than `depth`.

    msgspec would recurse on the C stack; this scan does not recurse, and is skipped when the
    body cannot be that deep.

    Raises:
        CodecError: If it is too deep.
    """
    if len(body) - len(body.translate(None, _OPENERS)) <= depth:
        return
    open_items: list[int] = []
    position = 0
    while position < len(body):
        length, items = _element(body, position)
        position += length
        if items:
            open_items.append(items)
            if len(open_items) > depth:
                raise CodecError(f"nested deeper than {depth}")
            continue
        while open_items:
            open_items[-1] -= 1
            if open_items[-1]:
                break
            open_items.pop()


def _element(body: bytes, position: int) -> tuple[int, int]:
    """Bytes of the element's own head and scalar, and the number of elements it opens."""
    kind = body[position]
    if 0x80 <= kind <= 0x8F:
        return 1, 2 * (kind & 0x0F)
    if 0x90 <= kind <= 0x9F:
        return 1, kind & 0x0F
    if 0xA0 <= kind <= 0xBF:
        return 1 + (kind & 0x1F), 0
    if kind in _COUNTED:
        width, extra = _COUNTED[kind]
        return 1 + width + _number(body, position, width) + extra, 0
    if 0xDC <= kind <= 0xDF:
        width = 4 if kind & 1 else 2
        return 1 + width, _number(body, position, width) * (2 if kind >= 0xDE else 1)
    return 1 + _FIXED.get(kind, 0), 0


def _number(body: bytes, position: int, width: int) -> int:
    return int.from_bytes(body[position + 1 : position + 1 + width], "big")
