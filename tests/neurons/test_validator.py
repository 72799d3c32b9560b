"""What a validator publishes, and what it sees while it judges."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

import taox
from synthetic_neurons import Answer, Double, Helper, watched
from taox.actors import ActorFault


class Chooser(taox.Validator):
    """Publishes what it was made with."""

    def __init__(self, chosen: Mapping[int, float] | None) -> None:
        self.chosen = chosen

    def weights(self, subnet: taox.SubnetView) -> Mapping[int, float] | None:
        return self.chosen


def stored(chosen: Mapping[int, float] | None) -> list[tuple[int, int]]:
    """The row that a validator with these scores has on the chain after its first permit."""

    async def main() -> list[tuple[int, int]]:
        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=120)
            await subnet.add(Helper, count=3)
            await subnet.add(Chooser, chosen)
            await net.run(epochs=3)
            return subnet.metagraph.weights.row(3)

    return taox.run(main, seed=1)


def test_published_weights_are_scaled_scores() -> None:
    assert stored({2: 3.0, 0: 1.5, 1: 0.0}) == [(0, 32_768), (2, 65_535)]


@pytest.mark.parametrize("nothing", [None, {}, {0: 0.0}])
def test_without_scores_nothing_is_stored(nothing: Mapping[int, float] | None) -> None:
    assert stored(nothing) == []


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1.0])
def test_a_senseless_score_is_a_reported_crash(
    bad: float, caplog: pytest.LogCaptureFixture
) -> None:
    assert stored({0: 1.0, 1: bad}) == []
    assert "chooser-0 crashed" in caplog.text
    assert "scores[1]: expected a finite score" in caplog.text


def asked(look: Callable[[taox.SubnetView], Any]) -> Any:
    """What `look` sees in the first step."""
    return watched(look)[0]


def test_a_view_names_miners_but_neither_oneself_nor_strangers() -> None:
    seen = asked(lambda view: (view.netuid, view.uid, view.miners, view.address(view.uid)))
    assert seen == (1, 4, [1, 2], None)


def test_every_uid_asked_replies_once_and_a_fault_is_a_value() -> None:
    async def main() -> list[tuple[int, Any, str]]:
        got: list[tuple[int, Any, str]] = []

        class Asker(taox.Validator):
            async def step(self, subnet: taox.SubnetView) -> None:
                async for reply in subnet.ask_miners(Double(x=21), uids=[1, 0, 2]):
                    assert reply.hotkey == subnet.metagraph.hotkeys[reply.uid]
                    value = reply.value.y if reply.ok else None
                    got.append((reply.uid, value, type(reply.error).__name__))

        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=100)
            await subnet.add(Helper, count=1)
            await subnet.add(Helper, True, count=1)
            await subnet.add(Asker)
            await net.run(blocks=1)
        return sorted(got)

    replies = taox.run(main, seed=1)
    fault = ActorFault.__name__
    assert replies == [(0, 42, "NoneType"), (1, None, fault)]


def test_reading_the_value_of_a_fault_raises_it() -> None:
    async def main() -> None:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            (seat,) = await subnet.add(Helper, True)
            with pytest.raises(ActorFault, match="out of order"):
                await seat.ref.ask(Double(x=1))
            assert await seat.ref.ask(Double(x=0)) == Answer(y=0)

    taox.run(main, seed=1)
