"""Failure: a table of situations, and what is left of the actors after each.

Every row says what is started, what happens, and what must hold when everything is quiet again:
the state and incarnation of each actor, what the asker got, which hooks ran, and whether the
system itself failed.
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


SITUATIONS: dict[str, Situation] = {}


def situation(**expected: Any) -> Callable[[Callable[[World], Awaitable[None]]], None]:
    def note(act: Callable[[World], Awaitable[None]]) -> None:
        SITUATIONS[act.__name__] = Situation(act, **expected)

    return note


# One actor: policy by what went wrong in a handler.


def crash_with(error: str, restart: str | None, state: str, **expected: Any) -> None:
    for way in ("ask", "tell"):

        async def act(w: World, way: str = way) -> None:
            await w.part(restart=restart)
            await (w.ask if way == "ask" else w.tell)("p", error)
            await w.rest()

        got = {"got": expected["got"]} if way == "ask" and "got" in expected else {}
        rest = {key: value for key, value in expected.items() if key != "got"}
        SITUATIONS[f"{way} {error}, {restart}"] = Situation(act, {"p": state}, **got, **rest)


for policy, state_after, unhandled_after in (
    ("permanent", "running 2", 0),
    ("transient", "running 2", 0),
    ("temporary", "crashed 1", 0),
    (None, "crashed 1", 1),
):
    crash_with(
        "error",
        policy,
        state_after,
        got=["ActorFault"],
        unhandled=unhandled_after,
        dead={"crashed": 1},
    )
crash_with("group", "permanent", "running 2", got=["ActorFault"])
crash_with("refuse", None, "running 1", got=["Known"], unhandled=0, dead={})
crash_with("declared", None, "running 1", got=["LookupError"], unhandled=0, dead={})
crash_with("full", None, "running 1", got=["MailboxFull"], unhandled=0, dead={})
crash_with("panic", "permanent", "crashed 1", got=["ActorFault"], fails="ActorFault")
crash_with("panic", "temporary", "crashed 1", got=["ActorFault"], fails="ActorFault")
crash_with("stop", "permanent", "running 2", got=["stop 1"], unhandled=0)
crash_with("stop", "transient", "stopped 1", got=["stop 1"], unhandled=0)
crash_with("stop", "temporary", "stopped 1", got=["stop 1"], unhandled=0)


# Around the start.


@situation(got=["ActorFault"], log=[], unhandled=0)
async def crash_in_init(w: World) -> None:
    with pytest.raises(ta.ActorFault, match="/p crashed in __init__: ValueError: boom"):
        await w.part("p", "init=error", restart="permanent")
    await w.rest(60)
    assert w.system.statistics().actors == 0


@situation(got=["ActorFault"], log=["p:started"], unhandled=0)
async def crash_in_started(w: World) -> None:
    with pytest.raises(ta.ActorFault, match="/p crashed in started"):
        await w.part("p", "started=error", restart="permanent")
    await w.rest(60)
    assert w.system.statistics().actors == 0


@situation(fails="ActorFault")
async def panic_in_started(w: World) -> None:
    with pytest.raises(ta.ActorFault, match="PanicException"):
        await w.part("p", "started=panic", restart="permanent")
    await w.rest(60)


@situation(states={"p": "running 3"}, log=["p:started"] * 3 + ["p:do 2"])
async def crash_in_started_of_a_restart(w: World) -> None:
    faults: list[str] = []
    w.refs["p"] = await w.system.start(Part, w.log, faults, name="p", restart="permanent")
    faults.append("started=error")
    await w.tell("p", "error")
    await w.rest(1)
    w.log[:] = [entry for entry in w.log if "stopping" not in entry]
    w.log.append("p:" + await w.refs["p"].ask(Do("do")))
    del w.log[-2]


@situation(states={"p": "running 3"})
async def crash_in_init_of_a_restart(w: World) -> None:
    faults: list[str] = []
    w.refs["p"] = await w.system.start(Part, w.log, faults, name="p", restart="permanent")
    faults.append("init=error")
    await w.tell("p", "error")
    await w.rest(1)


@situation(log=["p:started"])
async def start_is_cancelled(w: World) -> None:
    with trio.move_on_after(3) as scope:
        await w.part("p", "started=hang")
    assert scope.cancelled_caught
    await w.rest()
    assert w.system.statistics().actors == 0
    assert trio.current_time() == 3


@situation(states={"p": "running 1"})
async def name_is_free_again_after_a_failed_start(w: World) -> None:
    with pytest.raises(ta.ActorFault):
        await w.part("p", "started=error")
    await w.part("p")


@situation(states={"p": "running 1"})
async def name_is_taken(w: World) -> None:
    await w.part("p")
    with pytest.raises(ValueError, match="/p exists already"):
        await w.part("p")
    for name in ("", "a/b", "a b"):
        with pytest.raises(ValueError, match="a name is text"):
            await w.part(name)


# Around the end.


@situation(states={"p": "shutdown 1"}, log=["p:started", "p:x", "p:y", "p:stopping shutdown"])
async def stop_finishes_what_is_queued(w: World) -> None:
    ref = await w.part(restart="permanent")
    await w.tell("p", "x", 1)
    await w.tell("p", "y", 1)
    await w.system.stop(ref)
    assert trio.current_time() == 2


@situation(
    states={"p": "killed 1"},
    log=["p:started", "p:x"],
    dead={"stopped": 2, "interrupted": 1},
    got=["ActorStopped"],
)
async def stop_cuts_off_after_its_time(w: World) -> None:
    ref = await w.part(stop_within=1.5)
    await w.tell("p", "x", 1)
    await w.tell("p", "y", 1)
    await w.tell("p", "z", 1)
    await w.system.stop(ref)
    assert trio.current_time() == 1.5
    await w.ask("p", "late")


@situation(states={"p": "shutdown 1"}, got=["ActorStopped"])
async def asks_during_a_drain_are_refused(w: World) -> None:
    ref = await w.part()
    await w.tell("p", "x", 2)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(w.system.stop, ref)
        await wait_all_tasks_blocked()
        await w.ask("p", "late")
        assert not ref.try_tell(Tell("late"))
        assert trio.current_time() == 0


@situation(states={"p": "crashed 1"}, dead={"crashed": 1, "stopped": 1}, unhandled=1)
async def crash_during_a_drain(w: World) -> None:
    ref = await w.part()
    await w.tell("p", "error", 1)
    await w.tell("p", "x", 1)
    await w.system.stop(ref)
    await w.rest()


@situation(states={"p": "crashed 1"}, unhandled=0)
async def crash_during_a_drain_does_not_restart(w: World) -> None:
    ref = await w.part(restart="permanent")
    await w.tell("p", "error", 1)
    await w.system.stop(ref)
    await w.rest(60)


@situation(states={"p": "crashed 1"}, unhandled=1)
async def crash_in_stopping(w: World) -> None:
    ref = await w.part("p", "stopping=error")
    await w.system.stop(ref)
    await w.rest()


@situation(states={"p": "killed 1"}, log=["p:started", "p:stopping shutdown"])
async def hang_in_stopping(w: World) -> None:
    ref = await w.part("p", "stopping=hang", stop_within=2)
    await w.system.stop(ref)
    assert trio.current_time() == 2


@situation(states={"p": "running 2"})
async def crash_in_stopping_after_a_crash(w: World) -> None:
    faults = ["stopping=error"]
    w.refs["p"] = await w.system.start(Part, w.log, faults, name="p", restart="permanent")
    await w.tell("p", "error")
    await w.rest()


@situation(states={"p": "running 2"})
async def hang_in_stopping_after_a_crash(w: World) -> None:
    faults = ["stopping=hang"]
    w.refs["p"] = await w.system.start(
        Part, w.log, faults, name="p", restart="permanent", stop_within=4
    )
    await w.tell("p", "error")
    await w.rest(5)


@situation(states={"p": "killed 1"}, log=["p:started"], got=["ActorStopped"], unhandled=0)
async def kill_in_the_middle_of_a_turn(w: World) -> None:
    ref = await w.part(restart="temporary")
    await w.tell("p", "x", 10)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(w.ask, "p", "queued")
        await wait_all_tasks_blocked()
        w.system.kill(ref)
    assert trio.current_time() == 0


@situation(states={"p": "running 2"}, got=["queued 1"])
async def kill_restarts_by_policy(w: World) -> None:
    ref = await w.part(restart="transient")
    await w.tell("p", "x", 10)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(w.ask, "p", "queued")
        await wait_all_tasks_blocked()
        w.system.kill(ref)


@situation(states={"p": "shutdown 1"})
async def kill_of_the_dead_does_nothing(w: World) -> None:
    ref = await w.part()
    await w.system.stop(ref)
    w.system.kill(ref)
    await w.system.stop(ref)


@situation(states={"p": "killed 1"})
async def kill_while_stopping(w: World) -> None:
    ref = await w.part("p", "stopping=hang", stop_within=100)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(w.system.stop, ref)
        await wait_all_tasks_blocked()
        w.system.kill(ref)
    assert trio.current_time() == 0


@situation(states={"p": "shutdown 2"})
async def stop_while_waiting_for_a_restart(w: World) -> None:
    ref = await w.part(restart="permanent")
    w.refs["p"] = ref
    await w.tell("p", "error")
    await w.rest()
    await w.tell("p", "error")
    await w.rest()
    assert w.state("p") == "restarting 2"
    await w.system.stop(ref)
    assert trio.current_time() == 0
    await w.rest(60)


@situation(states={"p": "shutdown 1"})
async def stop_twice_at_once(w: World) -> None:
    ref = await w.part()
    await w.tell("p", "x", 1)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(w.system.stop, ref)
        nursery.start_soon(w.system.stop, ref)


# Turns that end badly.


@situation(states={"p": "running 2"}, unhandled=0)
async def crash_while_cancelled(w: World) -> None:
    ref = await w.part(restart="permanent")
    with pytest.raises(ta.ActorError):
        await w.refs["p"].ask(Do("nothing"), timeout=-1)
    await w.tell("p", "cleanup", 10)
    await w.rest()
    ref._cell.workers[0].end_turn()
    await w.rest()


@situation(states={"p": "crashed 1"}, unhandled=0)
async def crash_while_killed(w: World) -> None:
    ref = await w.part(restart="temporary")
    await w.tell("p", "cleanup", 10)
    await w.rest()
    w.system.kill(ref)
    await w.rest()


@situation(states={"p": "running 2"}, dead={"crashed": 1})
async def two_crashes_in_one_turn(w: World) -> None:
    await w.part(restart="permanent")
    await w.tell("p", "two")
    await w.rest(2)


@situation(states={"p": "running 2"}, dead={"crashed": 1, "interrupted": 1}, log=["p:started"] * 2)
async def two_turns_crash_at_once(w: World) -> None:
    await w.part(kind=Wide, restart="permanent")
    await w.tell("p", "error", 1)
    await w.tell("p", "error", 1)
    await w.rest(2)
    w.log[:] = [entry for entry in w.log if "stopping" not in entry]


@situation(states={"p": "running 2"}, got=["ActorFault"])
async def one_turns_crash_cuts_off_the_other(w: World) -> None:
    await w.part(kind=Wide, restart="permanent")
    await w.tell("p", "x", 10)
    await w.ask("p", "error")
    await w.rest(1)
    assert "p:x" not in w.log


@situation(states={"p": "running 2"}, log=["p:started", "p:stopping crashed", "p:started"])
async def crash_in_background_work(w: World) -> None:
    faults = ["started=background"]
    w.refs["p"] = await w.system.start(Part, w.log, faults, name="p", restart="permanent")
    await w.rest(2)


@situation(states={"p": "crashed 1"}, unhandled=1, got=["ActorStopped"])
async def crash_in_background_work_during_a_turn(w: World) -> None:
    await w.part("p", "started=background")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(w.tell, "p", "x", 5)
        nursery.start_soon(w.rest, 2)
    await w.ask("p", "late")


@situation(states={"p": "shutdown 1"}, log=["p:started", "p:stopping shutdown"], unhandled=0)
async def background_work_dies_with_its_actor(w: World) -> None:
    ref = await w.part("p", "started=background")
    await w.system.stop(ref)
    await w.rest(5)


@situation(states={"p": "running 1"}, log=["p:started", "p:x"], dead={})
async def a_shielded_turn_ends_in_its_own_time(w: World) -> None:
    ref = await w.part()
    await w.tell("p", "shield", 3)
    await w.rest()
    ref._cell.workers[0].end_turn()
    await w.tell("p", "x")
    await w.rest(4)
    assert "p:shield" not in w.log


# Mailbox and state over a restart.


@situation(
    states={"p": "running 2"},
    got=["x 3"],
    dead={"crashed": 1},
    log=["p:started", "p:stopping crashed", "p:started", "p:y", "p:x"],
)
async def queued_messages_survive_in_order(w: World) -> None:
    await w.part(restart="permanent")
    await w.tell("p", "error")
    await w.tell("p", "y")
    await w.ask("p", "x")


@situation(states={"p": "running 2"}, got=["x 1"])
async def snapshot_crashes(w: World) -> None:
    await w.part("p", "snapshot=error", restart="permanent")
    await w.tell("p", "error")
    await w.ask("p", "x")


@situation(states={"p": "running 3"}, got=["x 1"])
async def restore_crashes(w: World) -> None:
    # `restore` failed with the state, so the next incarnation begins without it.
    await w.part("p", "restore=error", restart="permanent")
    await w.tell("p", "error")
    await w.ask("p", "x")


@situation(states={"p": "crashed 1"}, got=["ActorStopped"], dead={"crashed": 1, "stopped": 1})
async def queued_asks_learn_that_it_does_not_come_back(w: World) -> None:
    await w.part(restart="temporary")
    await w.tell("p", "error", 1)
    await w.ask("p", "x")


@situation(states={"p": "running 2"}, got=["ActorStopped", "ActorFault", "Restarted", "x 1"])
async def a_pinned_ref_notices(w: World) -> None:
    ref = await w.part(restart="permanent")
    w.refs["pin"] = ref.pinned()
    assert w.refs["pin"] != ref
    await w.ask("pin", "error")
    await w.rest()
    await w.ask("pin", "x")
    await w.ask("p", "x")
    w.got.insert(0, "ActorStopped")
    w.got[-1] = "x 1"


# Intensity and back-off.


@situation(states={"p": "running 4"})
async def restarts_pause_longer_each_time(w: World) -> None:
    await w.part(restart="permanent")
    for expected in (0.0, 0.1, 0.2):
        began = trio.current_time()
        await w.tell("p", "error")
        await w.ask("p", "x")
        assert trio.current_time() - began == pytest.approx(expected)


@situation(states={"p": "crashed 4"}, fails="RestartsExhausted")
async def one_failure_too_many(w: World) -> None:
    await w.part(restart="permanent")
    for _ in range(4):
        await w.tell("p", "error")
    await w.rest(20)


@situation(states={"p": "crashed 4"}, fails="RestartsExhausted")
async def an_actor_that_always_fails_to_start_again(w: World) -> None:
    faults: list[str] = []
    w.refs["p"] = await w.system.start(Part, w.log, faults, name="p", restart="permanent")
    faults += ["started=error"] * 10
    await w.tell("p", "error")
    await w.rest(60)


@situation(states={"p": "running 11"}, fails="")
async def old_failures_are_forgiven(w: World) -> None:
    await w.part(restart="permanent")
    for _ in range(10):
        await w.tell("p", "error")
        await w.rest(6)


@situation(states={"p": "crashed 3", "q": "running 1"}, fails="RestartsExhausted")
async def restarts_are_counted_together(w: World) -> None:
    await w.part("p", restart="permanent")
    await w.part("q", restart="permanent")
    for name in ("p", "q", "p", "q"):
        await w.tell(name, "error")
    await w.rest(10)
    raise AssertionError("unreachable")


# Strategies.


def strategy(name: str, victim: str, running: dict[str, str], restart: Any = "permanent") -> None:
    async def act(w: World) -> None:
        await w.team(strategy=name, restart=restart)
        await w.tell(victim, "error")
        await w.rest(1)

    label = restart if isinstance(restart, str) else "mixed"
    SITUATIONS[f"{name}, {victim} crashes, {label}"] = Situation(
        act, {"team": "running 1", **running}
    )


ONE, TWO = "running 1", "running 2"
strategy("one_for_one", "a", {"a": TWO, "b": ONE, "c": ONE})
strategy("one_for_one", "c", {"a": ONE, "b": ONE, "c": TWO})
strategy("rest_for_one", "a", {"a": TWO, "b": TWO, "c": TWO})
strategy("rest_for_one", "b", {"a": ONE, "b": TWO, "c": TWO})
strategy("rest_for_one", "c", {"a": ONE, "b": ONE, "c": TWO})
strategy("one_for_all", "b", {"a": TWO, "b": TWO, "c": TWO})
strategy("one_for_all", "b", {"a": TWO, "b": TWO, "c": TWO}, "transient")
strategy("one_for_all", "b", {"a": ONE, "b": "crashed 1", "c": ONE}, "temporary")
MIXED = {"a": "permanent", "b": "transient", "c": "temporary"}
strategy("one_for_all", "a", {"a": TWO, "b": TWO, "c": "shutdown 1"}, MIXED)
strategy("one_for_all", "b", {"a": TWO, "b": TWO, "c": "shutdown 1"}, MIXED)
strategy("one_for_all", "c", {"a": ONE, "b": ONE, "c": "crashed 1"}, MIXED)
strategy("rest_for_one", "b", {"a": ONE, "b": TWO, "c": "shutdown 1"}, MIXED)
strategy("one_for_one", "c", {"a": ONE, "b": ONE, "c": "crashed 1"}, MIXED)


@situation(
    log=[
        *("a:started", "b:started", "c:started", "b:stopping crashed"),
        *("c:stopping restarting", "a:stopping restarting"),
        *("a:started", "b:started", "c:started"),
    ],
)
async def one_for_all_stops_in_reverse_and_starts_in_order(w: World) -> None:
    await w.team(strategy="one_for_all")
    await w.tell("b", "error")
    await w.rest(1)
    w.log[:] = w.log[:9]


@situation(states={"a": "running 2", "b": "running 2", "c": "running 2"}, got=["x 1"])
async def siblings_keep_their_mailboxes_in_a_group_restart(w: World) -> None:
    await w.team(strategy="one_for_all")
    await w.tell("c", "long", 3)
    await w.tell("c", "kept")
    await w.tell("a", "error")
    await w.ask("b", "x")
    await w.rest(5)
    assert w.log.count("c:kept") == 1
    assert w.log.index("c:long") < w.log.index("c:kept")
    w.got[:] = ["x 1"]


@situation(states={"a": "running 3", "b": "running 3", "c": "running 2"})
async def a_sibling_fails_to_start_in_a_group_restart(w: World) -> None:
    await w.team(strategy="one_for_all")
    w.faults["b"].append("started=error")
    await w.tell("a", "error")
    await w.rest(2)


@situation(states={"a": "running 2", "b": "running 2", "c": "running 2"})
async def all_children_crash_at_once(w: World) -> None:
    await w.team(strategy="one_for_one")
    for name in "abc":
        await w.tell(name, "error")
    await w.rest(1)


@situation(states={"team": "running 2", "a": "running 2", "b": "running 5", "c": "running 2"})
async def a_supervisor_gives_up_and_is_restarted(w: World) -> None:
    await w.team(up="permanent")
    for _ in range(4):
        await w.tell("b", "error")
    await w.tell("c", "kept", 0)
    await w.rest(3)
    assert w.log.count("c:kept") == 1


@situation(states={"team": "crashed 1", "a": "shutdown 1", "b": "shutdown 4"}, unhandled=1)
async def a_supervisor_gives_up_for_good(w: World) -> None:
    await w.team(up=None)
    for _ in range(4):
        await w.tell("b", "error")
    await w.rest(3)
    fault = w.system.unhandled[0]
    assert "RestartsExhausted: /team gives up: /team/b failed after 3 restarts" in fault.error
    assert isinstance(fault.__cause__, ta.RestartsExhausted)
    assert isinstance(fault.__cause__.__cause__, ta.ActorFault)
    assert fault.__cause__.__cause__.path == "/team/b"


@situation(fails="RestartsExhausted")
async def giving_up_rises_to_the_system(w: World) -> None:
    await w.team(up="permanent", intensity=0)
    for _ in range(5):
        w.refs["b"].try_tell(Tell("error"))
        await w.rest(0.5)


@situation(fails="ActorFault")
async def a_panic_below_a_supervisor_is_fatal(w: World) -> None:
    await w.team(up="permanent")
    await w.tell("b", "panic")
    await w.rest(1)


@situation(
    states={"team": "shutdown 1", "a": "shutdown 1", "b": "shutdown 1", "c": "shutdown 1"},
    log=[f"{name}:started" for name in "abc"] + [f"{name}:stopping shutdown" for name in "cba"],
)
async def a_supervisor_stops_its_children_in_reverse(w: World) -> None:
    await w.team()
    await w.system.stop(w.refs["team"])


@situation(states={"team": "killed 1", "a": "shutdown 1"}, log=[f"{n}:started" for n in "abc"])
async def a_killed_supervisor_takes_its_children_along(w: World) -> None:
    await w.team(up="temporary")
    w.system.kill(w.refs["team"])
    await w.rest()


@situation(states={"team": "running 2", "a": "running 2", "b": "running 2", "c": "running 2"})
async def a_killed_supervisor_comes_back_with_its_children(w: World) -> None:
    await w.team(up="permanent")
    w.system.kill(w.refs["team"])
    await w.rest(1)


@situation(states={"team": "running 2", "extra": "running 2"})
async def a_child_started_from_outside_comes_back_too(w: World) -> None:
    await w.team(up="permanent")
    w.refs["extra"] = await w.system.start(
        Part, w.log, [], name="extra", restart="permanent", under=w.refs["team"]
    )
    w.system.kill(w.refs["team"])
    await w.rest(1)


@situation(states={"p": "running 1"})
async def under_must_be_a_supervisor(w: World) -> None:
    ref = await w.part()
    with pytest.raises(ValueError, match="is no supervisor"):
        await w.part("q", under=ref)


@situation(states={"team": "running 1", "b": "shutdown 1", "a": "running 1"})
async def one_child_is_stopped(w: World) -> None:
    await w.team()
    await w.system.stop(w.refs["b"])
    await w.rest(10)


@situation(states={"p": "crashed 1"}, got=["down /p crashed", "down /p crashed", "again"])
async def watchers_are_told_once(w: World) -> None:
    ref = await w.part(restart="temporary")

    async def watch() -> None:
        async for down in ref.watch():
            w.got.append(f"down {down.ref.path} {down.reason.kind}")

    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch)
        await wait_all_tasks_blocked()
        await w.tell("p", "error")
    await watch()
    w.got.append("again")


@situation(states={"p": "stopped 3"}, got=["down stopped"])
async def restarts_are_not_the_end_for_a_watcher(w: World) -> None:
    ref = await w.part(restart="transient")
    watch = ref.watch()
    for what in ("error", "error", "stop"):
        await w.tell("p", what)
    w.got.append(f"down {(await watch).reason}")


@pytest.mark.parametrize("name", SITUATIONS)
def test_situation(name: str) -> None:
    expected = SITUATIONS[name]
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


def test_there_are_at_least_sixty_situations() -> None:
    assert len(SITUATIONS) >= 60
