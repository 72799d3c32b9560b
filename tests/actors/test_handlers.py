"""Handlers: the table built when a class is created, and every misuse refused there."""

import textwrap
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import trio

import taox.actors as ta


class Ping(ta.Request[int]):
    number: int = 0


class Pong(ta.Request[int]):
    number: int = 0


class Note(ta.Message):
    text: str = ""


class Lines(ta.StreamRequest[str]):
    count: int = 1


def class_from(source: str) -> Any:
    """Create an actor class from a class body, as a module of its own would."""
    scope: dict[str, Any] = {"AsyncIterator": AsyncIterator, "Iterator": Iterator, "Any": Any}
    scope |= {"ta": ta, "Ping": Ping, "Pong": Pong, "Note": Note, "Lines": Lines}
    body = textwrap.indent(textwrap.dedent(source), "    ")
    exec(f"class Made(ta.Actor):\n{body}", scope)  # noqa: S102 - the point of the test
    return scope["Made"]


MISUSE = {
    "no annotation": (
        """
        @ta.handles
        def f(self, message) -> int: return 1
        """,
        "annotate message with its message class",
    ),
    "no return annotation": (
        """
        @ta.handles
        def f(self, message: Ping): return 1
        """,
        "annotate what it returns",
    ),
    "not a message": (
        """
        @ta.handles
        def f(self, message: int) -> int: return 1
        """,
        "is not a Message class",
    ),
    "the base class": (
        """
        @ta.handles
        def f(self, message: ta.Message) -> None: pass
        """,
        "is not a Message class",
    ),
    "no message": (
        """
        @ta.handles
        def f(self) -> int: return 1
        """,
        "takes self and one message",
    ),
    "two messages": (
        """
        @ta.handles
        def f(self, message: Ping, other: Pong) -> int: return 1
        """,
        "takes self and one message",
    ),
    "keyword only": (
        """
        @ta.handles
        def f(self, *, message: Ping) -> int: return 1
        """,
        "takes self and one message",
    ),
    "wrong reply type": (
        """
        @ta.handles
        def f(self, message: Ping) -> str: return ""
        """,
        "returns str, but Ping is answered by int",
    ),
    "an answer to a tell": (
        """
        @ta.handles
        def f(self, message: Note) -> int: return 1
        """,
        "returns int, but Note is answered by NoneType",
    ),
    "unknown name": (
        """
        @ta.handles
        def f(self, message: "Unknown") -> int: return 1
        """,
        "messages must exist before their handlers",
    ),
    "duplicate": (
        """
        @ta.handles
        def f(self, message: Ping) -> int: return 1
        @ta.handles
        def g(self, message: Ping) -> int: return 1
        """,
        "f and g both handle Ping",
    ),
    "blocking async": (
        """
        @ta.handles
        @ta.blocking
        async def f(self, message: Ping) -> int: return 1
        """,
        "@blocking is for a def",
    ),
    "blocking outside": (
        """
        @ta.blocking
        @ta.handles
        def f(self, message: Ping) -> int: return 1
        """,
        "put @blocking under @handles",
    ),
    "generator": (
        """
        @ta.handles
        def f(self, message: Lines) -> Iterator[str]: yield ""
        """,
        "only an async def may yield",
    ),
    "stream answered once": (
        """
        @ta.handles
        async def f(self, message: Lines) -> str: return ""
        """,
        "annotate it as AsyncIterator|answered by an async def that yields",
    ),
    "request answered by a stream": (
        """
        @ta.handles
        async def f(self, message: Ping) -> int: yield 1
        """,
        "answered by an async def that yields",
    ),
    "stream of another type": (
        """
        @ta.handles
        async def f(self, message: Lines) -> AsyncIterator[int]: yield 1
        """,
        "returns int, but Lines is answered by str",
    ),
    "stream without iterator": (
        """
        @ta.handles
        async def f(self, message: Lines) -> str: yield ""
        """,
        r"annotate it as AsyncIterator\[str\]",
    ),
    "not a function": (
        """
        f = ta.handles(staticmethod(lambda self, message: 1))
        """,
        "goes on a plain method",
    ),
    "raises no exceptions": (
        """
        @ta.handles(raises=(int,))
        def f(self, message: Ping) -> int: return 1
        """,
        "must be a tuple of Exception classes",
    ),
    "raises a BaseException": (
        """
        @ta.handles(raises=(KeyboardInterrupt,))
        def f(self, message: Ping) -> int: return 1
        """,
        "must be a tuple of Exception classes",
    ),
    "no mailbox": ("mailbox = 256", "mailbox must be a Mailbox"),
    "no turns": ("max_turns = 0", "max_turns must be a positive int"),
}


@pytest.mark.parametrize("case", MISUSE)
def test_misuse_fails_when_the_class_is_created(case: str) -> None:
    source, complaint = MISUSE[case]
    with pytest.raises(ta.HandlerError, match=complaint):
        class_from(source)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((0,), "positive int"),
        ((True,), "positive int"),
        ((2.5,), "positive int"),
        ((1, "sometimes"), "must be one of block, reject"),
    ],
)
def test_a_mailbox_checks_its_arguments(arguments: Any, complaint: str) -> None:
    with pytest.raises(ta.HandlerError, match=complaint):
        ta.Mailbox(*arguments)


class Base(ta.Actor):
    @ta.handles
    def ping(self, message: Ping) -> int:
        return 1

    @ta.handles
    def note(self, message: Note) -> None: ...


def test_a_subclass_inherits_and_overrides() -> None:
    class Child(Base):
        @ta.handles
        def ping(self, message: Ping) -> int:
            return 2

        @ta.handles
        def pong(self, message: Pong) -> int:
            return 3

    assert {row.name for row in Child.__handlers__.values()} == {"ping", "note", "pong"}
    assert Child.__handlers__[Ping].function is Child.ping
    assert Base.__handlers__[Ping].function is Base.ping


def test_an_override_must_say_that_it_handles() -> None:
    with pytest.raises(ta.HandlerError, match="hides the handler of Ping"):

        class Child(Base):
            def ping(self, message: Ping) -> int:
                return 2


def test_another_name_for_an_inherited_message_is_a_duplicate() -> None:
    with pytest.raises(ta.HandlerError, match="ping and other both handle Ping"):

        class Child(Base):
            @ta.handles
            def other(self, message: Ping) -> int:
                return 2


def test_text_annotations_may_name_classes_of_a_function() -> None:
    class Local(ta.Request[int]):
        pass

    class Actor(ta.Actor):
        @ta.handles
        def local(self, message: "Local") -> "int":
            return 1

    assert list(Actor.__handlers__) == [Local]


async def test_two_messages_with_one_tag_do_not_meet(
    system: ta.System, virtual_clock: trio.abc.Clock
) -> None:
    class Other(ta.Request[int], tag="Ping"):
        pass

    class Second(ta.Actor):
        @ta.handles
        def other(self, message: Other) -> int:
            return 1

    await system.start(Base)
    with pytest.raises(ta.HandlerError, match=r"the tag 'Ping' of .*Other belongs to .*Ping"):
        await system.start(Second)
    with pytest.raises(ta.HandlerError, match="two messages with the tag 'Ping'"):

        class Both(Base):
            @ta.handles
            def other(self, message: Other) -> int:
                return 1


async def test_what_cannot_be_sent_is_said_at_once(
    system: ta.System, virtual_clock: trio.abc.Clock
) -> None:
    ref = await system.start(Base)
    with pytest.raises(ta.NoHandler, match="/base-1 has no handler for Pong"):
        await ref.ask(Pong())
    with pytest.raises(ta.MessageError, match="Note is no Request"):
        await ref.ask(Note())  # type: ignore[arg-type]
    with pytest.raises(ta.MessageError, match="7 is not a Message"):
        await ref.tell(7)  # type: ignore[arg-type]
    with pytest.raises(ta.MessageError, match=r"Lines is a StreamRequest: use Ref\.stream"):
        await ref.tell(Lines())
    with pytest.raises(ta.NoHandler):
        async for _ in ref.stream(Lines()):
            pass
    with pytest.raises(ta.MessageError, match="Ping is no StreamRequest"):
        async for _ in ref.stream(Ping()):  # type: ignore[arg-type]
            pass
    with pytest.raises(ta.HandlerError, match="takes an Actor class"):
        await system.start(int)  # type: ignore[arg-type]


class Blocker(ta.Actor):
    @ta.handles
    @ta.blocking
    def ping(self, message: Ping) -> int:
        self.where = trio.lowlevel.in_trio_task()
        return self.turn.id


async def test_blocking_work_runs_inline_in_virtual_time(
    system: ta.System, virtual_clock: trio.abc.Clock
) -> None:
    ref = await system.start(Blocker)
    assert await ref.ask(Ping()) == 1
    assert ref._cell.actor.where is True
    assert trio.current_time() == 0


async def test_blocking_work_runs_in_a_thread_in_real_time() -> None:
    async with ta.System() as system:
        ref = await system.start(Blocker)
        assert await ref.ask(Ping()) == 1
        assert ref._cell.actor.where is False
