"""What the tables of failure situations are made of: actors that fail as told, and a check.

Every row of a table says what is started, what happens, and what must hold when everything is
quiet again: the state and incarnation of each actor, what the asker got, which hooks ran, and
whether the system itself failed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

import taox.actors as ta


class PanicException(BaseException):
    """What a panic in a Rust extension looks like."""


class Known(ta.Refused):
    pass


ERRORS: dict[str, Callable[[], BaseException]] = {
    "error": lambda: ValueError("boom"),
    "group": lambda: ExceptionGroup("two", [ValueError("a"), KeyError("b")]),
    "panic": lambda: PanicException("index out of bounds"),
    "refuse": lambda: Known("no"),
    "declared": lambda: LookupError("declared"),
    "full": lambda: ta.MailboxFull("/elsewhere", 1),
}


class Do(ta.Request[str]):
    """Do as told: fail in some way, sleep, stop, or just answer."""

    what: str
    seconds: float = 0.0


class Tell(ta.Message):
    what: str
    seconds: float = 0.0


class Part(ta.Actor):
    """Fails where its `faults` say, each fault once per mention."""

    def __init__(self, log: list[str], faults: list[str]) -> None:
        self.log = log
        self.faults = faults
        self.count = 0
        self.fail("init")

    def note(self, what: str) -> None:
        self.log.append(f"{self.ref.name}:{what}")

    def fail(self, where: str) -> None:
        for fault in list(self.faults):
            place, _, kind = fault.partition("=")
            if place == where:
                self.faults.remove(fault)
                if kind == "hang":
                    return
                raise ERRORS[kind]()  # noqa: RSE102 - a factory

    async def started(self) -> None:
        self.note("started")
        if "started=hang" in self.faults:
            self.faults.remove("started=hang")
            await trio.sleep_forever()
        if "started=background" in self.faults:
            self.faults.remove("started=background")
            self.nursery.start_soon(self.crash_later)
        self.fail("started")

    async def crash_later(self) -> None:
        await trio.sleep(1)
        raise ValueError("background")

    async def stopping(self, reason: ta.StopReason) -> None:
        self.note(f"stopping {reason.kind}")
        if "stopping=hang" in self.faults:
            self.faults.remove("stopping=hang")
            await trio.sleep_forever()
        self.fail("stopping")

    def snapshot(self) -> object:
        self.fail("snapshot")
        return self.count or None

    def restore(self, state: Any) -> None:
        self.fail("restore")
        self.count = state

    @ta.handles(raises=(LookupError,))
    def do(self, message: Do) -> str:
        return self.act(message.what)

    @ta.handles(raises=(LookupError,))
    async def tell(self, message: Tell) -> None:
        if message.what == "cleanup":
            try:
                await trio.sleep(message.seconds)
            finally:
                raise ValueError("while cancelled")
        if message.what == "two":
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self.crash_later)
                nursery.start_soon(self.crash_later)
        if message.what == "shield":
            with trio.CancelScope(shield=True):
                await trio.sleep(message.seconds)
        await trio.sleep(message.seconds)
        self.act(message.what)

    def act(self, what: str) -> str:
        self.count += 1
        if what in ERRORS:
            raise ERRORS[what]()  # noqa: RSE102 - a factory
        if what == "stop":
            self.stop()
        self.note(what)
        return f"{what} {self.count}"


class Wide(Part):
    max_turns = 2


class Team(ta.Supervisor):
    """Three parts, a, b and c, started in this order."""

    def __init__(
        self, log: list[str], faults: dict[str, list[str]], restart: Any, **policy: Any
    ) -> None:
        super().__init__(**policy)
        self.log, self.faults, self.restart = log, faults, restart

    async def started(self) -> None:
        for name in "abc":
            restart = self.restart.get(name) if isinstance(self.restart, dict) else self.restart
            await self.start(
                Part, self.log, self.faults.setdefault(name, []), name=name, restart=restart
            )


class World:
    """One situation: its actors, and what they did."""

    def __init__(self, system: ta.System) -> None:
        self.system = system
        self.log: list[str] = []
        self.faults: dict[str, list[str]] = {}
        self.refs: dict[str, ta.Ref] = {}
        self.got: list[str] = []

    async def part(
        self, name: str = "p", *faults: str, kind: type[Part] = Part, **options: Any
    ) -> ta.Ref:
        try:
            ref = await self.system.start(kind, self.log, list(faults), name=name, **options)
        except ta.ActorError as error:
            self.got.append(type(error).__name__)
            raise
        self.refs[name] = ref
        return ref

    async def team(self, restart: Any = "permanent", up: Any = None, **policy: Any) -> None:
        self.refs["team"] = await self.system.start(
            Team, self.log, self.faults, restart, name="team", restart=up, **policy
        )
        for name in "abc":
            self.refs[name] = self.system.engine.cells[f"/team/{name}"].ref

    async def ask(self, name: str, what: str, seconds: float = 0.0) -> None:
        try:
            self.got.append(await self.refs[name].ask(Do(what, seconds), timeout=50))
        except Exception as error:  # noqa: BLE001 - whatever an asker may get
            self.got.append(type(error).__name__)

    async def tell(self, name: str, what: str, seconds: float = 0.0) -> None:
        await self.refs[name].tell(Tell(what, seconds))

    async def rest(self, seconds: float = 0.0) -> None:
        await wait_all_tasks_blocked()
        if seconds:
            await trio.sleep(seconds)
            await wait_all_tasks_blocked()

    def state(self, name: str) -> str:
        statistics = self.refs[name].statistics()
        return f"{statistics.state} {statistics.incarnation}"


@dataclass
class Situation:
    act: Callable[[World], Awaitable[None]]
    states: dict[str, str] = field(default_factory=dict)
    got: list[str] | None = None
    log: list[str] | None = None
    dead: dict[str, int] | None = None
    unhandled: int | None = None
    fails: str = ""


class Table(dict[str, Situation]):
    """Situations by name, in order."""

    def situation(self, **expected: Any) -> Callable[[Callable[[World], Awaitable[None]]], None]:
        def note(act: Callable[[World], Awaitable[None]]) -> None:
            self[act.__name__] = Situation(act, **expected)

        return note


def check(expected: Situation) -> None:
    """Act, wait until all is quiet, and compare."""
    worlds: list[World] = []

    async def main() -> tuple[dict[str, str], int]:
        async with ta.System() as system:
            w = World(system)
            worlds.append(w)
            await expected.act(w)
            w.log = list(w.log)
            return {key: w.state(key) for key in expected.states}, len(system.unhandled)

    if expected.fails:
        with pytest.raises(BaseExceptionGroup) as caught:
            ta.run(main, seed=3)
        assert type(leaf(caught.value)).__name__ == expected.fails
        return
    states, unhandled = ta.run(main, seed=3)
    w = worlds[0]
    assert states == expected.states
    if expected.got is not None:
        assert w.got == expected.got
    if expected.log is not None:
        assert w.log == expected.log
    if expected.dead is not None:
        assert +w.system.dead_letters.counts == expected.dead
    if expected.unhandled is not None:
        assert unhandled == expected.unhandled


def leaf(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        assert len(error.exceptions) == 1
        error = error.exceptions[0]
    return error
