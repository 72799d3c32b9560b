"""Deadlocks under virtual time: the three cases, and no false alarm."""

import math
import socket
import subprocess
import sys
import threading

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

import taox.actors as ta


class Push(ta.Message):
    number: int = 0


class Forever(ta.Request[int]):
    pass


class Peer(ta.Actor):
    """Answers every push by two more, and so fills its peer's mailbox."""

    mailbox = ta.Mailbox(1)

    def __init__(self) -> None:
        self.peers: list[ta.Ref] = []
        self.event = trio.Event()

    @ta.handles
    async def push(self, message: Push) -> None:
        for peer in self.peers:
            await peer.tell(Push(message.number + 1))
            await peer.tell(Push(message.number + 1))

    @ta.handles
    async def forever(self, message: Forever) -> int:
        await self.event.wait()
        return 1


async def peers(system: ta.System) -> list[ta.Ref]:
    refs = [await system.start(Peer, name=name) for name in ("left", "right")]
    for ref, other in zip(refs, reversed(refs), strict=True):
        ref._cell.actor.peers.append(other)
    return refs


def test_tells_blocked_on_full_mailboxes() -> None:
    async def main() -> None:
        async with ta.System() as system:
            left, _ = await peers(system)
            await left.tell(Push())
            await trio.sleep_forever()

    with pytest.raises(ta.Deadlock) as caught:
        ta.run(main)
    assert "left (Peer): running, in Push #" in caught.value.report
    assert "right (Peer): running, in Push #" in caught.value.report
    assert "1 senders blocked" in caught.value.report
    assert "every actor waits and no deadline is set" in str(caught.value)


def test_an_ask_without_a_limit() -> None:
    async def main() -> None:
        async with ta.System() as system:
            left, _ = await peers(system)
            await trio.sleep(10)
            await left.ask(Forever(), timeout=math.inf)

    with pytest.raises(ta.Deadlock, match=r"left \(Peer\): running, in Forever #1"):
        ta.run(main)


def test_an_event_of_ones_own() -> None:
    async def main() -> None:
        async with ta.System() as system:
            left, _ = await peers(system)
            with pytest.raises(ta.DeadlineExceeded):
                await left.ask(Forever())
            await trio.Event().wait()

    with pytest.raises(ta.Deadlock):
        ta.run(main)


def test_a_deadline_is_no_deadlock() -> None:
    async def main() -> float:
        async with ta.System() as system:
            left, _ = await peers(system)
            with trio.move_on_after(1000):
                await left.ask(Forever(), timeout=math.inf)
            with trio.move_on_after(1000):
                await trio.sleep_forever()
            await wait_all_tasks_blocked()
        return trio.current_time()

    assert ta.run(main) == 2000


def test_a_thread_in_flight_is_no_deadlock() -> None:
    go = threading.Event()

    async def in_thread() -> None:
        await trio.to_thread.run_sync(go.wait)

    async def main() -> int:
        async with ta.System(), trio.open_nursery() as nursery:
            nursery.start_soon(in_thread)
            await trio.to_thread.run_sync(threading.Event().wait, 0.05)
            go.set()
        return 1

    assert ta.run(main) == 1


def test_a_socket_in_flight_is_no_deadlock() -> None:
    async def main() -> bytes:
        left, right = socket.socketpair()
        timer = threading.Timer(0.05, left.send, [b"x"])
        with left, right:
            async with ta.System():
                timer.start()
                stream = trio.socket.from_stdlib_socket(right.dup())
                with stream:
                    return await stream.recv(1)

    assert ta.run(main) == b"x"


def test_a_process_in_flight_is_no_deadlock() -> None:
    async def main() -> int:
        async with ta.System():
            done = await trio.run_process(
                [sys.executable, "-c", "import time; time.sleep(0.05)"],
                stdout=subprocess.DEVNULL,
            )
            return done.returncode

    assert ta.run(main) == 0
