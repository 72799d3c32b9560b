"""What actors say to each other: frozen typed messages, and requests that bind their reply type."""

import typing
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform

import msgspec
import numpy as np

from taox.actors.errors import MessageError

__all__ = ["Message", "Request", "StreamRequest", "reply_type"]

R_co = TypeVar("R_co", covariant=True)

_FIXED = ("frozen", "array_like", "tag_field", "rename")


# `__init_subclass__` runs before msgspec knows the fields, so the checks live in the metaclass.
class MessageMeta(msgspec.StructMeta):
    """Creates message classes: sets the tag and refuses what could not travel."""

    def __new__(
        mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> "MessageMeta":
        if not any(isinstance(base, MessageMeta) for base in bases) or namespace.get("__root__"):
            return super().__new__(mcls, name, bases, namespace, **options)
        for option in _FIXED:
            if option in options:
                raise MessageError(f"{name}: {option}= is fixed for every message")
        tag = options.setdefault("tag", name)
        if not isinstance(tag, str) or not tag:
            raise MessageError(f"{name}: tag= must be a non-empty string, not {tag!r}")
        cls: Any = super().__new__(mcls, name, bases, namespace, **options)
        if _has_arrays(cls) and "__post_init__" not in namespace:
            # msgspec looks for the hook only while it creates a class, and knows the field types
            # only afterwards; classes without arrays must not pay for a hook per message.
            namespace = {**namespace, "__post_init__": _freeze_arrays}
            cls = super().__new__(mcls, name, bases, namespace, **options)
        _bind_reply(cls, namespace.get("__orig_bases__", ()))
        return cls  # type: ignore[no-any-return]


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Message(msgspec.Struct, frozen=True, array_like=True, tag=True, metaclass=MessageMeta):
    """Something to tell an actor: a frozen struct whose fields travel as a positional array.

    Fields may be numbers, strings, bytes, lists, tuples, dicts, optionals, other messages, numpy
    arrays, refs, and types with `__msgpack__` / `__from_msgpack__`. Append fields only at the end
    and with defaults: then older and newer peers understand each other.

    The tag on the wire is the class name; ``class Score(Message, tag="score/2")`` overrides it.

    Raises:
        MessageError: At class creation, for a field that could not be encoded, or an option that
            every message shares.

    Example:
        >>> class NewBlock(Message):
        ...     number: int
        >>> NewBlock(number=7)
        NewBlock(number=7)
    """


class Request(Message, Generic[R_co]):
    """Something to ask an actor: a message that says what type its answer has.

    The reply type is anything that could be a field of a message, and must exist already when the
    request is declared.

    Raises:
        MessageError: At class creation, when the reply type is missing, is a forward reference or
            cannot be encoded.

    Example:
        >>> class Square(Request[int]):
        ...     x: int
        >>> reply_type(Square)
        <class 'int'>
    """

    __root__: ClassVar[bool] = True
    __reply__: ClassVar[Any] = None


class StreamRequest(Message, Generic[R_co]):
    """Something to stream from an actor: a request with any number of answers, one by one.

    The type of the items obeys the rules for reply types.

    Raises:
        MessageError: At class creation, as for `Request`.

    Example:
        >>> class Tail(StreamRequest[str]):
        ...     lines: int
        >>> reply_type(Tail)
        <class 'str'>
    """

    __root__: ClassVar[bool] = True
    __reply__: ClassVar[Any] = None


def reply_type(request: type[Request[R_co]] | type[StreamRequest[R_co]]) -> Any:
    """The type that answers `request`, or of the items it streams, as it was declared.

    Raises:
        MessageError: If `request` is a tell-only message or still generic.
    """
    reply = getattr(request, "__reply__", None)
    if reply is None:
        raise MessageError(f"{request.__name__} is not a Request with a reply type")
    # NoneType and None are the same annotation; None marks a class without one.
    return reply


def _bind_reply(cls: Any, orig_bases: tuple[Any, ...]) -> None:
    if not hasattr(cls, "__reply__"):
        return
    for base in orig_bases:
        origin = typing.get_origin(base)
        if isinstance(origin, MessageMeta) and hasattr(origin, "__reply__"):
            cls.__reply__ = _checked_reply(cls.__name__, typing.get_args(base)[0])
            return
    if cls.__reply__ is None:
        raise MessageError(f"{cls.__name__}: name the reply type, as in Request[float]")


def _checked_reply(name: str, reply: Any) -> Any:
    if isinstance(reply, TypeVar):
        return None
    if isinstance(reply, str | typing.ForwardRef):
        raise MessageError(f"{name}: the reply type {reply!r} must exist before the request")
    reply = type(None) if reply is None else reply
    try:
        check_encodable(reply)
    except TypeError as error:
        raise MessageError(f"{name}: the reply type {reply!r} cannot travel: {error}") from error
    return reply


def _has_arrays(cls: Any) -> bool:
    """Check the fields, and say whether one of them is an array."""
    try:
        check_encodable(cls)
    except NameError:
        # A field names a class that is declared later; the codec looks again at first use.
        return False
    except TypeError as error:
        raise MessageError(f"{cls.__name__}: a field cannot travel: {error}") from error
    return any(_is_array(field.type) for field in msgspec.inspect.type_info(cls).fields)  # type: ignore[attr-defined]


def _is_array(node: msgspec.inspect.Type) -> bool:
    if isinstance(node, msgspec.inspect.UnionType):
        return any(_is_array(choice) for choice in node.types)
    return isinstance(node, msgspec.inspect.CustomType) and node.cls is np.ndarray


def _freeze_arrays(message: Message) -> None:
    """Replace array fields by read-only views, so that no receiver can write to a sender's data."""
    for name in message.__struct_fields__:
        value = getattr(message, name)
        if isinstance(value, np.ndarray) and value.flags.writeable:
            view = value.view()
            view.flags.writeable = False
            msgspec.structs.force_setattr(message, name, view)


def check_encodable(annotation: Any) -> None:
    """Check that values of this type can be encoded and decoded.

    Raises:
        TypeError: If some part of it is neither a builtin that msgspec knows, nor a numpy array,
            nor a class with both `__msgpack__` and `__from_msgpack__`.
    """
    _check_node(msgspec.inspect.type_info(annotation), set())


def is_by_reference(cls: type) -> bool:
    """Whether values of the class are handed over as they are, as refs are."""
    return getattr(cls, "__by_reference__", False) is True


def is_custom(cls: type) -> bool:
    """Whether the class brings its own encoding."""
    return hasattr(cls, "__msgpack__") and hasattr(cls, "__from_msgpack__")


def _check_node(node: msgspec.inspect.Type, seen: set[int]) -> None:
    if isinstance(node, msgspec.inspect.CustomType):
        if not (node.cls is np.ndarray or is_custom(node.cls) or is_by_reference(node.cls)):
            raise TypeError(
                f"{node.cls.__name__} has no __msgpack__ / __from_msgpack__ and is no builtin"
            )
        return
    if id(node) in seen:
        return
    seen.add(id(node))
    for child in _children(node):
        _check_node(child, seen)


def _children(node: msgspec.inspect.Type) -> list[msgspec.inspect.Type]:
    """The types inside a type: of fields, items, keys, values and alternatives."""
    found: list[msgspec.inspect.Type] = []
    for name in ("item_type", "key_type", "value_type", "type"):
        child = getattr(node, name, None)
        if isinstance(child, msgspec.inspect.Type):
            found.append(child)
    for name in ("item_types", "types"):
        found.extend(getattr(node, name, ()))
    found.extend(field.type for field in getattr(node, "fields", ()))
    return found
