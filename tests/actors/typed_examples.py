"""Types a checker must infer; `test_typing.py` runs mypy over this file."""

from collections.abc import AsyncIterator
from typing import assert_type

import numpy as np
import numpy.typing as npt

import taox.actors as ta


class Answer(ta.Message):
    y: int


class Square(ta.Request[Answer]):
    x: int


class Scores(ta.Request[list[float]]):
    who: tuple[str, ...] = ()


class Weights(ta.Request[npt.NDArray[np.float32]]):
    pass


class Reset(ta.Request[None]):
    pass


class Tail(ta.StreamRequest[Answer]):
    lines: int = 10


class Server(ta.Actor):
    @ta.handles
    def square(self, message: Square) -> Answer:
        assert_type(self.turn, ta.Turn)
        assert_type(self.turn.sender, ta.Ref | None)
        return Answer(y=message.x**2)

    @ta.handles(raises=(KeyError,))
    async def scores(self, message: Scores) -> list[float]:
        return [1.0 for _ in message.who]

    @ta.handles
    @ta.blocking
    def weights(self, message: Weights) -> npt.NDArray[np.float32]:
        return np.zeros(3, np.float32)

    @ta.handles
    async def tail(self, message: Tail) -> AsyncIterator[Answer]:
        yield Answer(message.lines)


async def main() -> str:
    async with ta.System() as system:
        assert_type(system, ta.System)
        ref = await system.start(Server, name="server", restart="permanent")
        assert_type(ref, ta.Ref)
        assert_type(await ref.ask(Square(x=3)), Answer)
        assert_type(await ref.ask(Scores(who=("a", "b")), timeout=1.0), list[float])
        assert_type(await ref.ask(Weights()), npt.NDArray[np.float32])
        assert_type(await ref.ask(Reset()), None)
        assert_type(ref.try_tell(Answer(1)), bool)
        async for item in ref.stream(Tail(lines=3), window=4):
            assert_type(item, Answer)
        async for reply in ta.ask_many([ref], Square(x=1), timeout=2):
            assert_type(reply, ta.Reply[Answer])
            assert_type(reply.value, Answer | None)
            assert_type(reply.ok, bool)
        down = await ref.watch()
        assert_type(down, ta.Down)
        assert_type(system.statistics(), ta.SystemStatistics)
        return down.reason.kind


def run_it() -> None:
    assert_type(ta.run(main, seed=3), str)


def misuse(ref: ta.Ref, square: Square) -> None:
    Square(x="text")  # type: ignore[arg-type]
    Square()  # type: ignore[call-arg]
    square.x = 4  # type: ignore[misc]
    ref.tell(7)  # type: ignore[arg-type, unused-coroutine]
    ref.ask(Answer(1))  # type: ignore[arg-type, unused-coroutine]
    ref.stream(square)  # type: ignore[arg-type]
    ta.Mailbox(3, overflow="never")  # type: ignore[arg-type]
