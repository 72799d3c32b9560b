import dataclasses
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
import trio
from trio.testing import MockClock

import taox
from taox.actors import DeadlineExceeded, NoHandler
from taox.economy import WeightsSet
from taox.errors import NotEnoughBalanceToStake
from taox.neurons.calls import Call, CallOutcome
from taox.neurons.view import MinerReply
from taox.sim.columns import Table


class Answer(taox.Message):
    y: int


class Square(taox.Request[Answer]):
    x: int


class Slow(taox.Request[Answer]):
    seconds: float


class Honest(taox.Miner):
    @taox.handles
    def square(self, msg: Square) -> Answer:
        return Answer(y=msg.x**2)

    @taox.handles
    async def slow(self, msg: Slow) -> Answer:
        await trio.sleep(msg.seconds)
        return Answer(y=0)


class Judge(taox.Validator):
    scores = taox.EmaScores(alpha=0.5)

    async def step(self, subnet: taox.SubnetView) -> None:
        async for reply in subnet.ask_miners(Square(x=3), timeout=5):
            self.scores[reply.uid] = float(reply.ok and reply.value.y == 9)


class Everyone(taox.Validator):
    """Gives every other uid the same weight without asking; notes its steps."""

    steps: ClassVar[list[int]] = []

    async def step(self, subnet: taox.SubnetView) -> None:
        self.steps.append(subnet.block)

    def weights(self, subnet: taox.SubnetView) -> Mapping[int, float]:
        return {uid: 1.0 for uid in range(subnet.metagraph.n) if uid != subnet.uid}


@pytest.fixture(autouse=True)
def no_steps() -> None:
    Everyone.steps.clear()


def test_miners_and_validators_earn() -> None:
    async def main() -> taox.Record:
        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=100)
            await subnet.add(Honest, count=3)
            await subnet.add(Judge, count=2, stake=[500, "250.5"])
            await net.run(epochs=4)
            net.chain.check_invariants()
            assert net.block == 400
            assert trio.current_time() == 400 * 12.0
            return net.record(seed=1)

    record = taox.run(main, seed=1)
    assert record.incentive(Honest).sum() == pytest.approx(1, abs=1e-4)
    assert (record.dividends(Judge) > 0).all()
    assert record.meta["blocks"] == 400
    assert record.meta["seed"] == 1
    assert list(record.epochs()) == [0, 1, 2, 3]


def refused(judge: type[Judge], blocks: int) -> Table:
    """What the chain refuses one judge of one honest miner."""

    async def main() -> taox.Record:
        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=50)
            await subnet.add(Honest)
            await subnet.add(judge)
            await net.run(blocks=blocks)
            return net.record()

    return taox.run(main, seed=1).refusals


def test_refusals_before_the_first_epoch_are_waiting() -> None:
    refusals = refused(Judge, blocks=60)
    assert refusals["error"].tolist() == ["waiting for permit"]
    assert refusals["name"].tolist() == ["judge-0"]
    assert refusals["count"].tolist() == [1]


def test_rate_limit_is_the_chains() -> None:
    class Hasty(Judge):
        interval = 30

    async def main() -> tuple[list[int], Table]:
        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=50)
            await subnet.add(Honest)
            await subnet.add(Hasty)
            await net.run(blocks=300)
            events = net.chain.events()
            set_at = [event.block for event in events if isinstance(event, WeightsSet)]
            return set_at, net.record().refusals

    set_at, refusals = taox.run(main, seed=1)
    assert set_at == [61, 161, 261]
    assert set(refusals["error"]) == {"waiting for permit"}


def test_steps_follow_epochs_interval_and_delay() -> None:
    class Often(Everyone):
        interval = 40

    class Late(Everyone):
        delay = 30

    async def steps_of(kind: type[taox.Validator]) -> list[int]:
        Everyone.steps.clear()
        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=100)
            await subnet.add(Honest)
            await subnet.add(kind)
            await net.run(blocks=250)
        return list(Everyone.steps)

    async def main() -> list[list[int]]:
        return [await steps_of(kind) for kind in (Everyone, Often, Late)]

    each_epoch, often, late = taox.run(main, seed=1)
    assert each_epoch == [1, 100, 200]
    assert often == [1, 41, 81, 121, 161, 201, 241]
    assert late == [30, 130, 230]


def test_a_deferred_epoch_gives_no_second_step() -> None:
    async def main() -> tuple[list[int], taox.Record]:
        async with taox.Network() as net:
            for _ in range(4):
                subnet = await net.create_subnet(tempo=100)
                await subnet.add(Honest)
                await subnet.add(Everyone)
            await net.run(blocks=350)
            return list(Everyone.steps), net.record()

    steps, record = taox.run(main, seed=1)
    assert len(steps) == len(set(zip(steps, range(len(steps)), strict=True)))
    assert steps.count(1) == 4
    assert len(steps) == 4 * 4
    assert set(record.refusals["error"]) == {"waiting for permit"}
    assert record.netuids == [1, 2, 3, 4]


def test_a_miner_knows_who_asks() -> None:
    seen: list[taox.Caller] = []

    class Curious(Honest):
        @taox.handles
        def square(self, msg: Square) -> Answer:
            seen.append(self.caller)
            return Answer(y=0)

    async def main() -> tuple[taox.Hotkey, int]:
        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=100)
            (miner,) = await subnet.add(Curious)
            (judge,) = await subnet.add(Judge, stake=700)
            await net.run(blocks=101)
            await miner.ref.ask(Square(x=1))
            return judge.hotkey, int(subnet.metagraph.stake[judge.uid])

    hotkey, stake = taox.run(main, seed=1)
    first, second, outsider = seen
    owner = taox.Coldkey.from_name("judge-0")
    assert first == taox.Caller(hotkey, 1, 700 * taox.RAO_PER_TAO, permit=False, coldkey=owner)
    assert (second.hotkey, second.uid, second.permit) == (hotkey, 1, True)
    assert second.stake == stake > first.stake
    assert outsider == taox.Caller()


def test_nobody_signs_without_an_identity() -> None:
    async def main() -> CallOutcome:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            await subnet.add(Honest, count=2)
            row = {"netuid": subnet.netuid, "uids": [0], "weights": [1]}
            message = Call(name="set_weights", arguments=row)
            return await net._chain_ref.ask(message)

    assert taox.run(main, seed=1).error == "BadOrigin"


def test_a_neuron_can_not_claim_to_be_the_chain() -> None:
    """Rosters come from the chain alone; one from a neuron is ignored."""
    seen: list[taox.Caller] = []

    class Curious(Honest):
        @taox.handles
        def square(self, msg: Square) -> Answer:
            seen.append(self.caller)
            return Answer(y=0)

    class Liar(taox.Validator):
        async def step(self, subnet: taox.SubnetView) -> None:
            from taox.sim.chain_actor import roster  # noqa: PLC0415 - what a liar would find

            address = subnet.address(0)
            assert address is not None
            fake = roster(subnet.metagraph)
            await address.tell(
                type(fake)(1, 1, fake.hotkeys, fake.coldkeys, fake.stake + 9, fake.validator_permit)
            )
            async for _ in subnet.ask_miners(Square(x=1)):
                pass

    async def main() -> None:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            await subnet.add(Curious)
            await subnet.add(Liar, stake=5)
            await net.run(blocks=2)

    taox.run(main, seed=1)
    assert [caller.stake for caller in seen] == [5 * taox.RAO_PER_TAO]


def test_replies_come_with_errors_as_values() -> None:
    got: list[MinerReply[Answer]] = []

    class Impatient(taox.Validator):
        async def step(self, subnet: taox.SubnetView) -> None:
            for seconds, uids in ((6.0, None), (1.0, [0, 2])):
                asked = subnet.ask_miners(Slow(seconds=seconds), timeout=5, uids=uids)
                got.extend([reply async for reply in asked])

    class Deaf(taox.Miner):
        @taox.handles
        def hear(self, msg: Answer) -> None:
            pass

    async def main() -> None:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            await subnet.add(Honest)
            await subnet.add(Deaf)
            await subnet.add(Impatient)
            await net.run(blocks=3)

    taox.run(main, seed=1)
    by_uid = sorted((reply.uid, type(reply.error)) for reply in got[:2])
    assert by_uid == [(0, DeadlineExceeded), (1, NoHandler)]
    late = next(reply for reply in got if reply.uid == 0)
    assert late.seconds == 5.0
    with pytest.raises(DeadlineExceeded):
        _ = late.value
    assert (got[2].uid, got[2].ok, got[2].seconds) == (0, True, 1.0)
    assert len(got) == 3


def test_a_neuron_that_always_crashes_ends_the_run_with_the_cause() -> None:
    class Broken(taox.Validator):
        interval = 1

        async def step(self, subnet: taox.SubnetView) -> None:
            raise ZeroDivisionError("my own mistake")

    async def main() -> None:
        async with taox.Network() as net:
            subnet = await net.create_subnet()
            await subnet.add(Broken)
            await net.run(blocks=100)

    with pytest.raises(ExceptionGroup) as caught:
        taox.run(main, seed=1)
    text = "".join(traceback.format_exception(caught.value))
    assert "RestartsExhausted" in text
    assert "my own mistake" in text
    assert "broken-0" in text


@pytest.mark.filterwarnings("ignore")
def test_a_crash_now_and_then_is_survived() -> None:
    class Clumsy(Judge):
        async def step(self, subnet: taox.SubnetView) -> None:
            await super().step(subnet)
            if subnet.block == 100:
                raise ZeroDivisionError

    async def main() -> taox.Record:
        async with taox.Network() as net:
            subnet = await net.create_subnet(tempo=100)
            await subnet.add(Honest)
            await subnet.add(Clumsy)
            await net.run(epochs=4)
            return net.record()

    record = taox.run(main, seed=1)
    assert record.incentive(Honest)[0] > 0.99


@pytest.mark.parametrize(
    ("limits", "argument"),
    [
        ({}, "run"),
        ({"blocks": 0}, "blocks"),
        ({"blocks": 1.5}, "blocks"),
        ({"epochs": 0}, "epochs"),
        ({"epochs": 1}, "epochs"),
    ],
)
async def test_senseless_limits_are_refused(limits: dict[str, Any], argument: str) -> None:
    async with taox.Network() as net:
        with pytest.raises(taox.InputError) as caught:
            await net.run(**limits)
        assert caught.value.argument == argument
        assert net.block == 0


async def test_bad_populations_are_refused() -> None:
    async with taox.Network() as net:
        subnet = await net.create_subnet()
        with pytest.raises(taox.InputError, match="count"):
            await subnet.add(Honest, count=0)
        with pytest.raises(taox.InputError, match="stake"):
            await subnet.add(Judge, count=2, stake=[1, 2, 3])
        with pytest.raises(taox.InputError, match="hotkeys"):
            await subnet.add(Judge, count=2, hotkeys=[taox.Hotkey.from_name("a")])
        for other in (int, Honest.bind, taox.Actor):
            with pytest.raises(taox.InputError, match="neuron"):
                await subnet.add(other)  # type: ignore[arg-type]
        assert subnet.metagraph.n == 0


async def test_a_miner_that_answers_nothing_is_warned_about() -> None:
    class Forgetful(Honest):
        """Inherits a handler."""

    class Deaf(taox.Miner):
        def square(self, msg: Square) -> Answer:
            return Answer(y=0)

    async with taox.Network() as net:
        subnet = await net.create_subnet()
        for fine in (Forgetful, taox.Neuron, Judge):
            await subnet.add(fine)
        with pytest.warns(UserWarning, match="Deaf answers no request and will earn nothing"):
            await subnet.add(Deaf, count=2)
        assert len(subnet.seats) == 5


async def test_who_has_no_coldkey_pays_nothing_and_who_has_one_everything() -> None:
    async with taox.Network() as net:
        subnet = await net.create_subnet()
        chain, before = net.chain, net.chain.pool(1)
        (given,) = await subnet.add(Judge, stake=500)
        assert chain.pool(1) == dataclasses.replace(before, alpha_out=500 * taox.RAO_PER_TAO)
        assert chain.stake(given.hotkey, given.coldkey, 1) == 500 * taox.RAO_PER_TAO
        assert chain.balance(given.coldkey) == 0

        alice = net.coldkey("alice", tao=103)
        first, second = await subnet.add(Judge, count=2, stake=50, coldkey=alice)
        # 1 TAO for the first registration, 1.26 TAO for the second.
        assert chain.balance(alice) == taox.to_rao("103") - taox.to_rao("102.26")
        assert chain.price(1) > before.price
        bought = [chain.stake(seat.hotkey, alice, 1) for seat in (first, second)]
        assert bought[0] > bought[1] > 0, "the second purchase finds a higher price"
        with pytest.raises(NotEnoughBalanceToStake):
            await subnet.add(Honest, coldkey=alice)


async def test_epochs_that_never_come_are_refused() -> None:
    async with taox.Network() as net:
        await net.create_subnet(tempo=0)
        with pytest.raises(taox.InputError, match="subnet 1 with tempo 0, which never has an"):
            await net.run(epochs=1)
        assert net.block == 0


async def test_a_seat_is_asked_by_a_uid_that_is_held() -> None:
    async with taox.Network() as net:
        subnet = await net.create_subnet(owner=net.coldkey("alice"))
        (seat,) = await subnet.add(Honest)
        assert subnet.seat(seat.uid) is seat
        assert subnet.seat(0) is None
        for uid in (-1, 2):
            with pytest.raises(taox.InputError, match="a uid below 2"):
                subnet.seat(uid)


@pytest.mark.parametrize(
    ("options", "argument"),
    [({"preset": "local"}, "preset"), ({"block_seconds": "12"}, "block_seconds")],
)
def test_a_network_names_what_it_can_not_use(options: dict[str, Any], argument: str) -> None:
    with pytest.raises(taox.InputError) as caught:
        taox.Network(**options)
    assert caught.value.argument == argument


def test_the_program_is_the_same_on_an_ordinary_clock() -> None:
    async def main() -> int:
        async with taox.Network(block_seconds=0.5) as net:
            subnet = await net.create_subnet(tempo=20)
            await subnet.add(Honest)
            await subnet.add(Judge)
            await net.run(until=lambda: net.block >= 60)
            assert trio.current_time() == 30.0
            return int(subnet.metagraph.incentive[0])

    assert trio.run(main, clock=MockClock(autojump_threshold=0)) >= 0


def test_hashes_do_not_depend_on_the_process() -> None:
    script = Path(__file__).parent.parent / "hashes.py"
    expected = (Path(__file__).parent / "hashes.json").read_text().strip()
    for seed in ("0", "4711"):
        done = subprocess.run(
            [sys.executable, script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == expected, "if the rules changed on purpose, commit the new hashes"
