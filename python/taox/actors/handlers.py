"""Handlers: which method answers which message, found once, when the class is created."""

import inspect
import sys
import types
import typing
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from taox.actors.errors import HandlerError
from taox.actors.message import Message, MessageMeta, Request, StreamRequest

__all__ = ["Handler", "blocking", "collect", "handles"]

F = TypeVar("F", bound=Callable[..., Any])

_MARK = "_taox_handles"
_BLOCKING = "_taox_blocking"


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """One row of a dispatch table.

    Attributes:
        message: The message class.
        reply: Type of the answer; None for a message that is only told.
        answers: It returns one answer to an asker.
        name: Name of the method.
        function: The method, unbound.
        waits: It is an `async def`: it has its own turn on the actor's task.
        inline: It may run at once on an asker's stack.
        blocking: It runs in a worker thread in real time.
        streams: It is an async generator: each item it yields goes to the asker.
        raises: Exception classes that answer the asker and are no crash.
    """

    message: type[Message]
    reply: Any
    answers: bool
    name: str
    function: Callable[[Any, Any], Any]
    waits: bool
    inline: bool
    blocking: bool
    streams: bool
    raises: tuple[type[Exception], ...]


@overload
def handles(function: F, /) -> F: ...
@overload
def handles(*, raises: tuple[type[Exception], ...] = ...) -> Callable[[F], F]: ...
def handles(
    function: F | None = None, /, *, raises: tuple[type[Exception], ...] = ()
) -> F | Callable[[F], F]:
    """Mark a method as the handler of the message its parameter is annotated with.

    A `def` handler is atomic and may run at once on the asker's stack. An `async def` handler
    runs on the actor's own task; it is cancelled when the deadline passes or the asker goes away.

    Args:
        function: The method, when the decorator is used without parentheses.
        raises: Exceptions that answer the asker instead of crashing the actor, beside `Refused`.

    Raises:
        HandlerError: Not exactly one annotated parameter, an annotation that is no message class,
            a return annotation that is not the request's reply type, or `raises` that are not
            exception classes.

    Example:
        >>> class Square(Request[int]):
        ...     x: int
        >>> class Miner:
        ...     @handles
        ...     def square(self, message: Square) -> int:
        ...         return message.x ** 2
    """
    frame = sys._getframe(1)
    if function is not None:
        return _mark(function, (), frame)
    if not all(isinstance(kind, type) and issubclass(kind, Exception) for kind in raises):
        raise HandlerError(f"raises= must be a tuple of Exception classes, not {raises!r}")
    return lambda method: _mark(method, raises, frame)


def blocking(function: F) -> F:
    """Let a `def` handler block: a worker thread in real time, inline in virtual time.

    The actor works on nothing else meanwhile. A thread cannot be cancelled: when the deadline
    passes, the asker is told so and the thread's result is thrown away once it comes. In the
    thread, `self` may be used freely, but nothing of Trio.

    Raises:
        HandlerError: If the function is an `async def`.

    Example:
        >>> class Train(Request[float]):
        ...     steps: int
        >>> class Trainer:
        ...     @handles
        ...     @blocking
        ...     def train(self, message: Train) -> float:
        ...         return sum(1 / (step + 1) for step in range(message.steps))
    """
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise HandlerError(f"{function.__qualname__}: @blocking is for a def, not an async def")
    if hasattr(function, _MARK):
        raise HandlerError(f"{function.__qualname__}: put @blocking under @handles")
    setattr(function, _BLOCKING, True)
    return function


def collect(cls: type) -> dict[type[Message], Handler]:
    """The dispatch table of an actor class, its bases' handlers included.

    Raises:
        HandlerError: Two methods handle one message, or a method hides an inherited handler
            without being one.
    """
    table: dict[type[Message], Handler] = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            handler = getattr(value, _MARK, None)
            if handler is None:
                _refuse_hidden(cls, base, name, table)
                continue
            known = table.get(handler.message)
            if known is not None and known.name != name:
                raise HandlerError(
                    f"{cls.__name__}: {known.name} and {name} both handle "
                    f"{handler.message.__name__}"
                )
            table = {key: row for key, row in table.items() if row.name != name}
            table[handler.message] = handler
    _refuse_one_tag(cls, table)
    return table


def _mark(function: F, raises: tuple[type[Exception], ...], frame: types.FrameType) -> F:
    where = getattr(function, "__qualname__", repr(function))
    if not isinstance(function, types.FunctionType):
        raise HandlerError(f"{where}: @handles goes on a plain method, above nothing but @blocking")
    if inspect.isgeneratorfunction(function):
        raise HandlerError(f"{where}: only an async def may yield, to answer a StreamRequest")
    hints = _hints(function, frame)
    parameters = list(inspect.signature(function).parameters.values())
    if len(parameters) != 2 or parameters[1].kind not in _POSITIONAL:
        raise HandlerError(f"{where}: a handler takes self and one message")
    message = hints.get(parameters[1].name)
    if message is None:
        raise HandlerError(f"{where}: annotate {parameters[1].name} with its message class")
    if not isinstance(message, MessageMeta) or message in _ROOTS:
        raise HandlerError(f"{where}: {message!r} is not a Message class")
    _check_return(where, message, hints)
    streams = inspect.isasyncgenfunction(function)
    if streams != issubclass(message, StreamRequest):
        raise HandlerError(
            f"{where}: a StreamRequest, and nothing else, is answered by an async def that yields"
        )
    waits = inspect.iscoroutinefunction(function)
    blocks = hasattr(function, _BLOCKING)
    reply = getattr(message, "__reply__", None)
    row = Handler(
        typing.cast("type[Message]", message),
        reply,
        reply is not None and not streams,
        function.__name__,
        function,
        waits=waits,
        inline=not (waits or blocks or streams),
        blocking=blocks,
        streams=streams,
        raises=raises,
    )
    setattr(function, _MARK, row)
    return typing.cast("F", function)


_ROOTS = (Message, Request, StreamRequest)
_ITERATORS = (AsyncIterator, AsyncGenerator, AsyncIterable)
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def _check_return(where: str, message: Any, hints: dict[str, Any]) -> None:
    if "return" not in hints:
        raise HandlerError(f"{where}: annotate what it returns")
    returned = hints["return"]
    expected = getattr(message, "__reply__", None) or type(None)
    if issubclass(message, StreamRequest):
        if typing.get_origin(returned) not in _ITERATORS:
            raise HandlerError(f"{where}: annotate it as AsyncIterator[{_name(expected)}]")
        returned = typing.get_args(returned)[0]
    if returned in (expected, Any, typing.NoReturn):
        return
    if isinstance(returned, type) and isinstance(expected, type) and issubclass(returned, expected):
        return
    raise HandlerError(
        f"{where}: returns {_name(returned)}, but {message.__name__} is answered by "
        f"{_name(expected)}"
    )


def _refuse_hidden(cls: type, base: type, name: str, table: dict[type[Message], Handler]) -> None:
    for row in table.values():
        if row.name == name:
            raise HandlerError(
                f"{cls.__name__}: {base.__name__}.{name} hides the handler of "
                f"{row.message.__name__}; mark it with @handles too"
            )


def _refuse_one_tag(cls: type, table: dict[type[Message], Handler]) -> None:
    tags: dict[Any, type[Message]] = {}
    for message in table:
        tag = message.__struct_config__.tag
        if tag in tags:
            raise HandlerError(f"{cls.__name__} handles two messages with the tag {tag!r}")
        tags[tag] = message


def _hints(function: types.FunctionType, frame: types.FrameType) -> dict[str, Any]:
    annotations = function.__annotations__
    if not any(isinstance(value, str) for value in annotations.values()):
        return {name: type(None) if value is None else value for name, value in annotations.items()}
    try:
        return typing.get_type_hints(function, localns=_enclosing_scope(function, frame))
    except NameError as error:
        raise HandlerError(
            f"{function.__qualname__}: {error}; messages must exist before their handlers"
        ) from None


def _enclosing_scope(function: types.FunctionType, frame: types.FrameType) -> dict[str, Any]:
    """Names of the functions around a class, which text annotations may mean."""
    names = [part for part in function.__qualname__.split(".") if part != "<locals>"]
    frames: list[types.FrameType] = []
    around: types.FrameType | None = frame
    while around is not None and len(frames) < len(names) - 1:
        frames.append(around)
        around = around.f_back
    scope: dict[str, Any] = {}
    for each in reversed(frames):
        scope.update(each.f_locals)
    return scope


def _name(annotation: Any) -> str:
    return str(getattr(annotation, "__name__", annotation))
