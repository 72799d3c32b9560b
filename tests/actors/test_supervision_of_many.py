"""Failures among siblings: strategies, supervisors that give up, stops that meet restarts."""

from typing import Any

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

import taox.actors as ta
from situations import Part, Situation, Table, Tell, World, check

SITUATIONS = Table()
situation = SITUATIONS.situation


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


@situation(
    states={"team": "shutdown 1", "a": "shutdown 1", "b": "shutdown 1", "c": "shutdown 1"},
    dead={"crashed": 1},
)
async def a_group_restart_meets_a_stop(w: World) -> None:
    await w.team(strategy="one_for_all")
    await w.tell("c", "x", 3)
    await w.tell("b", "error")
    await w.rest()
    await w.system.stop(w.refs["team"])
    assert trio.current_time() == 3


@situation(states={"team": "shutdown 1", "a": "shutdown 1", "c": "shutdown 1"})
async def a_child_is_stopped_during_a_group_restart(w: World) -> None:
    await w.team(strategy="one_for_all")
    await w.tell("c", "x", 3)
    await w.tell("b", "error")
    await w.rest()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(w.system.stop, w.refs["c"])
        nursery.start_soon(w.system.stop, w.refs["a"])
        await w.rest(4)
    assert w.state("b") == "running 2"
    await w.system.stop(w.refs["team"])


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
    check(SITUATIONS[name])


def test_the_table_is_not_cut_short() -> None:
    assert len(SITUATIONS) >= 30
