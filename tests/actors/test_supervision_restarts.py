"""What survives a restart, how often there is one, and after which pause."""

import pytest
import trio

from situations import Part, Table, World, check

SITUATIONS = Table()
situation = SITUATIONS.situation


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


@pytest.mark.parametrize("name", SITUATIONS)
def test_situation(name: str) -> None:
    check(SITUATIONS[name])
