"""Failures of one actor: in a handler, around its start, around its end, in its turns."""

from typing import Any

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

import taox.actors as ta
from situations import Do, Part, Situation, Table, Tell, Wide, World, check

SITUATIONS = Table()
situation = SITUATIONS.situation


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


@pytest.mark.parametrize("name", SITUATIONS)
def test_situation(name: str) -> None:
    check(SITUATIONS[name])


def test_the_table_is_not_cut_short() -> None:
    assert len(SITUATIONS) >= 50
