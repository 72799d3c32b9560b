"""Turns: what a handler knows of its message, inline turns, cycles, several at once."""

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

import taox.actors as ta
from ask_worker import Chat, Nap, Now, Who, Worker


async def test_a_turn_knows_sender_principal_and_cause(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Worker)
    assert await ref.ask(Who()) == ("", "None", 1, 0)
    routed = system.route(ref, "alice")
    assert (await routed.ask(Who()))[:2] == ("", "alice")
    assert routed != ref
    assert system.route(ref, "alice") == routed
    relay = await system.start(Asker, routed)
    path, principal, number, cause = await relay.ask(Who())
    assert (path, principal) == ("/asker-1", "alice")
    assert number == cause + 1
    assert await relay.ask(Inline()) == "/asker-1"


class Inline(ta.Request[str]):
    pass


class Asker(ta.Actor):
    def __init__(self, target: ta.Ref) -> None:
        self.target = target

    @ta.handles
    async def who(self, message: Who) -> tuple[str, str, int, int]:
        return await self.target.ask(message)

    @ta.handles
    async def inline(self, message: Inline) -> str:
        got: list[str] = []
        probe = self.probe
        async with trio.open_nursery() as nursery:
            nursery.start_soon(probe, got)
        return got[0]

    async def probe(self, got: list[str]) -> None:
        got.append((await self.target.ask(Who()))[0])


class Self(ta.Actor):
    def __init__(self) -> None:
        self.heard: list[str] = []

    @ta.handles
    def now(self, message: Now) -> float:
        # Inline on the asker's stack, and yet it is this actor that sends.
        self.ref.try_tell(Chat(rounds=0))
        return self.turn.deadline

    @ta.handles
    def chat(self, message: Chat) -> None:
        sender = self.turn.sender
        self.heard.append(sender.path if sender else "")


class AsksSelf(Self):
    @ta.handles
    async def nap(self, message: Nap) -> float:
        return await self.ref.ask(Now())


async def test_an_inline_turn_is_the_callees_own(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Self)
    await ref.ask(Now())
    await wait_all_tasks_blocked()
    assert ref._cell.actor.heard == ["/self-1"]
    with pytest.raises(RuntimeError, match="/self-1 is not in a turn"):
        _ = ref._cell.actor.turn


async def test_asking_oneself_is_a_cycle(system: ta.System, virtual_clock: MockClock) -> None:
    ref = await system.start(AsksSelf, restart="temporary")
    with pytest.raises(ta.ActorFault, match="/asksself-1 → /asksself-1"):
        await ref.ask(Nap(seconds=1))
    assert trio.current_time() == 0


class AsksSelfEarly(Self):
    async def started(self) -> None:
        await self.ref.ask(Now())


async def test_asking_oneself_while_starting_is_a_cycle(
    system: ta.System, virtual_clock: MockClock
) -> None:
    with pytest.raises(ta.ActorFault, match="CallCycle"):
        await system.start(AsksSelfEarly)


class Wide(AsksSelf):
    max_turns = 2


async def test_with_more_turns_a_cycle_is_only_a_full_house(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Wide)
    assert await ref.ask(Nap(seconds=1)) == 30


class Parallel(ta.Actor):
    max_turns = 3

    def __init__(self) -> None:
        self.now = self.most = 0

    @ta.handles
    async def nap(self, message: Nap) -> float:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await trio.sleep(message.seconds)
        finally:
            self.now -= 1
        return self.turn.deadline


async def test_max_turns_run_at_once_each_with_its_own_turn(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Parallel)
    deadlines: list[float] = []

    async def ask(timeout: float) -> None:  # noqa: ASYNC109 - it is what is tested
        deadlines.append(await ref.ask(Nap(seconds=1), timeout=timeout))

    async with trio.open_nursery() as nursery:
        for timeout in range(10, 17):
            nursery.start_soon(ask, timeout)
        await wait_all_tasks_blocked()
        with pytest.raises(ta.DeadlineExceeded):
            await ref.ask(Nap(seconds=9), timeout=0.5)
    assert sorted(deadlines) == list(range(10, 17))
    assert ref._cell.actor.most == 3
    assert trio.current_time() == 3


async def test_a_conversation_of_tells_does_not_keep_its_past(
    system: ta.System, virtual_clock: MockClock
) -> None:
    second = await system.start(Worker)
    first = await system.start(Worker, second)
    await first.tell(Chat(rounds=1000))
    await trio.sleep(1)
    assert first.statistics().handled == 501
    assert second.statistics().handled == 500
