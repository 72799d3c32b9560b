"""Mailboxes: five policies, two lanes, fairness, dead letters."""

import pytest
import trio
from trio.testing import MockClock, wait_all_tasks_blocked

import taox.actors as ta


class Hold(ta.Message):
    pass


class Item(ta.Message):
    number: int


class Price(ta.Message):
    number: int


class Get(ta.Request[int]):
    number: int


class Slow(ta.Actor):
    """Works on nothing while its gate is closed."""

    def __init__(self) -> None:
        self.gate = trio.Event()
        self.seen: list[int] = []

    @ta.handles
    async def hold(self, message: Hold) -> None:
        await self.gate.wait()

    @ta.handles
    def item(self, message: Item) -> None:
        self.seen.append(message.number)

    @ta.handles
    def price(self, message: Price) -> None:
        self.seen.append(-message.number)

    @ta.handles
    def get(self, message: Get) -> int:
        self.seen.append(message.number)
        return message.number


def with_mailbox(size: int, overflow: ta.Overflow) -> type[Slow]:
    return type("Slow", (Slow,), {"mailbox": ta.Mailbox(size, overflow=overflow)})


async def held(system: ta.System, size: int, overflow: ta.Overflow) -> tuple[ta.Ref, Slow]:
    """An actor that is busy until its gate opens, with an empty mailbox."""
    ref = await system.start(with_mailbox(size, overflow), name="slow")
    await ref.tell(Hold())
    await wait_all_tasks_blocked()
    return ref, ref._cell.actor


async def seen(actor: Slow) -> list[int]:
    actor.gate.set()
    await wait_all_tasks_blocked()
    return actor.seen


async def test_block_lets_senders_wait_first_come_first_served(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, actor = await held(system, 2, "block")
    async with trio.open_nursery() as nursery:
        for number in range(8):
            if number % 3 == 2:
                nursery.start_soon(ref.ask, Get(number=number))
            else:
                nursery.start_soon(ref.tell, Item(number=number))
            await wait_all_tasks_blocked()
        assert ref.statistics().queued == 2
        assert ref.statistics().blocked == 6
        assert not ref.try_tell(Item(number=99))
        assert await seen(actor) == list(range(8))
    assert system.dead_letters.counts == {"full": 1}


async def test_a_new_sender_does_not_overtake_the_waiting(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, actor = await held(system, 1, "block")

    async def sender(first: int) -> None:
        for number in range(first, first + 5):
            await ref.tell(Item(number=number))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(sender, 0)
        nursery.start_soon(sender, 10)
        await wait_all_tasks_blocked()
        actor.gate.set()
    numbers = await seen(actor)
    # Two senders that always have something to send: each in its own order, neither starved.
    assert [number for number in numbers if number < 10] == list(range(5))
    assert [number for number in numbers if number >= 10] == list(range(10, 15))
    finished = min(numbers.index(4), numbers.index(14))
    early = [number // 10 for number in numbers[:finished]]
    assert min(early.count(0), early.count(1)) >= 2


async def test_a_cancelled_sender_leaves_the_line(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, actor = await held(system, 1, "block")
    await ref.tell(Item(number=0))
    with trio.move_on_after(1) as tell:
        await ref.tell(Item(number=1))
    with trio.move_on_after(1) as ask:
        await ref.ask(Get(number=2))
    with pytest.raises(ta.DeadlineExceeded):
        await ref.ask(Get(number=3), timeout=1)
    assert tell.cancelled_caught
    assert ask.cancelled_caught
    async with trio.open_nursery() as nursery:
        nursery.start_soon(ref.tell, Item(number=4))
        await wait_all_tasks_blocked()
        assert await seen(actor) == [0, 4]
    assert await ref.ask(Get(number=5)) == 5
    assert system.dead_letters.counts == {"cancelled": 2, "expired": 1}


@pytest.mark.parametrize("overflow", ["reject", "block", "drop_newest", "drop_oldest"])
async def test_what_was_withdrawn_needs_no_room(
    system: ta.System, virtual_clock: MockClock, overflow: ta.Overflow
) -> None:
    ref, actor = await held(system, 3, overflow)
    for _ in range(3):
        with pytest.raises(ta.DeadlineExceeded):
            await ref.ask(Get(number=0), timeout=1)
    for number in range(3):
        await ref.tell(Item(number=number))
    assert await seen(actor) == [0, 1, 2]
    assert system.dead_letters.counts == {"expired": 3}


class Fragile(ta.Actor):
    mailbox = ta.Mailbox(1)

    @ta.handles
    def item(self, message: Item) -> None:
        if message.number == 1:
            raise ValueError("fragile")


async def test_a_tell_that_had_to_wait_learns_nothing_of_the_crash_it_causes(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(Fragile, restart="temporary")
    await ref.tell(Item(number=0))
    await ref.tell(Item(number=1))
    assert (await ref.watch()).reason.kind == "crashed"
    assert system.dead_letters.counts == {"crashed": 1}


async def test_reject_refuses_at_once(system: ta.System, virtual_clock: MockClock) -> None:
    ref, actor = await held(system, 2, "reject")
    await ref.tell(Item(number=0))
    assert ref.try_tell(Item(number=1))
    with pytest.raises(ta.MailboxFull, match=r"/slow is full \(2 messages\)"):
        await ref.tell(Item(number=2))
    with pytest.raises(ta.MailboxFull):
        await ref.ask(Get(number=3))
    assert not ref.try_tell(Item(number=4))
    assert await seen(actor) == [0, 1]
    assert system.dead_letters.counts == {"full": 3}
    letter = system.dead_letters.sample[0]
    assert (letter.reason, letter.path, letter.sender) == ("full", "/slow", "")
    assert letter.message == Item(number=2)
    assert ref.statistics().lost == 3


async def test_drop_newest_keeps_what_waits(system: ta.System, virtual_clock: MockClock) -> None:
    ref, actor = await held(system, 2, "drop_newest")
    for number in range(4):
        await ref.tell(Item(number=number))
    assert not ref.try_tell(Item(number=4))
    with pytest.raises(ta.MailboxFull):
        await ref.ask(Get(number=5))
    assert await seen(actor) == [0, 1]
    assert system.dead_letters.counts == {"full": 4}


async def test_drop_oldest_keeps_what_is_new(system: ta.System, virtual_clock: MockClock) -> None:
    ref, actor = await held(system, 2, "drop_oldest")
    async with trio.open_nursery() as nursery:

        async def dropped() -> None:
            with pytest.raises(ta.MailboxFull):
                await ref.ask(Get(number=0))

        nursery.start_soon(dropped)
        await wait_all_tasks_blocked()
        for number in range(1, 5):
            assert ref.try_tell(Item(number=number))
    assert await seen(actor) == [3, 4]
    assert system.dead_letters.counts == {"full": 3}


async def test_latest_keeps_one_of_each_type(system: ta.System, virtual_clock: MockClock) -> None:
    ref, actor = await held(system, 2, "latest")
    for number in (1, 2, 3):
        await ref.tell(Item(number=number))
        await ref.tell(Price(number=number))
    assert ref.statistics().queued == 2
    assert await seen(actor) == [3, -3]
    assert system.dead_letters.counts == {"replaced": 4}


async def test_latest_bounds_the_number_of_types(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, actor = await held(system, 1, "latest")
    await ref.tell(Item(number=1))
    await ref.tell(Price(number=2))
    assert await seen(actor) == [-2]
    assert system.dead_letters.counts == {"full": 1}


async def test_control_goes_before_what_is_queued(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, actor = await held(system, 10, "block")
    for number in range(5):
        await ref.tell(Item(number=number))
    actor.stop()
    assert await seen(actor) == []
    assert (await ref.watch()).reason.kind == "stopped"
    assert system.dead_letters.counts == {"stopped": 5}


class Relay(ta.Actor):
    def __init__(self, target: ta.Ref) -> None:
        self.target = target

    @ta.handles
    async def item(self, message: Item) -> None:
        await self.target.tell(message)

    @ta.handles
    async def get(self, message: Get) -> int:
        return await self.target.ask(message)


async def test_a_full_mailbox_does_not_crash_the_sender(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref, _ = await held(system, 1, "reject")
    relay = await system.start(Relay, ref)
    for number in range(3):
        await relay.tell(Item(number=number))
    with pytest.raises(ta.MailboxFull, match="/slow"):
        await relay.ask(Get(number=3))
    assert relay.statistics().refused == 3
    assert relay.statistics().state == "running"
    assert relay.statistics().incarnation == 1


async def test_messages_of_one_sender_arrive_in_order(
    system: ta.System, virtual_clock: MockClock
) -> None:
    ref = await system.start(with_mailbox(3, "block"))
    for number in range(0, 300, 3):
        await ref.tell(Item(number=number))
        assert ref.try_tell(Item(number=number + 1))
        assert await ref.ask(Get(number=number + 2)) == number + 2
    assert ref._cell.actor.seen == list(range(300))


async def test_dead_letters_keep_a_sample(system: ta.System, virtual_clock: MockClock) -> None:
    ref, _ = await held(system, 1, "drop_newest")
    for number in range(1000):
        ref.try_tell(Item(number=number))
    assert system.dead_letters.total() == 999
    assert [letter.message for letter in system.dead_letters.sample] == [
        Item(number=number) for number in range(900, 1000)
    ]
