"""Messages: frozen, typed, tagged, checked when the class is created."""

from typing import Any, Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from taox.actors import Message, MessageError, Request, codec
from taox.actors.message import reply_type

R = TypeVar("R")


class Point(Message):
    x: int
    y: float = 0.0


class Locate(Request[Point]):
    name: str


class Field(Message):
    weights: npt.NDArray[np.float32]
    mask: np.ndarray[Any, Any] | None = None


def test_a_message_is_frozen_and_positional() -> None:
    point = Point(1, 2.0)
    assert point == Point(x=1, y=2.0)
    assert hash(point) == hash(Point(1, 2.0))
    with pytest.raises(AttributeError):
        point.x = 3  # type: ignore[misc]
    assert codec.encode(point)[0] == msgspec.msgpack.encode(["Point", 1, 2.0])


def test_the_tag_is_the_class_name_unless_given() -> None:
    class Renamed(Point, tag="point/2"):
        z: int = 0

    class Child(Point):
        pass

    assert codec.encode(Renamed(1))[0] == msgspec.msgpack.encode(["point/2", 1, 0.0, 0])
    assert codec.encode(Child(1))[0] == msgspec.msgpack.encode(["Child", 1, 0.0])


def test_a_request_binds_its_reply_type() -> None:
    class Narrower(Locate):
        pass

    class Base(Request[R], Generic[R]):
        pass

    class Concrete(Base[int]):
        pass

    class Nothing(Request[None]):
        pass

    assert reply_type(Locate) is Point
    assert reply_type(Narrower) is Point
    assert reply_type(Concrete) is int
    assert reply_type(Nothing) is type(None)
    with pytest.raises(MessageError, match="reply type"):
        reply_type(Base)


class Opaque:
    pass


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: type("Bare", (Request,), {}), "name the reply type"),
        (lambda: _request("Later"), "must exist before"),
        (lambda: _request(Opaque), "Opaque has no __msgpack__"),
        (lambda: _request(list[Opaque]), "Opaque has no __msgpack__"),
        (lambda: _message(Opaque), "a field cannot travel"),
        (lambda: _message(dict[str, Opaque | None]), "a field cannot travel"),
        (lambda: _message(int, frozen=False), "frozen= is fixed"),
        (lambda: _message(int, array_like=False), "array_like= is fixed"),
        (lambda: _message(int, tag=7), "non-empty string"),
        (lambda: _message(int, tag=""), "non-empty string"),
    ],
)
def test_misuse_fails_when_the_class_is_created(make: Any, complaint: str) -> None:
    with pytest.raises(MessageError, match=complaint):
        make()


def _request(reply: Any) -> Any:
    class Made(Request[reply]):
        pass

    return Made


def _message(annotation: Any, **options: Any) -> Any:
    class Made(Message, **options):
        field: annotation

    return Made


def test_array_fields_become_read_only_views() -> None:
    mine = np.ones(3, np.float32)
    field = Field(mine)
    assert field.weights.base is mine
    with pytest.raises(ValueError, match="read-only"):
        field.weights[0] = 2
    assert mine.flags.writeable


class OldPoint(Message, tag="evolved"):
    x: int


class NewPoint(Message, tag="evolved"):
    x: int
    y: int = 7


def test_fields_may_be_appended_and_both_sides_understand() -> None:
    newer, _ = codec.encode(NewPoint(1, 2))
    older, _ = codec.encode(OldPoint(1))
    assert codec.decode(newer, OldPoint) == OldPoint(1)
    assert codec.decode(older, NewPoint) == NewPoint(1, 7)
